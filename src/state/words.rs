//! The words of a step: question, answers, hint, what is wrong.

use lang_nghe_instrument::Kind;
use lang_nghe_session::{COMMENT_LIMIT, Step, Violation};

use super::State;
use super::amount::in_words;
use crate::text::{Text, grouped};

/// Digits of the longest number that an instrument may ask for, and some to mistype.
const DIGITS: usize = 9;
/// Digits of the largest sum of money, its separators and its unit.
const MONEY: usize = 20;

impl State {
    /// The question asked at a step, in the wording chosen.
    pub fn question(&self, step: Step) -> &str {
        match step {
            Step::Notice => &self.facts.title,
            Step::Before(at) | Step::After(at) => {
                self.pack.profile_text.questions.get(at).map_or("", |words| &words.question)
            }
            Step::Item(at) => self.pack.text.items.get(at).map_or("", |words| match &words.formal {
                Some(formal) if self.formal => formal,
                _ => &words.plain,
            }),
            Step::Comment => self.text(Text::QuestionComment),
            Step::Check => self.text(Text::CheckTitle),
        }
    }

    /// The words of the answers offered at a step, in order.
    pub fn options(&self, step: Step) -> &[String] {
        let words = match step {
            Step::Before(at) | Step::After(at) => {
                self.pack.profile_text.questions.get(at).map(|words| &words.options)
            }
            Step::Item(_) if matches!(self.form().kind(step), Kind::Words { .. }) => None,
            Step::Item(at) => {
                let item = self.pack.instrument.items.get(at);
                item.and_then(|item| self.pack.text.options.get(item.scale))
            }
            Step::Notice | Step::Comment | Step::Check => None,
        };
        words.map_or(&[], Vec::as_slice)
    }

    /// A line below the question, where there is one.
    pub fn hint(&self, step: Step) -> Option<String> {
        match (step, self.form().kind(step)) {
            (Step::Before(at) | Step::After(at), _) => {
                self.pack.profile_text.questions.get(at).and_then(|words| words.hint.clone())
            }
            (Step::Comment, _) | (_, Kind::Words { .. }) => {
                let parts = [Text::QuestionOptional, Text::QuestionCommentHint].map(|key| self.text(key));
                Some(parts.join(". "))
            }
            (_, Kind::Several { .. }) => Some(self.several(step)),
            (_, Kind::Number { .. }) => Some(self.number(step)),
            _ => None,
        }
    }

    /// What is wrong at a step, in the words of what to do.
    pub fn message(&self, step: Step) -> String {
        match (step, self.form().kind(step)) {
            (Step::Comment, _) | (_, Kind::Words { .. }) => {
                self.filled(Text::QuestionCommentLong, &[("n", &self.number_words(self.limit(step) as u64))])
            }
            (_, Kind::Number { .. }) => match self.fault {
                Some(Violation::Unusual(_, number)) => {
                    let sum = self.sum(step, number);
                    self.filled(Text::QuestionUnusual, &[("number", &sum)])
                }
                _ => self.number(step),
            },
            (_, Kind::Several { .. }) if matches!(self.fault, Some(Violation::TooMany(_))) => {
                self.several(step)
            }
            (_, Kind::Several { .. }) => self.text(Text::QuestionSeveralNone).to_owned(),
            (Step::Item(_), _) => self.text(Text::QuestionChooseOr).to_owned(),
            _ => self.text(Text::QuestionChoose).to_owned(),
        }
    }

    /// A number with its thousands apart.
    pub fn number_words(&self, number: u64) -> String {
        grouped(&self.pack.lang, number)
    }

    /// How many answers may be chosen.
    fn several(&self, step: Step) -> String {
        let most = match self.form().kind(step) {
            Kind::Several { most, .. } => most,
            _ => 0,
        };
        self.filled(Text::QuestionSeveral, &[("n", &most.to_string())])
    }

    /// Which numbers may be written, and of what.
    fn number(&self, step: Step) -> String {
        let Kind::Number { least, most, money, .. } = self.form().kind(step) else { return String::new() };
        let [least, most] = [least, most].map(|number| self.number_words(number.into()));
        let key = if money { Text::QuestionAmount } else { Text::QuestionNumber };
        let unit = self.unit(step).unwrap_or_default();
        self.filled(key, &[("least", &least), ("most", &most), ("unit", unit)])
    }

    /// A number with its unit; money in words as well.
    fn sum(&self, step: Step, number: u32) -> String {
        let figures = [&self.number_words(number.into()), " ", self.unit(step).unwrap_or_default()].concat();
        match self.form().kind(step) {
            Kind::Number { money: true, .. } => [&figures, " (", &self.said(step, number), ")"].concat(),
            _ => figures,
        }
    }

    fn said(&self, step: Step, number: u32) -> String {
        let words = in_words(number, &self.pack.lang, self.text(Text::QuestionInWords));
        [&words, " ", self.unit(step).unwrap_or_default()].concat()
    }

    /// The money written at a step, in words.
    pub fn read_back(&self, step: Step) -> Option<String> {
        let Kind::Number { money: true, .. } = self.form().kind(step) else { return None };
        self.session.number(self.form(), step).map(|number| self.said(step, number))
    }

    fn unit(&self, step: Step) -> Option<&str> {
        match step {
            Step::Item(at) => self.pack.text.items.get(at)?.unit.as_deref(),
            _ => None,
        }
    }

    /// Most characters that may be written at a step.
    pub fn limit(&self, step: Step) -> usize {
        match self.form().kind(step) {
            Kind::Number { money: true, .. } => MONEY,
            Kind::Number { .. } => DIGITS,
            Kind::Words { most } => most.into(),
            _ => COMMENT_LIMIT,
        }
    }

    /// The answer at a step in words, if there is one.
    pub fn answered(&self, step: Step) -> Option<String> {
        let ticked = self.options(step).iter().enumerate();
        let ticked: Vec<&str> = ticked
            .filter(|(at, _)| self.session.ticked(step, *at))
            .map(|(_, words)| words.as_str())
            .collect();
        if !ticked.is_empty() {
            return Some(ticked.join("; "));
        }
        if let Some(number) = self.session.number(self.form(), step) {
            return Some(
                [&self.number_words(number.into()), " ", self.unit(step).unwrap_or_default()].concat(),
            );
        }
        let written = self.session.answer(self.form(), step)?;
        Some([&written, " ", self.unit(step).unwrap_or_default()].concat().trim_end().to_owned())
    }
}
