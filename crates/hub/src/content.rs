//! The instruments and profile lists that this hub has, read once at start.

use std::collections::BTreeMap;
use std::path::Path;

use lang_nghe_instrument::source::{Faults, read_instrument, read_profile, versions};
use lang_nghe_instrument::{Instrument, InstrumentText, Profile, ProfileText};
use lang_nghe_lesson::Lesson;
use lang_nghe_lesson::source::read_lesson;

/// One version of an instrument with its words.
#[derive(Debug)]
pub struct Form {
    /// What is asked and how it is scored.
    pub instrument: Instrument,
    /// Its words by language.
    pub texts: BTreeMap<String, InstrumentText>,
}

impl Form {
    /// The words in this language, or in Vietnamese.
    pub fn text(&self, lang: &str) -> Option<&InstrumentText> {
        self.texts.get(lang).or_else(|| self.texts.get("vi"))
    }
}

/// One version of the profile lists with its words.
#[derive(Debug)]
pub struct ProfileForm {
    /// The questions.
    pub profile: Profile,
    /// Their words by language.
    pub texts: BTreeMap<String, ProfileText>,
}

/// A lesson, as far as classes need it.
#[derive(Debug)]
pub struct Taught {
    /// Its questions and its edition.
    pub lesson: Lesson,
    /// Its titles by language.
    pub titles: BTreeMap<String, String>,
}

/// Everything that records may refer to.
#[derive(Debug, Default)]
pub struct Content {
    lessons: BTreeMap<String, Taught>,
    forms: BTreeMap<(String, String), Form>,
    profiles: BTreeMap<String, ProfileForm>,
}

impl Content {
    /// Reads the content folder.
    ///
    /// # Errors
    /// Every fault of every file, each saying what to do.
    pub fn read(folder: &Path) -> Result<Self, Faults> {
        let mut content = Self::default();
        let mut faults = Faults::default();
        for (id, version) in versions(folder)? {
            match read_instrument(&folder.join("instruments").join(&id).join(&version)) {
                Ok((instrument, texts)) => {
                    content.forms.insert((id, version), Form { instrument, texts });
                }
                Err(more) => faults.append(more),
            }
        }
        for version in subfolders(&folder.join("profile")) {
            match read_profile(&folder.join("profile").join(&version)) {
                Ok((profile, texts)) => {
                    content.profiles.insert(version, ProfileForm { profile, texts });
                }
                Err(more) => faults.append(more),
            }
        }
        for id in subfolders(&folder.join("lessons")) {
            let folder = folder.join("lessons").join(&id);
            // Pictures and practice lie beside the lessons.
            if !folder.join("lesson.toml").exists() {
                continue;
            }
            match read_lesson(&folder) {
                Ok((lesson, texts)) => {
                    let titles = texts.into_iter().map(|(lang, text)| (lang, text.title)).collect();
                    content.lessons.insert(id, Taught { lesson, titles });
                }
                Err(more) => faults.append(more),
            }
        }
        faults.finish(Some(content))
    }

    /// A lesson, if this hub has it.
    pub fn lesson(&self, id: &str) -> Option<&Taught> {
        self.lessons.get(id)
    }

    /// The title of a lesson in this language, in Vietnamese, or its id.
    pub fn lesson_title(&self, id: &str, lang: &str) -> String {
        let titles = self.lesson(id).map(|taught| &taught.titles);
        titles
            .and_then(|titles| titles.get(lang).or_else(|| titles.get("vi")))
            .map_or_else(|| id.to_owned(), Clone::clone)
    }

    /// An instrument version, if this hub has it.
    pub fn form(&self, instrument: &str, version: &str) -> Option<&Form> {
        self.forms.get(&(instrument.to_owned(), version.to_owned()))
    }

    /// Every instrument version, by id and version.
    pub fn instruments(&self) -> impl Iterator<Item = &Instrument> {
        self.forms.values().map(|form| &form.instrument)
    }

    /// The profile lists of a version, if this hub has them.
    pub fn profile(&self, version: &str) -> Option<&Profile> {
        self.profiles.get(version).map(|form| &form.profile)
    }

    /// The newest profile lists.
    pub fn newest_profile(&self) -> Option<&ProfileForm> {
        self.profiles.values().next_back()
    }
}

/// Names of the folders in a folder. One that cannot be read has none: the check of the content
/// folder says so in its own words.
fn subfolders(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}
