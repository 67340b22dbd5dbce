//! What one learner on a device has done, as a few lines of text. No name: a picture and a colour.
//!
//! ```text
//! lang-nghe learner 1
//! profile buffalo teal
//! pin 00112233… 8899aabb…
//! lesson otp 2026.1 7
//! done otp 2026-11-22
//! before otp 1 3
//! after otp 3 3
//! card otp who 2 20779
//! practice filing 5c2f91aa:1:1s1
//! ```
//!
//! A line that is not understood is kept and written again: a newer version's facts survive an older
//! one, and damage stays visible. Text that is no learner's at all is refused; whoever reads it keeps
//! the bytes aside before writing anything in their place.

use std::collections::BTreeMap;

use crate::check::Marks;
use crate::{LeitnerBox, ReviewCard, day_number};

const NAME: &str = "lang-nghe learner ";
const VERSION: u32 = 1;

/// One learner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learner {
    /// Id of the picture chosen.
    pub picture: String,
    /// Id of the colour chosen.
    pub colour: String,
    /// The PIN, if one was set.
    pub pin: Option<Pin>,
    /// By lesson id.
    pub lessons: BTreeMap<String, Progress>,
    /// Questions to be asked again, by lesson and question.
    pub cards: BTreeMap<(String, String), ReviewCard>,
    /// Practices left in the middle, by id, as [`Rehearsal::encode`](crate::Rehearsal::encode) writes them.
    pub practices: BTreeMap<String, String>,
    /// Lines that this version does not understand; written again as they are.
    pub unread: Vec<String>,
}

/// A PIN as the caller salted and hashed it. It keeps a neighbour's finger away and no more: whoever
/// holds the device can try all PINs, and the page says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    /// Random, different for each learner.
    pub salt: [u8; 16],
    /// Hash of salt and PIN.
    pub hash: [u8; 32],
}

/// How far a learner is in a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Edition of the lesson that positions refer to.
    pub edition: String,
    /// Position of the block reached, for “continue where I was”.
    pub block: u16,
    /// Day on which it was finished, `YYYY-MM-DD`.
    pub done: Option<String>,
    /// Marks before the lesson.
    pub before: Option<Marks>,
    /// Marks after it.
    pub after: Option<Marks>,
}

/// Text that is no learner of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LearnerError {
    /// A newer version of the app wrote it.
    #[error("the progress was written by a newer version of the app")]
    Newer,
    /// It does not begin like one.
    #[error("this is not a learner's progress")]
    NotALearner,
}

impl Learner {
    /// A learner who has done nothing yet. Picture and colour are ids without spaces.
    pub fn new(picture: &str, colour: &str) -> Self {
        Self { picture: picture.to_owned(), colour: colour.to_owned(), ..Self::default() }
    }

    /// Questions due on this day, in a fixed order: the box asked most often first.
    pub fn due(&self, today: u32) -> Vec<(&str, &str)> {
        let mut due: Vec<_> = self.cards.iter().filter(|(_, card)| card.is_due(today)).collect();
        due.sort_by_key(|(names, card)| (card.place, *names));
        due.into_iter().map(|((lesson, question), _)| (lesson.as_str(), question.as_str())).collect()
    }

    /// Notes the answer to a question. A missed one is asked again from tomorrow; one that was never
    /// missed needs no card. A right answer moves a card up only on a day when it was due: going
    /// through a lesson twice within the hour is not remembering.
    pub fn answered(&mut self, lesson: &str, question: &str, right: bool, today: u32) {
        let key = (lesson.to_owned(), question.to_owned());
        match self.cards.get(&key).copied() {
            None if right => {}
            None => drop(self.cards.insert(key, ReviewCard::missed(today))),
            Some(card) if right && !card.is_due(today) => {}
            Some(card) => match card.answered(right, today) {
                Some(card) => drop(self.cards.insert(key, card)),
                None => drop(self.cards.remove(&key)),
            },
        }
    }

