//! What holds for every design, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod common;

use common::Sample;
use lang_nghe_estimate::{
    Answers, Design, DesignError, DesignWritten, Difference, Estimate, NoEstimate, NoInterval, Stage, Verdict,
};
use proptest::prelude::*;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-6)
}

#[track_caller]
fn same(a: &Estimate, b: &Estimate) {
    assert!(close(a.value, b.value) && close(a.error, b.error), "{a:?} {b:?}");
    assert_eq!((a.n, a.degrees), (b.n, b.degrees));
    assert_eq!(a.design_effect.is_some(), b.design_effect.is_some());
    assert!(close(a.design_effect.unwrap_or(0.0), b.design_effect.unwrap_or(0.0)), "{a:?} {b:?}");
}

/// One stage with these villages, out of `population`.
fn villages(villages: &[&str], population: Option<&[u64]>) -> Result<Design, DesignError> {
    let stages = vec![Stage { units: Some(villages), population, ..Stage::default() }];
    DesignWritten { rows: villages.len(), stages, ..DesignWritten::default() }.check()
}

fn strata(strata: &[&str], population: Option<&[u64]>) -> Result<Design, DesignError> {
    let stages = vec![Stage { strata: Some(strata), population, ..Stage::default() }];
    DesignWritten { rows: strata.len(), stages, ..DesignWritten::default() }.check()
}

fn plain(rows: usize) -> Design {
    DesignWritten { rows, ..DesignWritten::default() }.check().unwrap()
}

/// The same sample with one row per stratum and village.
fn by_village(sample: &Sample, column: &str) -> (Design, Vec<Answers>) {
    let mut rows = std::collections::BTreeMap::<(String, String), (u64, Answers, [u64; 2])>::new();
    for (line, answer) in sample.lines.iter().zip(sample.answers(column, "all")) {
        let whole = |key: &str| line[key].parse().unwrap_or(0);
        let populations = [whole("population1"), whole("population2")];
        let row = rows.entry((line["stratum"].clone(), line["village"].clone())).or_insert((
            0,
            Answers::NONE,
            populations,
        ));
        row.0 += 1;
        row.1 = Answers {
            n: row.1.n + answer.n,
            sum: row.1.sum + answer.sum,
            squares: row.1.squares + answer.squares,
        };
    }
    let strata: Vec<_> = rows.keys().map(|(stratum, _)| stratum.as_str()).collect();
    let villages: Vec<_> = rows.keys().map(|(_, village)| village.as_str()).collect();
    let people: Vec<_> = rows.values().map(|row| row.0).collect();
    let first: Vec<_> = rows.values().map(|row| row.2[0]).collect();
    let second: Vec<_> = rows.values().map(|row| row.2[1]).collect();
    let mut stages = vec![Stage {
        strata: Some(&strata),
        units: sample.uses("villages").then_some(&villages[..]),
        population: sample.uses("population1").then_some(&first[..]),
    }];
    if sample.uses("population2") {
        stages.push(Stage { population: Some(&second), ..Stage::default() });
    }
    let design = DesignWritten { rows: rows.len(), people: Some(&people), weights: None, stages };
    (design.check().unwrap(), rows.values().map(|row| row.1).collect())
}

#[test]
fn sums_per_village_say_the_same_as_people_one_by_one() {
    for name in ["stratified", "clustered", "both", "missing", "self-representing", "all-same"] {
        let sample = Sample::read(name);
        let people = sample.answers("y", "all");
        let (design, sums) = by_village(&sample, "y");
        same(&sample.design().mean(&people).unwrap(), &design.mean(&sums).unwrap());
        same(&sample.design().total(&people).unwrap(), &design.total(&sums).unwrap());
    }
}

#[test]
fn a_stratum_with_one_unit_is_named() {
    let single = |stage, stratum: &str| DesignError::SingleUnit { stage, stratum: stratum.to_owned() };
    assert_eq!(strata(&["A", "A", "Bản Mới"], None).unwrap_err(), single(1, "Bản Mới"));
    assert_eq!(villages(&["A", "A", "A"], None).unwrap_err(), single(1, ""));
    assert_eq!(plain_error(1), single(1, ""));
    // Below a village: one person of eighty.
    let (units, first, second) = (["A", "A", "B"], [9, 9, 9], [70, 70, 80]);
    let stages = vec![
        Stage { units: Some(&units), population: Some(&first), ..Stage::default() },
        Stage { population: Some(&second), ..Stage::default() },
    ];
    let design = DesignWritten { rows: 3, stages, ..DesignWritten::default() }.check();
    assert_eq!(design.unwrap_err(), single(2, "B"));
}

