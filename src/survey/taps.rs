//! What people do on the page, as actions. The page's markup says what each tap means; here it is listened to, once
//! for all pages.

use lang_nghe_session::Step;

use crate::app::App;
use crate::platform::event::Event;
use crate::platform::{clock, document, event};
use crate::state::Action;

use super::survey;

/// Listens for as long as the page is open.
pub(super) fn listen(app: App) {
    document::listen("submit", move |submit| {
        event::take(&submit);
        let step = || None;
        if let Some(action) = event::attribute(&submit, "data-submit").and_then(|name| meaning(&name, step)) {
            app.act(action);
        }
    });
    document::listen("click", move |click| {
        if is_echo(&click) {
            return event::swallow(&click);
        }
        let step = || {
            let code = event::attribute(&click, "data-change")?;
            app.read(|state| state.form().step(&code))
        };
        if let Some(action) = event::attribute(&click, "data-tap").and_then(|name| meaning(&name, step)) {
            event::take(&click);
            app.act(action);
        }
    });
    document::listen("change", move |change| {
        let several = event::attribute(&change, "data-choices");
        if let (Some(several), Some(option)) = (several, event::chosen(&change)) {
            app.act(Action::Choose(option));
            // One that excludes the others takes their marks away.
            if !several.is_empty() {
                event::mark(&change, |at| app.read(|state| state.session.ticked(state.session.step(), at)));
            }
        }
    });
    document::listen("input", move |input| {
        if let (Some(_), Some(text)) = (event::attribute(&input, "data-write"), event::chosen(&input)) {
            app.act(Action::Write(event::composed(&text)));
        }
    });
    // Escape closes the only dialog there is, and is an answer to it.
    document::listen("cancel", move |_| app.act(Action::Stay));
}

/// How long after a page was drawn a tap may still be meant for the page before it.
const ECHO_MS: f64 = 500.0;
/// How far from each other the two taps of a double tap are at most.
const ECHO_WIDE: i32 = 40;

/// Whether a tap on a link or a button is the second half of a double tap that was meant for the page before: where the
/// last one was before the page was drawn, a moment ago. Answers are never held back, nor is a key.
fn is_echo(click: &Event) -> bool {
    let (Some(survey), Some(here)) = (survey(), event::spot(click)) else { return false };
    let (now, drawn) = (clock::ticks(), survey.drawn.get());
    let (last, when) = survey.tapped.get();
    let near = (here.0 - last.0).abs().max((here.1 - last.1).abs()) < ECHO_WIDE;
    let is_echo = near && when <= drawn && now - drawn < ECHO_MS && event::is_on_control(click);
    if !is_echo {
        survey.tapped.set((here, now));
    }
    is_echo
}

fn meaning(name: &str, step: impl Fn() -> Option<Step>) -> Option<Action> {
    Some(match name {
        "start" => Action::Start,
        "next" => Action::Next,
        "skip" => Action::Skip,
        "back" => Action::Back,
        "change" => Action::Change(step()?),
        "to-field" => Action::ToField,
        "formal" => Action::Formal,
        "aloud" => Action::Aloud,
        "submit" => Action::Submit,
        "resume" => Action::Resume,
        "restart" => Action::Restart,
        "stay" => Action::Stay,
        "retry" => Action::Retry,
        "send" => Action::Send,
        "export" => Action::Export,
        "save" => Action::Save,
        "update" => Action::Update,
        _ => return None,
    })
}
