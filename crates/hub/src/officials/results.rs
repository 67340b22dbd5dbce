//! The released results as pictures and tables.

use lang_nghe_record::Day;
use lang_nghe_report::{Names, Period, Release, Report, Table, change, over_time};

use super::escape;
use crate::Hub;
use crate::campaigns::Known;
use crate::words::Words;

/// That the method asked about is no longer in force on this day, as a paragraph; nothing while it is.
pub(crate) fn validity(hub: &Hub, known: &Known, words: &Words, today: Day) -> String {
    let form = hub.campaigns.form_of(known);
    let report = hub.words.report(&words.lang);
    let sentence =
        form.and_then(|form| lang_nghe_report::validity(&form.instrument, &today.to_string(), report));
    sentence.map_or_else(String::new, |sentence| format!("<p class=\"expired\">{}</p>\n", escape(&sentence)))
}

/// Everything that is released, or the sentence that nothing is yet. `row` are the campaigns that this
/// one can be compared with, itself among them.
pub(crate) fn results(
    hub: &Hub,
    known: &Known,
    words: &Words,
    (release, row): (&Release, &[(&Known, Release)]),
) -> String {
    let Some(form) = hub.campaigns.form_of(known) else { return String::new() };
    let Some(text) = form.text(&words.lang) else { return String::new() };
    let names = names(hub, known, words);
    let report = Report::new(&form.instrument, text, release, hub.words.report(&words.lang), &names);
    let basis = format!("<p class=\"basis\">{}</p>\n", escape(&report.basis()));
    if release.total.is_none() {
        return basis;
    }
    let mut html = basis;
    let is_trial = hub.stepping.of(&known.campaign.id).is_some();
    let texts = &words.officials;
    let note = if is_trial { &texts.results_note_trial } else { &texts.results_note };
    html += &format!("<p class=\"quiet\">{}</p>\n", escape(note));
    html.extend(report.chart(0).map(|chart| chart.svg("chart")));
    // Its figures are those of the first table below.
    html.extend(report.radar(0).map(|radar| radar.figure("radar")));
    // A campaign of one point, or an instrument without factors, has tables without rows.
    let tables = [report.factors(), report.items()].into_iter().chain(report.choices()).chain([
        report.numbers(),
        report.quality(),
        report.modes(),
        report.points(),
        report.procedures(),
    ]);
    for (number, table) in tables.filter(has_rows).enumerate() {
        html += &table.html(&format!("table-{number}"));
    }
    if let Some(panels) = report.panels(0) {
        html += &panels.figure("panels");
        html += &panels.table().html("panels-table");
    }
    html += &periods(hub, known, words, row);
    html += "<div class=\"notes quiet\">\n";
    for note in report.notes() {
        html += &format!("<p>{}</p>\n", escape(&note));
    }
    html + "</div>\n"
}

/// A campaign among others of its asker, in their order: how the total went, and what changed since
/// the one before. Nothing where there is nothing to compare.
fn periods(hub: &Hub, known: &Known, words: &Words, row: &[(&Known, Release)]) -> String {
    let (said, names) = (hub.words.report(&words.lang), names(hub, known, words));
    let periods: Vec<_> = row
        .iter()
        .filter_map(|(one, release)| {
            let form = hub.campaigns.form_of(one)?;
            let report = Report::new(&form.instrument, form.text(&words.lang)?, release, said, &names);
            Some((one.campaign.id.as_str(), Period { name: month(&one.campaign.opens), report }))
        })
        .collect();
    let mut html = String::new();
    let all: Vec<_> = periods.iter().map(|(_, period)| period.clone()).collect();
    if let Some(trend) = over_time(&all) {
        html += &trend.figure("trend");
        html += &trend.table().html("trend-table");
    }
    let here = periods.iter().position(|(id, _)| *id == known.campaign.id);
    let before = here.and_then(|here| here.checked_sub(1)).zip(here);
    if let Some(change) = before.and_then(|(before, here)| change(&all[before], &all[here])) {
        html += &change.figure("change");
        html += &change.table().html("change-table");
    }
    html
}

/// `2026-11-21` as a month: 11/2026.
fn month(day: &str) -> String {
    match day.split('-').collect::<Vec<_>>()[..] {
        [year, month, _] => [month, year].join("/"),
        _ => day.to_owned(),
    }
}

fn has_rows(table: &Table) -> bool {
    !table.rows.is_empty()
}

/// What the codes of points and procedures are called.
pub(super) fn names(hub: &Hub, known: &Known, words: &Words) -> Names {
    let points = known.campaign.points.iter().map(|point| (point.id.clone(), point.name.clone()));
    let mut names = Names { points: points.collect(), ..Names::default() };
    // The newest lists know every code of the older ones, or its code is shown.
    let Some(form) = hub.campaigns.content.newest_profile() else { return names };
    let Some(text) = form.texts.get(&words.lang) else { return names };
    for (question, text) in form.profile.questions.iter().zip(&text.questions) {
        if question.id == "procedure" {
            names.procedures = question.options.iter().cloned().zip(text.options.iter().cloned()).collect();
        }
    }
    names
}
