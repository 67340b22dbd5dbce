//! Figures over periods, with the places where a line must stop.
//!
//! A line joins two points only if one period follows the other, both have a figure, and nothing
//! changed the method between them. Where something did, there is a gap, an upright dashed line and
//! words. A figure with something to be said about it (a small sample, an unconfirmed value) is a
//! hollow point. A period without a figure that may be shown is a dashed column of one and the same
//! height, so that nothing can be read off it.

use crate::chart::Reading;
use crate::svg::{self, Frame, em};
use crate::table::{Entry, Row, Table};
use crate::words::escape;

/// Figures over periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// What is shown.
    pub title: String,
    /// How to read it.
    pub intro: String,
    /// Head of the table's first column: the period.
    pub period: String,
    /// Marks of the upright scale, rising; the first and the last are its ends. See [`Trend::marks`].
    pub marks: Vec<i64>,
    /// Said where the scale does not show all that could be: see [`Trend::marks`].
    pub cut: Option<String>,
    /// At most four series; they differ by shape.
    pub series: Vec<Series>,
    /// Where lines stop.
    pub breaks: Vec<Break>,
}

/// One series.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is; the head of its column.
    pub name: String,
    /// Its points, by period.
    pub points: Vec<Point>,
}

/// One point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The period: a year, or the number of a campaign. One more is the period that follows.
    pub at: i64,
    /// The period as written below it.
    pub period: String,
    /// The figure as short as it can stand beside its point.
    pub short: String,
    /// The figure, or the words instead of one.
    pub reading: Result<Reading, String>,
    /// The point as a sentence.
    pub spoken: String,
}

/// Another method from a period on.
#[derive(Clone, Debug, PartialEq)]
pub struct Break {
    /// The first period of the other method.
    pub at: i64,
    /// What changed, in few words.
    pub label: String,
    /// The break as a sentence.
    pub spoken: String,
}

// Shares of the width: the scale's numbers stand left of the plot.
const LEFT: f64 = 13.0;
const RIGHT: f64 = 99.0;

// Heights in hundredths of an em.
const HEAD: u32 = 120;
const LINE: u32 = 115;
const PLOT: u32 = 1050;
const FOOT: u32 = 150;
const KEY: u32 = 150;

/// Periods that have room for their figures side by side on a phone.
const ROOM: i64 = 8;

/// Letters of a break's label in a line.
const LABEL: usize = 16;

