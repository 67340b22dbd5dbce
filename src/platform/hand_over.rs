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

/// Whether the browser has a share sheet for words.
pub fn can_share() -> bool {
    navigator("share").is_some()
}

/// Whether the browser's share sheet takes a file of this name.
pub fn can_share_file(name: &str) -> bool {
    file_data(name, b" ").is_some()
}

/// Hands words over through the share sheet; called from a tap. `None` where there is none.
pub async fn words(text: &str) -> Option<HandedOver> {
    let data = Object::new();
    Reflect::set(&data, &"text".into(), &text.into()).ok()?;
    ask(&data).await
}

/// Puts words where the person can paste them from; called from a tap. Says whether that worked.
pub async fn copy(text: &str) -> bool {
    let write = || -> Option<Promise> {
        let (_, clipboard) = navigator("clipboard")?;
        let write: Function = Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into().ok()?;
        write.call1(&clipboard, &text.into()).ok()?.dyn_into().ok()
    };
    match write() {
        Some(written) => JsFuture::from(written).await.is_ok(),
        None => false,
    }
}

/// Shares a file under the name it has; `None` where the browser cannot.
pub async fn share_file(name: &str, bytes: &[u8]) -> Option<HandedOver> {
    share(name, bytes).await
}

/// The navigator and something it has, unless that is missing.
fn navigator(name: &str) -> Option<(JsValue, JsValue)> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let found = Reflect::get(&navigator, &name.into()).ok().filter(JsValue::is_truthy)?;
    Some((navigator, found))
}

/// `None` where the browser cannot share files, or could not this time.
async fn share(name: &str, bytes: &[u8]) -> Option<HandedOver> {
    ask(&file_data(name, bytes)?).await
}

/// A file as share sheets take it; `None` where they do not.
fn file_data(name: &str, bytes: &[u8]) -> Option<Object> {
    let (navigator, can) = navigator("canShare")?;
    let can: Function = can.dyn_into().ok()?;
    let data = Object::new();
    Reflect::set(&data, &"files".into(), &Array::of1(&file(name, bytes)?)).ok()?;
    can.call1(&navigator, &data).ok()?.is_truthy().then_some(data)
}

async fn ask(data: &Object) -> Option<HandedOver> {
    let (navigator, share) = navigator("share")?;
    let share: Function = share.dyn_into().ok()?;
    let asked: Promise = share.call1(&navigator, data).ok()?.dyn_into().ok()?;
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
    let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("csv") => "text/csv",
        Some("html") => "text/html",
        Some("png") => "image/png",
        _ => "text/plain",
    };
    Reflect::set(&options, &"type".into(), &kind.into()).ok()?;
    let parts = Array::of1(&Uint8Array::from(bytes));
    Reflect::construct(&class, &Array::of3(&parts, &name.into(), &options)).ok()
}
