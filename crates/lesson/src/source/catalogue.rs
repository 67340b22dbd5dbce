//! `catalogue.toml`: the names that lessons refer to, and what people commonly want.
//!
//! ```toml
//! [[audience]]
//! id = "everyone"
//! vi = "Mọi người"
//! en = "Everyone"
//!
//! [[skill]]                     # the same
//!
//! [[need]]                      # a tile “Tôi muốn…”
//! id = "pay"
//! lesson = "pay-qr"
//! vi = "trả tiền bằng mã QR"
//! en = "pay with a QR code"
//! ```

use std::{collections::BTreeMap, path::Path};

use lang_nghe_instrument::source::{Faults, Inspector, LANGUAGES, read_toml};
use serde::Deserialize;

use super::LESSONS;
use crate::{Lesson, Named, Need};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CatalogueWritten {
    audience: Vec<NamedWritten>,
    skill: Vec<NamedWritten>,
    need: Vec<NeedWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NamedWritten {
    id: String,
    #[serde(flatten)]
    words: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NeedWritten {
    id: String,
    lesson: String,
    #[serde(flatten)]
    words: BTreeMap<String, String>,
}

/// The names of all languages.
#[derive(Debug, Default)]
pub(super) struct Names {
    written: CatalogueWritten,
}

pub(super) fn read_names(content: &Path, faults: &mut Faults) -> Names {
    let path = content.join(LESSONS).join("catalogue.toml");
    let Some(written) = read_toml::<CatalogueWritten>(&path, faults) else {
        return Names::default();
    };
    let mut inspector = Inspector::new(&path, faults);
    let CatalogueWritten { audience, skill, need } = &written;
    for (what, entries) in [("audience", audience), ("skill", skill)] {
        inspector.unique(what, entries.iter().map(|entry| entry.id.as_str()));
        entries.iter().for_each(|entry| check_words(what, (&entry.id, &entry.words), &mut inspector));
    }
    inspector.unique("need", need.iter().map(|need| need.id.as_str()));
    need.iter().for_each(|need| check_words("need", (&need.id, &need.words), &mut inspector));
    Names { written }
}

fn check_words(what: &str, (id, words): (&str, &BTreeMap<String, String>), inspector: &mut Inspector<'_>) {
    inspector.id(&format!("the {what}"), id);
    for lang in LANGUAGES {
        let words = words.get(lang).map_or("", String::as_str);
        inspector.words(&format!("`{lang}` of the {what} `{id}`"), words);
    }
}

impl Names {
    /// Looks at what a lesson refers to.
    pub(super) fn check_lesson(&self, path: &Path, lesson: &Lesson, faults: &mut Faults) {
        let mut inspector = Inspector::new(path, faults);
        let CatalogueWritten { audience, skill, .. } = &self.written;
        for (what, used, known) in
            [("audience", &lesson.audience, audience), ("skill", &lesson.skills, skill)]
        {
            for id in used.iter().filter(|id| !known.iter().any(|entry| entry.id == **id)) {
                inspector.say(format_args!(
                    "the {what} `{id}` is not in catalogue.toml; add it there or correct it"
                ));
            }
        }
    }

    /// Looks at what needs and names refer to.
    pub(super) fn check_use(&self, content: &Path, lessons: &[Lesson], faults: &mut Faults) {
        let mut inspector = Inspector::new(&content.join(LESSONS).join("catalogue.toml"), faults);
        for need in &self.written.need {
            if !lessons.iter().any(|lesson| lesson.id == need.lesson) {
                inspector.say(format_args!(
                    "the need `{}` leads to the lesson `{}`, which does not exist; correct it",
                    need.id, need.lesson
                ));
            }
        }
        let CatalogueWritten { audience, skill, .. } = &self.written;
        for entry in audience.iter().filter(|entry| !lessons.iter().any(|l| l.audience.contains(&entry.id))) {
            inspector.say(format_args!("no lesson has the audience `{}`; remove it or use it", entry.id));
        }
        for entry in skill.iter().filter(|entry| !lessons.iter().any(|l| l.skills.contains(&entry.id))) {
            inspector.say(format_args!("no lesson has the skill `{}`; remove it or use it", entry.id));
        }
    }

    pub(super) fn audiences(&self, lang: &str) -> Vec<Named> {
        named(&self.written.audience, lang)
    }

    pub(super) fn skills(&self, lang: &str) -> Vec<Named> {
        named(&self.written.skill, lang)
    }

    pub(super) fn needs(&self, lang: &str) -> Vec<Need> {
        let words = |need: &NeedWritten| need.words.get(lang).cloned().unwrap_or_default();
        let needs = self.written.need.iter();
        needs
            .map(|need| Need { id: need.id.clone(), words: words(need), lesson: need.lesson.clone() })
            .collect()
    }
}

fn named(entries: &[NamedWritten], lang: &str) -> Vec<Named> {
    let words = |entry: &NamedWritten| entry.words.get(lang).cloned().unwrap_or_default();
    entries.iter().map(|entry| Named { id: entry.id.clone(), words: words(entry) }).collect()
}
