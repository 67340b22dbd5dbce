//! Amounts of money as people write them.

/// The amount, if it is one: `50000`, `50.000`, `50,000 đ`, `50 000 đồng`. A separator stands before three digits each, so
/// `2.5` is none, nor is `50 nghìn`.
pub(crate) fn amount(text: &str) -> Option<u32> {
    let letter = |letter: char| letter.is_ascii_alphabetic() || letter > '\u{ff}';
    let (digits, unit) = text.split_at(text.find(letter).unwrap_or(text.len()));
    if !unit.is_empty() && !unit.starts_with(['đ', 'Đ']) {
        return None;
    }
    let mut whole = String::new();
    for (at, group) in digits.trim_end().split(['.', ',', ' ', '\u{a0}']).enumerate() {
        if at > 0 && (group.len() != 3 || at == 1 && whole.len() > 3) {
            return None;
        }
        whole.push_str(group);
    }
    whole.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_the_name_of_the_money_are_understood() {
        for text in
            ["50000", "50.000", "50,000", "50 000", "50\u{a0}000", "50.000 đ", "50.000đồng", "50000 Đồng"]
        {
            assert_eq!(amount(text), Some(50_000), "{text}");
        }
        assert_eq!(amount("1.005.000"), Some(1_005_000));
        assert_eq!((amount("0"), amount("50đ")), (Some(0), Some(50)));
    }

    #[test]
    fn what_could_mean_another_sum_is_no_amount() {
        for text in [
            "",
            ".",
            "2.5",
            "2,50",
            "5000.000",
            "50.00",
            "50.0000",
            "50 nghìn",
            "50k",
            "1e9",
            "-3",
            "50..000",
            "٣",
            "9999999999",
        ] {
            assert_eq!(amount(text), None, "{text}");
        }
    }
}
