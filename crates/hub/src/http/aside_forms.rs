//! Forms that officials set aside, and take back: `/can-bo/<campaign>/de-rieng`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use lang_nghe_lesson::class::cleaned;
use lang_nghe_quality::{Flag, Flags};
use lang_nghe_record::Day;

use super::aside::REASON_CHARS;
use super::officials::{asked, back_to, given};
use super::pages::{not_found, rendered};
use super::problem::Problem;
use crate::Hub;
use crate::campaigns::Known;
use crate::officials::{self, FormsAside};
use crate::storage::steps::Which;

/// Stands for “any point” in the form; a point's id is never this.
pub(crate) const ANY: &str = "*";

/// Stands for “only forms that are marked as identical” in the form.
pub(crate) const IDENTICAL: &str = "identical";

/// `GET /can-bo/<campaign>/de-rieng?ngay=2026-11-21&diem=1&dau=identical`.
pub(crate) async fn page(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(known) = hub.campaigns.get(&campaign) else {
        return Ok(not_found(&hub, query.as_deref(), &headers));
    };
    let asked: BTreeMap<String, String> = asked(query.as_deref()).into_iter().collect();
    show(&hub, known, query.as_deref(), (&headers, which(known, &asked), false)).await
}

async fn show(
    hub: &Hub,
    known: &Known,
    query: Option<&str>,
    (headers, which, nothing): (&HeaderMap, Option<Which>, bool),
) -> Result<Response, Problem> {
    let words = hub.words.asked(query);
    let id = &known.campaign.id;
    let looked = match which {
        Some(which) => Some((hub.storage.fitting(id, &which).await?, which)),
        None => None,
    };
    let decisions = hub.storage.decisions(id).await?;
    let is_trial = hub.stepping.of(id).is_some();
    let page = officials::forms_aside(words, &FormsAside { known, looked, decisions, nothing, is_trial });
    Ok(rendered(StatusCode::OK, words, &page, headers))
}

/// `POST /can-bo/<campaign>/de-rieng`: `ngay=…&diem=…&dau=…&reason=…` sets aside, `back=<number>` takes a decision back. Both
/// from the next step on.
pub(crate) async fn decide(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let Some(known) = hub.campaigns.get(&campaign) else {
        return Ok(not_found(&hub, query.as_deref(), &headers));
    };
    let (today, given) = (hub.today()?, given(&body));
    let text = |name: &str| given.get(name).map_or("", String::as_str);
    let done = match text("back").parse::<u64>() {
        Ok(number) => hub.storage.take_back(&campaign, today, number).await?,
        Err(_) => {
            let reason: String = cleaned(text("reason")).chars().take(REASON_CHARS).collect();
            match which(known, &given).filter(|_| !reason.is_empty()) {
                Some(which) => {
                    hub.storage.set_forms_aside(&campaign, today, &which, &reason).await?;
                    true
                }
                None => false,
            }
        }
    };
    if !done {
        return show(&hub, known, query.as_deref(), (&headers, None, true)).await;
    }
    tracing::info!(campaign, "an official decided about forms");
    Ok(back_to(&format!("/can-bo/{campaign}/de-rieng"), hub.words.asked(query.as_deref())))
}

/// The forms that a day, a point and a sign name; nothing where none is given, or one that there is not.
fn which(known: &Known, given: &BTreeMap<String, String>) -> Option<Which> {
    let text = |name: &str| given.get(name).map_or("", String::as_str);
    let received_day = match text("ngay") {
        "" => None,
        day => Some(Day::parse(day).ok()?),
    };
    let point = match given.get("diem").map_or(ANY, String::as_str) {
        ANY => None,
        "" => Some(String::new()),
        id => Some(known.campaign.point(id)?.id.clone()),
    };
    let signs = match text("dau") {
        "" => Flags::default(),
        IDENTICAL => Flags::default().with(Flag::Identical),
        _ => return None,
    };
    let which = Which { received_day, point, signs, record: None };
    (which != Which::default()).then_some(which)
}
