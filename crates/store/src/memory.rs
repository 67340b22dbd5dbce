//! The store in memory: for tests, and for browsers that give the page no storage.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use lang_nghe_record::{Envelope, RecordId};

use crate::{
    Counts, Outcome, Queue, Refused, Settled, Store, StoreError, Submission, TallyChange, Unreadable, Value,
    Waiting,
};

/// Keeps everything until the last handle is dropped. A clone is another handle on the same log, as
/// another tab would be.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    log: Rc<RefCell<Log>>,
}

/// Something kept, or what is left of it.
#[derive(Clone, Debug)]
enum Kept<T> {
    Whole(T),
    Damaged(Vec<u8>),
}

#[derive(Clone, Debug)]
struct Sent {
    envelope: Envelope,
    since: u64,
    at: u64,
}

#[derive(Clone, Debug, Default)]
struct Log {
    last_sequence: u64,
    waiting: BTreeMap<u64, Kept<Waiting>>,
    sent: BTreeMap<RecordId, Sent>,
    /// With the instant of their submission.
    refused: BTreeMap<RecordId, (Refused, u64)>,
    drafts: BTreeMap<String, Kept<Vec<u8>>>,
    values: BTreeMap<String, Kept<Value>>,
    /// Most bytes that may be kept, if there is a limit.
    capacity: Option<usize>,
}

impl MemoryStore {
    /// Limits how many bytes may be kept, as a device does; `None` lifts the limit.
    pub fn set_capacity(&self, bytes: Option<usize>) {
        self.log.borrow_mut().capacity = bytes;
    }

    /// Bytes kept at the moment.
    pub fn size(&self) -> usize {
        self.log.borrow().size()
    }

    /// Damages a waiting envelope, as a failing disk would.
    pub fn damage_waiting(&self, id: RecordId) {
        let mut log = self.log.borrow_mut();
        if let Some(sequence) = log.sequence_of(id) {
            log.waiting.insert(sequence, Kept::Damaged(b"damaged".to_vec()));
        }
    }

    /// Damages a draft.
    pub fn damage_draft(&self, name: &str) {
        self.log.borrow_mut().drafts.insert(name.to_owned(), Kept::Damaged(b"damaged".to_vec()));
    }

    /// Damages a device value.
    pub fn damage_value(&self, name: &str) {
        self.log.borrow_mut().values.insert(name.to_owned(), Kept::Damaged(b"damaged".to_vec()));
    }

    /// One change: the log afterwards, or the log as it was.
    fn change(&self, change: impl FnOnce(&mut Log) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let mut log = self.log.borrow_mut();
        let mut changed = log.clone();
        change(&mut changed)?;
        // A full device still lets go of things.
        let (before, after) = (log.size(), changed.size());
        if after > before && log.capacity.is_some_and(|capacity| after > capacity) {
            return Err(StoreError::Full);
        }
        *log = changed;
        Ok(())
    }
}

impl Log {
    fn size(&self) -> usize {
        let waiting = self.waiting.values().map(|kept| match kept {
            Kept::Whole(waiting) => waiting.envelope.sealed.len(),
            Kept::Damaged(raw) => raw.len(),
        });
        let sent = self.sent.values().map(|sent| sent.envelope.sealed.len());
        let refused = self.refused.values().map(|(refused, _)| refused.envelope.sealed.len());
        let drafts = self.drafts.values().map(|kept| match kept {
            Kept::Whole(bytes) | Kept::Damaged(bytes) => bytes.len(),
        });
        let values = self.values.values().map(|kept| match kept {
            Kept::Whole(Value { bytes, .. }) | Kept::Damaged(bytes) => bytes.len(),
        });
        waiting.chain(sent).chain(refused).chain(drafts).chain(values).sum()
    }

    fn sequence_of(&self, id: RecordId) -> Option<u64> {
        self.waiting.iter().find_map(|(sequence, kept)| match kept {
            Kept::Whole(waiting) if waiting.envelope.id == id => Some(*sequence),
            Kept::Whole(_) | Kept::Damaged(_) => None,
        })
    }

    fn knows(&self, id: RecordId) -> bool {
        self.sequence_of(id).is_some() || self.sent.contains_key(&id) || self.refused.contains_key(&id)
    }

    fn append(&mut self, envelope: Envelope, since: u64) {
        self.last_sequence += 1;
        let sequence = self.last_sequence;
        self.waiting.insert(sequence, Kept::Whole(Waiting { sequence, envelope, since }));
    }

    fn take_waiting(&mut self, id: RecordId) -> Option<Waiting> {
        let sequence = self.sequence_of(id)?;
        match self.waiting.remove(&sequence) {
            Some(Kept::Whole(waiting)) => Some(waiting),
            Some(Kept::Damaged(_)) | None => None,
        }
    }

    fn value(&self, name: &str) -> Result<Option<Value>, StoreError> {
        read(&self.values, "values", name)
    }

    fn write_value(&mut self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let revision = self.value(name)?.map_or(0, |value| value.revision) + 1;
        let value = Value { revision, bytes: bytes.to_vec() };
        self.values.insert(name.to_owned(), Kept::Whole(value));
        Ok(())
    }

