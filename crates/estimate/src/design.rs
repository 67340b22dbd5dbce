//! A checked design, and the variance that it gives to a sum.

use crate::Answers;
use crate::linear::Linear;

/// How the people who answered were drawn. Made by [`crate::DesignWritten::check`].
#[derive(Clone, Debug)]
pub struct Design {
    /// People drawn, per row.
    pub(crate) people: Vec<u64>,
    /// Positive and finite, per row.
    pub(crate) weights: Vec<f64>,
    /// At least one; people are the units of at most the last.
    pub(crate) levels: Vec<Level>,
}

/// One stage of a design.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    /// Per row.
    pub(crate) stratum: Vec<u32>,
    pub(crate) strata: Vec<Stratum>,
    /// Per row; `None` when people are the units.
    pub(crate) unit: Option<Vec<u32>>,
    /// Per unit.
    pub(crate) unit_stratum: Vec<u32>,
}

/// What is known about one stratum of a stage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stratum {
    /// Units drawn.
    pub(crate) drawn: u64,
    /// Units there are, if that is known.
    pub(crate) population: Option<u64>,
    /// Product of n/N over the stages above: what the variance of this stage counts for.
    pub(crate) fraction: f64,
}

impl Stratum {
    /// n/N.
    pub(crate) fn sampled(&self) -> Option<f64> {
        self.population.map(|population| self.drawn as f64 / population as f64)
    }

    /// What Σ(z−z̄)² over the units is multiplied by: fraction above · (1 − n/N) · n/(n−1).
    fn scale(&self) -> f64 {
        let (drawn, left) =
            (self.drawn as f64, self.population.map(|all| (all - self.drawn) as f64 / all as f64));
        match left {
            // The whole stratum was drawn: nothing is left to chance.
            Some(0.0) => 0.0,
            left => self.fraction * left.unwrap_or(1.0) * drawn / (drawn - 1.0),
        }
    }
}

/// Below this share of Σz² a Σ(z−z̄)² is what rounding leaves of equal values.
const ROUNDING: f64 = 1e-26;

impl Design {
    /// How many rows it has; every list of answers has as many.
    pub fn rows(&self) -> usize {
        self.people.len()
    }

    /// Units drawn first, such as villages, minus their strata, counting those in which somebody gave
    /// one of these answers: the degrees of freedom of an estimate from them.
    pub fn degrees(&self, answers: &[Answers]) -> u64 {
        self.degrees_of(answers.iter().map(|answers| answers.n))
    }

    pub(crate) fn degrees_of(&self, answered: impl Iterator<Item = u64>) -> u64 {
        let Some(first) = self.levels.first() else { return 0 };
        let mut met = vec![false; first.strata.len()];
        let mut unit_met = vec![false; first.unit_stratum.len()];
        let mut units = 0u64;
        for (row, n) in answered.enumerate().filter(|(_, n)| *n > 0) {
            met[first.stratum[row] as usize] = true;
            match &first.unit {
                Some(unit) => units += u64::from(!std::mem::replace(&mut unit_met[unit[row] as usize], true)),
                None => units += n,
            }
        }
        units.saturating_sub(met.iter().filter(|met| **met).count() as u64)
    }

    /// The variance of Σz over everybody drawn:
    /// Σ over stages, Σ over strata h of (∏ n/N above) · (1 − n_h/N_h) · n_h/(n_h−1) · Σ_u (z_u − z̄_h)².
    pub(crate) fn variance(&self, z: &[Linear]) -> f64 {
        self.levels.iter().map(|level| level.variance(z, &self.people)).sum()
    }
}

impl Level {
    fn variance(&self, z: &[Linear], people: &[u64]) -> f64 {
        if self.strata.iter().all(|stratum| stratum.fraction == 0.0) {
            return 0.0;
        }
        let Some(unit) = &self.unit else {
            let units =
                || z.iter().zip(people).zip(&self.stratum).map(|((z, n), stratum)| (*z, *n, *stratum));
            return self.spread(units);
        };
        let mut totals = vec![0.0; self.unit_stratum.len()];
        for (z, unit) in z.iter().zip(unit) {
            totals[*unit as usize] += z.sum;
        }
        let units =
            || totals.iter().zip(&self.unit_stratum).map(|(z, stratum)| (Linear::one(*z), 1, *stratum));
        self.spread(units)
    }

    /// Over (z, how many units stand behind it, stratum): twice through, so that nothing cancels.
    fn spread<I: Iterator<Item = (Linear, u64, u32)>>(&self, units: impl Fn() -> I) -> f64 {
        let mut means = vec![0.0; self.strata.len()];
        for (z, _, stratum) in units() {
            means[stratum as usize] += z.sum;
        }
        for (mean, stratum) in means.iter_mut().zip(&self.strata) {
            *mean /= stratum.drawn as f64;
        }
        let mut sums = vec![(0.0, 0.0); self.strata.len()];
        for (z, n, stratum) in units() {
            let mean = means[stratum as usize];
            let sum = &mut sums[stratum as usize];
            sum.0 += z.squares;
            sum.1 += if n == 1 {
                (z.sum - mean) * (z.sum - mean)
            } else {
                z.squares - 2.0 * mean * z.sum + n as f64 * mean * mean
            };
        }
        let spread =
            |(squares, spread): &(f64, f64)| if *spread <= ROUNDING * squares { 0.0 } else { *spread };
        self.strata.iter().zip(&sums).map(|(stratum, sum)| stratum.scale() * spread(sum)).sum()
    }
}
