//! Something to write: the free text at the end, a number, a short text. Words come with one against naming anyone.

use leptos::prelude::*;

use lang_nghe_instrument::Kind;
use lang_nghe_session::Step;

use crate::app::{App, live};
use crate::pages::question::{onward, tools};
use crate::platform::event;
use crate::state::{Action, State};
use crate::text::Text;
use crate::ui::choices::field_id;
use crate::ui::problem::{field_error, summary};
use crate::ui::top::top;

/// The page of a step at which something is written.
pub fn comment(app: App, step: Step) -> impl IntoView {
    let (field, question, hint, message) = app.read(|state| {
        (field_id(state, step), state.question(step).to_owned(), state.hint(step), state.message(step))
    });
    let [hint_id, left_id, error] = ["-hint", "-left", "-error"].map(|end| [&field, end].concat());
    let described = [&hint_id, " ", &left_id, " ", &error].concat();
    let write = move |input| {
        if let Some(text) = event::chosen(&input) {
            app.act(Action::Write(text));
        }
    };
    let (written, limit) =
        app.read(|state| (state.session.written(step).to_owned(), state.limit(step).to_string()));
    let box_of = field.clone();
    let place = if app.read(|state| matches!(state.form().kind(step), Kind::Number { .. })) {
        view! {
            <input
                id=box_of
                type="text"
                inputmode="numeric"
                maxlength=limit
                autocomplete="off"
                aria-describedby=described
                value=written
                on:input=write
            />
        }
        .into_any()
    } else {
        let rows = if step == Step::Comment { "5" } else { "3" };
        view! {
            <textarea
                id=box_of
                rows=rows
                maxlength=limit
                autocomplete="off"
                aria-describedby=described
                on:input=write
            >{written}</textarea>
        }
        .into_any()
    };
    view! {
        {top(app)}
        <form novalidate autocomplete="off" on:submit=move |submit| {
            event::take(&submit);
            app.act(Action::Next);
        }>
            {summary(app, field.clone(), message.clone())}
            <h1 tabindex="-1"><label for=field>{question}</label></h1>
            <p class="hint" id=hint_id>{hint}</p>
            {field_error(app, error, message)}
            {place}
            <p class="hint" id=left_id>{live(app, left)}</p>
            {onward(app, step)}
        </form>
        {(step != Step::Comment).then(|| tools(app, step))}
    }
}

/// How much may still be written; nothing of a number.
fn left(state: &State) -> String {
    let step = state.session.step();
    if matches!(state.form().kind(step), Kind::Number { .. }) {
        return String::new();
    }
    let left = state.limit(step).saturating_sub(state.session.written(step).chars().count());
    state.filled(Text::QuestionCommentLeft, &[("n", &left.to_string())])
}
