//! IndexedDB's requests and transactions as futures.
//!
//! A transaction commits itself as soon as it has nothing to do when the event loop is reached, so
//! between two of its requests nothing else may be awaited. Futures that wait for a request run in the
//! same turn as its event (microtasks), which keeps the transaction alive.

use js_sys::{Array, Function, Object, Promise, Reflect};
use lang_nghe_store::StoreError;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

#[wasm_bindgen]
extern "C" {
    /// A database, seen with the one method that `web-sys` counts as unstable: its options carry the
    /// durability that a submission is written with.
    #[wasm_bindgen(extends = IdbDatabase)]
    type Database;

    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &Database,
        shelves: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;
}

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Reading.
    Read,
    /// Writing what can be written again: a lost write costs nothing but a repetition.
    Write,
    /// Writing what a person was told is kept: complete only once it is on the disk.
    WriteStrictly,
}

/// A transaction over some of the object stores ("shelves").
pub(super) struct Transaction {
    inner: IdbTransaction,
    /// Resolves with the event that ended it; never rejects.
    end: Promise,
}

impl Transaction {
    pub(super) fn begin(database: &IdbDatabase, shelves: &[&str], purpose: Purpose) -> Result<Self, JsValue> {
        let (mode, durability) = match purpose {
            Purpose::Read => ("readonly", "default"),
            Purpose::Write => ("readwrite", "relaxed"),
            Purpose::WriteStrictly => ("readwrite", "strict"),
        };
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &durability.into())?;
        let shelves: Array = shelves.iter().map(|name| JsValue::from_str(name)).collect();
        let inner = database.unchecked_ref::<Database>().transaction(&shelves, mode, &options)?;
        let end = Promise::new(&mut |resolve, _| {
            inner.set_oncomplete(Some(&resolve));
            inner.set_onabort(Some(&resolve));
        });
        Ok(Self { inner, end })
    }

    pub(super) fn shelf(&self, name: &str) -> Result<IdbObjectStore, StoreError> {
        self.inner.object_store(name).map_err(failure)
    }

    /// Waits for the end. Only an event named `complete` is success.
    pub(super) async fn finish(self) -> Result<(), StoreError> {
        let event = JsFuture::from(self.end).await.map_err(failure)?;
        let kind = Reflect::get(&event, &"type".into()).map_err(failure)?;
        if kind == "complete" {
            return Ok(());
        }
        Err(self.inner.error().map_or_else(aborted, |error| named(&error)))
    }

    /// Takes everything back, waits until it is back, and gives the reason why: the transaction's own
    /// if it has one (a full disk shows as "aborted" on the request and as itself only here).
    pub(super) async fn abort(self, reason: StoreError) -> StoreError {
        // An error means that it is aborted already.
        let _ = self.inner.abort();
        match self.finish().await {
            Err(own) if own != aborted() => own,
            Ok(()) | Err(_) => reason,
        }
    }
}

/// One request of a transaction whose requests do not depend on each other.
pub(super) enum Ask<'a> {
    /// A row by its key, or `undefined`.
    Get(&'a str, JsValue),
    /// All rows.
    All(&'a str),
    /// How many rows.
    Count(&'a str),
    /// The keys in an index's order.
    Keys(&'a str, &'a str),
    /// A row, in place of one with the same key.
    Put(&'a str, JsValue),
    /// A row that must be new.
    Add(&'a str, JsValue),
    /// No row with this key, or in this range of keys.
    Delete(&'a str, JsValue),
}

impl Ask<'_> {
    pub(super) fn shelf(&self) -> &str {
        match self {
            Self::Get(shelf, _)
            | Self::All(shelf)
            | Self::Count(shelf)
            | Self::Keys(shelf, _)
            | Self::Put(shelf, _)
            | Self::Add(shelf, _)
            | Self::Delete(shelf, _) => shelf,
        }
    }

    fn of(&self, transaction: &Transaction) -> Result<IdbRequest, StoreError> {
        let shelf = transaction.shelf(self.shelf())?;
        let request = match self {
            Self::Get(_, key) => shelf.get(key),
            Self::All(_) => shelf.get_all(),
            Self::Count(_) => shelf.count(),
            Self::Keys(_, index) => shelf.index(index).map_err(failure)?.get_all_keys(),
            Self::Put(_, row) => shelf.put(row),
            Self::Add(_, row) => shelf.add(row),
            Self::Delete(_, key) => shelf.delete(key),
        };
        request.map_err(failure)
    }
}

impl Transaction {
    /// Makes all requests at once, waits for the end, and gives their results in order.
    pub(super) async fn ask(self, asks: &[Ask<'_>]) -> Result<Vec<JsValue>, StoreError> {
        let requests: Result<Vec<_>, _> = asks.iter().map(|ask| ask.of(&self)).collect();
        match requests {
            Ok(requests) => {
                self.finish().await?;
                requests.iter().map(outcome).collect()
            }
            Err(reason) => Err(self.abort(reason).await),
        }
    }
}

/// Waits for a request and gives its result.
pub(super) async fn result(request: Result<IdbRequest, JsValue>) -> Result<JsValue, StoreError> {
    let request = request.map_err(failure)?;
    let promise = Promise::new(&mut |resolve, _| listen(&request, &resolve));
    JsFuture::from(promise).await.map_err(failure)?;
    outcome(&request)
}

/// Has both of a request's events call this function.
pub(super) fn listen(request: &IdbRequest, call: &Function) {
    request.set_onsuccess(Some(call));
    request.set_onerror(Some(call));
}

/// What a request that is done has come to.
fn outcome(request: &IdbRequest) -> Result<JsValue, StoreError> {
    match request.error().map_err(failure)? {
        Some(error) => Err(named(&error)),
        None => request.result().map_err(failure),
    }
}

fn aborted() -> StoreError {
    StoreError::Failed("the transaction was aborted".to_owned())
}

/// A thrown value as a store error.
pub(super) fn failure(thrown: JsValue) -> StoreError {
    match thrown.dyn_ref::<DomException>() {
        Some(error) => named(error),
        None => StoreError::Failed(thrown.as_string().unwrap_or_else(|| "unknown".to_owned())),
    }
}

/// A DOM exception as a store error: those with a meaning for us, and the rest in its own words.
pub(super) fn named(error: &DomException) -> StoreError {
    let name = error.name();
    match name.as_str() {
        "QuotaExceededError" => StoreError::Full,
        "ConstraintError" => StoreError::Duplicate,
        "VersionError" => StoreError::Newer,
        "SecurityError" => StoreError::Unavailable,
        _ => StoreError::Failed([&name, ": ", &error.message()].concat()),
    }
}
