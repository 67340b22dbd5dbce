//! Recordings of lessons: sent by anybody, offered to everybody after an official has listened.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use lang_nghe_lesson::speech::{
    self, Answer, Entry, Hash, Listing, MOST_BYTES, Recording, State as Standing,
};
use sha2::{Digest as _, Sha256};

use super::encoding::{Effort, Encoding, Packed};
use super::problem::Problem;
use crate::Hub;
use crate::storage::speech::{Kept, KnownRecording, NewRecording};

/// How the list and the answers travel.
const TEXT: &str = "text/plain; charset=utf-8";
/// A recording's name is made from what is in it, so nobody has to ask for it twice.
const FOREVER: &str = "public, max-age=31536000, immutable";

pub(super) fn router() -> Router<Arc<Hub>> {
    Router::new()
        .route(speech::PATH, get(list))
        .route("/api/v1/speech/{hash}", get(fetch).put(take))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

/// `GET /api/v1/speech`: what there is, also what waits and what is gone, so that a device can tell that
/// what it sent has arrived, and forgets what was withdrawn.
async fn list(State(hub): State<Arc<Hub>>, headers: HeaderMap) -> Result<Response, Problem> {
    let entry = |known: KnownRecording| Entry {
        hash: known.hash,
        state: known.state,
        bytes: known.bytes,
        key: known.about.key,
        day: known.about.consent.day,
        path: String::new(),
    };
    let text = Listing(hub.storage.recordings().await?.into_iter().map(entry).collect()).write();
    let tag = super::tag(text.as_bytes());
    if super::has_already(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let encoding = Encoding::accepted(&headers).next().unwrap_or(Encoding::Plain);
    let body = Packed::new(text, Effort::EachTime).bytes(encoding);
    let kind = [(header::CONTENT_TYPE, TEXT), (header::VARY, "accept-encoding")];
    let mut response = (kind, [(header::ETAG, tag)], body).into_response();
    if let Some(name) = encoding.name() {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    Ok(response)
}

/// `GET /api/v1/speech/<hash>`: a recording that is offered.
async fn fetch(State(hub): State<Arc<Hub>>, Path(hash): Path<String>) -> Result<Response, Problem> {
    let hash = Hash::parse(&hash).ok_or(Problem::NotFound)?;
    match hub.storage.recording(hash).await? {
        Some((Standing::Offered, bytes)) => {
            let kind = (header::CONTENT_TYPE, "application/octet-stream");
            Ok(([kind, (header::CACHE_CONTROL, FOREVER)], bytes).into_response())
        }
        _ => Err(Problem::NotFound),
    }
}

/// `PUT /api/v1/speech/<hash>`: takes a recording; answers only after it is on the disk. Sent again, it
/// changes nothing.
async fn take(
    State(hub): State<Arc<Hub>>,
    Path(name): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let bytes = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::Unfit(format!("a recording has at most {MOST_BYTES} bytes"))
        }
        _ => Problem::Incomplete,
    })?;
    let hash = Hash::parse(&name).ok_or(Problem::NotFound)?;
    let recording = examine(&hub, hash, &bytes)?;
    let new = NewRecording { hash, about: recording.about, bytes: bytes.into() };
    let today = hub.today()?;
    // On its own task: once a recording is complete, a device that hangs up does not undo it.
    let kept = tokio::spawn(async move { hub.storage.keep_recording(today, &new).await });
    match kept.await.map_err(|_| Problem::Internal)?? {
        Kept::As(state) => {
            let answer = Answer { hash, state }.write();
            Ok(([(header::CONTENT_TYPE, TEXT), (header::CACHE_CONTROL, "no-store")], answer).into_response())
        }
        Kept::Full => Err(Problem::Full),
    }
}

/// Whether it may be set aside for somebody to listen to.
fn examine(hub: &Hub, hash: Hash, bytes: &[u8]) -> Result<Recording, Problem> {
    if Sha256::digest(bytes).as_slice() != hash.0.as_slice() {
        // Cut or changed on its way: the same recording may come whole another time.
        return Err(Problem::Malformed("the bytes are not those that the address names".into()));
    }
    let recording = Recording::decode(bytes).map_err(|error| Problem::Unfit(error.to_string()))?;
    let key = &recording.about.key;
    if hub.words.tongue(&key.lang, "vi").is_none() {
        return Err(Problem::Unfit("the language is not in content/speech/languages.toml".into()));
    }
    if hub.campaigns.content.lesson(&key.lesson).is_none() {
        return Err(Problem::Unfit("there is no such lesson".into()));
    }
    Ok(recording)
}
