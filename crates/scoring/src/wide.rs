//! Whole numbers of 256 bits: sums of squares stay exact, however many forms there are.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A whole number from 0 to 2²⁵⁶ − 1.
///
/// In JSON it is a string of decimal digits, because most readers of JSON round numbers above 2⁵³.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Wide {
    /// Base 2⁶⁴, lowest first.
    limbs: [u64; 4],
}

/// Low and high half of a product or a sum.
fn halves(value: u128) -> (u64, u64) {
    (value as u64, (value >> 64) as u64)
}

impl Wide {
    /// Nothing.
    pub const ZERO: Self = Self { limbs: [0; 4] };

    /// `a × b`, which always fits.
    pub fn product(a: u128, b: u128) -> Self {
        let ((a0, a1), (b0, b1)) = (halves(a), halves(b));
        let mut limbs = [0; 4];
        for (i, a) in [a0, a1].into_iter().enumerate() {
            let mut carry = 0;
            for (j, b) in [b0, b1].into_iter().enumerate() {
                // (2⁶⁴−1)² + 2·(2⁶⁴−1) = 2¹²⁸ − 1: the line below cannot overflow.
                let sum = u128::from(a) * u128::from(b) + u128::from(limbs[i + j]) + u128::from(carry);
                (limbs[i + j], carry) = halves(sum);
            }
            limbs[i + 2] = carry;
        }
        Self { limbs }
    }

    /// The sum, if it fits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let mut carry = 0;
        let limbs = std::array::from_fn(|i| {
            let (low, high) =
                halves(u128::from(self.limbs[i]) + u128::from(other.limbs[i]) + u128::from(carry));
            carry = high;
            low
        });
        (carry == 0).then_some(Self { limbs })
    }

    /// The difference, if it is not negative.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        let mut borrow = false;
        let limbs = std::array::from_fn(|i| {
            let (once, first) = self.limbs[i].overflowing_sub(other.limbs[i]);
            let (twice, second) = once.overflowing_sub(u64::from(borrow));
            borrow = first || second;
            twice
        });
        (!borrow).then_some(Self { limbs })
    }

    /// The product with a small number, if it fits.
    pub fn checked_mul(self, factor: u64) -> Option<Self> {
        let mut carry = 0;
        let limbs = std::array::from_fn(|i| {
            let (low, high) = halves(u128::from(self.limbs[i]) * u128::from(factor) + u128::from(carry));
            carry = high;
            low
        });
        (carry == 0).then_some(Self { limbs })
    }

    /// The quotient, rounded up; by 0 it is the number itself.
    pub fn divided_up(self, by: u64) -> Self {
        let by = u128::from(by.max(1));
        let (mut limbs, mut rest) = ([0; 4], 0u128);
        for i in (0..4).rev() {
            let value = rest << 64 | u128::from(self.limbs[i]);
            limbs[i] = (value / by) as u64;
            rest = value % by;
        }
        let down = Self { limbs };
        if rest == 0 { down } else { down.checked_add(1u128.into()).unwrap_or(down) }
    }

    /// The number as 128 bits, if it fits.
    pub fn to_u128(self) -> Option<u128> {
        let [low, high, 0, 0] = self.limbs else {
            return None;
        };
        Some(u128::from(high) << 64 | u128::from(low))
    }

    /// The nearest floating-point number, within one unit in its last place.
    pub fn to_f64(self) -> f64 {
        // The top 128 bits decide; what is cut off below them is less than 2⁻⁶⁴ of the value.
        let top = (2..4).rev().find(|&i| self.limbs[i] != 0).unwrap_or(1);
        let bits = u128::from(self.limbs[top]) << 64 | u128::from(self.limbs[top - 1]);
        let two_to_64 = 18_446_744_073_709_551_616.0;
        (1..top).fold(bits as f64, |value, _| value * two_to_64)
    }

    /// Quotient and remainder by a number that is not 0.
    fn divide(self, divisor: u64) -> (Self, u64) {
        let mut rest = 0;
        let mut limbs = [0; 4];
        for i in (0..4).rev() {
            let value = u128::from(rest) << 64 | u128::from(self.limbs[i]);
            limbs[i] = (value / u128::from(divisor)) as u64;
            rest = (value % u128::from(divisor)) as u64;
        }
        (Self { limbs }, rest)
    }

    /// Reads decimal digits without sign or leading zeros.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.is_empty() || (digits.len() > 1 && digits[0] == b'0') {
            return None;
        }
        digits.iter().try_fold(Self::ZERO, |value, digit| {
            let digit = digit.is_ascii_digit().then(|| u128::from(digit - b'0'))?;
            value.checked_mul(10)?.checked_add(digit.into())
        })
    }
}

