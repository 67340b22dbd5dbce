//! Two groups or periods of a table beside each other.

use std::sync::Arc;

use lang_nghe_own_forms::Group;
use lang_nghe_report::{Names, Report};
use leptos::prelude::*;

use super::outcome::{Outcome, sample_fault};
use crate::pages::around::Tongue;
use crate::pages::desk;
use crate::pages::numbers::Numbers;
use crate::text::Text;

/// Most groups to choose from; a column with more names is no column of groups.
const MOST: usize = 200;

/// The section; nothing where the table names no groups.
pub(super) fn section(tongue: Tongue, outcome: &Arc<Outcome>, groups: &[Group]) -> AnyView {
    if groups.is_empty() {
        return ().into_any();
    }
    let body = match groups.len() {
        2..=MOST => chosen(tongue, outcome.clone(), groups).into_any(),
        1 => view! { <p>{tongue.say(Text::OwnFormsCompareNone)}</p> }.into_any(),
        _ => view! { <p>{tongue.say(Text::OwnFormsCompareMany)}</p> }.into_any(),
    };
    view! {
        <section id="compare" aria-labelledby="compare-title">
            <h2 id="compare-title">{tongue.say(Text::OwnFormsCompare)}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn chosen(tongue: Tongue, outcome: Arc<Outcome>, groups: &[Group]) -> impl IntoView + use<> {
    let pair = [RwSignal::new(0usize), RwSignal::new(1usize)];
    let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    let [first, second] =
        [("first", Text::OwnFormsCompareFirst, pair[0]), ("second", Text::OwnFormsCompareSecond, pair[1])]
            .map(|(id, label, signal)| one(tongue, (id, label), groups, signal));
    let shown = move || {
        let [first, second] = pair.map(|at| names.get(at.get()).map(String::as_str).unwrap_or_default());
        differences(tongue, &outcome, [first, second])
    };
    view! {
        <p>{tongue.say(Text::OwnFormsCompareText)}</p>
        <div class="entries">{first} {second}</div>
        {shown}
    }
}

/// One of the two.
fn one(
    tongue: Tongue,
    (id, label): (&'static str, Text),
    groups: &[Group],
    signal: RwSignal<usize>,
) -> impl IntoView + use<> {
    let options: Vec<_> = groups
        .iter()
        .enumerate()
        .map(|(position, group)| {
            let n = Numbers::of(tongue).whole(group.people);
            let words = tongue.fill(Text::OwnFormsCompareGroup, &[("name", &group.name), ("n", &n)]);
            let selected = position == signal.get_untracked();
            view! { <option value=position.to_string() selected=selected>{words}</option> }
        })
        .collect();
    let choose =
        move |event: leptos::ev::Event| signal.set(event_target_value(&event).parse().unwrap_or_default());
    view! {
        <div class="entry">
            <label for=id>{tongue.say(label)}</label>
            <select id=id on:change=choose>{options}</select>
        </div>
    }
}

/// The picture and its table, or why there is none.
fn differences(tongue: Tongue, outcome: &Outcome, [first, second]: [&str; 2]) -> AnyView {
    let found = match outcome.sample.as_ref().map(|sample| sample.differences(first, second)) {
        None => return ().into_any(),
        Some(Ok(found)) => found,
        Some(Err(fault)) => {
            return view! { <p class="warning">{sample_fault(tongue, &fault)}</p> }.into_any();
        }
    };
    let words = desk::report_words(tongue);
    let names = Names::default();
    let report = Report::new(&outcome.pack.instrument, &outcome.pack.text, &outcome.release, &words, &names);
    let title = tongue.fill(Text::OwnFormsCompareOf, &[("first", first), ("second", second)]);
    let rows: Vec<_> = found.into_iter().map(|one| one.map(|one| (one.gap, one.n))).collect();
    let all = report.differences(title, &rows);
    view! {
        <div class="figures" inner_html=all.figure("difference")></div>
        <div class="figures" inner_html=all.table().html("difference-table")></div>
    }
    .into_any()
}
