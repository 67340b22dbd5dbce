//! The log on this device, in the browser's IndexedDB.
//!
//! Written on `web-sys` directly: the wrappers there are cost kilobytes, and the two things that
//! matter here (strict durability, and success only on `complete`) they leave to us anyway.

mod open;
mod recordings;
mod request;
mod rows;
mod store;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use lang_nghe_store::StoreError;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CryptoKey, IdbDatabase, IdbKeyRange};

pub use recordings::Recordings;

use super::clock;

use request::{Ask, Purpose, Transaction};
use rows::Row;

/// Names of the object stores.
mod shelf {
    pub(super) const WAITING: &str = "waiting";
    pub(super) const SENT: &str = "sent";
    pub(super) const REFUSED: &str = "refused";
    pub(super) const DRAFTS: &str = "drafts";
    pub(super) const VALUES: &str = "values";
    pub(super) const ALL: [&str; 5] = [WAITING, SENT, REFUSED, DRAFTS, VALUES];
}

/// Name of the database.
pub const DATABASE: &str = "lang-nghe";

/// Name of the value that the write probe leaves nothing of.
const PROBE: &str = "probe";
/// The name of the row that holds the pair of keys that this device signs with.
const SIGNING_KEYS: &str = "signing-keys";

/// The log on this device, in the browser's IndexedDB. A clone is another handle on the same connection.
#[derive(Clone, Debug)]
pub struct IndexedDb {
    name: Rc<str>,
    connection: Rc<RefCell<IdbDatabase>>,
}

impl IndexedDb {
    /// Opens the log and makes sure that it can be written to.
    ///
    /// # Errors
    /// No storage for this page, a full device, or a log written by a newer app. Nothing was changed.
    pub async fn open() -> Result<Self, StoreError> {
        let log = Self::open_to_send().await?;
        // A storage that opens and then never answers is none.
        let probed = clock::within(open::PATIENCE_MS, log.probe()).await;
        probed.unwrap_or(Err(StoreError::Unavailable)).map(|()| log)
    }

    /// Opens the log without the write probe: a full device must still be able to send what waits.
    ///
    /// # Errors
    /// No storage for this page, or a log written by a newer app. Nothing was changed.
    pub async fn open_to_send() -> Result<Self, StoreError> {
        Self::open_named(DATABASE).await
    }

    /// Opens a log under another name (tests keep theirs apart).
    ///
    /// # Errors
    /// As [`IndexedDb::open_to_send`].
    pub async fn open_named(name: &str) -> Result<Self, StoreError> {
        let database = open::open(name).await?;
        Ok(Self { name: name.into(), connection: Rc::new(RefCell::new(database)) })
    }

    /// Writes something and takes it away again.
    ///
    /// # Errors
    /// The device is full or its storage fails.
    pub async fn probe(&self) -> Result<(), StoreError> {
        let row = Row::new().with("name", PROBE).bytes("bytes", &[0; 1024]);
        let asks = [Ask::Put(shelf::VALUES, row.into()), Ask::Delete(shelf::VALUES, PROBE.into())];
        self.ask(Purpose::Write, &asks).await.map(drop)
    }

    /// Closes the connection. A handle that is used again opens it again.
    pub fn close(&self) {
        self.connection.borrow().close();
    }

    /// A key of the device's own, if it has one of this name.
    pub(super) async fn device_key(&self, name: &str) -> Result<Option<CryptoKey>, StoreError> {
        let row = self.ask_one(Purpose::Read, Ask::Get(shelf::VALUES, name.into())).await?;
        Ok(rows::field(&row, "key").dyn_into().ok())
    }

    /// Keeps a key of the device's own, unless another tab was faster.
    pub(super) async fn add_device_key(&self, name: &str, key: &CryptoKey) -> Result<(), StoreError> {
        let row = Row::new().with("name", name).with("key", key);
        self.ask_one(Purpose::WriteStrictly, Ask::Add(shelf::VALUES, row.into())).await.map(drop)
    }

    /// The pair of keys that this device signs with, if it has one.
    pub(super) async fn signing_keys(&self) -> Result<Option<JsValue>, StoreError> {
        let row = self.ask_one(Purpose::Read, Ask::Get(shelf::VALUES, SIGNING_KEYS.into())).await?;
        Ok(Some(rows::field(&row, "keys")).filter(JsValue::is_object))
    }

    /// Keeps the pair of keys that this device signs with, unless another tab was faster.
    pub(super) async fn add_signing_keys(&self, keys: &JsValue) -> Result<(), StoreError> {
        let row = Row::new().with("name", SIGNING_KEYS).with("keys", keys);
        self.ask_one(Purpose::WriteStrictly, Ask::Add(shelf::VALUES, row.into())).await.map(drop)
    }

    /// Erases every device value whose name begins so.
    ///
    /// # Errors
    /// The storage fails; nothing was erased.
    pub async fn erase_values(&self, prefix: &str) -> Result<(), StoreError> {
        // The last code point there is: every name with this beginning lies before it.
        let end = [prefix, "\u{10ffff}"].concat();
        let range = IdbKeyRange::bound(&prefix.into(), &end.into()).map_err(request::failure)?;
        self.ask_one(Purpose::WriteStrictly, Ask::Delete(shelf::VALUES, range.into())).await.map(drop)
    }

    /// Names of all device values that begin so, in their order.
    ///
    /// # Errors
    /// The storage fails.
    pub async fn value_names(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let end = [prefix, "\u{10ffff}"].concat();
        let range = IdbKeyRange::bound(&prefix.into(), &end.into()).map_err(request::failure)?;
        let keys = self.run(&[shelf::VALUES], Purpose::Read, async |transaction| {
            let values = transaction.shelf(shelf::VALUES)?;
            request::result(values.get_all_keys_with_key(&range)).await
        });
        Ok(Array::from(&keys.await?).iter().filter_map(|key| key.as_string()).collect())
    }

    /// One transaction of requests that do not depend on each other. One piece of code for all of them:
    /// [`IndexedDb::run`] is compiled anew for every use.
    async fn ask(&self, purpose: Purpose, asks: &[Ask<'_>]) -> Result<Vec<JsValue>, StoreError> {
        let shelves: Vec<_> = asks.iter().map(Ask::shelf).collect();
        self.begin(&shelves, purpose).await?.ask(asks).await
    }

    /// A transaction of one request.
    async fn ask_one(&self, purpose: Purpose, ask: Ask<'_>) -> Result<JsValue, StoreError> {
        Ok(self.ask(purpose, &[ask]).await?.pop().unwrap_or_default())
    }

    /// One transaction: all of its work is done, or none of it.
    async fn run<T>(
        &self,
        shelves: &[&str],
        purpose: Purpose,
        work: impl AsyncFnOnce(&Transaction) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let transaction = self.begin(shelves, purpose).await?;
        match work(&transaction).await {
            Ok(value) => transaction.finish().await.map(|()| value),
            Err(reason) => Err(transaction.abort(reason).await),
        }
    }

    /// Begins a transaction. A connection that the browser closed meanwhile (a newer app took over,
    /// the phone put the page to sleep) is opened again first, and says so if the log is newer now.
    async fn begin(&self, shelves: &[&str], purpose: Purpose) -> Result<Transaction, StoreError> {
        let first = Transaction::begin(&self.connection.borrow(), shelves, purpose);
        if let Ok(transaction) = first {
            return Ok(transaction);
        }
        let database = open::open(&self.name).await?;
        let again = Transaction::begin(&database, shelves, purpose).map_err(request::failure)?;
        self.connection.replace(database).close();
        Ok(again)
    }
}
