//! The bottom of the page: what waits on this device, what is wrong with it, what it can do.

use crate::markup::{Markup, write_html};
use crate::platform::document::readable_time;
use crate::state::{Saving, State, Status, Trouble, Trying};
use crate::text::Text;
use crate::ui::header::header;
use crate::ui::idle::idle_dialog;

/// Everything the device has to say. It is drawn into the live region that [`frame`] holds ready.
pub fn foot(state: &State, out: &mut Markup) {
    for line in lines(state) {
        write_html!(out: "<p class=\"" {line.class} "\">" {line.words} "</p>");
    }
    for (tap, words) in actions(state) {
        write_html!(out:
            "<button type=\"button\" class=\"quiet\" data-tap=\"" {tap} "\">" {state.text(words)} "</button>"
        );
    }
}

/// What stays on the page while pages and news change: where they go, and the question whether anyone
/// is still there.
pub fn frame(state: &State, out: &mut Markup) {
    header(state, out);
    write_html!(out: "<main id=\"main\"></main><footer><div id=\"foot\" role=\"status\"></div></footer>");
    idle_dialog(state, out);
}

/// One thing to say.
struct Line {
    class: &'static str,
    words: String,
}

fn lines(state: &State) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut say = |class, words: String| lines.push(Line { class, words });
    let trouble = match state.saving {
        Saving::Failed(trouble) => Some(trouble),
        _ => state.device.trouble,
    };
    if let Some(trouble) = trouble {
        let contact = [("contact", state.facts.contact.as_str())];
        say("warning", state.filled(trouble_words(trouble), &contact));
    }
    let status = &state.device.status;
    if status.waiting > 0 {
        say("fact", waiting_words(state, status));
    }
    if status.refused > 0 {
        say("warning", state.filled(Text::StatusRefused, &[("n", &state.number_words(status.refused))]));
    }
    if state.device.update && state.between_forms() {
        say("fact", state.text(Text::StatusUpdate).to_owned());
    }
    if state.device.offline {
        say("fact can", state.text(Text::StatusOffline).to_owned());
    }
    lines
}

fn waiting_words(state: &State, status: &Status) -> String {
    let n = state.number_words(status.waiting);
    if status.trying == Trying::Sending {
        return state.filled(Text::StatusSending, &[("n", &n)]);
    }
    let mut words = match status.since.map(readable_time) {
        Some(since) => state.filled(Text::StatusWaiting, &[("n", &n), ("since", &since)]),
        None => state.filled(Text::StatusWaitingOnly, &[("n", &n)]),
    };
    if let Trying::Failed(reason) = status.trying {
        words.push(' ');
        words.push_str(state.text(reason));
    }
    if let Some(next) = status.next {
        words.push(' ');
        words.push_str(&state.filled(Text::StatusNext, &[("next", &readable_time(next))]));
    }
    words
}

fn trouble_words(trouble: Trouble) -> Text {
    match trouble {
        Trouble::Unavailable => Text::ProblemUnavailable,
        Trouble::Full => Text::ProblemFull,
        Trouble::Newer => Text::ProblemNewer,
        Trouble::Unreadable => Text::ProblemUnreadable,
        Trouble::Failed => Text::ProblemFailed,
        Trouble::Seal => Text::ProblemSeal,
        Trouble::Courier => Text::ProblemCourier,
    }
}

/// What can be done about it: what a tap means, and its words.
fn actions(state: &State) -> Vec<(&'static str, Text)> {
    let mut actions = Vec::new();
    if matches!(state.saving, Saving::Failed(Trouble::Full | Trouble::Failed | Trouble::Courier)) {
        actions.push(("retry", Text::ProblemRetry));
    }
    if state.device.status.waiting > 0 {
        actions.push(("send", Text::StatusSend));
    }
    if state.device.trouble == Some(Trouble::Unreadable) {
        actions.push(("export", Text::ProblemExport));
    }
    if state.device.update && state.between_forms() {
        actions.push(("update", Text::StatusUpdateButton));
    }
    actions
}
