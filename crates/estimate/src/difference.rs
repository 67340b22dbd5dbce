//! Whether two groups differ: two periods, two villages, two ways of filling in.

use crate::estimate::half_width;
use crate::linear::Linear;
use crate::{Answers, Design, Estimate, Interval, NoEstimate, NoInterval};

/// The second minus the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Second value minus first.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// Degrees of freedom.
    pub degrees: u64,
}

/// What a difference allows to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The 95 % interval of the difference leaves zero out.
    Different,
    /// It does not, or there is none: not enough evidence to say that they differ. That is not the
    /// same as being equal.
    NotEnoughEvidence,
}

impl Difference {
    /// Of two samples drawn apart from each other, such as two periods. Variances add up; the degrees
    /// of freedom are those of Welch (1947) and Satterthwaite (1946), rounded down.
    pub fn independent(first: &Estimate, second: &Estimate) -> Self {
        let (a, b) = (first.error * first.error, second.error * second.error);
        let part = |variance: f64, degrees: u64| match (variance, degrees) {
            // No spread adds no doubt; no degrees leave nothing to stand on.
            (0.0, _) => 0.0,
            (_, 0) => f64::INFINITY,
            (variance, degrees) => variance * variance / degrees as f64,
        };
        let below = part(a, first.degrees) + part(b, second.degrees);
        let welch = (a + b) * (a + b) / below;
        // Both errors 0: nothing is said about either, and the interval says so.
        let degrees = if welch.is_finite() { welch as u64 } else { first.degrees.min(second.degrees) };
        Self { value: second.value - first.value, error: (a + b).sqrt(), degrees }
    }

    /// value ± t(0.975; degrees) · error.
    ///
    /// # Errors
    /// Why there is none.
    pub fn interval(&self) -> Result<Interval, NoInterval> {
        let half = half_width(self.error, self.degrees)?;
        Ok(Interval { low: self.value - half, high: self.value + half })
    }

    /// What may be said.
    pub fn verdict(&self) -> Verdict {
        match self.interval() {
            Ok(interval) if interval.low > 0.0 || interval.high < 0.0 => Verdict::Different,
            _ => Verdict::NotEnoughEvidence,
        }
    }
}

impl Design {
    /// The difference of two means of one sample: two groups of its people (each group's list leaves
    /// the others out), or two answers of the same people. What the groups share, such as villages,
    /// is accounted for: z = z₂ − z₁. Degrees of freedom count the units of either.
    ///
    /// # Errors
    /// Why there is none. Two answers of the same people need one row per person.
    pub fn difference(&self, first: &[Answers], second: &[Answers]) -> Result<Difference, NoEstimate> {
        let (one, mut z) = self.mean_linear(first)?;
        let (two, other) = self.mean_linear(second)?;
        for (row, (z, other)) in z.iter_mut().zip(&other).enumerate() {
            if self.people[row] > 1 && first[row].n > 0 && second[row].n > 0 {
                return Err(NoEstimate::ManyInOneRow { row: row + 1 });
            }
            *z = if self.people[row] == 1 {
                Linear::one(other.sum - z.sum)
            } else {
                Linear { sum: other.sum - z.sum, squares: other.squares + z.squares }
            };
        }
        let answered = first.iter().zip(second).map(|(first, second)| first.n.max(second.n));
        Ok(Difference {
            value: two - one,
            error: self.variance(&z).sqrt(),
            degrees: self.degrees_of(answered),
        })
    }
}
