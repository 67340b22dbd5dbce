//! Groups of forms that came out together and classes of forms shown together, as one graph, weighed by one thing: by
//! forms, or by the people who have a value of their own in one group of questions.

use std::collections::BTreeMap;

use lang_nghe_scoring::{Cell, Tally};
use serde::{Deserialize, Serialize};

use crate::cuts::{Edge, Joined, Search, light_cut};
use crate::ledger::{Class, Kind};

/// Which class the forms of each kind are in.
pub(crate) type Classes = BTreeMap<Kind, Class>;

/// What came out together and what is shown together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Graph {
    /// What it weighs: people with a value of their own in this composite, or forms.
    pub(crate) by: Option<usize>,
    /// Number of nodes so far.
    nodes: usize,
    /// Groups of forms that came out together, and classes of forms shown in the other tables.
    edges: Vec<Edge>,
    /// The waiting forms by node and kind.
    pool: Vec<(usize, Kind, u64)>,
}

/// What a search for light cuts came to.
pub(crate) enum Verdict {
    /// These classes may be shown.
    Safe,
    /// The class at this position must wait.
    Waits(usize),
    /// Too large to be searched.
    TooLarge,
}

impl Graph {
    pub(crate) fn new(by: Option<usize>) -> Self {
        Self { by, nodes: 0, edges: Vec::new(), pool: Vec::new() }
    }

    /// What a cell weighs here.
    pub(crate) fn weight(&self, cell: &Cell) -> u64 {
        self.by.map_or(cell.records, |at| cell.composites.get(at).map_or(0, |sums| sums.n))
    }

    /// Forms that come out together.
    pub(crate) fn publish(&mut self, forms: &Tally) {
        let mut kinds = BTreeMap::<Kind, u64>::new();
        for (stratum, cell) in forms.strata() {
            *kinds.entry(Kind::of(stratum)).or_default() += self.weight(cell);
        }
        let kinds = kinds.into_iter().filter(|(_, n)| *n > 0);
        self.pool.extend(kinds.map(|(kind, n)| (self.nodes, kind, n)));
        self.nodes += 1;
    }

    /// What waits of each class.
    pub(crate) fn sizes(&self, of: &Classes) -> BTreeMap<Class, u64> {
        let mut sizes = BTreeMap::new();
        for (class, n) in self.pool.iter().filter_map(|(_, kind, n)| Some((of.get(kind)?, n))) {
            *sizes.entry(class.clone()).or_default() += n;
        }
        sizes
    }

    /// Whether these classes may be shown; otherwise the last of them that a light cut goes through.
    pub(crate) fn judge(&self, classes: &[Class], of: &Classes, least: u64) -> Verdict {
        let edges = self.with(classes, of);
        match light_cut(self.nodes + classes.len() + 1, &edges, least) {
            Search::Safe => Verdict::Safe,
            Search::TooLarge => Verdict::TooLarge,
            Search::Light(side) => {
                let first = self.nodes + 1;
                let ends = edges.iter().filter(|(a, b, _)| side[*a] != side[*b]).flat_map(|(a, b, _)| [a, b]);
                let last = ends.filter_map(|node| node.checked_sub(first)).max();
                Verdict::Waits(last.unwrap_or(classes.len() - 1))
            }
        }
    }

    /// The graph with these classes shown; the node after those held is all that waits on.
    fn with(&self, classes: &[Class], of: &Classes) -> Vec<Edge> {
        let places: BTreeMap<&Class, usize> = classes.iter().zip(1..).collect();
        let at: BTreeMap<&Kind, usize> =
            of.iter().filter_map(|(kind, class)| Some((kind, *places.get(class)?))).collect();
        let pool = self.pool.iter().map(|(node, kind, n)| {
            let at = at.get(kind).copied().unwrap_or_default();
            (*node, self.nodes + at, *n)
        });
        self.edges.iter().copied().chain(pool).collect()
    }

    /// These classes are shown: their forms wait no more.
    pub(crate) fn close(&mut self, shown: &BTreeMap<&Kind, usize>, classes: usize, least: u64) {
        let mut pool = Vec::new();
        for (node, kind, n) in std::mem::take(&mut self.pool) {
            match shown.get(&kind) {
                Some(at) => self.edges.push((node, self.nodes + at, n)),
                None => pool.push((node, kind, n)),
            }
        }
        self.nodes += classes;
        self.pool = pool;
        self.tidy(least);
    }

    /// Puts nodes together that no later step can part, and forgets those about which nothing is open.
    fn tidy(&mut self, least: u64) {
        let mut joined = Joined::new(self.nodes);
        let between = joined.join_heavy(&self.edges, least);
        let mut names = BTreeMap::new();
        let mut name = |root: usize| {
            let next = names.len();
            *names.entry(root).or_insert(next)
        };
        let mut pool = BTreeMap::<(usize, Kind), u64>::new();
        for (node, kind, n) in std::mem::take(&mut self.pool) {
            *pool.entry((name(joined.root(node)), kind)).or_default() += n;
        }
        self.edges = between.into_iter().map(|((a, b), weight)| (name(a), name(b), weight)).collect();
        self.pool = pool.into_iter().map(|((node, kind), n)| (node, kind, n)).collect();
        self.nodes = names.len();
    }
}
