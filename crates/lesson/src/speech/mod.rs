//! A part of a lesson read aloud by a person, in whatever language that person speaks.
//!
//! One recording is one part: what stands on the screen at one time (see [`screens`](crate::screens)),
//! because that is what a volunteer reads in one breath. It is not cut into sentences. Whoever puts a
//! step into Mông or Tày says it in as many sentences as that language wants, so marking them one by one
//! would point at the wrong ones; while it is heard the whole part is marked.
//!
//! A [`Recording`] is one row of bytes that says all about itself and is named by its SHA-256, so that a
//! device, a file handed on and a hub speak of the same thing. Nobody's name is in it. Without the
//! speaker's consent there is none: [`Consent`] cannot be left out.

mod bundle;
mod entry;
mod parts;
mod plan;
#[cfg(test)]
mod tests;

use lang_nghe_instrument::wire::Reader;
use serde::{Deserialize, Serialize};

pub use bundle::{Bundle, BundleError, Contained};
pub use entry::{Answer, Entry, Hash, Listing, ListingError, State};
pub use parts::{Part, part_at, parts, parts_of};
pub use plan::{Held, Origin, PackName, Plan, best, fetched, plan};

/// Most bytes of sound in one recording: three minutes at 40 kbit/s, and room to spare.
pub const MOST_AUDIO: usize = 1024 * 1024;
/// Most bytes of a whole recording.
pub const MOST_BYTES: usize = MOST_AUDIO + 1024;
/// Longest recording, in milliseconds.
pub const LONGEST_MS: u32 = 180_000;
/// Shortest recording, in milliseconds: less is a slip of the finger.
pub const SHORTEST_MS: u32 = 300;
/// Most letters of a speaker's own label.
pub const LABEL_LETTERS: usize = 40;
/// The statement that speakers agree to in this version of the app.
pub const STATEMENT: u16 = 1;

/// The address of a hub's list; a recording lies below it, under its name.
pub const PATH: &str = "/api/v1/speech";

/// First bytes of every recording; no page of HTML begins so.
const MARK: &[u8; 4] = b"LNsp";
/// The form that this version writes.
const FORM: u8 = 1;
/// Highest part that is believed.
const MOST_PARTS: u16 = 999;

/// What a recording is of: everything that decides where it is heard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// BCP 47 tag of the language that is spoken: `vi`, `tyz`.
    pub lang: String,
    /// Id of the lesson.
    pub lesson: String,
    /// Edition of the lesson that was read; another edition has other words.
    pub edition: String,
    /// The part: 0 for title and summary, otherwise the number of its first block, counted from 1.
    pub part: u16,
}

/// That the speaker agreed, and to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Number of the statement, from 1.
    pub statement: u16,
    /// The day, `YYYY-MM-DD`.
    pub day: String,
}

/// What a recording says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What it is of.
    pub key: Key,
    /// That the speaker agreed.
    pub consent: Consent,
    /// What the speaker wants to be called, if anything: at most [`LABEL_LETTERS`] letters. Nobody asks
    /// for a name.
    pub label: Option<String>,
    /// How long it is, in milliseconds.
    pub millis: u32,
}

/// A part of a lesson, spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// What it says about itself.
    pub about: About,
    /// The sound, as the recorder gave it.
    pub audio: Vec<u8>,
}

/// How sound is packed. Told from its first bytes, never from what somebody says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// WebM or Matroska: what Chromium and Firefox record.
    WebM,
    /// MPEG-4: what Safari records.
    Mp4,
    /// Ogg.
    Ogg,
    /// MPEG layer III.
    Mp3,
}

/// Why bytes are no recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpeechError {
    /// Something else.
    #[error("this is no recording")]
    NotOne,
    /// Written by a newer version of the app.
    #[error("the recording was written by a newer version (form {0}); update to use it")]
    Newer(u8),
    /// Cut short or changed.
    #[error("the recording is damaged")]
    Damaged,
    /// It says nothing of the speaker's consent, or no day of it.
    #[error("the recording does not say that the speaker agreed")]
    NoConsent,
    /// It names no language, lesson, edition or part as those are named.
    #[error("the recording does not name its lesson, edition, part and language properly")]
    Misnamed,
    /// The label is too long or has a line break.
    #[error("the speaker's label is longer than {LABEL_LETTERS} letters or more than one line")]
    Label,
    /// It is shorter or longer than a recording may be.
    #[error("a recording lasts between {SHORTEST_MS} and {LONGEST_MS} milliseconds")]
    Length,
    /// There is too much sound.
    #[error("a recording has at most {MOST_AUDIO} bytes of sound")]
    TooLarge,
    /// The bytes are no sound of a kind that is taken.
    #[error("the bytes are no sound in WebM, MPEG-4, Ogg or MP3")]
    NotAudio,
}

