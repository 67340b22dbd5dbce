//! Differences around a line at zero, each with its interval and what it allows to be said.

use lang_nghe_estimate::{Difference, Interval, Verdict};

use crate::number;
use crate::svg::{self, Frame};
use crate::table::{Entry, Row, Table};
use crate::words::{Words, escape, fill};

/// Differences, one below the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Differences {
    /// What is compared with what.
    pub title: String,
    /// How to read it.
    pub intro: String,
    /// Heads of the table's columns: what, the difference, what it allows to be said.
    pub columns: [String; 3],
    /// What is written at the ends of the scale: lower, higher.
    pub ends: [String; 2],
    /// Top to bottom.
    pub rows: Vec<DifferenceRow>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferenceRow {
    /// What differs.
    pub name: String,
    /// By how much, or the words instead.
    pub reading: Result<DifferenceReading, String>,
    /// The row as a sentence.
    pub spoken: String,
}

/// A difference, drawn and written.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferenceReading {
    /// Second minus first, in points of a scale from 0 to 100.
    pub value: f64,
    /// The same with its sign, as written.
    pub text: String,
    /// Ends of the whisker.
    pub interval: Option<Interval>,
    /// The interval as written, or that there is none.
    pub detail: String,
    /// The n of both.
    pub count: String,
    /// What may be said.
    pub verdict: Verdict,
    /// The same in words.
    pub verdict_text: String,
}

/// Longest line of a label, in letters.
const LINE: usize = 34;

// Shares of the width: half of the plot.
const HALF: f64 = 46.0;

// Heights in hundredths of an em.
const HEAD: u32 = 30;
const LABEL: u32 = 135;
const TRACK: u32 = 95;
const ZERO: u32 = 55;
const DETAIL: u32 = 125;
const GAP: u32 = 90;
const AXIS: u32 = 250;

impl DifferenceRow {
    /// A row of a difference between two groups of these sizes; values are points from 0 to 100.
    pub fn new(name: &str, difference: &Difference, n: [u64; 2], words: &Words) -> Self {
        let said = &words.pictures;
        let verdict = difference.verdict();
        let verdict_text = match verdict {
            Verdict::Different => &said.verdict_different,
            Verdict::NotEnoughEvidence => &said.verdict_not_enough,
        };
        let text = number::signed(difference.value, words);
        let interval = difference.interval().ok();
        let range = interval.map_or_else(
            || said.no_interval.clone(),
            |interval| {
                let [low, high] = [interval.low, interval.high].map(|end| number::signed(end, words));
                fill(&said.difference_range, &[("low", &low), ("high", &high)])
            },
        );
        let [first, second] = n.map(|n| number::whole(n, words));
        let count = fill(&said.difference_count, &[("first", &first), ("second", &second)]);
        let values = [
            ("name", name),
            ("value", &text),
            ("range", &range),
            ("count", &count),
            ("verdict", verdict_text),
        ];
        Self {
            name: name.to_owned(),
            spoken: fill(&said.difference_row, &values),
            reading: Ok(DifferenceReading {
                value: difference.value,
                text,
                interval,
                detail: range,
                count,
                verdict,
                verdict_text: verdict_text.clone(),
            }),
        }
    }

    /// A row whose figures may not be shown, or are not there.
    pub fn without(name: &str, why: &str, words: &Words) -> Self {
        let spoken = fill(&words.chart_row_none, &[("name", name), ("why", why)]);
        Self { name: name.to_owned(), reading: Err(why.to_owned()), spoken }
    }
}

impl Differences {
    /// Differences with the usual words; `title` says what is compared with what.
    pub fn new(title: String, rows: Vec<DifferenceRow>, words: &Words) -> Self {
        let said = &words.pictures;
        Self {
            title,
            intro: said.difference_intro.clone(),
            columns: [&said.difference_of, &said.difference, &said.verdict].map(Clone::clone),
            ends: [said.lower.clone(), said.higher.clone()],
            rows,
        }
    }

    /// The picture with its title, to stand in a page. `id` must be unique in it.
    pub fn figure(&self, id: &str) -> String {
        let note = ["<p class=\"report-note\" aria-hidden=\"true\">", &escape(&self.intro), "</p>"].concat();
        svg::figure(&self.title, &(self.svg(id) + &note))
    }

