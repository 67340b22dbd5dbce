//! Files that a page keeps for itself, in a cache of its own: whole or not at all, one by one.

use std::collections::BTreeSet;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Request, Response, Url};

use super::{caches, clock};

/// How long one file may take. A weak line is slow, not absent; a dead one is let go.
const TIMEOUT_MS: u32 = 120_000;

/// A named cache.
#[derive(Clone, Debug)]
pub struct KeptFiles(JsValue);

/// Why a file was not kept. What was kept before stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeepError {
    /// No connection, or it broke before the last byte.
    #[error("no connection")]
    NoConnection,
    /// Something else came: a captive portal's page, another version's file.
    #[error("what came is not the file")]
    NotTheFile,
    /// The device has no room, or refuses.
    #[error("the device does not keep it")]
    Refused,
}

impl KeptFiles {
    /// Opens the cache of this name; `None` where the browser gives the page none.
    pub async fn open(name: &str) -> Option<Self> {
        caches::call(&caches::caches()?, "open", &[name.into()]).await.map(Self)
    }

    /// Paths of what is kept.
    pub async fn paths(&self) -> BTreeSet<String> {
        let Some(requests) = caches::call(&self.0, "keys", &[]).await else { return BTreeSet::new() };
        let requests: Array = requests.unchecked_into();
        let path =
            |request: JsValue| Some(Url::new(&request.dyn_into::<Request>().ok()?.url()).ok()?.pathname());
        requests.iter().filter_map(path).collect()
    }

    /// The bytes kept under this path.
    pub async fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        let options = Object::new();
        Reflect::set(&options, &"ignoreVary".into(), &true.into()).ok()?;
        let hit = caches::call(&self.0, "match", &[path.into(), options.into()]).await?;
        body(&hit.dyn_into().ok()?).await
    }

    /// Forgets a file.
    pub async fn remove(&self, path: &str) {
        let _ = caches::call(&self.0, "delete", &[path.into()]).await;
    }

    /// Fetches a file and keeps it, with its headers, if all of it came and `is_right` says so.
    ///
    /// # Errors
    /// It was not kept.
    pub async fn fetch(&self, path: &str, is_right: impl FnOnce(&[u8]) -> bool) -> Result<(), KeepError> {
        let response = ask(path).await.ok_or(KeepError::NoConnection)?;
        if !response.ok() || response.redirected() {
            return Err(KeepError::NotTheFile);
        }
        let copy = response.clone().map_err(|_| KeepError::NoConnection)?;
        let bytes = body(&copy).await.ok_or(KeepError::NoConnection)?;
        if !is_right(&bytes) {
            return Err(KeepError::NotTheFile);
        }
        caches::call(&self.0, "put", &[path.into(), response.into()])
            .await
            .map(drop)
            .ok_or(KeepError::Refused)
    }
}

/// Starts a request. A file named by what is in it may come from the browser's own cache; any other is
/// asked for anew.
async fn ask(path: &str) -> Option<Response> {
    let controller = AbortController::new().ok()?;
    let options = Object::new();
    let mode = if path.starts_with("/a/") { "default" } else { "no-cache" };
    Reflect::set(&options, &"cache".into(), &mode.into()).ok()?;
    Reflect::set(&options, &"signal".into(), &controller.signal()).ok()?;
    let abort = Closure::once_into_js(move || controller.abort());
    clock::call_later(abort.unchecked_ref(), TIMEOUT_MS);
    let global = js_sys::global();
    let fetch: Function = Reflect::get(&global, &"fetch".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = fetch.call2(&global, &path.into(), &options).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

async fn body(response: &Response) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
