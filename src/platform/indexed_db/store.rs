//! The promises of [`Store`] on IndexedDB.

use js_sys::Array;
use lang_nghe_record::RecordId;
use lang_nghe_store::{
    Counts, Outcome, Queue, Refused, Settled, Store, StoreError, Submission, TallyChange, Value, Waiting,
};
use wasm_bindgen::prelude::*;
use web_sys::{IdbKeyRange, IdbObjectStore};

use super::request::{Ask, Purpose, Transaction, failure, result};
use super::rows::{self, Row};
use super::{IndexedDb, shelf};

/// Most rows that are read at once; more would only cost memory.
const PAGE: usize = 200;

impl Store for IndexedDb {
    async fn submit(&self, submission: &Submission) -> Result<(), StoreError> {
        self.run(&shelf::ALL, Purpose::WriteStrictly, async |transaction| {
            if is_known(transaction, submission.envelope.id).await? {
                return Err(StoreError::Duplicate);
            }
            if let Some(tally) = &submission.tally {
                replace_tally(&transaction.shelf(shelf::VALUES)?, tally).await?;
            }
            let row = Row::envelope(&submission.envelope, submission.since);
            let added = transaction.shelf(shelf::WAITING)?.add(&row.into());
            let erased = transaction.shelf(shelf::DRAFTS)?.delete(&submission.draft.as_str().into());
            result(added).await?;
            result(erased).await?;
            Ok(())
        })
        .await
    }

    async fn waiting(&self, limit: usize) -> Result<Queue, StoreError> {
        self.run(&[shelf::WAITING], Purpose::Read, async |transaction| {
            let waiting = transaction.shelf(shelf::WAITING)?;
            let mut queue = Queue::default();
            let mut after = 0;
            while queue.entries.len() < limit {
                let asked = (limit - queue.entries.len()).min(PAGE);
                let range =
                    IdbKeyRange::lower_bound_with_open(&(after as f64).into(), true).map_err(failure)?;
                let page = waiting.get_all_with_key_and_limit(&range, asked as u32);
                let page: Array = result(page).await?.unchecked_into();
                for row in page.iter() {
                    // The key is part of the row and made by the browser: it is there in any case.
                    after = rows::number(&row, "sequence").unwrap_or(after);
                    match rows::waiting(&row) {
                        Some(entry) => queue.entries.push(entry),
                        None => {
                            let place = format!("{}/{after}", shelf::WAITING);
                            queue.unreadable.push(rows::unreadable(place, &row));
                        }
                    }
                }
                if (page.length() as usize) < asked {
                    break;
                }
            }
            Ok(queue)
        })
        .await
    }

    async fn settle(&self, settled: &[Settled], at: u64) -> Result<(), StoreError> {
        let shelves = [shelf::WAITING, shelf::SENT, shelf::REFUSED];
        // Not strictly: a settlement that is lost is settled again when the hub says "already".
        self.run(&shelves, Purpose::Write, async |transaction| {
            let waiting = transaction.shelf(shelf::WAITING)?;
            let by_id = waiting.index("id").map_err(failure)?;
            for Settled { id, outcome } in settled {
                let row = result(by_id.get(&id.to_string().into())).await?;
                let Some(Waiting { sequence, envelope, since }) = rows::waiting(&row) else { continue };
                let row = Row::envelope(&envelope, since).with("at", at as f64);
                let (shelf, row) = match outcome {
                    Outcome::Sent => (shelf::SENT, row),
                    Outcome::Refused(reason) => (shelf::REFUSED, row.with("reason", reason.as_str())),
                };
                result(transaction.shelf(shelf)?.put(&row.into())).await?;
                result(waiting.delete(&(sequence as f64).into())).await?;
            }
            Ok(())
        })
        .await
    }

    async fn requeue(&self, ids: &[RecordId]) -> Result<(), StoreError> {
        put_back(self, shelf::SENT, ids).await
    }

    async fn retry(&self, ids: &[RecordId]) -> Result<(), StoreError> {
        put_back(self, shelf::REFUSED, ids).await
    }

    async fn outcome(&self, id: RecordId) -> Result<Option<Outcome>, StoreError> {
        let key = JsValue::from(id.to_string());
        let asks = [Ask::Get(shelf::SENT, key.clone()), Ask::Get(shelf::REFUSED, key)];
        let rows = self.ask(Purpose::Read, &asks).await?;
        let found = |at: usize| rows.get(at).filter(|row| row.is_object());
        let refused = |row| Outcome::Refused(rows::text(row, "reason").unwrap_or_default());
        Ok(found(0).map(|_| Outcome::Sent).or_else(|| found(1).map(refused)))
    }

    async fn sent(&self, limit: usize) -> Result<Vec<RecordId>, StoreError> {
        // Keys only: 64 bytes for each of the last two weeks' envelopes.
        let keys = self.ask_one(Purpose::Read, Ask::Keys(shelf::SENT, "at")).await?;
        let newest = keys.unchecked_into::<Array>().reverse();
        let ids = newest.iter().filter_map(|key| RecordId::parse(&key.as_string()?).ok());
        Ok(ids.take(limit).collect())
    }

    async fn refused(&self) -> Result<Vec<Refused>, StoreError> {
        let all: Array = self.ask_one(Purpose::Read, Ask::All(shelf::REFUSED)).await?.unchecked_into();
        Ok(all.iter().filter_map(|row| rows::refused(&row)).collect())
    }

