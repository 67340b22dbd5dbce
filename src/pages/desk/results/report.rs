//! A release as pictures and tables. Drawing and withholding are the report crate's; this puts its
//! pieces in order on the page.

use lang_nghe_report::{Release, Report, Table};
use leptos::prelude::*;

use super::super::{Desk, words};
use super::Questions;
use crate::text::Text;

/// Picture and tables of a release. `id` begins every id within.
pub(super) fn figures(desk: Desk, questions: &Questions, release: &Release, id: &str) -> AnyView {
    let words = words::report(desk.tongue);
    let pack = &questions.pack;
    let report = Report::new(&pack.instrument, &pack.text, release, &words, &questions.names);
    if release.total.is_none() {
        return view! { <p>{report.basis()}</p> }.into_any();
    }
    let titles = [Text::ResultsItems, Text::ResultsGroups, Text::ResultsNotes];
    drawn(&report, titles.map(|title| desk.say(title)), id)
}

/// The pieces of a report of which something is out, in their order; with what stands above the items, the groups and
/// the notes.
pub(in crate::pages) fn drawn(
    report: &Report<'_>,
    [items_title, groups_title, notes_title]: [&'static str; 3],
    id: &str,
) -> AnyView {
    let basis = report.basis();
    let named = |name: &str| [id, "-", name].concat();
    // The picture's title names the formula; drawn pictures say it only to those who hear them.
    let chart = report.chart(0).map(|chart| {
        view! {
            <h3>{chart.title.clone()}</h3>
            <div class="figures" inner_html=chart.svg(&named("chart"))></div>
        }
    });
    // Its figures are those of the table of factors, and its own title stands where one opens it.
    let radar = report.radar(0).map(|radar| {
        view! {
            <details>
                <summary>{radar.title.clone()}</summary>
                <div class="figures" inner_html=radar.figure(&named("radar"))></div>
            </details>
        }
    });
    let factors = report.factors().html(&named("factors"));
    let items = tables(report.choices(), &named("choice"));
    let some = |table: Table, name: &str| {
        if table.rows.is_empty() { String::new() } else { table.html(&named(name)) }
    };
    let items = [report.items().html(&named("items")), items, some(report.numbers(), "numbers")].concat();
    let groups = [
        some(report.quality(), "quality"),
        report.modes().html(&named("modes")),
        report.points().html(&named("points")),
        some(report.procedures(), "procedures"),
    ];
    let notes: Vec<_> =
        report.notes().into_iter().map(|note| view! { <li>{note.into_owned()}</li> }).collect();
    view! {
        <p class="basis">{basis}</p>
        {chart}
        <div class="figures" inner_html=factors></div>
        {radar}
        <details>
            <summary>{items_title}</summary>
            <div class="figures" inner_html=items></div>
        </details>
        <details open>
            <summary>{groups_title}</summary>
            <div class="figures" inner_html=groups.concat()></div>
        </details>
        <details>
            <summary>{notes_title}</summary>
            <ul>{notes}</ul>
        </details>
    }
    .into_any()
}

fn tables(tables: Vec<Table>, id: &str) -> String {
    let number = |position: usize| [id, "-", &position.to_string()].concat();
    tables.iter().enumerate().map(|(position, table)| table.html(&number(position))).collect()
}
