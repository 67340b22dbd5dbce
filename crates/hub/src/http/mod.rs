//! What the hub says over HTTP.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use lang_nghe_sync::wire::{self, BATCH_BYTES, MISSING_PATH, RECORDS_PATH};
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::Hub;
use crate::connections::Pace;

mod aside;
mod aside_forms;
mod assets;
mod classes;
mod devices;
mod door;
pub(crate) mod encoding;
mod headers;
mod health;
mod limit;
mod listening;
mod log;
mod officials;
mod pages;
mod problem;
mod records;
mod results;
mod speech;

pub(crate) use aside_forms::{ANY as ANY_POINT, IDENTICAL};
pub(crate) use devices::PATH as DEVICES_PATH;
pub use door::officials_addresses;
pub use headers::BUILD_HEADER;
pub(crate) use limit::circles;
pub use limit::{Allowance, Limits, Network, Peer, Proxies};
pub(crate) use pages::{PageCache, warm};
pub(crate) use problem::Problem;

/// Longest silence within a body: a village's connection pauses, a stuck one is let go.
const SILENCE: Duration = Duration::from_secs(30);
/// Longest request. The largest batch at 2 KB/s takes 256 seconds, and is wanted.
const LONGEST: Duration = Duration::from_secs(600);

/// All routes of this hub.
pub fn router(hub: Arc<Hub>) -> Router {
    let api = Router::new()
        .route(RECORDS_PATH, post(records::receive))
        .route(MISSING_PATH, post(records::missing))
        .route(wire::DEVICES_PATH, post(devices::let_in))
        .route("/api/v1/campaigns", get(results::campaigns))
        .route("/api/v1/campaigns/{campaign}/tally", get(results::tally))
        .route("/api/{*rest}", get(problem::not_found).post(problem::not_found))
        .layer(DefaultBodyLimit::max(BATCH_BYTES));
    let behind_the_door = door::rooms().into_iter();
    Router::new()
        .merge(api)
        .merge(behind_the_door.fold(Router::new(), |all, (path, room)| all.route(path, room)))
        .route("/", get(pages::desk))
        .route("/may-nay", get(pages::desk))
        .route("/gioi-thieu", get(pages::desk))
        .route("/cong-cu", get(pages::tools))
        .route("/cong-cu/766", get(pages::tools))
        .route("/cong-cu/chon-mau", get(pages::tools))
        .route("/cong-cu/papi", get(pages::tools))
        .route("/cong-cu/ke-hoach", get(pages::tools))
        .route("/cong-cu/cham-phieu", get(pages::forms))
        .route("/hoc", get(pages::learn))
        .route("/hoc/{lesson}", get(pages::learn))
        .route("/ket-qua/{campaign}", get(pages::results))
        .route("/k/{campaign}", get(pages::survey).post(pages::again))
        .merge(speech::router())
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(assets::serve)
        .method_not_allowed_fallback(problem::wrong_method)
        .layer(middleware::from_fn_with_state(Arc::clone(&hub), door::door))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::map_request(in_pace))
        .layer(RequestBodyTimeoutLayer::new(SILENCE))
        .layer(middleware::from_fn_with_state(Arc::clone(&hub), limit::limit))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(middleware::from_fn(log::log))
        .layer(middleware::from_fn_with_state(Arc::clone(&hub), headers::stamp))
        .with_state(hub)
}

/// Gives up on a request that takes too long, in the shape that devices know.
async fn in_time(request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(LONGEST, next.run(request)).await;
    answered.unwrap_or_else(|_| Problem::Incomplete.into_response())
}

/// Gives up on a body that comes too slowly.
async fn in_pace(request: Request) -> Request {
    request.map(|body| Body::new(Paced { body, pace: Pace::new(Instant::now()) }))
}

/// A body of which enough has to come in time.
struct Paced {
    body: Body,
    pace: Pace,
}

/// It does not.
#[derive(Debug, thiserror::Error)]
#[error("the body comes too slowly")]
struct TooSlow;

impl hyper::body::Body for Paced {
    type Data = axum::body::Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            let more = frame.data_ref().map_or(0, |data| data.len());
            if !self.pace.keeps_up(more, Instant::now()) {
                return Poll::Ready(Some(Err(TooSlow.into())));
            }
        }
        polled.map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}

/// A weak validator of these bytes: weak, because every compressed form shares it.
fn tag(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let digits: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{digits}\"")
}

/// Whether the browser holds what this validator stands for.
fn has_already(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|list| list.to_str().ok());
    let strong = tag.trim_start_matches("W/");
    lists
        .flat_map(|list| list.split(','))
        .any(|held| held.trim() == "*" || held.trim().trim_start_matches("W/") == strong)
}

#[cfg(test)]
mod tests {
    use hyper::body::Body as _;

    use super::*;

    /// What a body of so many bytes comes to that began so long ago.
    fn polled(bytes: usize, seconds: u64) -> Option<Result<usize, String>> {
        let since = Instant::now().checked_sub(Duration::from_secs(seconds)).unwrap();
        let mut body = Paced { body: Body::from("x".repeat(bytes)), pace: Pace::new(since) };
        match Pin::new(&mut body).poll_frame(&mut Context::from_waker(std::task::Waker::noop())) {
            Poll::Ready(frame) => frame.map(|frame| match frame {
                Ok(frame) => Ok(frame.data_ref().map_or(0, |data| data.len())),
                Err(error) => Err(error.to_string()),
            }),
            Poll::Pending => None,
        }
    }

    #[test]
    fn a_body_that_comes_too_slowly_is_given_up_and_one_that_keeps_up_is_read() {
        assert_eq!(polled(1, 50), Some(Ok(1)));
        assert_eq!(polled(640, 65), Some(Ok(640)));
        assert_eq!(polled(640, 75), Some(Err("the body comes too slowly".into())));
    }
}
