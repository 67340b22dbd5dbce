//! The hub by the book, the line, and the devices that the model tests play with.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use lang_nghe_record::{Envelope, RecordId};
use lang_nghe_store::{MemoryStore, Store, Submission};
use lang_nghe_sync::judge::Reply;
use lang_nghe_sync::wire::{
    Answer, AnswerResult, Answers, BATCH_BYTES, BATCH_RECORDS, Batch, HUB_NAME, Held, MISSING_PATH, Missing,
    Problem, Reason,
};
use lang_nghe_sync::{Line, Round, Status};
use proptest::prelude::*;

/// A hub by the book: durable, idempotent, and it refuses what it does not like.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hub {
    pub(crate) held: BTreeMap<String, Kept>,
    /// How often a record was counted; anything but 1 is a fault.
    pub(crate) counted: BTreeMap<String, u32>,
    /// Most records that it takes at once.
    pub(crate) most: usize,
    /// Whether the file of the campaign `lost` is not there at the moment.
    pub(crate) lost: bool,
    /// Records over which it stumbles, as a whole request, for now.
    pub(crate) stumbles: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) sealed: String,
    pub(crate) hash: String,
}

pub(crate) fn hash_of(sealed: &str) -> String {
    use base64::Engine;
    let sealed = base64::engine::general_purpose::STANDARD.decode(sealed).unwrap();
    let envelope = Envelope { id: id(0), campaign: String::new(), sealed };
    envelope.hash().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Hub {
    pub(crate) fn receive(&mut self, batch: &Batch) -> Reply {
        if batch.records.len() > self.most {
            return problem(400, "too-many");
        }
        if batch.records.iter().any(|record| self.stumbles.contains(&record.id)) {
            return problem(500, "internal");
        }
        let answers = batch.records.iter().map(|record| {
            let hash = hash_of(&record.sealed);
            let (result, reason) = match self.held.get(&record.id) {
                _ if record.campaign == "lost" && self.lost => {
                    (AnswerResult::Refused, Some(Reason::UnknownCampaign))
                }
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

    pub(crate) fn missing(&self, asked: &Held) -> Reply {
        let missing = asked.ids.iter().filter(|id| !self.held.contains_key(*id)).cloned().collect();
        ok(&Missing { hub: HUB_NAME.to_owned(), missing })
    }

    /// Yesterday's backup.
    pub(crate) fn restore(&mut self, backup: &Hub) {
        self.held = backup.held.clone();
        self.counted = backup.counted.clone();
    }
}

pub(crate) fn ok(body: &impl serde::Serialize) -> Reply {
    let body = serde_json::to_vec(body).unwrap();
    Reply { status: 200, content_type: "application/json".to_owned(), body, ..Reply::default() }
}

pub(crate) fn problem(status: u16, problem: &str) -> Reply {
    let body = Problem { hub: HUB_NAME.to_owned(), problem: problem.to_owned(), detail: String::new() };
    Reply { status, ..ok(&body) }
}

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
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

pub(crate) struct World {
    pub(crate) hub: RefCell<Hub>,
    pub(crate) fates: RefCell<Vec<Fate>>,
    /// What the hub's clock shows.
    pub(crate) now: Cell<u64>,
    /// How far the device's clock is from it.
    pub(crate) off: Cell<i64>,
    pub(crate) requests: Cell<u32>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            hub: RefCell::new(Hub { most: BATCH_RECORDS, ..Hub::default() }),
            fates: RefCell::default(),
            now: Cell::new(1_800_000_000_000),
            off: Cell::new(0),
            requests: Cell::new(0),
        }
    }

    pub(crate) fn answer(&self, path: &str, body: &[u8]) -> Reply {
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
        let reply = match fate {
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
        };
        reply.map(|reply| Reply { date: Some(self.now.get()), ..reply })
    }

    fn now(&self) -> u64 {
        self.now.get().saturating_add_signed(self.off.get())
    }

    fn random(&self) -> u32 {
        self.requests.get().wrapping_mul(2_654_435_761)
    }

    fn announce(&self) {}
}

pub(crate) fn id(number: u32) -> RecordId {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    RecordId::from_random(bytes)
}

pub(crate) fn envelope(number: u32, campaign: &str) -> Envelope {
    let sealed = [vec![9; 30], number.to_be_bytes().to_vec()].concat();
    Envelope { id: id(number), campaign: campaign.to_owned(), sealed }
}

pub(crate) fn submit(store: &MemoryStore, number: u32, campaign: &str) {
    let envelope = envelope(number, campaign);
    let submission = Submission { envelope, since: u64::from(number), draft: String::new(), tally: None };
    pollster::block_on(store.submit(&submission)).unwrap();
}

/// Runs a round until it ends or the device dies; a dead device is one whose round is dropped.
pub(crate) fn round(store: &MemoryStore, world: &World) -> Option<Status> {
    let round = pin!(Round::run(store, world));
    match round.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(status) => Some(status),
        Poll::Pending => None,
    }
}

/// With a good line, rounds until nothing is left to do (the hub's own pauses pass meanwhile).
pub(crate) fn settle_down(stores: &[MemoryStore], world: &World) {
    world.fates.borrow_mut().clear();
    world.hub.borrow_mut().stumbles.clear();
    for store in stores {
        for _ in 0..3 {
            world.now.set(world.now.get() + 25 * 60 * 60 * 1000);
            round(store, world).unwrap();
        }
    }
}

pub(crate) fn waiting(store: &MemoryStore) -> u64 {
    pollster::block_on(store.counts()).unwrap().waiting
}

#[track_caller]
pub(crate) fn assert_hub_has_each_once(world: &World, numbers: impl IntoIterator<Item = u32>) {
    let hub = world.hub.borrow();
    let expected: Vec<_> = numbers.into_iter().map(|number| id(number).to_string()).collect();
    assert_eq!(hub.held.keys().cloned().collect::<Vec<_>>(), expected);
    assert!(hub.counted.values().all(|times| *times == 1), "{:?}", hub.counted);
}

pub(crate) fn any_fate() -> impl Strategy<Value = Fate> {
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
pub(crate) enum Event {
    Submit { device: usize, refused: bool },
    Round { device: usize, fates: Vec<Fate> },
    TimePasses { hours: u64 },
    Backup,
    Restore,
}

pub(crate) fn any_event() -> impl Strategy<Value = Event> {
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
