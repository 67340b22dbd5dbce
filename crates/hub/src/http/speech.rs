//! Recordings of lessons: sent by anybody, offered to everybody after an official has listened.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use lang_nghe_lesson::speech::{
    self, Answer, Entry, Hash, Listing, MOST_BYTES, Recording, State as Standing,
};
use sha2::{Digest as _, Sha256};

use super::encoding::{Effort, Encoding, Packed};
use super::limit::Asking;
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

/// Most of its own recordings that a device asks about at once.
const OWN: usize = 100;

/// `GET /api/v1/speech`: what is offered, and what is withdrawn, so that devices forget it. Of what waits and of what
/// was refused only those that are asked for by `?own=<hash>,<hash>…`: a device can tell that what it sent has
/// arrived, and nobody swells everybody's list.
async fn list(
    State(hub): State<Arc<Hub>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let own = query.as_deref().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("own=")));
    let own: Vec<Hash> = own.unwrap_or_default().split(',').filter_map(Hash::parse).take(OWN).collect();
    let entry = |known: KnownRecording| Entry {
        hash: known.hash,
        state: known.state,
        bytes: known.bytes,
        key: known.about.key,
        day: known.about.consent.day,
        path: String::new(),
    };
    let text = Listing(hub.storage.listed(&own).await?.into_iter().map(entry).collect()).write();
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
    client: Asking,
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
    let today = hub.today()?;
    if let Some(known) = hub.storage.listed(&[hash]).await?.into_iter().find(|known| known.hash == hash) {
        return Ok(answer(hash, known.state));
    }
    if hub.room.is_short() {
        return Err(Problem::NoRoom);
    }
    hub.limit.take_recording(client, bytes.len())?;
    let sender = hub.limit.mark(client, &today.to_string());
    let new = NewRecording { hash, about: recording.about, bytes: bytes.into(), sender };
    // On its own task: once a recording is complete, a device that hangs up does not undo it.
    let kept = tokio::spawn(async move { hub.storage.keep_recording(today, &new).await });
    match kept.await.map_err(|_| Problem::Internal)?? {
        Kept::As(state) => Ok(answer(hash, state)),
        Kept::Full => Err(Problem::Full),
    }
}

fn answer(hash: Hash, state: Standing) -> Response {
    let answer = Answer { hash, state }.write();
    ([(header::CONTENT_TYPE, TEXT), (header::CACHE_CONTROL, "no-store")], answer).into_response()
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
