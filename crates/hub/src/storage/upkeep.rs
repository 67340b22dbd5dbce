//! What the hub remembers besides its files, and the promises about it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use lang_nghe_record::{Day, RecordId};

use super::StorageError;

/// SHA-256 of a campaign's public key.
pub type Fingerprint = [u8; 32];

/// What is remembered of one campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remembered {
    /// The campaign.
    pub campaign: String,
    /// The key that its forms are sealed to.
    pub key: Option<Fingerprint>,
    /// The day until which its answers are kept.
    pub term: Option<Day>,
    /// The day on which an erasure was announced.
    pub announced: Option<Day>,
    /// On how many days after that one the hub ran.
    pub seen: u64,
    /// The term for which its answers were erased.
    pub erased_for: Option<Day>,
    /// Whether answers of it are held.
    pub keeps: bool,
}

/// What became of the wish to erase one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawn {
    /// Its content is gone.
    Erased,
    /// It was gone before.
    Before,
    /// There is no form of this id.
    Unknown,
}

/// Finds in one record's JSON the words that were kept to know them again.
pub type Phrases<'a> = dyn Fn(&str) -> Vec<[u8; 32]> + Send + Sync + 'a;

/// Where the hub remembers what it did. Every method is one transaction, as in [`Storage`](super::Storage).
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Every campaign that is remembered or has records, by id.
    async fn remembered(&self) -> Result<Vec<Remembered>, StorageError>;

    /// Every campaign that is remembered or has records, with its key as far as that is remembered. Reads no record.
    async fn keys(&self) -> Result<BTreeMap<String, Option<Fingerprint>>, StorageError>;

    /// Remembers the key of a campaign.
    async fn remember_key(&self, campaign: &str, key: Fingerprint) -> Result<(), StorageError>;

    /// Notes that the hub runs today. A day far after the last one is doubted; days and announcements of a future
    /// that the clock has left again are forgotten, and it is remembered that it went back.
    async fn run_on(&self, today: Day) -> Result<(), StorageError>;

    /// The doubted day, if there is one that nobody has confirmed.
    async fn doubted(&self) -> Result<Option<Day>, StorageError>;

    /// Whether the clock went on evenly to this day: since it last jumped or went back, the hub ran on two further days, or
    /// somebody has confirmed it.
    async fn is_steady(&self, today: Day) -> Result<bool, StorageError>;

    /// Somebody has looked at the clock and it is right.
    async fn believe_clock(&self) -> Result<(), StorageError>;

    /// Keeps a campaign's answers until this day, and takes back what was announced.
    async fn set_term(&self, campaign: &str, term: Day) -> Result<(), StorageError>;

    /// Announces an erasure as of this day, or takes the announcement back.
    async fn announce(&self, campaign: &str, day: Option<Day>) -> Result<(), StorageError>;

    /// Notes that the answers were erased for this term.
    async fn erased_for(&self, campaign: &str, term: Day) -> Result<(), StorageError>;

    /// Erases the content of one form, and what was kept to know its words again.
    async fn withdraw(&self, id: RecordId, phrases: &Phrases<'_>) -> Result<Withdrawn, StorageError>;

    /// Looks at the file itself, without reading every row. Empty if it is whole.
    async fn faults(&self) -> Result<Vec<String>, StorageError>;
}
