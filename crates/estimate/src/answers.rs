//! The answers of one row of a design.

/// The answers of one row: of one person, or of many who share every label and the weight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answers {
    /// How many answered; not more than the row holds people.
    pub n: u64,
    /// Σy.
    pub sum: f64,
    /// Σy².
    pub squares: f64,
}

impl Answers {
    /// Nobody of this row answered, or nobody belongs to the group asked about.
    pub const NONE: Self = Self { n: 0, sum: 0.0, squares: 0.0 };

    /// One person's answer.
    pub fn one(y: f64) -> Self {
        Self { n: 1, sum: y, squares: y * y }
    }

    /// `yes` of `n` people: an answer that is 1 or 0.
    pub fn yes(yes: u64, n: u64) -> Self {
        Self { n, sum: yes as f64, squares: yes as f64 }
    }

    /// Answers per person, `None` where there is none.
    pub fn rows(answers: impl IntoIterator<Item = Option<f64>>) -> Vec<Self> {
        answers.into_iter().map(|answer| answer.map_or(Self::NONE, Self::one)).collect()
    }

    /// Whether some people can have given these answers.
    pub(crate) fn is_possible(&self) -> bool {
        let finite = self.sum.is_finite() && self.squares.is_finite();
        // (Σy)² ≤ n·Σy² for any numbers (Cauchy and Schwarz); the slack is for rounding.
        let n = self.n as f64;
        finite
            && self.sum * self.sum <= n * self.squares * (1.0 + 1e-9)
            && (self.n > 0 || *self == Self::NONE)
    }
}
