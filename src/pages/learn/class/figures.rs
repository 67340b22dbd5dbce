//! Shares and their changes as people read them: whole percentage points, since a class carries no more.

use lang_nghe_estimate::{Interval, Share};

/// Hundredths, rounded.
pub(super) fn points(value: f64) -> i32 {
    (value * 100.0).round() as i32
}

/// With its sign, as a change is written.
pub(super) fn signed(points: i32) -> String {
    match points {
        1.. => ["+", &points.to_string()].concat(),
        0 => "0".to_owned(),
        // The sign for minus, not the hyphen.
        _ => ["−", &points.unsigned_abs().to_string()].concat(),
    }
}

/// A share in whole percent; empty of nobody.
pub(super) fn percent(share: Share) -> String {
    share.value().map_or(String::new(), |value| points(value).to_string())
}

/// Both ends, signed.
pub(super) fn ends(interval: Interval) -> (String, String) {
    (signed(points(interval.low)), signed(points(interval.high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_carry_their_sign_and_no_fractions() {
        let said = [0.504, -0.125, 0.0, -0.001, 1.0].map(|value| signed(points(value)));
        assert_eq!(said, ["+50", "−13", "0", "0", "+100"]);
        assert_eq!(percent(Share { hits: 1, of: 3 }), "33");
        assert_eq!(percent(Share::default()), "");
        assert_eq!(ends(Interval { low: -0.02, high: 0.61 }), ("−2".to_owned(), "+61".to_owned()));
    }
}
