//! Pages that the service worker keeps, read by another page.

use std::collections::BTreeSet;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, Response, Url};

/// The HTML kept for this path in whatever language; `None` where nothing is kept.
pub async fn page(path: &str) -> Option<String> {
    let options = Object::new();
    for option in ["ignoreSearch", "ignoreVary"] {
        Reflect::set(&options, &option.into(), &true.into()).ok()?;
    }
    let hit = call(&caches()?, "match", &[path.into(), options.into()]).await?;
    let response: Response = hit.dyn_into().ok()?;
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Paths of kept pages that begin so, each once.
pub async fn paths(beginning: &str) -> BTreeSet<String> {
    try_paths(beginning).await.unwrap_or_default()
}

async fn try_paths(beginning: &str) -> Option<BTreeSet<String>> {
    let caches = caches()?;
    let mut found = BTreeSet::new();
    let names: Array = call(&caches, "keys", &[]).await?.dyn_into().ok()?;
    for name in names.iter() {
        let cache = call(&caches, "open", &[name]).await?;
        let requests: Array = call(&cache, "keys", &[]).await?.dyn_into().ok()?;
        let paths = requests.iter().filter_map(|request| {
            let address = request.dyn_into::<Request>().ok()?.url();
            Some(Url::new(&address).ok()?.pathname())
        });
        found.extend(paths.filter(|path| path.starts_with(beginning)));
    }
    Some(found)
}

/// Named through the global object: on insecure pages and in some in-app browsers it is missing.
pub(super) fn caches() -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &"caches".into()).ok().filter(JsValue::is_object)
}

/// Calls a method and waits for its promise.
pub(super) async fn call(on: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method: Function = Reflect::get(on, &method.into()).ok()?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().collect();
    let promise: Promise = method.apply(on, &arguments).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
