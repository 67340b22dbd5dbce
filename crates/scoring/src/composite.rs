//! Which items a composite adds up, and one respondent's own value of it.

use lang_nghe_instrument::{Instrument, MissingRule, OptionKind};

use crate::own::OwnPart;

/// A respondent's own value is a fraction of at most this, so that sums of squares over
/// [`crate::CAPACITY`] records fit in 256 bits.
const LARGEST_OWN: u128 = 1 << 88;

/// A factor, or the total: the items with points that belong to it.
///
/// The own value of someone who answered m of its k items is Σ points / m. Every m from 1 to k
/// divides lcm(1..=k), so in units of 1/lcm(1..=k) each own value is a whole number, and so are the
/// sums of values and of their squares: adding up loses nothing and knows no order.
#[derive(Clone, Debug)]
pub(crate) struct Composite {
    /// Positions of its items in the instrument.
    pub(crate) items: Vec<usize>,
    /// lcm(1..=items); `None` when own values would not fit below [`LARGEST_OWN`].
    pub(crate) unit: Option<u128>,
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
    /// The composites of an instrument: its factors in their order, then the total.
    pub(crate) fn all(instrument: &Instrument) -> Vec<Self> {
        let factors = (0..instrument.factors.len()).map(|factor| Self::of(instrument, |of| of == factor));
        factors.chain([Self::of(instrument, |_| true)]).collect()
    }

    fn of(instrument: &Instrument, belongs: impl Fn(usize) -> bool) -> Self {
        let (items, ranges): (Vec<_>, Vec<_>) = instrument
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.factor.is_some_and(&belongs))
            .filter_map(|(position, item)| Some((position, instrument.scale_of(item).range()?)))
            .unzip();
        let highest = ranges.iter().map(|range| range.1).max().unwrap_or(0);
        Self {
            unit: lcm_to(items.len()).filter(|unit| unit * u128::from(highest.max(1)) < LARGEST_OWN),
            range: ranges.first().copied().filter(|first| ranges.iter().all(|range| range == first)),
            missing: instrument.missing,
            items,
        }
    }

    /// What one respondent gave: plain whole numbers.
    pub(crate) fn own(&self, instrument: &Instrument, chosen: &[Option<usize>]) -> OwnPart {
        let mut part = OwnPart { items: self.items.len(), ..OwnPart::default() };
        for &position in &self.items {
            let scale = instrument.scale_of(&instrument.items[position]);
            let kind = chosen.get(position).copied().flatten().and_then(|option| scale.options.get(option));
            let Some(OptionKind::Scored { points, satisfied }) = kind.map(|option| option.kind) else {
                continue;
            };
            let (lowest, highest) = scale.range().unwrap_or((points, points));
            part.answered += 1;
            part.satisfied += usize::from(satisfied);
            part.points += u32::from(points);
            part.lowest += u32::from(lowest);
            part.highest += u32::from(highest);
        }
        let (numerator, denominator) =
            (usize::from(self.missing.numerator), usize::from(self.missing.denominator));
        part.counts = part.answered > 0 && part.answered * denominator >= numerator * part.items;
        part
    }

    /// The own value in this composite's unit, if it exists by the missing rule.
    pub(crate) fn value(&self, part: &OwnPart) -> Option<OwnValue> {
        let share = self.unit? / part.answered.max(1) as u128;
        part.counts.then(|| OwnValue {
            points: u128::from(part.points) * share,
            satisfied: part.satisfied as u128 * share,
        })
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
