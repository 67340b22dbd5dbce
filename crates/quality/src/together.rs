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
    let mut order: Vec<usize> = (0..days.len()).collect();
    order.sort_unstable_by_key(|day| days[*day]);
    let mut rank = vec![0; days.len()];
    for (position, day) in order.iter().enumerate() {
        rank[*day] = position;
    }
    let is_burst = |at: usize| {
        // The lower middle of the others: of the sorted days without this one.
        let middle = days.len().checked_sub(2)? / 2;
        let median = days[order[if middle < rank[at] { middle } else { middle + 1 }]];
        Some(days[at] > BURST_FLOOR && days[at] > BURST_TIMES.saturating_mul(median))
    };
    (0..days.len()).map(|at| is_burst(at).unwrap_or(false)).collect()
}

/// So many forms with the same answers at one service point on one day say nothing: as many as one desk gets through.
pub const ALIKE_FLOOR: u64 = 30;

/// Share of honest forms that give the same level everywhere, where the campaign has not yet shown its own: studies of
/// questionnaires on satisfaction find up to this much.
const STRAIGHT_SHARE: f64 = 0.6;

/// Share of any other combination of answers, likewise.
const OTHER_SHARE: f64 = 0.1;

/// Fewest forms of a point and day that say what is usual.
const USUAL_FORMS: u64 = 10;

/// The forms of one service point that arrived on one day: how many, and how many of them have the answers that most of
/// them have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alike {
    /// Forms.
    pub forms: u64,
    /// Those with the most common answers.
    pub most: u64,
    /// A fingerprint of these answers.
    pub answers: u64,
}

/// Which share of forms usually has these answers, by what the other days and points of the campaign show: the median
/// over those with at least ten forms. `straight` says whether they are the same level everywhere.
pub fn usual_share(others: &[Alike], answers: u64, straight: bool) -> f64 {
    let otherwise = if straight { STRAIGHT_SHARE } else { OTHER_SHARE };
    let telling = others.iter().filter(|other| other.forms >= USUAL_FORMS);
    let mut shares: Vec<f64> = telling
        .map(|other| match other.answers == answers {
            true => other.most as f64 / other.forms as f64,
            false => OTHER_SHARE.min(1.0 - other.most as f64 / other.forms as f64),
        })
        .collect();
    shares.sort_unstable_by(f64::total_cmp);
    // With one or two days to compare with, chance decides what is usual.
    let middle = shares.len() / 2;
    if shares.len() < 3 { otherwise } else { shares[middle].max(OTHER_SHARE) }
}

/// Whether so many forms with the same answers, of all `forms` of one point and day, are forms in bulk: more than
/// [`ALIKE_FLOOR`], and more than the usual share plus five standard errors plus a tenth of all forms, for days differ.
/// Then all of them are, in whatever order they came; forms with other answers are not.
pub fn is_bulk(alike: u64, forms: u64, usual: f64) -> bool {
    let n = forms as f64;
    let chance = 5.0 * (n * usual * (1.0 - usual)).max(0.0).sqrt();
    alike > ALIKE_FLOOR && alike as f64 > n * usual + chance + n / 10.0
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
    fn the_median_of_the_others_is_that_of_the_others() {
        // The rule as it is written, day by day.
        let plainly = |days: &[u64]| -> Vec<bool> {
            let burst = |at: usize| {
                let mut others = days.to_vec();
                let n = others.remove(at);
                others.sort_unstable();
                let median = others.len().checked_sub(1).map(|last| others[last / 2]);
                median.is_some_and(|median| n > BURST_FLOOR && n > BURST_TIMES * median)
            };
            (0..days.len()).map(burst).collect()
        };
        let mut seed = 7u64;
        for length in 0..40 {
            let days: Vec<u64> = (0..length)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (seed >> 33) % if length % 3 == 0 { 8 } else { 90 }
                })
                .collect();
            assert_eq!(bursts(&days), plainly(&days), "{days:?}");
        }
    }

    /// Numbers from 0 to 1 that look random.
    fn chance(seed: &mut u64) -> f64 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Days of honest forms of which so many give the same level everywhere, a share that differs from day to day.
    fn honest_days(seed: &mut u64, share: f64, days: usize, forms: u64) -> Vec<Alike> {
        let day = |seed: &mut u64| {
            let here = (share + 0.25 * (chance(seed) - 0.5)).clamp(0.0, 1.0);
            let most = (0..forms).filter(|_| chance(seed) < here).count() as u64;
            Alike { forms, most, answers: 1 }
        };
        (0..days).map(|_| day(seed)).collect()
    }

    #[test]
    fn honest_people_who_are_satisfied_everywhere_are_not_forms_in_bulk() {
        let mut seed = 1;
        let (mut marked, mut all) = (0, 0);
        for share in [0.1, 0.3, 0.5, 0.6, 0.7, 0.9] {
            for forms in [3, 12, 40, 60, 120, 400] {
                for days in 1..=12 {
                    let days = honest_days(&mut seed, share, days, forms);
                    let (today, others) = days.split_last().unwrap();
                    all += 1;
                    let first = others.len() < 3 && share > 0.65;
                    let usual = usual_share(others, 1, true);
                    marked += u32::from(!first && is_bulk(today.most, today.forms, usual));
                }
            }
        }
        assert!(!is_bulk(3, 3, 0.1) && !is_bulk(30, 30, 0.1), "a desk's whole day may agree");
        println!("honest days marked: {marked} of {all}");
        assert!(marked * 100 <= all, "{marked} of {all} honest days were marked");
    }

    #[test]
    fn a_flood_of_one_form_is_marked_among_honest_ones_and_from_the_first_day_on() {
        let mut seed = 9;
        for share in [0.2, 0.4, 0.6] {
            let others = honest_days(&mut seed, share, 8, 40);
            for (flood, answers, honest_alike) in
                [(500, 1, (40.0 * share) as u64), (60, 2, 0), (20_000, 1, 20)]
            {
                let usual = usual_share(&others, answers, answers == 1);
                assert!(is_bulk(flood + honest_alike, flood + 40, usual), "{share} {flood} {answers}");
            }
        }
        assert!(is_bulk(20_000, 20_150, usual_share(&[], 1, true)));
        assert!(is_bulk(40, 60, usual_share(&[], 2, false)), "forty forms with the same odd answers");
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
