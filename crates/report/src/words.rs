//! The words of tables and pictures, passed in: they live in `content/ui` under `[report]`, with the
//! field names below as keys.

use std::collections::BTreeMap;

use lang_nghe_instrument::Formula;
use serde::{Deserialize, Serialize};

/// Every word a report needs. `{…}` are places that the report fills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Sign between whole part and first decimal: `,` in Vietnamese, `.` in English.
    pub decimal: String,
    /// Sign between thousands: `.` in Vietnamese, `,` in English.
    pub thousands: String,
    /// A share: `{n} %`.
    pub percent: String,
    /// A day from `{day}`, `{month}`, `{year}`.
    pub date: String,
    /// An interval from `{low}` to `{high}`.
    pub range: String,
    /// How many answers or forms, short: `{n} người`.
    pub count: String,

    /// Name of the formula "top box".
    pub top_box: String,
    /// How it is computed, for the foot of a table.
    pub top_box_note: String,
    /// Name of the formula "mean / highest × 100".
    pub mean_of_max: String,
    /// How it is computed, and that it does not start at 0.
    pub mean_of_max_note: String,
    /// Name of the formula "(mean − lowest) / (highest − lowest) × 100".
    pub rescaled: String,
    /// How it is computed.
    pub rescaled_note: String,
    /// What the interval means, and what the small numbers are.
    pub interval_note: String,

    /// Caption of the table of factors.
    pub factors_caption: String,
    /// Caption of the table of items.
    pub items_caption: String,
    /// Caption of the table of one item without points; `{item}` is its text.
    pub choices_caption: String,
    /// Caption of the table of modes.
    pub modes_caption: String,
    /// Caption of the table of service points.
    pub points_caption: String,
    /// Caption of the table of procedures.
    pub procedures_caption: String,

    /// Caption of the table of numbers.
    pub numbers_caption: String,
    /// Caption of the table of forms by what was noticed.
    pub quality_caption: String,

    /// Column: mean of numbers.
    pub mean: String,
    /// An item with its unit: `{item}`, `{unit}`.
    pub item_unit: String,
    /// Column: what was noticed.
    pub noticed: String,
    /// Row: nothing was noticed.
    pub quality_clear: String,
    /// Row: one option over and over.
    pub quality_straight: String,
    /// Row: filled in too fast to be read.
    pub quality_fast: String,
    /// Row: above the usual of its service point and day.
    pub quality_burst: String,
    /// Row: words that another form brought before.
    pub quality_repeated: String,
    /// Row: more than one thing was noticed.
    pub quality_several: String,
    /// Row: something that only a newer version knows.
    pub quality_other: String,
    /// Row: the device did not look.
    pub quality_unknown: String,
    /// Row: all forms, for comparison.
    pub quality_all: String,
    /// What the rules are, and that no form is left out.
    pub quality_note: String,
    /// How much of the difference between forms lies between service points: `{n}`.
    pub point_effect: String,
    /// That several answers are one person, so that shares add up to more than 100 %.
    pub several_note: String,
    /// That each form asks only some of the blocks: `{asked}` of `{all}`.
    pub blocks_note: String,

    /// Column: the factor.
    pub factor: String,
    /// Column: the item.
    pub item: String,
    /// Column: the answer.
    pub option: String,
    /// Column: the mode.
    pub mode: String,
    /// Column: the service point.
    pub point: String,
    /// Column: the kind of procedure.
    pub procedure: String,
    /// Column: number of people behind a figure.
    pub people: String,
    /// Column: number of answers behind a figure.
    pub valid: String,
    /// Column: answers "don't know / does not apply".
    pub not_applicable: String,
    /// Column: no answer.
    pub unanswered: String,
    /// Column: number of forms.
    pub forms: String,
    /// Column: share of all forms.
    pub share: String,
    /// Column: the day on which a group was last brought up to date.
    pub as_of: String,

    /// Row: all items of all factors.
    pub total: String,
    /// Row: forms that do not say it.
    pub unstated: String,
    /// Row: groups too small to show, and new forms of groups not yet brought up to date.
    pub rest: String,
    /// Mode: filled in by the respondent.
    pub mode_self: String,
    /// Mode: someone helped.
    pub mode_assisted: String,
    /// Mode: entered from paper.
    pub mode_paper: String,

    /// Mark: fewer than 30 behind the figure.
    pub small_sample: String,
    /// Mark: too few to show.
    pub not_released: String,
    /// Instead of a figure: nobody answered.
    pub no_answer: String,
    /// Instead of an interval: one answer has no spread.
    pub one_answer: String,
    /// Instead of an interval: all answers are equal.
    pub all_equal: String,
    /// Instead of a figure: the formula has no meaning here.
    pub not_defined: String,

    /// That the source is no longer in force: `{source}`, `{date}` its last day.
    pub expired: String,
    /// What took its place: `{document}`.
    pub replaced: String,
    /// That there is a newer version of the questions: `{version}`.
    pub newer: String,
    /// The band of the total: `{band}`.
    pub band: String,
    /// What the numbers rest on: `{n}` forms, up to `{date}`.
    pub basis: String,
    /// Instead, while nothing may be shown: `{threshold}`.
    pub basis_none: String,
    /// Title of a picture: `{formula}`.
    pub chart_title: String,
    /// What a picture shows, for those who hear it, before its rows.
    pub chart_intro: String,
    /// One row of it: `{name}`, `{value}`, `{low}`, `{high}`, `{count}`.
    pub chart_row: String,
    /// One row without an interval: `{name}`, `{value}`, `{count}`, `{why}`.
    pub chart_row_bare: String,
    /// One row without a figure: `{name}`, `{why}`.
    pub chart_row_none: String,
    /// The words of the other pictures.
    pub pictures: PictureWords,
}

