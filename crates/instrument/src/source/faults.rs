//! Everything that is wrong with some files, as sentences for the person who wrote them.

use std::{collections::BTreeSet, fmt, path::Path};

use unicode_normalization::is_nfc;

use super::NOT_APPLICABLE;

/// All faults found, in the order of the files; each names its file and says what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    sentences: Vec<String>,
}

impl Faults {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// One sentence per fault.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.sentences.iter().map(String::as_str)
    }

    /// Adds another list's faults after these.
    pub fn append(&mut self, other: Self) {
        self.sentences.extend(other.sentences);
    }

    /// The value, if nothing is wrong.
    ///
    /// # Errors
    /// These faults, if there are any, or if there is no value.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Self> {
        value.filter(|_| self.is_empty()).ok_or(self)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sentences.len() {
            0 => return f.write_str("no faults"),
            1 => f.write_str("1 fault:")?,
            several => write!(f, "{several} faults:")?,
        }
        self.sentences.iter().try_for_each(|sentence| write!(f, "\n- {sentence}"))
    }
}

impl std::error::Error for Faults {}

/// Ids that records and tallies use for something else.
const RESERVED: [&str; 5] = ["about", "comment", "none", "total", NOT_APPLICABLE];

/// Looks at one file and adds what is wrong with it to the list.
#[derive(Debug)]
pub struct Inspector<'f> {
    file: String,
    faults: &'f mut Faults,
}

impl<'f> Inspector<'f> {
    /// An inspector of the file (or folder) at this path.
    pub fn new(path: &Path, faults: &'f mut Faults) -> Self {
        Self { file: label(path), faults }
    }

    /// Adds a fault. The sentence follows the file's name and a colon, and ends without a full stop.
    pub fn say(&mut self, sentence: impl fmt::Display) {
        self.faults.sentences.push(format!("{}: {sentence}", self.file));
    }

    /// An id that goes into records and addresses: lower-case letters, digits and hyphens.
    pub fn id(&mut self, what: &str, id: &str) {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let edge = id.starts_with('-') || id.ends_with('-');
        if id.is_empty() {
            self.say(format_args!("{what} has no id; add `id = \"…\"`"));
        } else if !id.bytes().all(plain) || edge || id.len() > 40 {
            self.say(format_args!(
                "the id `{id}` of {what} cannot be used; write at most 40 lower-case letters, digits and hyphens, such as `access-1`"
            ));
        } else if RESERVED.contains(&id) {
            self.say(format_args!("the id `{id}` of {what} is reserved; choose another"));
        }
    }

    /// Ids of which each may stand only once.
    pub fn unique<'i>(&mut self, what: &str, ids: impl IntoIterator<Item = &'i str>) {
        let mut seen = BTreeSet::new();
        let mut told = BTreeSet::new();
        for id in ids.into_iter().filter(|id| !id.is_empty()) {
            if !seen.insert(id) && told.insert(id) {
                self.say(format_args!("the {what} `{id}` stands twice; give each its own id or remove one"));
            }
        }
    }

    /// Words that a person reads.
    pub fn words(&mut self, what: &str, words: &str) {
        if words.trim().is_empty() {
            self.say(format_args!("{what} is missing or empty; write it"));
            return;
        }
        if !is_nfc(words) {
            self.say(format_args!(
                "{what} spells its accents as separate characters (`{words}`); save the text as Unicode NFC"
            ));
        }
        if words.contains(['{', '}']) {
            self.say(format_args!("{what} has a brace (`{words}`), but no value is filled in here; write it without `{{` and `}}`"));
        }
        if words.trim() != words || words.contains("  ") {
            self.say(format_args!(
                "{what} begins or ends with a space or has two in a row (`{words}`); remove them"
            ));
        }
        if words.contains(char::is_control) {
            self.say(format_args!(
                "{what} has a line break or another control character; write it on one line"
            ));
        }
    }

    /// A day of the calendar.
    pub fn day(&mut self, what: &str, text: &str) -> bool {
        let is_day = is_day(text);
        if !is_day {
            let found = if text.is_empty() {
                "is missing".to_owned()
            } else {
                format!("`{text}` is no day of the calendar")
            };
            self.say(format_args!("{what} {found}; write it as \"YYYY-MM-DD\""));
        }
        is_day
    }

    /// Two days, of which the second must not come before the first.
    pub fn period(&mut self, first: (&str, &str), last: (&str, &str)) {
        let both = self.day(first.0, first.1) & self.day(last.0, last.1);
        if both && last.1 < first.1 {
            self.say(format_args!(
                "{} {} comes before {} {}; exchange or correct them",
                last.0, last.1, first.0, first.1
            ));
        }
    }
}

/// The path as people name it: from the `content` folder on, with slashes.
fn label(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let start = parts.iter().rposition(|part| part == "content").unwrap_or(0);
    parts[start..].join("/")
}

/// Whether the text is `YYYY-MM-DD` and names a day that exists.
fn is_day(text: &str) -> bool {
    let shape = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    let number = |range: std::ops::Range<usize>| {
        text.get(range).and_then(|digits| digits.parse::<u16>().ok()).unwrap_or(0)
    };
    let year = if shape { number(0..4) } else { 0 };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match number(5..7) {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    year > 0 && (1..=days).contains(&number(8..10))
}
