//! Lists of recordings: what a hub or a build offers, in lines of text.
//!
//! ```text
//! lang-nghe speech 1
//! <sha-256> <state> <bytes> <language> <lesson> <edition> <part> <day> [<address>]
//! ```
//!
//! Lines of another shape are of a newer version and are passed over. The first line is what tells a hub
//! from a captive portal, which answers every address with its own page.

use core::fmt;

use super::Key;

/// The first line.
const HEAD: &str = "lang-nghe speech 1";
/// Most lines that are read.
const MOST: usize = 20_000;

/// SHA-256 of a recording's bytes: its name everywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Reads 64 hexadecimal digits in lower case.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 || digits.iter().any(u8::is_ascii_uppercase) {
            return None;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(*pair.first()?)? << 4 | digit(*pair.last()?)?;
        }
        Some(Self(hash))
    }

    /// The first eight digits, in two groups: enough for people to speak of one recording.
    pub fn mark(&self) -> String {
        let digits = self.to_string().to_ascii_uppercase();
        [digits.get(..4).unwrap_or_default(), "-", digits.get(4..8).unwrap_or_default()].concat()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        for byte in self.0 {
            for digit in [byte >> 4, byte & 15] {
                fmt::Write::write_char(f, char::from(DIGITS[usize::from(digit)]))?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a hub says of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is there, and nobody has listened to it yet.
    Waiting,
    /// An official has listened: every device may fetch it.
    Offered,
    /// An official did not accept it. Whoever recorded it may hear it and record again.
    Refused,
    /// It is withdrawn: every device forgets it.
    Withdrawn,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Offered, Self::Refused, Self::Withdrawn];

    /// Its name in lists.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of this name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// One recording in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub hash: Hash,
    /// What the hub says of it.
    pub state: State,
    /// How many bytes it is.
    pub bytes: u32,
    /// What it is of.
    pub key: Key,
    /// The day of the consent, `YYYY-MM-DD`.
    pub day: String,
    /// Where it lies; empty for the hub's own address of its name.
    pub path: String,
}

/// A list of recordings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing(pub Vec<Entry>);

/// Why a text is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no list of recordings")]
pub struct ListingError;

impl Listing {
    /// The text.
    pub fn write(&self) -> String {
        let mut text = [HEAD, "\n"].concat();
        for Entry { hash, state, bytes, key, day, path } in &self.0 {
            let (hash, bytes, part) = (hash.to_string(), bytes.to_string(), key.part.to_string());
            let fields = [
                &hash,
                state.code(),
                &bytes,
                &key.lang,
                &key.lesson,
                &key.edition,
                &part,
                day,
                path.as_str(),
            ];
            text.push_str(fields.join(" ").trim_end());
            text.push('\n');
        }
        text
    }

    /// Reads a text; lines that say something else are passed over.
    ///
    /// # Errors
    /// It is no list at all.
    pub fn read(text: &str) -> Result<Self, ListingError> {
        let mut lines = text.lines();
        if lines.next() != Some(HEAD) {
            return Err(ListingError);
        }
        Ok(Self(lines.take(MOST).filter_map(entry).collect()))
    }
}

fn entry(line: &str) -> Option<Entry> {
    let mut fields = line.split(' ');
    let mut next = || fields.next();
    let (hash, state) = (Hash::parse(next()?)?, State::parse(next()?)?);
    let bytes = next()?.parse().ok()?;
    let (lang, lesson, edition) = (next()?.to_owned(), next()?.to_owned(), next()?.to_owned());
    let key = Key { lang, lesson, edition, part: next()?.parse().ok()? };
    let day = next()?.to_owned();
    crate::day_number(&day)?;
    let path = next().unwrap_or_default().to_owned();
    let is_ours = path.is_empty() || path.starts_with("/a/");
    (key.is_well_formed() && is_ours && next().is_none()).then_some(Entry {
        hash,
        state,
        bytes,
        key,
        day,
        path,
    })
}

/// What a hub answers to one recording that it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Which.
    pub hash: Hash,
    /// What it is there now.
    pub state: State,
}

impl Answer {
    /// The text.
    pub fn write(self) -> String {
        let hash = self.hash.to_string();
        [HEAD, "\n", &hash, " ", self.state.code(), "\n"].concat()
    }

    /// Reads a text; `None` for anything that no hub wrote.
    pub fn read(text: &str) -> Option<Self> {
        let (hash, state) = text.strip_prefix(HEAD)?.trim().split_once(' ')?;
        Some(Self { hash: Hash::parse(hash)?, state: State::parse(state)? })
    }
}
