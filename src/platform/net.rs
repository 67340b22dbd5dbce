//! Requests to the server that this page came from; in pages and workers alike.

use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Response};

use super::clock;

/// A body that is longer than this is none of ours.
const MOST_BYTES: u64 = 8 * 1024 * 1024;
/// Up to this many bytes a request may outlive its page (browsers allow 64 KB for all together).
const KEEP_ALIVE_BYTES: usize = 32 * 1024;

/// A reply as it came. Whether it came from a hub is for others to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status; 0 when the request was sent elsewhere (a captive portal's redirection).
    pub status: u16,
    /// `Content-Type`, empty if there is none.
    pub content_type: String,
    /// `Retry-After` in seconds, if it has one in this form.
    pub retry_after: Option<u32>,
    /// `Date`, in milliseconds since 1970.
    pub date: Option<u64>,
    /// The body.
    pub body: Vec<u8>,
}

/// There is no reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// No connection, or it broke.
    #[error("no connection")]
    NoConnection,
    /// No complete reply in time.
    #[error("no reply in time")]
    TimedOut,
}

/// Fetches an address of this server.
///
/// # Errors
/// There is no complete reply.
pub async fn get(path: &str, timeout_ms: u32) -> Result<Reply, NetError> {
    exchange(path, "GET", None, timeout_ms).await
}

/// Posts JSON to an address of this server.
///
/// # Errors
/// There is no complete reply.
pub async fn post_json(path: &str, body: &[u8], timeout_ms: u32) -> Result<Reply, NetError> {
    exchange(path, "POST", Some((body, "application/json")), timeout_ms).await
}

/// Puts bytes at an address of this server.
///
/// # Errors
/// There is no complete reply.
pub async fn put(path: &str, body: &[u8], timeout_ms: u32) -> Result<Reply, NetError> {
    exchange(path, "PUT", Some((body, "application/octet-stream")), timeout_ms).await
}

/// What is sent, and its media type.
type Body<'b> = Option<(&'b [u8], &'b str)>;

async fn exchange(path: &str, method: &str, body: Body<'_>, timeout_ms: u32) -> Result<Reply, NetError> {
    let controller = AbortController::new().map_err(|_| NetError::NoConnection)?;
    let abort = controller.clone();
    // Called late, when all is over, it changes nothing.
    let abort = Closure::once_into_js(move || abort.abort());
    clock::call_later(abort.unchecked_ref(), timeout_ms);
    let reply = match request(path, method, body, &controller) {
        Ok(promise) => read(promise).await,
        Err(error) => Err(error),
    };
    let gave_up = controller.signal().aborted();
    reply.map_err(|_| if gave_up { NetError::TimedOut } else { NetError::NoConnection })
}

/// Starts a request that carries no cookies, is never answered from a cache, and follows nobody
/// elsewhere: a redirected POST is a captive portal's.
fn request(
    path: &str,
    method: &str,
    body: Body<'_>,
    controller: &AbortController,
) -> Result<Promise, JsValue> {
    let options = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&options, &name.into(), value);
    set("method", &method.into())?;
    set("credentials", &"omit".into())?;
    set("cache", &"no-store".into())?;
    set("redirect", &"manual".into())?;
    set("signal", &controller.signal())?;
    if let Some((body, kind)) = body {
        let headers = Object::new();
        Reflect::set(&headers, &"content-type".into(), &kind.into())?;
        set("headers", &headers)?;
        set("body", &Uint8Array::from(body))?;
        set("keepalive", &(body.len() <= KEEP_ALIVE_BYTES).into())?;
    }
    let global = js_sys::global();
    let fetch: Function = Reflect::get(&global, &"fetch".into())?.dyn_into()?;
    fetch.call2(&global, &path.into(), &options)?.dyn_into()
}

async fn read(reply: Promise) -> Result<Reply, JsValue> {
    let response: Response = JsFuture::from(reply).await?.unchecked_into();
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let too_long = header("content-length").is_some_and(|length| length.parse().unwrap_or(0) > MOST_BYTES);
    let status = response.status();
    let body = if status == 0 || too_long {
        Vec::new()
    } else {
        Uint8Array::new(&JsFuture::from(response.array_buffer()?).await?).to_vec()
    };
    Ok(Reply {
        status,
        content_type: header("content-type").unwrap_or_default(),
        retry_after: header("retry-after").and_then(|seconds| seconds.parse().ok()),
        date: header("date").and_then(|date| clock::parse_http_date(&date)),
        body,
    })
}
