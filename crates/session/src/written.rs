//! Answers that are more than one option: several, a number, words.

use lang_nghe_instrument::Kind;
use lang_nghe_record::text::{printable, trimmed};

use crate::amount::amount;
use crate::{Form, Session, Step, Violation};

impl Session {
    /// Replaces what is written at a step: an item's number or words, elsewhere the free text. It is kept as
    /// written but for control characters, even where nobody can go on with it.
    pub fn write(&mut self, step: Step, text: &str) {
        if let Step::Item(at) = step
            && let Some(slot) = self.items.get_mut(at)
        {
            // A number in place of "không biết / không áp dụng".
            *slot = None;
        }
        match self.written_at(step) {
            Some(written) => *written = printable(text),
            None => self.comment = printable(text),
        }
    }

    /// What is written at a step.
    pub fn written(&self, step: Step) -> &str {
        match step {
            Step::Item(at) => self.written.get(at).map_or("", String::as_str),
            _ => &self.comment,
        }
    }

    pub(crate) fn written_at(&mut self, step: Step) -> Option<&mut String> {
        match step {
            Step::Item(at) => self.written.get_mut(at),
            _ => None,
        }
    }

    /// Whether the option at this position is chosen at a step.
    pub fn ticked(&self, step: Step, option: usize) -> bool {
        match step {
            Step::Item(at) if self.ticks.get(at).is_some_and(|ticks| *ticks != 0) => {
                self.ticks[at] >> option & 1 == 1
            }
            _ => self.chosen(step) == Some(option),
        }
    }

    /// Chooses an option of several, or takes it back. One that excludes the others takes them back, and is
    /// taken back by them.
    pub(crate) fn tick(&mut self, form: Form, (at, alone): (usize, Option<usize>), option: usize) -> bool {
        let scale = form.item(Step::Item(at)).and_then(|item| form.instrument.scales.get(item.scale));
        let (Some(ticks), Some(scale)) = (self.ticks.get_mut(at), scale) else { return false };
        let bit = 1 << (option & 31);
        let excluding = (0..scale.options.len().min(32)).filter(|other| scale.excludes(alone, *other));
        let excluding: u32 = excluding.map(|other| 1 << other).sum();
        *ticks = match (*ticks & bit != 0, excluding & bit != 0) {
            (true, _) => *ticks & !bit,
            (false, true) => bit,
            (false, false) => *ticks & !excluding | bit,
        };
        true
    }

    /// The answer at a step as records write it; what cannot be gone on with too.
    pub fn answer(&self, form: Form, step: Step) -> Option<String> {
        let options = form.options(step);
        let chosen = || (0..options.len()).filter(|option| self.ticked(step, *option));
        let ids: Vec<&str> = chosen().filter_map(|option| options.get(option).copied()).collect();
        let answer = match (form.kind(step), ids.is_empty()) {
            (_, false) => ids.join(" "),
            (Kind::Number { .. } | Kind::Words { .. }, true) => match self.number(form, step) {
                Some(number) => number.to_string(),
                None => trimmed(self.written(step)).to_owned(),
            },
            (_, true) => String::new(),
        };
        (!answer.is_empty()).then_some(answer)
    }

    /// The number written at a step that asks for one. It may lie outside the range.
    pub fn number(&self, form: Form, step: Step) -> Option<u32> {
        let written = self.written(step).trim();
        match form.kind(step) {
            Kind::Number { money: true, .. } => amount(written),
            Kind::Number { .. } => written.parse().ok(),
            _ => None,
        }
    }

    /// The number written at a step if it can be but hardly is, so that one asks once more before taking it.
    pub fn unusual(&self, form: Form, step: Step) -> Option<u32> {
        let Kind::Number { least, most, usual, .. } = form.kind(step) else { return None };
        let fits = |number: &u32| *number != 0 && (least..=most).contains(number);
        self.number(form, step).filter(fits).filter(|number| !(usual.0..=usual.1).contains(number))
    }

    pub(crate) fn violation_of_item(&self, form: Form, at: usize) -> Option<Violation> {
        let step = Step::Item(at);
        let unanswered = self.answer(form, step).is_none();
        match form.kind(step) {
            Kind::Words { most } => {
                let length = trimmed(self.written(step)).chars().count();
                (length > usize::from(most)).then_some(Violation::TooLong(step))
            }
            _ if unanswered => Some(Violation::Unanswered(step)),
            Kind::Several { most, .. } => {
                let many = self.ticks.get(at).is_some_and(|ticks| ticks.count_ones() > u32::from(most));
                many.then_some(Violation::TooMany(step))
            }
            Kind::Number { least, most, .. } if self.chosen(step).is_none() => {
                let fits = self.number(form, step).is_some_and(|number| (least..=most).contains(&number));
                (!fits).then_some(Violation::NoNumber(step))
            }
            _ => None,
        }
    }
}
