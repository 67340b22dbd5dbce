//! Rows of the object stores: plain objects, so that a browser's own tools show what is kept.

use js_sys::{JSON, Object, Reflect, Uint8Array};
use lang_nghe_record::{Envelope, RecordId};
use lang_nghe_store::{Refused, Unreadable, Value, Waiting};
use wasm_bindgen::prelude::*;

/// A row under construction.
pub(super) struct Row(Object);

impl Row {
    pub(super) fn new() -> Self {
        Self(Object::new())
    }

    pub(super) fn with(self, field: &str, value: impl Into<JsValue>) -> Self {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&self.0, &field.into(), &value.into());
        self
    }

    pub(super) fn bytes(self, field: &str, bytes: &[u8]) -> Self {
        self.with(field, Uint8Array::from(bytes))
    }

    /// A row for an envelope that was submitted at this instant.
    pub(super) fn envelope(envelope: &Envelope, since: u64) -> Self {
        Self::new()
            .with("id", envelope.id.to_string())
            .with("campaign", envelope.campaign.as_str())
            .bytes("sealed", &envelope.sealed)
            .with("since", since as f64)
    }
}

impl From<Row> for JsValue {
    fn from(row: Row) -> Self {
        row.0.into()
    }
}

/// A field, or `undefined`.
pub(super) fn field(row: &JsValue, name: &str) -> JsValue {
    Reflect::get(row, &name.into()).unwrap_or_default()
}

/// A field of text.
pub(super) fn text(row: &JsValue, name: &str) -> Option<String> {
    field(row, name).as_string()
}

/// A field of a whole number that is not negative.
pub(super) fn number(row: &JsValue, name: &str) -> Option<u64> {
    let number = field(row, name).as_f64()?;
    (number >= 0.0 && number.is_finite()).then_some(number as u64)
}

/// A field of bytes.
pub(super) fn bytes(row: &JsValue, name: &str) -> Option<Vec<u8>> {
    Some(field(row, name).dyn_ref::<Uint8Array>()?.to_vec())
}

/// The envelope in a row, if the row is whole.
pub(super) fn envelope(row: &JsValue) -> Option<Envelope> {
    let sealed = bytes(row, "sealed")?;
    let id = RecordId::parse(&text(row, "id")?).ok()?;
    (!sealed.is_empty()).then_some(Envelope { id, campaign: text(row, "campaign")?, sealed })
}

/// A waiting row, if it is whole.
pub(super) fn waiting(row: &JsValue) -> Option<Waiting> {
    Some(Waiting {
        sequence: number(row, "sequence")?,
        envelope: envelope(row)?,
        since: number(row, "since")?,
    })
}

/// A refused row, if it is whole.
pub(super) fn refused(row: &JsValue) -> Option<Refused> {
    Some(Refused { envelope: envelope(row)?, reason: text(row, "reason")? })
}

/// A device value, if its row is whole.
pub(super) fn value(row: &JsValue) -> Option<Value> {
    Some(Value { revision: number(row, "revision")?, bytes: bytes(row, "bytes")? })
}

/// What is left of a row that is not whole, as JSON, for export.
pub(super) fn unreadable(place: String, row: &JsValue) -> Unreadable {
    let raw = JSON::stringify(row).ok().and_then(|json| json.as_string()).unwrap_or_default();
    Unreadable { place, raw: raw.into_bytes() }
}
