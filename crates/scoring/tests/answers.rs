//! What a tally says to an estimate is what the records say.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod common;

use common::{any_record, pulse, record};
use lang_nghe_estimate::{Answers, DesignWritten};
use lang_nghe_scoring::{Figure, Tally, score};
use proptest::prelude::*;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-8 * a.abs().max(b.abs()).max(1.0)
}

/// A simple sample of exactly those who answered gives the figure of the score.
fn same(figure: &Figure, answers: Answers) {
    assert_eq!(figure.n, answers.n);
    if answers.n < 2 {
        return;
    }
    let design = DesignWritten { rows: 1, people: Some(&[answers.n]), ..DesignWritten::default() };
    let estimate = design.check().unwrap().mean(&[answers]).unwrap();
    assert!(close(estimate.value, figure.value.unwrap()), "{estimate:?} {figure:?}");
    match (estimate.interval(), figure.interval) {
        (Ok(found), Ok(expected)) => {
            // The score's interval is cut to what the formula can reach.
            assert!(expected.low == 0.0 || expected.low == 20.0 || close(found.low, expected.low));
            assert!(expected.high == 100.0 || close(found.high, expected.high));
        }
        (found, expected) => assert!(found.is_err() && expected.is_err(), "{found:?} {expected:?}"),
    }
}

proptest! {
    #[test]
    fn a_composites_answers_give_the_figure_of_the_score(records in prop::collection::vec(any_record(&pulse()), 0..30)) {
        let instrument = pulse();
        let mut tally = Tally::new(&instrument);
        records.iter().for_each(|record| tally.add(&instrument, record).unwrap());
        let cell = tally.total();
        let scores = score(&instrument, &cell);
        for (position, composite) in scores.factors.iter().chain([&scores.total]).enumerate() {
            for (formula, figure) in instrument.formulas.iter().zip(&composite.figures) {
                same(figure, cell.composite_answers(&instrument, position, *formula).unwrap());
            }
        }
        for (position, item) in scores.items.iter().enumerate() {
            for (formula, figure) in instrument.formulas.iter().zip(&item.figures) {
                let answers = cell.item_answers(&instrument, position, *formula).unwrap();
                assert_eq!(answers.n, item.valid);
                if let Some(value) = figure.value {
                    assert!(close(answers.sum / answers.n as f64, value));
                }
            }
        }
    }
}

#[test]
fn an_item_without_points_has_no_answers_to_estimate_from() {
    let instrument = pulse();
    let mut tally = Tally::new(&instrument);
    tally.add(&instrument, &record(&instrument, &["5", "4", "na", "-", "yes"])).unwrap();
    let cell = tally.total();
    let of = |item| cell.item_answers(&instrument, item, instrument.formulas[0]);
    assert_eq!(
        [of(0), of(2), of(4), of(9)].map(|answers| answers.map(|it| it.n)),
        [Some(1), Some(0), None, None]
    );
}
