//! After submitting: what happened to the answers, and on a phone of one's own the summary of them, once.

use lang_nghe_scoring::OwnPart;

use crate::markup::{Markup, write_html};
use crate::state::{Delivery, State};
use crate::text::Text;

/// The last page of a form.
pub fn thanks(state: &State, out: &mut Markup) {
    let saved = if state.stored { Text::ThanksSaved } else { Text::ThanksUnsaved };
    write_html!(out:
        "<h1 tabindex=\"-1\">" {state.text(Text::ThanksTitle)}
        "</h1><div class=\"delivery\" role=\"status\"><p class=\"done\">" {state.text(saved)}
        "</p><p id=\"delivery\">" {delivery(state)}
        "</p></div>"
    );
    if !state.stored {
        write_html!(out:
            "<p><button type=\"button\" class=\"quiet\" id=\"save\" data-tap=\"save\">" {save(state)}
            "</button> <span id=\"save-more\">" {save_more(state)} "</span></p>"
        );
    }
    // Who was rated may stand beside a shared device, and whoever comes next must find the survey on it: nothing of the
    // answers, and no way out.
    if state.device.shared {
        write_html!(out:
            "<div class=\"onward\"><button type=\"button\" class=\"go\" data-tap=\"restart\">"
            {state.text(Text::ThanksNext)} "</button></div>"
        );
        return;
    }
    write_html!(out:
        "<section class=\"own\" aria-labelledby=\"own\"><h2 id=\"own\">" {state.text(Text::ThanksSummary)} "</h2><dl>"
    );
    for (name, part) in parts(state) {
        row(state, name, part, out);
    }
    write_html!(out:
        "</dl><p class=\"hint\">" {state.text(Text::ThanksSummaryNote)} "</p></section><p><a href=\"/ket-qua/"
        {state.facts.id} "\">" {state.text(Text::ThanksResults)}
        "</a></p><button type=\"button\" class=\"quiet\" data-tap=\"restart\">" {state.text(Text::ThanksNext)} "</button>"
    );
}

/// What became of the form, as far as it is known.
pub fn delivery(state: &State) -> String {
    let key = match state.delivery {
        Delivery::Saved => return String::new(),
        Delivery::Sending => Text::ThanksSending,
        Delivery::Waiting if !state.stored => Text::ThanksRetrying,
        Delivery::Waiting => Text::ThanksWaiting,
        Delivery::Sent => Text::ThanksSent,
        Delivery::Refused => Text::ThanksRefused,
    };
    state.text(key).to_owned()
}

/// The button that hands the form out as a file, while nothing but this page holds it.
pub fn save(state: &State) -> String {
    if state.offers_a_file() { state.text(Text::ThanksSave).to_owned() } else { String::new() }
}

/// What that file is for.
pub fn save_more(state: &State) -> String {
    if state.offers_a_file() { state.text(Text::ThanksSaveMore).to_owned() } else { String::new() }
}

/// A factor or the total: number in words, and the same as a bar.
fn row(state: &State, name: &str, part: OwnPart, out: &mut Markup) {
    let (points, max) = (part.points.to_string(), part.highest.to_string());
    let words = if part.answered == 0 {
        state.text(Text::ThanksNoPoints).to_owned()
    } else {
        state.filled(Text::ThanksPoints, &[("points", &points), ("max", &max)])
    };
    write_html!(out:
        "<div><dt>" {name} "</dt><dd>" {words} "<progress aria-hidden=\"true\" max=\""
        {part.highest.max(1).to_string()} "\" value=\"" {points} "\"></progress></dd></div>"
    );
}

fn parts(state: &State) -> Vec<(&str, OwnPart)> {
    let Some(summary) = &state.summary else { return Vec::new() };
    let factors = state.pack.text.factors.iter().map(String::as_str).zip(summary.factors.iter().copied());
    let total = (state.text(Text::ThanksTotal), summary.total);
    factors.chain([total]).filter(|(_, part)| part.items > 0).collect()
}
