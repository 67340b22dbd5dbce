//! Questions with right answers: marks for one person, and the same questions as an instrument, so
//! that a class before and after is counted by the engine that counts surveys.

use lang_nghe_instrument::{
    Factor, Formula, Instrument, Item, MissingRule, OptionKind, ResponseOption, Scale, Source, Status,
};

use crate::{Check, Lesson};

/// Right answers of all that were asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Right ones.
    pub right: u16,
    /// All.
    pub asked: u16,
}

impl Marks {
    /// Marks from counts; more than a lesson could ask is cut off.
    pub(crate) fn new(right: usize, asked: usize) -> Self {
        let cut = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        Self { right: cut(right), asked: cut(asked) }
    }
}

/// Marks the answers to a lesson's questions: per question the position of the option chosen. A
/// question without an answer counts as asked, since a learner who does not know leaves it out.
pub fn mark(checks: &[Check], answers: &[Option<usize>]) -> Marks {
    let right = checks.iter().zip(answers).filter(|(check, answer)| **answer == Some(check.right)).count();
    Marks::new(right, checks.len())
}

/// The lesson's questions as an instrument: the right option of each is its top box, so the share
/// satisfied of the scoring is here the share right, and the total is the mean of the learners' own
/// shares, each with its interval. Id `lesson-<id>`, version the edition.
///
/// Options have 1 point, the right one 2; every scale ends with `na` (the learner says “I do not
/// know”), which the scoring leaves out. Who wants “do not know” to count as wrong leaves `na` out of
/// the records' offer, as the lesson itself does.
pub fn instrument(lesson: &Lesson) -> Instrument {
    let scale = |check: &Check| {
        let scored = check.options.iter().enumerate().map(|(at, id)| {
            let right = at == check.right;
            let kind = OptionKind::Scored { points: if right { 2 } else { 1 }, satisfied: right };
            ResponseOption { id: id.clone(), kind }
        });
        let unknown = ResponseOption { id: "na".to_owned(), kind: OptionKind::NotApplicable };
        Scale { id: check.id.clone(), options: scored.chain([unknown]).collect() }
    };
    let item = |(at, check): (usize, &Check)| Item {
        id: check.id.clone(),
        scale: at,
        factor: Some(0),
        ..Item::default()
    };
    Instrument {
        id: ["lesson-", &lesson.id].concat(),
        version: lesson.edition.clone(),
        status: Status::Current,
        source: Source { number: "own".to_owned(), date: lesson.checked.clone(), ..Source::default() },
        valid_from: lesson.checked.clone(),
        valid_to: None,
        scales: lesson.checks.iter().map(scale).collect(),
        factors: vec![Factor { id: "right".to_owned(), ..Factor::default() }],
        items: lesson.checks.iter().enumerate().map(item).collect(),
        missing: MissingRule { numerator: 1, denominator: 2 },
        formulas: vec![Formula::TopBox],
        ..Instrument::default()
    }
}

#[cfg(test)]
mod tests {
    use lang_nghe_record::{Day, Mode, Record, RecordId};
    use lang_nghe_scoring::{Tally, score};

    use super::*;
    use crate::samples;

    fn checks() -> Vec<Check> {
        let check = |id: &str, right| Check {
            id: id.to_owned(),
            options: ["a", "b", "c"].map(str::to_owned).into(),
            right,
        };
        vec![check("first", 1), check("second", 0)]
    }

    #[test]
    fn only_the_right_option_is_marked_right() {
        let checks = checks();
        assert_eq!(mark(&checks, &[Some(1), Some(0)]), Marks { right: 2, asked: 2 });
        assert_eq!(mark(&checks, &[Some(0), Some(0)]), Marks { right: 1, asked: 2 });
        assert_eq!(mark(&checks, &[None, None]), Marks { right: 0, asked: 2 });
        assert_eq!(mark(&checks, &[]), Marks { right: 0, asked: 2 }, "nothing answered, all asked");
    }

    #[test]
    fn a_class_is_scored_by_the_engine_of_the_surveys() {
        let lesson = Lesson { checks: checks(), ..samples::pack().lesson };
        let instrument = instrument(&lesson);
        let mut tally = Tally::new(&instrument);
        // Twelve people: nine know the first question, six the second.
        for person in 0..12u8 {
            let first = if person < 9 { "b" } else { "c" };
            let second = if person < 6 { "a" } else { "b" };
            let record = Record {
                id: RecordId::from_random([person; 16]),
                campaign: "class".to_owned(),
                instrument: instrument.id.clone(),
                version: instrument.version.clone(),
                profile: "1".to_owned(),
                day: Day::parse("2026-11-22").unwrap(),
                mode: Mode::Assisted,
                lang: "vi".to_owned(),
                point: None,
                answers: vec![
                    ("first".to_owned(), first.to_owned()),
                    ("second".to_owned(), second.to_owned()),
                ],
                about: Vec::new(),
                blocks: Vec::new(),
                flags: None,
                comment: None,
                app: "0".to_owned(),
            };
            tally.add(&instrument, &record).unwrap();
        }
        let scores = score(&instrument, &tally.total());
        let share = |figure: &lang_nghe_scoring::Figure| figure.value.unwrap();
        assert_eq!(share(&scores.items[0].figures[0]), 75.0);
        assert_eq!(share(&scores.items[1].figures[0]), 50.0);
        let total = &scores.total.figures[0];
        assert!((share(total) - 62.5).abs() < 1e-9, "15 of 24: {total:?}");
        let interval = total.interval.unwrap();
        assert!(interval.low < 62.5 && 62.5 < interval.high && total.small_sample, "{total:?}");
    }
}
