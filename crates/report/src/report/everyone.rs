//! What the forms of the service points say about everybody who came, and how two groups of forms differ.

use std::collections::BTreeMap;

use lang_nghe_estimate::{
    Answers, Design, DesignError, DesignWritten, Difference, Estimate, NoInterval, Stage,
};
use lang_nghe_instrument::Formula;
use lang_nghe_scoring::{Cell, Figure, Interval, score};
use serde::Deserialize;

use super::Report;
use super::over::estimate;
use crate::difference::{DifferenceRow, Differences};
use crate::number;
use crate::table::{Entry, Row, Table};
use crate::words::fill;

/// The words of these tables.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EveryoneWords {
    /// Caption of the table: `{formula}`.
    pub caption: String,
    /// Column: the figure of the forms, each counting alike.
    pub plain: String,
    /// Column: what it says about everybody who came.
    pub everybody: String,
    /// Column: the design effect.
    pub effect: String,
    /// Instead of an interval: everybody who came has answered.
    pub all_asked: String,
    /// Title of the picture of two groups: `{formula}`, `{first}`, `{second}`.
    pub compare_title: String,
}

/// Why these numbers of people cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServedError {
    /// Fewer people came to this point than forms are known of it.
    #[error("`{point}`: {people} people and {forms} forms")]
    FewerThanForms {
        /// Code of the point.
        point: String,
        /// People named.
        people: u64,
        /// Forms released.
        forms: u64,
    },
    /// One form says nothing about how people at this point differ.
    #[error("`{point}`: only one form")]
    OneForm {
        /// Code of the point.
        point: String,
    },
    /// No point with figures is named.
    #[error("no service point with figures is named")]
    Nothing,
}

/// Two groups of forms that can be compared: a point with another, a way of filling in with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparable {
    /// How the group is asked for.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Forms in it.
    pub forms: u64,
}

/// Name, position among a cell's composites, figure of the forms as they are, and what they say about everybody.
type Estimated<'a> = (&'a str, usize, Figure, Option<Estimate>);

