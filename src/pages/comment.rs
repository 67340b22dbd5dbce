//! Something to write: the free text at the end, a number, a short text. Words come with one against naming anyone.

use lang_nghe_instrument::Kind;
use lang_nghe_session::Step;

use crate::markup::{Markup, write_html};
use crate::pages::question::{onward, tools};
use crate::state::State;
use crate::text::Text;
use crate::ui::choices::field_id;
use crate::ui::problem::{field_error, summary};
use crate::ui::top::top;

/// The page of a step at which something is written.
pub fn comment(state: &State, step: Step, out: &mut Markup) {
    let field = field_id(state, step);
    let message = state.message(step);
    top(state, out);
    write_html!(out: "<form novalidate autocomplete=\"off\" data-submit=\"next\">");
    summary(state, &field, &message, out);
    write_html!(out:
        "<h1 tabindex=\"-1\"><label for=\"" {field} "\">" {state.question(step)}
        "</label></h1><p class=\"hint\" id=\"" {field} "-hint\">" {state.hint(step).unwrap_or_default()} "</p>"
    );
    field_error(state, &field, &message, out);
    let number = is_number(state, step);
    write_html!(out: (number => "<input type=\"text\" inputmode=\"numeric\"") (!number => "<textarea rows=\"5\""));
    write_html!(out:
        " id=\"" {field} "\" maxlength=\"" {most_typed(state, step).to_string()}
        "\" autocomplete=\"off\" aria-describedby=\"" {field} "-hint q-left"
    );
    // Only while it shows: what is hidden is read out all the same where a description names it.
    if state.fault.is_some() {
        write_html!(out: " " {field} "-error");
    }
    write_html!(out: "\"" (state.is_wrong() => " aria-invalid=\"true\"") " data-write");
    // A line break right after the tag belongs to the tag; the text's own first one would be swallowed.
    write_html!(out: (number => " value=\"") (!number => ">\n") {state.session.written(step)});
    write_html!(out: (number => "\">") (!number => "</textarea>"));
    write_html!(out: "<p class=\"hint\" id=\"q-left\"" (number => " aria-live=\"polite\"") ">" {left(state)} "</p>");
    onward(state, step, out);
    write_html!(out: "</form>");
    if step != Step::Comment {
        tools(state, step, out);
    }
}

/// Most letters that the field takes. Some systems type a letter in up to three parts, which are put together before
/// they are counted: a field that counts the parts would cut off what is within the limit.
fn most_typed(state: &State, step: Step) -> usize {
    if is_number(state, step) { state.limit(step) } else { state.limit(step) * 3 }
}

fn is_number(state: &State, step: Step) -> bool {
    matches!(state.form().kind(step), Kind::Number { .. })
}

/// How many letters there is still room for; for money, the sum in words; nothing for another number.
pub fn left(state: &State) -> String {
    let step = state.session.step();
    if is_number(state, step) {
        return state.read_back(step).unwrap_or_default();
    }
    let left = state.limit(step).saturating_sub(state.session.written(step).chars().count());
    state.filled(Text::QuestionCommentLeft, &[("n", &state.number_words(left as u64))])
}