impl From<u128> for Wide {
    fn from(value: u128) -> Self {
        let (low, high) = halves(value);
        Self { limbs: [low, high, 0, 0] }
    }
}

impl Ord for Wide {
    fn cmp(&self, other: &Self) -> Ordering {
        self.limbs.iter().rev().cmp(other.limbs.iter().rev())
    }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Wide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = Vec::new();
        let mut rest = *self;
        while rest != Self::ZERO || digits.is_empty() {
            let (quotient, digit) = rest.divide(10);
            digits.push(b'0' + digit as u8);
            rest = quotient;
        }
        digits.iter().rev().try_for_each(|digit| fmt::Write::write_char(f, char::from(*digit)))
    }
}

impl Serialize for Wide {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.limbs.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Wide {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
            Self::parse(&text).ok_or_else(|| D::Error::custom("not a whole number in decimal digits"))
        } else {
            <[u64; 4]>::deserialize(deserializer).map(|limbs| Self { limbs })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_and_products_of_small_numbers_are_those_of_128_bits(a: u64, b: u64, c: u64) {
            let product = u128::from(a) * u128::from(b);
            prop_assert_eq!(Wide::product(a.into(), b.into()), Wide::from(product));
            prop_assert_eq!(Wide::from(u128::from(a)).checked_mul(b), Some(Wide::from(product)));
            let sum = product.checked_add(u128::from(c));
            prop_assert_eq!(Wide::from(product).checked_add(u128::from(c).into()).and_then(Wide::to_u128), sum);
        }

        #[test]
        fn a_square_of_a_sum_opens_into_its_parts(a: u128, b: u128) {
            let (a, b) = (a >> 2, b >> 2);
            let opened = Wide::product(a, a)
                .checked_add(Wide::product(b, b))
                .and_then(|sum| sum.checked_add(Wide::product(a, b).checked_mul(2)?));
            prop_assert_eq!(opened, Some(Wide::product(a + b, a + b)));
        }

        #[test]
        fn taking_away_what_was_added_gives_the_number_back(limbs_a: [u64; 4], limbs_b: [u64; 4]) {
            let (a, b) = (Wide { limbs: limbs_a }, Wide { limbs: limbs_b });
            if let Some(sum) = a.checked_add(b) {
                prop_assert_eq!(sum.checked_sub(b), Some(a));
                prop_assert!(sum >= a);
            }
            prop_assert_eq!(a.checked_sub(b).is_some(), a >= b);
        }

        #[test]
        fn digits_read_back_as_the_same_number(limbs: [u64; 4]) {
            let number = Wide { limbs };
            prop_assert_eq!(Wide::parse(&number.to_string()), Some(number));
            let near: f64 = number.to_string().parse().unwrap();
            prop_assert!((number.to_f64() - near).abs() <= near * f64::EPSILON);
        }
    }

    #[test]
    fn the_largest_number_is_full() {
        let largest = Wide { limbs: [u64::MAX; 4] };
        assert_eq!(largest.checked_add(Wide::from(1)), None);
        assert_eq!(largest.checked_mul(2), None);
        assert_eq!(
            largest.to_string(),
            "115792089237316195423570985008687907853269984665640564039457584007913129639935"
        );
        assert_eq!(
            Wide::parse("115792089237316195423570985008687907853269984665640564039457584007913129639936"),
            None
        );
    }

    #[test]
    fn text_that_is_no_plain_number_is_refused() {
        for text in ["", "-1", "+1", "01", "1.0", "1e3", " 1", "１"] {
            assert_eq!(Wide::parse(text), None, "{text:?}");
        }
    }
}
