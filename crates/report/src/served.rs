//! A release as readers get it: without what only the next release needs, and without numbers that tell of few people.
//!
//! In every cell an item that fewer than the threshold answered is left out, and so is a factor or total of so few people;
//! `hidden` says which. Of a sensitive item (money, harassment) groups show nothing, and all forms together nothing while
//! everybody gave the same answer. Sums of squares of fewer than [`EXACT_FROM`] people nearly give back the single forms, so
//! they are replaced by those of a standard error rounded up to a whole percent: the interval is never too narrow for it.

use lang_nghe_instrument::{Instrument, OptionKind};
use lang_nghe_scoring::{Cell, Detail, SMALL_SAMPLE, score};

use crate::partition::Partition;
use crate::release::Release;

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
        let sensitive = sensitive(&instrument.id);
        let threshold = self.threshold;
        let is_sensitive: Vec<bool> =
            instrument.items.iter().map(|item| sensitive.contains(&item.id.as_str())).collect();
        let serve = |of: &Partition| {
            let mut of = of.clone();
            for group in &mut of.groups {
                (group.cell, group.hidden) =
                    serve(instrument, &group.cell, threshold, |item, _| is_sensitive[item]);
            }
            of
        };
        let total = self.total.as_ref().map(|cell| {
            self::serve(instrument, cell, threshold, |item, cell| {
                is_sensitive[item] && agrees(instrument, item, cell)
            })
        });
        let (total, hidden) = total.map_or((None, Vec::new()), |(cell, hidden)| (Some(cell), hidden));
        let mut numbers = self.numbers.clone();
        for shown in numbers.iter_mut().filter(|shown| shown.answered < EXACT_FROM) {
            if let Some(item) = instrument.items.get(shown.item) {
                shown.moments = shown.moments.blurred_number(item, shown.answered);
            }
        }
        Self {
            total,
            hidden,
            points: serve(&self.points),
            procedures: serve(&self.procedures),
            modes: serve(&self.modes),
            quality: serve(&self.quality),
            numbers,
            steps: Vec::new(),
            ledger: None,
            owed: Vec::new(),
            ..self.clone()
        }
    }
}

/// Whether all who answered an item gave the same answer.
fn agrees(instrument: &Instrument, item: usize, cell: &Cell) -> bool {
    let kind = |option| instrument.counts_as(&instrument.items[item], option);
    let options = cell.items[item].options.iter().enumerate();
    let given = options.filter(|(option, n)| **n > 0 && kind(*option) != Some(OptionKind::NotApplicable));
    given.count() == 1
}

/// A cell without what tells of few; and the positions of what is left out.
fn serve(
    instrument: &Instrument,
    cell: &Cell,
    threshold: u64,
    is_hidden: impl Fn(usize, &Cell) -> bool,
) -> (Cell, Vec<usize>) {
    let scores = score(instrument, cell);
    let few = |n: u64| (1..threshold).contains(&n);
    let mut served = cell.clone();
    let mut hidden = Vec::new();
    for (position, (counts, scores)) in served.items.iter_mut().zip(&scores.items).enumerate() {
        let is_counted = counts.detail != Detail::Words;
        if is_counted && (few(scores.valid) || is_hidden(position, cell)) {
            counts.leave_out(cell.records);
            hidden.push(position);
        }
    }
    let first = served.items.len();
    for (position, sums) in served.composites.iter_mut().enumerate() {
        if few(sums.n) {
            *sums = lang_nghe_scoring::Sums::default();
            hidden.push(first + position);
        }
    }
    if cell.records < EXACT_FROM {
        served = served.blurred(instrument);
    }
    (served, hidden)
}
