//! Devices, a hub and a line between them that loses, repeats, lies and dies: whatever happens, once
//! the line is good again the hub has every record once, and no device has lost one.
#![allow(clippy::unwrap_used, reason = "a helper that fails is a failed test")]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use lang_nghe_record::{Envelope, RecordId};
use lang_nghe_store::{MemoryStore, Outcome, Store, Submission};
use lang_nghe_sync::judge::{Failure, Reply};
use lang_nghe_sync::wire::{
    Answer, AnswerResult, Answers, BATCH_BYTES, BATCH_RECORDS, Batch, HUB_NAME, Held, MISSING_PATH, Missing,
    Problem, Reason,
};
use lang_nghe_sync::{Line, Round, State, Status};
use proptest::prelude::*;

/// A hub by the book: durable, idempotent, and it refuses what it does not like.
#[derive(Clone, Debug, Default)]
struct Hub {
    held: BTreeMap<String, Kept>,
    /// How often a record was counted; anything but 1 is a fault.
    counted: BTreeMap<String, u32>,
    /// Most records that it takes at once.
    most: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    sealed: String,
    hash: String,
}

fn hash_of(sealed: &str) -> String {
    use base64::Engine;
    let sealed = base64::engine::general_purpose::STANDARD.decode(sealed).unwrap();
    let envelope = Envelope { id: id(0), campaign: String::new(), sealed };
    envelope.hash().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Hub {
    fn receive(&mut self, batch: &Batch) -> Reply {
        if batch.records.len() > self.most {
            return problem(400, "too-many");
        }
        let answers = batch.records.iter().map(|record| {
            let hash = hash_of(&record.sealed);
            let (result, reason) = match self.held.get(&record.id) {
                _ if record.campaign == "refused" => (AnswerResult::Refused, Some(Reason::CannotOpen)),
                Some(held) if held.hash == hash => (AnswerResult::Already, None),
                Some(_) => (AnswerResult::Refused, Some(Reason::OtherContent)),
                None => {
                    let held = Kept { sealed: record.sealed.clone(), hash: hash.clone() };
                    self.held.insert(record.id.clone(), held);
                    *self.counted.entry(record.id.clone()).or_default() += 1;
                    (AnswerResult::Accepted, None)
                }
            };
            Answer { id: record.id.clone(), result, hash, reason }
        });
        ok(&Answers { hub: HUB_NAME.to_owned(), answers: answers.collect() })
    }

    fn missing(&self, asked: &Held) -> Reply {
        let missing = asked.ids.iter().filter(|id| !self.held.contains_key(*id)).cloned().collect();
        ok(&Missing { hub: HUB_NAME.to_owned(), missing })
    }

    /// Yesterday's backup.
    fn restore(&mut self, backup: &Hub) {
        self.held = backup.held.clone();
        self.counted = backup.counted.clone();
    }
}

fn ok(body: &impl serde::Serialize) -> Reply {
    let body = serde_json::to_vec(body).unwrap();
    Reply { status: 200, content_type: "application/json".to_owned(), body, ..Reply::default() }
}

fn problem(status: u16, problem: &str) -> Reply {
    let body = Problem { hub: HUB_NAME.to_owned(), problem: problem.to_owned(), detail: String::new() };
    Reply { status, ..ok(&body) }
}

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It arrives, and so does the answer.
    Arrives,
    /// It is lost on the way.
    LosesRequest,
    /// It arrives; the answer is lost.
    LosesAnswer,
    /// It arrives, and the device dies before it hears.
    Dies,
    /// A captive portal answers.
    Portal,
    /// Half of the batch changes on the way, as no line should do and some proxy will.
    Garbles,
    /// The answer comes cut in half.
    Truncates,
    /// The hub is busy.
    Busy,
    /// A proxy finds it too large.
    TooLarge,
    /// The hub stumbles.
    Stumbles,
}

struct World {
    hub: RefCell<Hub>,
    fates: RefCell<Vec<Fate>>,
    now: Cell<u64>,
    requests: Cell<u32>,
}

impl World {
    fn new() -> Self {
        Self {
            hub: RefCell::new(Hub { most: BATCH_RECORDS, ..Hub::default() }),
            fates: RefCell::default(),
            now: Cell::new(1_800_000_000_000),
            requests: Cell::new(0),
        }
    }

