//! Two groups or periods of a table beside each other.

use std::sync::Arc;

use lang_nghe_estimate::NoEstimate;
use lang_nghe_own_forms::{Difference, Group, SampleFault};
use lang_nghe_report::{Names, Report};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcome::{Outcome, sample_fault};
use super::turns::SLICE_MS;
use crate::pages::around::Tongue;
use crate::pages::desk;
use crate::pages::numbers::Numbers;
use crate::platform::clock;
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
    let found = RwSignal::new(None::<Found>);
    // Another pair may be chosen while one is being worked out: only the last one counts.
    let asked = RwSignal::new(0u32);
    let compared = outcome.clone();
    Effect::new(move || {
        let (outcome, names) =
            (compared.clone(), pair.map(|at| names.get(at.get()).cloned().unwrap_or_default()));
        let number = asked.get_untracked() + 1;
        asked.set(number);
        found.set(None);
        spawn_local(async move {
            let is_last = || asked.try_get_untracked() == Some(number);
            if let Some(differences) = work_out(&outcome, &names, is_last).await {
                found.set(Some(Found { names, differences }));
            }
        });
    });
    let shown = move || match found.get() {
        Some(found) => differences(tongue, &outcome, &found),
        None => view! { <p class="wait" role="status">{tongue.say(Text::OwnFormsWorking)}</p> }.into_any(),
    };
    view! {
        <p>{tongue.say(Text::OwnFormsCompareText)}</p>
        {first} {second}
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

/// Differences between two groups.
#[derive(Clone, Debug)]
struct Found {
    names: [String; 2],
    differences: Result<Vec<Result<Difference, NoEstimate>>, SampleFault>,
}

/// Works out all differences, one after the other, so that the page goes on answering; `None` if they are not wanted
/// any more.
async fn work_out(
    outcome: &Outcome,
    [first, second]: &[String; 2],
    is_wanted: impl Fn() -> bool,
) -> Option<Result<Vec<Result<Difference, NoEstimate>>, SampleFault>> {
    let (sample, design) = outcome.sample.as_ref().zip(outcome.design.as_ref())?;
    let (design, pair) = match (design, sample.pair(first, second)) {
        (Ok(design), Ok(pair)) => (design, pair),
        (_, Err(fault)) => return Some(Err(fault)),
        (Err(fault), _) => return Some(Err(fault.clone())),
    };
    let mut since = clock::now();
    let mut differences = Vec::new();
    for composite in 0..sample.composites() {
        if clock::now().saturating_sub(since) >= SLICE_MS {
            clock::sleep(0).await;
            since = clock::now();
        }
        if !is_wanted() {
            return None;
        }
        differences.push(sample.difference(design, pair, composite));
    }
    Some(Ok(differences))
}

/// The picture and its table, or why there is none.
fn differences(tongue: Tongue, outcome: &Outcome, found: &Found) -> AnyView {
    let [first, second] = &found.names;
    let differences = match &found.differences {
        Ok(differences) => differences,
        Err(fault) => return view! { <p class="warning">{sample_fault(tongue, fault)}</p> }.into_any(),
    };
    let words = desk::report_words(tongue);
    let names = Names::default();
    let report = Report::new(&outcome.pack.instrument, &outcome.pack.text, &outcome.release, &words, &names);
    let title = tongue.fill(Text::OwnFormsCompareOf, &[("first", first), ("second", second)]);
    let rows: Vec<_> = differences.iter().map(|one| one.map(|one| (one.gap, one.n))).collect();
    let all = report.differences(title, &rows);
    view! {
        <div class="figures" inner_html=all.figure("difference")></div>
        <div class="figures" inner_html=all.table().html("difference-table")></div>
    }
    .into_any()
}
