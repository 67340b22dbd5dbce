//! The words of an instrument and a profile in one language, in the order of the definition.

use serde::{Deserialize, Serialize};

/// Words of one instrument in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstrumentText {
    /// Title shown to people.
    pub title: String,
    /// One per item.
    pub items: Vec<ItemText>,
    /// One per factor.
    pub factors: Vec<String>,
    /// Per scale, one per option.
    pub options: Vec<Vec<String>>,
    /// One per part.
    pub parts: Vec<String>,
    /// One per band.
    pub bands: Vec<String>,
    /// What the share of answers in the top box is called here, where it is not satisfaction.
    pub top_box: Option<TopBoxText>,
}

/// Words of the share of answers in the top box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopBoxText {
    /// Its name: "share able alone".
    pub name: String,
    /// How it is computed, for the foot of a table.
    pub note: String,
}

/// Words of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemText {
    /// The question in plain words.
    pub plain: String,
    /// The wording nearer to the official form, where it differs.
    pub formal: Option<String>,
    /// A few words for tables and pictures.
    pub short: String,
    /// What a number counts: `lần`, `ngày`. Only an item that asks for a number has one.
    pub unit: Option<String>,
}

/// Words of the profile questions in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileText {
    /// One per question.
    pub questions: Vec<ChoiceText>,
}

/// Words of one choice question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceText {
    /// The question.
    pub question: String,
    /// A hint below it, if it has one.
    pub hint: Option<String>,
    /// One per option.
    pub options: Vec<String>,
}
