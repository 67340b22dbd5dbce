//! A score is a pure function of a cell and an instrument version.

use lang_nghe_instrument::{Formula, Instrument, Item, Kind, OptionKind};

use crate::Wide;
use crate::cell::{Cell, Moments, Sums};
use crate::composite::Composite;
use crate::counts::{Detail, ItemCounts};
use crate::interval::{Measure, mean, number, share};

/// The scores of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// Records behind them.
    pub records: u64,
    /// One per item, in the instrument's order.
    pub items: Vec<ItemScores>,
    /// One per factor, in the instrument's order.
    pub factors: Vec<CompositeScores>,
    /// One per part, in the instrument's order.
    pub parts: Vec<CompositeScores>,
    /// What the instrument says the total is; without people where there is none.
    pub total: CompositeScores,
}

/// Scores of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemScores {
    /// Answers that count: neither "không áp dụng" nor missing.
    pub valid: u64,
    /// Answers "không biết / không áp dụng".
    pub not_applicable: u64,
    /// Records without an answer to this item.
    pub unanswered: u64,
    /// Records of forms that did not ask it, because chance drew other blocks.
    pub unasked: u64,
    /// One per formula of the instrument, in its order; empty for an item without points.
    pub figures: Vec<Figure>,
    /// For an item without points: the share of each option among the valid answers, with the
    /// option's position in the scale. Empty for an item with points. Where several options are one answer, the
    /// shares add up to more than 100.
    pub shares: Vec<(usize, Figure)>,
    /// For an item that asks for a number: its mean.
    pub number: Option<NumberScore>,
}

/// The mean of numbers, in their own unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberScore {
    /// How many numbers.
    pub n: u64,
    /// Their mean; `None` without numbers, or where their sums are not shown.
    pub mean: Option<f64>,
    /// Its 95 % interval, cut to the range asked for, or why there is none.
    pub interval: Result<Interval, NoInterval>,
    /// Fewer than [`crate::SMALL_SAMPLE`] behind it.
    pub small_sample: bool,
}

/// Scores of a factor, or of the total.
#[derive(Clone, Debug, PartialEq)]
pub struct CompositeScores {
    /// Respondents who answered enough of it to have an own value.
    pub n: u64,
    /// One per formula of the instrument, in its order.
    pub figures: Vec<Figure>,
}

/// One number with all that it must not travel without.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Valid answers (items) or respondents (composites).
    pub n: u64,
    /// 0 to 100, never NaN; `None` when there is nothing to compute it from.
    pub value: Option<f64>,
    /// Standard error of a mean, before the interval is cut to what can be reached: what differences
    /// are worked out from. `None` of a share of one question, and where there is no interval.
    pub error: Option<f64>,
    /// Its 95 % interval, or why there is none.
    pub interval: Result<Interval, NoInterval>,
    /// Fewer than [`crate::SMALL_SAMPLE`] behind it.
    pub small_sample: bool,
}

impl NumberScore {
    /// The mean of so many numbers with these sums; `None` if no numbers that this item asks for have them.
    pub fn of(item: &Item, answered: u64, moments: &Moments) -> Option<Self> {
        let Kind::Number { least, most, .. } = item.kind else { return None };
        let possible =
            moments.spread(answered).is_some() && moments.within(answered, least.into(), most.into());
        possible.then(|| number(answered, moments, (least, most)))
    }
}

/// A 95 % interval, cut to what the formula can reach; it contains its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Why a figure has no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoInterval {
    /// Nobody answered; there is no value either.
    NoAnswer,
    /// One answer says nothing about how answers differ.
    OneAnswer,
    /// All values are equal, so the spread seen is 0; an interval of no width would claim certainty.
    AllEqual,
    /// The formula has no meaning here (scales with different points, or with one level); there is
    /// no value either.
    NotDefined,
}

