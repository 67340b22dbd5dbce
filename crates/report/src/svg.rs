//! What all pictures share: the frame with its title and description, lengths, marks, broken labels.
//!
//! Widths are percentages and heights are in `em`, without a `viewBox`: a picture that is scaled as a
//! whole has small letters on a phone and huge ones on a desk, and ignores the reader's own letter
//! size. Colours come from classes with `currentColor` underneath, so that a picture is readable
//! without a style sheet, in the dark, in forced colours and on paper.

use crate::words::escape;

/// The frame of a picture.
pub(crate) struct Frame<'a> {
    /// Unique in the page.
    pub(crate) id: &'a str,
    /// Class beside `report-chart`; empty for none.
    pub(crate) class: &'a str,
    /// Read out first.
    pub(crate) title: &'a str,
    /// Read out after it, a line each.
    pub(crate) desc: &'a [&'a str],
    /// In hundredths of an em.
    pub(crate) height: u32,
}

impl Frame<'_> {
    /// The picture with this drawing in it.
    pub(crate) fn around(&self, drawing: &str) -> String {
        let Self { class, title, desc, height, .. } = *self;
        let id = escape(self.id);
        let space = if class.is_empty() { "" } else { " " };
        let mut svg = String::with_capacity(drawing.len() + 600);
        svg.extend(["<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"report-chart", space, class]);
        svg.push_str("\" role=\"img\" width=\"100%\" fill=\"currentColor\" focusable=\"false\" height=\"");
        svg.extend([&em(height), "\" aria-labelledby=\"", &id, "-title ", &id, "-desc\">"]);
        svg.extend(["<title id=\"", &id, "-title\">", &escape(title), "</title>"]);
        svg.extend(["<desc id=\"", &id, "-desc\">", &escape(&desc.join("\n")), "</desc>"]);
        svg + drawing + "</svg>"
    }
}

/// A picture or several under their title, to stand in a page.
pub(crate) fn figure(title: &str, inside: &str) -> String {
    ["<figure class=\"report-picture\"><figcaption>", &escape(title), "</figcaption>", inside, "</figure>"]
        .concat()
}

/// Hundredths of an em, written.
pub(crate) fn em(hundredths: u32) -> String {
    [decimal(hundredths.into()), "em".to_owned()].concat()
}

/// A share of the width from 0 to 100, written.
pub(crate) fn percent(share: f64) -> String {
    let hundredths = (share.clamp(0.0, 100.0) * 100.0 + 0.5) as u64;
    [decimal(hundredths), "%".to_owned()].concat()
}

/// Hundredths, written without zeros that say nothing.
pub(crate) fn decimal(hundredths: u64) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        _ => [whole.to_string().as_str(), ".", if rest < 10 { "0" } else { "" }, &rest.to_string()].concat(),
    }
}

/// Text at a place. `rest` holds further attributes, from a space on.
pub(crate) fn text(svg: &mut String, (x, y): (&str, u32), rest: &str, words: &str) {
    svg.extend(["<text x=\"", x, "\" y=\"", &em(y), "\"", rest, ">", &escape(words), "</text>"]);
}

/// Text in small letters.
pub(crate) fn small_text(svg: &mut String, (x, y): (&str, u32), rest: &str, words: &str) {
    svg.extend(["<text x=\"", x, "\" y=\"", &em(y), "\"", rest, "><tspan font-size=\"0.8em\">"]);
    svg.extend([&escape(words), "</tspan></text>"]);
}

/// A line. `paint` holds its class and further attributes, from a space on.
pub(crate) fn line(svg: &mut String, from: (&str, u32), to: (&str, u32), paint: &str) {
    svg.extend(["<line x1=\"", from.0, "\" x2=\"", to.0, "\" y1=\"", &em(from.1), "\" y2=\"", &em(to.1)]);
    svg.extend(["\"", paint, "/>"]);
}

/// The shapes that tell series apart, where colour must not.
const SHAPES: [&str; 4] = [
    "<circle r=\"5\"/>",
    "<rect x=\"-4.5\" y=\"-4.5\" width=\"9\" height=\"9\"/>",
    "<path d=\"M0-6.5 6.5 0 0 6.5-6.5 0Z\"/>",
    "<path d=\"M0-6 6 5H-6Z\"/>",
];

/// A point at a place: filled, or hollow where there is something to be said about it.
pub(crate) fn point(svg: &mut String, (x, y): (&str, u32), shape: usize, hollow: bool) {
    let class = if hollow { "report-point report-point-open" } else { "report-point" };
    // Without a style sheet a hollow point has the page's own ground.
    let fill = if hollow { "Canvas" } else { "currentColor" };
    svg.extend(["<svg x=\"", x, "\" y=\"", &em(y), "\" overflow=\"visible\"><g class=\"", class]);
    svg.extend(["\" fill=\"", fill, "\" stroke=\"currentColor\" stroke-width=\"2\">"]);
    svg.extend([SHAPES[shape % SHAPES.len()], "</g></svg>"]);
}

/// An interval from one place to another, upright or level, with a stroke across each end; below it a
/// wider one in the page's own colour that keeps it apart from what it crosses.
pub(crate) fn whisker(svg: &mut String, from: (&str, u32), to: (&str, u32), half: u32) {
    let upright = from.0 == to.0;
    for (class, paint) in [
        ("report-whisker-edge", "stroke=\"none\" stroke-width=\"5\""),
        ("report-whisker", "stroke=\"currentColor\" stroke-width=\"2\""),
    ] {
        svg.extend(["<g class=\"", class, "\" ", paint, " stroke-linecap=\"round\">"]);
        line(svg, from, to, "");
        for (x, y) in [from, to] {
            if upright {
                svg.extend(["<svg x=\"", x, "\" y=\"", &em(y), "\" overflow=\"visible\">"]);
                svg.push_str("<line x1=\"-4\" x2=\"4\" y1=\"0\" y2=\"0\"/></svg>");
            } else {
                line(svg, (x, y.saturating_sub(half)), (x, y + half), "");
            }
        }
        svg.push_str("</g>");
    }
}

/// A label in lines of at most so many letters, cut between words; a longer word stays whole.
pub(crate) fn wrap(text: &str, letters: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while rest.chars().count() > letters {
        let fits = rest.char_indices().nth(letters + 1).map_or(rest.len(), |(end, _)| end);
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
        assert_eq!(wrap("Tiếp cận dịch vụ", 34), ["Tiếp cận dịch vụ"]);
        assert_eq!(
            wrap("Người tiếp nhận và giải quyết công việc của ông/bà", 34),
            ["Người tiếp nhận và giải quyết công", "việc của ông/bà"]
        );
    }

    #[test]
    fn lengths_are_written_without_rounding_noise() {
        assert_eq!([0.0, 39.0, 78.0, 26.0].map(percent), ["0%", "39%", "78%", "26%"]);
        assert_eq!([0, 105, 250].map(em), ["0em", "1.05em", "2.50em"]);
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_word(text in "[a-zđơư ]{0,120}", letters in 8usize..40) {
            let lines = wrap(&text, letters);
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&lines.join(" ")), words(&text));
            prop_assert!(lines.iter().all(|line| line.chars().count() <= letters || !line.contains(' ')));
        }
    }
}
