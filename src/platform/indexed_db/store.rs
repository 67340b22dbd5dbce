//! The promises of [`Store`] on IndexedDB.

use js_sys::Array;
use lang_nghe_record::RecordId;
use lang_nghe_store::{
    Counts, Outcome, Queue, Refused, Settled, Store, StoreError, Submission, TallyChange, Value, Waiting,
};
use wasm_bindgen::prelude::*;
use web_sys::{IdbKeyRange, IdbObjectStore};

use super::request::{Purpose, Transaction, failure, result};
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
        self.run(&[shelf::WAITING, shelf::SENT], Purpose::WriteStrictly, async |transaction| {
            let (waiting, sent) = (transaction.shelf(shelf::WAITING)?, transaction.shelf(shelf::SENT)?);
            for id in ids {
                let key = JsValue::from(id.to_string());
                let row = result(sent.get(&key)).await?;
                let whole = rows::envelope(&row).zip(rows::number(&row, "since"));
                let Some((envelope, since)) = whole else { continue };
                result(waiting.add(&Row::envelope(&envelope, since).into())).await?;
                result(sent.delete(&key)).await?;
            }
            Ok(())
        })
        .await
    }

    async fn sent(&self, limit: usize) -> Result<Vec<RecordId>, StoreError> {
        self.run(&[shelf::SENT], Purpose::Read, async |transaction| {
            // Keys only: 64 bytes for each of the last two weeks' envelopes.
            let by_time = transaction.shelf(shelf::SENT)?.index("at").map_err(failure)?;
            let keys: Array = result(by_time.get_all_keys()).await?.unchecked_into();
            let newest = keys.reverse();
            let ids = newest.iter().filter_map(|key| RecordId::parse(&key.as_string()?).ok());
            Ok(ids.take(limit).collect())
        })
        .await
    }

    async fn refused(&self) -> Result<Vec<Refused>, StoreError> {
        self.run(&[shelf::REFUSED], Purpose::Read, async |transaction| {
            let all: Array = result(transaction.shelf(shelf::REFUSED)?.get_all()).await?.unchecked_into();
            Ok(all.iter().filter_map(|row| rows::refused(&row)).collect())
        })
        .await
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
        let shelves = [shelf::WAITING, shelf::SENT, shelf::REFUSED];
        self.run(&shelves, Purpose::Read, async |transaction| {
            Ok(Counts {
                waiting: count(&transaction.shelf(shelf::WAITING)?).await?,
                sent: count(&transaction.shelf(shelf::SENT)?).await?,
                refused: count(&transaction.shelf(shelf::REFUSED)?).await?,
            })
        })
        .await
    }

    async fn keep_draft(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.run(&[shelf::DRAFTS], Purpose::WriteStrictly, async |transaction| {
            let drafts = transaction.shelf(shelf::DRAFTS)?;
            read(&drafts, name, |row| rows::bytes(row, "bytes")).await?;
            let row = Row::new().with("name", name).bytes("bytes", bytes);
            result(drafts.put(&row.into())).await.map(drop)
        })
        .await
    }

    async fn draft(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.run(&[shelf::DRAFTS], Purpose::Read, async |transaction| {
            read(&transaction.shelf(shelf::DRAFTS)?, name, |row| rows::bytes(row, "bytes")).await
        })
        .await
    }

    async fn erase_draft(&self, name: &str) -> Result<(), StoreError> {
        self.erase(shelf::DRAFTS, name).await
    }

    async fn value(&self, name: &str) -> Result<Option<Value>, StoreError> {
        self.run(&[shelf::VALUES], Purpose::Read, async |transaction| {
            read(&transaction.shelf(shelf::VALUES)?, name, rows::value).await
        })
        .await
    }

    async fn put_value(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.run(&[shelf::VALUES], Purpose::Write, async |transaction| {
            let values = transaction.shelf(shelf::VALUES)?;
            let last = read(&values, name, rows::value).await?;
            write_value(&values, name, last.map_or(0, |value| value.revision) + 1, bytes).await
        })
        .await
    }

    async fn erase_value(&self, name: &str) -> Result<(), StoreError> {
        self.erase(shelf::VALUES, name).await
    }
}

impl IndexedDb {
    async fn erase(&self, shelf: &str, name: &str) -> Result<(), StoreError> {
        self.run(&[shelf], Purpose::WriteStrictly, async |transaction| {
            result(transaction.shelf(shelf)?.delete(&name.into())).await.map(drop)
        })
        .await
    }
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
    let revision = read(values, &change.name, rows::value).await?.map_or(0, |value| value.revision);
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

/// A row by name: `None` if there is none, an error that carries its remains if it is not whole.
async fn read<T>(
    shelf: &IdbObjectStore,
    name: &str,
    whole: impl FnOnce(&JsValue) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    let row = result(shelf.get(&name.into())).await?;
    if row.is_undefined() {
        return Ok(None);
    }
    let place = || [&shelf.name(), "/", name].concat();
    whole(&row).map(Some).ok_or_else(|| StoreError::Unreadable(rows::unreadable(place(), &row)))
}

async fn count(shelf: &IdbObjectStore) -> Result<u64, StoreError> {
    Ok(result(shelf.count()).await?.as_f64().map_or(0, |count| count as u64))
}
