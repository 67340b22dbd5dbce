//! Numbers as people of a language write them.

use lang_nghe_sheet::Separator;

use crate::pages::around::Tongue;
use crate::text::{Text, grouped};

/// The signs of a language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    decimal: &'static str,
    lang: &'static str,
}

impl Numbers {
    /// The signs of the page's language.
    pub(super) fn of(tongue: Tongue) -> Self {
        Self { decimal: tongue.say(Text::ReportDecimal), lang: tongue.lang }
    }

    /// `3.483`
    pub(super) fn whole(self, number: u64) -> String {
        grouped(self.lang, number)
    }

    /// At most so many decimals, without zeros at the end; a number without a value is a dash.
    pub(super) fn short(self, number: f64, decimals: usize) -> String {
        if !number.is_finite() {
            return "–".to_owned();
        }
        // A little over halfway counts as half: it stands for a fraction that floating point cannot hold.
        let scale = 10f64.powi(decimals as i32);
        let rounded = (number.abs() * scale + 0.5 + 1e-9).floor() / scale;
        let text = format!("{rounded:.decimals$}");
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let sign = if number < 0.0 && rounded > 0.0 { "−" } else { "" };
        let whole = self.whole(whole.parse().unwrap_or_default());
        match rest.trim_end_matches('0') {
            "" => [sign, &whole].concat(),
            rest => [sign, &whole, self.decimal, rest].concat(),
        }
    }

    /// Points, which have two decimals.
    pub(super) fn points(self, points: f64) -> String {
        self.short(points, 2)
    }

    /// A share of one as a percentage: `91,27%`.
    pub(super) fn percent(self, tongue: Tongue, share: f64) -> String {
        tongue.fill(Text::ReportPercent, &[("n", &self.short(share * 100.0, 2))])
    }

    /// A change, always with its sign.
    pub(super) fn change(self, points: f64) -> String {
        let text = self.points(points);
        if points > 0.0 && text != "0" { ["+", &text].concat() } else { text }
    }
}

/// Spreadsheets set to a decimal comma expect semicolons.
pub(super) fn separator(tongue: Tongue) -> Separator {
    if tongue.lang == "vi" { Separator::Semicolon } else { Separator::Comma }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VI: Numbers = Numbers { decimal: ",", lang: "vi" };

    #[test]
    fn numbers_are_written_as_in_vietnam() {
        assert_eq!([0, 999, 3483, 1_234_567].map(|n| VI.whole(n)), ["0", "999", "3.483", "1.234.567"]);
        assert_eq!(VI.points(94.73), "94,73");
        assert_eq!(VI.points(10.0), "10");
        assert_eq!(VI.points(1.115), "1,12");
        assert_eq!(VI.short(3179.0 / 3483.0 * 100.0, 2), "91,27");
        assert_eq!(VI.short(0.000_26, 4), "0,0003");
    }

    #[test]
    fn a_change_carries_its_sign_and_nothing_is_no_change() {
        assert_eq!([0.48, -1.59, 0.0, 0.001].map(|n| VI.change(n)), ["+0,48", "−1,59", "0", "0"]);
    }

    #[test]
    fn what_is_no_number_is_a_dash() {
        assert_eq!([VI.points(f64::NAN), VI.points(f64::INFINITY)], ["–", "–"]);
    }
}