fn plain_error(rows: usize) -> DesignError {
    DesignWritten { rows, ..DesignWritten::default() }.check().unwrap_err()
}

#[test]
fn a_stratum_that_is_one_unit_stands_for_itself() {
    let design = strata(&["A", "B", "B"], Some(&[1, 40, 40])).unwrap();
    let mean = design.mean(&Answers::rows([Some(5.0), Some(3.0), Some(4.0)])).unwrap();
    // 1 person of A, 40 of B: (5 + 20·3 + 20·4) / 41.
    assert!(close(mean.value, 145.0 / 41.0));
    assert_eq!(mean.degrees, 1);
}

#[test]
fn what_is_no_design_is_refused_by_name() {
    assert_eq!(plain_error(0), DesignError::Empty);
    let weights = [1.0, f64::NAN];
    let written = DesignWritten { rows: 2, weights: Some(&weights), ..DesignWritten::default() };
    assert_eq!(written.check().unwrap_err(), DesignError::Weight { row: 2 });
    let written = DesignWritten { rows: 3, weights: Some(&[1.0]), ..DesignWritten::default() };
    assert_eq!(written.check().unwrap_err(), DesignError::Length { rows: 3, found: 1 });
    let written = DesignWritten { rows: 2, people: Some(&[4, 0]), ..DesignWritten::default() };
    assert_eq!(written.check().unwrap_err(), DesignError::NoPeople { row: 2 });
    assert_eq!(
        strata(&["A", "A", "B", "B"], Some(&[9, 9, 7, 8])).unwrap_err(),
        DesignError::Population { stage: 1, stratum: "B".to_owned(), row: 4 }
    );
    assert_eq!(
        strata(&["A", "A", "A"], Some(&[2, 2, 2])).unwrap_err(),
        DesignError::MoreThanThere { stage: 1, stratum: "A".to_owned(), drawn: 3, population: 2 }
    );
    let written = DesignWritten {
        rows: 2,
        stages: vec![Stage::default(), Stage::default()],
        ..DesignWritten::default()
    };
    assert_eq!(written.check().unwrap_err(), DesignError::BelowPeople { stage: 2 });
}

#[test]
fn the_same_name_in_two_strata_is_two_villages() {
    let (strata, units) = (["A", "A", "B", "B"], ["Thôn 1", "Thôn 2", "Thôn 1", "Thôn 2"]);
    let stages = vec![Stage { strata: Some(&strata), units: Some(&units), population: None }];
    let design = DesignWritten { rows: 4, stages, ..DesignWritten::default() }.check().unwrap();
    assert_eq!(design.mean(&Answers::rows([1.0, 2.0, 3.0, 5.0].map(Some))).unwrap().degrees, 2);
}

#[test]
fn what_are_no_answers_is_refused_by_row() {
    let design = plain(3);
    let mean = |answers: &[Answers]| design.mean(answers).unwrap_err();
    assert_eq!(mean(&[Answers::NONE; 2]), NoEstimate::Rows { rows: 3, found: 2 });
    assert_eq!(mean(&[Answers::NONE; 3]), NoEstimate::NoAnswer);
    let one = Answers::one(4.0);
    assert_eq!(mean(&[one, one, Answers::one(f64::NAN)]), NoEstimate::Impossible { row: 3 });
    assert_eq!(mean(&[one, Answers::yes(2, 2), one]), NoEstimate::Impossible { row: 2 });
    assert_eq!(
        mean(&[Answers { n: 1, sum: 4.0, squares: 9.0 }, one, one]),
        NoEstimate::Impossible { row: 1 }
    );
    assert_eq!(design.ratio(&[None, None, None]), Err(NoEstimate::NoAnswer));
    assert_eq!(design.ratio(&[Some((1.0, 0.0)), None, Some((2.0, 0.0))]), Err(NoEstimate::ZeroBelow));
}

