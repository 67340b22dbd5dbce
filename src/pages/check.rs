//! Everything once more, each answer with a way to change it.

use lang_nghe_record::text::trimmed;
use lang_nghe_session::Step;

use crate::markup::{Markup, write_html};
use crate::state::{Saving, State};
use crate::text::Text;
use crate::ui::top::top;

/// The check page.
pub fn check(state: &State, out: &mut Markup) {
    top(state, out);
    write_html!(out:
        "<h1 tabindex=\"-1\">" {state.text(Text::CheckTitle)} "</h1><p>" {state.text(Text::CheckLead)}
        "</p><dl class=\"answers\">"
    );
    if let Some(point) = &state.facts.point {
        line(state, (state.text(Text::CheckPoint), point, None), out);
    }
    for step in state.session.steps(state.form()) {
        if let Some(question) = question(state, step) {
            line(state, (question, &answer(state, step), Some(step)), out);
        }
    }
    write_html!(out:
        "</dl><form data-submit=\"submit\"><p>" {state.text(Text::CheckAfter)}
        "</p><div class=\"onward\"><button class=\"go\" id=\"submit\">" {submit(state)} "</button></div></form>"
    );
}

/// What the button says: that it submits, or that it is doing so.
pub fn submit(state: &State) -> String {
    let key = if state.saving == Saving::Submitting { Text::CheckSaving } else { Text::CheckSubmit };
    state.text(key).to_owned()
}

/// A question, its answer, and the step to change it at where there is something to change.
fn line(state: &State, (question, answer, step): (&str, &str, Option<Step>), out: &mut Markup) {
    write_html!(out: "<div><dt>" {question} "</dt><dd>" {answer} "</dd>");
    if let Some(step) = step {
        write_html!(out:
            "<dd><button type=\"button\" class=\"quiet\" data-tap=\"change\" data-change=\"" {state.form().code(step)} "\">"
            {state.text(Text::CheckChange)} " <span class=\"unseen\">: " {question} "</span></button></dd>"
        );
    }
    write_html!(out: "</div>");
}

fn question(state: &State, step: Step) -> Option<&str> {
    match step {
        Step::Notice | Step::Check => None,
        Step::Item(at) => Some(state.pack.text.items.get(at).map_or("", |words| &words.short)),
        Step::Comment => Some(state.text(Text::CheckComment)),
        Step::Before(_) | Step::After(_) => Some(state.question(step)),
    }
}

fn answer(state: &State, step: Step) -> String {
    let given = match step {
        Step::Comment => Some(trimmed(state.session.comment()).to_owned()).filter(|text| !text.is_empty()),
        _ => state.answered(step),
    };
    given.unwrap_or_else(|| state.text(Text::CheckNone).to_owned())
}
