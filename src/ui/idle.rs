//! On a shared device: is this person still there?

use crate::markup::{Markup, write_html};
use crate::state::State;
use crate::text::Text;

/// The warning before an abandoned form is erased. Opened and closed by `platform`, so that the
/// browser itself keeps the focus inside and the rest of the page out of reach.
pub fn idle_dialog(state: &State, out: &mut Markup) {
    write_html!(out:
        "<dialog id=\"idle\" aria-labelledby=\"idle-title\"><h2 id=\"idle-title\">" {state.text(Text::IdleTitle)}
        "</h2><p>" {state.text(Text::IdleText)} " <b role=\"timer\" id=\"idle-left\"></b>.</p>"
        "<button type=\"button\" class=\"go\" data-tap=\"stay\">" {state.text(Text::IdleStay)} "</button>"
        "<button type=\"button\" class=\"quiet\" data-tap=\"restart\">" {state.text(Text::IdleLeave)} "</button></dialog>"
    );
}

/// How long is left.
pub fn seconds(state: &State) -> String {
    let left = state.idle.unwrap_or_default().to_string();
    state.filled(Text::IdleSeconds, &[("n", &left)])
}
