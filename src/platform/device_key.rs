//! The device's own key, for what rests on a shared device: the tally.
//!
//! A tally of one person is that person's answers, so it never rests readable. The key is made by
//! WebCrypto and cannot be exported: scripts can use it, nobody can read it, and a copy of the files
//! of a browser profile shows bytes only. It is kept where the browser keeps keys, in IndexedDB.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use lang_nghe_store::{Store, StoreError, Submission, TallyChange};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::indexed_db::IndexedDb;
use super::{locks, random};

/// AES-GCM's number used once, in bytes; it goes before the ciphertext.
const NONCE: usize = 12;
/// Name of the value that holds the key of the tallies. It goes when the device is no longer shared.
const TALLY_KEY: &str = "device-key";
/// Name of the value that holds the key of the classes that were sent; it stays.
const CLASS_KEY: &str = "class-key";
/// Only one tab at a time adds to a tally.
pub const TALLY_LOCK: &str = "lang-nghe-tally";
/// How often a tally is made again because another tab was faster. With Web Locks once is enough.
const ATTEMPTS: usize = 5;

/// Why the device's key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The page is not served securely, so the browser gives it no keys: no shared device here.
    #[error("the page is not served over https, so this browser gives it no keys")]
    Insecure,
    /// The bytes were sealed by another key, under another name, or changed.
    #[error("the value was sealed by another key, or changed")]
    Damaged,
    /// The key could not be kept or found.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything else the browser said.
    #[error("the browser's cryptography failed: {0}")]
    Failed(String),
}

/// What became of the tally of a submission. The submission itself is kept in either case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tallied<E> {
    /// Added, in one step with the submission.
    Added,
    /// Left as it was.
    Left(TallyTrouble<E>),
}

/// Why a tally was left as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TallyTrouble<E> {
    /// The device's key cannot be used, or the tally does not open with it.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Other tabs were faster again and again.
    #[error("other tabs kept changing the tally")]
    Conflict,
    /// The change itself was refused.
    #[error("{0}")]
    Change(E),
}

/// The device's own key.
#[derive(Debug, Clone)]
pub struct DeviceKey {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

/// Whether this page can have a device key, and so be a shared device.
pub fn is_available() -> bool {
    subtle().is_some()
}

fn subtle() -> Option<SubtleCrypto> {
    let crypto: JsValue = random::crypto()?.into();
    let found = Reflect::get(&crypto, &"subtle".into()).ok()?;
    found.is_object().then(|| found.unchecked_into())
}

impl DeviceKey {
    /// The key that tallies on this device are sealed with, made at the first call.
    ///
    /// # Errors
    /// The page is not served securely, or the key cannot be kept.
    pub async fn get(log: &IndexedDb) -> Result<Self, KeyError> {
        Self::named(log, TALLY_KEY).await
    }

    /// The key that classes on this device are locked with once they are sent, made at the first call.
    ///
    /// # Errors
    /// The page is not served securely, or the key cannot be kept.
    pub async fn of_classes(log: &IndexedDb) -> Result<Self, KeyError> {
        Self::named(log, CLASS_KEY).await
    }

    async fn named(log: &IndexedDb, name: &str) -> Result<Self, KeyError> {
        let subtle = subtle().ok_or(KeyError::Insecure)?;
        if let Some(key) = log.device_key(name).await? {
            return Ok(Self { subtle, key });
        }
        let made = make(&subtle).await.map_err(failed)?;
        match log.add_device_key(name, &made).await {
            // Another tab may have been faster: there is one key, and it is the one that was kept.
            Ok(()) | Err(StoreError::Duplicate) => {}
            Err(error) => return Err(error.into()),
        }
        let kept = log.device_key(name).await?;
        kept.map(|key| Self { subtle, key }).ok_or(KeyError::Damaged)
    }

    /// Seals bytes to be kept under this name.
    ///
    /// # Errors
    /// The browser's cryptography fails.
    pub async fn seal_value(&self, name: &str, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let nonce: [u8; NONCE] = random::bytes().map_err(|error| KeyError::Failed(error.to_string()))?;
        let promise = self.subtle.encrypt_with_object_and_js_u8_array(
            &parameters(name, &nonce),
            &self.key,
            &Uint8Array::from(plain),
        );
        Ok([&nonce[..], &bytes(promise).await.map_err(failed)?].concat())
    }

