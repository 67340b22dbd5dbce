//! The campaign and its questions in the page's language: what turns counts into words.

use lang_nghe_campaign::Campaign;
use lang_nghe_instrument::Pack;
use lang_nghe_report::Names;

use super::super::page;
use crate::platform::{caches, document};

/// A campaign with its questions. Cheap to copy: both are read once and shared.
#[derive(Clone, PartialEq)]
pub(super) struct Questions {
    pub(super) campaign: std::sync::Arc<Campaign>,
    pub(super) pack: std::sync::Arc<Pack>,
    pub(super) names: std::sync::Arc<Names>,
}

/// What the hub wrote into the page, or into a page of this campaign that the service worker keeps
/// (without a network it may have only the survey). `None` if it is nowhere.
pub(super) async fn find(id: &str, lang: &str) -> Option<Questions> {
    let here = document::meta("campaign").zip(document::meta("packs"));
    let here = here.and_then(|(campaign, packs)| Some((decode(&campaign, id)?, packs)));
    let (campaign, packs) = match here {
        Some(found) => found,
        None => kept(id).await?,
    };
    let pack = pack(&packs, lang).await?;
    let is_this = pack.instrument.id == campaign.instrument && pack.instrument.version == campaign.version;
    is_this.then(|| {
        let names = names(&campaign, &pack);
        Questions { campaign: campaign.into(), pack: pack.into(), names: names.into() }
    })
}

fn decode(text: &str, id: &str) -> Option<Campaign> {
    Campaign::decode(text).ok().filter(|campaign| campaign.id == id)
}

async fn kept(id: &str) -> Option<(Campaign, String)> {
    for folder in ["/ket-qua/", "/k/"] {
        let Some(html) = caches::page(&[folder, id].concat()).await else { continue };
        let campaign = page::campaign(&html).filter(|campaign| campaign.id == id);
        if let (Some(campaign), Some(packs)) = (campaign, page::content(&html, "packs")) {
            return Some((campaign, packs.to_owned()));
        }
    }
    None
}

async fn pack(packs: &str, lang: &str) -> Option<Pack> {
    let offered = || packs.split(' ').filter_map(|pack| pack.split_once('='));
    let (_, address) = offered().find(|(offered, _)| *offered == lang).or_else(|| offered().next())?;
    let bytes = document::bytes(document::fetch(address)?).await?;
    Pack::decode(&bytes).ok()
}

/// Names of service points and of kinds of procedure.
fn names(campaign: &Campaign, pack: &Pack) -> Names {
    let points = campaign.points.iter().map(|point| (point.id.clone(), point.name.clone())).collect();
    let mut names = Names { points, ..Names::default() };
    for (question, text) in pack.profile.questions.iter().zip(&pack.profile_text.questions) {
        if question.id == "procedure" {
            names.procedures = question.options.iter().cloned().zip(text.options.iter().cloned()).collect();
        }
    }
    names
}
