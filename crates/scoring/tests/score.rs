//! Figures stay in range, carry n, and never claim more than there is.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod common;

use std::sync::LazyLock;

use common::{any_record, instrument, pulse, record};
use lang_nghe_instrument::{Formula, Instrument, OptionKind};
use lang_nghe_record::Record;
use lang_nghe_scoring::{Figure, Interval, NoInterval, Scores, Tally, own_summary, score};
use proptest::prelude::*;

static SERVICE: LazyLock<Instrument> = LazyLock::new(|| instrument("sipas-dv-16", "2026.1"));

fn scores(instrument: &Instrument, records: &[Record]) -> Scores {
    let mut tally = Tally::new(instrument);
    records.iter().for_each(|record| tally.add(instrument, record).unwrap());
    score(instrument, &tally.total())
}

fn figures(scores: &Scores) -> impl Iterator<Item = &Figure> {
    let composites = scores.factors.iter().chain([&scores.total]).flat_map(|composite| &composite.figures);
    let items = scores.items.iter();
    composites
        .chain(items.flat_map(|item| item.figures.iter().chain(item.shares.iter().map(|(_, figure)| figure))))
}

/// The own values of a composite by the plain definition, in floating point.
fn own_values(instrument: &Instrument, records: &[Record], formula: Formula) -> Vec<f64> {
    let own = |record: &Record| {
        let members: Vec<_> = instrument.items.iter().filter(|item| item.factor.is_some()).collect();
        let scored: Vec<_> = members
            .iter()
            .filter_map(|item| {
                let (_, answer) = record.answers.iter().find(|(id, _)| *id == item.id)?;
                let option = instrument.scale_of(item).options.iter().find(|option| option.id == *answer)?;
                let OptionKind::Scored { points, satisfied } = option.kind else {
                    return None;
                };
                Some(match formula {
                    Formula::TopBox => f64::from(u8::from(satisfied)) * 100.0,
                    Formula::MeanOfMax => f64::from(points) * 20.0,
                    Formula::Rescaled => f64::from(points - 1) * 25.0,
                })
            })
            .collect();
        (scored.len() * 2 >= members.len()).then(|| scored.iter().sum::<f64>() / scored.len() as f64)
    };
    records.iter().filter_map(own).collect()
}