impl Recording {
    /// Bytes to keep, send and hand on.
    ///
    /// # Errors
    /// It breaks one of the limits here; nothing that breaks them is ever kept.
    pub fn encode(&self) -> Result<Vec<u8>, SpeechError> {
        self.about.check()?;
        self.check_audio()?;
        let mut bytes = MARK.to_vec();
        bytes.push(FORM);
        let mut bytes = postcard::to_extend(&self.about, bytes).map_err(|_| SpeechError::Damaged)?;
        bytes.extend_from_slice(&self.audio);
        Ok(bytes)
    }

    /// Reads what [`Recording::encode`] of this version wrote, and holds it against the same limits.
    ///
    /// # Errors
    /// It is no recording, of a newer form, damaged, or breaks a limit.
    pub fn decode(bytes: &[u8]) -> Result<Self, SpeechError> {
        let rest = bytes.strip_prefix(MARK).ok_or(SpeechError::NotOne)?;
        let (form, rest) = rest.split_first().ok_or(SpeechError::Damaged)?;
        if *form > FORM {
            return Err(SpeechError::Newer(*form));
        }
        if *form != FORM {
            return Err(SpeechError::Damaged);
        }
        if bytes.len() > MOST_BYTES {
            return Err(SpeechError::TooLarge);
        }
        let mut reader = Reader::new(rest);
        let about = about(&mut reader).ok_or(SpeechError::Damaged)?;
        let recording = Self { about, audio: reader.rest().to_vec() };
        recording.about.check()?;
        recording.check_audio()?;
        Ok(recording)
    }

    /// How its sound is packed.
    ///
    /// # Errors
    /// It is no sound.
    pub fn kind(&self) -> Result<Kind, SpeechError> {
        Kind::of(&self.audio).ok_or(SpeechError::NotAudio)
    }

    fn check_audio(&self) -> Result<(), SpeechError> {
        if self.audio.len() > MOST_AUDIO {
            return Err(SpeechError::TooLarge);
        }
        self.kind().map(drop)
    }
}

impl About {
    fn check(&self) -> Result<(), SpeechError> {
        let Self { key, consent, label, millis } = self;
        if !key.is_well_formed() {
            return Err(SpeechError::Misnamed);
        }
        if consent.statement == 0 || crate::day_number(&consent.day).is_none() {
            return Err(SpeechError::NoConsent);
        }
        if label.as_deref().is_some_and(|label| !is_label(label)) {
            return Err(SpeechError::Label);
        }
        if !(SHORTEST_MS..=LONGEST_MS).contains(millis) {
            return Err(SpeechError::Length);
        }
        Ok(())
    }
}

impl Key {
    /// Whether language, lesson, edition and part are written as those are.
    pub fn is_well_formed(&self) -> bool {
        is_tag(&self.lang) && is_id(&self.lesson) && is_edition(&self.edition) && self.part <= MOST_PARTS
    }
}

impl Kind {
    /// The kind that the first bytes tell; `None` for anything that is no sound.
    pub fn of(audio: &[u8]) -> Option<Self> {
        // EBML, the box `ftyp`, an Ogg page, an ID3 tag or a frame of layer III.
        match audio {
            [0x1a, 0x45, 0xdf, 0xa3, _, ..] => Some(Self::WebM),
            [_, _, _, _, b'f', b't', b'y', b'p', _, ..] => Some(Self::Mp4),
            [b'O', b'g', b'g', b'S', _, ..] => Some(Self::Ogg),
            [b'I', b'D', b'3', _, ..] | [0xff, 0xfa | 0xfb | 0xf2 | 0xf3, _, ..] => Some(Self::Mp3),
            _ => None,
        }
    }

    /// Its media type, for whoever plays it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::WebM => "audio/webm",
            Self::Mp4 => "audio/mp4",
            Self::Ogg => "audio/ogg",
            Self::Mp3 => "audio/mpeg",
        }
    }
}

/// Whether a label is one: one line of letters that somebody can read.
fn is_label(label: &str) -> bool {
    !label.trim().is_empty()
        && label.chars().count() <= LABEL_LETTERS
        && !label.contains(|letter: char| letter.is_control() || "<>".contains(letter))
}

/// Whether this is written like a language tag: a language of two or three letters, and at most three
/// further parts (RFC 5646, without its rarer forms).
pub fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase());
    let more =
        |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (2..=3).contains(&first.len())
        && letters(first)
        && tag.len() <= 24
        && parts.clone().count() <= 3
        && parts.all(more)
}

fn is_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !id.is_empty() && id.len() <= 64 && id.bytes().all(plain)
}

fn is_edition(edition: &str) -> bool {
    !edition.is_empty()
        && edition.len() <= 16
        && edition.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn about(from: &mut Reader) -> Option<About> {
    let key = Key { lang: from.text()?, lesson: from.text()?, edition: from.text()?, part: short(from)? };
    let consent = Consent { statement: short(from)?, day: from.text()? };
    let label = from.maybe(Reader::text)?;
    Some(About { key, consent, label, millis: u32::try_from(from.number()?).ok()? })
}

fn short(from: &mut Reader) -> Option<u16> {
    u16::try_from(from.number()?).ok()
}
