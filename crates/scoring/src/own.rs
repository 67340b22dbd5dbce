//! One person's own summary: whole numbers only, so the page needs no floating-point words.

use lang_nghe_instrument::Instrument;

use crate::composite::Composite;

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
