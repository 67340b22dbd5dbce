//! What a set of records adds up to: counts and exact sums.

use lang_nghe_instrument::Instrument;
use serde::{Deserialize, Serialize};

use crate::composite::{Composite, OwnValue};
use crate::counts::ItemCounts;
use crate::reading::Reading;
use crate::{CAPACITY, Wide};

/// Counts and sums of a set of records. Cells add up: the cell of two sets together is the sum of
/// their cells, exactly and in any order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// How many records.
    pub records: u64,
    /// One per item, in the instrument's order.
    pub items: Vec<ItemCounts>,
    /// One per factor, one per part, then the total.
    pub composites: Vec<Sums>,
}

/// Sums of the respondents' own values of a composite, in units of 1/lcm(1..=weight of its items)
/// (see `Composite`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Respondents whose own value exists by the missing rule.
    pub n: u64,
    /// Own mean points.
    pub points: Moments,
    /// Own share of answers in the top box.
    pub satisfied: Moments,
}

/// Σx and Σx² of own values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moments {
    /// Σx.
    pub sum: Wide,
    /// Σx².
    pub squares: Wide,
}

/// Numbers that no set of records of this instrument adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these counts are not those of any set of records of this instrument")]
pub struct CellError;

impl Cell {
    /// The cell of no records.
    pub fn empty(instrument: &Instrument) -> Self {
        let empty = |item| ItemCounts::empty(instrument, item);
        Self {
            records: 0,
            items: instrument.items.iter().map(empty).collect(),
            composites: vec![Sums::default(); instrument.factors.len() + instrument.parts.len() + 1],
        }
    }

    /// Whether the two count the same items with the same options.
    pub(crate) fn same_shape(&self, other: &Self) -> bool {
        self.items.len() == other.items.len()
            && self.items.iter().zip(&other.items).all(|(a, b)| a.same_shape(b))
            && self.composites.len() == other.composites.len()
    }

    /// Adds one record: what it says of each item, and the own value per composite.
    /// The caller has checked both lengths and that there is room.
    pub(crate) fn count(&mut self, reading: &Reading, own: &[Option<OwnValue>]) {
        self.records += 1;
        let said = reading.answers.iter().zip(&reading.unasked);
        for (item, (answer, unasked)) in self.items.iter_mut().zip(said) {
            item.count(answer.as_ref(), *unasked);
        }
        for (sums, own) in self.composites.iter_mut().zip(own) {
            if let Some(own) = own {
                sums.count(own);
            }
        }
    }

    /// The cell of both sets together; `None` when the shapes differ or the sum would not fit.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        let records = self.records.checked_add(other.records).filter(|&records| records <= CAPACITY)?;
        if !self.same_shape(other) {
            return None;
        }
        let items = self.items.iter().zip(&other.items).map(|(a, b)| a.plus(b)).collect::<Option<_>>()?;
        let composites =
            self.composites.iter().zip(&other.composites).map(|(a, b)| a.plus(b)).collect::<Option<_>>()?;
        Some(Self { records, items, composites })
    }

    /// What is left of the set without a part of it; `None` if it holds no such part.
    pub fn minus(&self, part: &Self) -> Option<Self> {
        if !self.same_shape(part) {
            return None;
        }
        let items = self.items.iter().zip(&part.items).map(|(a, b)| a.minus(b)).collect::<Option<_>>()?;
        let composites =
            self.composites.iter().zip(&part.composites).map(|(a, b)| a.minus(b)).collect::<Option<_>>()?;
        Some(Self { records: self.records.checked_sub(part.records)?, items, composites })
    }

    /// The same with sums of squares as if every standard error were rounded up to a whole percent of its range: less is
    /// told of single values, and no interval becomes narrower.
    #[must_use]
    pub fn blurred(&self, instrument: &Instrument) -> Self {
        let mut blurred = self.clone();
        for (sums, composite) in blurred.composites.iter_mut().zip(Composite::all(instrument)) {
            let (Some(unit), Some((lowest, highest))) = (composite.unit, composite.range.or(Some((0, 1))))
            else {
                continue;
            };
            let range = (unit * u128::from(highest - lowest), unit * u128::from(highest));
            sums.points = sums.points.blurred(sums.n, range);
            sums.satisfied = sums.satisfied.blurred(sums.n, (unit, unit));
        }
        blurred
    }

    /// Whether the numbers contradict each other: what bytes from outside must pass.
    pub(crate) fn adds_up(&self) -> bool {
        self.records <= CAPACITY
            && self.items.iter().all(|item| item.adds_up(self.records))
            && self.composites.iter().all(|sums| sums.n <= self.records && sums.add_up())
    }

    /// Checks a cell that came from outside.
    ///
    /// # Errors
    /// No set of records of this instrument adds up to it.
    pub fn check(&self, instrument: &Instrument) -> Result<(), CellError> {
        let composites = Composite::all(instrument);
        let possible = self.same_shape(&Self::empty(instrument))
            && self.adds_up()
            && self.items.iter().zip(&instrument.items).all(|(counts, item)| counts.possible(item))
            && self.composites.iter().zip(&composites).all(|(sums, composite)| sums.possible(composite));
        possible.then_some(()).ok_or(CellError)
    }
}

