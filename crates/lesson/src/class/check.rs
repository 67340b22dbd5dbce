//! Counts that cannot be. The page looks before it sends, so that a volunteer can put it right at once; the hub looks
//! again, because it takes nobody's word.

use super::{Class, Kept, MOST_PHONES, Round, Way};
use crate::{Lesson, day_number};

/// Largest count of anything: three digits, as the page's fields are wide.
pub const MOST_HEADS: u16 = 999;
/// Most people of one class: more fit into no hall of a commune, and a feast is no class.
pub const MOST_PEOPLE: u32 = 500;
/// Longest name of a place, in characters.
pub const PLACE_CHARS: usize = 120;
/// Longest id of anything, in bytes.
const NAME_BYTES: usize = 64;
/// Most questions of a lesson.
const QUESTIONS: usize = 64;
/// Most options of a question.
const OPTIONS: u8 = 24;
/// Most corrections of a class.
const CORRECTIONS: u16 = 999;

/// Why a class is not one that was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    /// A part is longer than any app writes.
    #[error("`{0}` is longer than allowed")]
    TooLong(&'static str),
    /// The day is none of the calendar.
    #[error("the day is not a day of the calendar")]
    Day,
    /// No place is named.
    #[error("no place is named")]
    NoPlace,
    /// Nobody was counted and nobody was helped.
    #[error("nobody was counted and nobody was helped")]
    Nobody,
    /// A count is larger than any room holds.
    #[error("a count is larger than {MOST_HEADS}")]
    TooMany,
    /// More people answered a question than were there.
    #[error("question {question}: {answered} answered, {heads} were there")]
    MoreThanPeople {
        /// Which question, from 1.
        question: usize,
        /// How many answered it.
        answered: u32,
        /// How many people were counted.
        heads: u32,
    },
    /// More people than a class has.
    #[error("{heads} people are more than a class has: at most {MOST_PEOPLE}")]
    Crowd {
        /// How many people were counted.
        heads: u32,
    },
    /// More accounts were activated than people were there.
    #[error("{activated} accounts were activated, {heads} people were there")]
    MoreAccounts {
        /// How many accounts.
        activated: u32,
        /// How many people were counted.
        heads: u32,
    },
    /// What is kept of a phone that went round does not add up.
    #[error("the counts before and after do not fit each other")]
    NoSum,
    /// The questions are none that the lesson asks.
    #[error("a question is not one of the lesson")]
    Question,
}

impl Class {
    /// Looks at every count.
    ///
    /// # Errors
    /// The first that cannot be.
    pub fn check(&self) -> Result<(), Unsound> {
        self.check_lengths()?;
        day_number(&self.day).ok_or(Unsound::Day)?;
        if self.place.is_empty() && self.point.is_empty() {
            return Err(Unsound::NoPlace);
        }
        let helped = self.supports.iter().chain([&self.vneid, &self.services]);
        let counts = || self.people.iter().flatten().chain(helped.clone());
        if counts().any(|count| *count > MOST_HEADS) {
            return Err(Unsound::TooMany);
        }
        if counts().all(|count| *count == 0) {
            return Err(Unsound::Nobody);
        }
        match (self.way, &self.kept) {
            (Way::Hands, None) => self.check_hands(),
            (Way::Phone, Some(kept)) => self.check_kept(kept),
            (Way::Phone, None) => Ok(()),
            (Way::Hands, Some(_)) => Err(Unsound::NoSum),
        }
    }

    /// Looks whether a class that can be counted can have been held as well. Asked when a class is sent and when it
    /// comes, and not of what was taken before.
    ///
    /// # Errors
    /// The first count that is beyond reason.
    pub fn check_plausible(&self) -> Result<(), Unsound> {
        let heads = self.heads();
        if heads > MOST_PEOPLE {
            return Err(Unsound::Crowd { heads });
        }
        // Where only help was counted there are no heads to compare with.
        let activated = u32::from(self.vneid);
        if heads > 0 && activated > heads {
            return Err(Unsound::MoreAccounts { activated, heads });
        }
        let helped = self.supports.iter().chain([&self.vneid, &self.services]);
        if helped.into_iter().any(|count| u32::from(*count) > MOST_PEOPLE) {
            return Err(Unsound::TooMany);
        }
        Ok(())
    }

