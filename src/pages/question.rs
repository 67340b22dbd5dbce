//! One question with its answers: an item, or a question around the items.

use leptos::prelude::*;

use lang_nghe_session::Step;

use crate::app::{App, live};
use crate::platform::event;
use crate::state::{Action, State};
use crate::text::Text;
use crate::ui::choices::{choices, field_id};
use crate::ui::problem::{field_error, summary};
use crate::ui::top::top;

/// One question.
pub fn question(app: App, step: Step) -> impl IntoView {
    let (field, question, hint) =
        app.read(|state| (field_id(state, step), state.question(step).to_owned(), hint(state, step)));
    let message =
        app.text(if matches!(step, Step::Item(_)) { Text::QuestionChooseOr } else { Text::QuestionChoose });
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

/// A line below the question, where there is one.
fn hint(state: &State, step: Step) -> Option<String> {
    match step {
        Step::Before(at) | Step::After(at) => {
            state.pack.profile_text.questions.get(at).and_then(|words| words.hint.clone())
        }
        _ => None,
    }
}

/// Continue; and skip, as large and as near, where an answer is not asked for.
fn onward(app: App, step: Step) -> impl IntoView {
    let skip = matches!(step, Step::After(_)).then(|| {
        view! {
            <button type="button" class="go other" on:click=move |_| app.act(Action::Skip)>
                {app.text(Text::QuestionSkip)}
            </button>
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
fn tools(app: App, step: Step) -> impl IntoView {
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
