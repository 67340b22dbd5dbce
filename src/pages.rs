//! The pages of the survey, one file each.

pub mod check;
pub mod comment;
pub mod desk;
pub mod notice;
pub mod question;
pub mod resume;
pub mod thanks;

use leptos::prelude::*;

use lang_nghe_session::Step;

use crate::app::App;
use crate::state::Page;

/// The page that is open.
pub fn current(app: App) -> AnyView {
    match app.read(|state| state.page) {
        Page::Form => step(app, app.read(|state| state.session.step())),
        Page::Resume => resume::resume(app).into_any(),
        Page::Thanks => thanks::thanks(app).into_any(),
    }
}

/// The page of a step.
pub fn step(app: App, step: Step) -> AnyView {
    match step {
        Step::Notice => notice::notice(app).into_any(),
        Step::Before(_) | Step::Item(_) | Step::After(_) => question::question(app, step).into_any(),
        Step::Comment => comment::comment(app).into_any(),
        Step::Check => check::check(app).into_any(),
    }
}
