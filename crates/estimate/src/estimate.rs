//! Means, shares, totals and ratios, each with its error.

use crate::linear::{Linear, difference, sum};
use crate::student::student_975;
use crate::{Answers, Design};

/// One estimate about everybody, with what it must not travel without.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate; never NaN.
    pub value: f64,
    /// Its standard error by Taylor linearisation; 0 when all answers agree or everybody was asked.
    pub error: f64,
    /// Answers behind it.
    pub n: u64,
    /// Degrees of freedom: units drawn first minus their strata, where answers were given.
    pub degrees: u64,
    /// The variance over that of n answers drawn singly from everybody, with replacement (Kish 1965);
    /// `None` when those answers agree.
    pub design_effect: Option<f64>,
}

/// A 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Why an estimate has no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoInterval {
    /// As many units as strata: nothing is left to see how units differ.
    TooFewUnits,
    /// No spread was seen; an interval of no width would claim certainty.
    AllEqual,
    /// A share of 0 or 1, or a value that is no share, has no odds.
    NoOdds,
}

/// Why there is no estimate. Rows count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoEstimate {
    /// Another number of rows than the design.
    #[error("{found} rows of answers for a design of {rows}")]
    Rows {
        /// Rows of the design.
        rows: usize,
        /// Rows of answers.
        found: usize,
    },
    /// Nobody answered.
    #[error("there is no answer")]
    NoAnswer,
    /// Not a number, more answers than people, or sums that no answers add up to.
    #[error("row {row}: these are not the answers of the people of this row")]
    Impossible {
        /// The row.
        row: usize,
    },
    /// The lower part of a ratio adds up to nothing.
    #[error("the lower part of the ratio is zero")]
    ZeroBelow,
    /// Two answers of one person are compared, and this row holds several people.
    #[error("row {row}: pairs of answers need one row per person")]
    ManyInOneRow {
        /// The row.
        row: usize,
    },
}

impl Estimate {
    /// value ± t(0.975; degrees) · error.
    ///
    /// # Errors
    /// Why there is none.
    pub fn interval(&self) -> Result<Interval, NoInterval> {
        let half = half_width(self.error, self.degrees)?;
        Ok(Interval { low: self.value - half, high: self.value + half })
    }

    /// For a share: the same interval taken on the logarithm of its odds and brought back,
    /// logit p ± t · error / (p(1−p)). It stays between 0 and 1, and near the ends of the scale it
    /// covers better than [`Estimate::interval`].
    ///
    /// # Errors
    /// Why there is none.
    pub fn share_interval(&self) -> Result<Interval, NoInterval> {
        let p = self.value;
        if !(p > 0.0 && p < 1.0) {
            return Err(NoInterval::NoOdds);
        }
        let half = half_width(self.error, self.degrees)? / (p * (1.0 - p));
        let logit = (p / (1.0 - p)).ln();
        let back = |x: f64| 1.0 / (1.0 + (-x).exp());
        Ok(Interval { low: back(logit - half), high: back(logit + half) })
    }
}

pub(crate) fn half_width(error: f64, degrees: u64) -> Result<f64, NoInterval> {
    match (degrees, error) {
        (0, _) => Err(NoInterval::TooFewUnits),
        (_, 0.0) => Err(NoInterval::AllEqual),
        _ => Ok(student_975(degrees) * error),
    }
}

impl Design {
    /// The mean over everybody, or the share of those whose answer is 1 when answers are 1 and 0:
    /// ȳ = Σwy / Σw, with z = w (y − ȳ) / Σw.
    ///
    /// # Errors
    /// Why there is none.
    pub fn mean(&self, answers: &[Answers]) -> Result<Estimate, NoEstimate> {
        let (value, z) = self.mean_linear(answers)?;
        let variance = self.variance(&z);
        Ok(self.estimate(answers, value, variance, 1.0))
    }

    /// The total over everybody: Σwy, with z = wy. It means something only when weights say how many
    /// people each one stands for.
    ///
    /// # Errors
    /// Why there is none.
    pub fn total(&self, answers: &[Answers]) -> Result<Estimate, NoEstimate> {
        self.check(answers)?;
        let z: Vec<_> = answers.iter().zip(&self.weights).map(|(y, w)| Linear::centred(y, 0.0, *w)).collect();
        let value = sum(z.iter().map(|z| z.sum));
        Ok(self.estimate(answers, value, self.variance(&z), self.weight(answers)))
    }

