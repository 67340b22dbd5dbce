//! The acceptance suite that every implementation of `Store` passes: one function per promise.
//!
//! An implementation brings a [`Bench`] and hands [`acceptance!`](crate::acceptance) a macro that
//! makes one test out of each name, so that no implementation can skip a promise by forgetting it.
#![allow(async_fn_in_trait, reason = "single-threaded callers only, as for the trait under test")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a case that fails is a failed test")]

mod queue;
mod shelves;
mod trouble;

use lang_nghe_record::{Envelope, RecordId};

use crate::{Outcome, Settled, Store, Submission, TallyChange};

pub use queue::*;
pub use shelves::*;
pub use trouble::*;

/// What a case needs of the implementation under test.
pub trait Bench {
    /// The implementation.
    type Store: Store;

    /// A handle on an empty log.
    async fn empty(&self) -> Self::Store;

    /// Another handle on the log of the last [`Bench::empty`]: another tab, or the page opened again.
    async fn again(&self) -> Self::Store;

    /// Damages something that is kept.
    async fn damage(&self, store: &Self::Store, spot: Spot<'_>);

    /// From now on (or no longer) the device has no room for more.
    async fn set_full(&self, store: &Self::Store, full: bool);
}

/// Something that a [`Bench`] can damage.
#[derive(Clone, Copy, Debug)]
pub enum Spot<'a> {
    /// A waiting envelope.
    Waiting(RecordId),
    /// A draft.
    Draft(&'a str),
    /// A device value.
    Value(&'a str),
}

/// Hands all cases to a macro, by name.
#[macro_export]
macro_rules! acceptance {
    ($make_tests:ident) => {
        $make_tests! {
            submissions_wait_in_the_order_they_came
            a_limit_gives_the_oldest
            a_known_id_is_never_taken_again
            a_submission_erases_its_own_draft_only
            a_submission_replaces_the_tally_it_was_made_from
            a_submission_made_from_an_old_tally_changes_nothing
            a_position_is_never_used_again
            a_sent_envelope_leaves_the_queue_once
            a_refused_envelope_is_kept_with_its_reason
            settling_what_does_not_wait_changes_nothing
            a_sent_envelope_can_wait_again
            putting_back_what_was_not_sent_changes_nothing
            a_refused_envelope_can_be_tried_again_and_nothing_else
            sent_ones_are_listed_newest_first
            what_became_of_an_envelope_is_known_whatever_the_clocks_said
            only_sent_ones_are_forgotten
            a_draft_is_replaced_and_erased
            a_value_counts_how_often_it_was_written
            any_bytes_and_names_come_back_unchanged
            a_damaged_envelope_is_kept_and_blocks_nothing
            a_damaged_draft_is_kept_until_it_is_erased
            a_damaged_value_is_kept_until_it_is_erased
            a_damaged_tally_stops_the_submission_whole
            a_full_device_keeps_what_it_had
            everything_is_there_after_opening_again
            two_tabs_write_one_log
        }
    };
}

fn id(number: u8) -> RecordId {
    RecordId::from_random([number; 16])
}

fn envelope(number: u8) -> Envelope {
    Envelope { id: id(number), campaign: "demo".to_owned(), sealed: vec![number; 100] }
}

fn submission(number: u8) -> Submission {
    Submission {
        envelope: envelope(number),
        since: 1_000 + u64::from(number),
        draft: "demo".to_owned(),
        tally: None,
    }
}

fn with_tally(number: u8, from_revision: u64) -> Submission {
    let tally = TallyChange { name: "tally.demo".to_owned(), from_revision, bytes: vec![number] };
    Submission { tally: Some(tally), ..submission(number) }
}

fn settled(number: u8, outcome: Outcome) -> Settled {
    Settled { id: id(number), outcome }
}

async fn queued(store: &impl Store) -> Vec<RecordId> {
    let queue = store.waiting(usize::MAX).await.unwrap();
    queue.entries.iter().map(|waiting| waiting.envelope.id).collect()
}

async fn submitted<B: Bench>(bench: &B, numbers: impl IntoIterator<Item = u8>) -> B::Store {
    let store = bench.empty().await;
    for number in numbers {
        store.submit(&submission(number)).await.unwrap();
    }
    store
}
