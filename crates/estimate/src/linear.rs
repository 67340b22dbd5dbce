//! Linearised values: what each row adds to the error of an estimate.

use crate::Answers;

/// Σz and Σz² of a row, where the error of the estimate is, to first order, the sum of all z.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Linear {
    pub(crate) sum: f64,
    pub(crate) squares: f64,
}

/// Below this share of what it was taken from, a difference is what rounding leaves of nothing.
const ROUNDING: f64 = 8.0 * f64::EPSILON;

impl Linear {
    pub(crate) fn one(z: f64) -> Self {
        Self { sum: z, squares: z * z }
    }

    /// z = factor · (y − centre), for a row of answers.
    pub(crate) fn centred(answers: &Answers, centre: f64, factor: f64) -> Self {
        let n = answers.n as f64;
        let sum = difference(answers.sum, n * centre);
        if answers.n <= 1 {
            return Self::one(factor * sum);
        }
        let squares = answers.squares - 2.0 * centre * answers.sum + n * centre * centre;
        // Σ(y−c)² ≥ (Σ(y−c))²/n, also after rounding.
        let least = sum * sum / n;
        let noise = ROUNDING * n * (answers.squares + n * centre * centre);
        let squares = if squares - least <= noise { least } else { squares };
        Self { sum: factor * sum, squares: factor * factor * squares }
    }
}

/// a − b, and exactly nothing where only rounding is left.
pub(crate) fn difference(a: f64, b: f64) -> f64 {
    let difference = a - b;
    if difference.abs() <= ROUNDING * (a.abs() + b.abs()) { 0.0 } else { difference }
}

/// The sum with its rounding errors carried along (Neumaier 1974), so that a hundred thousand people
/// cost no more digits than ten.
pub(crate) fn sum(numbers: impl Iterator<Item = f64>) -> f64 {
    let (sum, lost) = numbers.fold((0.0f64, 0.0f64), |(sum, lost), number| {
        let next = sum + number;
        let (large, small) = if sum.abs() >= number.abs() { (sum, number) } else { (number, sum) };
        (next, lost + ((large - next) + small))
    });
    sum + lost
}
