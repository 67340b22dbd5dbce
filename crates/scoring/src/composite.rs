//! Which items a composite adds up, and one respondent's own value of it.

use lang_nghe_instrument::{Instrument, Item, MissingRule, OptionKind, Total};

use crate::own::OwnPart;

/// A respondent's own value is a fraction of at most this, so that sums of squares over
/// [`crate::CAPACITY`] records fit in 256 bits.
const LARGEST_OWN: u128 = 1 << 88;

/// A factor, a part, or the total: the items with points that belong to it.
///
/// The own value of someone who answered items of weight w in all, of k, is Σ weight · points / w.
/// Every w from 1 to k divides lcm(1..=k), so in units of 1/lcm(1..=k) each own value is a whole
/// number, and so are the sums of values and of their squares: adding up loses nothing and knows no
/// order. Where parts count alike, the own value is the mean of the parts' own values, and the unit
/// is divided by the number of parts once more.
#[derive(Clone, Debug)]
pub(crate) struct Composite {
    /// Positions of its items in the instrument: one group, or one per part that counts alike.
    groups: Vec<Vec<usize>>,
    /// Whole numbers in one point; `None` when own values would not fit below [`LARGEST_OWN`].
    pub(crate) unit: Option<u128>,
    /// lcm(1..=weight) of the heaviest group.
    common: u128,
    /// Lowest and highest points, when all its items share them. Points of scales that differ
    /// have no meaningful mean, so then only the share satisfied is reported.
    pub(crate) range: Option<(u8, u8)>,
    missing: MissingRule,
}

/// One respondent's own value of a composite, in its unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnValue {
    pub(crate) points: u128,
    pub(crate) satisfied: u128,
}

impl Composite {
    /// The composites of an instrument: its factors in their order, its parts, then the total. The
    /// total is there even where it adds up nothing.
    pub(crate) fn all(instrument: &Instrument) -> Vec<Self> {
        let part_of = |factor: usize| instrument.factors.get(factor).and_then(|factor| factor.part);
        let of_part = |part| items_of(instrument, |factor| part_of(factor) == Some(part));
        let factors = (0..instrument.factors.len()).map(|of| items_of(instrument, |factor| factor == of));
        let parts = (0..instrument.parts.len()).map(of_part);
        let total = match instrument.total {
            Total::Items => vec![items_of(instrument, |_| true)],
            Total::Parts => (0..instrument.parts.len()).map(of_part).collect(),
            Total::None => Vec::new(),
        };
        let single = factors.chain(parts).map(|items| vec![items]);
        single.chain([total]).map(|groups| Self::of(instrument, groups)).collect()
    }

    fn of(instrument: &Instrument, groups: Vec<Vec<usize>>) -> Self {
        let items = || groups.iter().flatten().filter_map(|&at| instrument.items.get(at));
        let ranges: Vec<_> = items().filter_map(|item| instrument.range_of(item)).collect();
        let highest = ranges.iter().map(|range| range.1).max().unwrap_or(0);
        let weight = |group: &Vec<usize>| -> usize {
            group.iter().filter_map(|&at| instrument.items.get(at)).map(|item| usize::from(item.weight)).sum()
        };
        let common = lcm_to(groups.iter().map(weight).max().unwrap_or(0));
        let unit = common.map(|common| common * groups.len().max(1) as u128);
        Self {
            unit: unit.filter(|unit| unit * u128::from(highest.max(1)) < LARGEST_OWN),
            common: common.unwrap_or(1),
            range: ranges.first().copied().filter(|first| ranges.iter().all(|range| range == first)),
            missing: instrument.missing,
            groups,
        }
    }

