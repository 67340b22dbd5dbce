//! What the hub keeps, and the promises about it.
//!
//! One trait, one file per database, one acceptance suite for all of them (`tests/storage.rs`). The
//! storage knows that tallies merge, and nothing about questions.

use std::fmt;

use async_trait::async_trait;
use lang_nghe_quality::Flags;
use lang_nghe_record::{ContentHash, Day, RecordId};
use lang_nghe_scoring::Tally;
use lang_nghe_sync::wire::Reason;
use serde::{Deserialize, Serialize};

pub mod devices;
pub mod speech;
mod sqlite;
pub mod steps;
pub mod upkeep;

pub use devices::Devices;
pub use speech::Recordings;
pub use sqlite::{OpenError, SqliteStorage};
pub use steps::Steps;
pub use upkeep::Upkeep;

/// Most forms kept aside per campaign. A device makes none in normal life; the bound keeps a
/// prankster from filling the disk. Beyond it they are counted and no longer kept.
pub const SET_ASIDE_KEPT: u64 = 10_000;

/// One envelope after it was looked at, before the storage decides.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Opened and countable.
    Sound(Box<SoundRecord>),
    /// A class that can have been held.
    Class(Box<SoundClass>),
    /// Refused, whatever the storage holds, except this very envelope accepted earlier.
    Unsound {
        /// The campaign, if this hub knows it.
        campaign: Option<String>,
        /// Why.
        reason: Reason,
        /// Id and hash, if the envelope had readable ones.
        sent: Option<(RecordId, ContentHash)>,
    },
}

/// A record that can be counted.
#[derive(Clone, Debug)]
pub struct SoundRecord {
    /// Its id.
    pub id: RecordId,
    /// SHA-256 of the sealed bytes.
    pub hash: ContentHash,
    /// The sealed bytes, kept only if the record is set aside.
    pub sealed: Vec<u8>,
    /// What it answers.
    pub form: FormKey,
    /// Whether its day lies outside the campaign's days.
    pub outside: bool,
    /// The record's JSON as it was opened.
    pub body: String,
}

/// The day of a form, as far as anything is kept by it. A device's clock may say any day of ten thousand years, for
/// honest people too; all days that are none of the campaign's are one, so that invented ones take no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormDay {
    /// One of the campaign's days, or at most [`FormDay::TOLERANCE`] days before or after them.
    Within(Day),
    /// Any other.
    Outside,
}

impl FormDay {
    /// How many days before the first and after the last day of a campaign are still told apart: forms that waited on
    /// a device over the end, and clocks that are a little wrong.
    pub const TOLERANCE: u16 = 14;
    /// How a day outside is written in tables that are kept by day.
    pub const OUTSIDE: &'static str = "outside";
}

impl fmt::Display for FormDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within(day) => day.fmt(f),
            Self::Outside => f.write_str(Self::OUTSIDE),
        }
    }
}

/// How many forms of one day a service point has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointDay {
    /// Code of the point; empty where forms name none.
    pub point: String,
    /// The day they were filled in, or [`FormDay::OUTSIDE`].
    pub day: String,
    /// Forms.
    pub forms: u64,
}

/// A class that can be counted.
#[derive(Clone, Debug)]
pub struct SoundClass {
    /// The record's id.
    pub id: RecordId,
    /// SHA-256 of the sealed bytes.
    pub hash: ContentHash,
    /// The sealed bytes, kept only if the record is set aside.
    pub sealed: Vec<u8>,
    /// The campaign.
    pub campaign: String,
    /// The first record of the class: this one, or the one that it corrects.
    pub first: RecordId,
    /// 0 for the first record, and one more for each correction.
    pub number: u16,
    /// Whether its day lies outside the campaign's days.
    pub outside: bool,
    /// The device that sent it, once that is known.
    pub device: Option<String>,
    /// The record's JSON as it was opened.
    pub body: String,
}

/// The classes of a campaign as they are held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldClasses {
    /// The newest record of each class, as JSON, in the order of their ids; without those that are set aside.
    pub newest: Vec<String>,
    /// Classes that officials have set aside.
    pub aside: u64,
    /// Records held in all: first ones and corrections, erased ones too.
    pub records: u64,
    /// Records whose content was erased after its time.
    pub erased: u64,
    /// What the erased ones came to.
    pub total: Option<String>,
}

/// Adds the newest records of classes to what those before them came to.
pub type Fold<'a> = dyn Fn(Option<&str>, &[String]) -> Result<String, StorageError> + Send + Sync + 'a;

/// One version of one instrument within one campaign: what a tally belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormKey {
    /// Campaign id.
    pub campaign: String,
    /// Instrument id.
    pub instrument: String,
    /// Instrument version.
    pub version: String,
}

/// What became of one envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// New, and durable.
    Accepted(ContentHash),
    /// Held before; counted once.
    Already(ContentHash),
    /// Refused; the hash is that of the record held under the same id, if any.
    Refused(Reason, Option<ContentHash>),
}

