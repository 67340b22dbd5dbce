//! Counting a block.

use lang_nghe_instrument::Instrument;

use super::block::Block;
use super::lanes::{GROUPS, Lanes, NONE, Plane, and, ones};
use super::plan::{Added, Column, Composed, Plan};
use crate::Wide;
use crate::cell::Cell;
use crate::composite::Composite;

/// Sums over the forms that answered equally many items of a composite: small whole numbers, however long its unit is.
#[derive(Clone, Copy, Debug, Default)]
struct Alike {
    n: u64,
    points: (u64, u64),
    satisfied: (u64, u64),
}

/// What the blocks counted so far add up to.
#[derive(Clone, Debug)]
pub(super) struct Counter {
    /// Per item and code.
    levels: Vec<Vec<u64>>,
    /// Per composite, by how many of its items were answered.
    alike: Vec<Vec<Alike>>,
    forms: u64,
    /// Room to work in: per factor, and per composite of several factors.
    sums: Vec<Added>,
    several: Vec<Option<Added>>,
}

impl Counter {
    pub(super) fn new(plan: &Plan) -> Self {
        let codes = |column: &Column| if column.planes == 0 { 0 } else { 1 << column.planes };
        let alike = |composed: &Composed| match composed {
            Composed::InPlanes { items, .. } => vec![Alike::default(); *items as usize + 1],
            Composed::FormByForm => Vec::new(),
        };
        let (sums, several) = plan.rooms();
        Self {
            levels: plan.columns.iter().map(|column| vec![0; codes(column)]).collect(),
            alike: plan.composites.iter().map(alike).collect(),
            forms: 0,
            sums,
            several,
        }
    }

    /// Counts how often each answer was given.
    pub(super) fn count_levels(&mut self, plan: &Plan, block: &Block) {
        self.forms += block.len() as u64;
        for (column, counts) in plan.columns.iter().zip(&mut self.levels) {
            let planes = block.column(column.at, column.planes);
            let highest = usize::from(column.options) + usize::from(column.can_be_unasked);
            let groups = block.groups();
            match planes {
                [a] => count_codes([a], groups, counts),
                [a, b] => count_codes([a, b], groups, counts),
                [a, b, c] => count_codes([a, b, c], groups, counts),
                [a, b, c, d] => count_codes([a, b, c, d], groups, counts),
                more => count_many(more, highest, counts),
            }
        }
    }

    /// Counts a block with all that composites need. Its forms must be settled.
    pub(super) fn count(&mut self, plan: &Plan, block: &Block) {
        self.count_levels(plan, block);
        for group in 0..block.groups() {
            self.count_composites(plan, block, group);
        }
    }

    fn count_composites(&mut self, plan: &Plan, block: &Block, group: usize) {
        for (factor, added) in plan.factors.iter().zip(&mut self.sums) {
            added.clear();
            for (position, codes, point_bits) in &factor.items {
                let Some(column) = plan.columns.get(*position) else { continue };
                let mut here = [NONE; 8];
                let planes = block.column(column.at, column.planes);
                for (lanes, plane) in here.iter_mut().zip(planes) {
                    *lanes = plane[group];
                }
                match planes.len() {
                    2 => added.add(&here[..2], codes, *point_bits),
                    3 => added.add(&here[..3], codes, *point_bits),
                    more => added.add(&here[..more], codes, *point_bits),
                }
            }
        }
        let composites = plan.composites.iter().zip(&mut self.alike).zip(&mut self.several);
        for ((composed, alike), several) in composites {
            let Composed::InPlanes { factors, least, .. } = composed else { continue };
            let mut its = factors.iter().filter_map(|factor| self.sums.get(*factor));
            let all = match several {
                Some(all) => {
                    all.clear();
                    its.for_each(|added| all.add_all(added));
                    &*all
                }
                None => match its.next() {
                    Some(only) => only,
                    None => continue,
                },
            };
            for (answered, alike) in alike.iter_mut().enumerate().skip(*least as usize) {
                let of = all.answered.are(answered as u32);
                if of != NONE {
                    alike.add(all, of);
                }
            }
        }
    }

