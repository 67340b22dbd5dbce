//! A record as JSON, written by hand.
//!
//! The page writes records and never reads them, and a general serializer would cost it kilobytes;
//! the hub reads them with serde ([`ReadRecord`](crate::ReadRecord)), and a property test holds the
//! two together.

use crate::Record;

/// Version of the record's form. Fields may be added under the same number; anything else is a new one.
pub const FORMAT: u32 = 1;

impl Record {
    /// The record as one line of JSON, keys in a fixed order, UTF-8.
    pub fn to_json(&self) -> String {
        let mut json = String::with_capacity(1024);
        json.push_str("{\"v\":");
        json.push_str(&FORMAT.to_string());
        text_field(&mut json, "id", &self.id.to_string());
        text_field(&mut json, "campaign", &self.campaign);
        text_field(&mut json, "instrument", &self.instrument);
        text_field(&mut json, "version", &self.version);
        text_field(&mut json, "profile", &self.profile);
        text_field(&mut json, "day", &self.day.to_string());
        text_field(&mut json, "mode", self.mode.code());
        text_field(&mut json, "lang", &self.lang);
        if let Some(point) = &self.point {
            text_field(&mut json, "point", point);
        }
        map_field(&mut json, "answers", &self.answers);
        if !self.blocks.is_empty() {
            list_field(&mut json, "blocks", &self.blocks);
        }
        map_field(&mut json, "about", &self.about);
        if let Some(comment) = &self.comment {
            text_field(&mut json, "comment", comment);
        }
        if let Some(flags) = &self.flags {
            list_field(&mut json, "flags", flags);
        }
        text_field(&mut json, "app", &self.app);
        json.push('}');
        json
    }
}

/// Appends `,"key":"value"`. The first key of the object is written by the caller.
fn text_field(json: &mut String, key: &str, value: &str) {
    json.push(',');
    text(json, key);
    json.push(':');
    text(json, value);
}

/// Appends `,"key":[…]` with the texts in their order.
fn list_field(json: &mut String, key: &str, texts: &[String]) {
    json.push(',');
    text(json, key);
    json.push_str(":[");
    for (position, value) in texts.iter().enumerate() {
        if position > 0 {
            json.push(',');
        }
        text(json, value);
    }
    json.push(']');
}

/// Appends `,"key":{…}` with the pairs in their order.
fn map_field(json: &mut String, key: &str, pairs: &[(String, String)]) {
    json.push(',');
    text(json, key);
    json.push_str(":{");
    for (position, (key, value)) in pairs.iter().enumerate() {
        if position > 0 {
            json.push(',');
        }
        text(json, key);
        json.push(':');
        text(json, value);
    }
    json.push('}');
}

/// Appends a text as JSON, with its quotation marks.
pub fn push_text(json: &mut String, value: &str) {
    text(json, value);
}

/// Appends a JSON string. RFC 8259 asks to escape the quotation mark, the backslash and the control
/// characters below U+0020; everything else stays itself.
fn text(json: &mut String, value: &str) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    json.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => {
                json.push('\\');
                json.push(character);
            }
            '\n' => json.push_str("\\n"),
            '\u{0}'..='\u{1f}' => {
                let code = character as usize;
                json.push_str("\\u00");
                json.push(char::from(DIGITS[code >> 4]));
                json.push(char::from(DIGITS[code & 15]));
            }
            other => json.push(other),
        }
    }
    json.push('"');
}
