//! Fields with their label, hint and fault, and the summary of faults above a form.
//!
//! Numbers are typed into text fields with the keyboard for numbers: a field of type `number` gives
//! nothing at all for what it cannot read, takes `3.483` for three or for three thousand depending on
//! the browser's language, and changes when somebody scrolls over it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::pages::around::Tongue;
use crate::platform::{clock, document};
use crate::text::Text;

/// What is wrong with one field, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages) struct Wrong {
    /// Id of the field.
    pub(in crate::pages) field: String,
    /// Its label.
    pub(in crate::pages) label: String,
    /// What is wrong and what to do.
    pub(in crate::pages) words: String,
}

/// What a field is.
#[derive(Clone, Debug, Default)]
pub(in crate::pages) struct Field {
    /// Id of the control.
    pub(in crate::pages) id: String,
    /// Its label.
    pub(in crate::pages) label: String,
    /// More about it; empty for nothing.
    pub(in crate::pages) hint: String,
    /// The `type` of the control: empty for `text`.
    pub(in crate::pages) kind: &'static str,
    /// The `inputmode` of the control; empty for none.
    pub(in crate::pages) mode: &'static str,
}

impl Field {
    /// A field for a whole number.
    pub(in crate::pages) fn number(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), mode: "numeric", ..Self::default() }
    }

    /// With a hint.
    pub(in crate::pages) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }
}

/// A one-line field.
pub(in crate::pages) fn line(
    tongue: Tongue,
    field: Field,
    value: impl Fn() -> String + Send + Sync + 'static,
    (wrongs, typed): (RwSignal<Vec<Wrong>>, impl Fn(String) + 'static),
) -> impl IntoView {
    let kind = if field.kind.is_empty() { "text" } else { field.kind };
    let mode = (!field.mode.is_empty()).then_some(field.mode);
    entry(tongue, field, wrongs, move |id, described, invalid| {
        view! {
            <input
                id=id
                type=kind
                inputmode=mode
                autocomplete="off"
                aria-describedby=described
                aria-invalid=invalid
                prop:value=value
                on:input=move |event| typed(event_target_value(&event))
            />
        }
        .into_any()
    })
}

/// A field of several lines.
pub(in crate::pages) fn lines(
    tongue: Tongue,
    field: Field,
    value: impl Fn() -> String + Send + Sync + 'static,
    (wrongs, typed): (RwSignal<Vec<Wrong>>, impl Fn(String) + 'static),
) -> impl IntoView {
    entry(tongue, field, wrongs, move |id, described, invalid| {
        view! {
            <textarea
                id=id
                rows="6"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=invalid
                prop:value=value
                on:input=move |event| typed(event_target_value(&event))
            ></textarea>
        }
        .into_any()
    })
}

/// A control with its label, hint and fault.
fn entry(
    tongue: Tongue,
    Field { id, label, hint, .. }: Field,
    wrongs: RwSignal<Vec<Wrong>>,
    control: impl FnOnce(String, Attribute<String>, Attribute<&'static str>) -> AnyView,
) -> AnyView {
    let ids = Ids::of(&id, !hint.is_empty());
    let hint = (!hint.is_empty()).then(|| view! { <p class="hint" id=ids.hint.clone()>{hint}</p> });
    let (described, invalid) = ids.states(wrongs);
    let control = control(id.clone(), described, invalid);
    view! {
        <div class="entry">
            <label for=id>{label}</label>
            {hint}
            {fault(tongue, &ids, wrongs)}
            {control}
        </div>
    }
    .into_any()
}

/// The ids around a control.
#[derive(Clone)]
struct Ids {
    field: String,
    hint: String,
    fault: String,
    has_hint: bool,
}

type Attribute<T> = Box<dyn Fn() -> Option<T> + Send + Sync>;

impl Ids {
    fn of(id: &str, has_hint: bool) -> Self {
        let named = |part: &str| [id, part].concat();
        Self { field: id.to_owned(), hint: named("-hint"), fault: named("-fault"), has_hint }
    }

    /// `aria-describedby` and `aria-invalid`.
    fn states(&self, wrongs: RwSignal<Vec<Wrong>>) -> (Attribute<String>, Attribute<&'static str>) {
        let (ids, id) = (self.clone(), self.field.clone());
        let is_wrong = move |id: &str| wrongs.with(|wrongs| wrongs.iter().any(|wrong| wrong.field == id));
        let described = move || {
            let hint = ids.has_hint.then_some(ids.hint.as_str());
            let fault = is_wrong(&ids.field).then_some(ids.fault.as_str());
            let both: Vec<&str> = [hint, fault].into_iter().flatten().collect();
            (!both.is_empty()).then(|| both.join(" "))
        };
        (Box::new(described), Box::new(move || is_wrong(&id).then_some("true")))
    }
}

/// What is wrong with a field, beside it.
fn fault(tongue: Tongue, ids: &Ids, wrongs: RwSignal<Vec<Wrong>>) -> impl IntoView + use<> {
    let (field, id) = (ids.field.clone(), ids.fault.clone());
    move || {
        let words: Vec<String> = wrongs.with(|wrongs| {
            wrongs.iter().filter(|wrong| wrong.field == field).map(|wrong| wrong.words.clone()).collect()
        });
        (!words.is_empty()).then(|| {
            view! {
                <p class="error" id=id.clone()>
                    <span class="unseen">{tongue.say(Text::QuestionError)}</span>
                    {words.join(" ")}
                </p>
            }
        })
    }
}

/// All faults above the form, each a link to its field. It takes the focus when it appears.
pub(in crate::pages) fn summary(
    tongue: Tongue,
    id: &'static str,
    wrongs: RwSignal<Vec<Wrong>>,
) -> impl IntoView {
    move || {
        let list: Vec<_> = wrongs.with(|wrongs| {
            let link = |wrong: &Wrong| {
                let Wrong { field, label, words } = wrong.clone();
                let target = ["#", &field].concat();
                let go = target.clone();
                // Following the link moves the focus in every browser only when it is asked to.
                let follow = move |_| document::focus(&go, true);
                view! { <li><a href=target on:click=follow>{[&label, ": ", &words].concat()}</a></li> }
            };
            wrongs.iter().map(link).collect()
        });
        (!list.is_empty()).then(|| {
            let n = list.len().to_string();
            view! {
                <div class="problem" id=id tabindex="-1" role="group" aria-labelledby=[id, "-title"].concat()>
                    <h2 id=[id, "-title"].concat()>{tongue.fill(Text::TableProblem, &[("n", &n)])}</h2>
                    <ul>{list}</ul>
                </div>
            }
        })
    }
}

/// Moves the focus once the page has been drawn anew.
pub(in crate::pages) fn focus_soon(selector: impl Into<String>) {
    let selector = selector.into();
    spawn_local(async move {
        clock::sleep(0).await;
        document::focus(&selector, true);
    });
}