    /// Adds everything counted to a cell, and begins again.
    pub(super) fn drain_into(&mut self, plan: &Plan, instrument: &Instrument, cell: &mut Cell) {
        for ((column, levels), item) in plan.columns.iter().zip(&mut self.levels).zip(&mut cell.items) {
            if column.planes == 0 {
                continue;
            }
            let options = usize::from(column.options);
            let mut answered = 0;
            for (count, level) in item.options.iter_mut().zip(levels.iter().skip(1)) {
                *count += level;
                answered += level;
            }
            let unasked = levels.get(options + 1).copied().filter(|_| column.can_be_unasked).unwrap_or(0);
            item.unasked += unasked;
            item.none += self.forms - answered - unasked;
            levels.fill(0);
        }
        let composites = Composite::all(instrument);
        for ((composite, alike), sums) in composites.iter().zip(&mut self.alike).zip(&mut cell.composites) {
            for (answered, alike) in alike.iter_mut().enumerate() {
                let Alike { n, points, satisfied } = std::mem::take(alike);
                if n == 0 {
                    continue;
                }
                // A whole number, because every count of answers divides the unit.
                let one = composite.unit.unwrap_or(0) / answered.max(1) as u128;
                sums.n += n;
                sums.points.add_scaled(points, one);
                sums.satisfied.add_scaled(satisfied, one);
            }
        }
        cell.records += std::mem::take(&mut self.forms);
    }
}

impl Alike {
    #[inline(always)]
    fn add(&mut self, all: &Added, of: Lanes) {
        self.n += ones(of);
        let add = |to: &mut (u64, u64), (sum, squares)| (to.0, to.1) = (to.0 + sum, to.1 + squares);
        add(&mut self.points, all.points.moments(of));
        add(&mut self.satisfied, all.satisfied.moments(of));
    }
}

impl crate::cell::Moments {
    /// Adds Σ and Σ² of values that stand in units of `one`.
    fn add_scaled(&mut self, (sum, squares): (u64, u64), one: u128) {
        let sum = Wide::product(sum.into(), one);
        // Own values stay below 2⁸⁸ and there are fewer than 2⁴⁰ of them, so nothing is ever cut off here.
        let squares = Wide::product(one, one).checked_mul(squares);
        self.sum = self.sum.checked_add(sum).unwrap_or(self.sum);
        self.squares = squares.and_then(|squares| self.squares.checked_add(squares)).unwrap_or(self.squares);
    }
}

/// Counts each code of a column with so many planes, in so many lanes.
///
/// Counted is how often planes are set together, for every choice of planes: with three planes seven numbers, each bit
/// counted by one instruction for 64 forms. From these the codes themselves are told apart: a code is set in its planes
/// and, of the forms with these, in no other (inclusion and exclusion). Nothing but words in a row, so that compilers
/// can widen it.
#[inline(always)]
fn count_codes<const N: usize>(planes: [&Plane; N], groups: usize, counts: &mut [u64]) {
    let mut together = [0u64; 16];
    for word in 0..4 * groups.min(GROUPS) {
        let mut of = [u64::MAX; 16];
        for choice in 1..1usize << N {
            let (first, others) = (choice.trailing_zeros() as usize, choice & (choice - 1));
            of[choice] = of[others] & planes[first][word / 4][word % 4];
            together[choice] += u64::from(of[choice].count_ones());
        }
    }
    for position in 0..N {
        for choice in (1..1usize << N).filter(|choice| choice >> position & 1 == 0) {
            together[choice] -= together[choice | 1 << position];
        }
    }
    for (count, of) in counts.iter_mut().zip(together).skip(1) {
        *count += of;
    }
}

/// The same of a column with more planes, code by code.
fn count_many(planes: &[Plane], highest: usize, counts: &mut [u64]) {
    for (code, count) in counts.iter_mut().enumerate().take(highest + 1).skip(1) {
        for at in 0..GROUPS {
            *count += ones(planes.iter().enumerate().fold([u64::MAX; 4], |of, (position, plane)| {
                let set = code >> position & 1 == 1;
                and(of, if set { plane[at] } else { super::lanes::not(plane[at]) })
            }));
        }
    }
}
