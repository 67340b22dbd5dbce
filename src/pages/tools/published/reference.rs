//! The national SIPAS by year: a line that stops where the method changed.

use lang_nghe_published::{Certainty, Reference, ReferenceTexts};
use lang_nghe_report::{Break, Point, Reading, Series, Trend};
use leptos::prelude::*;

use super::Room;
use super::entry::points;
use crate::pages::around::Tongue;
use crate::text::Text;

/// The picture and its table, with what must be said about them.
pub(super) fn section(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let sipas = &room.content.sipas;
    let found = sipas.things.iter().zip(sipas.texts(tongue.lang)).next();
    found.map(|(reference, texts)| {
        let trend = trend(tongue, reference, texts);
        view! {
            <section aria-labelledby="reference">
                <h2 id="reference">{tongue.say(Text::PublishedReference)}</h2>
                <p>{texts.note.clone()}</p>
                <p class="note">{texts.not_comparable.clone()}</p>
                <div class="figures" inner_html=trend.figure("sipas")></div>
                <div class="figures" inner_html=trend.table().html("sipas-table")></div>
            </section>
        }
    })
}

/// Values by year as a picture over time.
fn trend(tongue: Tongue, reference: &Reference, texts: &ReferenceTexts) -> Trend {
    let point = |value: &lang_nghe_published::Value| {
        let (period, text) = (value.year.to_string(), points(tongue, value.value));
        let unconfirmed = value.certainty == Certainty::Unconfirmed;
        let key = if unconfirmed { Text::PublishedPointUnconfirmed } else { Text::PublishedPoint };
        Point {
            at: value.year.into(),
            spoken: tongue.fill(key, &[("year", &period), ("value", &text)]),
            short: super::scores::short(tongue, value.value),
            reading: Ok(Reading {
                value: value.value.to_f64(),
                text,
                interval: None,
                detail: String::new(),
                count: String::new(),
                mark: unconfirmed.then(|| tongue.say(Text::PublishedMarkUnconfirmed).to_owned()),
            }),
            period,
        }
    };
    let marks = Trend::marks(reference.values.iter().map(|value| value.value.to_f64()), (0, 100));
    let breaks = reference.breaks.iter().map(|year| Break {
        at: (*year).into(),
        label: texts.break_label.clone(),
        spoken: tongue.fill(Text::PublishedReferenceBreak, &[("year", &year.to_string())]),
    });
    Trend {
        title: texts.title.clone(),
        intro: tongue.fill(Text::PublishedReferenceIntro, &[("day", &tongue.day(&reference.checked))]),
        period: tongue.say(Text::PublishedColumnYear).to_owned(),
        cut: cut(tongue, &marks),
        marks,
        series: vec![Series {
            name: texts.title.clone(),
            points: reference.values.iter().map(point).collect(),
        }],
        breaks: breaks.collect(),
    }
}

/// That the scale does not begin at 0.
fn cut(tongue: Tongue, marks: &[i64]) -> Option<String> {
    let [low, high] = [marks.first()?, marks.last()?].map(|mark| mark.to_string());
    let values = [("low", low.as_str()), ("high", &high), ("least", "0"), ("most", "100")];
    Some(tongue.fill(Text::ReportPicturesTrendCut, &values))
}

#[cfg(test)]
mod tests {
    use crate::text::of_tools;

    use super::super::content::content;
    use super::*;

    #[test]
    fn the_national_line_stops_where_the_method_changed_and_old_values_are_marked() {
        let sipas = &content().unwrap().sipas;
        let trend = trend(Tongue::new("vi", of_tools), &sipas.things[0], &sipas.texts("vi")[0]);
        let svg = trend.svg("s");
        // 2017 to 2021 and 2022 to 2024: four and two lines, none between.
        assert_eq!(svg.matches("class=\"report-line\"").count(), 6);
        assert!(svg.contains(">Đổi cách đo<"));
        assert_eq!(svg.matches("report-point-open").count(), 5, "what was not read in a source is hollow");
        let table = trend.table();
        assert_eq!(table.rows.last().unwrap().cells[0].text, "83,94");
        assert!(table.rows[0].cells[0].mark.is_some());
        assert!(!svg.contains("2025"), "no value that was not found");
    }
}
