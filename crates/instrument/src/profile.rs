//! The questions around an instrument: the kind of procedure before it, the respondent after it.

use serde::{Deserialize, Serialize};

/// The choice questions that every survey shares, in the order they are asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Version of the file, so that a record says which lists it was filled in with.
    pub version: String,
    /// The questions.
    pub questions: Vec<ChoiceQuestion>,
}

/// One question with a fixed list of answers, none of them scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceQuestion {
    /// Stable name: `procedure`, `mode`, `age`, `gender`, `education`.
    pub id: String,
    /// Where it stands in the form.
    pub place: Place,
    /// Codes of the answers, in the order they are shown.
    pub options: Vec<String>,
}

/// Where a choice question stands in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Before the first item; an answer is asked for.
    Before,
    /// After the last item; each can be skipped.
    After,
}
