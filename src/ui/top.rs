//! The line above a question: back, where the person is, how far.

use lang_nghe_session::Step;

use crate::markup::{Markup, write_html};
use crate::state::State;
use crate::text::Text;

/// Back button, place in words, progress bar.
pub fn top(state: &State, out: &mut Markup) {
    let (place, progress) = (place(state), state.session.progress(state.form()));
    write_html!(out:
        "<div class=\"way\"><button type=\"button\" class=\"back\" data-tap=\"back\">" {state.text(Text::QuestionBack)}
        "</button><span>" {place} "</span></div><progress aria-label=\"" {place} "\" max=\"" {progress.of.to_string()}
        "\" value=\"" {progress.done.to_string()} "\"></progress>"
    );
}

fn place(state: &State) -> String {
    let step = state.session.step();
    match (state.session.progress(state.form()).item, step) {
        (Some((n, total)), _) => {
            state.filled(Text::QuestionProgress, &[("n", &n.to_string()), ("total", &total.to_string())])
        }
        (None, Step::Before(_)) => state.text(Text::QuestionBefore).to_owned(),
        (None, Step::After(_)) => state.text(Text::QuestionAbout).to_owned(),
        (None, Step::Comment) => state.text(Text::QuestionLast).to_owned(),
        _ => state.text(Text::QuestionAlmost).to_owned(),
    }
}
