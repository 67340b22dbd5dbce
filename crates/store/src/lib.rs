//! The log on this device: what is kept, and that it was kept.
//!
//! Nothing here knows what a question is. Envelopes are sealed, drafts and device values are opaque
//! bytes. Every implementation of [`Store`] passes one acceptance suite (module `suite`, behind the
//! feature of that name): the one in memory natively, the one on IndexedDB in a real browser.

mod memory;
#[cfg(feature = "suite")]
pub mod suite;

use lang_nghe_record::{Envelope, RecordId};

pub use memory::MemoryStore;

/// Highest version of the stored form that this code reads and writes.
pub const SCHEMA: u32 = 1;

/// A sealed envelope that waits, with what the device knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Position in this device's log, growing, never reused.
    pub sequence: u64,
    /// The envelope.
    pub envelope: Envelope,
    /// Milliseconds since 1970 by the device's clock when it was submitted; stays on the device.
    pub since: u64,
}

/// A stored value that could not be read. Its bytes are kept untouched and can be exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Where it lies: `waiting/17`.
    pub place: String,
    /// The bytes as far as they could be got, for export.
    pub raw: Vec<u8>,
}

/// One page of the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// Readable entries, oldest first.
    pub entries: Vec<Waiting>,
    /// Entries that could not be read; they never block the others.
    pub unreadable: Vec<Unreadable>,
}

/// How many there are of what, without reading any of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Envelopes that wait to be sent.
    pub waiting: u64,
    /// Envelopes that the hub has, still kept here sealed for a while.
    pub sent: u64,
    /// Envelopes that the hub refused; kept until exported.
    pub refused: u64,
}

/// What became of an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The hub has it durably.
    Sent,
    /// The hub will never take it; the machine-readable reason it gave.
    Refused(String),
}

impl Outcome {
    /// Whether the hub has it.
    pub fn is_sent(&self) -> bool {
        matches!(self, Self::Sent)
    }
}

/// What became of one envelope of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Which.
    pub id: RecordId,
    /// What became of it.
    pub outcome: Outcome,
}

/// A refused envelope, kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The envelope.
    pub envelope: Envelope,
    /// The hub's reason.
    pub reason: String,
}

/// One submission: all of it is kept, or none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The sealed record.
    pub envelope: Envelope,
    /// Milliseconds since 1970 by the device's clock.
    pub since: u64,
    /// Name of the draft that it replaces; erased in the same step.
    pub draft: String,
    /// On a shared device: the new sealed tally, and the revision of the one it was made from.
    pub tally: Option<TallyChange>,
}

/// A compare-and-swap of one device value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyChange {
    /// Name of the value.
    pub name: String,
    /// Revision it was made from; 0 when there was none.
    pub from_revision: u64,
    /// New bytes.
    pub bytes: Vec<u8>,
}

/// A named device value and how often it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// 1 after the first write.
    pub revision: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why the device did not do what was asked. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The browser gives this page no storage (private mode, embedded without permission, blocked).
    #[error("this browser gives the page no storage")]
    Unavailable,
    /// The device or the page's share of it is full.
    #[error("the storage of this device is full")]
    Full,
    /// The stored form was written by a newer version of the app; nothing is overwritten.
    #[error("the stored data was written by a newer version of the app")]
    Newer,
    /// Another record with this id is already in the log.
    #[error("another record with this id is already kept")]
    Duplicate,
    /// The value was changed by another tab since it was read: read again and retry.
    #[error("the value was changed meanwhile")]
    Conflict,
    /// A stored value is there but cannot be read; it is kept as it is.
    #[error("{} cannot be read; it is kept as it is", .0.place)]
    Unreadable(Unreadable),
    /// Anything else the storage said, in its own words, for the operator.
    #[error("the storage failed: {0}")]
    Failed(String),
}

/// The log on this device.
///
/// A method that returns `Ok` has been made durable as far as the platform can promise; a method that
/// returns `Err` has changed nothing.
#[allow(async_fn_in_trait, reason = "single-threaded callers only: pages, workers and block_on in tests")]
pub trait Store {
    /// Keeps a submission: envelope appended, draft erased, tally replaced, in one step.
    async fn submit(&self, submission: &Submission) -> Result<(), StoreError>;

    /// Up to `limit` readable waiting envelopes, oldest first. Unreadable ones met on the way are
    /// reported, never dropped, and do not count towards the limit.
    async fn waiting(&self, limit: usize) -> Result<Queue, StoreError>;

    /// Records what became of waiting envelopes, all in one step. Unknown ids and settled ones are left
    /// alone. `at` is the instant of the hub's answer, in milliseconds since 1970.
    async fn settle(&self, settled: &[Settled], at: u64) -> Result<(), StoreError>;

    /// Puts sent envelopes back at the end of the queue (a hub restored from an old backup lacks them).
    /// Ids that are not among the sent ones are left alone.
    async fn requeue(&self, ids: &[RecordId]) -> Result<(), StoreError>;

    /// What became of an envelope, whenever that was: no clock has a say in it. `None` while it waits, and for one
    /// that was never here or is forgotten.
    async fn outcome(&self, id: RecordId) -> Result<Option<Outcome>, StoreError>;

    /// Ids of sent envelopes still kept, at most `limit`, newest first.
    async fn sent(&self, limit: usize) -> Result<Vec<RecordId>, StoreError>;

    /// Puts refused envelopes back at the end of the queue: the hub may know by now what it did not know then. Ids
    /// that are not among the refused ones are left alone.
    async fn retry(&self, ids: &[RecordId]) -> Result<(), StoreError>;

    /// All refused envelopes with their reasons.
    async fn refused(&self) -> Result<Vec<Refused>, StoreError>;

    /// Forgets envelopes that were sent before this instant. Never touches waiting or refused ones.
    async fn forget_sent(&self, before: u64) -> Result<(), StoreError>;

    /// How many there are of what.
    async fn counts(&self) -> Result<Counts, StoreError>;

    /// Keeps the draft of this name, replacing the last one; one that cannot be read is not replaced.
    async fn keep_draft(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError>;

    /// The draft of this name.
    async fn draft(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Erases the draft of this name, readable or not.
    async fn erase_draft(&self, name: &str) -> Result<(), StoreError>;

    /// A device value by name.
    async fn value(&self, name: &str) -> Result<Option<Value>, StoreError>;

    /// Writes a device value, whatever was there; one that cannot be read is not replaced.
    async fn put_value(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError>;

    /// Erases a device value, readable or not.
    async fn erase_value(&self, name: &str) -> Result<(), StoreError>;
}
