//! A lesson's Markdown: a small set of blocks, everything else a fault that names the line.

use std::{iter::Peekable, ops::Range};

use lang_nghe_instrument::source::Inspector;
use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd,
};

use super::question::{QuestionWritten, read_question};
use crate::{Block, Picture, Run, Step, Words};

/// A lesson's words as written.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) title: String,
    pub(super) summary: Words,
    pub(super) blocks: Vec<BlockWritten>,
}

/// A block as written, with its line. A question still names its options.
#[derive(Debug)]
pub(super) struct BlockWritten {
    pub(super) line: usize,
    pub(super) kind: KindWritten,
}

/// What a block is.
#[derive(Debug)]
pub(super) enum KindWritten {
    Plain(Block),
    Question(QuestionWritten),
}

/// Reads a lesson's Markdown.
pub(super) fn read_markdown(text: &str, inspector: &mut Inspector<'_>) -> Written {
    let events = Parser::new_ext(text, Options::ENABLE_GFM).into_offset_iter().peekable();
    let mut reading = Reading { text, events, inspector };
    let mut written = Written::default();
    let mut has_summary = false;
    while let Some((event, range)) = reading.events.next() {
        let line = reading.line(&range);
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                let title = reading.words(line);
                if written.title.is_empty() && written.blocks.is_empty() {
                    written.title = title.plain();
                } else {
                    reading.fault(line, "a second title; use `##` for headings");
                }
            }
            Event::Start(Tag::Paragraph) if !has_summary && written.blocks.is_empty() => {
                written.summary = reading.words(line);
                has_summary = true;
            }
            event => {
                written.blocks.extend(reading.block(event, line));
            }
        }
    }
    written
}

struct Reading<'t, 'i, 'f> {
    text: &'t str,
    events: Peekable<OffsetIter<'t>>,
    inspector: &'i mut Inspector<'f>,
}

