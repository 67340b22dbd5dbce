//! The words of what hangs on the wall.

use serde::Deserialize;

/// What hangs on the wall.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the keys are documented where the words stand")]
pub struct PosterWords {
    pub ask: String,
    pub call: String,
    pub how: String,
    pub promise: String,
    pub type_in: String,
    pub qr: String,
    pub place: String,
    pub until: String,
}
