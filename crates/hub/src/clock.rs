//! The day in Viet Nam: the only time this hub knows about records.

use lang_nghe_record::{Day, DayError};

/// Viet Nam is seven hours ahead of UTC all year.
const SECONDS_AHEAD: u64 = 7 * 3600;

/// Today in Viet Nam by this machine's clock.
///
/// # Errors
/// The clock shows a year beyond 9999.
pub fn today() -> Result<Day, DayError> {
    // So that tests can show the real program another day. No released program has this.
    #[cfg(debug_assertions)]
    if let Some(day) = std::env::var("LANG_NGHE_TEST_DAY").ok().and_then(|day| Day::parse(&day).ok()) {
        return Ok(day);
    }
    #[expect(clippy::disallowed_methods, reason = "the hub reads the clock here and nowhere else")]
    let now = std::time::SystemTime::now();
    let since = now.duration_since(std::time::UNIX_EPOCH);
    day_of(since.map_or(0, |since| since.as_secs()))
}

/// The civil day in Viet Nam, this many seconds after 1970-01-01 UTC.
///
/// Counts in years that begin on 1 March, so that the leap day comes last
/// (<https://howardhinnant.github.io/date_algorithms.html#civil_from_days>).
fn day_of(seconds: u64) -> Result<Day, DayError> {
    civil((seconds + SECONDS_AHEAD) / 86_400 + 719_468)
}

/// The civil day that is so many days after 1 March of the year 0.
fn civil(days: u64) -> Result<Day, DayError> {
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let narrow = |number: u64| u8::try_from(number).map_err(|_| DayError);
    Day::new(u16::try_from(year).map_err(|_| DayError)?, narrow(month)?, narrow(day)?)
}

/// The day that lies this many months later, or the last day of that month if it is shorter.
pub(crate) fn months_later(day: Day, months: u16) -> Option<Day> {
    let (year, month, number) = day.parts();
    let months = u32::from(year) * 12 + u32::from(month) - 1 + u32::from(months);
    let year = u16::try_from(months / 12).ok()?;
    let month = u8::try_from(months % 12 + 1).ok()?;
    (1..=number).rev().find_map(|number| Day::new(year, month, number).ok())
}

/// How many days lie between two days; negative if the second one is earlier.
pub(crate) fn days_between(from: Day, to: Day) -> i64 {
    number(to) - number(from)
}

/// The day that lies this many days later.
pub(crate) fn days_later(day: Day, days: u32) -> Option<Day> {
    let number = u64::try_from(number(day)).ok()? + u64::from(days);
    civil(number).ok()
}

/// Days since 1 March of the year 0.
fn number(day: Day) -> i64 {
    let (year, month, day) = day.parts();
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let (year, from_march) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * from_march + 2) / 5
        + day
        - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_viet_nam() {
        let day = |seconds| day_of(seconds).unwrap().to_string();
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(17 * 3600 - 1), "1970-01-01");
        assert_eq!(day(17 * 3600), "1970-01-02");
        assert_eq!(day(951_825_600 - 7 * 3600), "2000-02-29 ".trim());
        assert_eq!(day(1_767_225_600), "2026-01-01");
        assert_eq!(day(1_798_736_400), "2027-01-01");
        assert_eq!(day(1_798_736_399), "2026-12-31");
    }

    #[test]
    fn days_are_counted_over_leap_years_and_centuries() {
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(days_between(day("2026-11-21"), day("2026-12-01")), 10);
        assert_eq!(days_between(day("2029-11-21"), day("2026-11-21")), -1096);
        assert_eq!(days_between(day("1970-01-01"), day("2000-03-01")), 11_017);
        for (from, days, to) in [
            ("2028-02-28", 2, "2028-03-01"),
            ("2100-02-28", 1, "2100-03-01"),
            ("2026-12-31", 1, "2027-01-01"),
        ] {
            assert_eq!(days_later(day(from), days), Some(day(to)), "{from}");
        }
        assert_eq!(days_later(day("9999-12-31"), 1), None);
    }

    #[test]
    fn months_end_on_days_that_exist() {
        let later = |day, months| months_later(Day::parse(day).unwrap(), months).map(|day| day.to_string());
        assert_eq!(later("2027-12-31", 12).as_deref(), Some("2028-12-31"));
        assert_eq!(later("2027-12-31", 2).as_deref(), Some("2028-02-29"));
        assert_eq!(later("9999-12-31", 1), None);
    }
}