/// The words of the pictures other than bars, under `[report.pictures]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureWords {
    /// Title of the axes around a centre: `{formula}`.
    pub radar_title: String,
    /// How to read them, and that the area means nothing.
    pub radar_intro: String,
    /// Title of the small pictures by service point: `{formula}`.
    pub panels_title: String,
    /// How to read them.
    pub panels_intro: String,
    /// The total, in at most six letters.
    pub panels_total: String,
    /// First words about one place: `{name}`, `{count}`.
    pub panel: String,
    /// Title of figures over campaigns: `{formula}`.
    pub trend_title: String,
    /// How to read figures over periods, and where lines stop.
    pub trend_intro: String,
    /// Column: the campaign.
    pub trend_period: String,
    /// What is written where the questions changed.
    pub trend_break: String,
    /// The break as a sentence: `{before}`, `{after}`.
    pub trend_break_spoken: String,
    /// That the scale is cut: `{low}`, `{high}` as drawn, `{least}`, `{most}` as possible.
    pub trend_cut: String,
    /// Title of the difference of a campaign to the one before: `{formula}`, `{before}`.
    pub difference_title: String,
    /// How to read differences.
    pub difference_intro: String,
    /// Column: what differs.
    pub difference_of: String,
    /// Column: the difference.
    pub difference: String,
    /// Column: what it allows to be said.
    pub verdict: String,
    /// An interval of a difference: `{low}`, `{high}`.
    pub difference_range: String,
    /// The n of both: `{first}`, `{second}`.
    pub difference_count: String,
    /// One row: `{name}`, `{value}`, `{range}`, `{count}`, `{verdict}`.
    pub difference_row: String,
    /// Instead of an interval.
    pub no_interval: String,
    /// The interval leaves zero out.
    pub verdict_different: String,
    /// It does not, or there is none.
    pub verdict_not_enough: String,
    /// The end below zero.
    pub lower: String,
    /// The end above zero.
    pub higher: String,
}

/// Names for the codes of points and procedures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Service points.
    pub points: BTreeMap<String, String>,
    /// Kinds of procedure.
    pub procedures: BTreeMap<String, String>,
}

impl PictureWords {
    /// That a scale is cut, where these marks do not show all of it.
    pub fn cut(&self, marks: &[i64], (least, most): (i64, i64)) -> Option<String> {
        let (low, high) = (*marks.first()?, *marks.last()?);
        if (low, high) == (least, most) {
            return None;
        }
        let [low, high, least, most] = [low, high, least, most].map(|mark| mark.to_string());
        let values = [("low", low.as_str()), ("high", &high), ("least", &least), ("most", &most)];
        Some(fill(&self.trend_cut, &values))
    }
}

impl Words {
    /// Name of a formula.
    pub fn formula(&self, formula: Formula) -> &str {
        match formula {
            Formula::TopBox => &self.top_box,
            Formula::MeanOfMax => &self.mean_of_max,
            Formula::Rescaled => &self.rescaled,
        }
    }

    /// How a formula is computed.
    pub fn formula_note(&self, formula: Formula) -> &str {
        match formula {
            Formula::TopBox => &self.top_box_note,
            Formula::MeanOfMax => &self.mean_of_max_note,
            Formula::Rescaled => &self.rescaled_note,
        }
    }
}

/// `{key}` replaced by its value; the values are not looked through again.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        filled.push_str(before);
        let place = from.find('}').map(|close| &from[..=close]);
        let value = place.and_then(|place| values.iter().find(|(key, _)| place[1..place.len() - 1] == **key));
        let (text, skip) = match (place, value) {
            (Some(place), Some((_, value))) => (*value, place.len()),
            _ => ("{", 1),
        };
        filled.push_str(text);
        rest = &from[skip..];
    }
    filled.push_str(rest);
    filled
}

/// Text made safe for HTML and SVG, in elements and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut safe, sign| {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(sign),
        }
        safe
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once() {
        assert_eq!(fill("{a} và {b}", &[("a", "{b}"), ("b", "2")]), "{b} và 2");
        assert_eq!(fill("{c} {", &[("a", "1")]), "{c} {");
        assert_eq!(fill("{{a}}", &[("a", "1")]), "{1}");
    }

    #[test]
    fn markup_in_names_is_shown_and_not_run() {
        assert_eq!(escape(r#"<b a='1' b="2">&"#), "&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;");
    }
}