    /// Opens what [`DeviceKey::seal_value`] gave for this name.
    ///
    /// # Errors
    /// The bytes were sealed by another key, under another name, or changed.
    pub async fn open_value(&self, name: &str, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (nonce, ciphertext) = sealed.split_at_checked(NONCE).ok_or(KeyError::Damaged)?;
        let promise = self.subtle.decrypt_with_object_and_js_u8_array(
            &parameters(name, nonce),
            &self.key,
            &Uint8Array::from(ciphertext),
        );
        bytes(promise).await.map_err(|_| KeyError::Damaged)
    }
}

/// Keeps a submission and, in the same step, the tally with it added.
///
/// `change` gets the bytes of the tally (`None` at the first time) and gives the new ones; it is
/// called again when another tab was faster. When the tally cannot be used, the answers are kept
/// without it: they matter more.
///
/// # Errors
/// The submission was not kept. Nothing was changed.
pub async fn submit_with_tally<E>(
    log: &IndexedDb,
    submission: Submission,
    name: &str,
    mut change: impl FnMut(Option<Vec<u8>>) -> Result<Vec<u8>, E>,
) -> Result<Tallied<E>, StoreError> {
    // Where there are no locks, compare-and-swap alone decides between tabs.
    let _lock = locks::wait_for(TALLY_LOCK).await;
    let mut submission = submission;
    let mut trouble = TallyTrouble::Conflict;
    for _ in 0..ATTEMPTS {
        match changed_tally(log, name, &mut change).await {
            Ok(tally) => submission.tally = Some(tally),
            Err(error) => {
                trouble = error;
                break;
            }
        }
        match log.submit(&submission).await {
            Ok(()) => return Ok(Tallied::Added),
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    submission.tally = None;
    log.submit(&submission).await?;
    Ok(Tallied::Left(trouble))
}

/// The tally as it will be, sealed, and the revision that it was made from.
async fn changed_tally<E>(
    log: &IndexedDb,
    name: &str,
    change: &mut impl FnMut(Option<Vec<u8>>) -> Result<Vec<u8>, E>,
) -> Result<TallyChange, TallyTrouble<E>> {
    let key = DeviceKey::get(log).await?;
    let last = log.value(name).await.map_err(KeyError::Store)?;
    let from_revision = last.as_ref().map_or(0, |value| value.revision);
    let plain = match last {
        Some(value) => Some(key.open_value(name, &value.bytes).await?),
        None => None,
    };
    let plain = change(plain).map_err(TallyTrouble::Change)?;
    let bytes = key.seal_value(name, &plain).await?;
    Ok(TallyChange { name: name.to_owned(), from_revision, bytes })
}

/// The tally of this name, opened; `None` if there is none.
///
/// # Errors
/// The device's key cannot be used, or the tally does not open with it.
pub async fn read_tally(log: &IndexedDb, name: &str) -> Result<Option<Vec<u8>>, KeyError> {
    match log.value(name).await? {
        Some(value) => DeviceKey::get(log).await?.open_value(name, &value.bytes).await.map(Some),
        None => Ok(None),
    }
}

/// A new key, 256 bits, that cannot leave the browser.
async fn make(subtle: &SubtleCrypto) -> Result<CryptoKey, JsValue> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"AES-GCM".into())?;
    Reflect::set(&algorithm, &"length".into(), &256.into())?;
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let promise = subtle.generate_key_with_object(&algorithm, false, &uses)?;
    JsFuture::from(promise).await?.dyn_into()
}

/// AES-GCM with this nonce, bound to the name under which the value is kept.
fn parameters(name: &str, nonce: &[u8]) -> Object {
    let parameters = Object::new();
    // Setting a field of a plain object cannot fail.
    let set = |field: &str, value: &JsValue| Reflect::set(&parameters, &field.into(), value).is_ok();
    set("name", &"AES-GCM".into());
    set("iv", &Uint8Array::from(nonce));
    set("additionalData", &Uint8Array::from(name.as_bytes()));
    parameters
}

async fn bytes(promise: Result<Promise, JsValue>) -> Result<Vec<u8>, JsValue> {
    Ok(Uint8Array::new(&JsFuture::from(promise?).await?).to_vec())
}

fn failed(thrown: JsValue) -> KeyError {
    let words = Reflect::get(&thrown, &"message".into()).unwrap_or_default().as_string();
    KeyError::Failed(words.unwrap_or_default())
}
