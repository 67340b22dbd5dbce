//! `/can-bo`: what officials see. Of surveys only what is released to everyone; of classes also small groups, which the
//! public is not shown. All of it is behind the [door](super::door).

use std::sync::Arc;

use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::limit::Peer;
use super::pages::{not_found, rendered};
use super::problem::Problem;
use crate::campaigns::Known;
use crate::officials::{self, Standing};
use crate::{Hub, erasure, release};

/// `GET /can-bo`.
pub(crate) async fn list(
    State(hub): State<Arc<Hub>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let words = hub.words.asked(query.as_deref());
    let mut standings = Vec::new();
    for known in hub.campaigns.iter() {
        standings.push(standing(&hub, known).await?);
    }
    let mut classes = Vec::new();
    for known in hub.campaigns.all_classes() {
        classes.push(super::classes::standing(&hub, known).await?);
    }
    let page = officials::list(words, hub.words.report(&words.lang), (&standings, &classes));
    Ok(rendered(StatusCode::OK, words, &page, &headers))
}

/// `GET /can-bo/<campaign>`.
pub(crate) async fn campaign(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let words = hub.words.asked(query.as_deref());
    if let Some(known) = hub.campaigns.classes(&campaign) {
        return super::classes::page(&hub, known, query.as_deref(), &headers).await;
    }
    let Some(known) = hub.campaigns.get(&campaign) else {
        return Ok(not_found(&hub, query.as_deref(), &headers));
    };
    let standing = standing(&hub, known).await?;
    let release = release::current(&hub, known, standing.today).await?;
    let mut row = Vec::new();
    let comparable = hub.campaigns.row_of(known, standing.today);
    for other in comparable.into_iter().filter(|_| release.total.is_some()) {
        let its = match other.campaign.id == known.campaign.id {
            true => release.clone(),
            false => release::current(&hub, other, standing.today).await?,
        };
        row.push((other, its));
    }
    let results = officials::results(&hub, known, words, (&release, &row));
    let results = officials::validity(&hub, known, words, standing.today) + &results;
    let page = officials::campaign(words, &standing, &results);
    Ok(rendered(StatusCode::OK, words, &page, &headers))
}

/// `GET /can-bo/<campaign>/uoc-luong`: what the forms say about everybody who came, and how two groups differ. What is
/// typed stands in the address: nothing is kept, and whoever gets the link sees the same.
pub(crate) async fn estimate(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let words = hub.words.asked(query.as_deref());
    let Some(known) = hub.campaigns.get(&campaign) else {
        return Ok(not_found(&hub, query.as_deref(), &headers));
    };
    let standing = standing(&hub, known).await?;
    let release = release::current(&hub, known, standing.today).await?;
    let asked = asked(query.as_deref());
    let page = officials::estimate(&hub, words, known, (&release, &asked));
    Ok(rendered(StatusCode::OK, words, &page, &headers))
}

/// The pairs of a query, decoded; a query that is none asks for nothing.
fn asked(query: Option<&str>) -> Vec<(String, String)> {
    let uri = ["/?", query.unwrap_or_default()].concat().parse::<axum::http::Uri>().ok();
    let pairs = uri.and_then(|uri| axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
    pairs.map(|axum::extract::Query(pairs)| pairs).unwrap_or_default()
}

/// `GET /can-bo/<campaign>/to-dan`: what hangs on the wall.
pub(crate) async fn posters(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Response {
    let Some(known) = hub.campaigns.get(&campaign) else {
        return not_found(&hub, query.as_deref(), &headers);
    };
    let Some(address) = address(&hub, peer, &headers) else {
        let reason = "the Host header of the request is no address; set --public-url";
        return Problem::Malformed(reason.into()).into_response();
    };
    let words = hub.words.asked(query.as_deref());
    match officials::posters(&hub.words, words, known, &address) {
        Ok(page) => rendered(StatusCode::OK, words, &page, &headers),
        Err(error) => {
            tracing::error!(%error, "a poster cannot be made");
            Problem::Internal.into_response()
        }
    }
}

async fn standing<'a>(hub: &'a Hub, known: &'a Known) -> Result<Standing<'a>, Problem> {
    let today = hub.today()?;
    let status = hub.storage.status(&known.campaign.id).await?;
    let outdated = hub.campaigns.outdated(known, today);
    let mut others = Vec::new();
    let asked = known.form_key();
    for form in hub.storage.forms().await? {
        if form.campaign == asked.campaign && form != asked {
            let forms = hub.storage.counted(&form).await?.unwrap_or_default();
            others.push((form.version, forms));
        }
    }
    let outlook = erasure::outlook(hub.storage.as_ref(), &known.campaign.id, known.erase_from()).await?;
    Ok(Standing { known, today, phase: known.phase(today), status, outlook, outdated, others })
}

/// The address that people type: as set, or as this official's browser typed it.
fn address(hub: &Hub, peer: Option<Extension<Peer>>, headers: &HeaderMap) -> Option<String> {
    if let Some(address) = &hub.public_url {
        return Some(address.clone());
    }
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
    if host.is_empty() || !host.chars().all(plain) {
        return None;
    }
    let behind_proxy = peer.is_some_and(|Extension(Peer(peer))| hub.proxies.trusts(peer));
    let forwarded = headers.get("x-forwarded-proto").filter(|_| behind_proxy);
    let secure = forwarded.is_some_and(|scheme| scheme.as_bytes() == b"https");
    Some(format!("{}://{host}", if secure { "https" } else { "http" }))
}
