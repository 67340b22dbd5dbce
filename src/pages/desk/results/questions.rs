//! The campaign and its questions in the page's language: what turns counts into words.

use lang_nghe_campaign::Campaign;
use lang_nghe_instrument::Pack;
use lang_nghe_report::Names;

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
        let campaign = content(&html, "campaign").and_then(|text| decode(text, id));
        if let (Some(campaign), Some(packs)) = (campaign, content(&html, "packs")) {
            return Some((campaign, packs.to_owned()));
        }
    }
    None
}

/// Content of a `<meta>` as the hub writes it.
fn content<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(&["<meta name=\"", name, "\" content=\""].concat())?;
    rest.split('"').next()
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

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn what_the_hub_wrote_is_found_in_a_kept_page() {
        let html = r#"<head><title>x</title><meta name="campaign" content="0af1"><meta name="packs" content="vi=/a/1.pack en=/a/2.pack">"#;
        assert_eq!(content(html, "campaign"), Some("0af1"));
        assert_eq!(content(html, "packs"), Some("vi=/a/1.pack en=/a/2.pack"));
        assert_eq!(content(html, "weight"), None);
    }
}
