//! Results of a campaign: this device's own where it is shared, and everywhere what the hub released.
//!
//! Both are releases: what may be shown was decided with the same code, and the figures are computed
//! here from the counts.

mod here;
mod questions;
mod report;

pub(in crate::pages) use report::drawn;

use lang_nghe_report::Release;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::seen::{self, Answer};
use crate::platform::document::{self, readable_time};
use crate::platform::indexed_db::IndexedDb;
use crate::text::Text;

use here::Here;
use questions::Questions;

/// What the hub tells of its results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Told {
    #[serde(flatten)]
    release: Release,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    aside: Option<Aside>,
}

/// Forms that officials have set aside, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Aside {
    forms: u64,
    reasons: Vec<String>,
}

/// What the page knows so far.
#[derive(Clone, Copy)]
struct Known {
    /// The campaign with its questions; `Some(None)` when they cannot be had.
    questions: RwSignal<Option<Option<Questions>>>,
    hub: RwSignal<Answer<Option<Told>>>,
    here: RwSignal<Here>,
}

/// The page.
pub(super) fn page(desk: Desk, campaign: String) -> impl IntoView {
    let known = Known {
        questions: RwSignal::new(None),
        hub: RwSignal::new(Answer::Loading),
        here: RwSignal::new(Here::Personal),
    };
    spawn_local(load(desk, campaign.clone(), known));
    let survey = desk.link(&["/k/", &campaign].concat());
    view! {
        <h1>{desk.say(Text::ResultsTitle)}</h1>
        {move || known.questions.with(|questions| match questions {
            None => view! { <p class="wait">{desk.say(Text::DeskLoading)}</p> }.into_any(),
            Some(None) => view! { <p>{desk.say(Text::ResultsUnknownText)}</p> }.into_any(),
            Some(Some(questions)) => sections(desk, questions, known).into_any(),
        })}
        <p><a href=survey>{desk.say(Text::ResultsAnswer)}</a></p>
    }
}

async fn load(desk: Desk, campaign: String, known: Known) {
    let questions = questions::find(&campaign, desk.tongue.lang).await;
    let Some(found) = questions.clone() else {
        known.questions.set(Some(None));
        return;
    };
    if let Some(text) = found.campaign.text(desk.tongue.lang) {
        let page = [&text.title, " – ", desk.say(Text::ResultsTitle)].concat();
        document::set_title(&desk.fill(Text::DeskTitle, &[("page", &page)]));
    }
    known.questions.set(Some(questions));
    let log = IndexedDb::open_to_send().await.ok();
    if let Some(log) = &log {
        known.here.set(here::load(log, &found).await);
    }
    let path = ["/api/v1/campaigns/", &campaign, "/tally"].concat();
    let name = ["tally-seen.", &campaign].concat();
    let read = |reply: &_| released(reply, &found);
    seen::follow(log.as_ref(), &name, &path, read, |answer| known.hub.set(answer)).await;
}

/// The hub's answer: a release of this instrument, or that there is none yet. A captive portal's page
/// is neither.
fn released(reply: &crate::platform::net::Reply, questions: &Questions) -> Option<Option<Told>> {
    if reply.status == 204 {
        return Some(None);
    }
    let told: Told = seen::json(reply)?;
    told.release.check(&questions.pack.instrument).is_ok().then_some(Some(told))
}

fn sections(desk: Desk, questions: &Questions, known: Known) -> impl IntoView + use<> {
    let text = questions.campaign.text(desk.tongue.lang).cloned();
    let (title, asker) = text.map(|text| (text.title, text.asker)).unwrap_or_default();
    let threshold = questions.campaign.threshold.to_string();
    let (for_here, for_hub) = (questions.clone(), questions.clone());
    view! {
        <p class="lead">{title}</p>
        <p class="quiet-text">{asker}</p>
        <p class="note">{desk.say(Text::ResultsOfficial)}</p>
        {move || known.here.with(|here| here::section(desk, &for_here, here))}
        <section aria-labelledby="hub">
            <h2 id="hub">{desk.say(Text::ResultsHub)}</h2>
            <p>{desk.say(Text::ResultsHubLead)}</p>
            <div aria-live="polite" aria-atomic="false">
                {move || known.hub.with(|answer| published(desk, &for_hub, answer))}
            </div>
        </section>
        <p class="quiet-text">{desk.fill(Text::ResultsSmall, &[("threshold", &threshold)])}</p>
    }
}

/// What the hub released, as far as it is known.
fn published(desk: Desk, questions: &Questions, answer: &Answer<Option<Told>>) -> AnyView {
    let (seen, when, class) = match answer {
        Answer::Loading => return view! { <p class="wait">{desk.say(Text::DeskLoading)}</p> }.into_any(),
        Answer::Never => return view! { <p class="fact">{desk.say(Text::ResultsHubNever)}</p> }.into_any(),
        Answer::Fresh(seen) | Answer::Kept { seen, asking: true } => {
            (seen, Text::ResultsHubSeen, "quiet-text")
        }
        Answer::Kept { seen, asking: false } => (seen, Text::ResultsHubOld, "fact"),
    };
    let time = readable_time(seen.at);
    let figures = match &seen.body {
        Some(told) => {
            let figures = report::figures(desk, questions, &told.release, "hub-results");
            view! { {told.aside.as_ref().map(|aside| set_aside(desk, aside))} {figures} }.into_any()
        }
        None => view! { <p>{desk.say(Text::ResultsHubNone)}</p> }.into_any(),
    };
    view! {
        <p class=class>{desk.fill(when, &[("time", &time)])}</p>
        {figures}
    }
    .into_any()
}

/// How many forms are in no figure because officials set them aside, and why.
fn set_aside(desk: Desk, aside: &Aside) -> impl IntoView + use<> {
    let (n, reasons) = (aside.forms.to_string(), aside.reasons.join("; "));
    view! { <p class="note">{desk.fill(Text::ResultsAside, &[("n", &n), ("reasons", &reasons)])}</p> }
}
