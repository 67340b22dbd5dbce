//! The courier, loaded when there is something to send and not before.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlScriptElement;

use super::document::{document, meta};
use crate::state::Trouble;

/// Name of the courier's global.
const COURIER: &str = "LangNgheCourier";

/// Sends what waits, until nothing does or something fails; what became of it is in the store.
/// `false` if the courier itself could not be loaded.
pub async fn send() -> bool {
    call("send", &[]).await.is_some()
}

/// What became of an envelope handed over directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// The hub has it.
    Sent,
    /// The hub will never take it.
    Refused,
    /// It is still here.
    NotYet,
}

/// Hands one envelope over, where there is no storage to send from.
pub async fn deliver(id: &str, campaign: &str, sealed: &[u8]) -> Handed {
    let arguments = [id.into(), campaign.into(), Uint8Array::from(sealed).into()];
    let report = call("deliver", &arguments).await.unwrap_or_default();
    let state = Reflect::get(&report, &"state".into()).ok().and_then(|state| state.as_string());
    match state.as_deref() {
        Some("idle") => Handed::Sent,
        Some("refused-some") => Handed::Refused,
        _ => Handed::NotYet,
    }
}

/// On a shared device: keeps a submission together with its tally. `None` if the courier could not be
/// loaded; then nothing was kept.
pub async fn submit_with_tally(words: [&str; 4], sealed: &[u8], pack: &[u8]) -> Option<Result<(), Trouble>> {
    let words: Array = words.into_iter().map(JsValue::from_str).collect();
    let arguments = [words.into(), Uint8Array::from(sealed).into(), Uint8Array::from(pack).into()];
    let refused = call("submit_with_tally", &arguments).await?;
    Some(match refused.as_string().as_deref() {
        None => Ok(()),
        Some("full") => Err(Trouble::Full),
        Some("newer") => Err(Trouble::Newer),
        Some("unavailable") => Err(Trouble::Unavailable),
        Some(_) => Err(Trouble::Failed),
    })
}

/// Calls one of the courier's functions and waits for its promise.
async fn call(name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let global = js_sys::global();
    if !Reflect::has(&global, &COURIER.into()).ok()? {
        load().await?;
    }
    let courier = Reflect::get(&global, &COURIER.into()).ok()?;
    let courier = JsFuture::from(Promise::resolve(&courier)).await.ok()?;
    let function: Function = Reflect::get(&courier, &name.into()).ok()?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().collect();
    let answer = function.apply(&courier, &arguments).ok()?;
    JsFuture::from(Promise::resolve(&answer)).await.ok()
}

async fn load() -> Option<()> {
    let document = document()?;
    let script: HtmlScriptElement = document.create_element("script").ok()?.unchecked_into();
    script.set_src(&meta("courier")?);
    let loaded = Promise::new(&mut |resolve, reject| {
        script.set_onload(Some(&resolve));
        script.set_onerror(Some(&reject));
    });
    document.head()?.append_child(&script).ok()?;
    let loaded = JsFuture::from(loaded).await;
    if loaded.is_err() {
        // Out of the way, so that the next attempt loads it afresh.
        script.remove();
    }
    loaded.ok().map(drop)
}
