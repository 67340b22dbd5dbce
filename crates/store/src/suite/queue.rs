//! Promises about the queue: order, settling, putting back, forgetting.

use super::{Bench, envelope, id, queued, settled, submission, submitted, with_tally};
use crate::{Counts, Outcome, Refused, Store, StoreError};

/// Append order is the order of the queue, and everything comes back as it went in.
pub async fn submissions_wait_in_the_order_they_came(bench: &impl Bench) {
    let store = submitted(bench, [3, 1, 2]).await;
    let queue = store.waiting(10).await.unwrap();
    let envelopes: Vec<_> = queue.entries.iter().map(|waiting| waiting.envelope.clone()).collect();
    assert_eq!(envelopes, [envelope(3), envelope(1), envelope(2)]);
    let since: Vec<_> = queue.entries.iter().map(|waiting| waiting.since).collect();
    assert_eq!(since, [1_003, 1_001, 1_002]);
    assert!(queue.entries.windows(2).all(|pair| pair[0].sequence < pair[1].sequence));
    assert!(queue.unreadable.is_empty());
}

/// `waiting` never gives more than it was asked for.
pub async fn a_limit_gives_the_oldest(bench: &impl Bench) {
    let store = submitted(bench, 1..=5).await;
    let queue = store.waiting(2).await.unwrap();
    assert_eq!(queue.entries.iter().map(|waiting| waiting.envelope.id).collect::<Vec<_>>(), [id(1), id(2)]);
    assert!(store.waiting(0).await.unwrap().entries.is_empty());
}

/// Waiting, sent or refused: an id is taken once.
pub async fn a_known_id_is_never_taken_again(bench: &impl Bench) {
    let store = submitted(bench, [1, 2, 3]).await;
    let outcomes = [settled(2, Outcome::Sent), settled(3, Outcome::Refused("cannot-open".to_owned()))];
    store.settle(&outcomes, 5_000).await.unwrap();
    store.keep_draft("demo", b"half a form").await.unwrap();
    for number in [1, 2, 3] {
        let mut other = with_tally(number, 0);
        other.envelope.sealed = vec![0; 7];
        assert_eq!(store.submit(&other).await, Err(StoreError::Duplicate), "{number}");
    }
    assert_eq!(store.counts().await, Ok(Counts { waiting: 1, sent: 1, refused: 1 }));
    assert_eq!(store.waiting(9).await.unwrap().entries[0].envelope, envelope(1));
    assert_eq!(store.draft("demo").await, Ok(Some(b"half a form".to_vec())));
    assert_eq!(store.value("tally.demo").await, Ok(None));
}

/// Positions grow for as long as the log exists, also when the queue was empty in between.
pub async fn a_position_is_never_used_again(bench: &impl Bench) {
    let store = submitted(bench, [1, 2]).await;
    let last = store.waiting(2).await.unwrap().entries[1].sequence;
    store.settle(&[settled(1, Outcome::Sent), settled(2, Outcome::Sent)], 5_000).await.unwrap();
    store.forget_sent(u64::MAX).await.unwrap();
    store.submit(&submission(3)).await.unwrap();
    assert!(store.waiting(1).await.unwrap().entries[0].sequence > last);
}

/// Settling twice is settling once.
pub async fn a_sent_envelope_leaves_the_queue_once(bench: &impl Bench) {
    let store = submitted(bench, [1, 2]).await;
    let outcome = settled(1, Outcome::Sent);
    store.settle(&[outcome.clone(), outcome.clone()], 5_000).await.unwrap();
    store.settle(&[outcome], 6_000).await.unwrap();
    store.settle(&[settled(1, Outcome::Refused("cannot-open".to_owned()))], 7_000).await.unwrap();
    assert_eq!(queued(&store).await, [id(2)]);
    assert_eq!(store.counts().await, Ok(Counts { waiting: 1, sent: 1, refused: 0 }));
    assert_eq!(store.sent(9).await, Ok(vec![id(1)]));
}

/// Refused is not lost.
pub async fn a_refused_envelope_is_kept_with_its_reason(bench: &impl Bench) {
    let store = submitted(bench, [1, 2]).await;
    store.settle(&[settled(1, Outcome::Refused("other-content".to_owned()))], 5_000).await.unwrap();
    let expected = Refused { envelope: envelope(1), reason: "other-content".to_owned() };
    assert_eq!(store.refused().await, Ok(vec![expected]));
    assert_eq!(queued(&store).await, [id(2)]);
}

/// Ids that nobody knows harm nothing, and those beside them are settled all the same.
pub async fn settling_what_does_not_wait_changes_nothing(bench: &impl Bench) {
    let store = submitted(bench, [1]).await;
    store.settle(&[], 5_000).await.unwrap();
    store.settle(&[settled(9, Outcome::Sent), settled(1, Outcome::Sent)], 5_000).await.unwrap();
    assert_eq!(store.counts().await, Ok(Counts { waiting: 0, sent: 1, refused: 0 }));
}

