//! One person's own summary: whole numbers only, so the page needs no floating-point words. And one person's own
//! values as fractions, for estimates that look at people one by one.

use lang_nghe_instrument::{Answer, Formula, Instrument, Item, OptionKind};

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
    composites: Vec<OwnComposite>,
    /// Per item.
    items: Vec<OwnItem>,
    has_conditions: bool,
}

/// What an item's answers count for.
#[derive(Clone, Debug)]
struct OwnItem {
    weight: u32,
    /// By option, already weighted; `None` where the option has no points.
    counts: Vec<Option<u32>>,
}

#[derive(Clone, Debug)]
struct OwnComposite {
    of: Composite,
    /// The points that count as 0 %, and how many percent one point more is; `None` where the formula has no meaning.
    line: Option<(f64, f64)>,
}

impl<'a> OwnValues<'a> {
    /// For this instrument and formula.
    pub fn new(instrument: &'a Instrument, formula: Formula) -> Self {
        let composites = Composite::all(instrument).into_iter().map(|of| {
            let range = if formula == Formula::TopBox { Some((0, 1)) } else { of.range };
            // Without a unit there are no exact sums, and no scores that these values could stand beside.
            let line = line(formula, range).filter(|_| !of.is_empty() && of.unit.is_some());
            OwnComposite { of, line }
        });
        let item = |item: &Item| {
            let counts = |option: usize| match instrument.counts_as(item, option)? {
                OptionKind::Scored { satisfied, .. } if formula == Formula::TopBox => {
                    Some(u32::from(satisfied))
                }
                OptionKind::Scored { points, .. } => Some(u32::from(points)),
                OptionKind::Unscored | OptionKind::NotApplicable => None,
            };
            let weight = u32::from(item.weight);
            let options = 0..instrument.scale_of(item).options.len();
            OwnItem { weight, counts: options.map(|option| Some(weight * counts(option)?)).collect() }
        };
        Self {
            composites: composites.collect(),
            items: instrument.items.iter().map(item).collect(),
            has_conditions: instrument.items.iter().any(|item| !item.relevant.is_empty()),
            instrument,
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
        let asked = |item: usize| !self.has_conditions || self.instrument.is_asked(item, &chosen);
        // Per item that is asked its weight, and what was given counts for.
        let given: Vec<Option<(u32, Option<u32>)>> = (self.items.iter().enumerate())
            .map(|(position, item)| {
                let option = chosen.get(position).copied().flatten();
                let counts = option.and_then(|option| item.counts.get(option).copied().flatten());
                asked(position).then_some((item.weight, counts))
            })
            .collect();
        self.composites.iter().map(|composite| composite.value(&given)).collect()
    }
}

impl OwnComposite {
    /// The mean of its groups' means, as a fraction from 0 to 100.
    ///
    /// What [`Composite::value`] gives in whole numbers of 1/lcm; a fraction needs small numbers only, and a hundred
    /// thousand people have to wait for it.
    fn value(&self, given: &[Option<(u32, Option<u32>)>]) -> Option<f64> {
        let (zero, percent) = self.line?;
        let groups = self.of.groups();
        let mut means = 0.0;
        for group in groups {
            let (mut items, mut answered, mut weight, mut points) = (0, 0, 0, 0);
            for (own, counts) in group.iter().filter_map(|position| *given.get(*position)?) {
                items += 1;
                let Some(counts) = counts else { continue };
                answered += 1;
                weight += own;
                points += counts;
            }
            if !self.of.enough(answered, items) {
                return None;
            }
            means += f64::from(points) / f64::from(weight.max(1));
        }
        Some(percent * (means / groups.len().max(1) as f64 - zero))
    }
}
