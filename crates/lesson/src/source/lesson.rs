//! `lesson.toml` and its Markdown as written, and what they mean.

use std::{collections::BTreeMap, path::Path};

use lang_nghe_instrument::Status;
use lang_nghe_instrument::source::{
    Faults, Inspector, LANGUAGES, is_language, is_version, names, read_text, read_toml, status,
};
use serde::Deserialize;

use super::laws;
use super::markdown::{KindWritten, read_markdown};
use super::prose::Prose;
use super::shape;
use crate::{Block, Check, Lesson, LessonSource, LessonText, day_number};

/// File of what is true in every language.
pub(super) const DEFINITION: &str = "lesson.toml";

/// A lesson is done in one go.
const LONGEST_MINUTES: u8 = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LessonWritten {
    id: String,
    edition: String,
    status: String,
    order: u16,
    minutes: u8,
    audience: Vec<String>,
    skills: Vec<String>,
    checked: String,
    review_by: String,
    laws: Vec<String>,
    keywords: BTreeMap<String, Vec<String>>,
    source: Vec<SourceWritten>,
    check: Vec<CheckWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SourceWritten {
    name: String,
    date: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CheckWritten {
    id: String,
    options: Vec<String>,
    right: String,
}

/// Reads the folder of one lesson: what is true of it, and its words by language.
///
/// # Errors
/// Everything that is wrong with these files by themselves; what they refer to (pictures, practices,
/// audiences, skills) and the pins are looked at by [`check`](super::check()).
pub fn read_lesson(folder: &Path) -> Result<(Lesson, BTreeMap<String, LessonText>), Faults> {
    let mut faults = Faults::default();
    let read = read_into(folder, &mut faults);
    faults.finish(read)
}

pub(super) fn read_into(
    folder: &Path,
    faults: &mut Faults,
) -> Option<(Lesson, BTreeMap<String, LessonText>)> {
    let path = folder.join(DEFINITION);
    let mut written: LessonWritten = read_toml(&path, faults)?;
    let (keywords, laws) = (std::mem::take(&mut written.keywords), std::mem::take(&mut written.laws));
    let mut inspector = Inspector::new(&path, faults);
    let lesson = written.meant(folder, &mut inspector);
    laws::hold(folder, &laws, &lesson.review_by, &mut inspector);
    check_keywords(&path, &keywords, faults);
    let mut texts = BTreeMap::new();
    for lang in languages(folder, faults) {
        let file = folder.join(format!("{lang}.md"));
        let Some(markdown) = read_text(&file, faults) else { continue };
        let mut inspector = Inspector::new(&file, faults);
        let mut text = meant(&lesson, &lang, &markdown, &mut inspector);
        text.keywords = keywords.get(&lang).cloned().unwrap_or_default();
        texts.insert(lang, text);
    }
    shape::compare(folder, &texts, faults);
    Some((lesson, texts))
}

/// The languages that the folder has or must have; other files are faults.
fn languages(folder: &Path, faults: &mut Faults) -> Vec<String> {
    let mut languages: Vec<String> = LANGUAGES.map(str::to_owned).into();
    for name in names(folder, faults) {
        match name.strip_suffix(".md") {
            Some(language) if is_language(language) => {
                if !languages.iter().any(|known| known == language) {
                    languages.push(language.to_owned());
                }
            }
            _ if name == DEFINITION => {}
            _ => Inspector::new(&folder.join(&name), faults)
                .say("does not belong in this folder; remove it or correct its name (words stand in <language>.md)"),
        }
    }
    languages
}

fn check_keywords(path: &Path, keywords: &BTreeMap<String, Vec<String>>, faults: &mut Faults) {
    let mut inspector = Inspector::new(path, faults);
    for lang in LANGUAGES {
        if keywords.get(lang).is_none_or(Vec::is_empty) {
            inspector.say(format_args!(
                "there are no keywords in {lang}; write under [keywords] what people would search with"
            ));
        }
    }
    for word in keywords.values().flatten() {
        inspector.words("a keyword", word);
    }
}

impl LessonWritten {
    fn meant(self, folder: &Path, inspector: &mut Inspector<'_>) -> Lesson {
        inspector.id("the lesson", &self.id);
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        if !self.id.is_empty() && self.id != name {
            inspector
                .say(format_args!("the id is `{}` but the folder is `{name}`; make them the same", self.id));
        }
        if !is_version(&self.edition) {
            inspector.say(format_args!(
                "the edition `{}` must be a year and a number, such as \"2026.1\"; correct it",
                self.edition
            ));
        }
        let status: Status = status(&self.status, inspector);
        if !(1..=LONGEST_MINUTES).contains(&self.minutes) {
            inspector.say(format_args!(
                "minutes is {}; write how long the lesson takes, from 1 to {LONGEST_MINUTES}",
                self.minutes
            ));
        }
        inspector.period(("checked", &self.checked), ("review_by", &self.review_by));
        for (what, ids) in [("audience", &self.audience), ("skill", &self.skills)] {
            inspector.unique(what, ids.iter().map(String::as_str));
            if ids.is_empty() {
                inspector.say(format_args!("no {what} is named; name at least one of catalogue.toml"));
            }
        }
        if self.source.is_empty() {
            inspector.say("there is no [[source]]; write where the facts come from, or name = \"own\"");
        }
        if self.check.is_empty() {
            inspector.say("there is no [[check]]; a lesson asks at least one question");
        }
        inspector.unique("check", self.check.iter().map(|check| check.id.as_str()));
        Lesson {
            id: self.id,
            edition: self.edition,
            status,
            order: self.order,
            minutes: self.minutes,
            audience: self.audience,
            skills: self.skills,
            sources: self.source.into_iter().map(|source| source.meant(inspector)).collect(),
            checked: self.checked,
            review_by: self.review_by,
            checks: self.check.into_iter().map(|check| check.meant(inspector)).collect(),
        }
    }
}

impl SourceWritten {
    fn meant(self, inspector: &mut Inspector<'_>) -> LessonSource {
        inspector.words("the name of a [[source]]", &self.name);
        if let Some(date) = &self.date {
            // A month or a year alone is filled up, so that the calendar can be asked.
            let is_whole = [format!("{date}-01-01"), format!("{date}-01")].iter().any(|day| is_day(day));
            if !is_whole {
                inspector.day(&format!("the date of the source `{}`", self.name), date);
            }
        }
        LessonSource { name: self.name, date: self.date }
    }
}

/// Whether this begins like `YYYY-MM-DD` and the calendar has it; the days filled in are the first.
fn is_day(text: &str) -> bool {
    text.len() == 10 && day_number(text).is_some()
}

impl CheckWritten {
    fn meant(self, inspector: &mut Inspector<'_>) -> Check {
        let Self { id, options, right } = self;
        inspector.id("a check", &id);
        inspector.unique(&format!("option of the check `{id}`"), options.iter().map(String::as_str));
        for option in &options {
            inspector.id(&format!("an option of the check `{id}`"), option);
        }
        if !(2..=4).contains(&options.len()) {
            inspector.say(format_args!("the check `{id}` has {} options; write 2 to 4", options.len()));
        }
        let position = options.iter().position(|option| *option == right);
        if position.is_none() {
            inspector.say(format_args!(
                "the right answer `{right}` of the check `{id}` is none of its options; correct it"
            ));
        }
        Check { id, options, right: position.unwrap_or(0) }
    }
}

/// What the Markdown of one language means.
fn meant(lesson: &Lesson, lang: &str, markdown: &str, inspector: &mut Inspector<'_>) -> LessonText {
    let written = read_markdown(markdown, inspector);
    let prose = Prose { lang };
    if written.title.is_empty() {
        inspector.say("there is no title; begin with `# Title`");
    } else {
        prose.line("the title", &written.title, inspector);
    }
    if written.summary.0.is_empty() {
        inspector.say("there is no summary; write a paragraph below the title");
    } else {
        prose.words("the summary", &written.summary, inspector);
    }
    let mut blocks = Vec::new();
    for block in written.blocks {
        let what = format!("line {}:", block.line);
        let block = match block.kind {
            KindWritten::Plain(block) => Some(block),
            KindWritten::Question(question) => question.meant(&lesson.checks, inspector).map(Block::Question),
        };
        if let Some(block) = block {
            check_block(&prose, &what, &block, inspector);
            blocks.push(block);
        }
    }
    for (position, check) in lesson.checks.iter().enumerate() {
        let times = blocks
            .iter()
            .filter(|block| matches!(block, Block::Question(question) if question.check == position))
            .count();
        if times != 1 {
            inspector.say(format_args!("the question `{}` is asked {times} times; ask it once", check.id));
        }
    }
    let has = |fits: fn(&Block) -> bool| blocks.iter().any(fits);
    if !has(|block| matches!(block, Block::Why(_))) {
        inspector.say("there is no box `> [!IMPORTANT]`; say why it matters");
    }
    if !has(|block| matches!(block, Block::Wrong(_))) {
        inspector.say("there is no box `> [!WARNING]`; say what can go wrong");
    }
    LessonText { title: written.title, summary: written.summary, keywords: Vec::new(), blocks }
}

fn check_block(prose: &Prose<'_>, what: &str, block: &Block, inspector: &mut Inspector<'_>) {
    let text = format!("{what} the text");
    match block {
        Block::Heading(words) | Block::Paragraph(words) => prose.words(&text, words, inspector),
        Block::Step(step) => {
            prose.action(&format!("{what} step {}", step.number), &step.action, inspector);
            step.notes.iter().for_each(|note| prose.words(&text, note, inspector));
        }
        Block::List(entries) | Block::Why(entries) | Block::Wrong(entries) => {
            if entries.is_empty() {
                inspector.say(format_args!("{what} is empty; write something or remove it"));
            }
            entries.iter().for_each(|words| prose.words(&text, words, inspector));
        }
        Block::Question(question) => {
            prose.line(&format!("{what} the question"), &question.ask, inspector);
            for option in &question.options {
                prose.line(&format!("{what} an option"), &option.words, inspector);
                prose.line(&format!("{what} the reason of `{}`", option.words), &option.because, inspector);
            }
        }
        Block::Practice(id) => inspector.id(&format!("{what} the practice"), id),
        Block::Picture(_) => {}
    }
    if let Some(picture) = block.picture() {
        prose.line(&format!("{what} what the picture shows"), &picture.alt, inspector);
    }
}
