//! The scores of known answers are those that another program, in another language, computed
//! (tests/reference/scores.R).
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod common;

use lang_nghe_instrument::{Formula, Instrument, source};
use lang_nghe_scoring::{CompositeScores, Figure, Scores, Tally, score};

const CLOSE: f64 = 1e-9;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= CLOSE * b.abs().max(1.0)
}

fn name(formula: Formula) -> &'static str {
    match formula {
        Formula::TopBox => "top-box",
        Formula::MeanOfMax => "mean-of-max",
        Formula::Rescaled => "rescaled",
    }
}

fn check_figure(place: &str, figure: &Figure, expected: &toml::Value) {
    let number = |key: &str| expected.get(key).map(|value| value.as_float().unwrap());
    let found = [figure.value, figure.interval.ok().map(|it| it.low), figure.interval.ok().map(|it| it.high)];
    for (key, found) in ["value", "low", "high"].into_iter().zip(found) {
        match (found, number(key)) {
            (Some(found), Some(expected)) => {
                assert!(close(found, expected), "{place} {key}: {found}, not {expected}")
            }
            (found, expected) => assert_eq!(found, expected, "{place} {key}"),
        }
    }
}

fn check_composite(place: &str, instrument: &Instrument, found: &CompositeScores, expected: &toml::Value) {
    assert_eq!(found.n as i64, expected["n"].as_integer().unwrap(), "{place} n");
    for (formula, figure) in instrument.formulas.iter().zip(&found.figures) {
        assert_eq!(figure.n, found.n);
        assert_eq!(figure.small_sample, expected["small_sample"].as_bool().unwrap(), "{place}");
        check_figure(&format!("{place} {}", name(*formula)), figure, &expected[name(*formula)]);
    }
}

fn check_case(instrument: &Instrument, scores: &Scores, tally: &Tally, expected: &toml::Value) {
    let case = expected["id"].as_str().unwrap();
    assert_eq!(scores.records as i64, expected["records"].as_integer().unwrap());
    let cell = tally.total();
    for ((item, found), counts) in instrument.items.iter().zip(&scores.items).zip(&cell.items) {
        let (place, expected) = (format!("{case} {}", item.id), &expected["items"][&item.id]);
        let options = &instrument.scale_of(item).options;
        for (option, count) in options.iter().zip(&counts.options) {
            assert_eq!(*count as i64, expected["counts"][&option.id].as_integer().unwrap(), "{place}");
        }
        assert_eq!(counts.none as i64, expected["none"].as_integer().unwrap(), "{place}");
        assert_eq!(found.valid as i64, expected["n"].as_integer().unwrap(), "{place}");
        for (formula, figure) in instrument.formulas.iter().zip(&found.figures) {
            assert_eq!(figure.small_sample, expected["small_sample"].as_bool().unwrap(), "{place}");
            check_figure(&format!("{place} {}", name(*formula)), figure, &expected[name(*formula)]);
        }
        for (option, figure) in &found.shares {
            let id = &options[*option].id;
            check_figure(&format!("{place} {id}"), figure, &expected["shares"][id]);
        }
        assert_eq!(found.figures.is_empty(), expected.get("shares").is_some(), "{place}");
    }
    for (factor, found) in instrument.factors.iter().zip(&scores.factors) {
        check_composite(
            &format!("{case} {}", factor.id),
            instrument,
            found,
            &expected["factors"][&factor.id],
        );
    }
    check_composite(&format!("{case} total"), instrument, &scores.total, &expected["total"]);
}

fn check_instrument(id: &str, version: &str) {
    let (folder, instrument) = (common::folder(id, version), common::instrument(id, version));
    let cases = source::read_vectors(&folder, &instrument).unwrap();
    let text = std::fs::read_to_string(folder.join("vectors.expected.toml")).unwrap();
    let expected: toml::Value = toml::from_str(&text).unwrap();
    let expected = expected["case"].as_array().unwrap();
    assert_eq!(cases.len(), expected.len());
    for (case, expected) in cases.iter().zip(expected) {
        assert_eq!(case.id, expected["id"].as_str().unwrap());
        let mut tally = Tally::new(&instrument);
        for person in &case.respondents {
            let answers: Vec<_> = person.iter().map(|answer| answer.as_deref().unwrap_or("-")).collect();
            tally.add(&instrument, &common::record(&instrument, &answers)).unwrap();
        }
        check_case(&instrument, &score(&instrument, &tally.total()), &tally, expected);
    }
}

#[test]
fn the_scores_of_every_instrument_are_those_of_the_reference() {
    let versions = source::versions(&common::content()).unwrap();
    assert!(versions.len() >= 5, "only {versions:?}");
    for (id, version) in versions {
        check_instrument(&id, &version);
    }
}
