//! The sheet as a drawing of its own, for sharing: everything in it, nothing fetched.

use crate::pages::learn::qr::Code;

/// Width in pixels: what share sheets and chats show without shrinking.
pub(super) const WIDTH: u32 = 1080;
/// The left edge.
const LEFT: u32 = 90;
/// Letters that fit into a line of lessons, at 40 pixels in system fonts with some room to spare.
const LETTERS: usize = 42;
/// Letters that fit at 30 pixels.
const SMALL_LETTERS: usize = 58;
/// The side of the code.
const SIDE: u32 = 460;

/// What stands on it.
pub(super) struct Lines<'a> {
    pub(super) head: &'a str,
    pub(super) day: &'a str,
    pub(super) lessons: &'a [String],
    pub(super) proves: &'a str,
    pub(super) mark: &'a str,
    pub(super) official: &'a str,
}

/// A drawing under construction.
struct Drawing {
    body: String,
    /// Where the next line stands.
    y: u32,
}

impl Drawing {
    /// Lines of one kind: size in pixels, weight, letters to a line.
    fn lines(&mut self, text: &str, (size, bold, letters): (u32, bool, usize)) {
        let weight = if bold { " font-weight=\"700\"" } else { "" };
        for line in wrapped(text, letters) {
            self.y += size * 7 / 5;
            let (x, y, size) = (LEFT.to_string(), self.y.to_string(), size.to_string());
            let line = escaped(&line);
            let parts = [
                "<text x=\"",
                &x,
                "\" y=\"",
                &y,
                "\" font-size=\"",
                &size,
                "\"",
                weight,
                ">",
                &line,
                "</text>",
            ];
            self.body.push_str(&parts.concat());
        }
    }
}

/// The drawing, and how high it is in pixels.
pub(super) fn svg(lines: &Lines<'_>, code: Option<&Code>) -> (String, u32) {
    let mut drawing = Drawing { body: String::new(), y: 60 };
    drawing.lines(lines.head, (60, true, 30));
    drawing.y += 10;
    drawing.lines(lines.day, (36, false, SMALL_LETTERS));
    drawing.y += 30;
    for (n, title) in lines.lessons.iter().enumerate() {
        drawing.lines(&[&(n + 1).to_string(), ". ", title].concat(), (40, false, LETTERS));
    }
    drawing.y += 50;
    if let Some(code) = code {
        // Whole numbers only: the side is cut into modules by the inner viewBox.
        let (x, y, side) = (LEFT.to_string(), drawing.y.to_string(), SIDE.to_string());
        let width = code.width.to_string();
        let head = ["<svg x=\"", &x, "\" y=\"", &y, "\" width=\"", &side, "\" height=\"", &side].concat();
        let inner = ["\" viewBox=\"0 0 ", &width, " ", &width, "\" shape-rendering=\"crispEdges\">"].concat();
        let ground =
            ["<rect width=\"", &width, "\" height=\"", &width, "\" fill=\"#fff\"/><path d=\""].concat();
        drawing.body.push_str(&[&head, &inner, &ground, &code.path, "\" fill=\"#000\"/></svg>"].concat());
        drawing.y += SIDE + 20;
        drawing.lines(lines.proves, (30, false, SMALL_LETTERS));
        drawing.lines(lines.mark, (30, false, SMALL_LETTERS));
        drawing.y += 20;
    }
    drawing.lines(lines.official, (34, true, 50));
    let height = drawing.y + 70;
    let (w, h) = (WIDTH.to_string(), height.to_string());
    let head = [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"",
        &w,
        "\" height=\"",
        &h,
        "\" viewBox=\"0 0 ",
        &w,
    ];
    let style = "\" font-family=\"system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif\" fill=\"#16323a\">";
    let ground = ["<rect width=\"", &w, "\" height=\"", &h, "\" fill=\"#fffdf8\"/>"].concat();
    let band = "<rect width=\"24\" height=\"100%\" fill=\"#12635c\"/>";
    ([&head.concat(), " ", &h, style, &ground, band, &drawing.body, "</svg>"].concat(), height)
}

/// A text in lines of at most so many letters, broken between words.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_titles_go_on_in_the_next_line_and_the_drawing_grows() {
        let title = "Nộp hồ sơ trực tuyến trên Cổng Dịch vụ công quốc gia từng bước một";
        assert!(wrapped(title, LETTERS).iter().all(|line| line.chars().count() <= LETTERS));
        assert_eq!(wrapped(title, LETTERS).join(" "), title);
        let lessons = |n: usize| vec![title.to_owned(); n];
        let high = |lessons: &[String]| {
            let lines = Lines { head: "A & B <c>", day: "d", lessons, proves: "p", mark: "m", official: "o" };
            let code = Code { width: 29, path: "M4 4h7v1h-7z".into() };
            let (svg, height) = svg(&lines, Some(&code));
            assert!(svg.contains("A &amp; B &lt;c&gt;") && svg.ends_with("</svg>"));
            assert!(!svg.contains("href") && !svg.contains("url("), "nothing is fetched");
            height
        };
        assert_eq!(high(&lessons(3)) - high(&lessons(2)), 2 * 56);
    }
}
