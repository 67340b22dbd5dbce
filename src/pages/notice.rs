//! The first page: who asks, why, how long it takes, what is kept, what rights people have.

use leptos::prelude::*;

use crate::app::App;
use crate::platform::event;
use crate::state::{Action, State};
use crate::text::Text;

/// The notice, and the button that agrees to it.
pub fn notice(app: App) -> impl IntoView {
    let word = move |key| app.text(key);
    let facts = app.read(|state| state.facts.clone());
    let lead = app.read(|state| state.filled(Text::StartLead, &[("asker", &facts.asker)]));
    let points: Vec<_> = app
        .read(points)
        .into_iter()
        .map(|(short, more)| view! { <li><b>{short}</b><span>{more}</span></li> })
        .collect();
    view! {
        <form class="notice" novalidate on:submit=move |submit| {
            event::take(&submit);
            app.act(Action::Start);
        }>
            <h1 tabindex="-1">{facts.title}</h1>
            <p class="lead">{lead}</p>
            <ul class="points">{points}</ul>
            <p class="consent">{word(Text::StartConsent)}</p>
            <button class="go">{word(Text::StartButton)}</button>
            <details>
                <summary>{word(Text::StartLaw)}</summary>
                <p>{word(Text::StartLawMore)}</p>
                <p>{app.read(|state| state.filled(Text::StartContact, &[("contact", &state.facts.contact)]))}</p>
                <p>{app.read(|state| state.filled(Text::StartCloses, &[("closes", &state.facts.closes)]))}</p>
            </details>
        </form>
    }
}

/// The notice in five short points.
fn points(state: &State) -> [(String, String); 5] {
    let items = state.pack.instrument.items.len();
    // Twelve seconds an item, and a minute for what stands around them; rounded up.
    let minutes = (items * 12 + 60).div_ceil(60).to_string();
    let n = items.to_string();
    let plain = |short, more| (state.text(short).to_owned(), state.text(more).to_owned());
    [
        (
            state.filled(Text::StartTime, &[("minutes", &minutes)]),
            state.filled(Text::StartTimeMore, &[("n", &n)]),
        ),
        plain(Text::StartNameless, Text::StartNamelessMore),
        plain(Text::StartWhy, Text::StartWhyMore),
        (
            state.filled(Text::StartKept, &[("months", &state.facts.months)]),
            state.text(Text::StartKeptMore).to_owned(),
        ),
        plain(Text::StartFree, Text::StartFreeMore),
    ]
}
