//! The words about recordings, and the languages that they are in.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Recordings of lessons.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the keys are documented where the words stand")]
pub struct SpeechWords {
    pub title: String,
    pub lead: String,
    pub waiting: String,
    pub waiting_none: String,
    pub waiting_more: String,
    pub offered: String,
    pub offered_none: String,
    pub gone: String,
    pub part: String,
    pub other_edition: String,
    pub unknown_lesson: String,
    pub another: String,
    pub words: String,
    pub facts: String,
    pub label: String,
    pub mark: String,
    pub listen: String,
    pub offer: String,
    pub refuse: String,
    pub refuse_note: String,
    pub withdraw: String,
    pub withdraw_note: String,
    pub withdraw_yes: String,
}

/// A language that people speak, with its names for those who read them.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Tongue {
    pub(super) tag: String,
    #[serde(flatten)]
    pub(super) names: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tongues {
    pub(super) language: Vec<Tongue>,
}
