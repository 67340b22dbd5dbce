//! Promises about drafts, device values and the one step that changes them with the queue.

use lang_nghe_record::Envelope;

use super::{Bench, id, queued, submission, with_tally};
use crate::{Store, StoreError, Submission, Value};

/// The draft of a finished form goes in the same step; other people's drafts stay.
pub async fn a_submission_erases_its_own_draft_only(bench: &impl Bench) {
    let store = bench.empty().await;
    store.keep_draft("demo", b"mine").await.unwrap();
    store.keep_draft("other", b"another form").await.unwrap();
    store.submit(&submission(1)).await.unwrap();
    assert_eq!(store.draft("demo").await, Ok(None));
    assert_eq!(store.draft("other").await, Ok(Some(b"another form".to_vec())));
}

/// Tally and envelope are written together.
pub async fn a_submission_replaces_the_tally_it_was_made_from(bench: &impl Bench) {
    let store = bench.empty().await;
    store.submit(&with_tally(1, 0)).await.unwrap();
    store.submit(&with_tally(2, 1)).await.unwrap();
    assert_eq!(store.value("tally.demo").await, Ok(Some(Value { revision: 2, bytes: vec![2] })));
    assert_eq!(queued(&store).await, [id(1), id(2)]);
}

/// All or nothing.
pub async fn a_submission_made_from_an_old_tally_changes_nothing(bench: &impl Bench) {
    let store = bench.empty().await;
    store.submit(&with_tally(1, 0)).await.unwrap();
    store.keep_draft("demo", b"second form").await.unwrap();
    for old in [0, 2, 7] {
        assert_eq!(store.submit(&with_tally(2, old)).await, Err(StoreError::Conflict));
    }
    assert_eq!(queued(&store).await, [id(1)]);
    assert_eq!(store.draft("demo").await, Ok(Some(b"second form".to_vec())));
    assert_eq!(store.value("tally.demo").await, Ok(Some(Value { revision: 1, bytes: vec![1] })));
}

/// The last draft of a name is the one that counts.
pub async fn a_draft_is_replaced_and_erased(bench: &impl Bench) {
    let store = bench.empty().await;
    assert_eq!(store.draft("demo").await, Ok(None));
    store.keep_draft("demo", b"one").await.unwrap();
    store.keep_draft("demo", b"two").await.unwrap();
    assert_eq!(store.draft("demo").await, Ok(Some(b"two".to_vec())));
    store.erase_draft("demo").await.unwrap();
    store.erase_draft("never there").await.unwrap();
    assert_eq!(store.draft("demo").await, Ok(None));
}

/// Revisions start at 1 and grow by 1.
pub async fn a_value_counts_how_often_it_was_written(bench: &impl Bench) {
    let store = bench.empty().await;
    assert_eq!(store.value("shared").await, Ok(None));
    store.put_value("shared", b"1").await.unwrap();
    store.put_value("shared", b"2").await.unwrap();
    assert_eq!(store.value("shared").await, Ok(Some(Value { revision: 2, bytes: b"2".to_vec() })));
    assert_eq!(store.value("other").await, Ok(None));
    store.erase_value("shared").await.unwrap();
    assert_eq!(store.value("shared").await, Ok(None));
}

/// No bytes and no names are special.
pub async fn any_bytes_and_names_come_back_unchanged(bench: &impl Bench) {
    let store = bench.empty().await;
    for name in ["", "tally.phường-1@2026.1", "\u{10ffff}\u{0}"] {
        for bytes in [vec![], (0..=255).collect::<Vec<u8>>(), vec![0; 300_000]] {
            store.keep_draft(name, &bytes).await.unwrap();
            store.put_value(name, &bytes).await.unwrap();
            assert_eq!(store.draft(name).await, Ok(Some(bytes.clone())), "{name:?}");
            assert_eq!(store.value(name).await.unwrap().unwrap().bytes, bytes, "{name:?}");
        }
    }
    let odd = Envelope { id: id(1), campaign: "xã-\"1\"".to_owned(), sealed: (0..=255).collect() };
    store.submit(&Submission { envelope: odd.clone(), ..submission(1) }).await.unwrap();
    assert_eq!(store.waiting(1).await.unwrap().entries[0].envelope, odd);
}
