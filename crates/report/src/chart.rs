//! Bars with interval whiskers, as an SVG that flows like text.
//!
//! Widths are percentages and heights are in `em`, without a `viewBox`: a picture that is scaled as a
//! whole has small letters on a phone and huge ones on a desk, and ignores the reader's own letter
//! size. Here letters are always those of the page, and only bars grow with the screen. Labels stand
//! above their bars, so that nothing is squeezed at 320 px.
//!
//! All colours come from classes, with `currentColor` underneath, so the picture is readable without
//! a style sheet, in the dark, in forced colours and on paper. A small sample is hatched, a figure not
//! shown is a dashed outline: neither rests on colour, and both are said in words.

use lang_nghe_scoring::Interval;

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
    /// 0 to 100.
    pub value: f64,
    /// The value as written.
    pub text: String,
    /// Ends of the whisker.
    pub interval: Option<Interval>,
    /// The interval as written, or why there is none.
    pub detail: String,
    /// `n = …`.
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
        let title =
            ["<figure class=\"report-picture\"><figcaption>", &escape(&self.title), "</figcaption>"].concat();
        title + &self.svg(id) + "</figure>"
    }

    /// The picture. `id` must be unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let id = escape(id);
        let mut rows = String::new();
        let mut y = 0;
        for (number, bar) in self.bars.iter().enumerate() {
            y = bar.draw(&mut rows, y, number == 0, &id);
            y += if number == 0 { GAP + AFTER_TOTAL } else { GAP };
        }
        let foot = y.saturating_sub(GAP / 2);
        let height = em(foot + AXIS);
        let spoken = self.bars.iter().map(|bar| bar.spoken.as_str());
        let desc = [self.intro.as_str()].into_iter().chain(spoken).collect::<Vec<_>>().join("\n");
        let mut svg = String::new();
        svg.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"report-chart\" role=\"img\" ");
        svg.push_str("width=\"100%\" fill=\"currentColor\" focusable=\"false\" height=\"");
        svg.extend([&height, "\" aria-labelledby=\"", &id, "-title ", &id, "-desc\">"]);
        svg.extend(["<title id=\"", &id, "-title\">", &escape(&self.title), "</title>"]);
        svg.extend(["<desc id=\"", &id, "-desc\">", &escape(&desc), "</desc>"]);
        svg.extend(["<defs><pattern id=\"", &id, "-hatch\" class=\"report-hatch\" "]);
        svg.push_str("width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" ");
        svg.push_str("patternTransform=\"rotate(45)\">");
        svg.push_str("<rect width=\"6\" height=\"6\" fill-opacity=\"0.15\"/>");
        svg.push_str("<rect width=\"2.5\" height=\"6\" fill-opacity=\"0.75\"/></pattern></defs>");
        grid(&mut svg, foot);
        svg + &rows + "</svg>"
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
        for line in wrap(&self.name) {
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
            whisker(svg, &percent(low), &percent(high), y);
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

/// A line from end to end with a stroke across each, over a wider one in the page's own colour that
/// keeps it apart from the bar.
fn whisker(svg: &mut String, low: &str, high: &str, y: u32) {
    let (top, middle, bottom) = (em(y + BAR / 2 - 26), em(y + BAR / 2), em(y + BAR / 2 + 26));
    for (class, paint) in [
        ("report-whisker-edge", "stroke=\"none\" stroke-width=\"5\""),
        ("report-whisker", "stroke=\"currentColor\" stroke-width=\"2\""),
    ] {
        svg.extend(["<g class=\"", class, "\" ", paint, " stroke-linecap=\"round\">"]);
        for (x1, x2, y1, y2) in
            [(low, high, &middle, &middle), (low, low, &top, &bottom), (high, high, &top, &bottom)]
        {
            svg.extend(["<line x1=\"", x1, "\" x2=\"", x2, "\" y1=\"", y1, "\" y2=\"", y2, "\"/>"]);
        }
        svg.push_str("</g>");
    }
}

/// Hundredths of an em, written.
fn em(hundredths: u32) -> String {
    [decimal(hundredths.into()), "em".to_owned()].concat()
}

/// Where a figure from 0 to 100 stands in the width.
fn percent(value: f64) -> String {
    let hundredths = (value.clamp(0.0, 100.0) * SCALE + 0.5) as u64;
    [decimal(hundredths), "%".to_owned()].concat()
}

fn decimal(hundredths: u64) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        _ => [whole.to_string().as_str(), ".", if rest < 10 { "0" } else { "" }, &rest.to_string()].concat(),
    }
}

/// A label in lines of at most [`LINE`] letters, cut between words; a longer word stays whole.
fn wrap(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while rest.chars().count() > LINE {
        let fits = rest.char_indices().nth(LINE + 1).map_or(rest.len(), |(end, _)| end);
        let cut = rest[..fits].rfind(' ').or_else(|| rest.find(' '));
        let Some(cut) = cut else { break };
        lines.push(rest[..cut].trim_end());
        rest = rest[cut..].trim_start();
    }
    lines.push(rest);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_labels_break_between_words() {
        assert_eq!(wrap("Tiếp cận dịch vụ"), ["Tiếp cận dịch vụ"]);
        assert_eq!(
            wrap("Người tiếp nhận và giải quyết công việc của ông/bà"),
            ["Người tiếp nhận và giải quyết công", "việc của ông/bà"]
        );
    }

    #[test]
    fn positions_are_written_without_rounding_noise() {
        assert_eq!(
            [percent(0.0), percent(50.0), percent(100.0), percent(33.33)],
            ["0%", "39%", "78%", "26%"]
        );
        assert_eq!([em(0), em(105), em(250)], ["0em", "1.05em", "2.50em"]);
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_word(text in "[a-zđơư ]{0,120}") {
            let lines = wrap(&text);
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&lines.join(" ")), words(&text));
            prop_assert!(lines.iter().all(|line| line.chars().count() <= LINE || !line.contains(' ')));
        }
    }
}
