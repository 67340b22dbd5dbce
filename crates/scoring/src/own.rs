//! One person's own summary: whole numbers only, so the page needs no floating-point words. And one person's own
//! values as fractions, for estimates that look at people one by one.

use lang_nghe_instrument::{Answer, Formula, Instrument};

use crate::answers::line;
use crate::composite::Composite;
use crate::reading::Reading;

/// What one person's answers add up to, shown to that person once after submitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSummary {
    /// One per factor, in the instrument's order.
    pub factors: Vec<OwnPart>,
    /// What the instrument says the total is; without items where there is none.
    pub total: OwnPart,
}

/// One factor, or the total, of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnPart {
    /// Items with points in it.
    pub items: usize,
    /// How many of them have an answer with points ("không áp dụng" has none).
    pub answered: usize,
    /// How many of those answers are in the top box.
    pub satisfied: usize,
    /// Points of the answers.
    pub points: u32,
    /// Fewest points those answers could have had.
    pub lowest: u32,
    /// Most points those answers could have had.
    pub highest: u32,
    /// Whether enough was answered, by the instrument's missing rule, to count in the scores.
    pub counts: bool,
}

/// One person's own summary. `chosen` has one entry for each item in the instrument's order: the position of the
/// response option on the item's scale, or nothing. Entries that are missing count as not answered.
pub fn own_summary(instrument: &Instrument, chosen: &[Option<usize>]) -> OwnSummary {
    let mut chosen = chosen.to_vec();
    chosen.resize(instrument.items.len(), None);
    let mut factors: Vec<_> =
        Composite::all(instrument).iter().map(|composite| composite.own(instrument, &chosen)).collect();
    let total = factors.pop().unwrap_or_default();
    factors.truncate(instrument.factors.len());
    OwnSummary { factors, total }
}

/// What turns one person's answers into that person's own values by one formula: what a mean over people is made of.
#[derive(Clone, Debug)]
pub struct OwnValues<'a> {
    instrument: &'a Instrument,
    formula: Formula,
    /// With the points that count as 0 %, and how many percent one point more is, where the formula has a meaning.
    composites: Vec<(Composite, Option<(f64, f64)>)>,
    has_conditions: bool,
}

impl<'a> OwnValues<'a> {
    /// For this instrument and formula.
    pub fn new(instrument: &'a Instrument, formula: Formula) -> Self {
        let composites = Composite::all(instrument).into_iter().map(|composite| {
            let range = if formula == Formula::TopBox { Some((0, 1)) } else { composite.range };
            let line = line(formula, range).filter(|_| !composite.is_empty());
            (composite, line)
        });
        Self {
            composites: composites.collect(),
            has_conditions: instrument.items.iter().any(|item| !item.relevant.is_empty()),
            instrument,
            formula,
        }
    }

    /// One person's own values from 0 to 100: of each factor, each part, then the total; `None` where too little was
    /// answered or the formula has no meaning. `answers` has one entry per item.
    pub fn of(&self, answers: &[Option<Answer>]) -> Vec<Option<f64>> {
        let chosen = if self.has_conditions {
            Reading::leave_out(self.instrument, &mut answers.to_vec())
        } else {
            Reading::chosen(self.instrument, answers)
        };
        let value = |(composite, line): &(Composite, Option<(f64, f64)>)| {
            let (zero, percent) = (*line)?;
            let own = composite.value(self.instrument, &chosen)?;
            let sum = if self.formula == Formula::TopBox { own.satisfied } else { own.points };
            Some(percent * (sum as f64 / composite.unit? as f64 - zero))
        };
        self.composites.iter().map(value).collect()
    }
}
