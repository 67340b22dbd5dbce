//! How much one network may ask: buckets of tokens per asker, in memory only.
//!
//! A commune house, a village or a whole mobile operator's cell stands behind one address, so the
//! numbers are generous: a meeting of 300 people who scan the poster in the same minute loads about
//! 300 × 12 files = 3,600 requests. The default bucket of 4,000, refilled at 60 a second, lets them
//! all in at once and still keeps one address from taking the hub for itself.
//!
//! A request may carry a hundred forms, so forms and their bytes have buckets of their own, which are full again after a
//! day: 4,000 forms and 64 MB are twice what a village of 2,000 people sends in one evening, and what is beyond them is
//! not lost: the device keeps it and comes back.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Extension, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use super::pages;
use super::problem::Problem;
use crate::Hub;
use crate::connections::Line;

mod buckets;
mod marks;
mod network;

use buckets::Buckets;
pub(crate) use network::{Client, circles};
pub use network::{Network, Peer, Proxies};

/// Wrong passwords that one network may show at once; one more each half minute.
const GUESSES: f64 = 20.0;
const GUESSES_PER_SECOND: f64 = 1.0 / 30.0;
/// What officials' pages lie under.
const OFFICIALS: &str = "/can-bo";
/// Bytes of recordings that one network may send for each recording that it may send.
const BYTES_PER_RECORDING: u32 = 128 * 1024;
/// Of a form that comes again, the share that is not counted.
const AGAIN: f64 = 0.9;
const MEGABYTE: f64 = 1024.0 * 1024.0;

/// What one network may ask: one IPv4 address or one /64 of IPv6; the /24 or /48 around it four times as much.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// Requests at once. With 0, nothing here is limited.
    pub burst: u32,
    /// Requests per second on and on.
    pub per_second: u32,
    /// Forms and classes a day.
    pub forms: u32,
    /// Megabytes of forms and classes a day.
    pub megabytes: u32,
    /// Recordings of lessons a day.
    pub recordings: u32,
}

/// What every network has left.
#[derive(Debug)]
pub struct Limits {
    requests: Buckets,
    forms: Buckets,
    bytes: Buckets,
    recordings: Buckets,
    sound: Buckets,
    guesses: Buckets,
    marks: marks::Marks,
}

impl Limits {
    /// Everybody may ask so much.
    pub fn new(allowance: Allowance) -> Self {
        let Allowance { burst, per_second, forms, megabytes, recordings } = allowance;
        let daily = |n: f64| Buckets::daily(if burst == 0 { 0.0 } else { n });
        Self {
            requests: Buckets::new(burst.into(), f64::from(per_second.max(1))),
            forms: daily(forms.into()),
            bytes: daily(f64::from(megabytes) * MEGABYTE),
            recordings: daily(recordings.into()),
            sound: daily(f64::from(recordings) * f64::from(BYTES_PER_RECORDING)),
            guesses: Buckets::new(GUESSES, GUESSES_PER_SECOND),
            marks: marks::Marks::default(),
        }
    }

    /// Nothing is limited but guesses of the password.
    pub fn none() -> Self {
        Self::new(Allowance { burst: 0, per_second: 1, forms: 0, megabytes: 0, recordings: 0 })
    }

    /// Takes the bytes of a body, whatever it holds.
    pub(crate) fn take_bytes(&self, client: Asking, bytes: usize) -> Result<(), Problem> {
        take(&self.bytes, client, bytes)
    }

    /// Takes so many forms.
    pub(crate) fn take_forms(&self, client: Asking, forms: usize) -> Result<(), Problem> {
        take(&self.forms, client, forms)
    }

    /// Gives back most of what was taken for forms that were held already: a device that did not hear the answer sends
    /// them again. A tenth stays taken, because opening them is work.
    pub(crate) fn give_back(&self, client: Asking, forms: usize, bytes: usize) {
        if let Some(Extension(Client(address))) = client {
            self.forms.give_back(address, amount(forms) * AGAIN, Instant::now());
            self.bytes.give_back(address, amount(bytes) * AGAIN, Instant::now());
        }
    }

