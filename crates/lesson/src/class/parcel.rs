//! A class that was sent, as it rests on the device: what it was, locked with the device's own key, under the id of
//! its record. Nothing of the class can be read without the key.
//!
//! ```text
//! lang-nghe class 2
//! record 0123456789abcdef0123456789abcdef
//! campaign demo-lop
//! locked 00ff…
//! ```
//!
//! An app from before this form says that a newer one wrote it, and leaves it alone.

use lang_nghe_record::RecordId;

const HEAD: &str = "lang-nghe class 2";

/// A class that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Its record.
    pub record: RecordId,
    /// The campaign that it was sent for.
    pub campaign: String,
    /// The class's own text, locked; nothing where the browser gives the page no key.
    pub locked: Option<Vec<u8>>,
}

impl Parcel {
    /// The parcel as text.
    pub fn encode(&self) -> String {
        let mut lines = vec![
            HEAD.to_owned(),
            ["record ", &self.record.to_string()].concat(),
            ["campaign ", &self.campaign].concat(),
        ];
        if let Some(locked) = &self.locked {
            lines.push(["locked ", &hexadecimal(locked)].concat());
        }
        lines.join("\n")
    }

    /// Reads what [`Parcel::encode`] wrote; `None` for anything else, a class that is not locked among it.
    pub fn decode(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        (lines.next()? == HEAD).then_some(())?;
        let record = RecordId::parse(lines.next()?.strip_prefix("record ")?).ok()?;
        let campaign = lines.next()?.strip_prefix("campaign ")?.to_owned();
        let locked = match lines.next() {
            Some(line) => Some(bytes(line.strip_prefix("locked ")?)?),
            None => None,
        };
        Some(Self { record, campaign, locked })
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| DIGITS.get(usize::from(digit)).copied())
        .map(char::from)
        .collect()
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digit = |digit: &u8| char::from(*digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    };
    text.as_bytes().chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::{Class, ClassError};

    #[test]
    fn a_parcel_is_read_back_and_tells_itself_apart_from_a_class() {
        for locked in [None, Some(vec![0, 255, 16]), Some(Vec::new())] {
            let parcel =
                Parcel { record: RecordId::from_random([7; 16]), campaign: "demo-lop".into(), locked };
            let text = parcel.encode();
            assert_eq!(Parcel::decode(&text), Some(parcel));
            assert_eq!(Class::decode(&text), Err(ClassError::Newer), "an older app leaves it alone");
        }
        for text in ["", "lang-nghe class 1\nday 2026-11-22", "lang-nghe class 2\nrecord 12", HEAD] {
            assert_eq!(Parcel::decode(text), None, "{text}");
        }
    }
}