    /// Positions of its items: one group, or one per part that counts alike.
    pub(crate) fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }

    /// How many of so many items must be answered for an own value to exist.
    pub(crate) fn least_of(&self, items: usize) -> usize {
        (1..=items).find(|answered| self.enough(*answered, items)).unwrap_or(items + 1)
    }

    /// Whether nothing belongs to it.
    pub(crate) fn is_empty(&self) -> bool {
        self.groups.iter().all(Vec::is_empty)
    }

    /// What one respondent gave: plain whole numbers, each answer once.
    pub(crate) fn own(&self, instrument: &Instrument, chosen: &[Option<usize>]) -> OwnPart {
        let mut part = OwnPart { counts: !self.groups.is_empty(), ..OwnPart::default() };
        for group in &self.groups {
            let before = part;
            for &position in group.iter().filter(|&&position| instrument.is_asked(position, chosen)) {
                part.items += 1;
                let Some(((points, satisfied), item)) = answer(instrument, position, chosen) else {
                    continue;
                };
                let (lowest, highest) = instrument.range_of(item).unwrap_or((points, points));
                part.answered += 1;
                part.satisfied += usize::from(satisfied);
                part.points += u32::from(points);
                part.lowest += u32::from(lowest);
                part.highest += u32::from(highest);
            }
            part.counts &= self.enough(part.answered - before.answered, part.items - before.items);
        }
        part
    }

    /// The own value in this composite's unit, if it exists by the missing rule.
    pub(crate) fn value(&self, instrument: &Instrument, chosen: &[Option<usize>]) -> Option<OwnValue> {
        self.unit.filter(|_| self.own(instrument, chosen).counts)?;
        let mut value = OwnValue { points: 0, satisfied: 0 };
        for group in &self.groups {
            let asked = group.iter().filter(|&&position| instrument.is_asked(position, chosen));
            let (mut weight, mut points, mut satisfied) = (0, 0, 0);
            for ((own_points, own_satisfied), item) in
                asked.filter_map(|&position| answer(instrument, position, chosen))
            {
                let times = u128::from(item.weight);
                weight += times;
                points += times * u128::from(own_points);
                satisfied += times * u128::from(own_satisfied);
            }
            let share = self.common / weight.max(1);
            value.points += points * share;
            value.satisfied += satisfied * share;
        }
        Some(value)
    }

    /// Whether so many answers of so many items asked make an own value.
    pub(crate) fn enough(&self, answered: usize, items: usize) -> bool {
        let (numerator, denominator) =
            (usize::from(self.missing.numerator), usize::from(self.missing.denominator));
        answered > 0 && answered * denominator >= numerator * items
    }
}

/// Positions of the items that every composite is made of: of each factor, each part, then the total.
pub fn composite_items(instrument: &Instrument) -> Vec<Vec<usize>> {
    Composite::all(instrument).iter().map(|composite| composite.groups.concat()).collect()
}

/// Positions of the items with points whose factor is wanted.
fn items_of(instrument: &Instrument, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
    let items = instrument.items.iter().enumerate();
    items
        .filter(|(_, item)| item.factor.is_some_and(&wanted) && instrument.range_of(item).is_some())
        .map(|(position, _)| position)
        .collect()
}

/// Points, and whether it is in the top box, of the answer to an item, if it has points.
fn answer<'a>(
    instrument: &'a Instrument,
    position: usize,
    chosen: &[Option<usize>],
) -> Option<((u8, bool), &'a Item)> {
    let item = instrument.items.get(position)?;
    match instrument.counts_as(item, chosen.get(position).copied().flatten()?)? {
        OptionKind::Scored { points, satisfied } => Some(((points, satisfied), item)),
        OptionKind::Unscored | OptionKind::NotApplicable => None,
    }
}

/// lcm(1..=n), up to n = 60; beyond that own values would be too long anyway.
fn lcm_to(n: usize) -> Option<u128> {
    let gcd = |mut a: u128, mut b: u128| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    (n <= 60).then(|| (1..=n as u128).fold(1, |lcm, k| lcm / gcd(lcm, k) * k))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_of_answers_divides_the_unit() {
        assert_eq!(lcm_to(0), Some(1));
        assert_eq!(lcm_to(16), Some(720_720));
        assert_eq!(lcm_to(60), Some(9_690_712_164_777_231_700_912_800));
        assert_eq!(lcm_to(61), None);
        for n in 1..=60 {
            let unit = lcm_to(n).unwrap();
            assert!((1..=n as u128).all(|k| unit.is_multiple_of(k)), "{n}");
        }
    }
}