    /// The total of y over the total of x: R = Σwy / Σwx, with z = w (y − R·x) / Σwx. Rows hold one
    /// person each; `None` where y or x is missing.
    ///
    /// # Errors
    /// Why there is none.
    pub fn ratio(&self, pairs: &[Option<(f64, f64)>]) -> Result<Estimate, NoEstimate> {
        self.check_length(pairs.len())?;
        for (row, pair) in pairs.iter().enumerate() {
            let Some((y, x)) = pair else { continue };
            if !(y.is_finite() && x.is_finite()) {
                return Err(NoEstimate::Impossible { row: row + 1 });
            }
            if self.people[row] != 1 {
                return Err(NoEstimate::ManyInOneRow { row: row + 1 });
            }
        }
        let weighted = || pairs.iter().zip(&self.weights).filter_map(|(pair, w)| Some((w, (*pair)?)));
        let above = sum(weighted().map(|(w, (y, _))| w * y));
        let below = sum(weighted().map(|(w, (_, x))| w * x));
        let n = pairs.iter().flatten().count() as u64;
        match (n, below) {
            (0, _) => return Err(NoEstimate::NoAnswer),
            (_, 0.0) => return Err(NoEstimate::ZeroBelow),
            _ => {}
        }
        let value = above / below;
        let z: Vec<_> = pairs
            .iter()
            .zip(&self.weights)
            .map(|(pair, w)| pair.map_or(0.0, |(y, x)| w * difference(y, value * x) / below))
            .map(Linear::one)
            .collect();
        let degrees = self.degrees_of(pairs.iter().map(|pair| u64::from(pair.is_some())));
        Ok(Estimate { value, error: self.variance(&z).sqrt(), n, degrees, design_effect: None })
    }

    /// The mean and its linearised values.
    pub(crate) fn mean_linear(&self, answers: &[Answers]) -> Result<(f64, Vec<Linear>), NoEstimate> {
        self.check(answers)?;
        let weight = self.weight(answers);
        let value = self.sum(answers) / weight;
        let z =
            answers.iter().zip(&self.weights).map(|(y, w)| Linear::centred(y, value, w / weight)).collect();
        Ok((value, z))
    }

    fn weight(&self, answers: &[Answers]) -> f64 {
        sum(answers.iter().zip(&self.weights).map(|(y, w)| w * y.n as f64))
    }

    fn sum(&self, answers: &[Answers]) -> f64 {
        sum(answers.iter().zip(&self.weights).map(|(y, w)| w * y.sum))
    }

    fn estimate(&self, answers: &[Answers], value: f64, variance: f64, unit: f64) -> Estimate {
        let n: u64 = answers.iter().map(|answers| answers.n).sum();
        let single = self.spread(answers, n).map(|spread| spread * unit * unit / n as f64);
        Estimate {
            value,
            error: variance.sqrt(),
            n,
            degrees: self.degrees(answers),
            design_effect: single.map(|single| variance / single),
        }
    }

    /// The variance of answers among everybody: Σw(y−ȳ)²/Σw · n/(n−1); `None` when there is none.
    fn spread(&self, answers: &[Answers], n: u64) -> Option<f64> {
        let weight = self.weight(answers);
        let mean = self.sum(answers) / weight;
        let squares: f64 =
            answers.iter().zip(&self.weights).map(|(y, w)| w * Linear::centred(y, mean, 1.0).squares).sum();
        let n = n as f64;
        Some(squares / weight * n / (n - 1.0)).filter(|spread| *spread > 0.0 && spread.is_finite())
    }

    fn check(&self, answers: &[Answers]) -> Result<(), NoEstimate> {
        self.check_length(answers.len())?;
        let bad = |(answers, people): (&Answers, &u64)| !answers.is_possible() || answers.n > *people;
        if let Some(row) = answers.iter().zip(&self.people).position(bad) {
            return Err(NoEstimate::Impossible { row: row + 1 });
        }
        if answers.iter().all(|answers| answers.n == 0) {
            return Err(NoEstimate::NoAnswer);
        }
        Ok(())
    }

    fn check_length(&self, found: usize) -> Result<(), NoEstimate> {
        let rows = self.rows();
        if found == rows { Ok(()) } else { Err(NoEstimate::Rows { rows, found }) }
    }
}
