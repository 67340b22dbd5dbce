//! One question with its answers: an item, or a question around the items.

use leptos::prelude::*;

use lang_nghe_instrument::Kind;
use lang_nghe_session::Step;

use crate::app::{App, live};
use crate::platform::event;
use crate::state::Action;
use crate::text::Text;
use crate::ui::choices::{choices, field_id};
use crate::ui::problem::{field_error, summary};
use crate::ui::top::top;

/// One question.
pub fn question(app: App, step: Step) -> impl IntoView {
    let (field, question, hint) =
        app.read(|state| (field_id(state, step), state.question(step).to_owned(), state.hint(step)));
    let message = app.read(|state| state.message(step));
    let several = app.read(|state| matches!(state.form().kind(step), Kind::Several { .. }));
    let error = [&field, "-error"].concat();
    let hint_id = [&field, "-hint"].concat();
    let described = if hint.is_some() { [&hint_id, " ", &error].concat() } else { error.clone() };
    view! {
        {top(app)}
        <form
            novalidate
            autocomplete="off"
            on:submit=move |submit| {
                event::take(&submit);
                app.act(Action::Next);
            }
            on:change=move |change| {
                if let Some(option) = event::chosen(&change) {
                    app.act(Action::Choose(option));
                }
                // One that excludes the others takes their marks away.
                if several {
                    event::mark(&change, |at| app.read(|state| state.session.ticked(step, at)));
                }
            }
        >
            {summary(app, field, message.clone())}
            <fieldset aria-describedby=described>
                <legend><h1 tabindex="-1">{question}</h1></legend>
                {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
                {field_error(app, error, message)}
                {choices(app, step)}
            </fieldset>
            {onward(app, step)}
        </form>
        {tools(app, step)}
    }
}

/// Continue; and beside it, as large, going on without an answer where none is asked for, or without a number.
pub fn onward(app: App, step: Step) -> impl IntoView {
    let words = app.read(|state| match (step, state.form().kind(step)) {
        (_, Kind::Number { .. }) => state.options(step).first().cloned(),
        (Step::After(_), _) | (_, Kind::Words { .. }) => Some(state.text(Text::QuestionSkip).to_owned()),
        _ => None,
    });
    let skip = words.map(|words| {
        view! {
            <button type="button" class="go other" on:click=move |_| app.act(Action::Skip)>{words}</button>
        }
    });
    view! {
        <div class="onward">
            <button class="go">{app.text(Text::QuestionContinue)}</button>
            {skip}
        </div>
    }
}

/// The other wording, and reading aloud. Below the answers: they may appear late and must not push
/// anything away from under a finger.
pub fn tools(app: App, step: Step) -> impl IntoView {
    let formal = app.read(|state| match step {
        Step::Item(at) => state.pack.text.items.get(at).is_some_and(|words| words.formal.is_some()),
        _ => false,
    });
    let switch = formal.then(|| {
        let words = if app.read(|state| state.formal) { Text::QuestionPlain } else { Text::QuestionFormal };
        view! {
            <button type="button" class="quiet" id="formal" on:click=move |_| app.act(Action::Formal)>
                {app.text(words)}
            </button>
        }
    });
    let read = app.read(|state| state.device.voice).then(|| {
        let words = live(app, |state| {
            let key = if state.speaking { Text::QuestionStop } else { Text::QuestionRead };
            state.text(key).to_owned()
        });
        view! {
            <button type="button" class="quiet" id="read" on:click=move |_| app.act(Action::Aloud)>{words}</button>
        }
    });
    view! { <div class="tools">{switch}{read}</div> }
}
