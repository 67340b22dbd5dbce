//! Taking records, and saying which ones are lacking.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lang_nghe_record::{ContentHash, RecordId};
use lang_nghe_sync::wire::{Answer, AnswerResult, Answers, BATCH_RECORDS, Batch, HUB_NAME, Held, Missing};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::storage::Outcome;
use crate::{Hub, intake};

/// Most ids in one question.
const HELD_IDS: usize = 1_000;

type Body = Result<Bytes, BytesRejection>;

/// `POST /api/v1/records`: answers only after the whole batch is on the disk.
pub(crate) async fn receive(
    State(hub): State<Arc<Hub>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let batch: Batch = read(&headers, body)?;
    within(batch.records.len(), BATCH_RECORDS)?;
    // On its own task: once a batch is complete, a device that hangs up does not undo it.
    let answers = tokio::spawn(take(hub, batch)).await.map_err(|_| Problem::Internal)??;
    Ok(never_cached(Answers { hub: HUB_NAME.into(), answers }))
}

async fn take(hub: Arc<Hub>, batch: Batch) -> Result<Vec<Answer>, Problem> {
    hub.is_whole()?;
    let today = hub.today()?;
    let campaigns = Arc::clone(&hub.campaigns);
    let Batch { records, holds } = batch;
    // An app that would put them away until somebody asks for it is told to come back instead.
    if !holds && !records.is_empty() && records.iter().all(|sent| campaigns.lacks(&sent.campaign)) {
        tracing::warn!(
            "forms came for campaigns whose files are not there: they go on waiting on their devices"
        );
        return Err(Problem::Busy);
    }
    // Opening a hundred envelopes takes milliseconds of pure arithmetic.
    let (ids, arrivals) = tokio::task::spawn_blocking(move || {
        let arrivals = records.iter().map(|sent| intake::examine(&campaigns, sent)).collect();
        let ids: Vec<String> = records.into_iter().map(|sent| sent.id).collect();
        (ids, arrivals)
    })
    .await
    .map_err(|_| Problem::Internal)?;
    let outcomes = hub.storage.receive(today, arrivals).await?;
    Ok(ids.into_iter().zip(outcomes).map(|(id, outcome)| answer(id, outcome)).collect())
}

fn answer(id: String, outcome: Outcome) -> Answer {
    let (result, hash, reason) = match outcome {
        Outcome::Accepted(hash) => (AnswerResult::Accepted, Some(hash), None),
        Outcome::Already(hash) => (AnswerResult::Already, Some(hash), None),
        Outcome::Refused(reason, held) => (AnswerResult::Refused, held, Some(reason)),
    };
    Answer { id, result, hash: hash.map(hexadecimal).unwrap_or_default(), reason }
}

fn hexadecimal(hash: ContentHash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `POST /api/v1/records/missing`.
pub(crate) async fn missing(
    State(hub): State<Arc<Hub>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let held: Held = read(&headers, body)?;
    within(held.ids.len(), HELD_IDS)?;
    let ids = held
        .ids
        .iter()
        .map(|id| RecordId::parse(id))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Problem::Malformed(error.to_string()))?;
    hub.is_whole()?;
    let missing = hub.storage.missing(&ids).await?;
    let missing = missing.iter().map(RecordId::to_string).collect();
    Ok(never_cached(Missing { hub: HUB_NAME.into(), missing }))
}

fn within(given: usize, most: usize) -> Result<(), Problem> {
    if given > most { Err(Problem::TooMany { given, most }) } else { Ok(()) }
}

fn never_cached(body: impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// Reads a JSON body. What is wrong is told by place and not by quotation: the detail may end in
/// somebody's log.
fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Problem::WrongType);
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
        _ => Problem::Incomplete,
    })?;
    serde_json::from_slice(&body).map_err(|error| {
        let what = match error.classify() {
            serde_json::error::Category::Data => "it is JSON of another shape",
            serde_json::error::Category::Eof => "it ends too early",
            _ => "it is not JSON",
        };
        Problem::Malformed(format!("{what}, line {} column {}", error.line(), error.column()))
    })
}
