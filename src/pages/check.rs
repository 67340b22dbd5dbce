//! Everything once more, each answer with a way to change it.

use leptos::prelude::*;

use lang_nghe_session::Step;

use crate::app::{App, live};
use crate::platform::event;
use crate::state::{Action, Saving, State};
use crate::text::Text;
use crate::ui::top::top;

/// One line of the summary.
struct Row {
    question: String,
    answer: String,
    /// Name of the step to change it at; none where there is nothing to change.
    change: Option<String>,
}

/// The check page.
pub fn check(app: App) -> impl IntoView {
    let rows: Vec<_> = app.read(rows).into_iter().map(|row| line(app, row)).collect();
    let submit = live(app, |state| {
        let key = if state.saving == Saving::Submitting { Text::CheckSaving } else { Text::CheckSubmit };
        state.text(key).to_owned()
    });
    view! {
        {top(app)}
        <h1 tabindex="-1">{app.text(Text::CheckTitle)}</h1>
        <p>{app.text(Text::CheckLead)}</p>
        <dl class="answers" on:click=move |click| {
            let code = event::attribute(&click, "data-change");
            if let Some(step) = code.and_then(|code| app.read(|state| state.form().step(&code))) {
                app.act(Action::Change(step));
            }
        }>{rows}</dl>
        <form on:submit=move |submit| {
            event::take(&submit);
            app.act(Action::Submit);
        }>
            <p>{app.text(Text::CheckAfter)}</p>
            <div class="onward"><button class="go">{submit}</button></div>
        </form>
    }
}

fn line(app: App, row: Row) -> impl IntoView {
    let change = row.change.map(|code| {
        view! {
            <button type="button" class="quiet" data-change=code>
                {app.text(Text::CheckChange)} <span class="unseen">": " {row.question.clone()}</span>
            </button>
        }
    });
    view! { <div><dt>{row.question}</dt><dd>{row.answer}</dd>{change.map(|change| view! { <dd>{change}</dd> })}</div> }
}

fn rows(state: &State) -> Vec<Row> {
    let form = state.form();
    let none = || state.text(Text::CheckNone).to_owned();
    let point = state.facts.point.clone().map(|answer| Row {
        question: state.text(Text::CheckPoint).to_owned(),
        answer,
        change: None,
    });
    let rows = state.session.steps(form).into_iter().filter_map(|step| {
        let question = match step {
            Step::Notice | Step::Check => return None,
            Step::Item(at) => state.pack.text.items.get(at).map_or("", |words| &words.short),
            Step::Comment => state.text(Text::CheckComment),
            Step::Before(_) | Step::After(_) => state.question(step),
        };
        let answer = match step {
            Step::Comment => Some(state.session.comment().trim().to_owned()).filter(|text| !text.is_empty()),
            _ => state.answered(step),
        };
        Some(Row {
            question: question.to_owned(),
            answer: answer.unwrap_or_else(none),
            change: Some(form.code(step)),
        })
    });
    point.into_iter().chain(rows).collect()
}
