//! What is out, in the detail that the next step is decided from. Stays where releases are decided.

use std::collections::BTreeMap;

use lang_nghe_instrument::Instrument;
use lang_nghe_scoring::{Cell, Stratum, Tally};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::cuts::{Edge, Joined, Search, light_cut};
use crate::partition::noticed;

/// A tally as text of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept(pub(crate) Tally);

impl Serialize for Kept {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let bytes = self.0.encode();
        let digits =
            bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        serializer.serialize_str(&digits.map(char::from).collect::<String>())
    }
}

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let bytes = text.as_bytes().chunks(2).map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        });
        let bytes: Vec<u8> = bytes.collect::<Option<_>>().ok_or_else(|| D::Error::custom("no tally"))?;
        Tally::decode(&bytes).map(Self).map_err(D::Error::custom)
    }
}

/// What a form counts for beside its service point.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Kind {
    /// Kind of procedure, if it names one.
    pub(crate) procedure: Option<String>,
    /// Who pressed the answers.
    pub(crate) mode: String,
    /// What was noticed, if anybody looked.
    pub(crate) noticed: Option<String>,
}

impl Kind {
    pub(crate) fn of(stratum: &Stratum) -> Self {
        Self {
            procedure: stratum.procedure.clone(),
            mode: stratum.mode.code().to_owned(),
            noticed: noticed(stratum),
        }
    }
}

/// Forms shown by all that they count for except their point; without the kind of procedure where their way of filling in
/// is rare, so that it can be shown at all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Class {
    /// `None`: nothing is told of it.
    pub(crate) procedure: Option<Option<String>>,
    pub(crate) mode: String,
    pub(crate) noticed: Option<String>,
}

/// What is out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ledger {
    /// All forms that are out.
    pub(crate) published: Kept,
    /// Of these, the forms that are in no table but that of service points.
    pub(crate) waiting: Kept,
    /// Forms that are out and were set aside since: they leave once that tells of nobody.
    pub(crate) leaving: Kept,
    /// Forms about which nobody looked whether there is anything to notice, while there is no such table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unlooked: Option<Cell>,
    /// Number of nodes so far.
    nodes: usize,
    /// Groups of forms that came out together, and classes of forms shown in the other tables.
    edges: Vec<Edge>,
    /// The waiting forms by node and kind.
    pool: Vec<(usize, Kind, u64)>,
}

/// A way of filling in carries the kind of procedure if one form of so many has it.
const COMMON_SHARE: u64 = 5;

impl Ledger {
    pub(crate) fn new(instrument: &Instrument, published: Tally) -> Self {
        let blank = || Kept(Tally::new(instrument));
        Self {
            published: Kept(published),
            waiting: blank(),
            leaving: blank(),
            unlooked: None,
            nodes: 0,
            edges: Vec::new(),
            pool: Vec::new(),
        }
    }

    /// What could come out: what was counted and is not out.
    pub(crate) fn pending(&self, tally: &Tally) -> Option<Tally> {
        let mut pending = tally.clone();
        pending.merge(&self.leaving.0).ok()?;
        pending.take_out(&self.published.0).then_some(pending)
    }

    /// Forms that come out together.
    pub(crate) fn publish(&mut self, forms: &Tally) {
        // Both fit: together they are records of one tally that fits.
        let _ = self.published.0.merge(forms);
        let _ = self.waiting.0.merge(forms);
        let mut kinds = BTreeMap::<Kind, u64>::new();
        for (stratum, cell) in forms.strata() {
            *kinds.entry(Kind::of(stratum)).or_default() += cell.records;
        }
        self.pool.extend(kinds.into_iter().map(|(kind, n)| (self.nodes, kind, n)));
        self.nodes += 1;
    }

    /// Begins again with what is out, as if all of it came out now: after forms were set aside.
    pub(crate) fn begin_again(&mut self, points: &[Tally]) {
        (self.nodes, self.edges, self.pool) = (0, Vec::new(), Vec::new());
        self.unlooked = None;
        let all = std::mem::replace(&mut self.published.0, Tally::new_like(&self.waiting.0));
        self.waiting.0 = Tally::new_like(&all);
        for point in points {
            self.publish(point);
        }
    }

