//! A PIN as it rests on the device: never itself, only what PBKDF2 makes of it (RFC 8018, HMAC-SHA-256).

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::random;

/// Rounds. A tablet of the cheapest kind takes a moment for them, whoever tries all PINs ten thousand.
const ROUNDS: u32 = 100_000;

/// Whether this page can hash a PIN: browsers hash only for securely served pages.
pub fn is_available() -> bool {
    subtle().is_some()
}

fn subtle() -> Option<SubtleCrypto> {
    let crypto: JsValue = random::crypto()?.into();
    let found = Reflect::get(&crypto, &"subtle".into()).ok()?;
    found.is_object().then(|| found.unchecked_into())
}

/// The hash of a PIN with this salt; `None` if the browser's cryptography fails.
pub async fn hash(pin: &str, salt: &[u8; 16]) -> Option<[u8; 32]> {
    let subtle = subtle()?;
    let raw = Uint8Array::from(pin.as_bytes());
    let uses = Array::of1(&"deriveBits".into());
    let key = subtle.import_key_with_str("raw", &raw, "PBKDF2", false, &uses).ok()?;
    let key: CryptoKey = JsFuture::from(key).await.ok()?.dyn_into().ok()?;
    let how = Object::new();
    let set = |name: &str, value: JsValue| Reflect::set(&how, &name.into(), &value).is_ok();
    let all = set("name", "PBKDF2".into())
        && set("hash", "SHA-256".into())
        && set("salt", Uint8Array::from(&salt[..]).into())
        && set("iterations", ROUNDS.into());
    let bits = all.then(|| subtle.derive_bits_with_object(&how, &key, 256).ok())??;
    let bits = JsFuture::from(bits).await.ok()?;
    Uint8Array::new(&bits).to_vec().try_into().ok()
}
