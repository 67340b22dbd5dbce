//! The courier, loaded once nothing else is in its way.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlScriptElement;

use lang_nghe_record::Envelope;

use super::document::{document, meta};
use crate::state::Trouble;

/// Name of the courier's global.
const COURIER: &str = "LangNgheCourier";

/// Sends what waits, until nothing does or something fails; what became of it is in the store.
/// `false` if the courier itself could not be loaded. Asked for by a person it sends also what the hub could not take a
/// while ago.
pub async fn send(asked: bool) -> bool {
    call("send", &[asked.into()]).await.is_some()
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

/// These envelopes as a file that a hub takes.
pub async fn file(envelopes: &[Envelope]) -> Option<Vec<u8>> {
    let words = envelopes.iter().flat_map(|one| [one.id.to_string(), one.campaign.clone()]);
    let words: Array = words.map(JsValue::from).collect();
    let sealed: Array = envelopes.iter().map(|one| Uint8Array::from(one.sealed.as_slice())).collect();
    let file = call("file", &[words.into(), sealed.into()]).await?;
    Some(file.dyn_into::<Uint8Array>().ok()?.to_vec())
}

/// A form that is ready to be sealed.
#[derive(Clone, Copy, Debug)]
pub struct Ready<'a> {
    /// The record's id, the campaign, the service point (or nothing), the form as a draft, and for how many seconds
    /// it was open (or nothing).
    pub words: [&'a str; 5],
    /// The campaign's public key.
    pub key: &'a [u8],
    /// The language pack that it was filled in with.
    pub pack: &'a [u8],
}

impl Ready<'_> {
    fn arguments(&self) -> [JsValue; 3] {
        let words: Array = self.words.iter().map(|word| JsValue::from_str(word)).collect();
        [words.into(), Uint8Array::from(self.key).into(), Uint8Array::from(self.pack).into()]
    }
}

/// Seals a form and keeps it, on a shared device together with its tally.
///
/// # Errors
/// Nothing was kept: the courier could not be loaded, or what it said.
pub async fn submit(form: Ready<'_>, shared: bool) -> Result<(), Trouble> {
    let [words, key, pack] = form.arguments();
    let refused = call("submit", &[words, key, pack, shared.into()]).await.ok_or(Trouble::Courier)?;
    match refused.as_string().as_deref() {
        None => Ok(()),
        Some("full") => Err(Trouble::Full),
        Some("newer") => Err(Trouble::Newer),
        Some("unavailable") => Err(Trouble::Unavailable),
        Some("seal") => Err(Trouble::Seal),
        Some(_) => Err(Trouble::Failed),
    }
}

/// A class's record that is ready to be sealed.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// The record's id, the campaign, and of the device value that is written with it the name and the revision it
    /// was made from.
    pub words: [&'a str; 4],
    /// The campaign's public key.
    pub key: &'a [u8],
    /// The record as JSON.
    pub json: &'a [u8],
    /// The device value.
    pub value: &'a [u8],
}

/// Seals a class and keeps it, in one step with the device value.
///
/// # Errors
/// Nothing was kept: the courier could not be loaded, or what it said.
pub async fn keep(class: Written<'_>) -> Result<(), Trouble> {
    let words: Array = class.words.iter().map(|word| JsValue::from_str(word)).collect();
    let [key, json, value] = [class.key, class.json, class.value].map(|bytes| Uint8Array::from(bytes).into());
    let refused = call("keep", &[words.into(), key, json, value]).await.ok_or(Trouble::Courier)?;
    match refused.as_string().as_deref() {
        None => Ok(()),
        Some("full") => Err(Trouble::Full),
        Some("seal") => Err(Trouble::Seal),
        Some(_) => Err(Trouble::Failed),
    }
}

/// Seals a form for a page without storage.
///
/// # Errors
/// The courier could not be loaded, or it could not seal the form.
pub async fn seal(form: Ready<'_>) -> Result<Vec<u8>, Trouble> {
    let sealed = call("sealed", &form.arguments()).await.ok_or(Trouble::Courier)?;
    let sealed: Uint8Array = sealed.dyn_into().map_err(|_| Trouble::Seal)?;
    Ok(sealed.to_vec())
}

/// Loads the courier, so that it is there when the last page asks for it.
pub async fn prepare() {
    // If it does not come now, the next call tries again.
    let _ = courier().await;
}

/// Calls one of the courier's functions and waits for its promise.
async fn call(name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let courier = courier().await?;
    let function: Function = Reflect::get(&courier, &name.into()).ok()?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().collect();
    let answer = function.apply(&courier, &arguments).ok()?;
    JsFuture::from(Promise::resolve(&answer)).await.ok()
}

/// The courier's functions, once it is loaded and started.
async fn courier() -> Option<JsValue> {
    let global = js_sys::global();
    if !Reflect::has(&global, &COURIER.into()).ok()? {
        load().await?;
    }
    let courier = Reflect::get(&global, &COURIER.into()).ok()?;
    JsFuture::from(Promise::resolve(&courier)).await.ok()
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
