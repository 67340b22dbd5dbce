//! Records kept on this device: one value per unit, `index-766.<unit>`, and what stands in the form.
//!
//! A value that is there and cannot be read, perhaps written by a newer app, is never written over.

use std::collections::BTreeMap;

use lang_nghe_index_766::{History, Record};
use lang_nghe_store::{Store, StoreError};
use serde::{Deserialize, Serialize};

use super::form::Form;
use crate::platform::indexed_db::IndexedDb;
use crate::platform::locks;

const PREFIX: &str = "index-766.";
const FORM: &str = "index-766-form";
/// Two tabs must not both add to what they read before.
const LOCK: &str = "lang-nghe-index-766";
/// Written while no record has a share, so that an app that knows of none reads it.
const FORMAT: u32 = 1;
/// Written where a record has one.
const FORMAT_WITH_SHARES: u32 = 2;

/// The records of one unit as they are kept.
#[derive(Serialize, Deserialize)]
struct Book {
    format: u32,
    records: Vec<Record>,
}

/// Everything that is kept.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// What could be read.
    pub(super) history: History,
    /// Units whose records could not be read.
    pub(super) unreadable: Vec<String>,
}

/// Why nothing was kept. Nothing was changed either, unless a device became full halfway through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotKept {
    /// The browser gives the page no storage.
    NoStorage,
    /// The device is full.
    Full,
    /// What is kept of this unit cannot be read, so nothing is added to it.
    Unreadable(String),
    /// Something else.
    Failed,
}

impl From<StoreError> for NotKept {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            StoreError::Unavailable => Self::NoStorage,
            _ => Self::Failed,
        }
    }
}

/// Reads everything.
pub(super) async fn read(log: &IndexedDb) -> Result<Kept, StoreError> {
    let mut kept = Kept::default();
    for name in log.value_names(PREFIX).await? {
        let Some(unit) = name.strip_prefix(PREFIX) else { continue };
        match book(log, unit).await? {
            Some(records) => records.into_iter().for_each(|record| drop(kept.history.put(record))),
            None => kept.unreadable.push(unit.to_owned()),
        }
    }
    Ok(kept)
}

/// Adds records, each in place of the one of its unit and day.
pub(super) async fn put(log: Option<IndexedDb>, records: Vec<Record>) -> Result<(), NotKept> {
    change(log, records, |book, record| drop(book.put(record))).await
}

/// Takes a record out.
pub(super) async fn take(log: Option<IndexedDb>, record: Record) -> Result<(), NotKept> {
    change(log, vec![record], |book, record| drop(book.take(&record.unit, record.day))).await
}

async fn change(
    log: Option<IndexedDb>,
    records: Vec<Record>,
    change: impl Fn(&mut History, Record),
) -> Result<(), NotKept> {
    let log = log.ok_or(NotKept::NoStorage)?;
    let _lock = locks::wait_for(LOCK).await;
    let mut books: BTreeMap<String, History> = BTreeMap::new();
    for record in records {
        if !books.contains_key(&record.unit) {
            let kept = book(&log, &record.unit).await?;
            let kept = kept.ok_or_else(|| NotKept::Unreadable(record.unit.clone()))?;
            let mut history = History::default();
            kept.into_iter().for_each(|record| drop(history.put(record)));
            books.insert(record.unit.clone(), history);
        }
        if let Some(history) = books.get_mut(&record.unit) {
            change(history, record);
        }
    }
    for (unit, history) in &books {
        let name = [PREFIX, unit].concat();
        if history.records().next().is_none() {
            log.erase_value(&name).await?;
        } else {
            log.put_value(&name, &encode(history)).await?;
        }
    }
    Ok(())
}

/// The records of a unit: none if nothing is kept, `None` if it cannot be read.
async fn book(log: &IndexedDb, unit: &str) -> Result<Option<Vec<Record>>, StoreError> {
    match log.value(&[PREFIX, unit].concat()).await {
        Ok(Some(value)) => Ok(decode(unit, &value.bytes)),
        Ok(None) => Ok(Some(Vec::new())),
        Err(StoreError::Unreadable(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn encode(history: &History) -> Vec<u8> {
    let records: Vec<Record> = history.records().cloned().collect();
    let format =
        if records.iter().all(|record| record.shares.is_empty()) { FORMAT } else { FORMAT_WITH_SHARES };
    let book = Book { format, records };
    // Strings, numbers and maps by name always have a JSON form.
    serde_json::to_vec(&book).unwrap_or_default()
}

fn decode(unit: &str, bytes: &[u8]) -> Option<Vec<Record>> {
    let book: Book = serde_json::from_slice(bytes).ok()?;
    let is_known = [FORMAT, FORMAT_WITH_SHARES].contains(&book.format);
    let is_whole = is_known && book.records.iter().all(|record| record.unit == unit);
    is_whole.then_some(book.records)
}

/// What stood in the form when the page was last open, if it can be read.
pub(super) async fn read_form(log: &IndexedDb) -> Option<Form> {
    let value = log.value(FORM).await.ok()??;
    serde_json::from_slice(&value.bytes).ok()
}

/// Keeps what stands in the form. A failure costs nothing that is not still on the screen.
pub(super) async fn put_form(log: Option<IndexedDb>, form: Form) {
    if let (Some(log), Ok(bytes)) = (log, serde_json::to_vec(&form)) {
        let _ = log.put_value(FORM, &bytes).await;
    }
}

#[cfg(test)]
mod tests {
    use lang_nghe_record::Day;

    use super::*;

    fn history() -> History {
        let mut history = History::default();
        for day in [21, 25] {
            let mut record = Record::new("Phú Xuyên", Day::new(2025, 8, day).unwrap());
            record.counts.insert("petitions".to_owned(), 0);
            record.rank = Some((1, 126));
            history.put(record);
        }
        history
    }

    #[test]
    fn what_is_kept_is_read_back_by_day() {
        let records = decode("Phú Xuyên", &encode(&history())).unwrap();
        assert_eq!(records, history().records().cloned().collect::<Vec<_>>());
        assert_eq!(records[0].day.to_string(), "2025-08-21");
    }

    #[test]
    fn a_book_with_a_share_is_left_alone_by_an_app_that_knows_of_none() {
        let mut history = history();
        assert!(encode(&history).starts_with(b"{\"format\":1,"));
        let mut record = history.of("Phú Xuyên").next().unwrap().clone();
        record.shares.insert("dossiers-online".to_owned(), lang_nghe_sheet::Decimal::whole(64));
        history.put(record);
        let bytes = encode(&history);
        assert!(bytes.starts_with(b"{\"format\":2,"));
        assert_eq!(decode("Phú Xuyên", &bytes).unwrap(), history.records().cloned().collect::<Vec<_>>());
    }

    #[test]
    fn what_a_newer_app_wrote_or_belongs_to_another_unit_is_unreadable_and_not_empty() {
        let bytes = encode(&history());
        assert_eq!(decode("Xã khác", &bytes), None);
        let newer = String::from_utf8(bytes).unwrap().replace("\"format\":1", "\"format\":3");
        assert_eq!(decode("Phú Xuyên", newer.as_bytes()), None);
        assert_eq!(decode("Phú Xuyên", b"{"), None);
    }
}
