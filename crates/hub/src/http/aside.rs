//! Classes that officials set aside, and take back: `/can-bo/<campaign>/cac-lop`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use lang_nghe_lesson::class::cleaned;
use lang_nghe_record::{Day, RecordId};

use super::officials::{asked, back_to, given};
use super::pages::{not_found, rendered};
use super::problem::Problem;
use crate::Hub;
use crate::campaigns::KnownClasses;
use crate::officials::{self, ClassList};
use crate::storage::devices::WhichClasses;

/// Classes on one page.
const ON_A_PAGE: u64 = 50;
/// Longest reason, in characters.
pub(super) const REASON_CHARS: usize = 200;

/// `GET /can-bo/<campaign>/cac-lop?trang=2`.
pub(crate) async fn classes(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(known) = hub.campaigns.classes(&campaign) else {
        return Ok(not_found(&hub, query.as_deref(), &headers));
    };
    list(&hub, known, query.as_deref(), (&headers, false)).await
}

async fn list(
    hub: &Hub,
    known: &KnownClasses,
    query: Option<&str>,
    (headers, nothing): (&HeaderMap, bool),
) -> Result<Response, Problem> {
    let words = hub.words.asked(query);
    let id = &known.campaign.id;
    let page = asked(query).into_iter().find(|(name, _)| name == "trang");
    let page = page.and_then(|(_, number)| number.parse::<u64>().ok()).unwrap_or(1).clamp(1, 1_000_000);
    let (rows, total) = hub.storage.listed_classes(id, (page - 1) * ON_A_PAGE, ON_A_PAGE).await?;
    let devices = hub.storage.devices().await?;
    let decisions = hub.storage.class_decisions(id).await?;
    let pages = total.div_ceil(ON_A_PAGE).max(1);
    let list = ClassList { known, rows, total, page, pages, devices, decisions, nothing };
    let page = officials::class_list(hub, words, &list);
    Ok(rendered(StatusCode::OK, words, &page, headers))
}

/// `POST /can-bo/<campaign>/cac-lop`: `which=one:<id>|device:<id>|day:<day>&reason=…` sets aside, `back=<number>` takes
/// a decision back.
pub(crate) async fn decide(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let Some(known) = hub.campaigns.classes(&campaign) else {
        return Ok(not_found(&hub, query.as_deref(), &headers));
    };
    let (today, given) = (hub.today()?, given(&body));
    let text = |name: &str| given.get(name).map_or("", String::as_str);
    let done = match text("back").parse::<u64>() {
        Ok(number) => hub.storage.take_classes_back(&campaign, today, number).await?,
        Err(_) => {
            let reason: String = cleaned(text("reason")).chars().take(REASON_CHARS).collect();
            match which(text("which")).filter(|_| !reason.is_empty()) {
                Some(which) => hub.storage.set_classes_aside(&campaign, today, &which, &reason).await?,
                None => false,
            }
        }
    };
    if !done {
        return list(&hub, known, query.as_deref(), (&headers, true)).await;
    }
    tracing::info!(campaign, "an official decided about classes");
    let words = hub.words.asked(query.as_deref());
    Ok(back_to(&format!("/can-bo/{campaign}/cac-lop"), words))
}

fn which(text: &str) -> Option<WhichClasses> {
    match text.split_once(':')? {
        ("one", id) => RecordId::parse(id).ok().map(|id| WhichClasses::One(id.to_string())),
        ("device", id) => Some(WhichClasses::Device(id.to_owned())),
        ("day", day) => Day::parse(day).ok().map(WhichClasses::Day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_names_classes_names_classes() {
        let id = "0".repeat(31) + "7";
        assert_eq!(which(&format!("one:{id}")), Some(WhichClasses::One(id.clone())));
        assert_eq!(which("day:2026-11-21"), Some(WhichClasses::Day(Day::parse("2026-11-21").unwrap())));
        assert_eq!(which("device:ab"), Some(WhichClasses::Device("ab".into())));
        for none in ["", "one", "one:", "one:7", "day:21/11/2026", "all:1"] {
            assert_eq!(which(none), None, "{none}");
        }
    }
}
