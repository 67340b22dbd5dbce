//! Numbers as people of a language write them, without the floating-point formatter.

use lang_nghe_scoring::{Figure, Interval};

use crate::words::{Words, fill};

/// A whole number with a sign between thousands.
pub(crate) fn whole(number: u64, words: &Words) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.char_indices() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push_str(&words.thousands);
        }
        text.push(digit);
    }
    text
}

/// Tenths of a figure from 0 to 100, half up. A figure is within a few units of its last place of
/// the exact fraction, so a fraction that lies exactly on a half is counted as one.
fn tenths(value: f64) -> u64 {
    (value.clamp(0.0, 100.0) * 10.0 + 0.5 + 1e-9) as u64
}

/// A figure with one decimal.
pub(crate) fn decimal(value: f64, words: &Words) -> String {
    let tenths = tenths(value);
    [&(tenths / 10).to_string(), words.decimal.as_str(), &(tenths % 10).to_string()].concat()
}

/// A mean of numbers in their own unit, with one decimal, half up.
pub(crate) fn mean(value: f64, words: &Words) -> String {
    let tenths = (value.max(0.0) * 10.0 + 0.5 + 1e-9) as u64;
    [whole(tenths / 10, words), words.decimal.clone(), (tenths % 10).to_string()].concat()
}

/// A factor with two decimals, half up.
pub(crate) fn hundredths(value: f64, words: &Words) -> String {
    let hundredths = (value.max(0.0) * 100.0 + 0.5 + 1e-9) as u64;
    let rest = hundredths % 100;
    let zero = if rest < 10 { "0" } else { "" };
    [&whole(hundredths / 100, words), words.decimal.as_str(), zero, &rest.to_string()].concat()
}

/// A figure in the form that its formula asks for.
pub(crate) fn value(value: f64, is_share: bool, words: &Words) -> String {
    let number = decimal(value, words);
    if is_share { fill(&words.percent, &[("n", &number)]) } else { number }
}

/// A difference of two figures with one decimal and its sign.
pub(crate) fn signed(value: f64, words: &Words) -> String {
    let sign = match (value, tenths(value.abs())) {
        (_, 0) => "",
        (value, _) if value < 0.0 => "−",
        _ => "+",
    };
    [sign, &decimal(value.abs(), words)].concat()
}

/// Both ends of an interval.
pub(crate) fn range(interval: &Interval, words: &Words) -> String {
    fill(&words.range, &[("low", &decimal(interval.low, words)), ("high", &decimal(interval.high, words))])
}

/// How many are behind a figure.
pub(crate) fn count(figure: &Figure, words: &Words) -> String {
    fill(&words.count, &[("n", &whole(figure.n, words))])
}

/// `2026-11-21` as people write it; anything else stays as it is.
pub(crate) fn date(day: &str, words: &Words) -> String {
    let parts: Vec<_> = day.split('-').collect();
    match parts[..] {
        [year, month, day] => fill(&words.date, &[("day", day), ("month", month), ("year", year)]),
        _ => day.to_owned(),
    }
}

/// `part` of `whole` as a share; `None` of nothing.
pub(crate) fn share(part: u64, whole: u64, words: &Words) -> Option<String> {
    (whole > 0).then(|| value(100.0 * part as f64 / whole as f64, true, words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::words;

    #[test]
    fn thousands_are_set_apart() {
        let text = [0, 7, 999, 1000, 1_234_567].map(|number| whole(number, &words()));
        assert_eq!(text, ["0", "7", "999", "1.000", "1.234.567"]);
    }

    #[test]
    fn a_half_of_the_last_decimal_goes_up() {
        let text =
            [0.0, 0.04, 0.05, 12.25, 100.0 * 7.0 / 2000.0, 99.94, 99.95, 100.0].map(|x| decimal(x, &words()));
        assert_eq!(text, ["0,0", "0,0", "0,1", "12,3", "0,4", "99,9", "100,0", "100,0"]);
    }

    #[test]
    fn a_difference_carries_its_sign_and_nothing_has_none() {
        let text = [3.21, -0.06, -0.04, 0.0, -100.0].map(|x| signed(x, &words()));
        assert_eq!(text, ["+3,2", "−0,1", "0,0", "0,0", "−100,0"]);
    }

    #[test]
    fn every_share_that_lies_on_a_half_goes_up() {
        for n in 1u64..=400 {
            for part in (0..=n).filter(|part| (part * 2000) % n == 0 && (part * 2000 / n) % 2 == 1) {
                assert_eq!(
                    tenths(100.0 * part as f64 / n as f64),
                    (part * 2000 / n).div_ceil(2),
                    "{part}/{n}"
                );
            }
        }
    }

    #[test]
    fn a_day_is_written_as_people_write_it() {
        assert_eq!(date("2026-11-21", &words()), "21/11/2026");
        assert_eq!(date("hôm nay", &words()), "hôm nay");
    }
}
