//! What is logged about requests: nothing that tells when whose answers came.
//!
//! A line per request with its time would be the minute-exact record that the database refuses to
//! keep. So ordinary requests are silent; with `--log-level debug` they appear with the route's
//! pattern (never the address as typed, which names a service point) and without who asked.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

pub(crate) async fn log(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("other", MatchedPath::as_str);
    let status = response.status();
    if status.is_server_error() {
        tracing::warn!(%method, route, status = status.as_u16(), "a request failed");
    } else {
        tracing::debug!(%method, route, status = status.as_u16(), "answered");
    }
    response
}
