//! Devices, a hub and a line between them that loses, repeats, lies and dies: whatever happens, once
//! the line is good again the hub has every record once, and no device has lost one.
#![allow(clippy::unwrap_used, reason = "a helper that fails is a failed test")]

mod held;
mod world;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use lang_nghe_record::Envelope;
use lang_nghe_store::{MemoryStore, Outcome, Store, Submission};
use lang_nghe_sync::judge::{Failure, Reply};
use lang_nghe_sync::{Line, Round, State, Status};
use proptest::prelude::*;

use world::*;

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
    let expected = [(Fate::LosesAnswer, 10), (Fate::Portal, 10), (Fate::Busy, 10), (Fate::LosesRequest, 5)];
    for (fate, batch) in expected {
        world.fates.borrow_mut().push(fate);
        let status = round(&store, &world).unwrap();
        assert_eq!(status.batch, Some(batch), "{fate:?}");
        world.now.set(status.not_before.unwrap_or(world.now.get()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_hub_stumbles_over_all_others_arrive_and_it_is_left_in_peace(
        forms in 1u32..120,
        poison in prop::collection::btree_set(0u32..120, 0..40),
    ) {
        let (world, store) = (World::new(), MemoryStore::default());
        let poison: Vec<u32> = poison.into_iter().filter(|number| *number < forms).collect();
        world.hub.borrow_mut().stumbles = poison.iter().map(|number| id(*number).to_string()).collect();
        for number in 0..forms {
            submit(&store, number, "demo");
        }
        // A round gives up after three in a row that do not pass alone; the next one begins behind them.
        for _ in 0..=poison.len() {
            let before = world.requests.get();
            round(&store, &world).unwrap();
            let sent = world.requests.get() - before;
            prop_assert!(sent <= 12 * (poison.len() as u32 + 1) + 20, "{} requests in one round", sent);
        }
        assert_hub_has_each_once(&world, (0..forms).filter(|number| !poison.contains(number)));
        prop_assert_eq!(waiting(&store), poison.len() as u64, "lost, or called sent");
        settle_down(std::slice::from_ref(&store), &world);
        assert_hub_has_each_once(&world, 0..forms);
        prop_assert_eq!(round(&store, &world).unwrap().put_off, Vec::<String>::new());
    }
}

#[test]
fn one_form_that_breaks_the_hub_does_not_keep_the_others_of_its_batch() {
    let (world, store) = (World::new(), MemoryStore::default());
    for number in 0..20 {
        submit(&store, number, "demo");
    }
    world.hub.borrow_mut().stumbles.insert(id(7).to_string());
    let status = round(&store, &world).unwrap();
    assert_eq!((status.state, status.error.as_deref()), (State::WaitingRetry, Some("hub-error")));
    assert_eq!((status.waiting, status.put_off), (1, vec![id(7).to_string()]));
    assert_hub_has_each_once(&world, (0..20).filter(|number| *number != 7));
    world.hub.borrow_mut().stumbles.clear();
    assert_eq!(round(&store, &world).unwrap().state, State::Idle);
}

#[test]
fn a_hub_that_stumbles_over_everything_is_asked_few_times_a_round() {
    let (world, store) = (World::new(), MemoryStore::default());
    for number in 0..200 {
        submit(&store, number, "demo");
    }
    world.hub.borrow_mut().stumbles = (0..200).map(|number| id(number).to_string()).collect();
    round(&store, &world).unwrap();
    // 20, 10, 5, 2, and three forms alone.
    assert_eq!(world.requests.get(), 7);
    for _ in 0..60 {
        let before = world.requests.get();
        let status = round(&store, &world).unwrap();
        assert!(world.requests.get() - before <= 3, "a hub in trouble is not asked more often");
        assert_eq!(status.waiting, 200);
    }
    settle_down(std::slice::from_ref(&store), &world);
    assert_hub_has_each_once(&world, 0..200);
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
fn a_form_that_the_hub_has_is_known_as_sent_however_wrong_the_clock_was_and_is() {
    const YEAR: i64 = 365 * 24 * 60 * 60 * 1000;
    let clocks = [i64::MIN, -7 * YEAR, -40 * YEAR / 365, 40 * YEAR / 365, 73 * YEAR];
    for off in clocks {
        for (sent_at, looked_at) in [(off, 0), (0, off), (off, off)] {
            let (world, store) = (World::new(), MemoryStore::default());
            for number in 1..=30 {
                submit(&store, number, "demo");
            }
            round(&store, &world).unwrap();
            world.off.set(sent_at);
            submit(&store, 31, "demo");
            round(&store, &world).unwrap();
            // The clock is put right (or wrong), and another form is sent.
            world.off.set(looked_at);
            submit(&store, 32, "demo");
            round(&store, &world).unwrap();
            for number in [1, 31, 32] {
                let outcome = pollster::block_on(store.outcome(id(number))).unwrap();
                assert_eq!(outcome, Some(Outcome::Sent), "{number}, {sent_at} and {looked_at} off");
            }
            assert_hub_has_each_once(&world, 1..=32);
        }
    }
}

#[test]
fn somebody_who_sees_that_something_waits_never_waits_for_longer_than_a_minute() {
    struct Seen<'a>(&'a World, bool);
    impl Line for Seen<'_> {
        async fn post(&self, path: &str, body: Vec<u8>, timeout_ms: u32) -> Option<Reply> {
            self.0.post(path, body, timeout_ms).await
        }
        fn now(&self) -> u64 {
            self.0.now()
        }
        fn random(&self) -> u32 {
            self.0.random()
        }
        fn is_seen(&self) -> bool {
            self.1
        }
        fn announce(&self) {}
    }
    let (world, store) = (World::new(), MemoryStore::default());
    submit(&store, 1, "demo");
    let mut pauses = Vec::new();
    for seen in [true, false] {
        for _ in 0..15 {
            world.fates.borrow_mut().push(Fate::LosesRequest);
            let status = pollster::block_on(Round::run(&store, &Seen(&world, seen)));
            pauses.push((seen, status.next.unwrap() - status.at));
        }
    }
    assert!(pauses.iter().all(|(seen, pause)| !seen || *pause <= 60_000), "{pauses:?}");
    assert!(
        pauses.iter().any(|(seen, pause)| !seen && *pause > 300_000),
        "the hub is left alone: {pauses:?}"
    );
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
