//! The pages of the survey, one file each.

pub mod around;
pub mod check;
pub mod comment;
pub mod desk;
pub mod learn;
pub mod notice;
pub mod question;
pub mod resume;
pub mod thanks;

use lang_nghe_instrument::Kind;
use lang_nghe_session::Step;

use crate::app::{App, Canvas};
use crate::state::Page;

/// Draws the page that is open.
pub fn current<C: Canvas>(app: App, canvas: C) -> C::Drawn {
    match app.read(|state| state.page) {
        Page::Form => step(app, app.read(|state| state.session.step()), canvas),
        Page::Resume => canvas.draw(resume::resume(app)),
        Page::Thanks => canvas.draw(thanks::thanks(app)),
    }
}

/// Draws the page of a step.
pub fn step<C: Canvas>(app: App, step: Step, canvas: C) -> C::Drawn {
    let written =
        app.read(|state| matches!(state.form().kind(step), Kind::Number { .. } | Kind::Words { .. }));
    match step {
        Step::Notice => canvas.draw(notice::notice(app)),
        Step::Comment => canvas.draw(comment::comment(app, step)),
        Step::Item(_) if written => canvas.draw(comment::comment(app, step)),
        Step::Before(_) | Step::Item(_) | Step::After(_) => canvas.draw(question::question(app, step)),
        Step::Check => canvas.draw(check::check(app)),
    }
}
