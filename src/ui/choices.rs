//! Native radio buttons, or check boxes where several can be chosen, with words, and with quiet dots where the answers
//! are steps of a scale.

use lang_nghe_instrument::{Kind, OptionKind};
use lang_nghe_session::Step;

use crate::markup::{Markup, write_html};
use crate::state::State;

/// The answers offered at a step. The first has the question's own id, so that the summary of what is
/// missing can link to it.
pub fn choices(state: &State, step: Step, out: &mut Markup) {
    let name = state.form().code(step);
    let first = field_id(state, step);
    let several = matches!(state.form().kind(step), Kind::Several { .. });
    let scale = match step {
        Step::Item(at) => {
            state.pack.instrument.items.get(at).map(|item| state.pack.instrument.scale_of(item))
        }
        _ => None,
    };
    let values = state.form().options(step);
    write_html!(out: "<div class=\"options\" data-choices" (several => "=\"several\"") ">");
    for (at, (value, words)) in values.into_iter().zip(state.options(step)).enumerate() {
        let kind = scale.and_then(|scale| scale.options.get(at)).map(|option| option.kind);
        // "Không biết / không áp dụng" stands a little apart from the scale.
        let apart = kind == Some(OptionKind::NotApplicable);
        write_html!(out: "<label class=\"option" (apart => " apart") "\"");
        // Position on the scale, drawn as so many filled dots. Never a colour, never a face that smiles
        // at one answer and frowns at another.
        if let Some(points) = kind.and_then(OptionKind::points) {
            write_html!(out: " data-level=\"" {points.to_string()} "\"");
        }
        write_html!(out: "><input type=\"" {if several { "checkbox" } else { "radio" }} "\" name=\"" {name} "\" id=\"" {first});
        if at > 0 {
            write_html!(out: "-" {(at + 1).to_string()});
        }
        write_html!(out:
            "\" value=\"" {value} "\"" (state.session.ticked(step, at) => " checked") "><span>" {words} "</span></label>"
        );
    }
    write_html!(out: "</div>");
}

/// The id of a question's first field.
pub fn field_id(state: &State, step: Step) -> String {
    ["q-", state.form().question(step).unwrap_or("comment")].concat()
}
