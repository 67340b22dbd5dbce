//! A class as a few lines of text, as a learner's progress is: what is not understood is kept.
//!
//! ```text
//! lang-nghe class 1
//! day 2026-11-22
//! place Nhà văn hóa thôn Đoài
//! point doai
//! campaign demo-lop
//! lesson password-otp 2026.1
//! way phone
//! stage before
//! question who 3 1
//! people over-60 4 2 0
//! turn before 1 0 -
//! support phone 12
//! vneid 3
//! services 4
//! ```

use lang_nghe_record::RecordId;

use super::{AGES, Class, ClassQuestion, Corrects, Kept, MOST_PHONES, Round, SUPPORTS, Stage, Turn, Way};
use crate::day_number;

const NAME: &str = "lang-nghe class ";
const VERSION: u32 = 1;

/// Text that is no class of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClassError {
    /// A newer version of the app wrote it.
    #[error("the class was written by a newer version of the app")]
    Newer,
    /// It does not begin like one.
    #[error("this is not a class")]
    NotAClass,
}

impl Class {
    /// The class as text; equal classes give equal text.
    pub fn encode(&self) -> String {
        let mut lines = vec![[NAME, &VERSION.to_string()].concat()];
        let lesson = [&self.lesson, " ", &self.edition].concat();
        for (word, value) in [
            ("day ", self.day.as_str()),
            ("place ", &self.place),
            ("point ", &self.point),
            ("campaign ", &self.campaign),
            ("lesson ", lesson.trim()),
            ("way ", self.way.code()),
            ("stage ", self.stage.code()),
        ] {
            if !value.is_empty() {
                lines.push([word, value].concat());
            }
        }
        if let Some(Corrects { first, number }) = &self.corrects {
            lines.push(["corrects ", &first.to_string(), " ", &number.to_string()].concat());
        }
        for ClassQuestion { id, options, right } in &self.questions {
            lines.push(["question ", id, &numbers(&[*options, *right])].concat());
        }
        for (age, counts) in AGES.iter().zip(&self.people) {
            if counts.iter().any(|count| *count > 0) {
                lines.push(["people ", age, &numbers(counts)].concat());
            }
        }
        for (word, round) in [("hands before ", &self.hands[0]), ("hands after ", &self.hands[1])] {
            for (question, counts) in self.questions.iter().zip(round) {
                if counts.iter().any(|count| *count > 0) {
                    lines.push([word, &question.id, &numbers(counts)].concat());
                }
            }
        }
        for (person, turn) in self.turns.iter().enumerate() {
            for (word, answers) in [("turn before ", &turn.before), ("turn after ", &turn.after)] {
                if let Some(answers) = answers {
                    let said: Vec<String> = answers
                        .iter()
                        .map(|answer| answer.map_or("-".to_owned(), |at| at.to_string()))
                        .collect();
                    lines.push([word, &(person + 1).to_string(), " ", &said.join(" ")].concat());
                }
            }
        }
        for (what, count) in SUPPORTS.iter().zip(self.supports).filter(|(_, count)| *count > 0) {
            lines.push(["support ", what, " ", &count.to_string()].concat());
        }
        for (word, count) in [("vneid ", self.vneid), ("services ", self.services)] {
            if count > 0 {
                lines.push([word, &count.to_string()].concat());
            }
        }
        if let Some(kept) = &self.kept {
            let (people, sum, squares) =
                (kept.people.to_string(), kept.sum.to_string(), kept.squares.to_string());
            lines.push(["kept ", &people, " ", &sum, " ", &squares].concat());
            for (question, cells) in self.questions.iter().zip(&kept.questions) {
                lines.push(["cells ", &question.id, &numbers(cells)].concat());
            }
        }
        if self.closed {
            lines.push("closed".to_owned());
        }
        lines.extend(self.unread.iter().cloned());
        lines.join("\n")
    }

    /// Reads what [`Class::encode`] of this or an earlier version wrote.
    ///
    /// # Errors
    /// It is no class's text, or a newer one.
    pub fn decode(text: &str) -> Result<Self, ClassError> {
        let mut lines = text.lines();
        let version = lines.next().and_then(|line| line.strip_prefix(NAME));
        match version.and_then(|version| version.parse::<u32>().ok()) {
            Some(1..=VERSION) => {}
            Some(0) | None => return Err(ClassError::NotAClass),
            Some(_) => return Err(ClassError::Newer),
        }
        let mut class = Self::default();
        let mut hands = Vec::new();
        for line in lines.filter(|line| !line.is_empty()) {
            // Hands fill places that only the questions make.
            if line.starts_with("hands ") {
                hands.push(line);
            } else if class.read(line).is_none() {
                class.unread.push(line.to_owned());
            }
        }
        class.hands = class.no_hands();
        for line in hands {
            if class.read_hands(line).is_none() {
                class.unread.push(line.to_owned());
            }
        }
        Ok(class)
    }

