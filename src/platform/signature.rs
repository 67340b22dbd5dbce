//! Signing with a key that belongs to this device: ECDSA on P-256 with SHA-256, by the browser's own
//! cryptography. Its private half is made so that no script can read it, and it lies where the browser
//! keeps keys, in IndexedDB. It costs the page no library.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use lang_nghe_store::StoreError;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::indexed_db::IndexedDb;
use super::random;

/// Why nothing was signed or checked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The page is not served securely, so the browser gives it no keys.
    #[error("the page is not served over https, so this browser gives it no keys")]
    Insecure,
    /// The key could not be kept or found.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything else the browser's cryptography did not do.
    #[error("the browser's cryptography failed")]
    Failed,
}

/// The device's key for signing.
#[derive(Debug, Clone)]
pub struct Signer {
    subtle: SubtleCrypto,
    private: CryptoKey,
    public: CryptoKey,
}

fn subtle() -> Result<SubtleCrypto, SignError> {
    let crypto: JsValue = random::crypto().ok_or(SignError::Insecure)?.into();
    let found = Reflect::get(&crypto, &"subtle".into()).unwrap_or_default();
    if found.is_object() { Ok(found.unchecked_into()) } else { Err(SignError::Insecure) }
}

/// Whether this page can sign and check signatures.
pub fn is_available() -> bool {
    subtle().is_ok()
}

impl Signer {
    /// The key of this device; made now if `make` says so and there is none.
    ///
    /// # Errors
    /// The page is not served securely, or the key cannot be kept.
    pub async fn get(log: &IndexedDb, make: bool) -> Result<Option<Self>, SignError> {
        let subtle = subtle()?;
        let mut kept = log.signing_keys().await?;
        if kept.is_none() && make {
            match log.add_signing_keys(&pair(&subtle).await?).await {
                // Another tab may have been faster: there is one key, and it is the one that was kept.
                Ok(()) | Err(StoreError::Duplicate) => {}
                Err(error) => return Err(error.into()),
            }
            kept = log.signing_keys().await?;
        }
        let Some(kept) = kept else { return Ok(None) };
        let half = |name: &str| -> Result<CryptoKey, SignError> {
            let half = Reflect::get(&kept, &name.into()).map_err(|_| SignError::Failed)?;
            half.dyn_into().map_err(|_| SignError::Failed)
        };
        Ok(Some(Self { subtle, private: half("privateKey")?, public: half("publicKey")? }))
    }

    /// The public half: 4, x, y.
    ///
    /// # Errors
    /// The browser's cryptography fails.
    pub async fn public_point(&self) -> Result<Vec<u8>, SignError> {
        bytes(self.subtle.export_key("raw", &self.public)).await
    }

    /// Signs: r and s, 32 bytes each.
    ///
    /// # Errors
    /// The browser's cryptography fails.
    pub async fn sign(&self, data: &[u8]) -> Result<[u8; 64], SignError> {
        let data = Uint8Array::from(data);
        let signed = self.subtle.sign_with_object_and_js_u8_array(&ecdsa(), &self.private, &data);
        bytes(signed).await?.try_into().map_err(|_| SignError::Failed)
    }
}

/// Whether a signature fits: by the key of this point, of exactly these bytes.
///
/// # Errors
/// The page is not served securely. A point that is no key is not an error: nothing fits it.
pub async fn fits(point: &[u8], data: &[u8], signature: &[u8; 64]) -> Result<bool, SignError> {
    let subtle = subtle()?;
    let uses = Array::of1(&"verify".into());
    let raw = Uint8Array::from(point);
    let Ok(imported) = subtle.import_key_with_object("raw", &raw, &curve(), false, &uses) else {
        return Ok(false);
    };
    let Ok(key) = JsFuture::from(imported).await else { return Ok(false) };
    let Ok(key) = key.dyn_into::<CryptoKey>() else { return Ok(false) };
    let (signature, data) = (Uint8Array::from(&signature[..]), Uint8Array::from(data));
    let checked =
        subtle.verify_with_object_and_js_u8_array_and_js_u8_array(&ecdsa(), &key, &signature, &data);
    let checked = JsFuture::from(checked.map_err(|_| SignError::Failed)?).await;
    Ok(checked.is_ok_and(|fits| fits.is_truthy()))
}

/// SHA-256.
///
/// # Errors
/// The page is not served securely.
pub async fn sha256(data: &[u8]) -> Result<Vec<u8>, SignError> {
    bytes(subtle()?.digest_with_str_and_js_u8_array("SHA-256", &Uint8Array::from(data))).await
}

/// A new pair whose private half cannot leave the browser. The public one always can.
async fn pair(subtle: &SubtleCrypto) -> Result<JsValue, SignError> {
    let uses = Array::of2(&"sign".into(), &"verify".into());
    let made = subtle.generate_key_with_object(&curve(), false, &uses).map_err(|_| SignError::Failed)?;
    JsFuture::from(made).await.map_err(|_| SignError::Failed)
}

fn curve() -> Object {
    object(&[("name", "ECDSA"), ("namedCurve", "P-256")])
}

fn ecdsa() -> Object {
    object(&[("name", "ECDSA"), ("hash", "SHA-256")])
}

fn object(fields: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

async fn bytes(promise: Result<Promise, JsValue>) -> Result<Vec<u8>, SignError> {
    let buffer =
        JsFuture::from(promise.map_err(|_| SignError::Failed)?).await.map_err(|_| SignError::Failed)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
