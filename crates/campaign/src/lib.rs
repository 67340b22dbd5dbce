//! Who asks, what, where and until when.
//!
//! A campaign starts as a file (see `source`), gets the hub's public key, and reaches the page as one
//! line of text in the page itself: a phone that has the page has everything it needs to ask and to
//! seal the answers, without another request.

use lang_nghe_instrument::wire::Reader;
use lang_nghe_record::{Day, PublicKey};
use serde::{Deserialize, Serialize};

mod classes;
#[cfg(feature = "source")]
pub mod source;
#[cfg(test)]
mod tests;

pub use classes::{ClassCampaign, Commune};

/// A campaign as meant: checked, and without its secret key. The hub writes it into the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Stable name; part of the address: `/k/<id>`.
    pub id: String,
    /// Instrument id.
    pub instrument: String,
    /// Instrument version.
    pub version: String,
    /// First day, `YYYY-MM-DD`.
    pub opens: String,
    /// Last day, `YYYY-MM-DD`.
    pub closes: String,
    /// Months until the hub deletes the records.
    pub retention_months: u16,
    /// Groups smaller than this are withheld from every result.
    pub threshold: u64,
    /// The service points that an address may name (`?d=<id>`).
    pub points: Vec<Point>,
    /// Words, Vietnamese first.
    pub texts: Vec<CampaignText>,
    /// Where records are sealed to.
    pub public_key: [u8; 32],
}

/// A service point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Code in the address and in records.
    pub id: String,
    /// Name shown to people (a proper name, the same in every language).
    pub name: String,
}

/// Words of a campaign in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignText {
    /// Language tag.
    pub lang: String,
    /// Title: what it is about.
    pub title: String,
    /// Who asks: the office's full name with its province.
    pub asker: String,
    /// Where a person can ask about their rights.
    pub contact: String,
}

/// A campaign that cannot be read from the page.
#[derive(Debug, thiserror::Error)]
#[error("the campaign in this page cannot be read: it is damaged or belongs to another build")]
pub struct CampaignError;

impl Campaign {
    /// The words in this language, or the first (Vietnamese) ones.
    pub fn text(&self, lang: &str) -> Option<&CampaignText> {
        self.texts.iter().find(|text| text.lang == lang).or(self.texts.first())
    }

    /// Whether the campaign takes answers on this day: from its first day to its last, both included.
    pub fn is_open(&self, day: Day) -> bool {
        // A campaign whose days cannot be read never opens; the check refuses such a file.
        let days = Day::parse(&self.opens).and_then(|opens| Ok((opens, Day::parse(&self.closes)?)));
        days.is_ok_and(|(opens, closes)| opens <= day && day <= closes)
    }

    /// The service point that an address names, if this campaign has it.
    pub fn point(&self, id: &str) -> Option<&Point> {
        self.points.iter().find(|point| point.id == id)
    }

    /// The key that records are sealed to.
    pub fn key(&self) -> PublicKey {
        PublicKey(self.public_key)
    }

    /// Text for the page's `<meta name="campaign">`: hexadecimal postcard.
    ///
    /// # Errors
    /// Never in practice: only if memory runs out.
    pub fn encode(&self) -> Result<String, CampaignError> {
        use std::fmt::Write;
        let bytes = postcard::to_allocvec(self).map_err(|_| CampaignError)?;
        let mut text = String::with_capacity(bytes.len() * 2);
        for byte in bytes {
            write!(text, "{byte:02x}").map_err(|_| CampaignError)?;
        }
        Ok(text)
    }

    /// Reads what [`Campaign::encode`] wrote.
    ///
    /// # Errors
    /// The text is damaged or of another build's shape.
    pub fn decode(text: &str) -> Result<Self, CampaignError> {
        let mut bytes = Vec::with_capacity(text.len() / 2);
        for pair in text.as_bytes().chunks(2) {
            let [high, low] = pair else { return Err(CampaignError) };
            bytes.push(digit(*high)? << 4 | digit(*low)?);
        }
        let mut reader = Reader::new(&bytes);
        read(&mut reader).filter(|_| reader.is_at_end()).ok_or(CampaignError)
    }
}

/// The value of a hexadecimal digit as [`Campaign::encode`] writes them.
fn digit(digit: u8) -> Result<u8, CampaignError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(CampaignError),
    }
}

fn read(from: &mut Reader) -> Option<Campaign> {
    Some(Campaign {
        id: from.text()?,
        instrument: from.text()?,
        version: from.text()?,
        opens: from.text()?,
        closes: from.text()?,
        retention_months: u16::try_from(from.number()?).ok()?,
        threshold: u64::try_from(from.number()?).ok()?,
        points: from.list(|from| Some(Point { id: from.text()?, name: from.text()? }))?,
        texts: from.list(|from| {
            Some(CampaignText {
                lang: from.text()?,
                title: from.text()?,
                asker: from.text()?,
                contact: from.text()?,
            })
        })?,
        public_key: from.bytes(32)?.try_into().ok()?,
    })
}
