//! The released results as pictures and tables.

use lang_nghe_record::Day;
use lang_nghe_report::{Names, Release, Report, Table};

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

/// Everything that is released, or the sentence that nothing is yet.
pub(crate) fn results(hub: &Hub, known: &Known, words: &Words, release: &Release) -> String {
    let Some(form) = hub.campaigns.form_of(known) else { return String::new() };
    let Some(text) = form.text(&words.lang) else { return String::new() };
    let names = names(hub, known, words);
    let report = Report::new(&form.instrument, text, release, hub.words.report(&words.lang), &names);
    let basis = format!("<p class=\"basis\">{}</p>\n", escape(&report.basis()));
    if release.total.is_none() {
        return basis;
    }
    let mut html = basis;
    html += &format!("<p class=\"quiet\">{}</p>\n", escape(&words.officials.results_note));
    html.extend(report.chart(0).map(|chart| chart.svg("chart")));
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
    html += "<div class=\"notes quiet\">\n";
    for note in report.notes() {
        html += &format!("<p>{}</p>\n", escape(&note));
    }
    html + "</div>\n"
}

fn has_rows(table: &Table) -> bool {
    !table.rows.is_empty()
}

/// What the codes of points and procedures are called.
fn names(hub: &Hub, known: &Known, words: &Words) -> Names {
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
