//! The pages of the survey, one file each, as text; and the programs beside it.

pub mod around;
pub mod check;
pub mod comment;
pub mod desk;
mod field;
pub mod forms;
pub mod learn;
pub mod notice;
mod numbers;
pub mod question;
pub mod resume;
pub mod thanks;
pub mod tools;

use lang_nghe_instrument::Kind;
use lang_nghe_session::Step;

use crate::markup::Markup;
use crate::state::{Page, State};

/// The page that is open.
pub fn current(state: &State, out: &mut Markup) {
    match state.page {
        Page::Form => step(state, state.session.step(), out),
        Page::Resume => resume::resume(state, out),
        Page::Thanks => thanks::thanks(state, out),
    }
}

/// The page of a step.
pub fn step(state: &State, step: Step, out: &mut Markup) {
    match step {
        Step::Notice => notice::notice(state, out),
        Step::Item(_) if matches!(state.form().kind(step), Kind::Number { .. } | Kind::Words { .. }) => {
            comment::comment(state, step, out);
        }
        Step::Before(_) | Step::Item(_) | Step::After(_) => question::question(state, step, out),
        Step::Comment => comment::comment(state, step, out),
        Step::Check => check::check(state, out),
    }
}

/// Words that change while a page is open, by what the state says.
pub type Live = fn(&State) -> String;

/// All of them, by the id of the element they stand in.
pub const LIVE: [(&str, Live); 7] = [
    ("q-left", comment::left),
    ("read", question::aloud),
    ("submit", check::submit),
    ("delivery", thanks::delivery),
    ("save", thanks::save),
    ("save-more", thanks::save_more),
    ("idle-left", crate::ui::idle::seconds),
];
