//! A class at a mobile point: who came (counted, not named), what they knew before and after a lesson, and
//! what they were helped with.
//!
//! Answers are taken in one of two ways. By a show of hands a class is counted per option. When one phone
//! goes round, each person has a number for the length of the class, so that what one knew after can be set
//! beside what the same one knew before; closing the class keeps the counts of that and forgets the answers.

mod check;
mod daily;
mod encoding;
mod gain;
mod parcel;
mod place;
#[cfg(feature = "open")]
mod read;
mod record;
#[cfg(all(test, feature = "open"))]
mod record_tests;
pub mod report;
#[cfg(test)]
mod tests;
mod totals;

use lang_nghe_record::RecordId;

pub use check::{MOST_HEADS, MOST_PEOPLE, PLACE_CHARS, Unsound};
pub use daily::Daily;
pub use encoding::ClassError;
pub use gain::{Gain, Kept};
pub use parcel::Parcel;
pub use place::{Spelling, cleaned, folded};
#[cfg(feature = "open")]
pub use read::{ReadClass, ReadClassError};
pub use record::{CLASS_FORMAT, ClassRecord};
pub use totals::{LessonTotal, Totals};

use crate::Lesson;

/// Groups of age, as the survey's profile has them, with the young ones before.
pub const AGES: [&str; 6] = ["under-18", "18-24", "25-34", "35-49", "50-60", "over-60"];
/// Groups of gender.
pub const GENDERS: [&str; 3] = ["female", "male", "other"];
/// What people are helped with.
pub const SUPPORTS: [&str; 5] = ["phone", "services", "qr", "shopping", "safety"];
/// Most people of a class whose phones go round.
pub const MOST_PHONES: usize = 99;

/// How answers are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// A show of hands: counts per option.
    #[default]
    Hands,
    /// One phone goes round: answers per person.
    Phone,
}

/// How far a class is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// People are counted.
    #[default]
    Count,
    /// Questions before the lesson.
    Before,
    /// The lesson.
    Lesson,
    /// The same questions after it.
    After,
    /// What was gained, and what people were helped with.
    Result,
}

/// Before or after the lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Before.
    Before,
    /// After.
    After,
}

/// A question of the class's lesson: its id, how many options it has and which one is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassQuestion {
    /// Id within the lesson.
    pub id: String,
    /// Number of options.
    pub options: u8,
    /// Position of the right one.
    pub right: u8,
}

/// What one person answered when the phone went round: per question the option, or nothing for “I do not
/// know”; the whole `None` while it has not been this person's turn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Before the lesson.
    pub before: Option<Vec<Option<u8>>>,
    /// After it.
    pub after: Option<Vec<Option<u8>>>,
}

/// Which record a correction stands in for. Records never change: a correction is a new one that names the first
/// record of the class, and of all records that name the same first one only the newest counts, in whatever order
/// they arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corrects {
    /// The first record of the class.
    pub first: RecordId,
    /// How many corrections came before it, and this one: from 1.
    pub number: u16,
}

/// A class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// `YYYY-MM-DD`.
    pub day: String,
    /// Where, in the volunteer's words, or the name of [`Class::point`].
    pub place: String,
    /// Id of the place among those of the campaign; empty for any other place.
    pub point: String,
    /// The campaign that it is for; empty while none is known.
    pub campaign: String,
    /// What was sent of it before, if this is a correction.
    pub corrects: Option<Corrects>,
    /// Id of the lesson.
    pub lesson: String,
    /// Its edition: answers belong to the questions of that one.
    pub edition: String,
    /// How answers are taken.
    pub way: Way,
    /// How far it is.
    pub stage: Stage,
    /// Whether it is over: nothing but the counters of help can change any more.
    pub closed: bool,
    /// Heads, by age and gender.
    pub people: [[u16; 3]; 6],
    /// The questions.
    pub questions: Vec<ClassQuestion>,
    /// Hands before and after: per question, per option; the last one counts “I do not know”.
    pub hands: [Vec<Vec<u16>>; 2],
    /// The people whose turn it was, when the phone went round and the class is not over.
    pub turns: Vec<Turn>,
    /// What is left of the turns when it is over.
    pub kept: Option<Kept>,
    /// People helped, by what with.
    pub supports: [u16; 5],
    /// VNeID accounts activated with the volunteers' help.
    pub vneid: u16,
    /// Services filed online with their help.
    pub services: u16,
    /// Lines that this version does not understand; written again as they are.
    pub unread: Vec<String>,
}

impl Class {
    /// A class that begins.
    pub fn new(day: &str, place: &str, lesson: &Lesson, way: Way) -> Self {
        let small = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
        let questions = lesson.checks.iter().map(|check| ClassQuestion {
            id: check.id.clone(),
            options: small(check.options.len()),
            right: small(check.right),
        });
        let mut class = Self {
            day: day.to_owned(),
            place: cleaned(place),
            lesson: lesson.id.clone(),
            edition: lesson.edition.clone(),
            way,
            questions: questions.collect(),
            ..Self::default()
        };
        class.hands = class.no_hands();
        class
    }

