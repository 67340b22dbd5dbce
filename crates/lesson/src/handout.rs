//! A lesson as one HTML file that needs nothing: to be handed from phone to phone where there is no network.
//!
//! It holds words, drawings and questions, its own few styles, and no script. A policy in its head lets it
//! fetch nothing, so whoever opens it makes no request. An option of a question is a native `<details>`:
//! opening it says whether it is right and why.

use std::fmt::Write as _;

use crate::{Block, LessonPack, Question, Words};

/// The words around the lesson, in its language. Nothing here is written in this crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandoutWords {
    /// The name of the app, in the title.
    pub app: String,
    /// Heads [`Block::Why`].
    pub why: String,
    /// Heads [`Block::Wrong`].
    pub wrong: String,
    /// What an opened option says first when it is the right one.
    pub right_answer: String,
    /// What it says first when it is not.
    pub wrong_answer: String,
    /// Stands where the lesson has a practice.
    pub practice: String,
    /// Heads the sources.
    pub sources: String,
    /// What the source `own` is called.
    pub own: String,
    /// Where and when the file was made, and until when it is good.
    pub from: String,
}

const STYLE: &str = include_str!("handout.css");

/// The file.
pub fn handout(pack: &LessonPack, words: &HandoutWords) -> String {
    let mut page = String::with_capacity(48_000);
    let title = escaped(&pack.text.title);
    // Writing into a string cannot fail.
    let _ = writeln!(
        page,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"format-detection\" content=\"telephone=no\">\n\
         <title>{title} – {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p class=\"lead\">{}</p>",
        escaped(&pack.lang),
        escaped(&words.app),
        inline(&pack.text.summary),
    );
    let mut in_steps = false;
    for block in &pack.text.blocks {
        let is_step = matches!(block, Block::Step(_));
        if is_step != in_steps {
            page.push_str(if is_step { "<ol>\n" } else { "</ol>\n" });
            in_steps = is_step;
        }
        write_block(&mut page, pack, words, block);
    }
    if in_steps {
        page.push_str("</ol>\n");
    }
    sources(&mut page, pack, words);
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn write_block(page: &mut String, pack: &LessonPack, words: &HandoutWords, block: &Block) {
    let _ = match block {
        Block::Heading(heading) => writeln!(page, "<h2>{}</h2>", inline(heading)),
        Block::Step(step) => {
            let picture =
                step.picture.as_ref().map_or(String::new(), |shown| drawing(pack, &shown.id, &shown.alt));
            let number = step.number;
            writeln!(
                page,
                "<li value=\"{number}\"><b>{}</b>{picture}{}</li>",
                inline(&step.action),
                paragraphs(&step.notes)
            )
        }
        Block::Paragraph(line) => writeln!(page, "<p>{}</p>", inline(line)),
        Block::List(entries) => {
            let rows: String = entries.iter().map(|entry| format!("<li>{}</li>", inline(entry))).collect();
            writeln!(page, "<ul>{rows}</ul>")
        }
        Block::Picture(shown) => writeln!(page, "{}", drawing(pack, &shown.id, &shown.alt)),
        Block::Why(lines) => {
            writeln!(page, "<div class=\"why\"><h2>{}</h2>{}</div>", escaped(&words.why), paragraphs(lines))
        }
        Block::Wrong(lines) => {
            writeln!(
                page,
                "<div class=\"why wrong\"><h2>{}</h2>{}</div>",
                escaped(&words.wrong),
                paragraphs(lines)
            )
        }
        Block::Practice(id) => {
            let title = pack.practice(id).map_or(String::new(), |practice| escaped(&practice.title));
            writeln!(page, "<p class=\"note\"><b>{title}.</b> {}</p>", escaped(&words.practice))
        }
        Block::Question(question) => writeln!(page, "{}", asked(pack, words, question)),
    };
}

fn asked(pack: &LessonPack, words: &HandoutWords, question: &Question) -> String {
    let right = pack.lesson.checks.get(question.check).map(|check| check.right);
    let options: String = question
        .options
        .iter()
        .enumerate()
        .map(|(at, option)| {
            let is_right = right == Some(at);
            let (class, said) =
                if is_right { ("yes", &words.right_answer) } else { ("no", &words.wrong_answer) };
            format!(
                "<details class=\"{class}\"><summary>{}</summary><p><b>{}.</b> {}</p></details>",
                escaped(&option.words),
                escaped(said),
                escaped(&option.because),
            )
        })
        .collect();
    format!("<div class=\"question\"><h2>{}</h2>{options}</div>", escaped(&question.ask))
}

fn drawing(pack: &LessonPack, id: &str, alt: &str) -> String {
    // Drawings were checked to hold shapes only when the lesson was packed.
    pack.drawing(id).map_or(String::new(), |drawing| {
        format!("<div class=\"picture\" role=\"img\" aria-label=\"{}\">{}</div>", escaped(alt), drawing.svg)
    })
}

fn sources(page: &mut String, pack: &LessonPack, words: &HandoutWords) {
    let rows: String = pack
        .lesson
        .sources
        .iter()
        .map(|source| {
            let own = source.name == "own";
            let name = escaped(if own { &words.own } else { &source.name });
            let date = source
                .date
                .as_deref()
                .filter(|_| !own)
                .map_or(String::new(), |date| format!(" ({})", escaped(date)));
            format!("<li>{name}{date}</li>")
        })
        .collect();
    let (heading, from) = (escaped(&words.sources), escaped(&words.from));
    let _ = writeln!(page, "<div class=\"end\"><h2>{heading}</h2><ul>{rows}</ul><p>{from}</p></div>");
}

fn paragraphs(lines: &[Words]) -> String {
    lines.iter().map(|line| format!("<p>{}</p>", inline(line))).collect()
}

fn inline(words: &Words) -> String {
    let run = |run: &crate::Run| {
        let text = escaped(&run.text);
        if run.strong { format!("<b>{text}</b>") } else { text }
    };
    words.0.iter().map(run).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn words() -> HandoutWords {
        HandoutWords {
            app: "Lắng Nghe".into(),
            right_answer: "Đúng".into(),
            wrong_answer: "Chưa đúng".into(),
            own: "Lời khuyên".into(),
            ..HandoutWords::default()
        }
    }

    #[test]
    fn the_whole_lesson_is_in_the_file_and_nothing_of_it_comes_from_elsewhere() {
        let pack = samples::pack();
        let page = handout(&pack, &words());
        for line in pack.text.blocks.iter().flat_map(Block::lines) {
            let first = line.split(' ').next().unwrap_or_default();
            assert!(page.contains(first), "{line}");
        }
        assert!(page.contains("<svg/>") && page.contains("aria-label=\"Điện thoại\""));
        for outside in
            ["http:", "https:", "src=", "href=", "url(", "@import", "<script", "<link", "<iframe", "onclick"]
        {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(page.contains("default-src 'none'"));
    }

    #[test]
    fn every_option_says_whether_it_is_right() {
        let page = handout(&samples::pack(), &words());
        assert!(
            page.contains("<details class=\"yes\"><summary>Chỉ ông/bà</summary><p><b>Đúng.</b> Vì thế.</p>")
        );
        assert!(
            page.contains("<details class=\"no\"><summary>Cán bộ</summary><p><b>Chưa đúng.</b> Vì thế.</p>")
        );
    }

    #[test]
    fn words_stay_words() {
        let mut pack = samples::pack();
        pack.text.title = "<b>A & \"B\"</b>".into();
        let page = handout(&pack, &words());
        assert!(page.contains("<h1>&lt;b&gt;A &amp; &quot;B&quot;&lt;/b&gt;</h1>"));
        assert!(!page.contains("<b>A"));
    }

    #[test]
    fn lists_of_steps_are_opened_and_closed() {
        let mut pack = samples::pack();
        let step = pack.text.blocks[1].clone();
        pack.text.blocks.push(step.clone());
        pack.text.blocks.push(step);
        let page = handout(&pack, &words());
        assert_eq!(page.matches("<ol>").count(), 2);
        assert_eq!(page.matches("</ol>").count(), 2);
        assert!(page.contains("</ol>\n<div class=\"end\""));
    }
}