    /// Takes out of the waiting forms the classes that may be shown now, each with its forms.
    pub(crate) fn attribute(&mut self, least: u64, may: impl Fn(&Class) -> bool) -> Vec<(Class, Cell)> {
        let mut ways = BTreeMap::<(String, Option<String>), u64>::new();
        for (stratum, cell) in self.published.0.strata() {
            let kind = Kind::of(stratum);
            *ways.entry((kind.mode, kind.noticed)).or_default() += cell.records;
        }
        let common = |kind: &Kind| {
            let way = ways.get(&(kind.mode.clone(), kind.noticed.clone())).copied().unwrap_or_default();
            way * COMMON_SHARE >= self.published.0.records()
        };
        let class_of = |kind: &Kind| Class {
            procedure: common(kind).then(|| kind.procedure.clone()),
            mode: kind.mode.clone(),
            noticed: kind.noticed.clone(),
        };
        let mut sizes = BTreeMap::<Class, u64>::new();
        for (_, kind, n) in &self.pool {
            *sizes.entry(class_of(kind)).or_default() += n;
        }
        let mut classes: Vec<Class> = sizes
            .iter()
            .filter(|(class, n)| **n >= least && may(class))
            .map(|(class, _)| class.clone())
            .collect();
        // The smallest last: it waits first.
        classes.sort_by_key(|class| std::cmp::Reverse(sizes[class]));
        while !classes.is_empty() {
            let edges = self.with(&classes, &class_of);
            match light_cut(self.nodes + classes.len() + 1, &edges, least) {
                Search::Safe => break,
                Search::TooLarge => classes.clear(),
                Search::Light(side) => {
                    let node = |class: usize| self.nodes + 1 + class;
                    let is_cut = |class: usize| {
                        let node = node(class);
                        edges.iter().any(|(a, b, _)| (*a == node || *b == node) && side[*a] != side[*b])
                    };
                    let smallest = (0..classes.len()).rev().find(|class| is_cut(*class));
                    classes.remove(smallest.unwrap_or(classes.len() - 1));
                }
            }
        }
        let class_of_kind: BTreeMap<Kind, Option<usize>> = (self.pool.iter())
            .map(|(_, kind, _)| (kind.clone(), classes.iter().position(|class| *class == class_of(kind))))
            .collect();
        self.close(&classes, &class_of_kind, least)
    }

    /// The graph with these classes shown; the node after those held is all that waits on.
    fn with(&self, classes: &[Class], class_of: &dyn Fn(&Kind) -> Class) -> Vec<Edge> {
        let pool = self.pool.iter().map(|(node, kind, n)| {
            let class = class_of(kind);
            let at = classes.iter().position(|shown| *shown == class).map_or(0, |at| at + 1);
            (*node, self.nodes + at, *n)
        });
        self.edges.iter().copied().chain(pool).collect()
    }

    /// These classes are shown: their forms wait no more.
    fn close(
        &mut self,
        classes: &[Class],
        class_of: &BTreeMap<Kind, Option<usize>>,
        least: u64,
    ) -> Vec<(Class, Cell)> {
        let class = |kind: &Kind| class_of.get(kind).copied().flatten();
        let mut shown = Vec::new();
        for (at, of) in classes.iter().enumerate() {
            let forms = self.waiting.0.part(|stratum| class(&Kind::of(stratum)) == Some(at));
            shown.push((of.clone(), forms.total()));
        }
        self.waiting.0 = self.waiting.0.part(|stratum| class(&Kind::of(stratum)).is_none());
        let mut pool = Vec::new();
        for (node, kind, n) in std::mem::take(&mut self.pool) {
            match class(&kind) {
                Some(at) => self.edges.push((node, self.nodes + at, n)),
                None => pool.push((node, kind, n)),
            }
        }
        self.nodes += classes.len();
        self.pool = pool;
        self.tidy(least);
        shown
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
