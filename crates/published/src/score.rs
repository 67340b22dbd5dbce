//! One published score.

use std::collections::BTreeMap;

use lang_nghe_sheet::Decimal;
use serde::{Deserialize, Serialize};

use crate::Form;

/// What was published for a unit and a year. What is not there is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The index, by the name of its form.
    pub index: String,
    /// The unit that it was published for; PAPI has provinces only.
    pub unit: String,
    /// The year that it is about.
    pub year: u16,
    /// The total.
    pub total: Option<Decimal>,
    /// Points of dimensions and of parts, by name.
    pub parts: BTreeMap<String, Decimal>,
    /// The change of the total on the year before, as published.
    pub change: Option<Decimal>,
    /// Place k of N.
    pub rank: Option<(u32, u32)>,
    /// The group by rank, as published.
    pub quarter: Option<Quarter>,
    /// Where it was published, in the words of whoever entered it.
    pub source: String,
}

/// A quarter of the units by rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Quarter {
    /// Cao nhất.
    Highest,
    /// Trung bình cao.
    UpperMiddle,
    /// Trung bình thấp.
    LowerMiddle,
    /// Thấp nhất.
    Lowest,
}

/// What does not fit in a score. The first three cannot be; the others are worth a second look.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The form has no such dimension or part.
    #[error("the index has no `{name}`")]
    UnknownName {
        /// The name.
        name: String,
    },
    /// Points that no unit can have.
    #[error("`{name}` is {points}, not from {low} to {high}")]
    OutOfRange {
        /// Dimension, part or `total`.
        name: String,
        /// Its points.
        points: Decimal,
        /// The lowest possible.
        low: Decimal,
        /// The highest possible.
        high: Decimal,
    },
    /// A place that is no place among so many.
    #[error("place {place} of {of}")]
    Rank {
        /// The place.
        place: u32,
        /// How many there are.
        of: u32,
    },
    /// Parts that do not add up to their whole, by more than rounding.
    #[error("the parts of `{name}` add up to {sum}, not to {points}")]
    Sum {
        /// Dimension or `total`.
        name: String,
        /// What the parts add up to.
        sum: Decimal,
        /// What was published.
        points: Decimal,
    },
    /// The rank lies in another group than the published one.
    #[error("the rank lies in another group")]
    Group {
        /// The published one.
        published: Quarter,
        /// Where the rank lies.
        by_rank: Quarter,
    },
}

impl Quarter {
    /// The quarter of place k of N; `None` where that is no place.
    pub fn of_rank((place, of): (u32, u32)) -> Option<Self> {
        if place == 0 || place > of {
            return None;
        }
        Some(match u64::from(place - 1) * 4 / u64::from(of) {
            0 => Self::Highest,
            1 => Self::UpperMiddle,
            2 => Self::LowerMiddle,
            _ => Self::Lowest,
        })
    }
}

impl Problem {
    /// Whether nothing that was published can be so; otherwise it may be kept as it is.
    pub fn is_impossible(&self) -> bool {
        matches!(self, Self::UnknownName { .. } | Self::OutOfRange { .. } | Self::Rank { .. })
    }
}

impl Score {
    /// A score of which nothing is known yet.
    pub fn new(index: impl Into<String>, unit: impl Into<String>, year: u16) -> Self {
        Self {
            index: index.into(),
            unit: unit.into(),
            year,
            total: None,
            parts: BTreeMap::new(),
            change: None,
            rank: None,
            quarter: None,
            source: String::new(),
        }
    }

    /// The total of the year before, from the published total and change.
    pub fn total_before(&self) -> Option<Decimal> {
        Some(self.total? - self.change?)
    }

    /// Everything that does not fit the form of its year.
    pub fn problems(&self, form: &Form) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (name, points) in &self.parts {
            if form.adds_up && !form.knows(name) {
                problems.push(Problem::UnknownName { name: name.clone() });
            }
            problems.extend(form.range(name).and_then(|range| outside(name, *points, range)));
        }
        problems.extend(self.total.and_then(|total| outside("total", total, (form.low, form.high))));
        let by_rank = self.rank.and_then(Quarter::of_rank);
        if let (Some((place, of)), None) = (self.rank, by_rank) {
            problems.push(Problem::Rank { place, of });
        }
        if let (Some(published), Some(by_rank)) = (self.quarter, by_rank)
            && published != by_rank
        {
            problems.push(Problem::Group { published, by_rank });
        }
        if form.adds_up && problems.is_empty() {
            problems.extend(self.sums(form));
        }
        problems
    }

    fn sums(&self, form: &Form) -> Vec<Problem> {
        let of = |names: Vec<&str>| -> Option<Vec<Decimal>> {
            names.into_iter().map(|name| self.parts.get(name).copied()).collect()
        };
        let dimensions = form.dimensions.iter().filter(|dimension| !dimension.parts.is_empty());
        let mut checks: Vec<_> = dimensions
            .map(|dimension| {
                let parts = dimension.parts.iter().map(|part| part.id.as_str()).collect();
                (dimension.id.as_str(), self.parts.get(&dimension.id).copied(), of(parts))
            })
            .collect();
        let all = form.dimensions.iter().map(|dimension| dimension.id.as_str()).collect();
        checks.push(("total", self.total, of(all)));
        let broken = checks.into_iter().filter_map(|(name, points, parts)| {
            let (points, parts) = (points?, parts?);
            // Each figure may be half a hundredth away from what it was rounded from.
            let slack = 50 * (parts.len() as i64 + 1);
            let sum: Decimal = parts.into_iter().sum();
            let is_off = (sum - points).parts().abs() > slack;
            is_off.then(|| Problem::Sum { name: name.to_owned(), sum, points })
        });
        broken.collect()
    }
}

fn outside(name: &str, points: Decimal, (low, high): (Decimal, Decimal)) -> Option<Problem> {
    let is_outside = points < low || points > high;
    is_outside.then(|| Problem::OutOfRange { name: name.to_owned(), points, low, high })
}
