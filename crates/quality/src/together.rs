//! What only many forms show: bursts, the same words again, and differences between devices.

/// Forms of one campaign or point are a burst on a day with more of them than this, however many there usually are: one
/// desk with one device gets through about four an hour.
pub const BURST_FLOOR: u64 = 30;

/// …and with more than so many times the median day.
pub const BURST_TIMES: u64 = 5;

/// Which of these days, each the number of forms of one campaign or point, is a burst: more than [`BURST_FLOOR`] and
/// more than [`BURST_TIMES`] times the median of the other days. A single day has nothing to be compared with and
/// is none.
pub fn bursts(days: &[u64]) -> Vec<bool> {
    let is_burst = |at: usize| {
        let mut others: Vec<u64> =
            days.iter().enumerate().filter(|(day, _)| *day != at).map(|(_, n)| *n).collect();
        others.sort_unstable();
        // The lower middle of an even number of days.
        let median = others.len().checked_sub(1).map(|last| others[last / 2]);
        let n = days[at];
        median.is_some_and(|median| n > BURST_FLOOR && n > BURST_TIMES.saturating_mul(median))
    };
    (0..days.len()).map(is_burst).collect()
}

/// Whether a form is above the usual of its point and day: the last of `n` forms of one day, when the other days of the
/// point had so many. The first [`BURST_FLOOR`] forms of a day never are, so that what a form was counted as does not
/// change when more follow.
pub fn is_above(n: u64, others: &[u64]) -> bool {
    let days: Vec<u64> = [n].into_iter().chain(others.iter().copied()).collect();
    bursts(&days)[0]
}

/// Words without what typing varies: letter case, spaces, signs. Two texts that fold to the same are the same words.
/// `None` for so few letters that chance repeats them ("tốt", "không có gì").
pub fn folded(text: &str) -> Option<String> {
    let letters = text.chars().filter(|character| character.is_alphanumeric());
    let folded: String = letters.flat_map(char::to_lowercase).collect();
    (folded.chars().count() >= FEWEST_LETTERS).then_some(folded)
}

/// Fewest letters and digits of a text that is looked for again.
pub const FEWEST_LETTERS: usize = 20;

/// How many of these texts were written before by somebody else: for every text that stands k times, k.
pub fn repeated<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    let mut counts = std::collections::BTreeMap::<String, u64>::new();
    for text in texts.into_iter().filter_map(folded) {
        *counts.entry(text).or_default() += 1;
    }
    counts.into_values().filter(|count| *count > 1).sum()
}

/// What the own values of the forms of one device (or interviewer) add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Group {
    /// Forms.
    pub n: u64,
    /// Σx.
    pub sum: f64,
    /// Σx².
    pub squares: f64,
}

/// How much forms of one device resemble each other: the intra-class correlation ICC(1) by one-way analysis of
/// variance, (MSB − MSW) / (MSB + (n₀ − 1) · MSW) with n₀ = (N − Σnᵢ²/N) / (k − 1) for groups of unequal size
/// (Fisher 1925; Donner, Int. Stat. Rev. 54, 1986, 67–82). 0: devices do not matter; 1: they alone matter; below 0
/// by chance, at least −1 / (n₀ − 1).
///
/// `None` with fewer than two groups, without two forms in any, or where all forms are equal.
pub fn intra_class_correlation(groups: &[Group]) -> Option<f64> {
    let groups: Vec<&Group> = groups.iter().filter(|group| group.n > 0).collect();
    let k = groups.len() as f64;
    let n: f64 = groups.iter().map(|group| group.n as f64).sum();
    if groups.len() < 2 || n <= k {
        return None;
    }
    let sum: f64 = groups.iter().map(|group| group.sum).sum();
    let of_groups: f64 = groups.iter().map(|group| group.sum * group.sum / group.n as f64).sum();
    let squares: f64 = groups.iter().map(|group| group.squares).sum();
    let between = (of_groups - sum * sum / n) / (k - 1.0);
    let within = ((squares - of_groups) / (n - k)).max(0.0);
    let sizes: f64 = groups.iter().map(|group| (group.n as f64).powi(2)).sum();
    let size = (n - sizes / n) / (k - 1.0);
    let whole = between + (size - 1.0) * within;
    (whole > 0.0).then(|| (between - within) / whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_far_above_the_others_of_its_point_is_a_burst() {
        assert_eq!(bursts(&[4, 6, 5, 31, 0]), [false, false, false, true, false]);
        assert_eq!(bursts(&[4, 6, 5, 30, 0]), [false; 5], "a busy market day");
        assert_eq!(bursts(&[40, 60, 55, 200]), [false; 4], "a large point has large days");
        assert_eq!(bursts(&[500]), [false], "nothing to compare with");
        assert_eq!(bursts(&[]), [false; 0]);
    }

    #[test]
    fn the_first_forms_of_a_day_are_no_burst_and_the_usual_of_the_point_decides() {
        let above = |others: &[u64]| (1..=100).filter(|n| is_above(*n, others)).count();
        assert_eq!(above(&[2, 3, 4]), 70, "the 31st to the 100th");
        assert_eq!(above(&[10, 12, 15]), 40, "more than five times twelve");
        assert_eq!(above(&[]), 0, "no other day to compare with");
    }

    #[test]
    fn the_same_words_count_however_they_are_typed() {
        let texts = [
            "Chờ lâu quá, cần thêm ghế ngồi!",
            "chờ lâu quá cần thêm ghế  ngồi",
            "Tốt",
            "tốt",
            "Cán bộ hướng dẫn rất rõ ràng",
        ];
        assert_eq!(repeated(texts), 2);
        assert_eq!(folded("không có gì"), None);
    }

    fn group(values: &[f64]) -> Group {
        Group {
            n: values.len() as u64,
            sum: values.iter().sum(),
            squares: values.iter().map(|x| x * x).sum(),
        }
    }

    #[test]
    fn the_correlation_is_that_of_the_reference() {
        // tests/reference/quality.R, from aov().
        let groups = [group(&[4.0, 5.0, 4.5]), group(&[2.0, 2.5]), group(&[3.0, 3.5, 3.0, 4.0])];
        let found = intra_class_correlation(&groups).unwrap();
        assert!((found - REFERENCE).abs() < 1e-12, "{found}");
    }

    /// What R computes for the three groups above.
    const REFERENCE: f64 = 0.819_801_980_198_019_5;

    #[test]
    fn there_is_no_correlation_of_one_device_or_of_equal_forms() {
        assert_eq!(intra_class_correlation(&[group(&[1.0, 2.0])]), None);
        assert_eq!(intra_class_correlation(&[group(&[1.0]), group(&[2.0])]), None);
        assert_eq!(intra_class_correlation(&[group(&[3.0, 3.0]), group(&[3.0, 3.0])]), None);
    }

    proptest! {
        #[test]
        fn the_correlation_is_at_most_one_and_knows_no_order(
            values in prop::collection::vec(prop::collection::vec(1u8..=5, 1..6), 2..6),
        ) {
            let groups: Vec<Group> = values
                .iter()
                .map(|values| group(&values.iter().map(|value| f64::from(*value)).collect::<Vec<_>>()))
                .collect();
            let turned: Vec<Group> = groups.iter().rev().copied().collect();
            match (intra_class_correlation(&groups), intra_class_correlation(&turned)) {
                (Some(a), Some(b)) => {
                    prop_assert!(a <= 1.0 + 1e-9, "{}", a);
                    prop_assert!((a - b).abs() < 1e-9);
                }
                (a, b) => prop_assert_eq!(a.is_some(), b.is_some()),
            }
        }
    }
}
