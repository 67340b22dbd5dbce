//! Randomness from the browser's own generator.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::Crypto;

/// The browser has no generator that is fit for keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this browser has no source of randomness")]
pub struct NoRandomness;

/// Fresh random bytes; in pages and workers, also where the page is not served securely.
///
/// # Errors
/// The browser has no generator that is fit for keys.
pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    let crypto = crypto().ok_or(NoRandomness)?;
    crypto.get_random_values_with_u8_array(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// A random number for jitter, where 0 does no harm.
pub fn number() -> u32 {
    bytes().map_or(0, u32::from_le_bytes)
}

/// The browser's `crypto`.
pub(super) fn crypto() -> Option<Crypto> {
    let found = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
    found.is_object().then(|| found.unchecked_into())
}
