//! How long the parts of a record may be. The page keeps people within them; the hub refuses what is
//! beyond them, because no app of ours writes it.

use crate::Record;

/// Longest free text, in characters. The page counts along with the person.
pub const COMMENT_CHARS: usize = 2_000;
/// Longest id or version of anything, in bytes.
pub const NAME_BYTES: usize = 64;
/// Longest answer to one item, in bytes: several options, or a short text.
pub const ANSWER_BYTES: usize = 2_000;
/// Longest answers to all items together, in bytes as JSON writes them.
pub const ANSWERS_BYTES: usize = 30_000;
/// Most blocks of a form, and most names of what the device noticed.
pub const NAMES: usize = 32;
/// Most answers to items.
pub const ANSWERS: usize = 200;
/// Most answers to profile questions.
pub const ABOUT: usize = 40;
/// Longest sealed part, in bytes: a record with every part at its limit fits.
pub const SEALED_BYTES: usize = 64 * 1024;

/// The part of a record that is longer than any app writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is longer than allowed")]
pub struct TooLong(pub &'static str);

impl Record {
    /// Looks at the length of every part.
    ///
    /// # Errors
    /// Names the first part that is beyond its limit.
    pub fn check_lengths(&self) -> Result<(), TooLong> {
        let within = |part, fits: bool| fits.then_some(()).ok_or(TooLong(part));
        let name = |part, text: &str| within(part, text.len() <= NAME_BYTES);
        let pairs = |part, pairs: &[(String, String)], most| {
            within(part, pairs.len() <= most)?;
            pairs.iter().try_for_each(|(key, value)| name(part, key).and_then(|()| name(part, value)))
        };
        name("campaign", &self.campaign)?;
        name("instrument", &self.instrument)?;
        name("version", &self.version)?;
        name("profile", &self.profile)?;
        name("lang", &self.lang)?;
        name("point", self.point.as_deref().unwrap_or_default())?;
        name("app", &self.app)?;
        within("answers", self.answers.len() <= ANSWERS)?;
        for (item, answer) in &self.answers {
            name("answers", item)?;
            within("answers", answer.len() <= ANSWER_BYTES)?;
        }
        let written = self.answers.iter().map(|(item, answer)| in_json(item) + in_json(answer));
        within("answers", written.sum::<usize>() <= ANSWERS_BYTES)?;
        for (part, names) in [("blocks", &self.blocks), ("flags", self.flags.as_ref().unwrap_or(&Vec::new()))]
        {
            within(part, names.len() <= NAMES)?;
            names.iter().try_for_each(|text| name(part, text))?;
        }
        pairs("about", &self.about, ABOUT)?;
        let comment = self.comment.as_deref().unwrap_or_default();
        within("comment", comment.chars().count() <= COMMENT_CHARS)
    }
}

/// Bytes of a text as JSON writes it, without its quotation marks.
fn in_json(text: &str) -> usize {
    let bytes = |character: char| match character {
        '"' | '\\' | '\n' => 2,
        '\u{0}'..='\u{1f}' => 6,
        other => other.len_utf8(),
    };
    text.chars().map(bytes).sum()
}
