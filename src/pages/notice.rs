//! The first page: who asks, why, how long it takes, what is kept, what rights people have.

use crate::markup::{Markup, write_html};
use crate::state::State;
use crate::text::Text;

/// The notice, and the button that agrees to it.
pub fn notice(state: &State, out: &mut Markup) {
    let facts = &state.facts;
    write_html!(out:
        "<form class=\"notice\" method=\"post\" novalidate data-submit=\"start\"><h1 tabindex=\"-1\">" {facts.title}
        "</h1><p class=\"lead\">" {state.filled(Text::StartLead, &[("asker", &facts.asker)])} "</p><ul class=\"points\">"
    );
    for (short, more) in points(state) {
        write_html!(out: "<li><b>" {short} "</b><span>" {more} "</span></li>");
    }
    write_html!(out:
        "</ul><p class=\"consent\">" {state.text(Text::StartConsent)} "</p><button class=\"go\">"
        {state.text(Text::StartButton)} "</button><details><summary>" {state.text(Text::StartLaw)} "</summary><p>"
        {state.text(Text::StartLawMore)} "</p><p>"
        {state.filled(Text::StartContact, &[("contact", &facts.contact)])} "</p><p>"
        {state.filled(Text::StartCloses, &[("closes", &facts.closes)])} "</p></details></form>"
    );
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
