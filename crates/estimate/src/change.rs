//! What changed between two askings of one group, such as a class before and after a lesson, from counts.

use crate::Interval;
use crate::student::{NORMAL_975, student_975};

/// A change with its 95 % interval. Shares and changes of shares are between −1 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// After minus before.
    pub value: f64,
    /// Its interval.
    pub interval: Result<Interval, NoChange>,
}

/// Why a change has no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoChange {
    /// One person shows no spread.
    OnePerson,
    /// One group shows no spread between groups.
    OneGroup,
    /// Everybody changed by the same; an interval of no width would claim certainty.
    AllEqual,
}

/// Hits among so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many did.
    pub hits: u32,
    /// Of how many.
    pub of: u32,
}

impl Share {
    /// The share, 0 to 1; `None` of nobody.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.hits.min(self.of)) / f64::from(self.of))
    }

    /// The share with its Wilson limits: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209–212.
    fn wilson(self) -> Option<(f64, f64, f64)> {
        let (value, n) = (self.value()?, f64::from(self.of));
        let z2 = NORMAL_975 * NORMAL_975;
        let centre = value + z2 / (2.0 * n);
        let half = NORMAL_975 * (value * (1.0 - value) / n + z2 / (4.0 * n * n)).sqrt();
        let whole = 1.0 + z2 / n;
        Some((
            value,
            ((centre - half) / whole).clamp(0.0, value),
            ((centre + half) / whole).clamp(value, 1.0),
        ))
    }
}

impl Change {
    /// Of two shares counted apart from each other, as by a show of hands: nobody knows whose hand it was.
    /// `None` if one of them is of nobody.
    ///
    /// Newcombe's hybrid score interval without continuity correction (R. G. Newcombe, Statistics in
    /// Medicine 17 (1998) 873–890, method 10): with Wilson limits l and u of each share p,
    ///
    /// ```text
    /// low  = d − √((p₂ − l₂)² + (u₁ − p₁)²)
    /// high = d + √((u₂ − p₂)² + (p₁ − l₁)²)      d = p₂ − p₁
    /// ```
    ///
    /// It holds for two groups of different people. Where the same people answer twice and mostly keep
    /// what they knew, it is wider than need be: cautious, not wrong.
    pub fn of_shares(before: Share, after: Share) -> Option<Self> {
        let (p1, l1, u1) = before.wilson()?;
        let (p2, l2, u2) = after.wilson()?;
        let value = p2 - p1;
        let reach = |a: f64, b: f64| (a * a + b * b).sqrt();
        let interval =
            Interval { low: value - reach(p2 - l2, u1 - p1), high: value + reach(u2 - p2, p1 - l1) };
        Some(Self { value, interval: Ok(interval) })
    }

    /// Of people who were each asked twice: from their number, the sum of what each gained and the sum of
    /// its squares, in units of which `whole` are 1 (a person's gain in right answers, of so many questions).
    /// `None` of nobody or without a unit.
    ///
    /// d̄ ± t(0.975; n−1) · s/√n with s² = (n·Σd² − (Σd)²) / (n(n−1)): the paired t-interval (Student,
    /// Biometrika 6 (1908) 1–25; in any textbook), taken in whole numbers as far as it goes, and cut
    /// off at −1 and 1.
    pub fn of_pairs(people: u32, sum: i64, squares: u64, whole: u32) -> Option<Self> {
        if people == 0 || whole == 0 {
            return None;
        }
        let (n, unit) = (f64::from(people), f64::from(whole));
        let value = sum as f64 / n / unit;
        let spread = (i128::from(people) * i128::from(squares)) - i128::from(sum) * i128::from(sum);
        let interval = match (people, spread) {
            (1, _) => Err(NoChange::OnePerson),
            (_, ..=0) => Err(NoChange::AllEqual),
            _ => {
                let error = (spread as f64 / (n - 1.0)).sqrt() / n / unit;
                let half = student_975(u64::from(people - 1)) * error;
                Ok(Interval { low: (value - half).max(-1.0), high: (value + half).min(1.0) })
            }
        };
        Some(Self { value, interval })
    }
}
