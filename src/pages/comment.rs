//! Free text, with a word against naming anyone.

use lang_nghe_session::COMMENT_LIMIT;

use crate::markup::{Markup, write_html};
use crate::state::State;
use crate::text::Text;
use crate::ui::problem::{field_error, summary};
use crate::ui::top::top;

/// The comment page.
pub fn comment(state: &State, out: &mut Markup) {
    let limit = COMMENT_LIMIT.to_string();
    let message = state.filled(Text::QuestionCommentLong, &[("n", &limit)]);
    top(state, out);
    write_html!(out: "<form novalidate autocomplete=\"off\" data-submit=\"next\">");
    summary(state, "q-comment", &message, out);
    write_html!(out:
        "<h1 tabindex=\"-1\"><label for=\"q-comment\">" {state.text(Text::QuestionComment)}
        "</label></h1><p class=\"hint\" id=\"q-comment-hint\">" {state.text(Text::QuestionOptional)} ". "
        {state.text(Text::QuestionCommentHint)} "</p>"
    );
    field_error(state, "q-comment", &message, out);
    // A line break right after the tag belongs to the tag; the text's own first one would be swallowed.
    write_html!(out:
        "<textarea id=\"q-comment\" rows=\"5\" maxlength=\"" {limit}
        "\" autocomplete=\"off\" aria-describedby=\"q-comment-hint q-comment-left q-comment-error\" data-write>\n"
        {state.session.comment()} "</textarea><p class=\"hint\" id=\"q-comment-left\">" {left(state)}
        "</p><div class=\"onward\"><button class=\"go\">" {state.text(Text::QuestionContinue)} "</button></div></form>"
    );
}

/// How many letters there is still room for.
pub fn left(state: &State) -> String {
    let left = COMMENT_LIMIT.saturating_sub(state.session.comment().chars().count()).to_string();
    state.filled(Text::QuestionCommentLeft, &[("n", &left)])
}
