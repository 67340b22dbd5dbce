//! An answer as records and drafts write it, and what it means for an item.
//!
//! ```text
//! one choice     4                 the option's id
//! several        radio meeting     the ids, with a space between
//! a number       3                 decimal digits, without sign or leading zeros
//! words          as they are
//! ```
//!
//! "Không biết / không áp dụng" is the option's id (`na`) for every kind except words, which can be left out.

use crate::{Instrument, Item, Kind, OptionKind, Scale};

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The option at this position: of a single choice, or "không biết / không áp dụng" of another kind.
    One(usize),
    /// The options at these positions, each once, ascending; at least one.
    Several(Vec<usize>),
    /// This number.
    Number(u32),
    /// Some words.
    Words,
}

/// Why a text is no answer to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerFault {
    /// It names an option that is not offered.
    #[error("it names an option that is not offered")]
    UnknownOption,
    /// It names an option twice.
    #[error("it names an option twice")]
    Twice,
    /// It names more options than allowed.
    #[error("it names more options than allowed")]
    TooMany,
    /// It names an option that excludes all others, and another one.
    #[error("it names an option that excludes the others it names")]
    NotTogether,
    /// It is no whole number in decimal digits.
    #[error("it is no whole number in decimal digits")]
    NoNumber,
    /// The number lies outside the item's range.
    #[error("the number lies outside the range asked for")]
    OutOfRange,
    /// It is longer than allowed, or empty.
    #[error("it is empty or longer than allowed")]
    Length,
}

impl Instrument {
    /// What a written answer to this item means.
    ///
    /// # Errors
    /// Why it is none.
    pub fn answer(&self, item: &Item, text: &str) -> Result<Answer, AnswerFault> {
        let scale = self.scale_of(item);
        match item.kind {
            Kind::Words { most } => {
                let length = text.chars().count();
                let fits = length > 0 && length <= usize::from(most);
                fits.then_some(Answer::Words).ok_or(AnswerFault::Length)
            }
            Kind::One => scale.option_position(text).map(Answer::One).ok_or(AnswerFault::UnknownOption),
            Kind::Number { least, most, .. } => match scale.option_position(text) {
                Some(position) => Ok(Answer::One(position)),
                None => number(text, least, most).map(Answer::Number),
            },
            Kind::Several { most, alone } => several(scale, (most, alone), text),
        }
    }
}

impl Scale {
    /// Whether choosing this option excludes all others, on an item where `alone` does.
    pub fn excludes(&self, alone: Option<usize>, option: usize) -> bool {
        alone == Some(option)
            || self.options.get(option).is_some_and(|option| option.kind == OptionKind::NotApplicable)
    }
}

fn number(text: &str, least: u32, most: u32) -> Result<u32, AnswerFault> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    let digits = plain && !text.is_empty();
    let number = digits.then_some(text).ok_or(AnswerFault::NoNumber)?.parse();
    // Digits that do not fit are a number beyond every range.
    let number = number.map_err(|_| AnswerFault::OutOfRange)?;
    (least..=most).contains(&number).then_some(number).ok_or(AnswerFault::OutOfRange)
}

fn several(scale: &Scale, (most, alone): (u8, Option<usize>), text: &str) -> Result<Answer, AnswerFault> {
    let found = text.split(' ').map(|id| scale.option_position(id)).collect::<Option<Vec<_>>>();
    let mut options = found.ok_or(AnswerFault::UnknownOption)?;
    let named = options.len();
    options.sort_unstable();
    options.dedup();
    if options.len() < named {
        return Err(AnswerFault::Twice);
    }
    if options.iter().any(|option| scale.excludes(alone, *option)) && named > 1 {
        return Err(AnswerFault::NotTogether);
    }
    if named > usize::from(most) {
        return Err(AnswerFault::TooMany);
    }
    match options[..] {
        [only] if scale.options[only].kind == OptionKind::NotApplicable => Ok(Answer::One(only)),
        _ => Ok(Answer::Several(options)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ResponseOption;

    fn check(kind: Kind, cases: &[(&str, Result<Answer, AnswerFault>)]) {
        let option = |id: &str, kind| ResponseOption { id: id.into(), kind };
        let mut options: Vec<_> = ["tv", "net", "none"].map(|id| option(id, OptionKind::Unscored)).into();
        options.push(option("na", OptionKind::NotApplicable));
        let instrument = Instrument {
            scales: vec![
                Scale { id: "channels".into(), options },
                Scale { id: "na".into(), options: vec![option("na", OptionKind::NotApplicable)] },
            ],
            ..Instrument::default()
        };
        let scale = usize::from(matches!(kind, Kind::Number { .. } | Kind::Words { .. }));
        let item = Item { kind, scale, ..Item::default() };
        for (text, expected) in cases {
            assert_eq!(instrument.answer(&item, text), *expected, "{text:?}");
        }
    }

    #[test]
    fn several_options_are_read_in_any_order_and_each_once() {
        use AnswerFault::{NotTogether, TooMany, Twice, UnknownOption};
        let kind = Kind::Several { most: 2, alone: Some(2) };
        check(
            kind,
            &[
                ("tv", Ok(Answer::Several(vec![0]))),
                ("net tv", Ok(Answer::Several(vec![0, 1]))),
                ("none", Ok(Answer::Several(vec![2]))),
                ("na", Ok(Answer::One(3))),
                ("tv tv", Err(Twice)),
                ("tv none", Err(NotTogether)),
                ("na net", Err(NotTogether)),
                ("tv  net", Err(UnknownOption)),
                ("", Err(UnknownOption)),
                ("fax", Err(UnknownOption)),
            ],
        );
        check(Kind::Several { most: 1, alone: None }, &[("tv net", Err(TooMany))]);
    }

    #[test]
    fn a_number_has_digits_and_a_range() {
        use AnswerFault::{NoNumber, OutOfRange};
        let cases = [
            ("1", Ok(Answer::Number(1))),
            ("30", Ok(Answer::Number(30))),
            ("na", Ok(Answer::One(0))),
            ("0", Err(OutOfRange)),
            ("31", Err(OutOfRange)),
            ("99999999999999999999", Err(OutOfRange)),
            ("", Err(NoNumber)),
            ("07", Err(NoNumber)),
            ("-3", Err(NoNumber)),
            ("+3", Err(NoNumber)),
            ("3.0", Err(NoNumber)),
            ("ba", Err(NoNumber)),
        ];
        check(Kind::Number { least: 1, most: 30, money: false, usual: (1, 30) }, &cases);
    }

    #[test]
    fn words_are_counted_in_characters() {
        let cases =
            [("ệ ế", Ok(Answer::Words)), ("ệ ế!", Err(AnswerFault::Length)), ("", Err(AnswerFault::Length))];
        check(Kind::Words { most: 3 }, &cases);
    }
}
