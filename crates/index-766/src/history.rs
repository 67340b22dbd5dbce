//! Records of many days and units, and who stands where.

use std::collections::BTreeMap;

use lang_nghe_record::Day;
use lang_nghe_sheet::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Index, Outcome, Record};

/// Records by unit and day, one for each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    records: BTreeMap<String, BTreeMap<Day, Record>>,
}

/// What changed from one record to a later one: only what is known on both days.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Of the total.
    pub total: Option<Decimal>,
    /// Of each group.
    pub groups: Vec<Option<f64>>,
}

/// Where a unit stands among those that have a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The unit.
    pub unit: String,
    /// Its total.
    pub total: Decimal,
    /// Its place: one more than those with a higher total; equal totals share a place.
    pub place: u32,
    /// Of how many.
    pub of: u32,
}

impl History {
    /// Puts a record in. Returns the one that it takes the place of, if there was one for that unit
    /// and day.
    pub fn put(&mut self, record: Record) -> Option<Record> {
        self.records.entry(record.unit.clone()).or_default().insert(record.day, record)
    }

    /// Takes a record out.
    pub fn take(&mut self, unit: &str, day: Day) -> Option<Record> {
        let days = self.records.get_mut(unit)?;
        let record = days.remove(&day);
        if days.is_empty() {
            self.records.remove(unit);
        }
        record
    }

    /// All records, by unit and then by day.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.values().flat_map(BTreeMap::values)
    }

    /// The records of one unit, by day.
    pub fn of(&self, unit: &str) -> impl Iterator<Item = &Record> {
        self.records.get(unit).into_iter().flat_map(BTreeMap::values)
    }

    /// The records of one day, by unit.
    pub fn on(&self, day: Day) -> impl Iterator<Item = &Record> {
        self.records.values().filter_map(move |days| days.get(&day))
    }
}

impl Change {
    /// From an earlier outcome to a later one.
    pub fn between(index: &Index, earlier: &Outcome, later: &Outcome) -> Self {
        let whole = |outcome: &Outcome, group: usize| {
            let found = outcome.groups.get(group)?;
            (found.known_of == index.groups.get(group)?.points).then_some(found.known)
        };
        let groups = (0..index.groups.len())
            .map(|group| Some(whole(later, group)? - whole(earlier, group)?))
            .collect();
        let total = later.total.zip(earlier.total).map(|(later, earlier)| later.points - earlier.points);
        Self { total, groups }
    }
}

/// Units with a total, highest first, and the units without one, which have no place.
pub fn standings<'o>(
    outcomes: impl IntoIterator<Item = (&'o str, &'o Outcome)>,
) -> (Vec<Standing>, Vec<String>) {
    let (mut ranked, mut unranked) = (Vec::new(), Vec::new());
    for (unit, outcome) in outcomes {
        match outcome.total {
            Some(total) => ranked.push((unit.to_owned(), total.points)),
            None => unranked.push(unit.to_owned()),
        }
    }
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let of = ranked.len() as u32;
    let mut standings: Vec<Standing> = Vec::with_capacity(ranked.len());
    for (position, (unit, total)) in ranked.into_iter().enumerate() {
        let shared = standings.last().filter(|last| last.total == total).map(|last| last.place);
        let place = shared.unwrap_or(position as u32 + 1);
        standings.push(Standing { unit, total, place, of });
    }
    (standings, unranked)
}
