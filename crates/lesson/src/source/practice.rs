//! A practice as written: its screens and right answers once, its words by language.
//!
//! ```toml
//! # practice.toml
//! id = "otp-call"
//! kind = "message"              # form, payment, message or inbox
//!
//! [[screen]]
//! id = "call"
//!
//! [[screen.task]]
//! id = "answer"
//! options = ["tell", "hang-up"]
//! right = "hang-up"             # without options, a text is typed
//!
//! # text.vi.toml
//! title = "…"
//! lead = "…"
//! [screens.call]
//! title = "…"
//! lines = ["…"]
//! facts = [["label", "value"]]  # may be left out, and so may lines
//! [tasks.answer]
//! ask = "…"
//! [tasks.answer.options.tell]
//! words = "…"
//! because = "…"
//! # or, where a text is typed:
//! text = "…"
//! right = "…"
//! wrong = "…"
//! ```

use std::{collections::BTreeMap, path::Path};

use lang_nghe_instrument::source::{Faults, Inspector, LANGUAGES, is_language, names, read_toml};
use serde::Deserialize;

use super::prose::Prose;
use crate::{Choice, Fact, Kind, Practice, Screen, Task, Way};

/// File of what is true in every language.
pub(super) const DEFINITION: &str = "practice.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PracticeWritten {
    id: String,
    kind: String,
    screen: Vec<ScreenWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ScreenWritten {
    id: String,
    task: Vec<TaskWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TaskWritten {
    id: String,
    options: Vec<String>,
    right: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TextWritten {
    title: String,
    lead: String,
    screens: BTreeMap<String, ScreenText>,
    tasks: BTreeMap<String, TaskText>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ScreenText {
    title: String,
    lines: Vec<String>,
    facts: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TaskText {
    ask: String,
    options: BTreeMap<String, OptionText>,
    text: String,
    right: String,
    wrong: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OptionText {
    words: String,
    because: String,
}

/// Reads the folder of one practice, by language.
pub(super) fn read_practice(folder: &Path, faults: &mut Faults) -> BTreeMap<String, Practice> {
    let path = folder.join(DEFINITION);
    let Some(written) = read_toml::<PracticeWritten>(&path, faults) else {
        return BTreeMap::new();
    };
    let kind = written.check(folder, &mut Inspector::new(&path, faults));
    let mut languages: Vec<String> = LANGUAGES.map(str::to_owned).into();
    for name in names(folder, faults).into_iter().filter(|name| name != DEFINITION) {
        let language = name.strip_prefix("text.").and_then(|rest| rest.strip_suffix(".toml"));
        match language.filter(|language| is_language(language)) {
            Some(language) if languages.iter().any(|known| known == language) => {}
            Some(language) => languages.push(language.to_owned()),
            None => Inspector::new(&folder.join(&name), faults)
                .say("does not belong in this folder; remove it or correct its name"),
        }
    }
    let mut practices = BTreeMap::new();
    for lang in languages {
        let path = folder.join(format!("text.{lang}.toml"));
        let Some(text) = read_toml::<TextWritten>(&path, faults) else { continue };
        let mut writing = Writing { prose: Prose { lang: &lang }, inspector: Inspector::new(&path, faults) };
        let practice = writing.practice(&written, kind, text);
        practices.insert(lang, practice);
    }
    practices
}

impl PracticeWritten {
    fn check(&self, folder: &Path, inspector: &mut Inspector<'_>) -> Kind {
        inspector.id("the practice", &self.id);
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        if !self.id.is_empty() && self.id != name {
            inspector
                .say(format_args!("the id is `{}` but the folder is `{name}`; make them the same", self.id));
        }
        if self.screen.is_empty() {
            inspector.say("there is no [[screen]]; add one");
        }
        inspector.unique("screen", self.screen.iter().map(|screen| screen.id.as_str()));
        let tasks = || self.screen.iter().flat_map(|screen| &screen.task);
        inspector.unique("task", tasks().map(|task| task.id.as_str()));
        for screen in &self.screen {
            inspector.id("a screen", &screen.id);
            if screen.task.is_empty() {
                inspector
                    .say(format_args!("there is nothing to do on the screen `{}`; add a task", screen.id));
            }
        }
        for task in tasks() {
            inspector.id("a task", &task.id);
            task.options.iter().for_each(|option| inspector.id("an option", option));
            inspector.unique(
                &format!("option of the task `{}`", task.id),
                task.options.iter().map(String::as_str),
            );
            let is_typed = task.options.is_empty() && task.right.is_empty();
            if !is_typed && !task.options.contains(&task.right) {
                inspector.say(format_args!(
                    "the right answer `{}` of the task `{}` is none of its options; correct it",
                    task.right, task.id
                ));
            }
            if task.options.len() == 1 || task.options.len() > 4 {
                inspector.say(format_args!(
                    "the task `{}` has {} options; write 2 to 4",
                    task.id,
                    task.options.len()
                ));
            }
        }
        Kind::parse(&self.kind).unwrap_or_else(|| {
            inspector.say(format_args!(
                "the kind `{}` is unknown; write \"form\", \"payment\", \"message\" or \"inbox\"",
                self.kind
            ));
            Kind::Form
        })
    }
}

/// Puts words to a practice.
struct Writing<'p, 'f> {
    prose: Prose<'p>,
    inspector: Inspector<'f>,
}

impl Writing<'_, '_> {
    fn line(&mut self, what: &str, words: &str) {
        self.prose.line(what, words, &mut self.inspector);
    }

    fn practice(&mut self, written: &PracticeWritten, kind: Kind, mut text: TextWritten) -> Practice {
        self.line("the title", &text.title);
        self.line("`lead`", &text.lead);
        let mut screens = Vec::new();
        for screen in &written.screen {
            let words = self.take("screen", &screen.id, &mut text.screens);
            self.line(&format!("the title of the screen `{}`", screen.id), &words.title);
            for line in &words.lines {
                self.line(&format!("a line of the screen `{}`", screen.id), line);
            }
            for (label, value) in &words.facts {
                self.line(&format!("a label of the screen `{}`", screen.id), label);
                self.line(&format!("a value of the screen `{}`", screen.id), value);
            }
            let tasks = screen.task.iter().map(|task| self.task(task, &mut text.tasks)).collect();
            let facts = words.facts.into_iter().map(|(label, value)| Fact { label, value }).collect();
            let ScreenText { title, lines, .. } = words;
            screens.push(Screen { id: screen.id.clone(), title, lines, facts, tasks });
        }
        self.left("screen", text.screens.keys());
        self.left("task", text.tasks.keys());
        Practice { id: written.id.clone(), kind, title: text.title, lead: text.lead, screens }
    }

    fn task(&mut self, task: &TaskWritten, texts: &mut BTreeMap<String, TaskText>) -> Task {
        let mut words = self.take("task", &task.id, texts);
        let of = |part: &str| format!("{part} of the task `{}`", task.id);
        self.line(&of("`ask`"), &words.ask);
        if task.options.is_empty() {
            self.line(&of("`text`"), &words.text);
            self.line(&of("`right`"), &words.right);
            self.line(&of("`wrong`"), &words.wrong);
            let TaskText { ask, text, right, wrong, .. } = words;
            return Task { id: task.id.clone(), ask, way: Way::Type { text, right, wrong } };
        }
        let mut options = Vec::new();
        for id in &task.options {
            let OptionText { words, because } = self.take("option", id, &mut words.options);
            self.line(&of(&format!("the option `{id}`")), &words);
            self.line(&of(&format!("`because` of `{id}`")), &because);
            options.push(Choice { id: id.clone(), words, because });
        }
        self.left("option", words.options.keys());
        let right = task.options.iter().position(|option| *option == task.right).unwrap_or(0);
        Task { id: task.id.clone(), ask: words.ask, way: Way::Choose { options, right } }
    }

    fn take<T: Default>(&mut self, what: &str, id: &str, texts: &mut BTreeMap<String, T>) -> T {
        texts.remove(id).unwrap_or_else(|| {
            self.inspector.say(format_args!("there are no words for the {what} `{id}`; add them"));
            T::default()
        })
    }

    fn left<'k>(&mut self, what: &str, ids: impl Iterator<Item = &'k String>) {
        for id in ids {
            self.inspector.say(format_args!(
                "there are words for the {what} `{id}`, which does not exist; remove them or correct the id"
            ));
        }
    }
}