#[test]
fn answers_that_agree_have_no_interval_and_prove_nothing() {
    let design = plain(40);
    let all = |y: f64| design.mean(&Answers::rows(vec![Some(y); 40])).unwrap();
    let (four, five) = (all(4.0), all(5.0));
    assert_eq!((four.value, four.error, four.interval()), (4.0, 0.0, Err(NoInterval::AllEqual)));
    assert_eq!(all(1.0).share_interval(), Err(NoInterval::NoOdds));
    assert_eq!(four.design_effect, None);
    assert_eq!(Difference::independent(&four, &five).verdict(), Verdict::NotEnoughEvidence);
}

#[test]
fn a_group_met_in_one_village_only_has_a_value_and_no_interval() {
    let design = villages(&["A", "A", "B", "B", "C"], None).unwrap();
    let answers = Answers::rows([Some(2.0), Some(4.0), None, None, None]);
    let mean = design.mean(&answers).unwrap();
    assert_eq!((mean.value, mean.interval()), (3.0, Err(NoInterval::TooFewUnits)));
}

#[test]
fn a_large_difference_is_seen_and_a_small_one_is_not_claimed() {
    let mean = |shift: f64| {
        let answers = (0..60).map(|person| Some(f64::from(person % 3) + shift));
        plain(60).mean(&Answers::rows(answers)).unwrap()
    };
    let difference = |a: f64, b: f64| Difference::independent(&mean(a), &mean(b));
    assert_eq!(difference(2.0, 3.0).verdict(), Verdict::Different);
    assert_eq!(difference(3.0, 2.0).verdict(), Verdict::Different);
    assert_eq!(difference(2.0, 2.1).verdict(), Verdict::NotEnoughEvidence);
}

#[test]
fn the_same_people_asked_twice_are_compared_as_pairs() {
    // Everybody one point lower the second time but one: no chance is left in what they share.
    let first: Vec<_> = (0..30).map(|person| Some(f64::from(person % 4) + 1.0)).collect();
    let second: Vec<_> =
        first.iter().enumerate().map(|(person, y)| y.map(|y| y - f64::from(person != 0))).collect();
    let design = plain(30);
    let (first, second) = (Answers::rows(first), Answers::rows(second));
    let paired = design.difference(&first, &second).unwrap();
    let apart = Difference::independent(&design.mean(&first).unwrap(), &design.mean(&second).unwrap());
    assert!(close(paired.value, -29.0 / 30.0) && paired.error < apart.error / 5.0);
}

/// Rows of a small design: stratum, village, weight, answer.
fn any_rows() -> impl Strategy<Value = Vec<(u8, u8, f64, Option<f64>)>> {
    let answer = prop::option::weighted(0.8, (1u8..=5).prop_map(f64::from));
    prop::collection::vec((0u8..3, 0u8..4, 0.1f64..50.0, answer), 0..40)
}

type Rows = [(u8, u8, f64, Option<f64>)];

fn design_of(rows: &Rows, population: Option<u64>, factor: f64) -> Result<Design, DesignError> {
    let names = ["s0", "s1", "s2", "s3"];
    let strata: Vec<_> = rows.iter().map(|row| names[usize::from(row.0)]).collect();
    let villages: Vec<_> = rows.iter().map(|row| names[usize::from(row.1)]).collect();
    let weights: Vec<_> = rows.iter().map(|row| row.2 * factor).collect();
    let all = population.map(|population| vec![population; rows.len()]);
    let mut stages =
        vec![Stage { strata: Some(&strata), units: Some(&villages), population: all.as_deref() }];
    if population.is_some() {
        stages.push(Stage { population: all.as_deref(), ..Stage::default() });
    }
    DesignWritten { rows: rows.len(), people: None, weights: Some(&weights), stages }.check()
}

fn answers_of(rows: &Rows) -> Vec<Answers> {
    Answers::rows(rows.iter().map(|row| row.3))
}