    fn check_lengths(&self) -> Result<(), Unsound> {
        let within = |part, fits: bool| fits.then_some(()).ok_or(Unsound::TooLong(part));
        let names = [
            ("campaign", &self.campaign),
            ("point", &self.point),
            ("lesson", &self.lesson),
            ("edition", &self.edition),
        ];
        names.into_iter().try_for_each(|(part, name)| within(part, name.len() <= NAME_BYTES))?;
        within("place", self.place.chars().count() <= PLACE_CHARS)?;
        within("questions", self.questions.len() <= QUESTIONS)?;
        within("corrects", self.corrects.is_none_or(|corrects| corrects.number <= CORRECTIONS))?;
        for (at, question) in self.questions.iter().enumerate() {
            within("questions", question.id.len() <= NAME_BYTES && question.options <= OPTIONS)?;
            let is_new = self.questions.iter().take(at).all(|earlier| earlier.id != question.id);
            if question.right >= question.options || !is_new {
                return Err(Unsound::Question);
            }
        }
        Ok(())
    }

    fn check_hands(&self) -> Result<(), Unsound> {
        let heads = self.heads();
        for round in [Round::Before, Round::After] {
            for (at, question) in self.questions.iter().enumerate() {
                let counts = self.hands(round, at);
                if counts.len() != usize::from(question.options) + 1 {
                    return Err(Unsound::Question);
                }
                let answered = counts.iter().map(|hands| u32::from(*hands)).sum();
                if answered > heads {
                    return Err(Unsound::MoreThanPeople { question: at + 1, answered, heads });
                }
            }
        }
        Ok(())
    }

    /// Counts of people who answered twice carry their own proof: the sum of what was gained follows from the
    /// counts per question, and the sum of squares lies between bounds that it sets.
    fn check_kept(&self, kept: &Kept) -> Result<(), Unsound> {
        let heads = self.heads();
        let Kept { people, sum, squares, questions } = kept;
        if *people > heads || *people as usize > MOST_PHONES {
            return Err(Unsound::MoreThanPeople { question: 1, answered: *people, heads });
        }
        let whole = |cells: &[u32; 4]| cells.iter().map(|cell| u64::from(*cell)).sum::<u64>();
        let adds_up = questions.iter().all(|cells| whole(cells) == u64::from(*people));
        let gained: i64 =
            questions.iter().map(|[_, before, after, _]| i64::from(*after) - i64::from(*before)).sum();
        if questions.len() != self.questions.len() || !adds_up || gained != *sum {
            return Err(Unsound::NoSum);
        }
        let (n, asked) = (u128::from(*people), questions.len() as u128);
        let (size, squares) = (u128::from(sum.unsigned_abs()), u128::from(*squares));
        let possible = squares >= size
            && squares % 2 == size % 2
            && squares * n >= size * size
            && squares <= n * asked * asked;
        possible.then_some(()).ok_or(Unsound::NoSum)
    }

    /// Looks whether the questions are those of the lesson, of the edition that the class was held with.
    ///
    /// # Errors
    /// One of them is not.
    pub fn check_questions(&self, lesson: &Lesson) -> Result<(), Unsound> {
        let is_asked = |question: &super::ClassQuestion| {
            lesson.checks.iter().any(|check| {
                check.id == question.id
                    && check.options.len() == usize::from(question.options)
                    && check.right == usize::from(question.right)
            })
        };
        self.questions.iter().all(is_asked).then_some(()).ok_or(Unsound::Question)
    }
}
