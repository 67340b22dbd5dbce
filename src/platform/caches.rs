//! Pages that the service worker keeps, read by another page.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The HTML kept for this path in whatever language; `None` where nothing is kept.
pub async fn page(path: &str) -> Option<String> {
    // Named through the global object: on insecure pages and in some in-app browsers it is missing.
    let caches = Reflect::get(&js_sys::global(), &"caches".into()).ok()?;
    let look: Function = Reflect::get(&caches, &"match".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    for option in ["ignoreSearch", "ignoreVary"] {
        Reflect::set(&options, &option.into(), &true.into()).ok()?;
    }
    let hit: Promise = look.call2(&caches, &path.into(), &options).ok()?.dyn_into().ok()?;
    let response: Response = JsFuture::from(hit).await.ok()?.dyn_into().ok()?;
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}
