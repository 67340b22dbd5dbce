//! One small picture per subject with a bar per year: small multiples of what was published.
//!
//! All pictures have the same years at the same heights; a bar starts where the subject's own scale does. The newest year is
//! filled, the ones before are outlined, and the year stands beside each: nothing is told by colour alone. Where the
//! method changed, a dashed line lies between the years.

use crate::chart::Reading;
use crate::svg::{self, Frame};
use crate::table::{Entry, Row, Table};
use crate::words::escape;

/// One small picture per subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Multiples {
    /// What is shown.
    pub title: String,
    /// How to read it.
    pub intro: String,
    /// Head of the table's first column: the subject.
    pub subject: String,
    /// Head of the table's last column: the change to the newest year.
    pub change: String,
    /// The years, oldest first.
    pub years: Vec<String>,
    /// Positions of years that follow another method than the year before; what is said of it.
    pub breaks: (Vec<usize>, String),
    /// One per subject.
    pub panels: Vec<Multiple>,
}

/// A subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Multiple {
    /// Its name.
    pub name: String,
    /// Lowest and highest of its scale.
    pub scale: (f64, f64),
    /// One per year; or the words instead.
    pub bars: Vec<Result<Reading, String>>,
    /// How the newest year differs from the one before: as written, or why that is not said.
    pub change: Result<String, String>,
    /// The picture in sentences, one per year and one for the change.
    pub spoken: Vec<String>,
}

// Shares of the width: years stand left of the bars, figures right.
const LEFT: f64 = 16.0;
const RIGHT: f64 = 82.0;

// Heights in hundredths of an em.
const ROW: u32 = 150;
const BAR: u32 = 90;
const TOP: u32 = 20;
const AXIS: u32 = 125;

impl Multiples {
    /// All pictures under their title, to stand in a page. `id` must be unique in it.
    pub fn figure(&self, id: &str) -> String {
        let mut html = ["<p class=\"report-note\">", &escape(&self.intro), "</p>"].concat();
        html.push_str("<div class=\"report-panels\">");
        for (at, panel) in self.panels.iter().enumerate() {
            let id = [id, "-", &at.to_string()].concat();
            html.extend([
                "<div class=\"report-panel\"><p aria-hidden=\"true\"><b>",
                &escape(&panel.name),
                "</b>",
            ]);
            let (Ok(change) | Err(change)) = &panel.change;
            html.extend([" <span class=\"report-detail\">", &escape(change), "</span></p>"]);
            html.extend([&self.svg(panel, &id), "</div>"]);
        }
        svg::figure(&self.title, &(html + "</div>"))
    }

    /// The same figures as a table: a row per subject, a column per year and one for the change.
    pub fn table(&self) -> Table {
        let row = |panel: &Multiple| {
            let change = match &panel.change {
                Ok(change) => Entry::number(change.clone()),
                Err(why) => Entry::words(why),
            };
            let cells = panel.bars.iter().map(Entry::of_reading).chain([change]);
            Row { head: panel.name.clone(), cells: cells.collect(), total: false }
        };
        let (changed, label) = &self.breaks;
        let year = |(at, year): (usize, &String)| match changed.contains(&at) {
            true => [year, " (", label, ")"].concat(),
            false => year.clone(),
        };
        let years = self.years.iter().enumerate().map(year);
        Table {
            caption: self.title.clone(),
            columns: [self.subject.clone()].into_iter().chain(years).chain([self.change.clone()]).collect(),
            rows: self.panels.iter().map(row).collect(),
        }
    }

    fn svg(&self, panel: &Multiple, id: &str) -> String {
        let foot = TOP + self.years.len() as u32 * ROW;
        let (low, high) = panel.scale;
        let mut drawing = String::from("<g class=\"report-grid\" aria-hidden=\"true\">");
        for (tick, anchor) in [(low, "start"), (high, "end")] {
            let x = place(tick, panel.scale);
            svg::line(&mut drawing, (&x, TOP), (&x, foot), " stroke=\"currentColor\" stroke-opacity=\"0.4\"");
            let rest = [" text-anchor=\"", anchor, "\" fill-opacity=\"0.75\""].concat();
            svg::small_text(&mut drawing, (&x, foot + 100), &rest, &(tick as i64).to_string());
        }
        drawing.push_str("</g>");
        for (at, (year, bar)) in self.years.iter().zip(&panel.bars).enumerate() {
            let y = TOP + at as u32 * ROW;
            if self.breaks.0.contains(&at) && at > 0 {
                let paint = " class=\"report-break\" stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"";
                svg::line(&mut drawing, ("0", y), ("100%", y), paint);
            }
            svg::small_text(&mut drawing, ("0", y + 105), "", year);
            draw(&mut drawing, bar, (panel.scale, y + (ROW - BAR) / 2, at + 1 == self.years.len()));
        }
        let broken = self.breaks.0.iter().filter_map(|at| self.years.get(*at));
        let broken: Vec<String> = broken.map(|year| [year, ": ", &self.breaks.1].concat()).collect();
        let desc: Vec<&str> = panel.spoken.iter().chain(&broken).map(String::as_str).collect();
        let height = foot + AXIS;
        Frame { id, class: "report-small", title: &panel.name, desc: &desc, height }.around(&drawing)
    }
}

fn draw(svg: &mut String, bar: &Result<Reading, String>, (scale, y, newest): ((f64, f64), u32, bool)) {
    match bar {
        Err(_) => {
            let (from, to) = (place(scale.0, scale), place(scale.1, scale));
            let paint = " class=\"report-withheld\" stroke=\"currentColor\" stroke-opacity=\"0.6\" \
                         stroke-dasharray=\"4 4\"";
            svg::line(svg, (&from, y + BAR / 2), (&to, y + BAR / 2), paint);
            svg::small_text(svg, ("100%", y + 75), " class=\"report-why\" text-anchor=\"end\"", "–");
        }
        Ok(reading) => {
            let paint = if newest {
                "class=\"report-bar\" fill-opacity=\"0.55\""
            } else {
                "class=\"report-bar-before\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\""
            };
            let width = share(reading.value, scale);
            if width > 0.0 {
                svg.extend(["<rect x=\"", &place(scale.0, scale), "\" y=\"", &svg::em(y), "\" width=\""]);
                svg.extend([&svg::percent(width), "\" height=\"", &svg::em(BAR), "\" ", paint, "/>"]);
            }
            let weight = if newest { " font-weight=\"700\"" } else { "" };
            let rest = [" class=\"report-value\" text-anchor=\"end\"", weight].concat();
            svg::small_text(svg, ("100%", y + 75), &rest, &reading.text);
        }
    }
}

/// How much of the width a bar of this value takes.
fn share(value: f64, (low, high): (f64, f64)) -> f64 {
    let part = if high > low { (value - low) / (high - low) } else { 0.0 };
    if part.is_finite() { (RIGHT - LEFT) * part.clamp(0.0, 1.0) } else { 0.0 }
}

/// Where a value stands.
fn place(value: f64, scale: (f64, f64)) -> String {
    svg::percent(LEFT + share(value, scale))
}

#[cfg(test)]
#[path = "multiples_tests.rs"]
mod tests;
