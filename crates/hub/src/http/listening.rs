//! `/can-bo/tieng-doc`: an official listens to recordings before anybody else does, and takes back what a
//! speaker withdraws.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lang_nghe_lesson::speech::{Hash, Recording, State as Standing};

use super::pages::rendered_under;
use super::problem::Problem;
use crate::Hub;
use crate::officials::{self, Spoken};

/// `GET /can-bo/tieng-doc`.
pub(crate) async fn page(
    State(hub): State<Arc<Hub>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let words = hub.words.asked(query.as_deref());
    let all = hub.storage.recordings().await?;
    let page = officials::listening(words, &Spoken::all(&hub, words, all));
    let policy = officials::listening_policy();
    Ok(rendered_under(policy, StatusCode::OK, words, (&page, &headers)))
}

/// `GET /can-bo/tieng-doc/<hash>`: the sound, for listening.
pub(crate) async fn sound(
    State(hub): State<Arc<Hub>>,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let hash = Hash::parse(&hash).ok_or(Problem::NotFound)?;
    let (_, bytes) = hub.storage.recording(hash).await?.ok_or(Problem::NotFound)?;
    let recording = Recording::decode(&bytes).map_err(|_| Problem::Internal)?;
    let kind = recording.kind().map_err(|_| Problem::Internal)?.media_type();
    let mut response = match range(&headers, recording.audio.len()) {
        None => (StatusCode::OK, recording.audio).into_response(),
        Some((from, to)) => {
            let part = recording.audio.get(from..=to).unwrap_or_default().to_vec();
            let told = format!("bytes {from}-{to}/{}", recording.audio.len());
            (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, told)], part).into_response()
        }
    };
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    Ok(response)
}

/// `POST /can-bo/tieng-doc`: `hash=<hash>&to=<state>`.
pub(crate) async fn decide(
    State(hub): State<Arc<Hub>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<Response, Problem> {
    let words = hub.words.asked(query.as_deref());
    let malformed = || Problem::Malformed("a decision is hash=<hash>&to=<state>".into());
    let text = std::str::from_utf8(&body).map_err(|_| malformed())?;
    let field = |name: &str| {
        text.split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    };
    let hash = field("hash").and_then(Hash::parse).ok_or_else(malformed)?;
    let to =
        field("to").and_then(Standing::parse).filter(|to| *to != Standing::Waiting).ok_or_else(malformed)?;
    let changed = hub.storage.decide_recording(hub.today()?, hash, to).await?;
    tracing::info!(recording = hash.mark(), to = to.code(), changed, "an official decided about a recording");
    let back = if words.lang == "vi" { String::new() } else { format!("?l={}", words.lang) };
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, format!("/can-bo/tieng-doc{back}"))]).into_response())
}

/// The first and last byte that are asked for (`bytes=<first>-[<last>]`, RFC 9110, 14.1.2): some browsers
/// play no sound from a server that knows no ranges. Any other form of range is answered with all of it.
fn range(headers: &HeaderMap, length: usize) -> Option<(usize, usize)> {
    let asked = headers.get(header::RANGE)?.to_str().ok()?.strip_prefix("bytes=")?;
    let (from, to) = asked.split_once('-')?;
    let from: usize = from.parse().ok()?;
    let last = length.checked_sub(1)?;
    let to = if to.is_empty() { last } else { to.parse::<usize>().ok()?.min(last) };
    (from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_part_of_the_sound_can_be_asked_for() {
        let asked = |range| self::range(&headers(&[("range", range)]), 100);
        assert_eq!(asked("bytes=0-"), Some((0, 99)));
        assert_eq!(asked("bytes=10-19"), Some((10, 19)));
        assert_eq!(asked("bytes=90-500"), Some((90, 99)));
        for whole in ["bytes=-5", "bytes=200-", "bytes=5-2", "bytes=0-1,3-4", "lines=1-2"] {
            assert_eq!(asked(whole), None, "{whole}");
        }
    }
}
