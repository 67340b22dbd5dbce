//! The app's files, and the page for an address that is none of them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::encoding::Encoding;
use super::{pages, problem::Problem};
use crate::Hub;
use crate::dist::Asset;

/// Names that carry a hash never change what they mean.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Icons keep their names over builds.
const A_DAY: &str = "public, max-age=86400";
/// The service worker.
const WORKER: &str = "/sw.js";

pub(crate) async fn serve(
    State(hub): State<Arc<Hub>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return Problem::WrongMethod.into_response();
    }
    let path = uri.path();
    match hub.dist.as_ref().and_then(|dist| dist.asset(path)) {
        Some(asset) => {
            let mut response = send(asset, path, &headers);
            // A service worker runs under the policy it is served with: it loads the sender and calls home.
            let policy = hub.dist.as_ref().and_then(|dist| HeaderValue::from_str(&dist.build.csp).ok());
            if let Some(policy) = policy.filter(|_| path == WORKER) {
                response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
            }
            response
        }
        // A script or picture of another build: a page of HTML would only confuse its reader.
        None if path.starts_with("/a/") || path.starts_with("/icons/") => Problem::NotFound.into_response(),
        None => pages::not_found(&hub, uri.query(), &headers),
    }
}

fn send(asset: &Asset, path: &str, headers: &HeaderMap) -> Response {
    let forever = path.starts_with("/a/");
    // What keeps its name is asked for again, and mostly unchanged.
    let tag = (!forever).then(|| super::tag(&asset.plain));
    if let Some(tag) = tag.clone().filter(|tag| super::has_already(headers, tag)) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let form = |encoding| match encoding {
        Encoding::Brotli => asset.brotli.clone(),
        Encoding::Gzip => asset.gzip.clone(),
        Encoding::Plain => Some(asset.plain.clone()),
    };
    let chosen = Encoding::accepted(headers).find_map(|encoding| Some((encoding, form(encoding)?)));
    let (encoding, bytes) = chosen.unwrap_or((Encoding::Plain, asset.plain.clone()));
    let mut response = Response::new(Body::from(bytes));
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(name) = encoding.name() {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        out.insert(header::ETAG, tag);
    }
    let keep = match path {
        _ if forever => FOREVER,
        _ if path.starts_with("/icons/") || path == "/favicon.svg" => A_DAY,
        // The service worker decides what a device runs: it is asked for anew each time.
        _ => "no-cache",
    };
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}
