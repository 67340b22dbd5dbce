//! What changed over several groups that were each asked twice, such as the classes of a commune.

use crate::student::student_975;
use crate::{Change, Interval, NoChange, Share};

/// Whole numbers of [`Groups::parts`].
pub const GROUP_PARTS: usize = 15;

/// Counts of groups, added up: all that a change over them needs, and nothing of any one of them once there are
/// several. Whole numbers, so that groups may come and be merged in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// How many groups there are.
    groups: u64,
    /// Sums of hits before, answers before, hits after, answers after.
    sums: [u64; 4],
    /// Sums of their products, each pair once: the upper triangle, row by row.
    products: [u64; 10],
}

impl Groups {
    /// Adds a group that was asked before and after. One that was not asked both times says nothing about a change
    /// and is passed over.
    pub fn add(&mut self, before: Share, after: Share) {
        if before.of == 0 || after.of == 0 {
            return;
        }
        let counts =
            [before.hits.min(before.of), before.of, after.hits.min(after.of), after.of].map(u64::from);
        self.groups += 1;
        for (sum, count) in self.sums.iter_mut().zip(counts) {
            *sum = sum.saturating_add(count);
        }
        for (sum, (a, b)) in self.products.iter_mut().zip(pairs()) {
            *sum = sum.saturating_add(counts[a].saturating_mul(counts[b]));
        }
    }

    /// Adds the groups of another.
    pub fn merge(&mut self, other: &Self) {
        self.groups = self.groups.saturating_add(other.groups);
        for (sum, more) in self.sums.iter_mut().zip(other.sums) {
            *sum = sum.saturating_add(more);
        }
        for (sum, more) in self.products.iter_mut().zip(other.products) {
            *sum = sum.saturating_add(more);
        }
    }

    /// How many groups there are.
    pub fn groups(&self) -> u64 {
        self.groups
    }

    /// Hits and answers before, hits and answers after, of all groups.
    pub fn sums(&self) -> [u64; 4] {
        self.sums
    }

    /// All of it as whole numbers, to be kept.
    pub fn parts(&self) -> [u64; GROUP_PARTS] {
        let mut parts = [0; GROUP_PARTS];
        let all = [self.groups].into_iter().chain(self.sums).chain(self.products);
        parts.iter_mut().zip(all).for_each(|(part, value)| *part = value);
        parts
    }

    /// Reads what [`Groups::parts`] gave.
    pub fn of_parts(parts: [u64; GROUP_PARTS]) -> Self {
        let [groups, a, b, c, d, products @ ..] = parts;
        Self { groups, sums: [a, b, c, d], products }
    }

    /// The change of the share over all groups: `None` without a group.
    ///
    /// With h and o the hits and answers of a group, before (1) and after (2), H and O their sums over k groups,
    ///
    /// ```text
    /// d = H₂/O₂ − H₁/O₁
    /// e = (h₂ − o₂·H₂/O₂)/O₂ − (h₁ − o₁·H₁/O₁)/O₁        of each group; Σe = 0
    /// d ± t(0.975; k−1) · √(k/(k−1) · Σe²)
    /// ```
    ///
    /// cut off at −1 and 1: the linearised variance of a difference of two ratios when whole groups are drawn
    /// (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, chapters 6 and 9A). The group is the unit, because
    /// people who sit in one room learn together, and because it does not matter then that the hands of one person
    /// belong together. With few groups it is wide.
    pub fn change(&self) -> Option<Change> {
        let [h1, o1, h2, o2] = self.sums.map(|sum| sum as f64);
        if self.groups == 0 || o1 == 0.0 || o2 == 0.0 {
            return None;
        }
        let (p1, p2) = (h1 / o1, h2 / o2);
        let value = p2 - p1;
        let weights = [-1.0 / o1, p1 / o1, 1.0 / o2, -p2 / o2];
        let (mut spread, mut size) = (0.0, 0.0);
        for ((a, b), product) in pairs().zip(self.products) {
            let times = if a == b { 1.0 } else { 2.0 };
            let part = times * weights[a] * weights[b] * product as f64;
            spread += part;
            size += part.abs();
        }
        let groups = self.groups as f64;
        let interval = match self.groups {
            1 => Err(NoChange::OneGroup),
            // What is left of figures that cancel out is rounding.
            _ if spread <= size * 1e-12 => Err(NoChange::AllEqual),
            _ => {
                let error = (groups / (groups - 1.0) * spread).sqrt();
                let half = student_975(self.groups - 1) * error;
                Ok(Interval { low: (value - half).max(-1.0), high: (value + half).min(1.0) })
            }
        };
        Some(Change { value, interval })
    }
}

/// Places of the products: (0,0), (0,1) … (3,3).
fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..4).flat_map(|a| (a..4).map(move |b| (a, b)))
}
