//! The first page: who asks, why, how long it takes, what is kept, what rights people have.

use lang_nghe_session::Step;

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
        write_html!(out: "<li><b>" {short} "</b> <span>" {more} "</span></li>");
    }
    write_html!(out:
        "</ul><p class=\"consent\">" {state.text(Text::StartConsent)} "</p><button class=\"go\">"
        {state.text(Text::StartButton)} "</button>"
    );
    // Below the button, which must not move under a finger when the program has taken over and knows it.
    if state.device.lost_point {
        write_html!(out: "<p class=\"warning\">" {state.text(Text::StatusPoint)} "</p>");
    }
    write_html!(out:
        "<details><summary>" {state.text(Text::StartLaw)} "</summary><p>"
        {state.text(Text::StartKeptAll)} "</p><p>"
        {state.text(Text::StartLawMore)} "</p><p>"
        {state.filled(Text::StartContact, &[("contact", &facts.contact)])} "</p><p>"
        {state.filled(Text::StartCloses, &[("closes", &facts.closes)])} "</p></details></form>"
    );
}

/// Most items that a form asks, and most questions with those about the person. Of blocks only some are asked.
fn asked(state: &State) -> (usize, usize) {
    let instrument = &state.pack.instrument;
    let of = |block: Option<usize>| instrument.items.iter().filter(|item| item.block == block).count();
    let mut blocks: Vec<usize> = (0..instrument.blocks.len()).map(|block| of(Some(block))).collect();
    blocks.sort_unstable();
    let items = of(None) + blocks.iter().rev().take(instrument.blocks_asked).sum::<usize>();
    let steps = state.form().steps().into_iter();
    let about = steps.filter(|step| matches!(step, Step::Before(_) | Step::After(_))).count();
    (items, items + about)
}

/// The notice in four short points, so that the button is seen without scrolling on a small phone.
fn points(state: &State) -> [(String, String); 4] {
    let (items, all) = asked(state);
    // Twelve seconds an item, and a minute for what stands around them; rounded up.
    let minutes = (items * 12 + 60).div_ceil(60).to_string();
    let n = all.to_string();
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
    ]
}