    fn answer(&self, path: &str, body: &[u8]) -> Reply {
        if path == MISSING_PATH {
            return self.hub.borrow().missing(&serde_json::from_slice(body).unwrap());
        }
        self.hub.borrow_mut().receive(&serde_json::from_slice(body).unwrap())
    }
}

impl Line for World {
    async fn post(&self, path: &str, body: Vec<u8>, _: u32) -> Option<Reply> {
        assert!(body.len() <= BATCH_BYTES);
        self.requests.set(self.requests.get() + 1);
        self.now.set(self.now.get() + 1_000);
        let fate = self.fates.borrow_mut().pop().unwrap_or(Fate::Arrives);
        match fate {
            Fate::Arrives => Some(self.answer(path, &body)),
            Fate::LosesRequest => None,
            Fate::LosesAnswer => {
                self.answer(path, &body);
                None
            }
            Fate::Dies => {
                self.answer(path, &body);
                std::future::pending().await
            }
            Fate::Portal => Some(Reply {
                status: 200,
                content_type: "text/html".to_owned(),
                body: b"<html>".to_vec(),
                ..Reply::default()
            }),
            Fate::Garbles => {
                let mut reply = self.answer(path, &body);
                // A digit of every hash, wherever one is.
                let text = String::from_utf8(reply.body).unwrap().replace("\"hash\":\"", "\"hash\":\"0");
                reply.body = text.into_bytes();
                Some(reply)
            }
            Fate::Truncates => {
                let mut reply = self.answer(path, &body);
                reply.body.truncate(reply.body.len() / 2);
                Some(reply)
            }
            Fate::Busy => Some(Reply { retry_after: Some(30), ..problem(503, "busy") }),
            Fate::TooLarge => {
                Some(Reply { status: 413, content_type: "text/html".to_owned(), ..Reply::default() })
            }
            Fate::Stumbles => Some(problem(500, "internal")),
        }
    }

    fn now(&self) -> u64 {
        self.now.get()
    }

    fn random(&self) -> u32 {
        self.requests.get().wrapping_mul(2_654_435_761)
    }

    fn announce(&self) {}
}

fn id(number: u32) -> RecordId {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    RecordId::from_random(bytes)
}

fn envelope(number: u32, campaign: &str) -> Envelope {
    let sealed = [vec![9; 30], number.to_be_bytes().to_vec()].concat();
    Envelope { id: id(number), campaign: campaign.to_owned(), sealed }
}

fn submit(store: &MemoryStore, number: u32, campaign: &str) {
    let envelope = envelope(number, campaign);
    let submission = Submission { envelope, since: u64::from(number), draft: String::new(), tally: None };
    pollster::block_on(store.submit(&submission)).unwrap();
}

/// Runs a round until it ends or the device dies; a dead device is one whose round is dropped.
fn round(store: &MemoryStore, world: &World) -> Option<Status> {
    let round = pin!(Round::run(store, world));
    match round.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(status) => Some(status),
        Poll::Pending => None,
    }
}

/// With a good line, rounds until nothing is left to do (the hub's own pauses pass meanwhile).
fn settle_down(stores: &[MemoryStore], world: &World) {
    world.fates.borrow_mut().clear();
    for store in stores {
        for _ in 0..3 {
            world.now.set(world.now.get() + 25 * 60 * 60 * 1000);
            round(store, world).unwrap();
        }
    }
}

fn waiting(store: &MemoryStore) -> u64 {
    pollster::block_on(store.counts()).unwrap().waiting
}

#[track_caller]
fn assert_hub_has_each_once(world: &World, numbers: impl IntoIterator<Item = u32>) {
    let hub = world.hub.borrow();
    let expected: Vec<_> = numbers.into_iter().map(|number| id(number).to_string()).collect();
    assert_eq!(hub.held.keys().cloned().collect::<Vec<_>>(), expected);
    assert!(hub.counted.values().all(|times| *times == 1), "{:?}", hub.counted);
}

fn any_fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        3 => Just(Fate::Arrives),
        1 => Just(Fate::LosesRequest),
        2 => Just(Fate::LosesAnswer),
        2 => Just(Fate::Dies),
        1 => Just(Fate::Portal),
        1 => Just(Fate::Garbles),
        1 => Just(Fate::Truncates),
        1 => Just(Fate::Busy),
        1 => Just(Fate::TooLarge),
        1 => Just(Fate::Stumbles),
    ]
}