    fn replace_tally(&mut self, change: &TallyChange) -> Result<(), StoreError> {
        let revision = self.value(&change.name)?.map_or(0, |value| value.revision);
        if revision != change.from_revision {
            return Err(StoreError::Conflict);
        }
        self.write_value(&change.name, &change.bytes)
    }
}

fn read<T: Clone>(
    shelf: &BTreeMap<String, Kept<T>>,
    shelf_name: &str,
    name: &str,
) -> Result<Option<T>, StoreError> {
    match shelf.get(name) {
        None => Ok(None),
        Some(Kept::Whole(value)) => Ok(Some(value.clone())),
        Some(Kept::Damaged(raw)) => {
            let place = [shelf_name, "/", name].concat();
            Err(StoreError::Unreadable(Unreadable { place, raw: raw.clone() }))
        }
    }
}

impl Store for MemoryStore {
    async fn submit(&self, submission: &Submission) -> Result<(), StoreError> {
        self.change(|log| {
            if log.knows(submission.envelope.id) {
                return Err(StoreError::Duplicate);
            }
            if let Some(tally) = &submission.tally {
                log.replace_tally(tally)?;
            }
            log.append(submission.envelope.clone(), submission.since);
            log.drafts.remove(&submission.draft);
            Ok(())
        })
    }

    async fn waiting(&self, limit: usize) -> Result<Queue, StoreError> {
        let mut queue = Queue::default();
        for (sequence, kept) in &self.log.borrow().waiting {
            if queue.entries.len() == limit {
                break;
            }
            match kept {
                Kept::Whole(waiting) => queue.entries.push(waiting.clone()),
                Kept::Damaged(raw) => queue
                    .unreadable
                    .push(Unreadable { place: format!("waiting/{sequence}"), raw: raw.clone() }),
            }
        }
        Ok(queue)
    }

    async fn settle(&self, settled: &[Settled], at: u64) -> Result<(), StoreError> {
        self.change(|log| {
            for Settled { id, outcome } in settled {
                let Some(Waiting { envelope, since, .. }) = log.take_waiting(*id) else {
                    continue;
                };
                match outcome {
                    Outcome::Sent => {
                        log.sent.insert(*id, Sent { envelope, since, at });
                    }
                    Outcome::Refused(reason) => {
                        let refused = Refused { envelope, reason: reason.clone() };
                        log.refused.insert(*id, (refused, since));
                    }
                }
            }
            Ok(())
        })
    }

    async fn requeue(&self, ids: &[RecordId]) -> Result<(), StoreError> {
        self.change(|log| {
            for id in ids {
                if let Some(Sent { envelope, since, .. }) = log.sent.remove(id) {
                    log.append(envelope, since);
                }
            }
            Ok(())
        })
    }

    async fn retry(&self, ids: &[RecordId]) -> Result<(), StoreError> {
        self.change(|log| {
            for id in ids {
                if let Some((Refused { envelope, .. }, since)) = log.refused.remove(id) {
                    log.append(envelope, since);
                }
            }
            Ok(())
        })
    }

    async fn outcome(&self, id: RecordId) -> Result<Option<Outcome>, StoreError> {
        let log = self.log.borrow();
        let refused = || Some(Outcome::Refused(log.refused.get(&id)?.0.reason.clone()));
        Ok(log.sent.get(&id).map(|_| Outcome::Sent).or_else(refused))
    }

    async fn sent(&self, limit: usize) -> Result<Vec<RecordId>, StoreError> {
        let log = self.log.borrow();
        let mut newest: Vec<_> = log.sent.values().map(|sent| (sent.at, sent.envelope.id)).collect();
        newest.sort_unstable_by(|one, other| other.cmp(one));
        Ok(newest.into_iter().map(|(_, id)| id).take(limit).collect())
    }

    async fn refused(&self) -> Result<Vec<Refused>, StoreError> {
        Ok(self.log.borrow().refused.values().map(|(refused, _)| refused.clone()).collect())
    }

    async fn forget_sent(&self, before: u64) -> Result<(), StoreError> {
        self.change(|log| {
            log.sent.retain(|_, sent| sent.at >= before);
            Ok(())
        })
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        let log = self.log.borrow();
        Ok(Counts {
            waiting: log.waiting.len() as u64,
            sent: log.sent.len() as u64,
            refused: log.refused.len() as u64,
        })
    }

    async fn keep_draft(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.change(|log| {
            read(&log.drafts, "drafts", name)?;
            log.drafts.insert(name.to_owned(), Kept::Whole(bytes.to_vec()));
            Ok(())
        })
    }

    async fn draft(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        read(&self.log.borrow().drafts, "drafts", name)
    }

    async fn erase_draft(&self, name: &str) -> Result<(), StoreError> {
        self.log.borrow_mut().drafts.remove(name);
        Ok(())
    }

    async fn value(&self, name: &str) -> Result<Option<Value>, StoreError> {
        self.log.borrow().value(name)
    }

    async fn put_value(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.change(|log| log.write_value(name, bytes))
    }

    async fn erase_value(&self, name: &str) -> Result<(), StoreError> {
        self.log.borrow_mut().values.remove(name);
        Ok(())
    }
}
