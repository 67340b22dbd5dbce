//! The line above a question: back, where the person is, how far.

use leptos::prelude::*;

use lang_nghe_session::Step;

use crate::app::App;
use crate::state::{Action, State};
use crate::text::Text;

/// Back button, place in words, progress bar.
pub fn top(app: App) -> impl IntoView {
    let (place, progress) = app.read(|state| (place(state), state.session.progress(state.form())));
    view! {
        <div class="way">
            <button type="button" class="back" on:click=move |_| app.act(Action::Back)>
                {app.text(Text::QuestionBack)}
            </button>
            <span>{place.clone()}</span>
        </div>
        <progress
            aria-label=place
            max=progress.of.to_string()
            value=progress.done.to_string()
        ></progress>
    }
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
