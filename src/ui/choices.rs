//! Native radio buttons, or check boxes where several can be chosen, with words, and with quiet dots where the answers
//! are steps of a scale.

use leptos::prelude::*;

use lang_nghe_instrument::{Kind, OptionKind};
use lang_nghe_session::Step;

use crate::app::App;
use crate::state::State;

/// One answer, ready to be drawn.
struct Choice {
    id: String,
    value: String,
    words: String,
    /// Position on the scale, drawn as so many filled dots. Never a colour, never a face that smiles
    /// at one answer and frowns at another.
    level: Option<String>,
    /// "Không biết / không áp dụng" stands a little apart from the scale.
    apart: bool,
    chosen: bool,
}

/// The answers offered at a step. The first has the question's own id, so that the summary of what is
/// missing can link to it.
pub fn choices(app: App, step: Step) -> impl IntoView {
    let (name, offered) = app.read(|state| (state.form().code(step), offered(state, step)));
    let several = app.read(|state| matches!(state.form().kind(step), Kind::Several { .. }));
    let kind = if several { "checkbox" } else { "radio" };
    let rows: Vec<_> = offered
        .into_iter()
        .map(|choice| {
            view! {
                <label class="option" class:apart=choice.apart data-level=choice.level>
                    <input
                        type=kind
                        name=name.clone()
                        id=choice.id
                        value=choice.value
                        checked=choice.chosen
                    />
                    <span>{choice.words}</span>
                </label>
            }
        })
        .collect();
    view! { <div class="options">{rows}</div> }
}

/// The id of a question's first field.
pub fn field_id(state: &State, step: Step) -> String {
    ["q-", state.form().question(step).unwrap_or("comment")].concat()
}

fn offered(state: &State, step: Step) -> Vec<Choice> {
    let first = field_id(state, step);
    let kinds = match step {
        Step::Item(at) => {
            state.pack.instrument.items.get(at).map(|item| state.pack.instrument.scale_of(item))
        }
        _ => None,
    };
    let kind = |at: usize| kinds.and_then(|scale| scale.options.get(at)).map(|option| option.kind);
    let values = state.form().options(step);
    let rows = values.into_iter().zip(state.options(step)).enumerate();
    rows.map(|(at, (value, words))| Choice {
        id: if at == 0 { first.clone() } else { [&first, "-", &(at + 1).to_string()].concat() },
        value: value.to_owned(),
        words: words.clone(),
        level: kind(at).and_then(OptionKind::points).map(|points| points.to_string()),
        apart: kind(at) == Some(OptionKind::NotApplicable),
        chosen: state.session.ticked(step, at),
    })
    .collect()
}
