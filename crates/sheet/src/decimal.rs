//! Decimal numbers that add up as they do on paper.

use std::fmt;
use std::ops::{Add, Neg, Sub};

use serde::{Deserialize, Serialize};

/// A number with up to four decimals: points, scores, shares. Kept as a whole number of
/// ten-thousandths, so `42.72 − 44.31` is `−1.59` and nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Decimal(i64);

/// A text that is no number with at most four decimals, or a number beyond a thousand million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number with at most four decimals")]
pub struct DecimalError;

const UNIT: i64 = 10_000;

/// Numbers up to here add up by the thousand without leaving what 64 bits hold.
const LARGEST: i64 = 1_000_000_000;

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// A whole number up to a thousand million; larger ones are cut to it.
    pub const fn whole(number: i32) -> Self {
        let number = number as i64;
        Self(
            if number > LARGEST {
                LARGEST
            } else if number < -LARGEST {
                -LARGEST
            } else {
                number
            } * UNIT,
        )
    }

    /// From ten-thousandths.
    pub const fn from_parts(ten_thousandths: i64) -> Self {
        Self(ten_thousandths)
    }

    /// In ten-thousandths.
    pub const fn parts(self) -> i64 {
        self.0
    }

    /// Reads `94.73`, `94,73`, `-1,59` or `−1.59`. One sign for decimals, none for thousands.
    ///
    /// # Errors
    /// Anything else.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(decimals) || decimals.len() > 4 {
            return Err(DecimalError);
        }
        let whole: i64 = whole.parse().map_err(|_| DecimalError)?;
        let decimals: i64 = format!("{decimals:0<4}").parse().map_err(|_| DecimalError)?;
        if whole >= LARGEST {
            return Err(DecimalError);
        }
        let parts = whole * UNIT + decimals;
        Ok(Self(if negative { -parts } else { parts }))
    }

    /// The nearest one with two decimals, halves upwards. What is within a thousand-millionth of a
    /// half counts as one: it stands for a fraction that floating point cannot hold.
    pub fn nearest_hundredth(value: f64) -> Self {
        let hundredths = (value * 100.0 + 0.5 + 1e-9).floor();
        Self(hundredths.clamp(-1e13, 1e13) as i64 * 100)
    }

    /// For drawing and for shares; not for adding up.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / UNIT as f64
    }
}

impl Add for Decimal {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Decimal {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Decimal {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl std::iter::Sum for Decimal {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Decimal {
    /// With a point and without trailing zeros, as files have it; pages write it in their language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let parts = self.0.unsigned_abs();
        let (whole, decimals) = (parts / UNIT as u64, parts % UNIT as u64);
        let decimals = format!("{decimals:04}");
        match decimals.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            decimals => write!(f, "{sign}{whole}.{decimals}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn numbers_add_up_as_on_paper() {
        assert_eq!(decimal("42,72") - decimal("44.31"), decimal("−1,59"));
        assert_eq!(["10", "19.53", "18"].map(decimal).into_iter().sum::<Decimal>().to_string(), "47.53");
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for text in ["", ",", "1,", ",5", "1.2.3", "1.234,5", "1,23456", "9e9", "NaN", "1000000000", "--1"] {
            assert_eq!(Decimal::parse(text), Err(DecimalError), "{text}");
        }
    }

    #[test]
    fn a_half_of_the_last_decimal_goes_up() {
        let rounded =
            [0.005, 1.115, 89.995, 2.0 / 3.0, -0.005].map(|x| Decimal::nearest_hundredth(x).to_string());
        assert_eq!(rounded, ["0.01", "1.12", "90", "0.67", "0"]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(parts in -9_999_999_999_999i64..=9_999_999_999_999) {
            let number = Decimal::from_parts(parts);
            prop_assert_eq!(Decimal::parse(&number.to_string()), Ok(number));
        }

        #[test]
        fn no_text_does_harm(text in "\\PC{0,20}") {
            let _unused = (Decimal::parse(&text), crate::whole(&text));
        }
    }
}