    fn no_hands(&self) -> [Vec<Vec<u16>>; 2] {
        let empty: Vec<Vec<u16>> =
            self.questions.iter().map(|question| vec![0; usize::from(question.options) + 1]).collect();
        [empty.clone(), empty]
    }

    /// How many people came.
    pub fn heads(&self) -> u32 {
        self.people.iter().flatten().map(|count| u32::from(*count)).sum()
    }

    /// Hands of a question, per option and “I do not know”.
    pub fn hands(&self, round: Round, question: usize) -> &[u16] {
        self.hands[round as usize].get(question).map_or(&[], Vec::as_slice)
    }

    /// Counts hands of an option anew. Says whether there is such an option and the class still runs.
    pub fn count_hands(&mut self, round: Round, question: usize, option: usize, hands: u16) -> bool {
        let place = self.hands[round as usize].get_mut(question).and_then(|counts| counts.get_mut(option));
        match place {
            Some(place) if !self.closed => *place = hands,
            _ => return false,
        }
        true
    }

    /// The person (counted from 0) whose turn is next; `None` when everybody's was. Before the lesson a
    /// new person can always come; after it only those who answered before.
    pub fn next_turn(&self, round: Round) -> Option<usize> {
        let open = |turn: &Turn| match round {
            Round::Before => turn.before.is_none(),
            Round::After => turn.before.is_some() && turn.after.is_none(),
        };
        let next = self.turns.iter().position(open);
        match round {
            Round::Before => next.or((self.turns.len() < MOST_PHONES).then_some(self.turns.len())),
            Round::After => next,
        }
    }

    /// Takes one person's answers. Says whether they could be taken: the class still runs, there is one
    /// answer per question, each of an option there is, and it is this person's turn or was before.
    pub fn take(&mut self, round: Round, person: usize, answers: Vec<Option<u8>>) -> bool {
        let fits = answers.len() == self.questions.len()
            && answers
                .iter()
                .zip(&self.questions)
                .all(|(answer, question)| answer.is_none_or(|option| option < question.options));
        // What each person answered is gone once counts are all that is kept of it.
        if self.kept.is_some() || self.closed || !fits || person >= MOST_PHONES || person > self.turns.len() {
            return false;
        }
        if person == self.turns.len() {
            if round == Round::After {
                return false;
            }
            self.turns.push(Turn::default());
        }
        let Some(turn) = self.turns.get_mut(person) else { return false };
        match round {
            Round::Before => turn.before = Some(answers),
            Round::After => turn.after = Some(answers),
        }
        true
    }

    /// How many people have had their turn.
    pub fn turns_taken(&self, round: Round) -> usize {
        let taken = |turn: &&Turn| match round {
            Round::Before => turn.before.is_some(),
            Round::After => turn.after.is_some(),
        };
        self.turns.iter().filter(taken).count()
    }

    /// Ends the class: what each person answered is forgotten, what changed in all of them is kept.
    pub fn close(&mut self) {
        if self.closed {
            return;
        }
        if self.way == Way::Phone && self.kept.is_none() {
            self.kept = Some(self.kept());
            self.turns.clear();
        }
        self.stage = Stage::Result;
        self.closed = true;
    }

    /// Opens a class that was sent, to correct it: `last` is the record that was sent last. Counts can be changed
    /// again; what a phone collected is only counts by now and stays.
    pub fn correct(&mut self, last: RecordId) {
        self.corrects = Some(match self.corrects {
            Some(Corrects { first, number }) => Corrects { first, number: number.saturating_add(1) },
            None => Corrects { first: last, number: 1 },
        });
        self.closed = false;
    }
}

impl Way {
    /// All, with their codes.
    pub const ALL: [(Self, &str); 2] = [(Self::Hands, "hands"), (Self::Phone, "phone")];

    /// Its code.
    pub fn code(self) -> &'static str {
        code(self, &Self::ALL)
    }

    /// Reads a code.
    pub fn parse(text: &str) -> Option<Self> {
        parse(text, &Self::ALL)
    }
}

impl Stage {
    /// All in their order, with their codes.
    pub const ALL: [(Self, &str); 5] = [
        (Self::Count, "count"),
        (Self::Before, "before"),
        (Self::Lesson, "lesson"),
        (Self::After, "after"),
        (Self::Result, "result"),
    ];

    /// Its code.
    pub fn code(self) -> &'static str {
        code(self, &Self::ALL)
    }

    /// Reads a code.
    pub fn parse(text: &str) -> Option<Self> {
        parse(text, &Self::ALL)
    }
}

fn code<T: PartialEq>(value: T, all: &[(T, &'static str)]) -> &'static str {
    all.iter().find(|(known, _)| *known == value).map_or("", |(_, code)| *code)
}

fn parse<T: Copy>(text: &str, all: &[(T, &str)]) -> Option<T> {
    all.iter().find(|(_, code)| *code == text).map(|(value, _)| *value)
}
