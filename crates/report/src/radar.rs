//! Groups of questions around a centre, each on its own axis with its interval.
//!
//! Axes carry numbers, and a list beside the picture says what they are: names of groups are too long
//! to stand around a circle on a phone. What is drawn is the value and its interval on every axis; the
//! outline only guides the eye, is not drawn to an axis without a figure, and the words with the
//! picture say that the area means nothing.

use std::f64::consts::TAU;

use lang_nghe_scoring::Interval;

use crate::chart::Bar;
use crate::svg::{self, Frame};
use crate::table::{Entry, Row, Table};
use crate::words::escape;

/// Axes around a centre, all from 0 to 100.
#[derive(Clone, Debug, PartialEq)]
pub struct Radar {
    /// The formula, as the picture's title.
    pub title: String,
    /// What is shown and how to read it.
    pub intro: String,
    /// Heads of the table's columns: the group, the result.
    pub columns: [String; 2],
    /// One per axis, from the top on with the clock.
    pub axes: Vec<Bar>,
}

/// Fewest axes that enclose anything.
pub const FEWEST_AXES: usize = 3;

// Lengths in the picture's own units: 100 stands `RADIUS` away from the centre.
const RADIUS: f64 = 1000.0;
const BADGE: f64 = 1150.0;
const EDGE: i64 = 1270;
const END: f64 = 42.0;

/// Hundredths of an em.
const HEIGHT: u32 = 1700;

impl Radar {
    /// The picture beside its list, with its title, to stand in a page. `id` must be unique in it.
    pub fn figure(&self, id: &str) -> String {
        let mut list = String::from("<ol class=\"report-axes\" aria-hidden=\"true\">");
        for axis in &self.axes {
            list.extend(["<li><span class=\"report-axis\">", &escape(&axis.name), "</span> "]);
            match &axis.reading {
                Err(why) => list.extend(["<span class=\"report-why\">", &escape(why), "</span>"]),
                Ok(reading) => {
                    let small = [Some(&reading.detail), Some(&reading.count), reading.mark.as_ref()];
                    let small: Vec<_> = small.into_iter().flatten().map(|part| escape(part)).collect();
                    list.extend(["<b class=\"report-value\">", &escape(&reading.text), "</b> "]);
                    list.extend(["<span class=\"report-detail\">", &small.join(" · "), "</span>"]);
                }
            }
            list.push_str("</li>");
        }
        let note = ["<p class=\"report-note\" aria-hidden=\"true\">", &escape(&self.intro), "</p>"].concat();
        let both = ["<div class=\"report-beside\">", &self.svg(id), &list, "</ol></div>", &note].concat();
        svg::figure(&self.title, &both)
    }

