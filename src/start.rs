//! The start of the survey as plain HTML, written at build time by the same functions as the running
//! page: the notice, the questions before the items, and the first item.
//!
//! The hub puts it into the page, so it is read and answered before any program has arrived. What
//! follows the first item is a placeholder that says so.

use std::sync::Arc;

use lang_nghe_instrument::Pack;
use lang_nghe_session::Step;

use crate::markup::{Markup, write_html};
use crate::pages;
use crate::state::{Facts, State};
use crate::text::Text;
use crate::ui::header::header;

/// The start of this survey in the pack's language, with placeholders where the hub names who asks.
pub fn html(pack: Pack) -> String {
    let mut state = State::new(Arc::new(pack), Facts::placeholders());
    let steps = state.form().steps();
    let items = steps.iter().position(|step| matches!(step, Step::Item(_))).unwrap_or_default();
    let mut page = Markup::default();
    let out = &mut page;
    write_html!(out: "<div id=\"start\">");
    header(&state, out);
    write_html!(out: "<main id=\"main\">");
    for step in steps.iter().take(items + 1) {
        // Drawn as it will look when the person is there.
        state.session.show(*step);
        begin(&state, *step, out);
        pages::step(&state, *step, out);
        write_html!(out: "</div>");
    }
    if let Some(step) = steps.get(items + 1) {
        begin(&state, *step, out);
        write_html!(out:
            "<h1 tabindex=\"-1\">" {state.text(Text::AppLoading)} "</h1><p>" {state.text(Text::AppLoadingMore)}
            "</p><p class=\"warning\" id=\"late\" role=\"status\" hidden>" {state.text(Text::AppStillLoading)} "</p></div>"
        );
    }
    write_html!(out:
        "<p id=\"reopening\" role=\"status\" hidden>" {state.text(Text::AppReopening)} "</p></main></div>"
    );
    page.finish()
}

fn begin(state: &State, step: Step, out: &mut Markup) {
    write_html!(out:
        "<div data-step=\"" {state.form().code(step)} "\"" (step != Step::Notice => " hidden") ">"
    );
}
