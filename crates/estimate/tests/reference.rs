//! Estimates of known samples are those of R's `survey` package (tests/reference/survey.R).
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod common;

use common::{Sample, number, read};
use lang_nghe_estimate::{Answers, Difference, Estimate, Interval, NoEstimate, NoInterval};

const CLOSE: f64 = 1e-9;

#[track_caller]
fn same(place: &str, found: f64, expected: &str) {
    let expected = number(expected).unwrap_or_else(|| panic!("{place}: found {found}, expected nothing"));
    let apart = (found - expected).abs();
    assert!(apart <= CLOSE * expected.abs().max(1e-3), "{place}: {found}, not {expected}");
}

fn same_interval(place: &str, found: Result<Interval, NoInterval>, low: &str, high: &str, error: f64) {
    match found {
        Ok(interval) => {
            same(&format!("{place} low"), interval.low, low);
            same(&format!("{place} high"), interval.high, high);
        }
        // R gives an interval of no width there.
        Err(NoInterval::AllEqual) => assert_eq!(error, 0.0, "{place}"),
        Err(_) => assert_eq!(number(low), None, "{place}"),
    }
}

/// What the design says about one line of the expected figures.
fn found(sample: &Sample, what: &str, group: &str) -> Estimate {
    let rows = |column: &str| sample.answers(column, group);
    let design = sample.design();
    let estimate: Result<Estimate, NoEstimate> = match what {
        "mean" => design.mean(&rows("y")),
        "share" => design.mean(&rows("yes")),
        "total" => design.total(&rows("y")),
        "count" => design.total(&rows("one")),
        "ratio" => {
            let (y, x) = (rows("y"), rows("x"));
            let pair = |(y, x): (&Answers, &Answers)| (y.n > 0 && x.n > 0).then_some((y.sum, x.sum));
            design.ratio(&y.iter().zip(&x).map(pair).collect::<Vec<_>>())
        }
        other => panic!("{other}"),
    };
    estimate.unwrap()
}

fn difference(sample: &Sample, what: &str) -> Difference {
    let (first, second) = match what {
        "difference" => (sample.answers("y", "a"), sample.answers("y", "b")),
        _ => (sample.answers("y", "all"), sample.answers("yes", "all")),
    };
    sample.design().difference(&first, &second).unwrap()
}

#[test]
fn every_estimate_is_that_of_the_survey_package() {
    let mut compared = std::collections::BTreeMap::<String, usize>::new();
    for line in read("expected") {
        let [dataset, what, group, n, value, error, df, low, high, deff, odds_low, odds_high] = [
            "dataset",
            "what",
            "group",
            "n",
            "value",
            "error",
            "df",
            "low",
            "high",
            "deff",
            "odds_low",
            "odds_high",
        ]
        .map(|key| line[key].as_str());
        let place = format!("{dataset} {what} {group}");
        let sample = Sample::read(dataset);
        *compared.entry(dataset.to_owned()).or_default() += 1;
        if ["difference", "paired"].contains(&what) {
            let found = difference(&sample, what);
            same(&place, found.value, value);
            same(&format!("{place} error"), found.error, error);
            assert_eq!(found.degrees.to_string(), df, "{place} degrees");
            same_interval(&place, found.interval(), low, high, found.error);
            continue;
        }
        let found = found(&sample, what, group);
        assert_eq!(found.n.to_string(), n, "{place} n");
        same(&place, found.value, value);
        same(&format!("{place} error"), found.error, error);
        assert_eq!(found.degrees.to_string(), df, "{place} degrees");
        same_interval(&place, found.interval(), low, high, found.error);
        // What rounding leaves in R where all answers agree is no design effect.
        if let Some(effect) = found.design_effect.filter(|_| !deff.is_empty()) {
            same(&format!("{place} design effect"), effect, deff);
        } else if what != "count" && what != "ratio" {
            assert!(number(deff).is_none_or(|deff| deff > 1e9), "{place} design effect {deff}");
        }
        if what == "share" && number(odds_low).is_some() {
            same_interval(&place, found.share_interval(), odds_low, odds_high, found.error);
        }
    }
    assert!(compared.len() >= 8 && compared.values().all(|lines| *lines >= 6), "{compared:?}");
}

#[test]
fn two_samples_differ_as_in_the_survey_package() {
    let mean = |name: &str| {
        let sample = Sample::read(name);
        sample.design().mean(&sample.answers("y", "all")).unwrap()
    };
    let pairs = read("expected-pairs");
    assert!(pairs.len() >= 5);
    for line in pairs {
        let place = format!("{} {}", line["first"], line["second"]);
        let found = Difference::independent(&mean(&line["first"]), &mean(&line["second"]));
        same(&place, found.value, &line["value"]);
        same(&format!("{place} error"), found.error, &line["error"]);
        assert_eq!(found.degrees.to_string(), line["df"], "{place} degrees");
        same_interval(&place, found.interval(), &line["low"], &line["high"], found.error);
    }
}
