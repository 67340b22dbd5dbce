//! Home: the surveys that are open, and what this is.

use std::collections::BTreeMap;

use lang_nghe_sync::wire::HUB_NAME;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::page as kept_page;
use super::seen::{self, Answer};
use crate::platform::document::readable_time;
use crate::platform::indexed_db::IndexedDb;
use crate::platform::{address, caches};
use crate::text::Text;

/// Answer of `GET /api/v1/campaigns`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Open {
    hub: String,
    campaigns: Vec<Campaign>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Campaign {
    id: String,
    #[serde(default)]
    closes: String,
    #[serde(default)]
    titles: BTreeMap<String, String>,
    #[serde(default)]
    askers: BTreeMap<String, String>,
    #[serde(default)]
    outdated: Option<Outdated>,
}

/// Why what a survey asks is no longer the newest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Outdated {
    #[serde(default)]
    source: String,
    #[serde(default)]
    expired: Option<String>,
    #[serde(default)]
    replaced_by: Option<String>,
    #[serde(default)]
    newer: Option<String>,
}

/// The page.
pub(super) fn page(desk: Desk) -> impl IntoView {
    let open = RwSignal::new(Answer::Loading);
    let kept = RwSignal::new(Vec::new());
    spawn_local(async move {
        let log = IndexedDb::open_to_send().await.ok();
        let read = |reply: &_| seen::json(reply).filter(|open: &Open| open.hub == HUB_NAME);
        let show = |answer| open.set(answer);
        seen::follow(log.as_ref(), "campaigns-seen", "/api/v1/campaigns", read, show).await;
        if open.with_untracked(|open| *open == Answer::Never) {
            kept.set(on_this_device().await);
        }
    });
    view! {
        <h1>{desk.say(Text::HomeTitle)}</h1>
        <p class="lead">{desk.say(Text::HomeLead)}</p>
        <section aria-labelledby="open">
            <h2 id="open">{desk.say(Text::HomeOpen)}</h2>
            <div aria-live="polite">{move || open.with(|open| surveys(desk, open, kept))}</div>
        </section>
        <section aria-labelledby="more">
            <h2 id="more">{desk.say(Text::HomeMore)}</h2>
            <ul class="cards ways">
                {way(desk, "/gioi-thieu", Text::DeskAbout, Text::HomeAboutText)}
                {way(desk, "/may-nay", Text::DeskDevice, Text::HomeDeviceText)}
            </ul>
        </section>
    }
}

fn way(desk: Desk, path: &str, name: Text, about: Text) -> impl IntoView {
    view! {
        <li class="card">
            <a href=desk.link(path)>{desk.say(name)}</a>
            <p>{desk.say(about)}</p>
        </li>
    }
}

fn surveys(desk: Desk, open: &Answer<Open>, kept: RwSignal<Vec<Campaign>>) -> AnyView {
    match open {
        Answer::Loading => view! { <p class="wait">{desk.say(Text::DeskLoading)}</p> }.into_any(),
        Answer::Never => (move || kept.with(|kept| unanswered(desk, kept))).into_any(),
        Answer::Fresh(seen) => list(desk, &seen.body.campaigns).into_any(),
        Answer::Kept { seen, asking } => {
            let old = (!asking).then(|| {
                let time = readable_time(seen.at);
                view! { <p class="fact">{desk.fill(Text::HomeStale, &[("time", &time)])}</p> }
            });
            view! {
                {old}
                {list(desk, &seen.body.campaigns)}
            }
            .into_any()
        }
    }
}

/// The hub was never reached from this page: what is on the device can still be answered.
fn unanswered(desk: Desk, kept: &[Campaign]) -> AnyView {
    let retry = view! {
        <button type="button" class="quiet" on:click=move |_| address::reload()>{desk.say(Text::DeskRetry)}</button>
    };
    if kept.is_empty() {
        return view! {
            <p>{desk.say(Text::HomeFailed)}</p>
            <p>{desk.say(Text::HomeFailedText)}</p>
            {retry}
        }
        .into_any();
    }
    view! {
        <p class="fact">{desk.say(Text::HomeKept)}</p>
        {list(desk, kept)}
        {retry}
    }
    .into_any()
}

