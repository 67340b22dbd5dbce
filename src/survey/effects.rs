//! What the actions of the survey cause in the browser.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use lang_nghe_session::Step;

use crate::app::App;
use crate::platform::{clock, document, local, speech, worker};
use crate::state::{Action, Effect as Cause, Focus, State};

use super::{keeper, marks, submission, survey};

/// Carries out an effect.
pub(super) fn perform(app: App, effect: Cause) {
    let Some(survey) = survey() else { return };
    match effect {
        Cause::KeepDraft => {
            let draft = app.read(|state| state.session.encode(state.form(), clock::now()));
            local::set(&marks::draft(&survey.campaign.id), "1");
            survey.keeper.keep(app, draft);
        }
        Cause::EraseDraft => {
            survey.submitted.take();
            local::erase(&marks::draft(&survey.campaign.id));
            survey.keeper.erase(app);
        }
        Cause::Enter => app.read(|state| survey.course.borrow_mut().enter(state)),
        Cause::GoBack => app.read(|state| survey.course.borrow_mut().go_back(state)),
        Cause::LeaveHistory => {
            local::erase(&marks::draft(&survey.campaign.id));
            app.read(|state| survey.course.borrow_mut().leave(state, clock::now()));
        }
        Cause::Submit => spawn_local(submission::submit(app)),
        Cause::Speak => {
            let (text, lang) = app.read(|state| (aloud(state), state.pack.lang.clone()));
            speech::speak(&text, &lang, move || app.act(Action::Silent));
        }
        Cause::Hush => speech::hush(),
        Cause::Touched => survey.touched.set(clock::now()),
        Cause::Export => spawn_local(async move {
            if let Some(log) = &survey.log {
                keeper::hand_out(log, &survey.campaign.id).await;
            }
        }),
        Cause::Update => spawn_local(worker::use_update()),
        Cause::Focus(Focus::Heading) => document::focus_next_frame("h1", true),
        Cause::Focus(Focus::Problem) => document::focus_next_frame(".problem", false),
        Cause::Focus(Focus::Formal) => document::focus_next_frame("#formal", false),
    }
}

/// The question and its answers, one after the other.
fn aloud(state: &State) -> String {
    let step: Step = state.session.step();
    let mut text = state.question(step).to_owned();
    for option in state.options(step) {
        text.push_str(". ");
        text.push_str(option);
    }
    text
}

/// What the document says outside the app's own elements.
pub(super) fn follow(app: App) {
    let title = Memo::new(move |_| app.follow(State::title));
    Effect::new(move |_| document::set_title(&title.get()));
    let lang = Memo::new(move |_| app.follow(|state| state.pack.lang.clone()));
    Effect::new(move |_| document::set_language(&lang.get()));
    let warning = Memo::new(move |_| app.follow(|state| state.idle.is_some()));
    Effect::new(move |_| document::show_dialog("idle", warning.get()));
    speech::on_voices(move || {
        let voice = app.read(|state| speech::has_voice(&state.pack.lang));
        app.learn(|state| state.device.voice = voice);
    });
    // A page kept in memory by the browser must not show the thank-you page to whoever comes back.
    document::listen("pagehide", move |_| app.act(Action::Leave));
}
