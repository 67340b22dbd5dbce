//! Recordings of lessons on this device, in a database of their own: what a survey keeps is never touched
//! for their sake.
//!
//! What a recording is of lies apart from its bytes, so that looking through them reads no sound. Both are
//! written in one transaction that is complete only once it is on the disk.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise};
use lang_nghe_lesson::speech::{Hash, Held, Key, Origin, State};
use lang_nghe_store::StoreError;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStoreParameters, IdbOpenDbRequest};

use super::open::{PATIENCE_MS, close_when_it_comes, factory, refusal};
use super::request::{Purpose, Transaction, failure, listen, result};
use super::rows::{self, Row};
use crate::platform::clock;

/// Name and version of the database.
const DATABASE: (&str, u32) = ("lang-nghe-speech", 1);
/// What each recording is of, and its bytes; both by hash.
const ABOUT: &str = "about";
const BYTES: &str = "bytes";

/// The recordings on this device. A clone is another handle on the same connection.
#[derive(Clone, Debug)]
pub struct Recordings(Rc<RefCell<IdbDatabase>>);

impl Recordings {
    /// Opens them.
    ///
    /// # Errors
    /// No storage for this page, or a database written by a newer app. Nothing was changed.
    pub async fn open() -> Result<Self, StoreError> {
        Ok(Self(Rc::new(RefCell::new(open().await?))))
    }

    /// All that are here; a row that cannot be read is left alone.
    ///
    /// # Errors
    /// The storage fails.
    pub async fn list(&self) -> Result<Vec<Held>, StoreError> {
        let transaction = self.begin(Purpose::Read).await?;
        let all: Array = result(transaction.shelf(ABOUT)?.get_all()).await?.unchecked_into();
        transaction.finish().await?;
        Ok(all.iter().filter_map(|row| held(&row)).collect())
    }

    /// The bytes of a recording, if it is here.
    ///
    /// # Errors
    /// The storage fails.
    pub async fn bytes(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        let transaction = self.begin(Purpose::Read).await?;
        let row = result(transaction.shelf(BYTES)?.get(&hash.to_string().into())).await?;
        transaction.finish().await?;
        Ok(rows::bytes(&row, "bytes"))
    }

    /// Keeps a recording in the place of others.
    ///
    /// # Errors
    /// The device is full or its storage fails. Nothing was changed.
    pub async fn keep(&self, held: &Held, bytes: &[u8], instead: &[Hash]) -> Result<(), StoreError> {
        let row = Row::new().with("hash", held.hash.to_string()).bytes("bytes", bytes);
        let work = async |transaction: &Transaction| {
            result(transaction.shelf(ABOUT)?.put(&about(held).into())).await?;
            result(transaction.shelf(BYTES)?.put(&row.into())).await?;
            erase(transaction, instead).await
        };
        self.write(work).await
    }

    /// Notes what the hub says of a recording; one that is gone meanwhile stays gone.
    ///
    /// # Errors
    /// The storage fails.
    pub async fn mark(&self, hash: Hash, state: State) -> Result<(), StoreError> {
        let work = async |transaction: &Transaction| {
            let shelf = transaction.shelf(ABOUT)?;
            let row = result(shelf.get(&hash.to_string().into())).await?;
            if let Some(known) = held(&row) {
                result(shelf.put(&about(&Held { state: Some(state), ..known }).into())).await?;
            }
            Ok(())
        };
        self.write(work).await
    }

    /// Forgets recordings.
    ///
    /// # Errors
    /// The storage fails; nothing was forgotten.
    pub async fn forget(&self, hashes: &[Hash]) -> Result<(), StoreError> {
        self.write(async |transaction| erase(transaction, hashes).await).await
    }

    async fn write(
        &self,
        work: impl AsyncFnOnce(&Transaction) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let transaction = self.begin(Purpose::WriteStrictly).await?;
        match work(&transaction).await {
            Ok(()) => transaction.finish().await,
            Err(reason) => Err(transaction.abort(reason).await),
        }
    }

    /// Begins a transaction, on a new connection if the browser closed the last one.
    async fn begin(&self, purpose: Purpose) -> Result<Transaction, StoreError> {
        let first = Transaction::begin(&self.0.borrow(), &[ABOUT, BYTES], purpose);
        if let Ok(transaction) = first {
            return Ok(transaction);
        }
        let database = open().await?;
        let again = Transaction::begin(&database, &[ABOUT, BYTES], purpose).map_err(failure)?;
        self.0.replace(database);
        Ok(again)
    }
}

async fn erase(transaction: &Transaction, hashes: &[Hash]) -> Result<(), StoreError> {
    for hash in hashes {
        let key = JsValue::from(hash.to_string());
        result(transaction.shelf(ABOUT)?.delete(&key)).await?;
        result(transaction.shelf(BYTES)?.delete(&key)).await?;
    }
    Ok(())
}

async fn open() -> Result<IdbDatabase, StoreError> {
    let (name, version) = DATABASE;
    let request = factory()?.open_with_u32(name, version).map_err(refusal)?;
    let upgrade = request.clone();
    let build = Closure::once(move || {
        if create(&upgrade).is_err() {
            // Half a database would be worse than none.
            let _ = upgrade.transaction().map(|transaction| transaction.abort());
        }
    });
    request.set_onupgradeneeded(Some(build.as_ref().unchecked_ref()));
    let done = Promise::new(&mut |resolve, _| {
        listen(&request, &resolve);
        clock::call_later(&resolve, PATIENCE_MS);
    });
    JsFuture::from(done).await.map_err(failure)?;
    match request.error() {
        Ok(None) => {}
        Ok(Some(error)) => return Err(refusal(error.into())),
        Err(_) => {
            close_when_it_comes(&request);
            return Err(StoreError::Unavailable);
        }
    }
    let database: IdbDatabase = request.result().map_err(failure)?.unchecked_into();
    // A newer app in another tab must not wait for this one.
    let gives_way = database.clone();
    let close = Closure::once_into_js(move || gives_way.close());
    database.set_onversionchange(Some(close.unchecked_ref()));
    Ok(database)
}

fn create(request: &IdbOpenDbRequest) -> Result<(), JsValue> {
    let database: IdbDatabase = request.result()?.unchecked_into();
    let by_hash = IdbObjectStoreParameters::new();
    by_hash.set_key_path(&"hash".into());
    for shelf in [ABOUT, BYTES] {
        database.create_object_store_with_optional_parameters(shelf, &by_hash)?;
    }
    Ok(())
}

fn about(held: &Held) -> Row {
    let Held { hash, key, bytes, day, origin, state, at } = held;
    Row::new()
        .with("hash", hash.to_string())
        .with("lang", key.lang.as_str())
        .with("lesson", key.lesson.as_str())
        .with("edition", key.edition.as_str())
        .with("part", key.part)
        .with("size", *bytes)
        .with("day", day.as_str())
        .with("origin", origin.code())
        .with("state", state.map(State::code))
        .with("at", *at as f64)
}

fn held(row: &JsValue) -> Option<Held> {
    let text = |name| rows::text(row, name);
    let number = |name| rows::number(row, name);
    let key = Key {
        lang: text("lang")?,
        lesson: text("lesson")?,
        edition: text("edition")?,
        part: u16::try_from(number("part")?).ok()?,
    };
    Some(Held {
        hash: Hash::parse(&text("hash")?)?,
        key,
        bytes: u32::try_from(number("size")?).ok()?,
        day: text("day")?,
        origin: Origin::parse(&text("origin")?)?,
        state: text("state").and_then(|code| State::parse(&code)),
        at: number("at")?,
    })
}
