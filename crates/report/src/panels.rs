//! One small picture per place, all on one scale: small multiples.
//!
//! Every picture has the same rows at the same heights and the same axis from 0 to 100. The rows carry
//! numbers; one list above says what they are. A place whose figures may not be shown has a picture
//! that is the same for every such place.

use crate::chart::Bar;
use crate::svg::{self, Frame};
use crate::table::{Entry, Row, Table};
use crate::words::escape;

/// One small picture per place.
#[derive(Clone, Debug, PartialEq)]
pub struct Panels {
    /// The formula and what it is shown by.
    pub title: String,
    /// How to read it.
    pub intro: String,
    /// Head of the table's first column: the place.
    pub place: String,
    /// Head of the table's second column: how many forms.
    pub forms: String,
    /// The row of the total in few letters, and in full; `None` where there is no total.
    pub total: Option<(String, String)>,
    /// What the other rows are, in their order.
    pub rows: Vec<String>,
    /// One per place.
    pub panels: Vec<Panel>,
}

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Its name.
    pub name: String,
    /// Its forms and its rows, the total's first; or the words instead.
    pub figures: Result<PanelFigures, String>,
    /// Its first words for those who hear it; `None` says only the name.
    pub spoken: String,
}

/// What is shown of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelFigures {
    /// How many forms, as written in the table.
    pub forms: String,
    /// `n = …`.
    pub count: String,
    /// One per row.
    pub rows: Vec<Bar>,
}

// Shares of the width.
const LEFT: f64 = 19.0;
const RIGHT: f64 = 80.0;

// Heights in hundredths of an em.
const ROW: u32 = 165;
const TOP: u32 = 40;
const AXIS: u32 = 125;

impl Panels {
    /// All pictures under their title, to stand in a page. `id` must be unique in it.
    pub fn figure(&self, id: &str) -> String {
        let mut html = ["<p class=\"report-note\">", &escape(&self.intro), "</p>"].concat();
        html.push_str("<ol class=\"report-axes report-axes-level\">");
        for row in &self.rows {
            html.extend(["<li>", &escape(row), "</li>"]);
        }
        html.push_str("</ol><div class=\"report-panels\">");
        for (at, panel) in self.panels.iter().enumerate() {
            let id = [id, "-", &at.to_string()].concat();
            html.extend([
                "<div class=\"report-panel\"><p aria-hidden=\"true\"><b>",
                &escape(&panel.name),
                "</b>",
            ]);
            if let Ok(figures) = &panel.figures {
                html.extend([" <span class=\"report-detail\">", &escape(&figures.count), "</span>"]);
            }
            html.extend(["</p>", &self.svg(panel, &id), "</div>"]);
        }
        svg::figure(&self.title, &(html + "</div>"))
    }

    /// The same figures as a table: a row per place, a column per row of the pictures.
    pub fn table(&self) -> Table {
        let total = self.total.iter().map(|(_, name)| name.clone());
        let columns = [self.place.clone(), self.forms.clone()].into_iter();
        let rows = self.panels.iter().map(|panel| {
            let cells = match &panel.figures {
                Err(why) => vec![Entry::words(why); 1 + self.height()],
                Ok(figures) => {
                    let rows = figures.rows.iter().map(|row| Entry::of_reading(&row.reading));
                    [Entry::number(figures.forms.clone())].into_iter().chain(rows).collect()
                }
            };
            Row { head: panel.name.clone(), cells, total: false }
        });
        Table {
            caption: self.title.clone(),
            columns: columns.chain(total).chain(self.rows.iter().cloned()).collect(),
            rows: rows.collect(),
        }
    }

    /// How many rows every picture has.
    fn height(&self) -> usize {
        self.rows.len() + usize::from(self.total.is_some())
    }

    /// The picture of one place.
    fn svg(&self, panel: &Panel, id: &str) -> String {
        let rows = self.height() as u32;
        let foot = TOP + rows * ROW;
        let mut drawing = String::from("<g class=\"report-grid\" aria-hidden=\"true\">");
        for tick in [0u32, 50, 100] {
            let x = place(f64::from(tick));
            let paint = " stroke=\"currentColor\" stroke-opacity=\"0.25\"";
            svg::line(&mut drawing, (&x, TOP), (&x, foot), paint);
            let rest = " text-anchor=\"middle\" fill-opacity=\"0.75\"";
            svg::small_text(&mut drawing, (&x, foot + 100), rest, &tick.to_string());
        }
        drawing.push_str("</g>");
        let mut desc = vec![panel.spoken.as_str()];
        match &panel.figures {
            Err(why) => {
                let middle = TOP + rows * ROW / 2;
                let box_height = (rows * ROW).saturating_sub(60);
                drawing.extend([
                    "<rect class=\"report-withheld\" x=\"",
                    &place(0.0),
                    "\" y=\"",
                    &svg::em(TOP + 30),
                ]);
                drawing.extend([
                    "\" width=\"",
                    &svg::percent(RIGHT - LEFT),
                    "\" height=\"",
                    &svg::em(box_height),
                ]);
                drawing.push_str(
                    "\" rx=\"0.2em\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.6\" ",
                );
                drawing.push_str("stroke-dasharray=\"4 4\"/>");
                let rest = " class=\"report-why\" text-anchor=\"middle\"";
                svg::small_text(&mut drawing, (&place(50.0), middle + 30), rest, why);
            }
            Ok(figures) => {
                for (at, row) in figures.rows.iter().take(rows as usize).enumerate() {
                    let label = match (&self.total, at) {
                        (Some((short, _)), 0) => short.clone(),
                        (total, at) => (at + 1 - usize::from(total.is_some())).to_string(),
                    };
                    draw_row(&mut drawing, (&label, row), TOP + at as u32 * ROW + ROW / 2);
                    desc.push(&row.spoken);
                }
            }
        }
        let height = foot + AXIS;
        Frame { id, class: "report-small", title: &panel.name, desc: &desc, height }.around(&drawing)
    }
}

/// Where a figure from 0 to 100 stands.
fn place(value: f64) -> String {
    svg::percent(LEFT + (RIGHT - LEFT) * value.clamp(0.0, 100.0) / 100.0)
}

fn draw_row(svg: &mut String, (label, row): (&str, &Bar), y: u32) {
    svg::small_text(svg, ("0", y + 30), " font-weight=\"700\"", label);
    match &row.reading {
        Err(_) => {
            let paint = " class=\"report-withheld\" stroke=\"currentColor\" stroke-opacity=\"0.6\" \
                         stroke-dasharray=\"4 4\"";
            svg::line(svg, (&place(0.0), y), (&place(100.0), y), paint);
            svg::small_text(svg, ("100%", y + 30), " class=\"report-why\" text-anchor=\"end\"", "–");
        }
        Ok(reading) => {
            if let Some(interval) = reading.interval {
                svg::whisker(svg, (&place(interval.low), y), (&place(interval.high), y), 26);
            }
            svg::point(svg, (&place(reading.value), y), 0, reading.mark.is_some());
            let rest = " class=\"report-value\" text-anchor=\"end\" font-weight=\"700\"";
            svg::small_text(svg, ("100%", y + 30), rest, &reading.text);
        }
    }
}
