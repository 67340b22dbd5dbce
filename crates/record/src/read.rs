//! Reading a record's JSON: on the hub and in tests, never on the page.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::json::FORMAT;
use crate::{Day, Mode, Record, RecordId};

/// A record as read, with the fields that a newer app may have added.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadRecord {
    /// What this version knows.
    pub record: Record,
    /// Fields of a newer app, kept as they came; under `answers` and `about` the answers of kinds that this version
    /// does not know.
    pub unknown: serde_json::Map<String, serde_json::Value>,
}

/// Bytes that are no record.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The bytes are no JSON object of a record's shape.
    #[error("the record is not well-formed: {0}")]
    Malformed(String),
    /// The record is written in a form that only a newer hub reads.
    #[error("the record has form {0}; this hub reads form {FORMAT}")]
    Form(u32),
}

impl ReadRecord {
    /// Reads what [`Record::to_json`] of this or a newer version wrote.
    ///
    /// # Errors
    /// The bytes are no JSON object of a record's shape, or of a form that came later.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ReadError> {
        let malformed = |error: &dyn fmt::Display| ReadError::Malformed(error.to_string());
        // The form is looked at first: the shape of a later one is not this version's to judge.
        let Form { v } = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
        if v != FORMAT {
            return Err(ReadError::Form(v));
        }
        let written: Written = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
        let mut unknown = written.unknown;
        for (part, Pairs { odd, .. }) in [("answers", &written.answers), ("about", &written.about)] {
            if !odd.is_empty() {
                unknown.insert(part.to_owned(), odd.clone().into());
            }
        }
        let record = Record {
            id: RecordId::parse(&written.id).map_err(|error| malformed(&error))?,
            campaign: written.campaign,
            instrument: written.instrument,
            version: written.version,
            profile: written.profile,
            day: Day::parse(&written.day).map_err(|error| malformed(&error))?,
            mode: Mode::parse(&written.mode).ok_or_else(|| malformed(&"unknown mode"))?,
            lang: written.lang,
            point: written.point,
            answers: written.answers.texts,
            about: written.about.texts,
            blocks: written.blocks,
            comment: written.comment,
            flags: written.flags,
            app: written.app,
        };
        Ok(Self { record, unknown })
    }
}

#[derive(Deserialize)]
struct Form {
    v: u32,
}

/// The record as written.
#[derive(Deserialize)]
struct Written {
    #[serde(rename = "v")]
    _form: u32,
    id: String,
    campaign: String,
    instrument: String,
    version: String,
    profile: String,
    day: String,
    mode: String,
    lang: String,
    #[serde(default)]
    point: Option<String>,
    answers: Pairs,
    about: Pairs,
    #[serde(default)]
    blocks: Vec<String>,
    #[serde(default)]
    comment: Option<String>,
    #[serde(default)]
    flags: Option<Vec<String>>,
    app: String,
    #[serde(flatten)]
    unknown: serde_json::Map<String, serde_json::Value>,
}

/// An object as pairs: the order stays, and a key given twice can be seen and refused by the hub. Lists and
/// objects are answers of a kind that only a newer app writes.
#[derive(Default)]
struct Pairs {
    texts: Vec<(String, String)>,
    odd: serde_json::Map<String, serde_json::Value>,
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;
        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Pairs::default();
                while let Some((key, value)) = map.next_entry()? {
                    match value {
                        serde_json::Value::String(text) => pairs.texts.push((key, text)),
                        odd @ (serde_json::Value::Array(_) | serde_json::Value::Object(_)) => {
                            pairs.odd.insert(key, odd);
                        }
                        _ => return Err(serde::de::Error::custom("an answer is a text")),
                    }
                }
                Ok(pairs)
            }
        }
        deserializer.deserialize_map(PairsVisitor)
    }
}
