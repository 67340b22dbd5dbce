//! What the device keeps, read in one go.

use std::collections::BTreeSet;

use lang_nghe_lesson::class::Parcel;
use lang_nghe_record::RecordId;
use lang_nghe_store::{Refused, Store, StoreError};
use serde::Deserialize;

use crate::platform::indexed_db::IndexedDb;
use crate::state::Status;
use crate::text::Text;

/// What the device keeps.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Kept {
    /// How many wait, since when, and how sending goes.
    pub(super) status: Status,
    /// Waiting rows that cannot be read.
    pub(super) unreadable: usize,
    /// Forms that the hub refused.
    pub(super) refused: Vec<Refused>,
    /// How many this device has sent, as the sender counted.
    pub(super) sent: u64,
    /// When the hub last took something.
    pub(super) last: Option<u64>,
    /// Whether the device is shared.
    pub(super) shared: bool,
    /// Records that are classes: the device knows them by what it keeps of each.
    pub(super) classes: BTreeSet<RecordId>,
    /// How many of them wait.
    pub(super) waiting_classes: usize,
}

/// What of the sender's report is shown only here.
#[derive(Default, Deserialize)]
struct Report {
    #[serde(default)]
    sent_total: u64,
    #[serde(default)]
    last_success: Option<u64>,
}

/// Opens the log; with it or instead of it, what is wrong, in words. A full device still shows and
/// sends what waits.
pub(super) async fn open() -> (Option<IndexedDb>, Option<Text>) {
    match IndexedDb::open().await {
        Ok(log) => (Some(log), None),
        Err(error) => {
            let words = match error {
                // There is none; asking again would only let the person wait longer.
                StoreError::Unavailable => return (None, Some(Text::DeviceStorageUnavailable)),
                StoreError::Full => Text::DeviceStorageFull,
                StoreError::Newer => Text::ProblemNewer,
                _ => Text::DeviceStorageFailed,
            };
            (IndexedDb::open_to_send().await.ok(), Some(words))
        }
    }
}

/// Reads it.
pub(super) async fn read(log: &IndexedDb) -> Result<Kept, StoreError> {
    let counts = log.counts().await?;
    let queue = log.waiting(1).await?;
    let refused = log.refused().await?;
    let report = log.value("sync-status").await?.map(|value| value.bytes).unwrap_or_default();
    let mut status = Status::read(&String::from_utf8_lossy(&report));
    (status.waiting, status.refused) = (counts.waiting, counts.refused);
    status.since = queue.entries.first().map(|oldest| oldest.since).or(status.since);
    let report: Report = serde_json::from_slice(&report).unwrap_or_default();
    let classes = classes(log).await;
    let mut waiting_classes = 0;
    if !classes.is_empty() {
        let waiting = log.waiting(usize::MAX).await?.entries;
        waiting_classes = waiting.iter().filter(|entry| classes.contains(&entry.envelope.id)).count();
    }
    Ok(Kept {
        status,
        unreadable: queue.unreadable.len(),
        refused,
        sent: report.sent_total,
        last: report.last_success,
        shared: log.value("shared").await?.is_some(),
        classes,
        waiting_classes,
    })
}

/// The records of the classes that were sealed here. What they held stays locked.
async fn classes(log: &IndexedDb) -> BTreeSet<RecordId> {
    let mut found = BTreeSet::new();
    for name in log.value_names("class.").await.unwrap_or_default() {
        let value = log.value(&name).await.ok().flatten();
        let text = value.and_then(|value| String::from_utf8(value.bytes).ok());
        found.extend(text.and_then(|text| Parcel::decode(&text)).map(|parcel| parcel.record));
    }
    found
}
