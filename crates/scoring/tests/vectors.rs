//! The scores of known answers are those that another program, in another language, computed
//! (tests/reference/scores.R).
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod common;

use std::path::{Path, PathBuf};

use lang_nghe_instrument::{Formula, Instrument, Kind, Total, source};
use lang_nghe_record::Record;
use lang_nghe_scoring::{CompositeScores, Figure, Scores, Tally, band, score};

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
        let place = format!("{case} {}", item.id);
        if matches!(item.kind, Kind::Words { .. }) {
            assert_eq!((counts.options.len(), counts.none, found.valid), (0, 0, 0), "{place}");
            continue;
        }
        let expected = &expected["items"][&item.id];
        let options = &instrument.scale_of(item).options;
        for (option, count) in options.iter().zip(&counts.options) {
            assert_eq!(*count as i64, expected["counts"][&option.id].as_integer().unwrap(), "{place}");
        }
        assert_eq!(counts.none as i64, expected["none"].as_integer().unwrap(), "{place}");
        let unasked = expected.get("unasked").map_or(0, |count| count.as_integer().unwrap());
        assert_eq!((counts.unasked as i64, found.unasked as i64), (unasked, unasked), "{place}");
        assert_eq!(found.valid as i64, expected["n"].as_integer().unwrap(), "{place}");
        for (formula, figure) in instrument.formulas.iter().zip(&found.figures) {
            assert_eq!(figure.small_sample, expected["small_sample"].as_bool().unwrap(), "{place}");
            check_figure(&format!("{place} {}", name(*formula)), figure, &expected[name(*formula)]);
        }
        for (option, figure) in &found.shares {
            let id = &options[*option].id;
            check_figure(&format!("{place} {id}"), figure, &expected["shares"][id]);
        }
        if let Some(number) = found.number {
            let found = Figure {
                n: number.n,
                value: number.mean,
                error: None,
                interval: number.interval,
                small_sample: number.small_sample,
            };
            check_figure(&format!("{place} number"), &found, &expected["number"]);
        }
        assert_eq!(found.number.is_some(), expected.get("number").is_some(), "{place}");
        let plain = expected.get("shares").or(expected.get("number"));
        assert_eq!(found.figures.is_empty(), plain.is_some(), "{place}");
    }
    for (factor, found) in instrument.factors.iter().zip(&scores.factors) {
        check_composite(
            &format!("{case} {}", factor.id),
            instrument,
            found,
            &expected["factors"][&factor.id],
        );
    }
    for (part, found) in instrument.parts.iter().zip(&scores.parts) {
        check_composite(&format!("{case} {}", part.id), instrument, found, &expected["parts"][&part.id]);
    }
    assert_eq!(scores.parts.len(), instrument.parts.len());
    let reached = band(instrument, &cell).map(|at| instrument.bands[at].id.as_str());
    if instrument.total == Total::None {
        assert_eq!((scores.total.n, expected.get("total"), reached), (0, None, None), "{case}");
        return;
    }
    check_composite(&format!("{case} total"), instrument, &scores.total, &expected["total"]);
    assert_eq!(reached, expected["total"].get("band").map(|id| id.as_str().unwrap()), "{case}");
}

fn check_instrument(folder: &Path) {
    let (instrument, _) = source::read_instrument(folder).unwrap();
    let cases = source::read_vectors(folder, &instrument).unwrap();
    let text = std::fs::read_to_string(folder.join("vectors.expected.toml")).unwrap();
    let expected: toml::Value = toml::from_str(&text).unwrap();
    let expected = expected["case"].as_array().unwrap();
    assert_eq!(cases.len(), expected.len());
    for (case, expected) in cases.iter().zip(expected) {
        assert_eq!(case.id, expected["id"].as_str().unwrap());
        let mut tally = Tally::new(&instrument);
        for (person, asked) in case.respondents.iter().zip(&case.asked) {
            let answers: Vec<_> = person.iter().map(|answer| answer.as_deref().unwrap_or("-")).collect();
            let blocks = asked.iter().map(|block| instrument.blocks[*block].id.clone()).collect();
            let record = Record { blocks, ..common::record(&instrument, &answers) };
            tally.add(&instrument, &record).unwrap();
        }
        check_case(&instrument, &score(&instrument, &tally.total()), &tally, expected);
    }
}

#[test]
fn the_scores_of_every_instrument_are_those_of_the_reference() {
    let shipped = common::content();
    let versions = source::versions(&shipped).unwrap();
    assert!(versions.len() >= 5, "only {versions:?}");
    for (id, version) in versions {
        check_instrument(&shipped.join("instruments").join(id).join(version));
    }
}

#[test]
fn ways_of_counting_that_no_instrument_uses_yet_are_those_of_the_reference() {
    let made_up = shipped_beside("tests/reference");
    let versions = source::versions(&made_up).unwrap();
    assert_eq!(versions.len(), 3, "{versions:?}");
    for (id, version) in versions {
        check_instrument(&made_up.join("instruments").join(id).join(version));
    }
}

/// A folder of this repository.
fn shipped_beside(folder: &str) -> PathBuf {
    common::content().join("..").join(folder)
}
