//! A release as readers get it: without what only the next release needs, and without what tells of few people.
//!
//! Counts of single questions stand in the total alone, as last told ([`crate::told`]): groups of forms carry the scores of
//! groups of questions, and of these none that holds a sensitive question or that few people answer. `hidden` says what
//! is left out. Sums of squares of fewer than [`EXACT_FROM`] people nearly give back the single forms, so they are
//! replaced by those of a standard error rounded up to a whole percent: the interval is never too narrow for it.

use lang_nghe_instrument::Instrument;
use lang_nghe_scoring::{Cell, Detail, SMALL_SAMPLE, Sums, Tally};

use crate::partition::Partition;
use crate::release::Release;
use crate::told::{Shape, Told};

/// From so many people on sums are served exactly.
pub const EXACT_FROM: u64 = SMALL_SAMPLE;

/// Items of an instrument that are sensitive, by id: one line per instrument, `id = ["item", …]`.
pub fn sensitive(instrument: &str) -> Vec<&'static str> {
    let named = include_str!("../../../content/sensitive.toml").lines();
    let of = named.filter_map(|line| line.split_once(" = ")).filter(|(id, _)| *id == instrument);
    of.flat_map(|(_, items)| items.split('"').skip(1).step_by(2)).collect()
}

impl Release {
    /// The release as readers get it.
    pub fn served(&self, instrument: &Instrument) -> Self {
        let shape = Shape::of(instrument);
        let blank = Tally::new(instrument);
        // A release that was stored before it remembered what was told, and has made no step since.
        let before = |total: &Cell| Told::before(&shape, instrument, total, (&blank, self.threshold));
        let told =
            self.told.as_deref().cloned().or_else(|| self.total.as_ref().map(before)).unwrap_or_default();
        let scored = match (&self.ledger, &self.told) {
            (Some(ledger), Some(_)) => ledger.scored(),
            _ => shape.in_groups(),
        };
        let serve = |of: &Partition| {
            let mut of = of.clone();
            for group in &mut of.groups {
                (group.cell, group.hidden) = serve_group(instrument, &group.cell, &scored, self.threshold);
            }
            of
        };
        let mut late = Vec::new();
        let total = self.total.as_ref().map(|cell| {
            let (mut cell, hidden) = serve_total(cell, &told, self.threshold);
            for (item, counts) in cell.items.iter_mut().enumerate() {
                let behind = told.records(item).map_or(0, |records| cell.records.saturating_sub(records));
                if behind > 0 && counts.detail != Detail::Words {
                    counts.none += behind;
                    late.push((item, behind));
                }
            }
            (if cell.records < EXACT_FROM { cell.blurred(instrument) } else { cell }, hidden)
        });
        let (total, hidden) = total.map_or((None, Vec::new()), |(cell, hidden)| (Some(cell), hidden));
        let mut numbers = self.numbers.clone();
        for shown in numbers.iter_mut().filter(|shown| shown.answered < EXACT_FROM) {
            if let Some(item) = instrument.items.get(shown.item) {
                shown.moments = shown.moments.blurred_number(item, shown.answered);
            }
        }
        numbers.retain(|shown| shown.possible(instrument, total.as_ref()));
        Self {
            total,
            hidden,
            late,
            points: serve(&self.points),
            procedures: serve(&self.procedures),
            modes: serve(&self.modes),
            quality: serve(&self.quality),
            numbers,
            steps: Vec::new(),
            ledger: None,
            told: None,
            owed: Vec::new(),
            ..self.clone()
        }
    }
}

/// Of all forms together: everything as last told.
fn serve_total(cell: &Cell, told: &Told, threshold: u64) -> (Cell, Vec<usize>) {
    let mut served = cell.clone();
    let mut hidden = Vec::new();
    for (position, counts) in served.items.iter_mut().enumerate() {
        match told.item(position) {
            _ if counts.detail == Detail::Words => {}
            Some(told) => counts.clone_from(told),
            None => {
                counts.leave_out(cell.records);
                hidden.push(position);
            }
        }
    }
    let first = served.items.len();
    for (position, sums) in served.composites.iter_mut().enumerate() {
        let shown = told.sums(position).copied().filter(|sums| !(1..threshold).contains(&sums.n));
        if shown.is_none() {
            hidden.push(first + position);
        }
        *sums = shown.unwrap_or_default();
    }
    (served, hidden)
}

/// Of a group of forms: how many there are, and the scores of groups of questions.
fn serve_group(instrument: &Instrument, cell: &Cell, scored: &[usize], threshold: u64) -> (Cell, Vec<usize>) {
    let mut served = cell.clone();
    let mut hidden = Vec::new();
    for (position, counts) in served.items.iter_mut().enumerate() {
        if counts.detail != Detail::Words {
            counts.leave_out(cell.records);
            hidden.push(position);
        }
    }
    let first = served.items.len();
    for (position, sums) in served.composites.iter_mut().enumerate() {
        if !scored.contains(&position) || (1..threshold).contains(&sums.n) {
            *sums = Sums::default();
            hidden.push(first + position);
        }
    }
    (if cell.records < EXACT_FROM { served.blurred(instrument) } else { served }, hidden)
}