/// What happens in the life of two devices and a hub.
#[derive(Clone, Debug)]
enum Event {
    Submit { device: usize, refused: bool },
    Round { device: usize, fates: Vec<Fate> },
    TimePasses { hours: u64 },
    Backup,
    Restore,
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0usize..2, prop::bool::weighted(0.15))
            .prop_map(|(device, refused)| Event::Submit { device, refused }),
        4 => (0usize..2, prop::collection::vec(any_fate(), 0..6))
            .prop_map(|(device, fates)| Event::Round { device, fates }),
        1 => (0u64..30).prop_map(|hours| Event::TimePasses { hours }),
        1 => Just(Event::Backup),
        1 => Just(Event::Restore),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_counts_twice(
        events in prop::collection::vec(any_event(), 0..60),
        most in 1usize..30,
    ) {
        let world = World::new();
        world.hub.borrow_mut().most = most;
        let stores = [MemoryStore::default(), MemoryStore::default()];
        let (mut good, mut refused) = (Vec::new(), Vec::new());
        let mut backup = world.hub.borrow().clone();
        for (number, event) in (1u32..).zip(events) {
            match event {
                Event::Submit { device, refused: true } => {
                    submit(&stores[device], number, "refused");
                    refused.push(number);
                }
                Event::Submit { device, refused: false } => {
                    submit(&stores[device], number, "demo");
                    good.push(number);
                }
                Event::Round { device, fates } => {
                    *world.fates.borrow_mut() = fates;
                    round(&stores[device], &world);
                }
                Event::TimePasses { hours } => world.now.set(world.now.get() + hours * 60 * 60 * 1000),
                Event::Backup => backup = world.hub.borrow().clone(),
                Event::Restore => world.hub.borrow_mut().restore(&backup),
            }
        }
        settle_down(&stores, &world);
        assert_hub_has_each_once(&world, good);
        let kept: usize = stores.iter().map(|store| pollster::block_on(store.refused()).unwrap().len()).sum();
        prop_assert_eq!(kept, refused.len());
        for store in &stores {
            prop_assert_eq!(waiting(store), 0);
        }
        for store in &stores {
            round(store, &world).unwrap();
            let before = world.requests.get();
            let status = round(store, &world).unwrap();
            prop_assert_eq!(world.requests.get(), before, "a request although nothing is left to do");
            let refused_here = pollster::block_on(store.counts()).unwrap().refused > 0;
            let expected = if refused_here { State::RefusedSome } else { State::Idle };
            prop_assert_eq!(status.state, expected, "{:?}", status);
        }
    }
}

