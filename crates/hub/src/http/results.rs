//! What the hub tells everyone: open campaigns and released results.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lang_nghe_report::Release;
use lang_nghe_sync::wire::HUB_NAME;
use serde::Serialize;

use super::problem::Problem;
use crate::campaigns::Phase;
use crate::officials::standing_reasons;
use crate::outdated::Outdated;
use crate::{Hub, release};

/// Body of `GET /api/v1/campaigns`.
#[derive(Serialize)]
struct OpenCampaigns<'a> {
    hub: &'static str,
    campaigns: Vec<OpenCampaign<'a>>,
}

#[derive(Serialize)]
struct OpenCampaign<'a> {
    id: &'a str,
    opens: &'a str,
    closes: &'a str,
    titles: BTreeMap<&'a str, &'a str>,
    askers: BTreeMap<&'a str, &'a str>,
    /// Why it is not among the newest, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    outdated: Option<Outdated>,
}

/// What everybody is told of a campaign's results.
#[derive(Serialize)]
struct Told<'r> {
    #[serde(flatten)]
    release: &'r Release,
    /// Forms that officials have set aside; they are in no figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    aside: Option<Aside<'r>>,
}

/// How many forms are set aside, and why.
#[derive(Serialize)]
struct Aside<'r> {
    forms: u64,
    reasons: Vec<&'r str>,
}

pub(crate) async fn campaigns(State(hub): State<Arc<Hub>>) -> Result<Response, Problem> {
    let today = hub.today()?;
    let open = hub.campaigns.iter().filter(|known| known.phase(today) == Phase::Open);
    let campaigns = open
        .map(|known| {
            let campaign = &known.campaign;
            let texts = || campaign.texts.iter();
            OpenCampaign {
                id: &campaign.id,
                opens: &campaign.opens,
                closes: &campaign.closes,
                titles: texts().map(|text| (text.lang.as_str(), text.title.as_str())).collect(),
                askers: texts().map(|text| (text.lang.as_str(), text.asker.as_str())).collect(),
                outdated: hub.campaigns.outdated(known, today),
            }
        })
        .collect();
    Ok(Json(OpenCampaigns { hub: HUB_NAME, campaigns }).into_response())
}

/// `GET /api/v1/campaigns/<id>/tally`: what may be shown, which may be nothing yet.
pub(crate) async fn tally(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let known = hub.campaigns.get(&campaign).ok_or(Problem::NotFound)?;
    let release = release::current(&hub, known, hub.today()?).await?;
    let forms = hub.storage.last_step(&known.campaign.id).await?.standing.set_aside;
    let decisions = match forms {
        0 => Vec::new(),
        _ => hub.storage.decisions(&known.campaign.id).await?,
    };
    let aside = (forms > 0).then(|| Aside { forms, reasons: standing_reasons(&decisions) });
    let body = serde_json::to_vec(&Told { release: &release, aside }).map_err(|_| Problem::Internal)?;
    let tag = super::tag(&body);
    if super::has_already(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let kind = (header::CONTENT_TYPE, "application/json".to_owned());
    Ok(([kind, (header::ETAG, tag)], body).into_response())
}
