//! The acceptance suite of [`Storage`]: what every database behind the hub must do.
//!
//! Each test gets a fresh database through [`Database`] and may open it again. Another database
//! joins by implementing that trait and naming itself in [`suite!`].

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::speech::spoken;
use crate::support::{campaigns, content_folder, envelope, id, on_the_wire, record, sent, today};
use lang_nghe_hub::Hub;
use lang_nghe_hub::campaigns::Campaigns;
use lang_nghe_hub::check::{Verdict, recount};
use lang_nghe_hub::intake::examine;
use lang_nghe_hub::step::{take, take_daily};
use lang_nghe_hub::storage::speech::{Kept, Recordings, WAITING_BYTES};
use lang_nghe_hub::storage::steps::{Boundary, Which};
use lang_nghe_hub::storage::{Arrival, FormKey, Outcome, SqliteStorage, Storage};
use lang_nghe_hub::words::Languages;
use lang_nghe_lesson::speech::{Hash, MOST_AUDIO, MOST_BYTES, State};
use lang_nghe_record::Day;
use lang_nghe_scoring::Tally;
use lang_nghe_sync::wire::Reason;

mod suite;

/// A database of its own for one test.
pub(crate) trait Database: Default {
    async fn open(&self) -> Box<dyn Storage>;
    fn folder(&self) -> &Path;
}

pub(crate) struct Sqlite(tempfile::TempDir);

impl Default for Sqlite {
    fn default() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
}

impl Database for Sqlite {
    async fn open(&self) -> Box<dyn Storage> {
        Box::new(SqliteStorage::open(&self.0.path().join("hub.sqlite")).await.unwrap())
    }

    fn folder(&self) -> &Path {
        self.0.path()
    }
}

macro_rules! suite {
    ($database:ident: $($test:ident),+ $(,)?) => {$(
        #[tokio::test]
        async fn $test() {
            suite::$test($database::default()).await;
        }
    )+};
}

suite! { Sqlite:
    what_is_accepted_is_held_after_opening_again,
    a_record_counts_once_however_often_it_comes,
    other_content_is_set_aside_and_nothing_else_changes,
    a_record_taken_when_it_could_be_read_stays_taken,
    refusals_are_counted_by_campaign_and_reason,
    only_ids_that_are_not_held_are_missing,
    a_tally_is_the_sum_of_the_records_in_any_order,
    a_recount_gives_the_tally_to_the_last_bit,
    a_tally_that_differs_from_its_records_is_noticed,
    erasing_leaves_no_answer_and_keeps_the_tally,
    a_step_counts_what_came_before_its_day_and_nothing_later,
    two_hubs_that_take_one_step_take_the_same,
    forms_set_aside_leave_the_tally_as_if_they_had_never_come,
    a_campaign_of_which_nothing_came_has_no_tally_and_no_release,
    a_backup_is_a_whole_database,
    a_probe_changes_nothing,
    a_batch_that_fails_leaves_nothing_behind,
    nothing_finer_than_the_day_is_stored,
    a_recording_waits_until_it_is_decided_about,
    a_recording_sent_again_changes_nothing,
    a_recording_that_is_gone_never_comes_back,
    recordings_have_an_end,
    a_backup_holds_the_recordings,
}

pub(crate) fn arrival(campaigns: &Campaigns, number: u64) -> Arrival {
    examine(campaigns, &sent(number))
}

pub(crate) fn form() -> FormKey {
    FormKey { campaign: "demo-pulse".into(), instrument: "pulse-1".into(), version: "2026.2".into() }
}

pub(crate) async fn receive(storage: &dyn Storage, numbers: impl IntoIterator<Item = u64>) -> Vec<Outcome> {
    let campaigns = campaigns();
    let batch = numbers.into_iter().map(|number| arrival(&campaigns, number)).collect();
    storage.receive(today(), batch).await.unwrap()
}

pub(crate) async fn receive_on(storage: &dyn Storage, day: Day, numbers: impl IntoIterator<Item = u64>) {
    let campaigns = campaigns();
    let batch = numbers.into_iter().map(|number| arrival(&campaigns, number)).collect();
    storage.receive(day, batch).await.unwrap();
}

/// A hub that takes steps on this storage.
pub(crate) async fn hub_on(storage: Box<dyn Storage>) -> Hub {
    Hub::new(campaigns(), Arc::from(storage), Languages::read(&content_folder()).unwrap())
}

pub(crate) async fn step(hub: &Hub, boundary: Boundary) {
    for known in hub.campaigns.iter() {
        take(hub, known, boundary, today()).await.unwrap();
    }
}

pub(crate) async fn received(storage: &dyn Storage) -> u64 {
    storage.status("demo-pulse").await.unwrap().received
}
