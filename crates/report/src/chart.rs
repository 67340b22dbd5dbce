//! Bars with interval whiskers, as an SVG that flows like text.
//!
//! Labels stand above their bars, so that nothing is squeezed at 320 px. A small sample is hatched, a
//! figure not shown is a dashed outline: neither rests on colour, and both are said in words.

use lang_nghe_scoring::Interval;

use crate::svg::{self, Frame, em, wrap};
use crate::words::escape;

/// Bars, the first of them the total.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The formula, as the picture's title.
    pub title: String,
    /// What is shown, for those who hear it.
    pub intro: String,
    /// The bars, top to bottom.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it measures.
    pub name: String,
    /// The figure, or the words instead of one.
    pub reading: Result<Reading, String>,
    /// The whole row as a sentence.
    pub spoken: String,
}

/// A figure, drawn and written.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// 0 to 100; in a [`Trend`](crate::Trend), a figure of its scale.
    pub value: f64,
    /// The value as written.
    pub text: String,
    /// Ends of the whisker.
    pub interval: Option<Interval>,
    /// The interval as written, or why there is none; empty where somebody else published the figure.
    pub detail: String,
    /// `n = …`, or empty likewise.
    pub count: String,
    /// "Mẫu nhỏ".
    pub mark: Option<String>,
}

/// Longest line of a label, in letters: what fits into 288 px (a 320 px screen) at 16 px.
const LINE: usize = 34;

/// How much of the width the scale from 0 to 100 takes; the rest is for the value in figures.
const SCALE: f64 = 78.0;

// Heights in hundredths of an em.
const LABEL: u32 = 135;
const BAR: u32 = 95;
const DETAIL: u32 = 150;
const GAP: u32 = 95;
const AFTER_TOTAL: u32 = 60;
const AXIS: u32 = 130;

impl Chart {
    /// The picture with its title above it, to stand in a page. `id` must be unique in the page.
    pub fn figure(&self, id: &str) -> String {
        svg::figure(&self.title, &self.svg(id))
    }

    /// The picture. `id` must be unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let safe = escape(id);
        let mut rows = String::new();
        let mut y = 0;
        for (number, bar) in self.bars.iter().enumerate() {
            y = bar.draw(&mut rows, y, number == 0, &safe);
            y += if number == 0 { GAP + AFTER_TOTAL } else { GAP };
        }
        let foot = y.saturating_sub(GAP / 2);
        let spoken = self.bars.iter().map(|bar| bar.spoken.as_str());
        let desc: Vec<_> = [self.intro.as_str()].into_iter().chain(spoken).collect();
        let mut drawing = String::new();
        drawing.extend(["<defs><pattern id=\"", &safe, "-hatch\" class=\"report-hatch\" "]);
        drawing.push_str("width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" ");
        drawing.push_str("patternTransform=\"rotate(45)\">");
        drawing.push_str("<rect width=\"6\" height=\"6\" fill-opacity=\"0.15\"/>");
        drawing.push_str("<rect width=\"2.5\" height=\"6\" fill-opacity=\"0.75\"/></pattern></defs>");
        grid(&mut drawing, foot);
        let frame = Frame { id, class: "", title: &self.title, desc: &desc, height: foot + AXIS };
        frame.around(&(drawing + &rows))
    }
}

/// Lines at every quarter of the scale, with numbers at their foot.
fn grid(svg: &mut String, foot: u32) {
    svg.push_str("<g class=\"report-grid\" aria-hidden=\"true\">");
    for (tick, anchor) in [("0", "start"), ("25", ""), ("50", "middle"), ("75", ""), ("100", "end")] {
        let x = percent(tick.parse().unwrap_or(0.0));
        if tick != "0" {
            svg.extend(["<line x1=\"", &x, "\" x2=\"", &x, "\" y1=\"0\" y2=\"", &em(foot), "\" "]);
            svg.push_str("stroke=\"currentColor\" stroke-opacity=\"0.18\" ");
            svg.push_str("stroke-dasharray=\"1 5\" stroke-linecap=\"round\"/>");
        }
        if !anchor.is_empty() {
            svg.extend(["<text x=\"", &x, "\" y=\"", &em(foot + 105), "\" text-anchor=\"", anchor]);
            svg.extend(["\"><tspan font-size=\"0.8em\" fill-opacity=\"0.75\">", tick, "</tspan></text>"]);
        }
    }
    svg.push_str("</g>");
}

impl Bar {
    /// Draws the row from `y` down; gives where it ends.
    fn draw(&self, svg: &mut String, mut y: u32, total: bool, id: &str) -> u32 {
        svg.push_str(if total {
            "<g class=\"report-row report-row-total\">"
        } else {
            "<g class=\"report-row\">"
        });
        let weight = if total { "\" font-weight=\"700\">" } else { "\">" };
        for line in wrap(&self.name, LINE) {
            svg.extend(["<text x=\"0\" y=\"", &em(y + 100), weight, &escape(line), "</text>"]);
            y += LABEL;
        }
        y += 18;
        match &self.reading {
            Ok(reading) => reading.draw(svg, y, id),
            Err(why) => {
                rect(
                    svg,
                    "report-withheld",
                    percent(100.0).as_str(),
                    y,
                    "fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.6\" stroke-dasharray=\"4 4\"",
                );
                svg.extend(["<text class=\"report-why\" x=\"0\" y=\"", &em(y + BAR + 125)]);
                svg.extend(["\"><tspan font-size=\"0.875em\">", &escape(why), "</tspan></text>"]);
            }
        }
        svg.push_str("</g>");
        y + BAR + DETAIL
    }
}

impl Reading {
    fn draw(&self, svg: &mut String, y: u32, id: &str) {
        rect(svg, "report-track", percent(100.0).as_str(), y, "fill-opacity=\"0.09\"");
        let hatch = ["fill=\"url(#", id, "-hatch)\" stroke=\"currentColor\""].concat();
        let (class, fill) = if self.mark.is_some() {
            ("report-bar report-bar-small", hatch.as_str())
        } else {
            ("report-bar", "fill-opacity=\"0.55\"")
        };
        if self.value > 0.0 {
            rect(svg, class, percent(self.value).as_str(), y, fill);
        }
        if let Some(Interval { low, high }) = self.interval {
            let middle = y + BAR / 2;
            svg::whisker(svg, (&percent(low), middle), (&percent(high), middle), 26);
        }
        svg.extend(["<text class=\"report-value\" x=\"100%\" y=\"", &em(y + 82)]);
        svg.extend(["\" text-anchor=\"end\" font-weight=\"700\">", &escape(&self.text), "</text>"]);
        svg.extend([
            "<text class=\"report-detail\" x=\"0\" y=\"",
            &em(y + BAR + 125),
            "\"><tspan font-size=\"0.875em\">",
        ]);
        let parts = [Some(&self.detail), Some(&self.count), self.mark.as_ref()];
        let written: Vec<_> = parts.into_iter().flatten().map(|part| escape(part)).collect();
        svg.extend([&written.join(" · "), "</tspan></text>"]);
    }
}

fn rect(svg: &mut String, class: &str, width: &str, y: u32, paint: &str) {
    svg.extend([
        "<rect class=\"",
        class,
        "\" x=\"0\" y=\"",
        &em(y),
        "\" width=\"",
        width,
        "\" height=\"",
        &em(BAR),
    ]);
    svg.extend(["\" rx=\"0.2em\" ", paint, "/>"]);
}

/// Where a figure from 0 to 100 stands in the width.
fn percent(value: f64) -> String {
    svg::percent(value.clamp(0.0, 100.0) * SCALE / 100.0)
}
