//! Who collects the classes that are held at mobile points: the commune's places, the days, and where to seal to.
//!
//! The hub writes all of them into the lessons' page, which the device keeps: whoever opened that page once can choose
//! a place and seal a class without a network.

use lang_nghe_instrument::wire::Reader;
use lang_nghe_record::{Day, PublicKey};
use serde::{Deserialize, Serialize};

use crate::{CampaignText, Point, digit};

/// A commune of the country's list, with its province.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commune {
    /// Five digits.
    pub code: String,
    /// Full name: “Xã …”, “Phường …”, “Đặc khu …”.
    pub name: String,
    /// Full name of the province: names of communes repeat.
    pub province: String,
}

impl std::fmt::Display for Commune {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", self.name, self.province)
    }
}

/// A campaign of classes as meant: checked, and without its secret key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassCampaign {
    /// Stable name.
    pub id: String,
    /// First day, `YYYY-MM-DD`.
    pub opens: String,
    /// Last day, `YYYY-MM-DD`.
    pub closes: String,
    /// Months until the hub deletes the records.
    pub retention_months: u16,
    /// Officials are told not to publish figures of fewer people than this. The public is shown nothing at all.
    pub threshold: u64,
    /// The communes that collect, of the country's list; mostly one, and none in a trial.
    pub communes: Vec<Commune>,
    /// Villages, halls and markets where classes are held: the commune's own list.
    pub places: Vec<Point>,
    /// Words, Vietnamese first.
    pub texts: Vec<CampaignText>,
    /// Where records are sealed to.
    pub public_key: [u8; 32],
}

impl ClassCampaign {
    /// The words in this language, or the first (Vietnamese) ones.
    pub fn text(&self, lang: &str) -> Option<&CampaignText> {
        self.texts.iter().find(|text| text.lang == lang).or(self.texts.first())
    }

    /// Whether classes are held on this day: from its first day to its last, both included.
    pub fn is_open(&self, day: Day) -> bool {
        let days = Day::parse(&self.opens).and_then(|opens| Ok((opens, Day::parse(&self.closes)?)));
        days.is_ok_and(|(opens, closes)| opens <= day && day <= closes)
    }

    /// The communes that collect, each with its province; empty if none is named.
    pub fn communes(&self) -> String {
        let names: Vec<String> = self.communes.iter().map(Commune::to_string).collect();
        names.join("; ")
    }

    /// The place of this id.
    pub fn place(&self, id: &str) -> Option<&Point> {
        self.places.iter().find(|place| place.id == id)
    }

    /// The key that records are sealed to.
    pub fn key(&self) -> PublicKey {
        PublicKey(self.public_key)
    }

    /// Text for the page: hexadecimal postcard, without spaces. Empty only if memory runs out.
    pub fn encode(&self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let bytes = postcard::to_allocvec(self).unwrap_or_default();
        let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| DIGITS.get(usize::from(digit))).map(|digit| char::from(*digit)).collect()
    }

    /// Reads what [`ClassCampaign::encode`] wrote; `None` if it is damaged or of another build's shape.
    pub fn decode(text: &str) -> Option<Self> {
        let byte = |pair: &[u8]| match pair {
            [high, low] => Some(digit(*high).ok()? << 4 | digit(*low).ok()?),
            _ => None,
        };
        let bytes: Vec<u8> = text.as_bytes().chunks(2).map(byte).collect::<Option<_>>()?;
        let mut reader = Reader::new(&bytes);
        read(&mut reader).filter(|_| reader.is_at_end())
    }

    /// Reads all that a page holds, with spaces between them. What is damaged is passed over.
    pub fn list(text: &str) -> Vec<Self> {
        text.split_ascii_whitespace().filter_map(Self::decode).collect()
    }
}

fn read(from: &mut Reader) -> Option<ClassCampaign> {
    Some(ClassCampaign {
        id: from.text()?,
        opens: from.text()?,
        closes: from.text()?,
        retention_months: u16::try_from(from.number()?).ok()?,
        threshold: u64::try_from(from.number()?).ok()?,
        communes: from
            .list(|from| Some(Commune { code: from.text()?, name: from.text()?, province: from.text()? }))?,
        places: from.list(|from| Some(Point { id: from.text()?, name: from.text()? }))?,
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