impl Trend {
    /// Marks at round numbers that hold all these figures, within a scale; few enough to be calm.
    pub fn marks(figures: impl IntoIterator<Item = f64>, scale: (i64, i64)) -> Vec<i64> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for figure in figures {
            (low, high) = (low.min(figure), high.max(figure));
        }
        if low > high {
            (low, high) = (scale.0 as f64, scale.1 as f64);
        }
        for step in [2i64, 5, 10, 20, 25, 50] {
            let from = (low.floor() as i64).div_euclid(step) * step;
            let to = (high.ceil() as i64 + step - 1).div_euclid(step) * step;
            let to = to.max(from + step);
            if (to - from) / step <= 5 {
                let ends = (from.max(scale.0), to.min(scale.1));
                let inner = (from..=to).step_by(step as usize);
                let mut marks: Vec<_> = inner.map(|mark| mark.clamp(ends.0, ends.1)).collect();
                marks.dedup();
                return marks;
            }
        }
        vec![scale.0, scale.1]
    }

    /// The picture with its title, to stand in a page. `id` must be unique in it.
    pub fn figure(&self, id: &str) -> String {
        let notes = [Some(&self.intro), self.cut.as_ref()].into_iter().flatten();
        let notes: Vec<_> = notes.map(|note| escape(note)).collect();
        let note = ["<p class=\"report-note\" aria-hidden=\"true\">", &notes.join(" "), "</p>"].concat();
        svg::figure(&self.title, &(self.svg(id) + &note))
    }

    /// The picture alone. `id` must be unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let head = HEAD + LINE * self.break_lines();
        let plot = Plot { head, foot: head + PLOT, ends: self.ends(), scale: self.scale() };
        let mut drawing = String::new();
        self.grid(&mut drawing, &plot);
        self.draw_breaks(&mut drawing, &plot);
        for (shape, series) in self.series.iter().enumerate() {
            series.draw(&mut drawing, &plot, (shape, &self.breaks));
        }
        let mut y = plot.foot + FOOT;
        if self.series.len() > 1 {
            for (shape, series) in self.series.iter().enumerate() {
                svg::point(&mut drawing, ("3%", y + 62), shape, false);
                svg::small_text(&mut drawing, ("7%", y + 95), "", &series.name);
                y += KEY;
            }
        }
        let spoken = self.series.iter().flat_map(|series| &series.points).map(|point| point.spoken.as_str());
        let breaks = self.breaks.iter().map(|one| one.spoken.as_str());
        let notes = [Some(self.intro.as_str()), self.cut.as_deref()].into_iter().flatten();
        let desc: Vec<_> = notes.chain(spoken).chain(breaks).collect();
        let frame = Frame { id, class: "report-trend", title: &self.title, desc: &desc, height: y };
        frame.around(&drawing)
    }

    /// The same figures as a table: a row per period, a column per series.
    pub fn table(&self) -> Table {
        let mut periods: Vec<_> = self.series.iter().flat_map(|series| &series.points).collect();
        periods.sort_by_key(|point| point.at);
        periods.dedup_by_key(|point| point.at);
        let cell = |series: &Series, at: i64| {
            let point = series.points.iter().find(|point| point.at == at);
            point.map_or_else(Entry::default, |point| Entry::of_reading(&point.reading))
        };
        let row = |period: &&Point| {
            let change = self.breaks.iter().find(|one| one.at == period.at);
            let head = match change {
                Some(change) => [&period.period, " (", &change.label, ")"].concat(),
                None => period.period.clone(),
            };
            let cells = self.series.iter().map(|series| cell(series, period.at)).collect();
            Row { head, cells, total: false }
        };
        let names = self.series.iter().map(|series| series.name.clone());
        Table {
            caption: self.title.clone(),
            columns: [self.period.clone()].into_iter().chain(names).collect(),
            rows: periods.iter().map(row).collect(),
        }
    }

    fn ends(&self) -> (i64, i64) {
        let periods = || self.series.iter().flat_map(|series| &series.points).map(|point| point.at);
        (periods().min().unwrap_or(0), periods().max().unwrap_or(0))
    }

    fn scale(&self) -> (f64, f64) {
        let (low, high) = (self.marks.first().copied().unwrap_or(0), self.marks.last().copied());
        (low as f64, high.filter(|high| *high > low).unwrap_or(low + 1) as f64)
    }

    fn break_lines(&self) -> u32 {
        let lines = self.breaks.iter().map(|one| svg::wrap(&one.label, LABEL).len() as u32);
        lines.max().unwrap_or(0)
    }

    fn grid(&self, svg: &mut String, plot: &Plot) {
        svg.push_str("<g class=\"report-grid\" aria-hidden=\"true\">");
        let (left, right, beside) = (svg::percent(LEFT), svg::percent(RIGHT), svg::percent(LEFT - 2.0));
        for mark in &self.marks {
            let y = plot.y(*mark as f64);
            let paint = if Some(mark) == self.marks.first() {
                " stroke=\"currentColor\" stroke-opacity=\"0.5\""
            } else {
                " stroke=\"currentColor\" stroke-opacity=\"0.18\" stroke-dasharray=\"1 5\" stroke-linecap=\"round\""
            };
            svg::line(svg, (&left, y), (&right, y), paint);
            let rest = " text-anchor=\"end\" fill-opacity=\"0.75\"";
            svg::small_text(svg, (&beside, y + 28), rest, &mark.to_string());
        }
        let mut periods: Vec<_> = self.series.iter().flat_map(|series| &series.points).collect();
        periods.sort_by_key(|point| point.at);
        periods.dedup_by_key(|point| point.at);
        for point in periods {
            if plot.has_room(point.at) {
                let x = svg::percent(plot.x(point.at as f64));
                let rest = " text-anchor=\"middle\" fill-opacity=\"0.75\"";
                svg::small_text(svg, (&x, plot.foot + 120), rest, &point.period);
            }
        }
        svg.push_str("</g>");
    }

    fn draw_breaks(&self, svg: &mut String, plot: &Plot) {
        for one in self.breaks.iter().filter(|one| plot.ends.0 < one.at && one.at <= plot.ends.1) {
            let share = plot.x(one.at as f64 - 0.5);
            let x = svg::percent(share);
            svg.push_str("<g class=\"report-break\">");
            let paint = " stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"";
            svg::line(svg, (&x, plot.head.saturating_sub(30)), (&x, plot.foot), paint);
            let anchor = match share {
                share if share < 30.0 => " text-anchor=\"start\"",
                share if share > 80.0 => " text-anchor=\"end\"",
                _ => " text-anchor=\"middle\"",
            };
            for (line, words) in svg::wrap(&one.label, LABEL).into_iter().zip(0u32..) {
                svg::small_text(svg, (&x, 80 + words * LINE), anchor, line);
            }
            svg.push_str("</g>");
        }
    }
}

