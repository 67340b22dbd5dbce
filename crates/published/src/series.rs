//! Published scores of one index, by unit and year.

use std::collections::BTreeMap;

use lang_nghe_sheet::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Form, Score};

/// Scores of one index, one per unit and year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    scores: BTreeMap<String, BTreeMap<u16, Score>>,
}

/// The change of a total from one year to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Both totals are there, in the same form.
    Known(Decimal),
    /// Only the change was published, not the year before.
    Published(Decimal),
    /// Both are there, but the index had another form: no difference is given.
    OtherForm,
    /// Nothing is known of it.
    Unknown,
}

impl Series {
    /// Puts a score in. Returns the one that it takes the place of, if there was one for that unit
    /// and year.
    pub fn put(&mut self, score: Score) -> Option<Score> {
        self.scores.entry(score.unit.clone()).or_default().insert(score.year, score)
    }

    /// Takes a score out.
    pub fn take(&mut self, unit: &str, year: u16) -> Option<Score> {
        let years = self.scores.get_mut(unit)?;
        let score = years.remove(&year);
        if years.is_empty() {
            self.scores.remove(unit);
        }
        score
    }

    /// Units that have a score.
    pub fn units(&self) -> impl Iterator<Item = &str> {
        self.scores.keys().map(String::as_str)
    }

    /// The scores of a unit, by year.
    pub fn of(&self, unit: &str) -> impl Iterator<Item = &Score> {
        self.scores.get(unit).into_iter().flat_map(BTreeMap::values)
    }

    /// The change of a unit's total on the year before.
    pub fn change(&self, unit: &str, year: u16, forms: &[Form]) -> Change {
        let score = |year: u16| self.scores.get(unit).and_then(|years| years.get(&year));
        let Some(now) = score(year) else { return Change::Unknown };
        let before = year.checked_sub(1);
        let form = |year| Form::of_year(forms, year).map(|form| &form.version);
        let totals = before.and_then(score).and_then(|before| before.total).zip(now.total);
        match (totals, now.change) {
            (Some(_), _) if before.and_then(form) != form(year) => Change::OtherForm,
            (Some((before, now)), _) => Change::Known(now - before),
            (None, Some(change)) => Change::Published(change),
            (None, None) => Change::Unknown,
        }
    }
}
