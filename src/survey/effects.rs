//! What the actions of the survey cause in the browser.

use wasm_bindgen_futures::spawn_local;

use lang_nghe_session::Step;

use crate::app::App;
use crate::platform::notes::Notes;
use crate::platform::{clock, document, speech, worker};
use crate::state::{Action, Effect, Focus, State};

use super::{draw, keeper, marks, sending, submission, survey};

/// Carries out an effect.
pub(super) fn perform(app: App, effect: Effect) {
    let Some(survey) = survey() else { return };
    match effect {
        Effect::KeepDraft => {
            let draft = app.read(|state| state.session.encode(state.form(), clock::now()));
            Notes::Device.set(&marks::draft(&survey.campaign.id), "1");
            survey.keeper.keep(app, draft);
        }
        Effect::EraseDraft => {
            survey.submitted.take();
            Notes::Device.erase(&marks::draft(&survey.campaign.id));
            survey.keeper.erase(app);
        }
        Effect::Enter => app.read(|state| {
            if state.session.is_untouched() {
                survey.begun.set(Some(clock::now()));
            }
            survey.course.borrow_mut().enter(state);
        }),
        Effect::LayOut => app.read(|state| survey.course.borrow_mut().lay_out(state)),
        Effect::GoBack => app.read(|state| survey.course.borrow_mut().go_back(state)),
        Effect::LeaveHistory => {
            Notes::Device.erase(&marks::draft(&survey.campaign.id));
            Notes::Device.erase(marks::LANG);
            app.read(|state| survey.course.borrow_mut().leave(state, clock::now()));
        }
        Effect::Submit => spawn_local(submission::submit(app)),
        Effect::Send => spawn_local(sending::send_now(app)),
        Effect::Speak => {
            let (text, lang) = app.read(|state| (aloud(state), state.pack.lang.clone()));
            speech::speak(&text, &lang, move || app.act(Action::Silent));
        }
        Effect::Hush => speech::hush(),
        Effect::Touched => survey.touched.set(clock::now()),
        Effect::Export => spawn_local(async move {
            if let Some(log) = &survey.log {
                keeper::hand_out(log, &survey.campaign.id).await;
            }
        }),
        Effect::Save => spawn_local(submission::save()),
        Effect::Update => spawn_local(worker::use_update()),
        Effect::DrawPage => draw::page(app),
        Effect::DrawWords => draw::words(app),
        Effect::DrawFoot => draw::foot(app),
        Effect::DrawAll => {
            draw::all(app);
            document::focus("#lang", false);
        }
        Effect::Warn(open) => document::show_dialog("idle", open),
        // Not at once: the browser would have to lay the new page out in the middle of the tap.
        Effect::Focus(focus) => document::before_paint(move || attend(focus)),
    }
}

fn attend(focus: Focus) {
    match focus {
        Focus::Heading => {
            document::scroll_to_top();
            document::focus("h1", false);
        }
        Focus::Problem => document::focus(".problem", true),
        Focus::Field => document::focus("form [id^=q-]:is(input, textarea)", true),
        Focus::Formal => document::focus("#formal", false),
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

/// What the browser tells the page.
pub(super) fn listen(app: App) {
    speech::on_voices(move || {
        let voice = app.read(|state| speech::has_voice(&state.pack.lang));
        app.learn(|state| state.device.voice = voice);
    });
    document::stay_while(|| survey().is_some_and(|survey| !survey.unsaved.borrow().is_empty()));
    // A page kept in memory by the browser must not show the thank-you page to whoever comes back.
    document::listen("pagehide", move |_| app.act(Action::Leave));
}
