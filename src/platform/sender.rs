//! The courier, loaded when there is something to send and not before.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlScriptElement;

use super::document::{document, meta};

/// Name of the courier's global.
const COURIER: &str = "LangNgheCourier";

/// Sends what waits, until nothing does or something fails; what became of it is in the store.
/// `false` if the courier itself could not be loaded.
pub async fn send() -> bool {
    call("send", &[]).await.is_some()
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
    let arguments: js_sys::Array = arguments.iter().collect();
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
