//! One question with its answers: an item, or a question around the items.

use lang_nghe_instrument::Kind;
use lang_nghe_session::Step;

use crate::markup::{Markup, write_html};
use crate::state::State;
use crate::text::Text;
use crate::ui::choices::{choices, field_id};
use crate::ui::problem::{field_error, summary};
use crate::ui::top::top;

/// One question.
pub fn question(state: &State, step: Step, out: &mut Markup) {
    let field = field_id(state, step);
    let (hint, message) = (state.hint(step), state.message(step));
    top(state, out);
    // Submitted by the browser itself, a form that is posted keeps the address, and with it the service point.
    write_html!(out: "<form method=\"post\" novalidate autocomplete=\"off\" data-submit=\"next\">");
    summary(state, &field, &message, out);
    write_html!(out: "<fieldset");
    // The error only while it shows: what is hidden is read out all the same where a description names it.
    let parts = [(hint.is_some(), "-hint"), (state.fault.is_some(), "-error")];
    let described: String =
        parts.iter().filter(|(is, _)| *is).map(|(_, part)| [&field, *part, " "].concat()).collect();
    if !described.is_empty() {
        write_html!(out: " aria-describedby=\"" {described.trim_end()} "\"");
    }
    write_html!(out: "><legend><h1 tabindex=\"-1\">" {state.question(step)} "</h1></legend>");
    if let Some(hint) = hint {
        write_html!(out: "<p class=\"hint\" id=\"" {field} "-hint\">" {hint} "</p>");
    }
    field_error(state, &field, &message, out);
    choices(state, step, out);
    write_html!(out: "</fieldset>");
    onward(state, step, out);
    write_html!(out: "</form>");
    tools(state, step, out);
}

/// Continue; and beside it, as large, going on without an answer where none is asked for, or without a number.
pub fn onward(state: &State, step: Step, out: &mut Markup) {
    let go = if state.is_doubted() { Text::QuestionUnusualYes } else { Text::QuestionContinue };
    write_html!(out:
        "<div class=\"onward\"><button class=\"go\">" {state.text(go)} "</button>"
    );
    let skip = match (step, state.form().kind(step)) {
        (_, Kind::Number { .. }) => state.options(step).first().map(String::as_str),
        (Step::After(_), _) | (_, Kind::Words { .. }) => Some(state.text(Text::QuestionSkip)),
        _ => None,
    };
    if let Some(words) = skip {
        write_html!(out:
            "<button type=\"button\" class=\"go other\" data-tap=\"skip\">" {words} "</button>"
        );
    }
    write_html!(out: "</div>");
}

/// The other wording, and reading aloud. Below the answers: they may appear late and must not push
/// anything away from under a finger.
pub fn tools(state: &State, step: Step, out: &mut Markup) {
    let formal = match step {
        Step::Item(at) => state.pack.text.items.get(at).is_some_and(|words| words.formal.is_some()),
        _ => false,
    };
    write_html!(out: "<div class=\"tools\">");
    if formal {
        let words = if state.formal { Text::QuestionPlain } else { Text::QuestionFormal };
        write_html!(out:
            "<button type=\"button\" class=\"quiet\" id=\"formal\" data-tap=\"formal\">" {state.text(words)} "</button>"
        );
    }
    if state.device.voice {
        write_html!(out:
            "<button type=\"button\" class=\"quiet\" id=\"read\" data-tap=\"aloud\">" {aloud(state)} "</button>"
        );
    }
    write_html!(out: "</div>");
}

/// What the button for reading aloud would do now.
pub fn aloud(state: &State) -> String {
    state.text(if state.speaking { Text::QuestionStop } else { Text::QuestionRead }).to_owned()
}
