//! Published values by year, for lines beside a unit's own results.

use lang_nghe_sheet::Decimal;
use serde::{Deserialize, Serialize};

use crate::Certainty;

/// Values by year, and the years from which they cannot be compared with those before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Stable name.
    pub id: String,
    /// Version of the values.
    pub version: String,
    /// The day up to which sources were read, `YYYY-MM-DD`.
    pub checked: String,
    /// First years of another method, in order.
    pub breaks: Vec<u16>,
    /// By year, each once.
    pub values: Vec<Value>,
}

/// One value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The year that it is about.
    pub year: u16,
    /// The value.
    pub value: Decimal,
    /// How certain it is.
    pub certainty: Certainty,
}

/// The words of a reference in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceTexts {
    /// What it is.
    pub title: String,
    /// Why it is broken.
    pub note: String,
    /// What is written at a break.
    pub break_label: String,
    /// That it is for orientation only.
    pub not_comparable: String,
}

impl Reference {
    /// The values in pieces that may be drawn as one line each: never across a break, and never over
    /// a missing year. `only_found` leaves out what was not read in a source.
    pub fn pieces(&self, only_found: bool) -> Vec<Vec<Value>> {
        let mut pieces: Vec<Vec<Value>> = Vec::new();
        let wanted = |value: &&Value| !only_found || value.certainty == Certainty::Found;
        for value in self.values.iter().filter(wanted) {
            let follows = |last: &Value| {
                let crosses = self.breaks.iter().any(|year| last.year < *year && *year <= value.year);
                last.year.checked_add(1) == Some(value.year) && !crosses
            };
            match pieces.last_mut().filter(|piece| piece.last().is_some_and(follows)) {
                Some(piece) => piece.push(*value),
                None => pieces.push(vec![*value]),
            }
        }
        pieces
    }
}