/// The scores of a cell of this instrument.
pub fn score(instrument: &Instrument, cell: &Cell) -> Scores {
    let items = instrument.items.iter().zip(&cell.items);
    let composites = Composite::all(instrument);
    let mut factors: Vec<_> = composites
        .iter()
        .zip(&cell.composites)
        .map(|(composite, sums)| score_composite(&instrument.formulas, composite, sums))
        .collect();
    let total = factors.pop().unwrap_or(CompositeScores { n: 0, figures: Vec::new() });
    let parts = factors.split_off(instrument.factors.len().min(factors.len()));
    Scores {
        records: cell.records,
        items: items.map(|(item, counts)| score_item(instrument, item, counts)).collect(),
        factors,
        parts,
        total,
    }
}

fn score_item(instrument: &Instrument, item: &Item, counts: &ItemCounts) -> ItemScores {
    let kind = |option| instrument.counts_as(item, option).unwrap_or(OptionKind::NotApplicable);
    let options = || counts.options.iter().enumerate().map(|(option, count)| (kind(option), count));
    let sum = |wanted: fn(OptionKind) -> bool| {
        options().filter(|(kind, _)| wanted(*kind)).fold(0u64, |sum, (_, count)| sum.saturating_add(*count))
    };
    let not_applicable = sum(|kind| kind == OptionKind::NotApplicable);
    let scores = ItemScores {
        valid: 0,
        not_applicable,
        unanswered: counts.none,
        unasked: counts.unasked,
        figures: Vec::new(),
        shares: Vec::new(),
        number: None,
    };
    let shares = |valid: u64| {
        let unscored = options().enumerate().filter(|(_, (kind, _))| *kind == OptionKind::Unscored);
        unscored.map(|(position, (_, count))| (position, share(*count, valid))).collect()
    };
    match (counts.detail, item.kind) {
        (Detail::Several { answered }, _) => {
            return ItemScores { valid: answered, shares: shares(answered), ..scores };
        }
        (Detail::Number { answered, moments }, Kind::Number { least, most, .. }) => {
            let number = Some(number(answered, &moments, (least, most)));
            return ItemScores { valid: answered, number, ..scores };
        }
        (Detail::Words, _) => return scores,
        _ => {}
    }
    let Some(range) = instrument.range_of(item) else {
        let valid = sum(|kind| kind == OptionKind::Unscored);
        return ItemScores { valid, shares: shares(valid), ..scores };
    };
    let valid = sum(|kind| matches!(kind, OptionKind::Scored { .. }));
    let satisfied = sum(|kind| matches!(kind, OptionKind::Scored { satisfied: true, .. }));
    let moment = |power| {
        options().fold(0u128, |sum, (kind, count)| {
            let points = u128::from(kind.points().unwrap_or(0));
            sum.saturating_add(points.pow(power) * u128::from(*count))
        })
    };
    let moments = Moments { sum: moment(1).into(), squares: moment(2).into() };
    let figure = |formula: &Formula| match formula {
        Formula::TopBox => share(satisfied, valid),
        Formula::MeanOfMax | Formula::Rescaled => {
            mean(valid, &moments, &Measure::of(*formula, 1, Some(range)))
        }
    };
    let figures = instrument.formulas.iter().map(figure).collect();
    ItemScores { valid, figures, ..scores }
}

fn score_composite(formulas: &[Formula], composite: &Composite, sums: &Sums) -> CompositeScores {
    let unit = composite.unit.unwrap_or(1);
    let figure = |formula: &Formula| {
        let moments = if *formula == Formula::TopBox { &sums.satisfied } else { &sums.points };
        mean(sums.n, moments, &Measure::of(*formula, unit, composite.range))
    };
    CompositeScores { n: sums.n, figures: formulas.iter().map(figure).collect() }
}

impl Moments {
    /// Whether there is any spread between n values with these sums.
    pub(crate) fn spread_or_none(&self, n: u64) -> Option<Wide> {
        self.spread(n).filter(|spread| *spread != Wide::ZERO)
    }
}