proptest! {
    #[test]
    fn no_figure_leaves_its_range_or_its_interval(records in prop::collection::vec(any_record(&pulse()), 0..60)) {
        let scores = scores(&pulse(), &records);
        for figure in figures(&scores) {
            prop_assert!(figure.n <= scores.records);
            prop_assert_eq!(figure.small_sample, figure.n < 30);
            prop_assert_eq!(figure.value.is_none(), figure.n == 0);
            prop_assert_eq!(figure.interval == Err(NoInterval::NoAnswer), figure.n == 0);
            let Some(value) = figure.value else { continue };
            prop_assert!((0.0..=100.0).contains(&value));
            if let Ok(Interval { low, high }) = figure.interval {
                prop_assert!(0.0 <= low && low <= value && value <= high && high <= 100.0 && low < high);
            }
        }
        let of_max = &scores.total.figures[1];
        prop_assert!(of_max.value.is_none_or(|value| value >= 20.0));
        prop_assert!(of_max.interval.is_err() || of_max.interval.is_ok_and(|it| it.low >= 20.0));
    }

    #[test]
    fn whole_number_sums_give_what_the_plain_definition_gives(
        records in prop::collection::vec(any_record(&pulse()), 0..40)
    ) {
        let pulse = pulse();
        let scores = scores(&pulse, &records);
        for (formula, figure) in pulse.formulas.iter().zip(&scores.total.figures) {
            let own = own_values(&pulse, &records, *formula);
            prop_assert_eq!(figure.n as usize, own.len());
            let mean = own.iter().sum::<f64>() / own.len() as f64;
            prop_assert!(figure.value.is_none_or(|value| (value - mean).abs() < 1e-9));
        }
    }

    #[test]
    fn rescaled_is_the_mean_of_max_stretched(records in prop::collection::vec(any_record(&pulse()), 1..40)) {
        let scores = scores(&pulse(), &records);
        for of in scores.items.iter().map(|item| &item.figures).chain([&scores.total.figures]) {
            if let [_, Figure { value: Some(of_max), .. }, Figure { value: Some(rescaled), .. }] = of[..] {
                prop_assert!((rescaled - (of_max * 5.0 - 100.0) / 4.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn one_more_highest_answer_never_lowers_a_figure(records in prop::collection::vec(any_record(&pulse()), 1..20)) {
        let pulse = pulse();
        let before = scores(&pulse, &records);
        let more = [records, vec![record(&pulse, &["5", "5", "5", "5", "-"])]].concat();
        let after = scores(&pulse, &more);
        for (before, after) in before.total.figures.iter().zip(&after.total.figures) {
            let higher = after.value.zip(before.value).is_none_or(|(after, before)| after >= before - 1e-9);
            prop_assert!(higher);
        }
    }

    #[test]
    fn ones_own_summary_agrees_with_the_scores_of_one(record in any_record(&SERVICE)) {
        let service = SERVICE.clone();
        let own = own_summary(&service, &chosen(&service, &record));
        let scores = scores(&service, std::slice::from_ref(&record));
        for (part, scores) in own.factors.iter().chain([&own.total]).zip(scores.factors.iter().chain([&scores.total])) {
            prop_assert_eq!(part.counts, scores.n == 1);
            prop_assert!(part.lowest <= part.points && part.points <= part.highest);
            if let (true, Some(value)) = (part.counts, scores.figures[1].value) {
                prop_assert!((value - f64::from(part.points) / f64::from(part.highest) * 100.0).abs() < 1e-9);
            }
        }
    }
}

/// What a record chose, item by item, as positions on the items' scales.
fn chosen(instrument: &Instrument, record: &Record) -> Vec<Option<usize>> {
    let mut chosen = vec![None; instrument.items.len()];
    for (item, option) in &record.answers {
        if let Some(at) = instrument.item_position(item) {
            chosen[at] = instrument.scale_of(&instrument.items[at]).option_position(option);
        }
    }
    chosen
}

#[test]
fn nobody_is_no_figure_and_not_zero() {
    let scores = scores(&pulse(), &[]);
    assert!(
        figures(&scores).all(|figure| figure.value.is_none() && figure.interval == Err(NoInterval::NoAnswer))
    );
}

#[test]
fn one_person_has_no_spread() {
    let pulse = pulse();
    let scores = scores(&pulse, &[record(&pulse, &["4", "5", "2", "1", "no"])]);
    assert!(scores.total.figures.iter().all(|figure| figure.interval == Err(NoInterval::OneAnswer)));
    assert_eq!(scores.items[0].figures[1].interval, Err(NoInterval::OneAnswer));
    assert!(scores.items[0].figures[0].interval.is_ok(), "a share of one answer has a wide Wilson interval");
}

#[test]
fn agreement_of_all_is_not_certainty() {
    let pulse = pulse();
    let scores = scores(&pulse, &vec![record(&pulse, &["5", "5", "5", "5", "no"]); 40]);
    let total = scores.total.figures[1];
    assert_eq!(
        (total.value, total.interval, total.small_sample),
        (Some(100.0), Err(NoInterval::AllEqual), false)
    );
    let share = scores.items[0].figures[0].interval.unwrap();
    assert!(share.high == 100.0 && share.low < 92.0, "{share:?}");
}

#[test]
fn everyone_at_the_lowest_level_shows_what_each_formula_means() {
    let pulse = pulse();
    let scores = scores(&pulse, &vec![record(&pulse, &["1", "1", "1", "1", "yes"]); 10]);
    let values: Vec<_> = scores.total.figures.iter().map(|figure| figure.value.unwrap()).collect();
    assert_eq!(values, [0.0, 20.0, 0.0]);
}

#[test]
fn points_of_unlike_scales_have_no_mean() {
    let mut mixed = pulse();
    let mut three = mixed.scales[0].clone();
    three.options.drain(3..5);
    mixed.scales.push(three);
    mixed.items[1].scale = mixed.scales.len() - 1;
    let scores = scores(
        &mixed,
        &[record(&mixed, &["4", "3", "2", "1", "no"]), record(&mixed, &["4", "1", "2", "1", "no"])],
    );
    let total = scores.total.figures;
    assert!(total[0].value.is_some(), "the share satisfied still has a meaning");
    assert!(
        total[1..]
            .iter()
            .all(|figure| figure.value.is_none() && figure.interval == Err(NoInterval::NotDefined))
    );
}
