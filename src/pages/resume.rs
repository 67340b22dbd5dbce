//! An unfinished form was found on this device. It may be someone else's: nothing of it is shown.

use crate::markup::{Markup, write_html};
use crate::state::State;
use crate::text::Text;

/// Go on, or start again.
pub fn resume(state: &State, out: &mut Markup) {
    write_html!(out:
        "<h1 tabindex=\"-1\">" {state.text(Text::ResumeTitle)} "</h1><p class=\"lead\">"
        {state.text(Text::ResumeLead)}
        "</p><div class=\"onward\"><button type=\"button\" class=\"go\" data-tap=\"resume\">"
        {state.text(Text::ResumeContinue)} "</button><button type=\"button\" class=\"go other\" data-tap=\"restart\">"
        {state.text(Text::ResumeRestart)} "</button></div>"
    );
}