    fn read(&mut self, line: &str) -> Option<()> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let parts: Vec<&str> = rest.split(' ').collect();
        match (word, parts.as_slice()) {
            ("place", _) => self.place = rest.to_owned(),
            ("point", [id]) => self.point = (*id).to_owned(),
            ("campaign", [id]) => self.campaign = (*id).to_owned(),
            ("corrects", [first, number]) => {
                let first = RecordId::parse(first).ok()?;
                self.corrects = Some(Corrects { first, number: number.parse().ok()? });
            }
            ("day", [day]) => {
                day_number(day)?;
                self.day = (*day).to_owned();
            }
            ("lesson", [id, edition]) => {
                self.lesson = (*id).to_owned();
                self.edition = (*edition).to_owned();
            }
            ("way", [code]) => self.way = Way::parse(code)?,
            ("stage", [code]) => self.stage = Stage::parse(code)?,
            ("question", [id, options, right]) => {
                let question = ClassQuestion {
                    id: (*id).to_owned(),
                    options: options.parse().ok()?,
                    right: right.parse().ok()?,
                };
                let is_known = self.questions.iter().any(|known| known.id == question.id);
                (question.right < question.options && !is_known).then_some(())?;
                self.questions.push(question);
            }
            ("people", [age, counts @ ..]) => {
                let row =
                    AGES.iter().position(|known| known == age).and_then(|at| self.people.get_mut(at))?;
                *row = read_numbers(counts)?.try_into().ok()?;
            }
            ("turn", [round, person, answers @ ..]) => self.read_turn(round, person, answers)?,
            ("support", [what, count]) => {
                let place = SUPPORTS.iter().position(|known| known == what)?;
                *self.supports.get_mut(place)? = count.parse().ok()?;
            }
            ("vneid", [count]) => self.vneid = count.parse().ok()?,
            ("services", [count]) => self.services = count.parse().ok()?,
            ("kept", [people, sum, squares]) => {
                let (people, sum, squares) = (people.parse().ok()?, sum.parse().ok()?, squares.parse().ok()?);
                let questions = vec![[0; 4]; self.questions.len()];
                self.kept = Some(Kept { people, sum, squares, questions });
            }
            ("cells", [id, cells @ ..]) => {
                let at = self.questions.iter().position(|known| known.id == *id)?;
                *self.kept.as_mut()?.questions.get_mut(at)? = read_numbers(cells)?.try_into().ok()?;
            }
            ("closed", [""]) => self.closed = true,
            _ => return None,
        }
        Some(())
    }

    fn read_turn(&mut self, round: &str, person: &str, answers: &[&str]) -> Option<()> {
        let person: usize = person.parse().ok()?;
        let answers: Option<Vec<Option<u8>>> = answers
            .iter()
            .map(|answer| if *answer == "-" { Some(None) } else { answer.parse().ok().map(Some) })
            .collect();
        let answers = answers.filter(|answers| answers.len() == self.questions.len())?;
        let at = person.checked_sub(1).filter(|at| *at < MOST_PHONES)?;
        if self.turns.len() <= at {
            self.turns.resize(at + 1, Turn::default());
        }
        let turn = self.turns.get_mut(at)?;
        match round {
            "before" => turn.before = Some(answers),
            "after" => turn.after = Some(answers),
            _ => return None,
        }
        Some(())
    }

    fn read_hands(&mut self, line: &str) -> Option<()> {
        let parts: Vec<&str> = line.split(' ').collect();
        let [_, round, id, counts @ ..] = parts.as_slice() else { return None };
        let round = match *round {
            "before" => Round::Before,
            "after" => Round::After,
            _ => return None,
        };
        let at = self.questions.iter().position(|known| known.id == *id)?;
        let place = self.hands[round as usize].get_mut(at)?;
        let counts = read_numbers(counts)?;
        (counts.len() == place.len()).then(|| *place = counts)
    }
}

fn numbers<T: ToString>(numbers: &[T]) -> String {
    numbers.iter().map(|number| [" ", &number.to_string()].concat()).collect()
}

fn read_numbers<T: std::str::FromStr>(parts: &[&str]) -> Option<Vec<T>> {
    parts.iter().map(|part| part.parse().ok()).collect()
}