    /// The picture alone. `id` must be unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let edge = EDGE.to_string();
        let size = (2 * EDGE).to_string();
        let mut drawing = ["<svg width=\"100%\" height=\"100%\" viewBox=\"-", &edge, " -", &edge].concat();
        drawing.extend([" ", &size, " ", &size, "\" overflow=\"visible\">"]);
        self.rings(&mut drawing);
        self.outline(&mut drawing);
        for at in 0..self.axes.len() {
            self.axis(&mut drawing, at);
        }
        drawing.push_str("</svg>");
        let spoken = self.axes.iter().map(|axis| axis.spoken.as_str());
        let desc: Vec<_> = [self.intro.as_str()].into_iter().chain(spoken).collect();
        let frame = Frame { id, class: "report-radar", title: &self.title, desc: &desc, height: HEIGHT };
        frame.around(&drawing)
    }

    /// The same figures as a table.
    pub fn table(&self) -> Table {
        let row = |axis: &Bar| Row {
            head: axis.name.clone(),
            cells: vec![Entry::of_reading(&axis.reading)],
            total: false,
        };
        Table {
            caption: self.title.clone(),
            columns: self.columns.to_vec(),
            rows: self.axes.iter().map(row).collect(),
        }
    }

    /// Where on an axis something stands; `far` away from the centre.
    fn place(&self, at: f64, far: f64) -> (i64, i64) {
        let turn = TAU * at / self.axes.len().max(1) as f64;
        ((far * turn.sin()).round() as i64, (-far * turn.cos()).round() as i64)
    }

    /// A figure's place on an axis.
    fn on_axis(&self, at: usize, value: f64) -> (i64, i64) {
        self.place(at as f64, value.clamp(0.0, 100.0) / 100.0 * RADIUS)
    }

    fn rings(&self, svg: &mut String) {
        svg.push_str("<g class=\"report-grid\" aria-hidden=\"true\" fill=\"none\" stroke=\"currentColor\">");
        for (far, opacity) in [("250", "0.16"), ("500", "0.16"), ("750", "0.16"), ("1000", "0.4")] {
            svg.extend(["<circle r=\"", far, "\" stroke-opacity=\"", opacity]);
            svg.push_str("\" vector-effect=\"non-scaling-stroke\"/>");
        }
        svg.push_str("</g>");
    }

    /// The guide for the eye: between neighbours that both have a figure, and filled if all have.
    fn outline(&self, svg: &mut String) {
        let value = |at: usize| self.axes[at].reading.as_ref().ok().map(|reading| reading.value);
        let all: Option<Vec<_>> = (0..self.axes.len()).map(|at| Some((at, value(at)?))).collect();
        if let Some(all) = all.filter(|all| all.len() >= FEWEST_AXES) {
            let corners = all.into_iter().map(|(at, value)| pair(self.on_axis(at, value)));
            svg.extend(["<polygon class=\"report-area\" fill-opacity=\"0.12\" points=\""]);
            svg.extend([&corners.collect::<Vec<_>>().join(" "), "\"/>"]);
        }
        for at in 0..self.axes.len() {
            let next = (at + 1) % self.axes.len();
            if let (Some(here), Some(there)) = (value(at), value(next)) {
                let paint = " class=\"report-line\" stroke=\"currentColor\" stroke-opacity=\"0.55\" \
                             stroke-width=\"1.5\"";
                stroke(svg, self.on_axis(at, here), self.on_axis(next, there), paint);
            }
        }
    }

    fn axis(&self, svg: &mut String, at: usize) {
        let (axis, tip) = (&self.axes[at], self.on_axis(at, 100.0));
        svg.push_str("<g class=\"report-spoke\">");
        match &axis.reading {
            Err(_) => {
                let paint = " class=\"report-withheld\" stroke=\"currentColor\" stroke-opacity=\"0.6\" \
                             stroke-dasharray=\"4 4\"";
                stroke(svg, (0, 0), tip, paint);
            }
            Ok(reading) => {
                let paint = " class=\"report-grid\" stroke=\"currentColor\" stroke-opacity=\"0.25\"";
                stroke(svg, (0, 0), tip, paint);
                if let Some(interval) = reading.interval {
                    self.interval(svg, at, interval);
                }
                let (x, y) = self.on_axis(at, reading.value);
                let (class, fill) = match reading.mark {
                    Some(_) => ("report-point report-point-open", "Canvas"),
                    None => ("report-point", "currentColor"),
                };
                svg.extend([
                    "<circle class=\"",
                    class,
                    "\" cx=\"",
                    &x.to_string(),
                    "\" cy=\"",
                    &y.to_string(),
                ]);
                svg.extend(["\" r=\"38\" fill=\"", fill, "\" stroke=\"currentColor\" stroke-width=\"2\" "]);
                svg.push_str("vector-effect=\"non-scaling-stroke\"/>");
            }
        }
        let (x, y) = self.place(at as f64, BADGE);
        svg.extend(["<text class=\"report-badge\" x=\"", &x.to_string(), "\" y=\"", &(y + 48).to_string()]);
        svg.extend(["\" font-size=\"135\" font-weight=\"700\" text-anchor=\"middle\">"]);
        svg.extend([&(at + 1).to_string(), "</text></g>"]);
        if at + 1 == self.axes.len() {
            self.ring_labels(svg);
        }
    }

    /// Beside the first axis, above everything drawn.
    fn ring_labels(&self, svg: &mut String) {
        svg.push_str(
            "<g class=\"report-grid\" aria-hidden=\"true\" text-anchor=\"middle\" font-size=\"105\">",
        );
        for ring in [25u32, 50, 75, 100] {
            let (x, y) = self.place(-0.5, f64::from(ring) / 100.0 * RADIUS);
            svg.extend(["<text x=\"", &x.to_string(), "\" y=\"", &(y + 36).to_string()]);
            svg.extend(["\" fill-opacity=\"0.75\">", &ring.to_string(), "</text>"]);
        }
        svg.push_str("</g>");
    }

    /// An interval along its axis, with a stroke across each end.
    fn interval(&self, svg: &mut String, at: usize, Interval { low, high }: Interval) {
        let turn = TAU * at as f64 / self.axes.len() as f64;
        let (across_x, across_y) = (END * turn.cos(), END * turn.sin());
        let (low, high) = (self.on_axis(at, low), self.on_axis(at, high));
        for (class, paint) in [
            ("report-whisker-edge", "stroke=\"none\" stroke-width=\"5\""),
            ("report-whisker", "stroke=\"currentColor\" stroke-width=\"2\""),
        ] {
            svg.extend(["<g class=\"", class, "\" ", paint, " stroke-linecap=\"round\">"]);
            stroke(svg, low, high, "");
            for (x, y) in [low, high] {
                let by =
                    |sign: f64| (x + (sign * across_x).round() as i64, y + (sign * across_y).round() as i64);
                stroke(svg, by(-1.0), by(1.0), "");
            }
            svg.push_str("</g>");
        }
    }
}

fn pair((x, y): (i64, i64)) -> String {
    [x.to_string(), y.to_string()].join(",")
}

/// A line as wide on every screen. `paint` begins with a space.
fn stroke(svg: &mut String, from: (i64, i64), to: (i64, i64), paint: &str) {
    let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(|place| place.to_string());
    svg.extend(["<line x1=\"", &x1, "\" y1=\"", &y1, "\" x2=\"", &x2, "\" y2=\"", &y2]);
    svg.extend(["\" vector-effect=\"non-scaling-stroke\"", paint, "/>"]);
}
