//! Numbers that people wrote: shown in sums of enough of them, and never by group.
//!
//! One number is one person's answer, and a sum with few in it comes near to that. So the cells of a release carry no
//! sums of numbers. Beside them stand the sums of the total alone, each moving only when at least `threshold`
//! numbers are new in it ([`crate::told`]): whatever is subtracted from whatever leaves the sum of at least so many. Lowest and highest
//! are not even counted.

use lang_nghe_instrument::Instrument;
use lang_nghe_scoring::{Cell, Detail, Moments, NumberScore};
use serde::{Deserialize, Serialize};

/// The sums of one item that asks for a number, as last shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberShown {
    /// Position of the item.
    pub item: usize,
    /// Day of the step at which they last moved.
    pub date: String,
    /// Numbers in them.
    pub answered: u64,
    /// Their sums.
    pub moments: Moments,
}

impl NumberShown {
    /// Whether these could be sums of numbers within this cell.
    pub(crate) fn possible(&self, instrument: &Instrument, total: Option<&Cell>) -> bool {
        let detail = total.and_then(|cell| cell.items.get(self.item)).map(|counts| counts.detail);
        let within = matches!(detail, Some(Detail::Number { answered, .. }) if self.answered <= answered);
        let item = instrument.items.get(self.item).filter(|_| within);
        item.and_then(|item| NumberScore::of(item, self.answered, &self.moments)).is_some()
    }
}

/// The cell as it is released: without sums of numbers.
pub(crate) fn stripped(mut cell: Cell) -> Cell {
    for item in &mut cell.items {
        if let Detail::Number { moments, .. } = &mut item.detail {
            *moments = Moments::default();
        }
    }
    cell
}

/// What is shown of numbers at a step, from what was shown before; `moves` says of which items the counts are those of now.
pub(crate) fn next(
    before: &[NumberShown],
    total: &Cell,
    date: &str,
    moves: impl Fn(usize) -> bool,
) -> Vec<NumberShown> {
    let items = total.items.iter().enumerate();
    let shown = items.filter_map(|(item, counts)| {
        let last = before.iter().find(|shown| shown.item == item);
        let Detail::Number { answered, moments } = counts.detail else { return None };
        if answered == 0 || !moves(item) || last.is_some_and(|last| last.answered == answered) {
            return last.cloned();
        }
        Some(NumberShown { item, date: date.to_owned(), answered, moments })
    });
    shown.collect()
}
