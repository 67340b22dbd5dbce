//! A pack: everything a person reads for one instrument in one language, compiled at build time.

use serde::{Deserialize, Serialize};

use crate::wire::Reader;
use crate::{
    Band, Block, ChoiceQuestion, ChoiceText, Condition, Counting, Factor, Formula, Instrument,
    InstrumentText, Item, ItemText, Kind, MissingRule, OptionKind, Part, Place, Profile, ProfileText,
    ResponseOption, Scale, Source, Status, TopBoxText, Total,
};

/// One instrument in one language, with the profile and the interface words.
///
/// The form is private to one build: app and packs are always built and cached together, so the
/// encoding (postcard) carries no version of its own beyond [`Pack::build`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// Fingerprint of the interface keys it was made with: the app compares it with its own, since words
    /// are found by position.
    pub build: String,
    /// Language tag: `vi`, `en`.
    pub lang: String,
    /// The instrument.
    pub instrument: Instrument,
    /// Its words.
    pub text: InstrumentText,
    /// The questions around it.
    pub profile: Profile,
    /// Their words.
    pub profile_text: ProfileText,
    /// The interface words, in the order of the app's key list.
    pub ui: Vec<String>,
}

/// A pack that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the content pack cannot be read: it is damaged or belongs to another build")]
pub struct PackError;

impl Pack {
    /// Bytes for the build's output folder.
    ///
    /// # Errors
    /// Never in practice: only if memory runs out.
    pub fn encode(&self) -> Result<Vec<u8>, PackError> {
        postcard::to_allocvec(self).map_err(|_| PackError)
    }

    /// Reads what [`Pack::encode`] wrote.
    ///
    /// # Errors
    /// The bytes are damaged or of another build's shape.
    pub fn decode(bytes: &[u8]) -> Result<Self, PackError> {
        let mut reader = Reader::new(bytes);
        let pack = pack(&mut reader).filter(|_| reader.is_at_end());
        pack.ok_or(PackError)
    }
}

fn pack(from: &mut Reader) -> Option<Pack> {
    Some(Pack {
        build: from.text()?,
        lang: from.text()?,
        instrument: instrument(from)?,
        text: InstrumentText {
            title: from.text()?,
            items: from.list(|from| {
                Some(ItemText {
                    plain: from.text()?,
                    formal: from.maybe(Reader::text)?,
                    short: from.text()?,
                    unit: from.maybe(Reader::text)?,
                })
            })?,
            factors: from.texts()?,
            options: from.list(Reader::texts)?,
            parts: from.texts()?,
            bands: from.texts()?,
            top_box: from.maybe(|from| Some(TopBoxText { name: from.text()?, note: from.text()? }))?,
        },
        profile: Profile {
            version: from.text()?,
            questions: from.list(|from| {
                let (id, place) = (from.text()?, from.number()?);
                let place = [Place::Before, Place::After].get(place).copied()?;
                Some(ChoiceQuestion { id, place, options: from.texts()? })
            })?,
        },
        profile_text: ProfileText {
            questions: from.list(|from| {
                Some(ChoiceText {
                    question: from.text()?,
                    hint: from.maybe(Reader::text)?,
                    options: from.texts()?,
                })
            })?,
        },
        ui: from.texts()?,
    })
}

fn instrument(from: &mut Reader) -> Option<Instrument> {
    Some(Instrument {
        id: from.text()?,
        version: from.text()?,
        status: [Status::Current, Status::Archived, Status::Draft].get(from.number()?).copied()?,
        source: Source { number: from.text()?, date: from.text()?, replaced_by: from.maybe(Reader::text)? },
        valid_from: from.text()?,
        valid_to: from.maybe(Reader::text)?,
        scales: from.list(|from| Some(Scale { id: from.text()?, options: from.list(option)? }))?,
        factors: from.list(|from| Some(Factor { id: from.text()?, part: from.maybe(Reader::number)? }))?,
        items: from.list(item)?,
        missing: MissingRule { numerator: from.byte()?, denominator: from.byte()? },
        formulas: from.list(|from| {
            [Formula::TopBox, Formula::MeanOfMax, Formula::Rescaled].get(from.number()?).copied()
        })?,
        parts: from.list(|from| Some(Part { id: from.text()? }))?,
        total: [Total::Items, Total::Parts, Total::None].get(from.number()?).copied()?,
        bands: from.list(|from| {
            Some(Band { id: from.text()?, numerator: from.byte()?, denominator: from.byte()? })
        })?,
        without: from.texts()?,
        blocks: from.list(|from| Some(Block { id: from.text()? }))?,
        blocks_asked: from.number()?,
    })
}

fn item(from: &mut Reader) -> Option<Item> {
    Some(Item {
        id: from.text()?,
        scale: from.number()?,
        factor: from.maybe(Reader::number)?,
        weight: from.byte()?,
        counting: match from.number()? {
            0 => Counting::Plain,
            1 => Counting::Reversed,
            2 => Counting::Right(from.number()?),
            _ => return None,
        },
        relevant: from
            .list(|from| Some(Condition { item: from.number()?, options: from.list(Reader::number)? }))?,
        kind: kind(from)?,
        block: from.maybe(Reader::number)?,
    })
}

