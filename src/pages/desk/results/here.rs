//! A shared device's own results.
//!
//! The tally opens only with the device's key. It is never shown as it is: each view is a release
//! made from the last one shown, and the new one is kept before it is shown, so that no two views,
//! subtracted, tell about one person.

use lang_nghe_report::{Release, release};
use lang_nghe_scoring::Tally;
use lang_nghe_store::Store;
use leptos::prelude::*;

use super::super::Desk;
use super::Questions;
use super::report;
use crate::platform::device_key::{self, DeviceKey};
use crate::platform::indexed_db::IndexedDb;
use crate::platform::{clock, locks};
use crate::text::Text;

/// What this device has of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Here {
    /// A personal device keeps nothing.
    Personal,
    /// Shared, and nobody has answered yet.
    Nothing,
    /// What may be shown.
    Released(Box<Release>),
    /// It is there, but does not open.
    Damaged,
}

/// Name of the last release shown, sealed like the tally.
fn shown_name(campaign: &str) -> String {
    ["tally-shown.", campaign].concat()
}

/// What may be shown now.
pub(super) async fn load(log: &IndexedDb, questions: &Questions) -> Here {
    if !log.value("shared").await.is_ok_and(|value| value.is_some()) {
        return Here::Personal;
    }
    // Two tabs must not both step on from the same release.
    let _lock = locks::wait_for(device_key::TALLY_LOCK).await;
    match next(log, questions).await {
        Some(Some(release)) => Here::Released(Box::new(release)),
        Some(None) => Here::Nothing,
        None => Here::Damaged,
    }
}

/// The next release, kept. `None` when anything of it cannot be read or kept.
async fn next(log: &IndexedDb, questions: &Questions) -> Option<Option<Release>> {
    let campaign = &questions.campaign;
    let Some(tally) = device_key::read_tally(log, &["tally.", &campaign.id].concat()).await.ok()? else {
        return Some(None);
    };
    let tally = Tally::decode(&tally).ok()?;
    let name = shown_name(&campaign.id);
    let last: Option<Release> = match device_key::read_tally(log, &name).await.ok()? {
        Some(bytes) => Some(serde_json::from_slice(&bytes).ok()?),
        None => None,
    };
    let today = clock::today()?.to_string();
    let instrument = &questions.pack.instrument;
    let next = release(instrument, last.as_ref(), &tally, campaign.threshold, &today).ok()?;
    if last.as_ref() != Some(&next) {
        let bytes = serde_json::to_vec(&next).ok()?;
        let sealed = DeviceKey::get(log).await.ok()?.seal_value(&name, &bytes).await.ok()?;
        log.put_value(&name, &sealed).await.ok()?;
    }
    Some(Some(next.served(instrument)))
}

/// The section; a personal device has none.
pub(super) fn section(desk: Desk, questions: &Questions, here: &Here) -> AnyView {
    let content = match here {
        Here::Personal => return ().into_any(),
        Here::Nothing => view! { <p>{desk.say(Text::ResultsHereNone)}</p> }.into_any(),
        Here::Damaged => view! { <p class="warning">{desk.say(Text::ResultsHereDamaged)}</p> }.into_any(),
        Here::Released(release) => report::figures(desk, questions, release, "own-results"),
    };
    view! {
        <section aria-labelledby="here">
            <h2 id="here">{desk.say(Text::ResultsHere)}</h2>
            <p>{desk.say(Text::ResultsHereLead)}</p>
            {content}
        </section>
    }
    .into_any()
}
