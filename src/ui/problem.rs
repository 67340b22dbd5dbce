//! What is missing, said twice: above the form with a link to the field, and at the field.

use crate::markup::{Markup, write_html};
use crate::state::State;
use crate::text::Text;

/// The summary above the form. It is in the page from the start, hidden, so that the page's first
/// lines of script can show it before the app has arrived.
///
/// The alert is inside the element that takes the focus: were they one, some screen readers would
/// read the focus and swallow the alert.
pub fn summary(state: &State, field: &str, message: &str, out: &mut Markup) {
    write_html!(out:
        "<div class=\"problem\" tabindex=\"-1\"" (state.fault.is_none() => " hidden") "><div role=\"alert\"><h2>"
        {state.text(Text::QuestionProblem)} "</h2><a href=\"#" {field} "\" data-tap=\"to-field\">" {message} "</a></div></div>"
    );
}

/// The same words at the field.
pub fn field_error(state: &State, field: &str, message: &str, out: &mut Markup) {
    write_html!(out:
        "<p class=\"error\" id=\"" {field} "-error\"" (state.fault.is_none() => " hidden") ">"
    );
    if !state.is_doubted() {
        write_html!(out: "<span class=\"unseen\">" {state.text(Text::QuestionError)} " </span>");
    }
    write_html!(out: {message} "</p>");
}