    /// Takes one recording of so many bytes.
    pub(crate) fn take_recording(&self, client: Asking, bytes: usize) -> Result<(), Problem> {
        take(&self.sound, client, bytes).and_then(|()| take(&self.recordings, client, 1))
    }

    /// A mark of who asks, for this day only; empty for nobody.
    pub(crate) fn mark(&self, client: Asking, day: &str) -> String {
        client.map_or_else(String::new, |Extension(Client(address))| self.marks.of(address, day))
    }

    /// Forgets the askers that have everything again.
    pub fn sweep(&self) {
        let now = Instant::now();
        let all = [&self.requests, &self.forms, &self.bytes, &self.recordings, &self.sound, &self.guesses];
        all.into_iter().for_each(|buckets| buckets.sweep(now));
    }
}

/// Who asks, as handlers are told; nobody, where requests come without a connection.
pub(crate) type Asking = Option<Extension<Client>>;

/// Bodies are far smaller than what a fraction tells apart.
fn amount(n: usize) -> f64 {
    n as f64
}

fn take(buckets: &Buckets, client: Asking, n: usize) -> Result<(), Problem> {
    let Some(Extension(Client(address))) = client else { return Ok(()) };
    buckets.take(address, amount(n), Instant::now()).map_err(|wait| Problem::TooOften(seconds(wait)))
}

fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + 1
}

pub(crate) async fn limit(
    State(hub): State<Arc<Hub>>,
    peer: Option<Extension<Peer>>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(Extension(Peer(peer))) = peer else { return next.run(request).await };
    let client = hub.proxies.client(peer, request.headers());
    if let Some(line) = request.extensions().get::<Arc<Line>>() {
        line.is_of(client);
    }
    request.extensions_mut().insert(Client(client));
    let now = Instant::now();
    if let Err(wait) = hub.limit.requests.take(client, 1.0, now) {
        return too_often(&hub, &request, seconds(wait));
    }
    if is_guess(&request) {
        return guess(&hub, client, request, next).await;
    }
    next.run(request).await
}

/// Whether somebody shows a password.
fn is_guess(request: &Request) -> bool {
    let path = request.uri().path();
    let is_official =
        path.strip_prefix(OFFICIALS).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    is_official && request.headers().contains_key(header::AUTHORIZATION)
}

/// Lets a password be looked at, unless its network has shown too many wrong ones; then not even the right one opens, or
/// whoever guesses would still learn it. Officials behind the same address wait too; the page says where it opens meanwhile.
async fn guess(hub: &Hub, client: std::net::IpAddr, request: Request, next: Next) -> Response {
    let guesses = &hub.limit.guesses;
    if let Err(wait) = guesses.take(client, 1.0, Instant::now()) {
        tracing::warn!("too many wrong passwords for {OFFICIALS} from one network: it has to wait");
        return waits(&request, seconds(wait), |seconds| {
            pages::guessed_too_often(hub, request.uri().query(), request.headers(), seconds)
        });
    }
    let response = next.run(request).await;
    if response.status() == axum::http::StatusCode::UNAUTHORIZED {
        tracing::warn!("a wrong password was shown for {OFFICIALS}");
    } else {
        guesses.give_back(client, 1.0, Instant::now());
    }
    response
}

fn too_often(hub: &Hub, request: &Request, seconds: u64) -> Response {
    waits(request, seconds, |seconds| {
        pages::too_often(hub, request.uri().query(), request.headers(), seconds)
    })
}

/// A page for a person, who opens one or has sent a form from one, and the shape that devices know for everything else.
fn waits(request: &Request, seconds: u64, page: impl FnOnce(u64) -> Response) -> Response {
    if !shows_a_page(request) {
        return Problem::TooOften(seconds).into_response();
    }
    let mut response = page(seconds);
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, seconds.into());
    // The page opens by itself when there is room again, also without scripts.
    headers.insert(header::REFRESH, seconds.max(5).into());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whether a browser shows the answer as a page: it says so with what it accepts, however it asks.
fn shows_a_page(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html")) && !request.uri().path().starts_with("/api/")
}