    async fn forget_sent(&self, before: u64) -> Result<(), StoreError> {
        self.run(&[shelf::SENT], Purpose::Write, async |transaction| {
            let sent = transaction.shelf(shelf::SENT)?;
            let range = IdbKeyRange::upper_bound_with_open(&(before as f64).into(), true).map_err(failure)?;
            let by_time = sent.index("at").map_err(failure)?;
            let keys: Array = result(by_time.get_all_keys_with_key(&range)).await?.unchecked_into();
            for key in keys.iter() {
                result(sent.delete(&key)).await?;
            }
            Ok(())
        })
        .await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        let asks = [shelf::WAITING, shelf::SENT, shelf::REFUSED].map(Ask::Count);
        let counts = self.ask(Purpose::Read, &asks).await?;
        let count = |at: usize| counts.get(at).and_then(JsValue::as_f64).map_or(0, |count| count as u64);
        Ok(Counts { waiting: count(0), sent: count(1), refused: count(2) })
    }

    async fn keep_draft(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        // What cannot be read is not written over.
        self.draft(name).await?;
        let row = Row::new().with("name", name).bytes("bytes", bytes);
        self.ask_one(Purpose::WriteStrictly, Ask::Put(shelf::DRAFTS, row.into())).await.map(drop)
    }

    async fn draft(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self.ask_one(Purpose::Read, Ask::Get(shelf::DRAFTS, name.into())).await?;
        whole(&row, (shelf::DRAFTS, name), |row| rows::bytes(row, "bytes"))
    }

    async fn erase_draft(&self, name: &str) -> Result<(), StoreError> {
        self.ask_one(Purpose::WriteStrictly, Ask::Delete(shelf::DRAFTS, name.into())).await.map(drop)
    }

    async fn value(&self, name: &str) -> Result<Option<Value>, StoreError> {
        let row = self.ask_one(Purpose::Read, Ask::Get(shelf::VALUES, name.into())).await?;
        whole(&row, (shelf::VALUES, name), rows::value)
    }

    async fn put_value(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.run(&[shelf::VALUES], Purpose::Write, async |transaction| {
            let values = transaction.shelf(shelf::VALUES)?;
            let last = read(&values, name).await?;
            write_value(&values, name, last.map_or(0, |value| value.revision) + 1, bytes).await
        })
        .await
    }

    async fn erase_value(&self, name: &str) -> Result<(), StoreError> {
        self.ask_one(Purpose::WriteStrictly, Ask::Delete(shelf::VALUES, name.into())).await.map(drop)
    }
}

/// Moves rows from a shelf to the end of the queue; those that are not there, or not whole, are left alone.
async fn put_back(log: &IndexedDb, from: &str, ids: &[RecordId]) -> Result<(), StoreError> {
    log.run(&[shelf::WAITING, from], Purpose::WriteStrictly, async |transaction| {
        let (waiting, from) = (transaction.shelf(shelf::WAITING)?, transaction.shelf(from)?);
        for id in ids {
            let key = JsValue::from(id.to_string());
            let row = result(from.get(&key)).await?;
            let whole = rows::envelope(&row).zip(rows::number(&row, "since"));
            let Some((envelope, since)) = whole else { continue };
            result(waiting.add(&Row::envelope(&envelope, since).into())).await?;
            result(from.delete(&key)).await?;
        }
        Ok(())
    })
    .await
}

/// Whether an id waits, was sent or was refused.
async fn is_known(transaction: &Transaction, id: RecordId) -> Result<bool, StoreError> {
    let key = JsValue::from(id.to_string());
    let waiting = transaction.shelf(shelf::WAITING)?.index("id").map_err(failure)?.count_with_key(&key);
    let sent = transaction.shelf(shelf::SENT)?.count_with_key(&key);
    let refused = transaction.shelf(shelf::REFUSED)?.count_with_key(&key);
    let found = |count: JsValue| count.as_f64().is_some_and(|count| count > 0.0);
    Ok(found(result(waiting).await?) || found(result(sent).await?) || found(result(refused).await?))
}

/// Compare and swap.
async fn replace_tally(values: &IdbObjectStore, change: &TallyChange) -> Result<(), StoreError> {
    let revision = read(values, &change.name).await?.map_or(0, |value| value.revision);
    if revision != change.from_revision {
        return Err(StoreError::Conflict);
    }
    write_value(values, &change.name, revision + 1, &change.bytes).await
}

async fn write_value(
    values: &IdbObjectStore,
    name: &str,
    revision: u64,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let row = Row::new().with("name", name).with("revision", revision as f64).bytes("bytes", bytes);
    result(values.put(&row.into())).await.map(drop)
}

/// A row by name.
async fn read(values: &IdbObjectStore, name: &str) -> Result<Option<Value>, StoreError> {
    let row = result(values.get(&name.into())).await?;
    whole(&row, (shelf::VALUES, name), rows::value)
}

/// What a row holds: `None` if there is no row, an error that carries its remains if it is not whole.
fn whole<T>(
    row: &JsValue,
    (shelf, name): (&str, &str),
    read: impl FnOnce(&JsValue) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    if row.is_undefined() {
        return Ok(None);
    }
    let place = || [shelf, "/", name].concat();
    read(row).map(Some).ok_or_else(|| StoreError::Unreadable(rows::unreadable(place(), row)))
}
