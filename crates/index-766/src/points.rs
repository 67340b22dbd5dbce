//! Points as fractions: what one dossier is worth is compared without rounding.

use std::cmp::Ordering;

/// A number of points from 0 on, as a fraction in lowest terms.
///
/// Counts go up to a hundred million, points to a hundred and steps to ten thousand, so a numerator
/// stays below 10¹⁸, a denominator below 10²¹, and the product of two, by which fractions are compared,
/// fits in 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Points {
    over: u128,
    under: u128,
}

impl Points {
    /// None.
    pub const ZERO: Self = Self { over: 0, under: 1 };

    /// `over / under`; nothing when `under` is 0.
    pub(crate) fn new(over: u128, under: u128) -> Self {
        let (mut a, mut b) = (over, under);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        if under == 0 { Self::ZERO } else { Self { over: over / a, under: under / a } }
    }

    /// A whole number.
    pub(crate) fn whole(points: u32) -> Self {
        Self { over: points.into(), under: 1 }
    }

    /// Numerator and denominator, in lowest terms.
    pub fn fraction(self) -> (u128, u128) {
        (self.over, self.under)
    }

    /// For showing and adding up.
    pub fn to_f64(self) -> f64 {
        self.over as f64 / self.under as f64
    }
}

impl PartialOrd for Points {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Points {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.over * other.under).cmp(&(other.over * self.under))
    }
}
