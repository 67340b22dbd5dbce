//! What the browser says about how long and how much it will keep.
//!
//! Whether a window is private cannot be told honestly: browsers took care that pages cannot find out.
//! What can be told is whether storage works at all ([`IndexedDb::open`](super::indexed_db::IndexedDb)),
//! whether the browser promised not to clear it, and how much room it gives.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Below this much room the person should be told before the device is full.
const SCARCE_BYTES: u64 = 5 * 1024 * 1024;

/// Whether the browser promised not to clear this page's storage by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persistence {
    /// Promised: only the person can clear it.
    Promised,
    /// Not promised: the browser may clear it when the device is full or the page is not visited.
    NotPromised,
    /// This browser cannot say (older ones, and pages that are not served securely).
    Unknown,
}

/// How much room this page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Bytes in use, as far as the browser tells.
    pub used: u64,
    /// Bytes that this page may use in all, as far as the browser tells.
    pub allowed: u64,
}

impl Room {
    /// Whether there is so little left that the person should be told.
    pub fn is_scarce(self) -> bool {
        self.allowed.saturating_sub(self.used) < SCARCE_BYTES
    }
}

/// Asks the browser not to clear this page's storage, and gives its answer. Some browsers ask the
/// person; most decide silently, and decide otherwise later, so it is worth asking at every visit.
pub async fn ask_to_persist() -> Persistence {
    match call("persisted").await {
        Ok(answer) if answer == true => return Persistence::Promised,
        Ok(_) => {}
        Err(_) => return Persistence::Unknown,
    }
    match call("persist").await {
        Ok(answer) if answer == true => Persistence::Promised,
        Ok(_) => Persistence::NotPromised,
        Err(_) => Persistence::Unknown,
    }
}

/// How much room there is; `None` where the browser does not say.
pub async fn room() -> Option<Room> {
    let estimate = call("estimate").await.ok()?;
    let bytes = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some(Room { used: bytes("usage")? as u64, allowed: bytes("quota")? as u64 })
}

/// Calls a method of `navigator.storage`, where it exists.
async fn call(method: &str) -> Result<JsValue, JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
    let storage = Reflect::get(&navigator, &"storage".into())?;
    let method: Function = Reflect::get(&storage, &method.into())?.dyn_into()?;
    let promise: Promise = method.call0(&storage)?.dyn_into()?;
    JsFuture::from(promise).await
}
