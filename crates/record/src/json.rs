//! A record as JSON: written by hand on the page (every kilobyte counts there), read with serde on
//! the hub, and the two held together by a property test.

use crate::Record;

impl Record {
    /// The record as one line of JSON, keys in a fixed order, UTF-8.
    pub fn to_json(&self) -> String {
        String::new()
    }
}

/// A record as read, with the fields that a newer app may have added.
#[cfg(feature = "open")]
#[derive(Clone, Debug, PartialEq)]
pub struct ReadRecord {
    /// What this version knows.
    pub record: Record,
    /// Fields of a newer app, kept as they came.
    pub unknown: serde_json::Map<String, serde_json::Value>,
}

/// Bytes that are no record.
#[cfg(feature = "open")]
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The bytes are no JSON object of a record's shape.
    #[error("the record is not well-formed: {0}")]
    Malformed(String),
}

#[cfg(feature = "open")]
impl ReadRecord {
    /// Reads what [`Record::to_json`] of this or a newer version wrote.
    ///
    /// # Errors
    /// The bytes are no JSON object of a record's shape.
    pub fn from_json(_bytes: &[u8]) -> Result<Self, ReadError> {
        Err(ReadError::Malformed(String::new()))
    }
}
