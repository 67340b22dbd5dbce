//! What every answer carries, whatever it is.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::problem::Damage;
use crate::Hub;

/// The build that answered: a page sees by it that there is a newer one, and that it is the hub that
/// speaks and not a hotel's login page.
pub const BUILD_HEADER: &str = "x-lang-nghe-build";

/// Headers that close doors nobody here needs open.
const ALWAYS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// What no page may use.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
                           magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()";

/// The same for the lessons' page, where a volunteer may record a lesson. One page stands behind all
/// addresses of the lessons (a device keeps one copy of it, with its headers), so the microphone cannot
/// be narrowed to the one address that asks for it. The browser asks the person first in any case.
const LESSONS_PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
     magnetometer=(), microphone=(self), midi=(), payment=(), usb=(), browsing-topics=()";

/// Whether an address is one of the lessons' page.
fn is_of_lessons(path: &str) -> bool {
    path == "/hoc" || path.starts_with("/hoc/")
}

/// What a page may do that brings no policy of its own: nothing.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) async fn stamp(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    let of_lessons = is_of_lessons(request.uri().path());
    let mut response = next.run(request).await;
    if let Some(Damage(what)) = response.extensions_mut().remove() {
        hub.health.found(&what);
    }
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    let permissions = if of_lessons { LESSONS_PERMISSIONS } else { PERMISSIONS };
    headers.insert(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(permissions));
    if let Ok(build) = HeaderValue::from_str(hub.build()) {
        headers.insert(HeaderName::from_static(BUILD_HEADER), build);
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NOTHING));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}
