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
//!
//! [[procedure]]                 # found by search; `kind` is one of the newest profile's `procedure`
//! id = "birth"
//! kind = "civil-status"
//! lesson = "find-procedure"
//! vi = "Đăng ký khai sinh"
//! en = "Birth registration"
//! also = { vi = ["giấy khai sinh"], en = ["birth certificate"] }
//! note = { vi = "Hỏi ở xã.", en = "Ask in the commune." }      # who handles it; may be left out
//! ```

use std::{collections::BTreeMap, path::Path};

use lang_nghe_instrument::source::{Faults, Inspector, LANGUAGES, names, read_profile, read_toml};
use serde::Deserialize;

use super::LESSONS;
use crate::{Lesson, Named, Need, Procedure};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CatalogueWritten {
    audience: Vec<NamedWritten>,
    skill: Vec<NamedWritten>,
    need: Vec<NeedWritten>,
    procedure: Vec<ProcedureWritten>,
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

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ProcedureWritten {
    id: String,
    kind: String,
    lesson: String,
    also: BTreeMap<String, Vec<String>>,
    note: BTreeMap<String, String>,
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
    let CatalogueWritten { audience, skill, need, procedure } = &written;
    for (what, entries) in [("audience", audience), ("skill", skill)] {
        inspector.unique(what, entries.iter().map(|entry| entry.id.as_str()));
        entries.iter().for_each(|entry| check_words(what, (&entry.id, &entry.words), &mut inspector));
    }
    inspector.unique("need", need.iter().map(|need| need.id.as_str()));
    need.iter().for_each(|need| check_words("need", (&need.id, &need.words), &mut inspector));
    inspector.unique("procedure", procedure.iter().map(|procedure| procedure.id.as_str()));
    for procedure in procedure {
        check_words("procedure", (&procedure.id, &procedure.words), &mut inspector);
        if !procedure.note.is_empty() {
            check_words("note on the procedure", (&procedure.id, &procedure.note), &mut inspector);
        }
    }
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
        let kinds = kinds(content);
        for ProcedureWritten { id, kind, lesson, .. } in &self.written.procedure {
            if !lessons.iter().any(|known| known.id == *lesson) {
                inspector.say(format_args!(
                    "the procedure `{id}` leads to the lesson `{lesson}`, which does not exist; correct it"
                ));
            }
            // Content folders of tests have lessons without a profile.
            if !kinds.is_empty() && !kinds.contains(kind) {
                inspector.say(format_args!(
                    "the procedure `{id}` is of the kind `{kind}`, which the newest profile does not ask for; correct it"
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

    pub(super) fn procedures(&self, lang: &str) -> Vec<Procedure> {
        let procedures = self.written.procedure.iter();
        procedures
            .map(|procedure| Procedure {
                id: procedure.id.clone(),
                words: procedure.words.get(lang).cloned().unwrap_or_default(),
                also: procedure.also.get(lang).cloned().unwrap_or_default(),
                note: procedure.note.get(lang).cloned().unwrap_or_default(),
                lesson: procedure.lesson.clone(),
            })
            .collect()
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

/// The kinds of procedure that the newest profile asks for.
fn kinds(content: &Path) -> Vec<String> {
    let folder = content.join("profile");
    // A folder without a profile is told of where profiles are checked.
    let newest =
        names(&folder, &mut Faults::default()).into_iter().max_by_key(|name| (name.len(), name.clone()));
    let profile = newest.and_then(|newest| read_profile(&folder.join(newest)).ok());
    let question = profile
        .and_then(|(profile, _)| profile.questions.into_iter().find(|question| question.id == "procedure"));
    question.map(|question| question.options).unwrap_or_default()
}

fn named(entries: &[NamedWritten], lang: &str) -> Vec<Named> {
    let words = |entry: &NamedWritten| entry.words.get(lang).cloned().unwrap_or_default();
    entries.iter().map(|entry| Named { id: entry.id.clone(), words: words(entry) }).collect()
}
