//! `profile.toml` and its words, as written and as meant.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use super::{
    Faults, Inspector,
    files::{folder_name, read_toml, take_each, take_words, text_languages},
    terms::status,
};
use crate::{ChoiceQuestion, ChoiceText, Place, Profile, ProfileText, Status};

/// File of the definition, beside the words.
pub(super) const DEFINITION: &str = "profile.toml";

/// Answers that the question `mode` may have: what a record can say about who pressed the answers.
const MODES: [&str; 2] = ["self", "assisted"];

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ProfileWritten {
    version: String,
    status: String,
    question: Vec<QuestionWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct QuestionWritten {
    id: String,
    place: String,
    options: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ChoiceTextWritten {
    question: String,
    hint: Option<String>,
    options: BTreeMap<String, String>,
}

/// A profile as read, with what only the check needs.
pub(super) struct Read {
    pub(super) profile: Profile,
    pub(super) status: Status,
    pub(super) texts: BTreeMap<String, ProfileText>,
}

/// Reads the folder of one profile version: the questions and their words by language.
///
/// # Errors
/// Everything that is wrong with these files.
pub fn read_profile(folder: &Path) -> Result<(Profile, BTreeMap<String, ProfileText>), Faults> {
    let mut faults = Faults::default();
    let read = read_into(folder, &mut faults);
    faults.finish(read.map(|read| (read.profile, read.texts)))
}

pub(super) fn read_into(folder: &Path, faults: &mut Faults) -> Option<Read> {
    let path = folder.join(DEFINITION);
    let written: ProfileWritten = read_toml(&path, faults)?;
    let mut inspector = Inspector::new(&path, faults);
    let name = folder_name(folder);
    if !written.version.bytes().all(|byte| byte.is_ascii_digit()) || written.version.is_empty() {
        inspector.say(format_args!(
            "the version `{}` must be a whole number, such as \"1\"; correct it",
            written.version
        ));
    } else if written.version != name {
        inspector.say(format_args!(
            "the version is `{}` but the folder is `{name}`; make them the same",
            written.version
        ));
    }
    let status = status(&written.status, &mut inspector);
    let profile = written.meant(&mut inspector);
    let texts = text_languages(folder, &[DEFINITION], faults)
        .into_iter()
        .filter_map(|lang| read_text_of(&profile, folder, &lang, faults).map(|text| (lang, text)))
        .collect();
    Some(Read { profile, status, texts })
}

impl ProfileWritten {
    fn meant(self, inspector: &mut Inspector<'_>) -> Profile {
        inspector.unique("question", self.question.iter().map(|question| question.id.as_str()));
        let questions: Vec<_> = self.question.into_iter().map(|question| question.meant(inspector)).collect();
        if !questions.iter().any(|question| question.id == "procedure" && question.place == Place::Before) {
            inspector.say(
                "there is no question `procedure` with place = \"before\"; add it: results are grouped by it",
            );
        }
        let mode = questions.iter().find(|question| question.id == "mode");
        if mode.is_none_or(|mode| mode.options != MODES) {
            inspector.say("there is no question `mode` with options = [\"self\", \"assisted\"]; add it: every result says how answers were given");
        }
        Profile { version: self.version, questions }
    }
}

impl QuestionWritten {
    fn meant(self, inspector: &mut Inspector<'_>) -> ChoiceQuestion {
        let id = &self.id;
        inspector.id("a question", id);
        inspector.unique(&format!("option of the question `{id}`"), self.options.iter().map(String::as_str));
        for option in &self.options {
            inspector.id(&format!("an option of the question `{id}`"), option);
        }
        if self.options.len() < 2 {
            inspector.say(format_args!("the question `{id}` leaves no choice; give it at least two options"));
        }
        let place = match self.place.as_str() {
            "before" => Place::Before,
            "after" => Place::After,
            other => {
                inspector.say(format_args!(
                    "the place `{other}` of the question `{id}` is unknown; write \"before\" or \"after\""
                ));
                Place::After
            }
        };
        ChoiceQuestion { id: self.id, place, options: self.options }
    }
}

fn read_text_of(profile: &Profile, folder: &Path, lang: &str, faults: &mut Faults) -> Option<ProfileText> {
    let path = folder.join(format!("text.{lang}.toml"));
    let written: BTreeMap<String, ChoiceTextWritten> = read_toml(&path, faults)?;
    let mut inspector = Inspector::new(&path, faults);
    let ids = profile.questions.iter().map(|question| &question.id);
    let taken = take_each(&mut inspector, "question", ids, written);
    let questions = profile
        .questions
        .iter()
        .zip(taken)
        .filter_map(|(question, words)| Some(words?.meant(question, &mut inspector)));
    Some(ProfileText { questions: questions.collect() })
}

impl ChoiceTextWritten {
    fn meant(self, question: &ChoiceQuestion, inspector: &mut Inspector<'_>) -> ChoiceText {
        let id = &question.id;
        inspector.words(&format!("the question `{id}`"), &self.question);
        if let Some(hint) = &self.hint {
            inspector.words(&format!("the hint of the question `{id}`"), hint);
        }
        let options = take_words(inspector, &format!("{id} option"), &question.options, self.options);
        ChoiceText { question: self.question, hint: self.hint, options }
    }
}