impl Report<'_> {
    /// The service points that have figures: code and number of forms.
    pub fn weighable(&self) -> Vec<(&str, u64)> {
        let groups = self.release.points.groups.iter().filter(|_| self.is_out());
        groups.filter_map(|group| Some((group.key.as_deref()?, group.cell.records))).collect()
    }

    /// The total and the factors by the headline formula: of the forms as they are, and weighted to the number of
    /// people whom each point served. Points are strata, in each of which its forms count as drawn singly from so many
    /// people: mean Σ N_h·ȳ_h / Σ N_h, with the finite-population correction and Taylor's linearisation where not
    /// everybody answered every question (`docs/statistics.md`). Only points of `served` count, and of these only those
    /// with figures; what is shown is worked out from the released cells alone.
    ///
    /// # Errors
    /// Everything that is wrong with the numbers.
    pub fn everyone(
        &self,
        served: &BTreeMap<String, u64>,
        said: &EveryoneWords,
    ) -> Result<Table, Vec<ServedError>> {
        let words = self.words;
        let (formula, points) = (self.first_formula()?, self.points_of(served));
        let all_asked = points.iter().all(|(_, people, cell)| *people == cell.records);
        let rows = self.estimates(&points, formula)?.into_iter().map(|(name, position, figure, estimate)| {
            let shown = estimate.filter(|estimate| estimate.n >= self.release.threshold);
            let weighted = shown.map_or_else(
                || Entry::words(&words.not_released),
                |estimate| self.weighted(&estimate, formula, all_asked.then_some(said.all_asked.as_str())),
            );
            let effect = shown.and_then(|estimate| estimate.design_effect);
            let effect =
                effect.map_or_else(Entry::default, |effect| Entry::number(number::hundredths(effect, words)));
            let n =
                shown.map_or_else(Entry::default, |estimate| Entry::number(number::whole(estimate.n, words)));
            let cells = vec![n, self.entry(&figure, formula == Formula::TopBox), weighted, effect];
            Row { head: name.to_owned(), cells, total: position == self.total_position() }
        });
        let columns = [&words.factor, &words.people, &said.plain, &said.everybody, &said.effect];
        Ok(Table {
            caption: fill(&said.caption, &[("formula", self.formula_name(formula))]),
            rows: rows.collect(),
            columns: columns.map(Clone::clone).into(),
        })
    }

    fn first_formula(&self) -> Result<Formula, Vec<ServedError>> {
        self.instrument.formulas.first().copied().ok_or_else(|| vec![ServedError::Nothing])
    }

    fn points_of(&self, served: &BTreeMap<String, u64>) -> Vec<(&str, u64, &Cell)> {
        let groups = self.release.points.groups.iter().filter(|_| self.is_out());
        let named = groups.filter_map(|group| {
            let key = group.key.as_deref()?;
            Some((key, *served.get(key)?, &group.cell))
        });
        named.collect()
    }

    fn estimates(
        &self,
        points: &[(&str, u64, &Cell)],
        formula: Formula,
    ) -> Result<Vec<Estimated<'_>>, Vec<ServedError>> {
        let design = design(points)?;
        let blank = || Cell::empty(self.instrument);
        let pooled = points.iter().try_fold(blank(), |sum, (_, _, cell)| sum.plus(cell));
        let pooled = score(self.instrument, &pooled.unwrap_or_else(blank));
        let rows = self.headline(&pooled).into_iter().map(|(name, position, figure)| {
            let answers =
                points.iter().map(|(_, _, cell)| cell.composite_answers(self.instrument, position, formula));
            let answers: Option<Vec<Answers>> = answers.collect();
            (name, position, figure, answers.and_then(|answers| design.mean(&answers).ok()))
        });
        Ok(rows.collect())
    }

    fn weighted(&self, estimate: &Estimate, formula: Formula, all_asked: Option<&str>) -> Entry {
        let words = self.words;
        let detail = match (all_asked, estimate.interval()) {
            (Some(why), _) => why.to_owned(),
            (None, Ok(interval)) => {
                let (low, high) = (interval.low.max(0.0), interval.high.min(100.0));
                number::range(&Interval { low, high }, words)
            }
            (None, Err(NoInterval::AllEqual)) => words.all_equal.clone(),
            (None, Err(NoInterval::TooFewUnits | NoInterval::NoOdds)) => words.pictures.no_interval.clone(),
        };
        Entry {
            text: number::value(estimate.value, formula == Formula::TopBox, words),
            figure: true,
            detail: Some(detail),
            mark: (estimate.n < lang_nghe_scoring::SMALL_SAMPLE).then(|| words.small_sample.clone()),
        }
    }

    /// The total, if there is one, the parts and the factors: name, position among a cell's composites, headline figure.
    fn headline(&self, scores: &lang_nghe_scoring::Scores) -> Vec<(&str, usize, Figure)> {
        let factors = self.text.factors.iter().zip(&scores.factors);
        let parts = self.text.parts.iter().zip(&scores.parts);
        let below = factors.chain(parts).enumerate().map(|(at, (name, scores))| (name.as_str(), at, scores));
        let total = (self.words.total.as_str(), self.total_position(), &scores.total);
        let all = self.has_total().then_some(total).into_iter().chain(below);
        all.filter_map(|(name, at, scores)| Some((name, at, *scores.figures.first()?))).collect()
    }

    fn total_position(&self) -> usize {
        self.instrument.factors.len() + self.instrument.parts.len()
    }

    /// The groups of forms that can be compared with another of their kind, by name: service points, then ways of
    /// filling in.
    pub fn comparable(&self) -> [Vec<Comparable>; 2] {
        let out = self.is_out();
        let list = |kind: &str, groups: &[crate::Group], name: &dyn Fn(&str) -> String| {
            let groups = groups.iter().filter(|_| out);
            let mut list: Vec<_> = groups
                .filter_map(|group| {
                    let key = group.key.as_deref()?;
                    let id = [kind, ".", key].concat();
                    Some(Comparable { id, name: name(key), forms: group.cell.records })
                })
                .collect();
            list.sort_by(|a, b| a.name.cmp(&b.name));
            list
        };
        let point = |key: &str| self.names.points.get(key).cloned().unwrap_or_else(|| key.to_owned());
        let points = list("p", &self.release.points.groups, &point);
        [points, list("m", &self.release.modes.groups, &|key| self.mode_name(Some(key)))]
    }

    /// How the second group of forms differs from the first, total and factors; groups as [`Report::comparable`]
    /// names them. `None` where there are no two such groups of one kind.
    pub fn compare(&self, (first, second): (&str, &str), said: &EveryoneWords) -> Option<Differences> {
        let words = self.words;
        let formula = *self.instrument.formulas.first()?;
        let lists = self.comparable();
        let kind = lists.iter().find(|list| list.iter().any(|group| group.id == first))?;
        let named = |id: &str| kind.iter().find(|group| group.id == id);
        let (one, two) = (named(first)?, named(second).filter(|_| first != second)?);
        let scores = |id: &str| Some(score(self.instrument, self.cell_of(id)?));
        let pairs = self.headline(&scores(first)?).into_iter().zip(self.headline(&scores(second)?));
        let rows = pairs.map(|((name, _, first), (_, _, second))| {
            let known = |figure: Figure| self.read(&figure).map(|value| estimate(&figure, value));
            match (known(first), known(second)) {
                (Ok(first), Ok(second)) => {
                    let difference = Difference::independent(&first, &second);
                    DifferenceRow::new(name, &difference, [first.n, second.n], words)
                }
                (Err(why), _) | (_, Err(why)) => DifferenceRow::without(name, why, words),
            }
        });
        let values = [("formula", self.formula_name(formula)), ("first", &one.name), ("second", &two.name)];
        Some(Differences::new(fill(&said.compare_title, &values), rows.collect(), words))
    }

    fn cell_of(&self, id: &str) -> Option<&Cell> {
        let (kind, key) = id.split_once('.')?;
        let groups = if kind == "p" { &self.release.points.groups } else { &self.release.modes.groups };
        groups.iter().find(|group| group.key.as_deref() == Some(key)).map(|group| &group.cell)
    }
}

fn design(points: &[(&str, u64, &Cell)]) -> Result<Design, Vec<ServedError>> {
    let faults =
        points.iter().filter(|(_, people, cell)| *people < cell.records).map(|(point, people, cell)| {
            ServedError::FewerThanForms { point: (*point).to_owned(), people: *people, forms: cell.records }
        });
    let faults: Vec<_> = faults.collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let people: Vec<u64> = points.iter().map(|(_, _, cell)| cell.records).collect();
    let population: Vec<u64> = points.iter().map(|(_, people, _)| *people).collect();
    let strata: Vec<&str> = points.iter().map(|(point, ..)| *point).collect();
    let stage = Stage { strata: Some(&strata), units: None, population: Some(&population) };
    let written =
        DesignWritten { rows: points.len(), people: Some(&people), weights: None, stages: vec![stage] };
    written.check().map_err(|error| {
        vec![match error {
            DesignError::SingleUnit { stratum, .. } => ServedError::OneForm { point: stratum },
            _ => ServedError::Nothing,
        }]
    })
}

#[cfg(test)]
#[path = "everyone_tests.rs"]
mod tests;