impl Sums {
    /// Adds one respondent's own value.
    pub(crate) fn count(&mut self, own: &OwnValue) {
        self.n += 1;
        self.points.count(own.points);
        self.satisfied.count(own.satisfied);
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        Some(Self {
            n: self.n.checked_add(other.n)?,
            points: self.points.plus(&other.points)?,
            satisfied: self.satisfied.plus(&other.satisfied)?,
        })
    }

    fn minus(&self, part: &Self) -> Option<Self> {
        Some(Self {
            n: self.n.checked_sub(part.n)?,
            points: self.points.minus(&part.points)?,
            satisfied: self.satisfied.minus(&part.satisfied)?,
        })
    }

    fn add_up(&self) -> bool {
        self.points.spread(self.n).is_some() && self.satisfied.spread(self.n).is_some()
    }

    fn possible(&self, composite: &Composite) -> bool {
        let highest_points = composite.range.map_or(u8::MAX, |range| range.1);
        let lowest_points = composite.range.map_or(0, |range| range.0);
        composite.unit.map_or(self.n == 0, |unit| {
            self.points.within(self.n, unit * u128::from(lowest_points), unit * u128::from(highest_points))
                && self.satisfied.within(self.n, 0, unit)
        }) && (self.n == 0 || !composite.is_empty())
    }
}

impl Moments {
    /// Adds one own value. It is below 2⁸⁸ and there are at most [`CAPACITY`] of them, so both sums
    /// fit and keeping the old value is never reached.
    pub(crate) fn count(&mut self, value: u128) {
        self.sum = self.sum.checked_add(value.into()).unwrap_or(self.sum);
        self.squares = self.squares.checked_add(Wide::product(value, value)).unwrap_or(self.squares);
    }

    pub(crate) fn plus(&self, other: &Self) -> Option<Self> {
        Some(Self {
            sum: self.sum.checked_add(other.sum)?,
            squares: self.squares.checked_add(other.squares)?,
        })
    }

    /// These sums with a standard error rounded up to a whole percent of the width of the range; `highest` is its upper end.
    fn blurred(&self, n: u64, (width, highest): (u128, u128)) -> Self {
        let (Some(spread), Some(sum)) = (self.spread(n), self.sum.to_u128()) else { return *self };
        if n < 2 || spread == Wide::ZERO {
            return *self;
        }
        let count = n as f64;
        let error = (spread.to_f64() / (count - 1.0)).sqrt() / count / (width as f64);
        let percent = (error * 100.0 - 1e-9).ceil().clamp(1.0, 100.0) as u128;
        // n·Σx² − (Σx)² = (error · n)² · (n − 1), and no value lies above the highest.
        let scaled = (percent * width * u128::from(n)).div_ceil(100);
        let squares = Wide::product(scaled, scaled)
            .checked_mul(n - 1)
            .and_then(|spread| spread.checked_add(Wide::product(sum, sum)))
            .map(|all| all.divided_up(n));
        let most = Wide::product(sum, highest);
        let squares = squares.map_or(self.squares, |squares| squares.min(most));
        Self { sum: self.sum, squares }
    }

    /// The same for numbers that an item asks for.
    #[must_use]
    pub fn blurred_number(&self, item: &lang_nghe_instrument::Item, n: u64) -> Self {
        match item.kind {
            lang_nghe_instrument::Kind::Number { least, most, .. } => {
                self.blurred(n, (u128::from(most.saturating_sub(least)).max(1), most.into()))
            }
            _ => *self,
        }
    }

    pub(crate) fn minus(&self, part: &Self) -> Option<Self> {
        Some(Self { sum: self.sum.checked_sub(part.sum)?, squares: self.squares.checked_sub(part.squares)? })
    }

    /// n·Σx² − (Σx)², which is 0 exactly when all values are equal; `None` when no n values have
    /// these sums.
    pub(crate) fn spread(&self, n: u64) -> Option<Wide> {
        let sum = self.sum.to_u128()?;
        let spread = self.squares.checked_mul(n)?.checked_sub(Wide::product(sum, sum))?;
        (n > 0 || self.squares == Wide::ZERO).then_some(spread)
    }

    /// Whether n values between the two bounds could have these sums.
    pub(crate) fn within(&self, n: u64, lowest: u128, highest: u128) -> bool {
        let n = u128::from(n);
        let sum = self.sum.to_u128();
        sum.is_some_and(|sum| {
            Wide::from(sum) >= Wide::product(n, lowest)
                && Wide::from(sum) <= Wide::product(n, highest)
                && self.squares <= Wide::product(sum, highest)
        })
    }
}
