//! Taking records, and saying which ones are lacking.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lang_nghe_record::{ContentHash, RecordId};
use lang_nghe_sync::wire::{Answer, AnswerResult, Answers, BATCH_RECORDS, Batch, HUB_NAME, Held, Missing};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::limit::{Asking, Client, circles};
use super::problem::Problem;
use crate::storage::Outcome;
use crate::turns::Asker;
use crate::{Hub, intake};

/// Forms that are opened and stored in one turn.
const A_TURN: usize = 20;
/// Most ids in one question.
const HELD_IDS: usize = 1_000;

type Body = Result<Bytes, BytesRejection>;

/// `POST /api/v1/records`: answers only after the whole batch is on the disk.
pub(crate) async fn receive(
    State(hub): State<Arc<Hub>>,
    client: Asking,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    if hub.room.is_short() {
        return Err(Problem::NoRoom);
    }
    let bytes = body.as_ref().map_or(0, Bytes::len);
    hub.limit.take_bytes(client, bytes)?;
    let batch: Batch = read(&headers, body)?;
    let forms = batch.records.len();
    within(forms, BATCH_RECORDS)?;
    hub.limit.take_forms(client, forms)?;
    // On its own task: once a batch is complete, a device that hangs up does not undo it.
    let asker = client.map_or((0, 0), |Extension(Client(address))| circles(address)[0]);
    let taking = tokio::spawn(take(Arc::clone(&hub), asker, batch));
    let answers = taking.await.map_err(|_| Problem::Internal)??;
    let already = answers.iter().filter(|answer| answer.result == AnswerResult::Already).count();
    hub.limit.give_back(client, already, bytes * already / forms.max(1));
    Ok(never_cached(Answers { hub: HUB_NAME.into(), answers }))
}

/// Takes a batch, some of it at a time, so that nobody else waits for all of it.
async fn take(hub: Arc<Hub>, asker: Asker, batch: Batch) -> Result<Vec<Answer>, Problem> {
    let Batch { records: mut rest, holds } = batch;
    let mut answers = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let later = rest.split_off(rest.len().min(A_TURN));
        let records = std::mem::replace(&mut rest, later);
        let _turn = hub.turns.take(asker, records.len()).await.ok_or(Problem::Busy)?;
        answers.extend(take_some(&hub, Batch { records, holds }).await?);
    }
    Ok(answers)
}

async fn take_some(hub: &Hub, batch: Batch) -> Result<Vec<Answer>, Problem> {
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
    client: Asking,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    hub.limit.take_bytes(client, body.as_ref().map_or(0, Bytes::len))?;
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
