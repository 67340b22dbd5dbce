//! Who asks, in the language chosen: the words of a campaign as the page shows them.

use lang_nghe_campaign::Campaign;

/// The words of a campaign, ready to be shown. At build time they are placeholders for the hub.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The campaign's id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Who asks.
    pub asker: String,
    /// Where to ask about one's rights.
    pub contact: String,
    /// Last day, as people write it.
    pub closes: String,
    /// Months until the records are erased.
    pub months: String,
    /// Name of the service point, if the address named one that exists.
    pub point: Option<String>,
}

impl Facts {
    /// The words in this language.
    pub fn new(campaign: &Campaign, lang: &str, point: Option<&str>) -> Self {
        let text = campaign.text(lang);
        let word = |pick: fn(&lang_nghe_campaign::CampaignText) -> &String| {
            text.map(pick).cloned().unwrap_or_default()
        };
        Self {
            id: campaign.id.clone(),
            title: word(|text| &text.title),
            asker: word(|text| &text.asker),
            contact: word(|text| &text.contact),
            closes: readable_day(&campaign.closes),
            months: campaign.retention_months.to_string(),
            point: campaign
                .points
                .iter()
                .find(|known| Some(known.id.as_str()) == point)
                .map(|known| known.name.clone()),
        }
    }

    /// What the hub replaces when it serves the prerendered start.
    pub fn placeholders() -> Self {
        let slot = |name: &str| ["{{campaign.", name, "}}"].concat();
        Self {
            id: String::new(),
            title: slot("title"),
            asker: slot("asker"),
            contact: slot("contact"),
            closes: slot("closes"),
            months: slot("retention"),
            point: None,
        }
    }
}

/// `2026-11-21` as people in Vietnam write it: `21/11/2026`.
pub fn readable_day(day: &str) -> String {
    let mut parts: Vec<&str> = day.split('-').collect();
    parts.reverse();
    parts.join("/")
}
