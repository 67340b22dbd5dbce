//! What people do on the page, as actions. The page's markup says what each tap means; here it is listened to, once
//! for all pages.

use lang_nghe_session::Step;

use crate::app::App;
use crate::platform::{document, event};
use crate::state::Action;

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
            app.act(Action::Write(text));
        }
    });
    // Escape closes the only dialog there is, and is an answer to it.
    document::listen("cancel", move |_| app.act(Action::Stay));
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
        "export" => Action::Export,
        "save" => Action::Save,
        "update" => Action::Update,
        _ => return None,
    })
}
