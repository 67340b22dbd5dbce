//! Promises about bad days: damage, no room, another tab, the page opened again.

use super::{Bench, Spot, envelope, id, queued, settled, submission, submitted, with_tally};
use crate::{Counts, Outcome, Store, StoreError, Submission, Unreadable, Value};

/// Damage is reported with its place, kept, and passed over even when it stands first.
pub async fn a_damaged_envelope_is_kept_and_blocks_nothing(bench: &impl Bench) {
    let store = submitted(bench, [1, 2, 3]).await;
    let place = format!("waiting/{}", store.waiting(1).await.unwrap().entries[0].sequence);
    bench.damage(&store, Spot::Waiting(id(1))).await;
    for _ in 0..2 {
        let queue = store.waiting(1).await.unwrap();
        assert_eq!(queue.entries[0].envelope, envelope(2));
        assert_eq!(queue.unreadable.len(), 1);
        assert_eq!(queue.unreadable[0].place, place);
        assert!(!queue.unreadable[0].raw.is_empty());
    }
    store.settle(&[settled(2, Outcome::Sent), settled(3, Outcome::Sent)], 5_000).await.unwrap();
    store.submit(&submission(4)).await.unwrap();
    assert_eq!(queued(&store).await, [id(4)]);
    assert_eq!(store.counts().await, Ok(Counts { waiting: 2, sent: 2, refused: 0 }));
}

fn assert_unreadable<T: std::fmt::Debug>(result: Result<T, StoreError>, place: &str) {
    match result {
        Err(StoreError::Unreadable(Unreadable { place: found, raw })) => {
            assert_eq!(found, place);
            assert!(!raw.is_empty());
        }
        other => panic!("expected an unreadable {place}, got {other:?}"),
    }
}

/// Nothing is written over what could still be rescued.
pub async fn a_damaged_draft_is_kept_until_it_is_erased(bench: &impl Bench) {
    let store = bench.empty().await;
    store.keep_draft("demo", b"one").await.unwrap();
    bench.damage(&store, Spot::Draft("demo")).await;
    assert_unreadable(store.draft("demo").await, "drafts/demo");
    assert_unreadable(store.keep_draft("demo", b"two").await, "drafts/demo");
    assert_unreadable(store.draft("demo").await, "drafts/demo");
    store.erase_draft("demo").await.unwrap();
    store.keep_draft("demo", b"three").await.unwrap();
    assert_eq!(store.draft("demo").await, Ok(Some(b"three".to_vec())));
}

/// The same for device values.
pub async fn a_damaged_value_is_kept_until_it_is_erased(bench: &impl Bench) {
    let store = bench.empty().await;
    store.put_value("shared", b"one").await.unwrap();
    bench.damage(&store, Spot::Value("shared")).await;
    assert_unreadable(store.value("shared").await, "values/shared");
    assert_unreadable(store.put_value("shared", b"two").await, "values/shared");
    assert_unreadable(store.value("shared").await, "values/shared");
    store.erase_value("shared").await.unwrap();
    assert_eq!(store.value("shared").await, Ok(None));
}

/// The answers are safe either way: the caller submits again without the tally.
pub async fn a_damaged_tally_stops_the_submission_whole(bench: &impl Bench) {
    let store = bench.empty().await;
    store.submit(&with_tally(1, 0)).await.unwrap();
    bench.damage(&store, Spot::Value("tally.demo")).await;
    assert_unreadable(store.submit(&with_tally(2, 1)).await, "values/tally.demo");
    assert_eq!(queued(&store).await, [id(1)]);
    store.submit(&submission(2)).await.unwrap();
    assert_eq!(queued(&store).await, [id(1), id(2)]);
}

/// Full is said, nothing is half written, and what was there is still there.
pub async fn a_full_device_keeps_what_it_had(bench: &impl Bench) {
    let store = bench.empty().await;
    store.submit(&with_tally(1, 0)).await.unwrap();
    store.keep_draft("demo", b"half a form").await.unwrap();
    bench.set_full(&store, true).await;
    let large = Submission { tally: None, ..submission(2) };
    assert_eq!(store.submit(&large).await, Err(StoreError::Full));
    assert_eq!(store.submit(&with_tally(2, 1)).await, Err(StoreError::Full));
    assert_eq!(store.keep_draft("demo", b"half a form and a bit").await, Err(StoreError::Full));
    assert_eq!(store.put_value("sync-status", b"a new value").await, Err(StoreError::Full));
    assert_eq!(queued(&store).await, [id(1)]);
    assert_eq!(store.draft("demo").await, Ok(Some(b"half a form".to_vec())));
    assert_eq!(store.value("tally.demo").await, Ok(Some(Value { revision: 1, bytes: vec![1] })));
    bench.set_full(&store, false).await;
    store.submit(&with_tally(2, 1)).await.unwrap();
    assert_eq!(queued(&store).await, [id(1), id(2)]);
    assert_eq!(store.draft("demo").await, Ok(None));
}

/// What a handle wrote, the next one finds.
pub async fn everything_is_there_after_opening_again(bench: &impl Bench) {
    let first = submitted(bench, [1, 2, 3]).await;
    let outcomes = [settled(2, Outcome::Sent), settled(3, Outcome::Refused("cannot-open".to_owned()))];
    first.settle(&outcomes, 5_000).await.unwrap();
    first.keep_draft("demo", b"half a form").await.unwrap();
    first.put_value("shared", b"1").await.unwrap();
    drop(first);
    let store = bench.again().await;
    assert_eq!(queued(&store).await, [id(1)]);
    assert_eq!(store.sent(9).await, Ok(vec![id(2)]));
    assert_eq!(store.refused().await.unwrap()[0].envelope, envelope(3));
    assert_eq!(store.draft("demo").await, Ok(Some(b"half a form".to_vec())));
    assert_eq!(store.value("shared").await, Ok(Some(Value { revision: 1, bytes: b"1".to_vec() })));
}

/// Two tabs append to the same log, and only one of two tallies made from the same one is taken.
pub async fn two_tabs_write_one_log(bench: &impl Bench) {
    let one = bench.empty().await;
    let other = bench.again().await;
    one.submit(&with_tally(1, 0)).await.unwrap();
    assert_eq!(other.submit(&with_tally(2, 0)).await, Err(StoreError::Conflict));
    other.submit(&with_tally(2, 1)).await.unwrap();
    assert_eq!(one.submit(&submission(2)).await, Err(StoreError::Duplicate));
    assert_eq!(queued(&one).await, [id(1), id(2)]);
    one.settle(&[settled(1, Outcome::Sent)], 5_000).await.unwrap();
    other.settle(&[settled(1, Outcome::Sent)], 5_000).await.unwrap();
    assert_eq!(other.counts().await, Ok(Counts { waiting: 1, sent: 1, refused: 0 }));
}