proptest! {
    #[test]
    fn no_sample_gives_nan(rows in any_rows(), population in prop::option::of(3u64..90)) {
        let Ok(design) = design_of(&rows, population, 1.0) else { return Ok(()) };
        let answers = answers_of(&rows);
        for estimate in [design.mean(&answers), design.total(&answers)].into_iter().flatten() {
            prop_assert!(estimate.value.is_finite() && estimate.error.is_finite() && estimate.error >= 0.0);
            prop_assert!(estimate.design_effect.is_none_or(f64::is_finite));
            if let Ok(interval) = estimate.interval() {
                prop_assert!(interval.low <= estimate.value && estimate.value <= interval.high);
            }
        }
    }

    #[test]
    fn the_order_of_rows_and_the_scale_of_weights_do_not_matter(
        rows in any_rows(), population in prop::option::of(40u64..90), factor in 0.01f64..100.0
    ) {
        let mut turned = rows.clone();
        turned.reverse();
        let (one, other) = (design_of(&rows, population, 1.0), design_of(&turned, population, factor));
        prop_assert_eq!(one.is_ok(), other.is_ok());
        if let (Ok(one), Ok(other)) = (one, other)
            && let Ok(mean) = one.mean(&answers_of(&rows))
        {
            same(&mean, &other.mean(&answers_of(&turned)).unwrap());
        }
    }

    #[test]
    fn another_scale_of_answers_gives_the_same_in_other_words(rows in any_rows()) {
        let Ok(design) = design_of(&rows, None, 1.0) else { return Ok(()) };
        let percent: Vec<_> = rows.iter().map(|row| (row.0, row.1, row.2, row.3.map(|y| 25.0 * (y - 1.0)))).collect();
        if let Ok(mean) = design.mean(&answers_of(&rows)) {
            let scaled = design.mean(&answers_of(&percent)).unwrap();
            prop_assert!(close(scaled.value, 25.0 * (mean.value - 1.0)));
            // Against the length of the scale: an error of nothing is what rounding leaves of it, in either words.
            prop_assert!((scaled.error - 25.0 * mean.error).abs() <= 1e-12 * 100.0, "{scaled:?} {mean:?}");
        }
    }

    #[test]
    fn comparing_either_way_round_says_the_same(rows in any_rows()) {
        let Ok(design) = design_of(&rows, None, 1.0) else { return Ok(()) };
        let group = |wanted: u8| {
            Answers::rows(rows.iter().enumerate().map(|(at, row)| row.3.filter(|_| at % 2 == usize::from(wanted))))
        };
        if let Ok(there) = design.difference(&group(0), &group(1)) {
            let back = design.difference(&group(1), &group(0)).unwrap();
            prop_assert!(close(there.value, -back.value) && close(there.error, back.error));
            prop_assert_eq!(there.degrees, back.degrees);
            prop_assert_eq!(there.verdict(), back.verdict());
        }
    }
}

#[test]
fn answers_that_cancel_within_one_village_have_no_error_on_any_scale() {
    let rows = [
        (0, 1, 0.1, Some(1.0)),
        (0, 2, 0.1, None),
        (2, 0, 0.1, None),
        (0, 1, 0.1, Some(5.0)),
        (2, 1, 0.1, None),
    ];
    let design = design_of(&rows, None, 1.0).unwrap();
    let percent = rows.map(|row| (row.0, row.1, row.2, row.3.map(|y| 25.0 * (y - 1.0))));
    for (rows, scale) in [(&rows, 5.0), (&percent, 100.0)] {
        let mean = design.mean(&answers_of(rows)).unwrap();
        assert!(mean.error <= 1e-15 * scale, "{mean:?}");
    }
}

#[test]
fn a_hundred_thousand_people_cost_no_digits() {
    let weights: Vec<f64> = (0..100_000).map(|person| 0.1 + f64::from(person % 7)).collect();
    let design = DesignWritten { rows: 100_000, weights: Some(&weights), ..DesignWritten::default() };
    // Those of each weight answer 1 to 5 equally often, so the mean is 3.
    let answers = Answers::rows(
        (0..70_000).map(|person| Some(f64::from(person % 5 + 1))).chain((0..30_000).map(|_| None)),
    );
    let mean = design.check().unwrap().mean(&answers).unwrap();
    assert!((mean.value - 3.0).abs() <= 4.0 * f64::EPSILON, "{}", mean.value);
}
