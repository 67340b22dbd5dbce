//! A question with one right answer: native radio buttons, and why the chosen answer is right or wrong.

use leptos::prelude::*;

use super::Learn;
use super::aloud::{Aloud, Later};
use crate::platform::event;
use crate::text::Text;

/// A question as it is asked.
pub(super) struct Asked {
    /// Unique on the page.
    pub(super) name: String,
    pub(super) ask: String,
    /// What can be chosen, and why that is right or wrong.
    pub(super) options: Vec<(String, String)>,
    pub(super) right: usize,
    /// What was chosen before.
    pub(super) chosen: Option<usize>,
}

/// What is said about an answer.
#[derive(Clone, PartialEq)]
pub(super) struct Said {
    /// `None`: nothing was chosen.
    pub(super) right: Option<bool>,
    pub(super) because: String,
}

/// What was said, in a box of its own that screen readers hear, and a button that reads it aloud.
pub(super) fn verdict(said: RwSignal<Option<Said>>, aloud: Aloud) -> impl IntoView {
    let read = RwSignal::new(None);
    let shown = move || {
        let said = said.get();
        if said.is_none() {
            read.set(None);
        }
        said.map(|said| {
            let Later { drawn, sentences } = aloud.later(&said.because);
            read.set(Some(sentences));
            let class = match said.right {
                Some(true) => "verdict right",
                Some(false) => "verdict wrong",
                None => "verdict",
            };
            view! { <p class=class>{drawn}</p> }
        })
    };
    let button = move || read.get().map(|sentences| aloud.button_of(sentences));
    view! {
        <div role="status">{shown}</div>
        {button}
    }
}

/// Draws it. `answered` hears the option each time one is given as the answer.
pub(super) fn view(
    learn: Learn,
    asked: Asked,
    aloud: Aloud,
    answered: impl Fn(usize) + Clone + 'static,
) -> impl IntoView {
    let Asked { name, ask, options, right, chosen } = asked;
    let picked = RwSignal::new(chosen);
    let said = RwSignal::new(None::<Said>);
    let ask = aloud.plain(&ask);
    let rows: Vec<_> = options
        .iter()
        .enumerate()
        .map(|(at, (words, _))| {
            let change = move |_| {
                picked.set(Some(at));
                said.set(None);
            };
            view! {
                <label class="option">
                    // As a property: the element may have been another question's a moment ago, and what was
                    // tapped there would still be marked here, where a tap on it then changes nothing.
                    <input type="radio" name=name.clone() prop:checked=move || picked.get() == Some(at) on:change=change/>
                    <span>{aloud.plain(words)}</span>
                </label>
            }
        })
        .collect();
    let because: Vec<String> = options.into_iter().map(|(_, because)| because).collect();
    let submit = move |submitted: leptos::ev::SubmitEvent| {
        event::take(&submitted);
        said.set(Some(match picked.get_untracked() {
            None => Said { right: None, because: learn.say(Text::LessonChoose).to_owned() },
            Some(at) => {
                answered(at);
                Said { right: Some(at == right), because: because.get(at).cloned().unwrap_or_default() }
            }
        }));
    };
    view! {
        <form class="asked" on:submit=submit>
            <fieldset>
                <legend><span class="ask">{ask}</span></legend>
                <div class="options">{rows}</div>
            </fieldset>
            {verdict(said, aloud)}
            <p class="see"><button type="submit" class="go other">{learn.say(Text::LessonSee)}</button></p>
        </form>
    }
}
