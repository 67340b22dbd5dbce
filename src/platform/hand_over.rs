//! Files handed to the person: through the system's share sheet where there is one, else as a download.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::document;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandedOver {
    /// Given to another app or person.
    Shared,
    /// Written into the downloads.
    Saved,
    /// The person closed the share sheet.
    Cancelled,
}

/// Hands a text file over. Called from a tap: browsers share only then.
///
/// `name` has no ending: share sheets take a list of file types that lacks JSON, so it is shared as
/// plain text and downloaded as what it is.
pub async fn json(name: &str, bytes: &[u8]) -> HandedOver {
    if let Some(shared) = share(&[name, ".txt"].concat(), bytes).await {
        return shared;
    }
    document::download(&[name, ".json"].concat(), bytes);
    HandedOver::Saved
}

/// Hands a table over; called from a tap. CSV is on the lists of share sheets as it is.
pub async fn csv(name: &str, text: &str) -> HandedOver {
    let name = [name, ".csv"].concat();
    if let Some(shared) = share(&name, text.as_bytes()).await {
        return shared;
    }
    document::download(&name, text.as_bytes());
    HandedOver::Saved
}

/// `None` where the browser cannot share files, or could not this time.
async fn share(name: &str, bytes: &[u8]) -> Option<HandedOver> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let can: Function = Reflect::get(&navigator, &"canShare".into()).ok()?.dyn_into().ok()?;
    let share: Function = Reflect::get(&navigator, &"share".into()).ok()?.dyn_into().ok()?;
    let data = Object::new();
    Reflect::set(&data, &"files".into(), &Array::of1(&file(name, bytes)?)).ok()?;
    can.call1(&navigator, &data).ok()?.is_truthy().then_some(())?;
    let asked: Promise = share.call1(&navigator, &data).ok()?.dyn_into().ok()?;
    match JsFuture::from(asked).await {
        Ok(_) => Some(HandedOver::Shared),
        Err(error) => {
            let reason = Reflect::get(&error, &"name".into()).unwrap_or_default();
            (reason == "AbortError").then_some(HandedOver::Cancelled)
        }
    }
}

fn file(name: &str, bytes: &[u8]) -> Option<JsValue> {
    let class: Function = Reflect::get(&js_sys::global(), &"File".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    let kind = if name.ends_with(".csv") { "text/csv" } else { "text/plain" };
    Reflect::set(&options, &"type".into(), &kind.into()).ok()?;
    let parts = Array::of1(&Uint8Array::from(bytes));
    Reflect::construct(&class, &Array::of3(&parts, &name.into(), &options)).ok()
}
