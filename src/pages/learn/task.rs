//! One thing to do on a screen of a practice.

use lang_nghe_lesson::{Practice, Rehearsal, Task, Way};
use leptos::prelude::*;

use super::Learn;
use super::aloud::Aloud;
use super::asked::{self, Asked, Said};
use crate::platform::event;
use crate::text::Text;

/// A practice and how far it has come.
#[derive(Clone, Copy)]
pub(super) struct Stage {
    pub(super) learn: Learn,
    pub(super) aloud: Aloud,
    pub(super) practice: StoredValue<Practice>,
    pub(super) run: RwSignal<Rehearsal>,
}

/// Draws a task of the screen that is open.
pub(super) fn view(stage: Stage, at: usize, task: &Task) -> AnyView {
    let Stage { learn, aloud, practice, run } = stage;
    match &task.way {
        Way::Choose { options, right } => {
            let asked = Asked {
                name: ["task-", &task.id].concat(),
                ask: task.ask.clone(),
                options: options.iter().map(|o| (o.words.clone(), o.because.clone())).collect(),
                right: *right,
                chosen: run.with_untracked(|run| run.chosen(at)),
            };
            let answered = move |option| {
                practice.with_value(|practice| {
                    run.update(|run| {
                        // The option is one of those drawn; what is said about it is known here too.
                        let _ = run.choose(practice, at, option);
                    });
                });
            };
            asked::view(learn, asked, aloud, answered).into_any()
        }
        Way::Type { text, .. } => typed(stage, at, task, text).into_any(),
    }
}

fn typed(stage: Stage, at: usize, task: &Task, text: &str) -> impl IntoView + use<> {
    let Stage { learn, aloud, practice, run } = stage;
    let written = RwSignal::new(String::new());
    let said = RwSignal::new(None::<Said>);
    if run.with_untracked(|run| run.is_solved(at)) {
        written.set(text.to_owned());
    }
    let submit = move |submitted: leptos::ev::SubmitEvent| {
        event::take(&submitted);
        let given = written.get_untracked();
        let verdict = practice.with_value(|practice| {
            let mut told = None;
            run.update(|run| {
                told = run
                    .type_in(practice, at, &given)
                    .ok()
                    .map(|verdict| Said { right: Some(verdict.right), because: verdict.because.to_owned() });
            });
            told
        });
        said.set(verdict);
    };
    let id = ["type-", &task.id].concat();
    view! {
        <form class="asked" on:submit=submit>
            <p><label class="ask" for=id.clone()>{aloud.plain(&task.ask)}</label></p>
            <input
                type="text"
                id=id
                class="field"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || written.get()
                on:input=move |typed| written.set(event::chosen(&typed).unwrap_or_default())
            />
            {asked::verdict(said, aloud)}
            <p class="see"><button type="submit" class="go other">{learn.say(Text::PracticeDone)}</button></p>
        </form>
    }
}
