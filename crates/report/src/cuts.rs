//! Which sets of forms somebody can work out who adds and subtracts two tables of the same forms.
//!
//! Groups of the two tables are nodes, the forms in a group of each are an edge of that weight. What can be worked out is
//! a sum of nodes of one table less a sum of nodes of the other; the forms that do not cancel are those whose edge has
//! one end in the chosen nodes: a cut. So every set that can be worked out is nobody, or at least `least` forms, exactly if
//! every cut weighs 0 or at least that much. (The matrix of nodes and edges of a two-sided graph is totally unimodular:
//! multiples of groups give nothing that single ones do not.)

use std::collections::BTreeMap;

/// Nodes, after those are put together that no light cut parts, beyond which nothing is searched.
const MOST_NODES: usize = 3_000;

/// Two nodes and the forms in both.
pub(crate) type Edge = (usize, usize, u64);

/// What a search came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Search {
    /// Every cut weighs nothing or enough.
    Safe,
    /// Nodes on one side of a cut that weighs something and too little.
    Light(Vec<bool>),
    /// Too large to be searched.
    TooLarge,
}

/// Looks for a cut of weight 1 to `least` − 1 among so many nodes.
pub(crate) fn light_cut(nodes: usize, edges: &[Edge], least: u64) -> Search {
    let mut joined = Joined::new(nodes);
    let mut first = true;
    loop {
        let between = joined.join_heavy(edges, least);
        let Some((&(from, to), _)) = between.iter().next() else { return Search::Safe };
        if first && joined.roots() > MOST_NODES {
            return Search::TooLarge;
        }
        first = false;
        // No cut lighter than the most that flows from one end to the other parts them.
        match reach(&between, (from, to), least) {
            None => joined.join(from, to),
            Some(side) => {
                return Search::Light((0..nodes).map(|node| side.contains(&joined.root(node))).collect());
            }
        }
    }
}

/// Nodes put together.
pub(crate) struct Joined(Vec<usize>);

impl Joined {
    pub(crate) fn new(nodes: usize) -> Self {
        Self((0..nodes).collect())
    }

    pub(crate) fn root(&mut self, node: usize) -> usize {
        let mut root = node;
        while self.0[root] != root {
            self.0[root] = self.0[self.0[root]];
            root = self.0[root];
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }

    fn roots(&self) -> usize {
        (0..self.0.len()).filter(|node| self.0[*node] == *node).count()
    }

    /// Puts together what heavy edges join, until none is left; gives the edges that remain between roots.
    pub(crate) fn join_heavy(&mut self, edges: &[Edge], least: u64) -> BTreeMap<(usize, usize), u64> {
        loop {
            let mut between = BTreeMap::new();
            for &(a, b, weight) in edges {
                let (a, b) = (self.root(a), self.root(b));
                if a != b && weight > 0 {
                    *between.entry((a.min(b), a.max(b))).or_insert(0) += weight;
                }
            }
            let heavy: Vec<_> =
                between.iter().filter(|(_, weight)| **weight >= least).map(|(ends, _)| *ends).collect();
            if heavy.is_empty() {
                return between;
            }
            for (a, b) in heavy {
                self.join(a, b);
            }
        }
    }
}

/// Lets as much flow as there is room for, up to `least`. `None` if that much flows; otherwise the nodes that can still be
/// reached from the first.
fn reach(
    between: &BTreeMap<(usize, usize), u64>,
    (from, to): (usize, usize),
    least: u64,
) -> Option<std::collections::BTreeSet<usize>> {
    let mut room = BTreeMap::<usize, BTreeMap<usize, u64>>::new();
    for (&(a, b), &weight) in between {
        room.entry(a).or_default().insert(b, weight);
        room.entry(b).or_default().insert(a, weight);
    }
    let mut flowing = 0;
    while flowing < least {
        let mut before = BTreeMap::from([(from, from)]);
        let mut queue = std::collections::VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            for (&next, &left) in room.get(&node).into_iter().flatten() {
                if left > 0 && !before.contains_key(&next) {
                    before.insert(next, node);
                    queue.push_back(next);
                }
            }
        }
        if !before.contains_key(&to) {
            return Some(before.into_keys().collect());
        }
        let mut path = vec![to];
        while let Some(node) = path.last().copied().filter(|node| *node != from) {
            path.push(before[&node]);
        }
        let left = |room: &BTreeMap<usize, BTreeMap<usize, u64>>, a, b| room[&a][&b];
        let most = path.windows(2).map(|pair| left(&room, pair[1], pair[0])).min().unwrap_or(least);
        for pair in path.windows(2) {
            let change = |room: &mut BTreeMap<usize, BTreeMap<usize, u64>>, a, b, to: u64| {
                room.entry(a).or_default().insert(b, to);
            };
            let (forth, back) = (left(&room, pair[1], pair[0]) - most, left(&room, pair[0], pair[1]) + most);
            change(&mut room, pair[1], pair[0], forth);
            change(&mut room, pair[0], pair[1], back);
        }
        flowing += most;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same by looking at every set of nodes.
    fn plainly(nodes: usize, edges: &[Edge], least: u64) -> bool {
        (0u32..1 << nodes).all(|set| {
            let parts = |edge: &&Edge| (set >> edge.0 & 1) != (set >> edge.1 & 1);
            let weight: u64 = edges.iter().filter(parts).map(|edge| edge.2).sum();
            weight == 0 || weight >= least
        })
    }

    proptest! {
        #[test]
        fn a_light_cut_is_found_exactly_where_there_is_one(
            edges in prop::collection::vec((0usize..4, 4usize..9, 0u64..9), 0..14),
            least in 1u64..14,
        ) {
            match light_cut(9, &edges, least) {
                Search::Safe => prop_assert!(plainly(9, &edges, least)),
                Search::Light(side) => {
                    let weight: u64 = edges.iter().filter(|edge| side[edge.0] != side[edge.1]).map(|edge| edge.2).sum();
                    prop_assert!((1..least).contains(&weight), "{weight}");
                }
                Search::TooLarge => prop_assert!(false),
            }
        }
    }
}
