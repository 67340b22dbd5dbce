//! Classes for officials: the page, the table of all of them, and a day's report as text.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lang_nghe_record::Day;
use lang_nghe_sheet::{Separator, workbook, write};

use super::pages::{not_found, rendered};
use super::problem::Problem;
use crate::campaigns::KnownClasses;
use crate::classes::Classes;
use crate::officials::{self, ClassStanding};
use crate::{Hub, erasure};

/// How a campaign of classes stands today.
pub(super) async fn standing<'a>(
    hub: &'a Hub,
    known: &'a KnownClasses,
) -> Result<ClassStanding<'a>, Problem> {
    let today = hub.today()?;
    // As of this moment, unlike a survey's: classes are counted when they come, by the officials' own volunteers, and all
    // else on this page moves with them. It is behind the door, and nothing of it is public.
    let status = hub.storage.status(&known.campaign.id).await?;
    let classes = read(hub, known).await?;
    // Looked up only where there is something to tell of them.
    let decisions = match classes.aside {
        0 => Vec::new(),
        _ => hub.storage.class_decisions(&known.campaign.id).await?,
    };
    let outlook = erasure::outlook(hub.storage.as_ref(), &known.campaign.id, known.erase_from()).await?;
    Ok(ClassStanding { known, today, phase: known.phase(today), status, outlook, classes, decisions })
}

async fn read(hub: &Hub, known: &KnownClasses) -> Result<Classes, Problem> {
    Ok(Classes::read(&hub.storage.classes(&known.campaign.id).await?, known)?)
}

/// The page, with the report of the day that the address names (`?ngay=2026-11-22`) or of the last one.
pub(super) async fn page(
    hub: &Hub,
    known: &KnownClasses,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let words = hub.words.asked(query);
    let standing = standing(hub, known).await?;
    let page = officials::classes(hub, words, &standing, asked_day(query));
    Ok(rendered(StatusCode::OK, words, &page, headers))
}

/// `GET /can-bo/<campaign>/lop.csv`: one row per class.
pub(crate) async fn csv(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(table) = table(&hub, &campaign, query.as_deref()).await? else {
        return Ok(not_found(&hub, query.as_deref(), &headers));
    };
    let vietnamese = hub.words.asked(query.as_deref()).lang == "vi";
    let separator = if vietnamese { Separator::Semicolon } else { Separator::Comma };
    Ok(file(&campaign, "lop.csv", "text/csv; charset=utf-8", write(table, separator)))
}

/// `GET /can-bo/<campaign>/lop.xlsx`: the same as a workbook.
pub(crate) async fn xlsx(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(table) = table(&hub, &campaign, query.as_deref()).await? else {
        return Ok(not_found(&hub, query.as_deref(), &headers));
    };
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(&campaign, "lop.xlsx", kind, workbook(&campaign, table)))
}

/// All classes of a campaign with their head, if there is such a campaign.
async fn table(hub: &Hub, campaign: &str, query: Option<&str>) -> Result<Option<Vec<Vec<String>>>, Problem> {
    let words = hub.words.asked(query);
    let Some(known) = hub.campaigns.classes(campaign) else { return Ok(None) };
    let classes = read(hub, known).await?;
    let rows = classes.all.iter().map(|class| {
        let title = hub.campaigns.content.lesson_title(&class.lesson, &words.lang);
        (class, classes.place(known, class).to_owned(), title)
    });
    Ok(Some(hub.words.daily(&words.lang).table(rows)))
}

/// `GET /can-bo/<campaign>/bao-cao.txt?ngay=<day>`.
pub(crate) async fn report(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let words = hub.words.asked(query.as_deref());
    let Some(known) = hub.campaigns.classes(&campaign) else {
        return Ok(not_found(&hub, query.as_deref(), &headers));
    };
    let classes = read(&hub, known).await?;
    let day = asked_day(query.as_deref()).map(|day| day.to_string());
    let day = day.or_else(|| classes.days().first().map(|day| (*day).to_owned()));
    let around = (&hub.campaigns.content, &hub.words, words);
    let report = day.and_then(|day| classes.report(known, around, &day));
    match report {
        Some(report) => Ok(file(&campaign, "bao-cao.txt", "text/plain; charset=utf-8", report + "\n")),
        None => Ok(not_found(&hub, query.as_deref(), &headers)),
    }
}

/// The day that an address names.
fn asked_day(query: Option<&str>) -> Option<Day> {
    let pairs = query.unwrap_or_default().split('&');
    pairs.filter_map(|pair| pair.strip_prefix("ngay=")).find_map(|day| Day::parse(day).ok())
}

/// A file to be saved. Nothing keeps a copy of it on the way.
fn file(campaign: &str, name: &str, kind: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A campaign's id is letters, digits and hyphens.
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{campaign}-{name}\"")) {
        out.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