/// Where things stand.
struct Plot {
    head: u32,
    foot: u32,
    ends: (i64, i64),
    scale: (f64, f64),
}

impl Plot {
    fn periods(&self) -> i64 {
        self.ends.1.saturating_sub(self.ends.0).saturating_add(1).max(1)
    }

    /// The middle of a period's column; half a period less is the border to the one before.
    fn x(&self, at: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * (at - self.ends.0 as f64 + 0.5) / self.periods() as f64
    }

    fn y(&self, value: f64) -> u32 {
        let (low, high) = self.scale;
        let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
        self.foot - (share * f64::from(PLOT) + 0.5) as u32
    }

    /// Whether a period's words and figures are written, where not all fit.
    fn has_room(&self, at: i64) -> bool {
        let every = (self.periods() + ROOM - 1) / ROOM;
        (self.ends.1 - at) % every.max(1) == 0
    }
}

impl Series {
    fn draw(&self, svg: &mut String, plot: &Plot, (shape, breaks): (usize, &[Break])) {
        let dashes =
            ["", " stroke-dasharray=\"8 4\"", " stroke-dasharray=\"2 4\"", " stroke-dasharray=\"8 3 2 3\""];
        let paint =
            [" class=\"report-line\" stroke=\"currentColor\" stroke-width=\"2\"", dashes[shape % 4]].concat();
        for (one, next) in self.points.iter().zip(self.points.iter().skip(1)) {
            let broken = breaks.iter().any(|a_break| one.at < a_break.at && a_break.at <= next.at);
            if let (Ok(here), Ok(there)) = (&one.reading, &next.reading)
                && one.at + 1 == next.at
                && !broken
            {
                let (from, to) = (plot.at(one.at), plot.at(next.at));
                svg::line(svg, (&from, plot.y(here.value)), (&to, plot.y(there.value)), &paint);
            }
        }
        for point in &self.points {
            point.draw(svg, plot, shape);
        }
    }
}

impl Plot {
    fn at(&self, at: i64) -> String {
        svg::percent(self.x(at as f64))
    }
}

impl Point {
    fn draw(&self, svg: &mut String, plot: &Plot, shape: usize) {
        let x = plot.at(self.at);
        let Ok(reading) = &self.reading else {
            let paint = " class=\"report-withheld\" stroke=\"currentColor\" stroke-opacity=\"0.6\" \
                         stroke-dasharray=\"1 5\" stroke-linecap=\"round\"";
            svg::line(svg, (&x, plot.head), (&x, plot.foot), paint);
            return;
        };
        let y = plot.y(reading.value);
        let mut top = y;
        if let Some(interval) = reading.interval {
            let (low, high) = (plot.y(interval.low), plot.y(interval.high));
            svg::whisker(svg, (&x, low), (&x, high), 0);
            top = high;
        }
        svg::point(svg, (&x, y), shape, reading.mark.is_some());
        // The second series writes below its points, further ones only in the table.
        let at = if shape == 0 { top.saturating_sub(60) } else { y + 130 };
        if shape < 2 && plot.has_room(self.at) {
            svg.extend([
                "<text class=\"report-value\" x=\"",
                &x,
                "\" y=\"",
                &em(at),
                "\" text-anchor=\"middle\"",
            ]);
            svg.extend([
                " font-weight=\"700\"><tspan font-size=\"0.8em\">",
                &escape(&self.short),
                "</tspan></text>",
            ]);
        }
    }
}