/// What a campaign has received so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CampaignStatus {
    /// Forms accepted.
    pub received: u64,
    /// Of these, with a day outside the campaign's days (a wrong clock, or handed in late).
    pub outside: u64,
    /// The last day on which one arrived.
    pub last_day: Option<String>,
    /// Every day on which some arrived, with how many.
    pub days: Vec<(String, u64)>,
    /// The same by service point and by the day on the form.
    pub point_days: Vec<PointDay>,
    /// How many were refused, by reason.
    pub refused: Vec<(String, u64)>,
    /// How many of those accepted officials have set aside.
    pub set_aside: u64,
    /// How many of those accepted the last step could not count, because their questions are not there.
    pub uncounted: u64,
}

/// A tally with the number of records in it.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Records added so far.
    pub records: u64,
    /// What they add up to.
    pub tally: Tally,
}

/// Results as they were last shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRelease {
    /// Records in the tally when it was decided.
    pub records: u64,
    /// The release as JSON.
    pub body: String,
}

/// Looks at one record's JSON, at the signs that it got beside others, and at the step that counted it; none while it waits
/// for the next.
pub type Each<'a> = dyn FnMut(&str, Flags, Option<u64>) + Send + 'a;

/// Why the storage could not do it. Nothing half done remains.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Busy, locked or not reachable: trying later can help.
    #[error("the database cannot write now: {0}")]
    Unavailable(String),
    /// The disk is full: trying later can help.
    #[error("the disk is full: {0}")]
    Full(String),
    /// The file itself is damaged: only a backup helps.
    #[error("the database file is damaged: {0}")]
    Broken(String),
    /// What is stored cannot be understood: trying later cannot help.
    #[error("the database holds something this hub cannot read: {0}")]
    Damaged(String),
}

/// Where records, tallies and releases are kept.
///
/// Every method is one transaction: it happens whole or not at all, and what it reports as done
/// survives the end of the process and of the power.
#[async_trait]
pub trait Storage: Recordings + Devices + Steps + Upkeep + Send + Sync {
    /// Takes a batch: stores what is new, sets aside and counts the rest. No figure moves: the next step counts it. The
    /// work for each form is the same, whatever came before. One outcome per arrival, in order.
    async fn receive(&self, today: Day, batch: Vec<Arrival>) -> Result<Vec<Outcome>, StorageError>;

    /// Puts what is kept by days other than `first` to `last` together under [`FormDay::OUTSIDE`]: rows of a hub that
    /// told every day apart, and of a campaign whose days were changed. Gives how many rows went.
    async fn fold_days(&self, campaign: &str, first: Day, last: Day) -> Result<u64, StorageError>;

    /// Those of the ids that are not held, in the order asked.
    async fn missing(&self, ids: &[RecordId]) -> Result<Vec<RecordId>, StorageError>;

    /// What a campaign has received up to this moment, for whoever runs the hub; what others see stands as of
    /// [`Steps::last_step`]. An empty name counts what named no known campaign.
    async fn status(&self, campaign: &str) -> Result<CampaignStatus, StorageError>;

    /// Every form of which a record was taken.
    async fn forms(&self) -> Result<Vec<FormKey>, StorageError>;

    /// The tally of a form, if any record of it was accepted.
    async fn tally(&self, form: &FormKey) -> Result<Option<Counted>, StorageError>;

    /// How many records the tally of a form has, if any.
    async fn counted(&self, form: &FormKey) -> Result<Option<u64>, StorageError>;

    /// The last release of a form.
    async fn release(&self, form: &FormKey) -> Result<Option<StoredRelease>, StorageError>;

    /// Shows every record of a form that is not set aside to `each`, and gives the tally of the last step and the number
    /// of records whose content was erased.
    async fn recount(
        &self,
        form: &FormKey,
        each: &mut Each<'_>,
    ) -> Result<(Option<Counted>, u64), StorageError>;

    /// Erases the content of a campaign's records, what was kept to know its words again, and everything set aside. Ids, hashes and tallies
    /// stay, so that a late copy is still counted once. Gives the number of records erased.
    async fn erase(&self, campaign: &str) -> Result<u64, StorageError>;

    /// The classes of a campaign. Of all records of a class only the newest is given: the one with the highest
    /// number, and of several with the same the one with the highest id, in whatever order they came.
    async fn classes(&self, campaign: &str) -> Result<HeldClasses, StorageError>;

    /// Every campaign of which a class is held.
    async fn class_campaigns(&self) -> Result<Vec<String>, StorageError>;

    /// Erases the content of a campaign's classes and everything set aside, after `fold` has added what they come to
    /// to the total. Ids and hashes stay, so that a late copy, and a late correction of what is erased, changes
    /// nothing. Gives the number of records erased.
    async fn erase_classes(&self, campaign: &str, fold: &Fold<'_>) -> Result<u64, StorageError>;

    /// Proves that a write goes through.
    async fn probe(&self) -> Result<(), StorageError>;

    /// Writes a complete copy to a new file.
    async fn backup(&self, file: &std::path::Path) -> Result<(), StorageError>;

    /// Finishes open work and lets go of the database.
    async fn close(&self);
}
