//! Counting a block.

use crate::block::Block;
use crate::lanes::{GROUPS, Lanes, NONE, Plane, and, not, ones};
use crate::layout::{Added, Column, Composed, Layout};

/// Sums over the forms that answered equally many items of a composite: small whole numbers, however long its unit is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alike {
    /// How many forms.
    pub n: u64,
    /// Σ of their points, and Σ of the squares.
    pub points: (u64, u64),
    /// The same of how many of their answers count as satisfied.
    pub satisfied: (u64, u64),
}

/// What blocks added up to.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// How often each code was given, by item; nothing of items without planes.
    pub levels: Vec<Vec<u64>>,
    /// Per composite, by how many of its items were answered; nothing of those that are not worked out in planes.
    pub alike: Vec<Vec<Alike>>,
    /// How many forms.
    pub forms: u64,
}

/// What the blocks counted so far add up to.
#[derive(Clone, Debug)]
pub struct Counter {
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
    /// Nothing counted.
    pub fn new(layout: &Layout) -> Self {
        let codes = |column: &Column| if column.planes == 0 { 0 } else { 1 << column.planes };
        let alike = |composed: &Composed| match composed {
            Composed::InPlanes { items, .. } => vec![Alike::default(); *items as usize + 1],
            Composed::FormByForm => Vec::new(),
        };
        let (sums, several) = layout.rooms();
        Self {
            levels: layout.columns.iter().map(|column| vec![0; codes(column)]).collect(),
            alike: layout.composites.iter().map(alike).collect(),
            forms: 0,
            sums,
            several,
        }
    }

    /// Counts how often each answer was given.
    pub fn count_levels(&mut self, layout: &Layout, block: &Block) {
        self.forms += block.forms() as u64;
        for (column, counts) in layout.columns.iter().zip(&mut self.levels) {
            let planes = block.column(column.at, column.planes);
            let highest = usize::from(column.options) + usize::from(column.can_be_unasked);
            let groups = block.groups();
            // A plane that no code reaches may be any: it is not looked at.
            match (planes, highest) {
                ([a], _) => count_codes::<1>([a, a, a, a], groups, counts),
                ([a, b], 2) => count_codes::<2>([a, b, a, a], groups, counts),
                ([a, b], _) => count_codes::<3>([a, b, a, a], groups, counts),
                ([a, b, c], 4) => count_codes::<4>([a, b, c, a], groups, counts),
                ([a, b, c], 5) => count_codes::<5>([a, b, c, a], groups, counts),
                ([a, b, c], 6) => count_codes::<6>([a, b, c, a], groups, counts),
                ([a, b, c], _) => count_codes::<7>([a, b, c, a], groups, counts),
                ([a, b, c, d], ..=8) => count_codes::<8>([a, b, c, d], groups, counts),
                ([a, b, c, d], ..=10) => count_codes::<10>([a, b, c, d], groups, counts),
                ([a, b, c, d], ..=12) => count_codes::<12>([a, b, c, d], groups, counts),
                ([a, b, c, d], _) => count_codes::<15>([a, b, c, d], groups, counts),
                (more, _) => count_many(more, highest, counts),
            }
        }
    }

    /// Counts a block with all that composites need. Its forms must be settled.
    pub fn count(&mut self, layout: &Layout, block: &Block) {
        self.count_levels(layout, block);
        for group in 0..block.groups() {
            self.count_composites(layout, block, group);
        }
    }

    fn count_composites(&mut self, layout: &Layout, block: &Block, group: usize) {
        for (factor, added) in layout.factors.iter().zip(&mut self.sums) {
            added.clear();
            for (position, codes, point_bits) in &factor.items {
                let Some(column) = layout.columns.get(*position) else { continue };
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
        let composites = layout.composites.iter().zip(&mut self.alike).zip(&mut self.several);
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

    /// Gives everything counted, and begins again.
    pub fn take(&mut self) -> Counted {
        let levels = self.levels.iter_mut().map(|levels| std::mem::replace(levels, vec![0; levels.len()]));
        let alike =
            self.alike.iter_mut().map(|alike| std::mem::replace(alike, vec![Alike::default(); alike.len()]));
        Counted { levels: levels.collect(), alike: alike.collect(), forms: std::mem::take(&mut self.forms) }
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

/// Counts each code of a column of which none is higher than `HIGHEST`, in so many lanes.
///
/// Counted is how often planes are set together, for every choice of planes: each bit counted by one instruction for 64
/// forms. From these the codes themselves are told apart: a code is set in its planes and, of the forms with these, in
/// no other (inclusion and exclusion). A choice that is higher than every code is never set together and costs nothing:
/// five options and "không biết" need six counts of seven, eight options eight of fifteen.
///
/// Every choice stands on a line of its own: as a loop it was two to six times slower in a page that is linked for size, where
/// loops are not unrolled whatever this crate's own settings are.
#[inline(always)]
fn count_codes<const HIGHEST: usize>(planes: [&Plane; 4], groups: usize, counts: &mut [u64]) {
    let [a, b, c, d] = planes.map(|plane| plane.as_flattened());
    let mut together = [0u64; 16];
    for word in 0..4 * groups.min(GROUPS) {
        let (a, b) = (a[word], b[word]);
        let c = if HIGHEST >= 4 { c[word] } else { 0 };
        let d = if HIGHEST >= 8 { d[word] } else { 0 };
        let (ab, cd) = (a & b, c & d);
        macro_rules! count {
            ($($choice:literal: $set:expr,)*) => {
                $(if HIGHEST >= $choice { together[$choice] += u64::from($set.count_ones()); })*
            };
        }
        count! {
            1: a, 2: b, 3: ab,
            4: c, 5: (a & c), 6: (b & c), 7: (ab & c),
            8: d, 9: (a & d), 10: (b & d), 11: (ab & d),
            12: cd, 13: (a & cd), 14: (b & cd), 15: (ab & cd),
        }
    }
    for position in 0..4 {
        for choice in (1..=HIGHEST).filter(|choice| choice >> position & 1 == 0) {
            together[choice] -= together[(choice | 1 << position) & 15];
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
                and(of, if set { plane[at] } else { not(plane[at]) })
            }));
        }
    }
}