/// After a hub was restored from a backup: back to the end of the queue, unchanged.
pub async fn a_sent_envelope_can_wait_again(bench: &impl Bench) {
    let store = submitted(bench, [1, 2]).await;
    store.settle(&[settled(1, Outcome::Sent)], 5_000).await.unwrap();
    store.requeue(&[id(1)]).await.unwrap();
    assert_eq!(store.counts().await, Ok(Counts { waiting: 2, sent: 0, refused: 0 }));
    let queue = store.waiting(9).await.unwrap().entries;
    assert_eq!((queue[1].envelope.clone(), queue[1].since), (envelope(1), 1_001));
    store.settle(&[settled(1, Outcome::Sent)], 6_000).await.unwrap();
    assert_eq!(store.sent(9).await, Ok(vec![id(1)]));
}

/// A hub cannot make the device send twice what already waits, nor what it refused.
pub async fn putting_back_what_was_not_sent_changes_nothing(bench: &impl Bench) {
    let store = submitted(bench, [1, 2]).await;
    store.settle(&[settled(2, Outcome::Refused("cannot-open".to_owned()))], 5_000).await.unwrap();
    store.requeue(&[id(1), id(2), id(9), id(1)]).await.unwrap();
    assert_eq!(store.counts().await, Ok(Counts { waiting: 1, sent: 0, refused: 1 }));
}

/// The hub did not know a campaign, and knows it now: back to the end of the queue, unchanged, and once.
pub async fn a_refused_envelope_can_be_tried_again_and_nothing_else(bench: &impl Bench) {
    let store = submitted(bench, [1, 2, 3]).await;
    let refused = || Outcome::Refused("unknown-campaign".to_owned());
    store.settle(&[settled(1, refused()), settled(3, Outcome::Sent)], 5_000).await.unwrap();
    store.retry(&[id(3), id(2), id(1), id(9), id(1)]).await.unwrap();
    assert_eq!(store.counts().await, Ok(Counts { waiting: 2, sent: 1, refused: 0 }));
    let queue = store.waiting(9).await.unwrap().entries;
    assert_eq!((queue[1].envelope.clone(), queue[1].since), (envelope(1), 1_001));
    store.settle(&[settled(1, refused())], 6_000).await.unwrap();
    assert_eq!(store.refused().await.unwrap().len(), 1, "refused again is kept again");
}

/// Newest first, at most as many as asked for.
pub async fn sent_ones_are_listed_newest_first(bench: &impl Bench) {
    let store = submitted(bench, [1, 2, 3]).await;
    for (number, at) in [(2, 5_000), (3, 6_000), (1, 7_000)] {
        store.settle(&[settled(number, Outcome::Sent)], at).await.unwrap();
    }
    assert_eq!(store.sent(2).await, Ok(vec![id(1), id(3)]));
    assert_eq!(store.sent(9).await, Ok(vec![id(1), id(3), id(2)]));
}

/// A device's clock that was put right between two answers, by years and either way, hides nothing.
pub async fn what_became_of_an_envelope_is_known_whatever_the_clocks_said(bench: &impl Bench) {
    let store = submitted(bench, 1..=5).await;
    for (number, at) in [(2, 4_000_000_000_000), (3, 0), (1, 1_800_000_000_000)] {
        store.settle(&[settled(number, Outcome::Sent)], at).await.unwrap();
    }
    let refused = Outcome::Refused("cannot-open".to_owned());
    store.settle(&[settled(4, refused.clone())], 5).await.unwrap();
    for number in [1, 2, 3] {
        assert_eq!(store.outcome(id(number)).await, Ok(Some(Outcome::Sent)), "{number}");
    }
    assert_eq!(store.outcome(id(4)).await, Ok(Some(refused)));
    assert_eq!(store.outcome(id(5)).await, Ok(None), "it waits");
    assert_eq!(store.outcome(id(9)).await, Ok(None), "nobody knows it");
    store.requeue(&[id(1)]).await.unwrap();
    assert_eq!(store.outcome(id(1)).await, Ok(None), "it waits again");
}

/// Forgetting goes by the day of the hub's answer and touches nothing else, however old.
pub async fn only_sent_ones_are_forgotten(bench: &impl Bench) {
    let store = submitted(bench, 1..=4).await;
    store.settle(&[settled(1, Outcome::Sent)], 5_000).await.unwrap();
    store.settle(&[settled(2, Outcome::Sent)], 6_000).await.unwrap();
    store.settle(&[settled(3, Outcome::Refused("cannot-open".to_owned()))], 6_000).await.unwrap();
    store.forget_sent(6_000).await.unwrap();
    assert_eq!(store.sent(9).await, Ok(vec![id(2)]));
    store.forget_sent(u64::MAX).await.unwrap();
    assert_eq!(store.counts().await, Ok(Counts { waiting: 1, sent: 0, refused: 1 }));
}
