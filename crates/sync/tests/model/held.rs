//! A hub that lacks a file of its own for a while, and what devices put away because of it.

use lang_nghe_store::{MemoryStore, Outcome, Settled, Store as _};
use lang_nghe_sync::judge::Failure;
use lang_nghe_sync::{Round, State};

use crate::world::*;

/// One hour after the other, as a page that stays open lets them pass.
fn hours_pass(world: &World, store: &MemoryStore, hours: u32) {
    for _ in 0..hours {
        world.now.set(world.now.get() + 60 * 60 * 1000);
        round(store, world).unwrap();
    }
}

#[test]
fn what_the_hub_cannot_take_for_a_while_waits_and_goes_by_itself() {
    let (world, store) = (World::new(), MemoryStore::default());
    world.hub.borrow_mut().lost = true;
    for number in 0..30 {
        submit(&store, number, if number % 2 == 0 { "lost" } else { "demo" });
    }
    let status = round(&store, &world).unwrap();
    assert_eq!((status.state, status.waiting, status.refused), (State::WaitingRetry, 15, 0));
    assert_eq!((status.held.len(), status.failures, status.error), (15, 0, None));
    assert_eq!(world.hub.borrow().held.len(), 15, "the others are there");
    let asked = world.requests.get();
    round(&store, &world).unwrap();
    assert_eq!(world.requests.get(), asked, "asked again at once");
    submit(&store, 99, "demo");
    assert_eq!(round(&store, &world).unwrap().waiting, 15);
    assert!(world.hub.borrow().held.contains_key(&id(99).to_string()), "held up by what is held");
    world.hub.borrow_mut().lost = false;
    hours_pass(&world, &store, 1);
    assert_eq!(waiting(&store), 0);
    assert_hub_has_each_once(&world, (0..30).chain([99]));
    let status = round(&store, &world).unwrap();
    assert_eq!((status.state, status.held_next, status.held_times), (State::Idle, None, 0));
}

#[test]
fn a_hub_that_lost_a_file_for_weeks_is_asked_once_a_day_in_the_end() {
    let (world, store) = (World::new(), MemoryStore::default());
    world.hub.borrow_mut().lost = true;
    submit(&store, 1, "lost");
    round(&store, &world).unwrap();
    hours_pass(&world, &store, 7 * 24);
    let asked = world.requests.get();
    hours_pass(&world, &store, 7 * 24);
    let a_week = world.requests.get() - asked;
    assert!((7..=15).contains(&a_week), "{a_week} requests in a week");
    world.hub.borrow_mut().lost = false;
    // A person who asks for it does not wait for that hour.
    let status = pollster::block_on(Round::run_now(&store, &world));
    assert_eq!((status.state, status.waiting), (State::Idle, 0));
    assert_hub_has_each_once(&world, [1]);
}

#[test]
fn what_an_older_app_put_away_is_sent_again_by_itself_and_what_is_final_stays_away() {
    let (world, store) = (World::new(), MemoryStore::default());
    for (number, reason) in [
        (1, "unknown-campaign"),
        (2, "cannot-open"),
        (3, "unknown-instrument"),
        (4, "mislabelled"),
        (5, "moon"),
    ] {
        submit(&store, number, "demo");
        let outcome = Outcome::Refused(reason.to_owned());
        pollster::block_on(store.settle(&[Settled { id: id(number), outcome }], 0)).unwrap();
    }
    let status = round(&store, &world).unwrap();
    assert_eq!((status.state, status.waiting, status.refused), (State::RefusedSome, 0, 2));
    assert_hub_has_each_once(&world, 1..=3);
    let asked = world.requests.get();
    round(&store, &world).unwrap();
    assert_eq!(world.requests.get(), asked);
}

#[test]
fn a_clock_that_was_set_back_holds_nothing_for_years() {
    let (world, store) = (World::new(), MemoryStore::default());
    world.hub.borrow_mut().lost = true;
    submit(&store, 1, "lost");
    world.now.set(4_000_000_000_000);
    round(&store, &world).unwrap();
    world.hub.borrow_mut().lost = false;
    world.now.set(1_800_000_000_000);
    assert_eq!(round(&store, &world).unwrap().state, State::Idle);
}

#[test]
fn a_page_without_storage_keeps_what_the_hub_cannot_take_for_a_while() {
    let world = World::new();
    world.hub.borrow_mut().lost = true;
    let hand_over = || pollster::block_on(lang_nghe_sync::hand_over(&envelope(1, "lost"), &world));
    assert_eq!(hand_over(), Err(Failure::BadAnswer));
    world.hub.borrow_mut().lost = false;
    assert_eq!(hand_over(), Ok(Outcome::Sent));
}
