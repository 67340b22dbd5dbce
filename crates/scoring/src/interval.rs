//! Values and their 95 % intervals, from whole numbers.

use lang_nghe_estimate::student::{NORMAL_975, student_975};
use lang_nghe_instrument::Formula;

use crate::cell::Moments;
use crate::score::{Figure, Interval, NoInterval, NumberScore};
use crate::{SMALL_SAMPLE, Wide};

/// How sums of points become a percentage: (Σx / (n·unit) − zero) / span × 100.
pub(crate) struct Measure {
    unit: u128,
    /// Points that count as 0 %, and how many more count as 100 %; `None` where that has no meaning.
    line: Option<(u8, u8)>,
    /// The lowest percentage that answers can reach.
    lowest: f64,
}

impl Measure {
    /// The measure of a formula over values between `range`, kept in units of 1/`unit`.
    pub(crate) fn of(formula: Formula, unit: u128, range: Option<(u8, u8)>) -> Self {
        let (line, lowest) = match (formula, range) {
            (Formula::TopBox, _) => (Some((0, 1)), 0.0),
            (Formula::MeanOfMax, Some((lowest, highest))) if highest > 0 => {
                (Some((0, highest)), 100.0 * f64::from(lowest) / f64::from(highest))
            }
            (Formula::Rescaled, Some((lowest, highest))) if highest > lowest => {
                (Some((lowest, highest - lowest)), 0.0)
            }
            _ => (None, 0.0),
        };
        Self { unit, line, lowest }
    }
}

/// The mean of n values with these sums, as a percentage, with its t-interval.
///
/// x̄ ± t(0.975; n−1) · s/√n with s² = Σ(x−x̄)²/(n−1) = (n·Σx² − (Σx)²) / (n(n−1)): Student 1908; in
/// any textbook. n·Σx² − (Σx)² is taken in whole numbers, where nothing cancels.
pub(crate) fn mean(n: u64, moments: &Moments, measure: &Measure) -> Figure {
    let Some((zero, span)) = measure.line else {
        return Figure::without_value(n, NoInterval::NotDefined);
    };
    if n == 0 {
        return Figure::without_value(n, NoInterval::NoAnswer);
    }
    let below = Wide::product(measure.unit * u128::from(zero), n.into());
    let above = moments.sum.checked_sub(below).unwrap_or(Wide::ZERO);
    let count = n as f64;
    // One percentage point, in units of the sums of one respondent.
    let percent = measure.unit as f64 * f64::from(span) / 100.0;
    let value = (above.to_f64() / (count * percent)).clamp(measure.lowest, 100.0);
    let error = match moments.spread_or_none(n) {
        _ if n == 1 => Err(NoInterval::OneAnswer),
        None => Err(NoInterval::AllEqual),
        Some(spread) => Ok((spread.to_f64() / (count - 1.0)).sqrt() / count / percent),
    };
    let interval = error.map(|error| {
        let half = student_975(n - 1) * error;
        Interval { low: (value - half).max(measure.lowest), high: (value + half).min(100.0) }
    });
    Figure { n, value: Some(value), error: error.ok(), interval, small_sample: n < SMALL_SAMPLE }
}

/// The mean of n whole numbers with these sums, in their own unit, with its t-interval (see [`mean`]) cut to the range
/// asked for. Sums of 0 where numbers cannot be 0 are sums that are not shown.
pub(crate) fn number(n: u64, moments: &Moments, (least, most): (u32, u32)) -> NumberScore {
    let without = |why| NumberScore { n, mean: None, interval: Err(why), small_sample: n < SMALL_SAMPLE };
    if n == 0 {
        return without(NoInterval::NoAnswer);
    }
    let (least, most) = (f64::from(least), f64::from(most));
    let count = n as f64;
    let mean = moments.sum.to_f64() / count;
    if mean < least {
        return without(NoInterval::NotDefined);
    }
    let interval = match moments.spread_or_none(n) {
        _ if n == 1 => Err(NoInterval::OneAnswer),
        None => Err(NoInterval::AllEqual),
        Some(spread) => {
            let half = student_975(n - 1) * (spread.to_f64() / (count - 1.0)).sqrt() / count;
            Ok(Interval { low: (mean - half).max(least), high: (mean + half).min(most) })
        }
    };
    NumberScore { n, mean: Some(mean), interval, small_sample: n < SMALL_SAMPLE }
}

/// The share `part` of `n`, as a percentage, with its Wilson interval.
///
/// (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n): E. B. Wilson, J. Am. Stat. Assoc. 22 (1927)
/// 209–212. It stays within 0 and 100 and has a width even when all answers agree.
pub(crate) fn share(part: u64, n: u64) -> Figure {
    if n == 0 {
        return Figure::without_value(n, NoInterval::NoAnswer);
    }
    let part = part.min(n);
    let (hits, misses, count) = (part as f64, (n - part) as f64, n as f64);
    let z2 = NORMAL_975 * NORMAL_975;
    let centre = hits + z2 / 2.0;
    let half = NORMAL_975 * (hits * misses / count + z2 / 4.0).sqrt();
    let value = 100.0 * hits / count;
    // At the ends of the scale centre and half are equal; say so rather than leave a rounding error.
    let low = if part == 0 { 0.0 } else { 100.0 * (centre - half) / (count + z2) };
    let high = if part == n { 100.0 } else { 100.0 * (centre + half) / (count + z2) };
    let interval = Ok(Interval { low: low.clamp(0.0, value), high: high.clamp(value, 100.0) });
    Figure { n, value: Some(value), error: None, interval, small_sample: n < SMALL_SAMPLE }
}

impl Figure {
    fn without_value(n: u64, why: NoInterval) -> Self {
        Self { n, value: None, error: None, interval: Err(why), small_sample: n < SMALL_SAMPLE }
    }
}