fn kind(from: &mut Reader) -> Option<Kind> {
    let number = |from: &mut Reader| u32::try_from(from.number()?).ok();
    Some(match from.number()? {
        0 => Kind::One,
        1 => Kind::Several { most: from.byte()?, alone: from.maybe(Reader::number)? },
        2 => Kind::Number {
            least: number(from)?,
            most: number(from)?,
            money: from.truth()?,
            usual: (number(from)?, number(from)?),
        },
        3 => Kind::Words { most: u16::try_from(from.number()?).ok()? },
        _ => return None,
    })
}

fn option(from: &mut Reader) -> Option<ResponseOption> {
    let id = from.text()?;
    let kind = match from.number()? {
        0 => OptionKind::Scored { points: from.byte()?, satisfied: from.truth()? },
        1 => OptionKind::Unscored,
        2 => OptionKind::NotApplicable,
        _ => return None,
    };
    Some(ResponseOption { id, kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Pack {
        let text = |text: &str| text.to_owned();
        let scored = |points, satisfied| OptionKind::Scored { points, satisfied };
        let option = |id: &str, kind| ResponseOption { id: id.to_owned(), kind };
        Pack {
            build: text("0"),
            lang: text("vi"),
            instrument: Instrument {
                id: text("a"),
                version: text("1"),
                status: Status::Draft,
                source: Source {
                    number: text("own"),
                    date: text("2026-01-01"),
                    replaced_by: Some(text("other")),
                },
                valid_from: text("2026-01-01"),
                valid_to: Some(text("2026-12-31")),
                scales: vec![Scale {
                    id: text("s"),
                    options: vec![
                        option("1", scored(200, false)),
                        option("yes", OptionKind::Unscored),
                        option("na", OptionKind::NotApplicable),
                    ],
                }],
                factors: vec![Factor { id: text("f"), part: Some(0) }],
                items: vec![
                    Item {
                        id: text("f-1"),
                        factor: Some(0),
                        weight: 3,
                        counting: Counting::Reversed,
                        ..Item::default()
                    },
                    Item {
                        id: text("x-1"),
                        counting: Counting::Right(1),
                        relevant: vec![Condition { item: 0, options: vec![0, 1] }],
                        kind: Kind::Several { most: 3, alone: Some(1) },
                        block: Some(0),
                        ..Item::default()
                    },
                    Item {
                        id: text("n-1"),
                        kind: Kind::Number { least: 1, most: u32::MAX, money: true, usual: (1000, u32::MAX) },
                        ..Item::default()
                    },
                    Item { id: text("w-1"), kind: Kind::Words { most: 500 }, ..Item::default() },
                ],
                missing: MissingRule { numerator: 1, denominator: 255 },
                formulas: vec![Formula::TopBox, Formula::MeanOfMax, Formula::Rescaled],
                parts: vec![Part { id: text("p") }],
                total: Total::None,
                bands: vec![Band { id: text("b"), numerator: 1, denominator: 200 }],
                without: vec![text("q")],
                blocks: vec![Block { id: text("k") }],
                blocks_asked: 1,
            },
            text: InstrumentText {
                title: text("Tiêu đề"),
                items: vec![ItemText {
                    plain: text("?"),
                    formal: Some(text("…")),
                    short: text("!"),
                    unit: Some(text("lần")),
                }],
                factors: vec![text("F")],
                options: vec![vec![text("Một"), text("Hai")], Vec::new()],
                parts: vec![text("P")],
                bands: vec![text("B")],
                top_box: Some(TopBoxText { name: text("T"), note: text("…") }),
            },
            profile: Profile {
                version: text("1"),
                questions: [Place::Before, Place::After]
                    .map(|place| ChoiceQuestion { id: text("q"), place, options: vec![text("o")] })
                    .into(),
            },
            profile_text: ProfileText {
                questions: vec![ChoiceText {
                    question: text("?"),
                    hint: Some(text("h")),
                    options: vec![text("O")],
                }],
            },
            ui: vec![text("a"); 300],
        }
    }

    #[test]
    fn a_pack_is_read_as_serde_reads_it() {
        let bytes = example().encode().unwrap();
        assert_eq!(Pack::decode(&bytes).unwrap(), example());
        assert_eq!(postcard::from_bytes::<Pack>(&bytes).unwrap(), example());
    }

    #[test]
    fn a_damaged_pack_is_refused_and_never_panics() {
        let bytes = example().encode().unwrap();
        for length in 0..bytes.len() {
            assert!(Pack::decode(&bytes[..length]).is_err(), "cut at {length}");
        }
        assert!(Pack::decode(&[bytes.as_slice(), &[0]].concat()).is_err(), "something behind it");
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0xff;
            let _ = Pack::decode(&damaged);
        }
    }
}