impl Reading<'_, '_, '_> {
    fn line(&self, range: &Range<usize>) -> usize {
        self.text.get(..range.start).unwrap_or_default().matches('\n').count() + 1
    }

    fn fault(&mut self, line: usize, what: &str) {
        self.inspector.say(format_args!("line {line}: {what}"));
    }

    /// One block; a numbered list is as many as it has steps.
    fn block(&mut self, event: Event<'_>, line: usize) -> Vec<BlockWritten> {
        let block = match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => Block::Heading(self.words(line)),
            Event::Start(Tag::Paragraph) => match self.picture() {
                Some(picture) => Block::Picture(picture),
                None => Block::Paragraph(self.words(line)),
            },
            Event::Start(Tag::List(None)) => Block::List(self.list()),
            Event::Start(Tag::List(Some(_))) => return self.steps(),
            Event::Start(Tag::BlockQuote(Some(BlockQuoteKind::Important))) => {
                Block::Why(self.paragraphs(line))
            }
            Event::Start(Tag::BlockQuote(Some(BlockQuoteKind::Warning))) => {
                Block::Wrong(self.paragraphs(line))
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let code = self.code();
                match info.split_once(' ').unwrap_or((&info, "")) {
                    ("practice", "") => Block::Practice(code.trim().to_owned()),
                    ("question", id) => {
                        let question = read_question(id, &code, line, self.inspector);
                        return vec![BlockWritten { line, kind: KindWritten::Question(question) }];
                    }
                    _ => {
                        self.fault(line, "this fence is unknown; write ```practice or ```question <id>");
                        return Vec::new();
                    }
                }
            }
            Event::Start(tag) => {
                self.skip(&tag.to_end());
                self.fault(
                    line,
                    "this kind of block cannot stand in a lesson; the kinds are listed in CONTRIBUTING.md",
                );
                return Vec::new();
            }
            _ => {
                self.fault(line, "this cannot stand in a lesson; write words, and no HTML or rulers");
                return Vec::new();
            }
        };
        vec![BlockWritten { line, kind: KindWritten::Plain(block) }]
    }

    /// The words up to the end of the heading or paragraph that has just begun.
    fn words(&mut self, line: usize) -> Words {
        let mut words = Words::default();
        let mut strong = false;
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Text(text) => push(&mut words, strong, &text),
                Event::SoftBreak => push(&mut words, strong, " "),
                Event::Start(Tag::Strong) => strong = true,
                Event::End(TagEnd::Strong) => strong = false,
                Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => return words,
                Event::Start(tag) => {
                    self.skip(&tag.to_end());
                    self.fault(
                        line,
                        "only words and **bold** can stand in a line; a picture needs a paragraph of its own",
                    );
                }
                Event::End(_) => {}
                _ => self.fault(line, "only words and **bold** can stand in a line"),
            }
        }
        words
    }

    /// The words of an entry without paragraphs of its own (a tight list), up to what follows them.
    fn tight_words(&mut self, line: usize) -> Words {
        let mut words = Words::default();
        let mut strong = false;
        loop {
            match self.events.peek() {
                Some((Event::Text(text), _)) => push(&mut words, strong, text),
                Some((Event::SoftBreak, _)) => push(&mut words, strong, " "),
                Some((Event::Start(Tag::Strong), _)) => strong = true,
                Some((Event::End(TagEnd::Strong), _)) => strong = false,
                Some((Event::Start(Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. }), _)) => {
                    let Some((Event::Start(tag), _)) = self.events.next() else { return words };
                    self.skip(&tag.to_end());
                    self.fault(
                        line,
                        "only words and **bold** can stand in a line; a picture needs a paragraph of its own",
                    );
                    continue;
                }
                Some((Event::Code(_) | Event::InlineHtml(_) | Event::HardBreak, _)) => {
                    self.fault(line, "only words and **bold** can stand in a line");
                }
                _ => return words,
            }
            self.events.next();
        }
    }

    /// A picture that is alone in the paragraph that has just begun.
    fn picture(&mut self) -> Option<Picture> {
        let (Event::Start(Tag::Image { .. }), _) = self.events.peek()? else {
            return None;
        };
        let Some((Event::Start(Tag::Image { dest_url, .. }), range)) = self.events.next() else {
            return None;
        };
        let line = self.line(&range);
        let id = dest_url.strip_prefix("../pictures/").and_then(|file| file.strip_suffix(".svg"));
        if id.is_none() {
            self.fault(line, "write a picture as ![what it shows](../pictures/<id>.svg)");
        }
        let id = id.unwrap_or_default().to_owned();
        let mut alt = String::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Text(text) => alt.push_str(&text),
                Event::SoftBreak => alt.push(' '),
                Event::End(TagEnd::Image) => {}
                Event::End(TagEnd::Paragraph) => break,
                _ => self.fault(
                    line,
                    "a picture stands alone in its paragraph, with plain words for what it shows",
                ),
            }
        }
        Some(Picture { id, alt })
    }

    fn list(&mut self) -> Vec<Words> {
        let mut entries = Vec::new();
        while let Some((event, range)) = self.events.next() {
            let line = self.line(&range);
            match event {
                Event::End(TagEnd::List(_)) => break,
                Event::Start(Tag::Item) => {
                    let words = if matches!(self.events.peek(), Some((Event::Start(Tag::Paragraph), _))) {
                        self.events.next();
                        self.words(line)
                    } else {
                        self.tight_words(line)
                    };
                    entries.push(words);
                }
                Event::End(_) => {}
                event => {
                    if let Event::Start(tag) = event {
                        self.skip(&tag.to_end());
                    }
                    self.fault(line, "an entry of a list is one paragraph");
                }
            }
        }
        entries
    }

    fn steps(&mut self) -> Vec<BlockWritten> {
        let mut steps = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(TagEnd::List(_)) => break,
                Event::Start(Tag::Item) => {
                    let number = u8::try_from(steps.len() + 1).unwrap_or(u8::MAX);
                    let line = self.line(&range);
                    let kind = KindWritten::Plain(Block::Step(self.step(number, line)));
                    steps.push(BlockWritten { line, kind });
                }
                _ => {}
            }
        }
        steps
    }

    fn step(&mut self, number: u8, line: usize) -> Step {
        let mut step = Step { number, action: Words::default(), notes: Vec::new(), picture: None };
        if matches!(self.events.peek(), Some((Event::Start(Tag::Paragraph), _))) {
            self.events.next();
            step.action = self.words(line);
        } else {
            step.action = self.tight_words(line);
        }
        while let Some((event, range)) = self.events.next() {
            let line = self.line(&range);
            match event {
                Event::End(TagEnd::Item) => break,
                Event::Start(Tag::Paragraph) => match self.picture() {
                    Some(picture) if step.picture.is_none() => step.picture = Some(picture),
                    Some(_) => self.fault(line, "a step has one picture at most"),
                    None => step.notes.push(self.words(line)),
                },
                event => {
                    if let Event::Start(tag) = event {
                        self.skip(&tag.to_end());
                    }
                    self.fault(line, "below a step only paragraphs and one picture can stand");
                }
            }
        }
        step
    }

    fn paragraphs(&mut self, line: usize) -> Vec<Words> {
        let mut paragraphs = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::End(TagEnd::BlockQuote(_)) => break,
                Event::Start(Tag::Paragraph) => paragraphs.push(self.words(line)),
                event => {
                    if let Event::Start(tag) = event {
                        self.skip(&tag.to_end());
                    }
                    self.fault(line, "only paragraphs can stand in this box");
                }
            }
        }
        paragraphs
    }

    fn code(&mut self) -> String {
        let mut code = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(text) => code.push_str(&text),
                _ => break,
            }
        }
        code
    }

    /// Goes on behind the end of something that has just begun.
    fn skip(&mut self, end: &TagEnd) {
        let mut depth = 0usize;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(tag) if tag.to_end() == *end => depth += 1,
                Event::End(this) if this == *end && depth == 0 => break,
                Event::End(this) if this == *end => depth -= 1,
                _ => {}
            }
        }
    }
}

/// Adds a piece, joined to the one before if it has the same weight.
fn push(words: &mut Words, strong: bool, text: &str) {
    match words.0.last_mut() {
        Some(last) if last.strong == strong => last.text.push_str(text),
        _ => words.0.push(Run { strong, text: text.to_owned() }),
    }
}