#[test]
fn two_senders_at_the_same_time_count_once() {
    /// A line on which every request takes a moment, so that rounds interleave.
    struct Slow<'a>(&'a World);
    impl Line for Slow<'_> {
        async fn post(&self, path: &str, body: Vec<u8>, timeout_ms: u32) -> Option<Reply> {
            let mut asked = false;
            std::future::poll_fn(|_| {
                if std::mem::replace(&mut asked, true) { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            self.0.post(path, body, timeout_ms).await
        }
        fn now(&self) -> u64 {
            self.0.now()
        }
        fn random(&self) -> u32 {
            0
        }
        fn announce(&self) {}
    }
    let world = World::new();
    let store = MemoryStore::default();
    for number in 0..130 {
        submit(&store, number, "demo");
    }
    let line = Slow(&world);
    let (mut one, mut other) = (pin!(Round::run(&store, &line)), pin!(Round::run(&store, &line)));
    let mut context = Context::from_waker(Waker::noop());
    let (mut one_done, mut other_done) = (false, false);
    while !(one_done && other_done) {
        one_done = one_done || one.as_mut().poll(&mut context).is_ready();
        other_done = other_done || other.as_mut().poll(&mut context).is_ready();
    }
    assert_hub_has_each_once(&world, 0..130);
    assert_eq!(waiting(&store), 0);
}

#[test]
fn a_long_queue_goes_in_growing_batches() {
    let (world, store) = (World::new(), MemoryStore::default());
    for number in 0..500 {
        submit(&store, number, "demo");
    }
    let status = round(&store, &world).unwrap();
    assert_eq!((status.state, status.sent_total, status.waiting), (State::Idle, 500, 0));
    // 20, 40, 80, 100, 100, 100, 60, and the question what the hub lacks.
    assert_eq!(world.requests.get(), 8);
}

#[test]
fn a_weak_line_is_given_less_to_carry_and_a_strange_one_is_not() {
    let (world, store) = (World::new(), MemoryStore::default());
    submit(&store, 1, "demo");
    let expected =
        [(Fate::LosesAnswer, 10), (Fate::Portal, 10), (Fate::Stumbles, 10), (Fate::LosesRequest, 5)];
    for (fate, batch) in expected {
        world.fates.borrow_mut().push(fate);
        assert_eq!(round(&store, &world).unwrap().batch, Some(batch), "{fate:?}");
    }
}

#[test]
fn failures_are_told_apart_and_pauses_grow() {
    let (world, store) = (World::new(), MemoryStore::default());
    submit(&store, 1, "demo");
    let mut last = 0;
    let expected = [
        (Fate::LosesRequest, State::Offline, "no-connection"),
        (Fate::Portal, State::WaitingRetry, "not-the-hub"),
        (Fate::Stumbles, State::WaitingRetry, "hub-error"),
        (Fate::TooLarge, State::WaitingRetry, "too-large"),
        (Fate::Garbles, State::WaitingRetry, "bad-answer"),
    ];
    for (failures, (fate, state, error)) in (1..).zip(expected) {
        world.fates.borrow_mut().push(fate);
        let status = round(&store, &world).unwrap();
        assert_eq!((status.state, status.error.as_deref()), (state, Some(error)));
        assert_eq!((status.failures, status.waiting, status.since), (failures, 1, Some(1)));
        let pause = status.next.unwrap() - status.at;
        assert!(pause >= last, "{pause} after {last}");
        last = pause;
    }
    let status = round(&store, &world).unwrap();
    assert_eq!((status.state, status.error, status.next, status.failures), (State::Idle, None, None, 0));
}

#[test]
fn a_pause_that_the_hub_asked_for_is_kept() {
    let (world, store) = (World::new(), MemoryStore::default());
    submit(&store, 1, "demo");
    world.fates.borrow_mut().push(Fate::Busy);
    let status = round(&store, &world).unwrap();
    assert_eq!(status.error.as_deref(), Some("hub-busy"));
    round(&store, &world).unwrap();
    assert_eq!(world.requests.get(), 1, "the hub was not left alone");
    assert!(status.next >= status.not_before);
    world.now.set(status.not_before.unwrap());
    assert_eq!(round(&store, &world).unwrap().state, State::Idle);
}

#[test]
fn a_clock_that_was_set_back_stops_nobody() {
    let (world, store) = (World::new(), MemoryStore::default());
    submit(&store, 1, "demo");
    world.fates.borrow_mut().push(Fate::Busy);
    round(&store, &world).unwrap();
    world.now.set(5_000);
    let status = round(&store, &world).unwrap();
    assert_eq!((status.state, status.waiting), (State::Idle, 0));
}

#[test]
fn a_refused_record_is_kept_and_blocks_nothing() {
    let (world, store) = (World::new(), MemoryStore::default());
    for number in 0..50 {
        submit(&store, number, if number % 10 == 0 { "refused" } else { "demo" });
    }
    let status = round(&store, &world).unwrap();
    assert_eq!((status.state, status.waiting, status.refused), (State::RefusedSome, 0, 5));
    assert_eq!(world.hub.borrow().held.len(), 45);
    let refused = pollster::block_on(store.refused()).unwrap();
    assert_eq!(refused[0].envelope, envelope(0, "refused"));
    assert_eq!(refused[0].reason, "cannot-open");
}

#[test]
fn the_same_id_with_other_content_is_refused_and_the_first_stays() {
    let world = World::new();
    let (one, other) = (MemoryStore::default(), MemoryStore::default());
    submit(&one, 1, "demo");
    round(&one, &world).unwrap();
    let sealed = b"something else entirely, sealed".to_vec();
    let impostor = Envelope { sealed, ..envelope(1, "demo") };
    let submission = Submission { envelope: impostor, since: 0, draft: String::new(), tally: None };
    pollster::block_on(other.submit(&submission)).unwrap();
    round(&other, &world).unwrap();
    assert_eq!(pollster::block_on(other.refused()).unwrap()[0].reason, "other-content");
    assert_hub_has_each_once(&world, [1]);
    let first: String = hash_of(&world.hub.borrow().held[&id(1).to_string()].sealed);
    assert_eq!(
        first,
        envelope(1, "demo").hash().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    );
}

#[test]
fn a_hub_restored_from_yesterday_gets_back_what_it_lost() {
    let (world, store) = (World::new(), MemoryStore::default());
    submit(&store, 1, "demo");
    round(&store, &world).unwrap();
    let backup = world.hub.borrow().clone();
    submit(&store, 2, "demo");
    round(&store, &world).unwrap();
    world.hub.borrow_mut().restore(&backup);
    world.now.set(world.now.get() + 23 * 60 * 60 * 1000);
    round(&store, &world).unwrap();
    assert_hub_has_each_once(&world, [1]);
    world.now.set(world.now.get() + 2 * 60 * 60 * 1000);
    round(&store, &world).unwrap();
    assert_hub_has_each_once(&world, [1, 2]);
    assert_eq!(waiting(&store), 0);
}

#[test]
fn sent_envelopes_are_forgotten_after_two_weeks_and_waiting_ones_never() {
    let (world, store) = (World::new(), MemoryStore::default());
    submit(&store, 1, "demo");
    round(&store, &world).unwrap();
    world.now.set(world.now.get() + 15 * 24 * 60 * 60 * 1000);
    submit(&store, 2, "demo");
    world.fates.borrow_mut().push(Fate::LosesRequest);
    round(&store, &world).unwrap();
    assert_eq!(
        pollster::block_on(store.sent(9)).unwrap(),
        [id(1)],
        "forgotten without having been asked for"
    );
    round(&store, &world).unwrap();
    assert_eq!(pollster::block_on(store.sent(9)).unwrap(), [id(2)]);
}

#[test]
fn damaged_news_and_damaged_entries_stop_nobody() {
    let (world, store) = (World::new(), MemoryStore::default());
    submit(&store, 1, "demo");
    submit(&store, 2, "demo");
    store.damage_waiting(id(1));
    store.damage_value("sync-status");
    let status = round(&store, &world).unwrap();
    assert_eq!((status.state, status.waiting, status.unreadable), (State::Idle, 1, 1));
    assert_hub_has_each_once(&world, [2]);
    assert_eq!(Status::read(&pollster::block_on(store.value("sync-status")).unwrap().unwrap().bytes), status);
}

#[test]
fn a_full_device_still_sends() {
    let (world, store) = (World::new(), MemoryStore::default());
    submit(&store, 1, "demo");
    store.set_capacity(Some(store.size()));
    let status = round(&store, &world).unwrap();
    assert_eq!((status.state, status.waiting), (State::Idle, 0));
    assert_hub_has_each_once(&world, [1]);
}

#[test]
fn a_clock_that_is_wrong_by_years_is_noticed() {
    struct Dated<'a>(&'a World);
    impl Line for Dated<'_> {
        async fn post(&self, path: &str, body: Vec<u8>, timeout_ms: u32) -> Option<Reply> {
            let reply = self.0.post(path, body, timeout_ms).await?;
            Some(Reply { date: Some(1_800_000_000_000), ..reply })
        }
        fn now(&self) -> u64 {
            self.0.now()
        }
        fn random(&self) -> u32 {
            0
        }
        fn announce(&self) {}
    }
    let (world, store) = (World::new(), MemoryStore::default());
    submit(&store, 1, "demo");
    world.now.set(0);
    let status = pollster::block_on(Round::run(&store, &Dated(&world)));
    assert_eq!(status.clock_off.unwrap() / 86_400_000, -1_800_000_000_000 / 86_400_000);
    assert_eq!(status.state, State::Idle);
}

#[test]
fn a_page_without_storage_hands_its_envelope_over_itself() {
    let world = World::new();
    let hand_over = |campaign| pollster::block_on(lang_nghe_sync::hand_over(&envelope(1, campaign), &world));
    assert_eq!(hand_over("refused"), Ok(Outcome::Refused("cannot-open".to_owned())));
    for (fate, failure) in [(Fate::Portal, Failure::NotTheHub), (Fate::LosesAnswer, Failure::NoConnection)] {
        world.fates.borrow_mut().push(fate);
        assert_eq!(hand_over("demo"), Err(failure));
    }
    assert_eq!(hand_over("demo"), Ok(Outcome::Sent));
    assert_hub_has_each_once(&world, [1]);
}
