//! The words at the officials' door.

use serde::Deserialize;

/// What whoever stands before the officials' door reads.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the keys are documented where the words stand")]
pub struct DoorWords {
    pub title: String,
    pub text: String,
    pub r#where: String,
    pub wrong: String,
    pub none: String,
    pub again: String,
    pub waits_title: String,
    pub waits_text: String,
    pub waits_elsewhere: String,
    pub foreign_title: String,
    pub foreign_text: String,
}