    /// The learner as text; equal learners give equal text.
    pub fn encode(&self) -> String {
        let mut lines = vec![
            [NAME, &VERSION.to_string()].concat(),
            ["profile ", &self.picture, " ", &self.colour].concat(),
        ];
        if let Some(pin) = &self.pin {
            lines.push(["pin ", &hex(&pin.salt), " ", &hex(&pin.hash)].concat());
        }
        for (id, progress) in &self.lessons {
            lines.push(["lesson ", id, " ", &progress.edition, " ", &progress.block.to_string()].concat());
            if let Some(day) = &progress.done {
                lines.push(["done ", id, " ", day].concat());
            }
            for (word, marks) in [("before ", progress.before), ("after ", progress.after)] {
                if let Some(marks) = marks {
                    let (right, asked) = (marks.right.to_string(), marks.asked.to_string());
                    lines.push([word, id, " ", &right, " ", &asked].concat());
                }
            }
        }
        for ((lesson, question), card) in &self.cards {
            let (place, asked) = (card.place.number().to_string(), card.asked.to_string());
            lines.push(["card ", lesson, " ", question, " ", &place, " ", &asked].concat());
        }
        for (id, state) in &self.practices {
            lines.push(["practice ", id, " ", state].concat());
        }
        lines.extend(self.unread.iter().cloned());
        lines.join("\n")
    }

    /// Reads what [`Learner::encode`] of this or an earlier version wrote.
    ///
    /// # Errors
    /// It is no learner's text, or a newer one.
    pub fn decode(text: &str) -> Result<Self, LearnerError> {
        let mut lines = text.lines();
        let version = lines.next().and_then(|line| line.strip_prefix(NAME));
        match version.and_then(|version| version.parse::<u32>().ok()) {
            Some(1..=VERSION) => {}
            Some(0) | None => return Err(LearnerError::NotALearner),
            Some(_) => return Err(LearnerError::Newer),
        }
        let mut learner = Self::default();
        for line in lines.filter(|line| !line.is_empty()) {
            if learner.read(line).is_none() {
                learner.unread.push(line.to_owned());
            }
        }
        Ok(learner)
    }

    /// Takes in one line; `None` if it is not understood, says something twice, or comes before the
    /// lesson it speaks of.
    fn read(&mut self, line: &str) -> Option<()> {
        let parts: Vec<&str> = line.split(' ').collect();
        if parts.iter().any(|part| part.is_empty()) {
            return None;
        }
        match parts.as_slice() {
            ["profile", picture, colour] if self.picture.is_empty() => {
                self.picture = (*picture).to_owned();
                self.colour = (*colour).to_owned();
            }
            ["pin", salt, hash] if self.pin.is_none() => {
                self.pin = Some(Pin { salt: unhex(salt)?, hash: unhex(hash)? });
            }
            ["lesson", id, edition, block] if !self.lessons.contains_key(*id) => {
                let block = number(block)?;
                let progress = Progress { edition: (*edition).to_owned(), block, ..Progress::default() };
                self.lessons.insert((*id).to_owned(), progress);
            }
            ["done", id, day] => {
                day_number(day)?;
                put(&mut self.lessons.get_mut(*id)?.done, (*day).to_owned())?;
            }
            ["before", id, right, asked] => {
                let marks = marks(right, asked)?;
                put(&mut self.lessons.get_mut(*id)?.before, marks)?;
            }
            ["after", id, right, asked] => {
                let marks = marks(right, asked)?;
                put(&mut self.lessons.get_mut(*id)?.after, marks)?;
            }
            ["card", lesson, question, place, asked] => {
                let card = ReviewCard { place: LeitnerBox::new(number(place)?)?, asked: number(asked)? };
                let key = ((*lesson).to_owned(), (*question).to_owned());
                if self.cards.contains_key(&key) {
                    return None;
                }
                self.cards.insert(key, card);
            }
            ["practice", id, state] if !self.practices.contains_key(*id) => {
                self.practices.insert((*id).to_owned(), (*state).to_owned());
            }
            _ => return None,
        }
        Some(())
    }
}

/// Fills an empty place.
fn put<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.is_none().then(|| *place = Some(value))
}

/// A number exactly as it is written by [`Learner::encode`]: no sign, no leading zero.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    plain.then(|| text.parse().ok())?
}

fn marks(right: &str, asked: &str) -> Option<Marks> {
    let marks = Marks { right: number(right)?, asked: number(asked)? };
    (marks.right <= marks.asked).then_some(marks)
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    // Capital digits would be written again as small ones: not what this version wrote.
    if text.len() != 2 * N || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
#[path = "progress_tests.rs"]
mod tests;
