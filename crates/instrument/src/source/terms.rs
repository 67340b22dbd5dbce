//! Single terms of a definition that mean one of a few things: status, share, formula, version.

use super::Inspector;
use crate::{Formula, MissingRule, Status};

/// What a status as written means; an unknown one is a fault.
pub fn status(written: &str, inspector: &mut Inspector<'_>) -> Status {
    match written {
        "current" => Status::Current,
        "archived" => Status::Archived,
        "draft" => Status::Draft,
        other => {
            inspector.say(format_args!(
                "the status `{other}` is unknown; write \"draft\", \"current\" or \"archived\""
            ));
            Status::Draft
        }
    }
}

pub(super) fn missing_rule(written: &str, inspector: &mut Inspector<'_>) -> MissingRule {
    let rule = written.split_once('/').and_then(|(numerator, denominator)| {
        Some(MissingRule { numerator: numerator.parse().ok()?, denominator: denominator.parse().ok()? })
    });
    match rule {
        Some(rule) if (1..=rule.denominator).contains(&rule.numerator) => rule,
        _ => {
            inspector.say(format_args!(
                "`missing = \"{written}\"` is no share of the items; write a fraction up to 1, such as \"1/2\""
            ));
            MissingRule { numerator: 1, denominator: 1 }
        }
    }
}

pub(super) fn formulas(written: &[String], inspector: &mut Inspector<'_>) -> Vec<Formula> {
    inspector.unique("formula", written.iter().map(String::as_str));
    if written.is_empty() {
        inspector.say(
            "there are no formulas; write formulas = [\"top-box\", \"mean-of-max\", \"rescaled\"] or some of them",
        );
    }
    let mut formulas = Vec::new();
    for name in written {
        match name.as_str() {
            "top-box" => formulas.push(Formula::TopBox),
            "mean-of-max" => formulas.push(Formula::MeanOfMax),
            "rescaled" => formulas.push(Formula::Rescaled),
            other => inspector.say(format_args!(
                "the formula `{other}` is unknown; write \"top-box\", \"mean-of-max\" or \"rescaled\""
            )),
        }
    }
    formulas
}

/// Whether this is a year, a point and a number without a leading zero: `2026.1`.
pub fn is_version(version: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    version.split_once('.').is_some_and(|(year, number)| {
        year.len() == 4 && digits(year) && digits(number) && !number.starts_with('0')
    })
}
