//! Days as numbers, so that intervals can be counted.

/// Days since 1 January 1970 of a day written `YYYY-MM-DD`; `None` if it is not written so or lies
/// before. A day that the calendar does not have (30 February) counts on into the next month.
///
/// The formula is Howard Hinnant's `days_from_civil` (chrono-Compatible Low-Level Date Algorithms, 2013).
pub fn day_number(day: &str) -> Option<u32> {
    let bytes = day.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |text: Option<&str>| -> Option<u32> {
        let text = text?;
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
    };
    let (year, month, day) = (number(day.get(0..4))?, number(day.get(5..7))?, number(day.get(8..10))?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years begin in March, so that the leap day is the last.
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    (era * 146_097 + of_era).checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::day_number;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day_number("1970-01-01"), Some(0));
        assert_eq!(day_number("2000-03-01"), Some(11_017));
        assert_eq!(day_number("2026-11-22"), Some(20_779));
        assert_eq!(day_number("2028-03-01").unwrap() - day_number("2028-02-28").unwrap(), 2, "a leap year");
    }

    #[test]
    fn what_is_no_day_has_no_number() {
        for text in [
            "",
            "1969-12-31",
            "2026-13-01",
            "2026-00-10",
            "2026-01-32",
            "22/11/2026",
            "2026-1-1",
            "20é6-01-0",
        ] {
            assert_eq!(day_number(text), None, "{text}");
        }
    }
}