    /// The picture alone. `id` must be unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let reach = self.reach();
        let mut rows = String::new();
        let mut y = HEAD;
        for row in &self.rows {
            y = row.draw(&mut rows, y, reach) + GAP;
        }
        let foot = y.saturating_sub(GAP / 2);
        let mut drawing = String::new();
        self.grid(&mut drawing, foot, reach);
        let spoken = self.rows.iter().map(|row| row.spoken.as_str());
        let desc: Vec<_> = [self.intro.as_str()].into_iter().chain(spoken).collect();
        let frame =
            Frame { id, class: "report-difference", title: &self.title, desc: &desc, height: foot + AXIS };
        frame.around(&(drawing + &rows))
    }

    /// The same figures as a table.
    pub fn table(&self) -> Table {
        let row = |row: &DifferenceRow| {
            let cells = match &row.reading {
                Err(why) => vec![Entry::words(why), Entry::default()],
                Ok(reading) => {
                    let detail = Some([reading.detail.as_str(), &reading.count].join(" · "));
                    let value = Entry { text: reading.text.clone(), figure: true, detail, mark: None };
                    vec![value, Entry::words(&reading.verdict_text)]
                }
            };
            Row { head: row.name.clone(), cells, total: false }
        };
        Table {
            caption: self.title.clone(),
            columns: self.columns.to_vec(),
            rows: self.rows.iter().map(row).collect(),
        }
    }

    /// The end of the scale: the same on both sides, so that the eye compares lengths.
    fn reach(&self) -> u32 {
        let readings = self.rows.iter().filter_map(|row| row.reading.as_ref().ok());
        let ends = readings.flat_map(|reading| {
            let interval = reading.interval.map(|interval| [interval.low, interval.high]);
            [reading.value].into_iter().chain(interval.into_iter().flatten())
        });
        let most = ends.fold(0.0f64, |most, end| most.max(end.abs()));
        [5, 10, 20, 40, 60, 80].into_iter().find(|reach| f64::from(*reach) >= most).unwrap_or(100)
    }

    fn grid(&self, svg: &mut String, foot: u32, reach: u32) {
        svg.push_str("<g class=\"report-grid\" aria-hidden=\"true\">");
        let end = reach.to_string();
        for share in [-1.0, 0.0, 1.0] {
            let x = svg::percent(50.0 + HALF * share);
            let paint = " stroke=\"currentColor\" stroke-opacity=\"0.7\"";
            svg::line(svg, (&x, foot), (&x, foot + 20), paint);
        }
        let paint = " stroke=\"currentColor\" stroke-opacity=\"0.35\"";
        svg::line(svg, (&svg::percent(50.0 - HALF), foot), (&svg::percent(50.0 + HALF), foot), paint);
        let faint = "\" fill-opacity=\"0.75";
        let numbers = [("0", "start", ["−", &end].concat()), ("50%", "middle", "0".to_owned())];
        for (x, anchor, words) in numbers.into_iter().chain([("100%", "end", ["+", &end].concat())]) {
            svg::small_text(svg, (x, foot + 115), &[" text-anchor=\"", anchor, faint, "\""].concat(), &words);
        }
        for (x, anchor, words) in [("0", "start", &self.ends[0]), ("100%", "end", &self.ends[1])] {
            svg::small_text(svg, (x, foot + 225), &[" text-anchor=\"", anchor, faint, "\""].concat(), words);
        }
        svg.push_str("</g>");
    }
}

impl DifferenceRow {
    /// Draws the row from `y` down; gives where it ends.
    fn draw(&self, svg: &mut String, mut y: u32, reach: u32) -> u32 {
        svg.push_str("<g class=\"report-row\">");
        for line in svg::wrap(&self.name, LINE) {
            svg::text(svg, ("0", y + 100), "", line);
            y += LABEL;
        }
        let middle = y + TRACK / 2 + 20;
        let x = |value: f64| svg::percent(50.0 + HALF * (value / f64::from(reach)).clamp(-1.0, 1.0));
        let (left, right) = (svg::percent(50.0 - HALF), svg::percent(50.0 + HALF));
        let paint = " class=\"report-grid\" stroke=\"currentColor\" stroke-opacity=\"0.18\"";
        svg::line(svg, (&left, middle), (&right, middle), paint);
        let paint =
            " class=\"report-zero\" stroke=\"currentColor\" stroke-opacity=\"0.8\" stroke-width=\"1.5\"";
        svg::line(svg, ("50%", middle.saturating_sub(ZERO)), ("50%", middle + ZERO), paint);
        let below = middle + TRACK / 2 + 105;
        let end = match &self.reading {
            Err(why) => {
                let paint = " class=\"report-withheld\" stroke=\"currentColor\" stroke-opacity=\"0.6\" \
                             stroke-dasharray=\"4 4\"";
                svg::line(svg, (&left, middle), (&right, middle), paint);
                svg::small_text(svg, ("0", below), " class=\"report-why\"", why);
                below
            }
            Ok(reading) => {
                if let Some(interval) = reading.interval {
                    svg::whisker(svg, (&x(interval.low), middle), (&x(interval.high), middle), 26);
                }
                let hollow = reading.verdict == Verdict::NotEnoughEvidence;
                svg::point(svg, (&x(reading.value), middle), 0, hollow);
                svg.extend(["<text class=\"report-detail\" x=\"0\" y=\"", &svg::em(below), "\">"]);
                svg.extend(["<tspan class=\"report-value\" font-weight=\"700\">", &escape(&reading.text)]);
                svg.extend(["</tspan><tspan font-size=\"0.875em\"> · ", &escape(&reading.detail)]);
                svg.push_str("</tspan></text>");
                svg::small_text(
                    svg,
                    ("0", below + DETAIL),
                    " class=\"report-verdict\"",
                    &reading.verdict_text,
                );
                svg::small_text(svg, ("0", below + 2 * DETAIL), " class=\"report-detail\"", &reading.count);
                below + 2 * DETAIL
            }
        };
        svg.push_str("</g>");
        end + 20
    }
}