/// The surveys that the service worker keeps: an installed app is opened here, also without a network,
/// and its surveys may have come by QR code.
async fn on_this_device() -> Vec<Campaign> {
    let mut found = Vec::new();
    for path in caches::paths("/k/").await {
        let Some(campaign) = caches::page(&path).await.and_then(|html| kept_page::campaign(&html)) else {
            continue;
        };
        let texts = || campaign.texts.iter();
        found.push(Campaign {
            titles: texts().map(|text| (text.lang.clone(), text.title.clone())).collect(),
            askers: texts().map(|text| (text.lang.clone(), text.asker.clone())).collect(),
            id: campaign.id,
            closes: campaign.closes,
            outdated: None,
        });
    }
    found
}

fn list(desk: Desk, campaigns: &[Campaign]) -> AnyView {
    if campaigns.is_empty() {
        return view! {
            <p>{desk.say(Text::HomeNone)}</p>
            <p>{desk.say(Text::HomeNoneText)}</p>
        }
        .into_any();
    }
    let cards = |outdated: bool| -> Vec<_> {
        let wanted = campaigns.iter().filter(|campaign| campaign.outdated.is_some() == outdated);
        wanted.map(|campaign| card(desk, campaign)).collect()
    };
    let (current, older) = (cards(false), cards(true));
    let count = older.len().to_string();
    let older = (!older.is_empty()).then(|| {
        view! {
            <details>
                <summary>{desk.fill(Text::HomeOlder, &[("n", &count)])}</summary>
                <ul class="cards">{older}</ul>
            </details>
        }
    });
    view! {
        <ul class="cards">{current}</ul>
        {older}
    }
    .into_any()
}

/// Why what a survey asks is no longer the newest, in words.
fn why(desk: Desk, old: &Outdated) -> String {
    let expired = old
        .expired
        .as_ref()
        .map(|last| desk.fill(Text::ReportExpired, &[("source", &old.source), ("date", &desk.day(last))]));
    let replaced = old.replaced_by.as_ref();
    let replaced = replaced.map(|document| desk.fill(Text::ReportReplaced, &[("document", document)]));
    let newer = old.newer.as_ref().map(|version| desk.fill(Text::ReportNewer, &[("version", version)]));
    [expired, replaced, newer].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn card(desk: Desk, campaign: &Campaign) -> impl IntoView + use<> {
    let words = |texts: &BTreeMap<String, String>| {
        texts.get(desk.tongue.lang).or_else(|| texts.get("vi")).cloned().unwrap_or_default()
    };
    let (title, asker) = (words(&campaign.titles), words(&campaign.askers));
    let day = desk.day(&campaign.closes);
    let id = ["survey-", &campaign.id].concat();
    let answer = ["answer-", &campaign.id].concat();
    let results = ["results-", &campaign.id].concat();
    let old = campaign.outdated.as_ref().map(|old| view! { <p class="fact">{why(desk, old)}</p> });
    view! {
        <li class="card survey">
            <h3 id=id.clone()>{title}</h3>
            <p>{asker}</p>
            <p class="quiet-text">{desk.fill(Text::HomeCloses, &[("day", &day)])}</p>
            {old}
            // Several cards have the same two links: the survey's title tells them apart by ear.
            <p class="deeds">
                <a
                    class="go"
                    id=answer.clone()
                    aria-labelledby=[&answer, " ", &id].concat()
                    href=desk.link(&["/k/", &campaign.id].concat())
                >
                    {desk.say(Text::HomeAnswer)}
                </a>
                <a
                    id=results.clone()
                    aria-labelledby=[&results, " ", &id].concat()
                    href=desk.link(&["/ket-qua/", &campaign.id].concat())
                >
                    {desk.say(Text::HomeResults)}
                </a>
            </p>
        </li>
    }
}
