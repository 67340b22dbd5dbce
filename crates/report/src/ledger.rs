//! What is out, in the detail that the next step is decided from. Stays where releases are decided.

use std::collections::BTreeMap;

use lang_nghe_instrument::Instrument;
use lang_nghe_scoring::{Cell, Stratum, Tally};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::graph::{Classes, Graph, Verdict};
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
    /// All must hold: that of forms, then one for each group of questions that is told of groups of forms. Without any in
    /// a release of form 2.
    #[serde(default)]
    graphs: Vec<Graph>,
}

/// A way of filling in carries the kind of procedure if one form of so many has it.
const COMMON_SHARE: u64 = 5;

/// A group of questions is told of groups of forms if one form of so many has a value in it.
const ANSWERED_SHARE: u64 = 2;

/// Whether forms that weigh this tell of nobody: enough of them, and of each group of questions nobody or enough people.
pub(crate) fn is_enough(weights: &[u64], least: u64) -> bool {
    weights.first().is_some_and(|forms| *forms >= least) && weights.iter().all(|n| *n == 0 || *n >= least)
}

/// What weighs together.
pub(crate) fn sum<'a>(weights: impl Iterator<Item = &'a Vec<u64>>) -> Vec<u64> {
    weights.fold(Vec::new(), |mut sum, weights| {
        sum.resize(weights.len(), 0);
        sum.iter_mut().zip(weights).for_each(|(sum, n)| *sum += n);
        sum
    })
}

impl Ledger {
    /// `scored`: the groups of questions that may be told of groups of forms.
    pub(crate) fn new(instrument: &Instrument, published: Tally, scored: &[usize]) -> Self {
        let blank = || Kept(Tally::new(instrument));
        Self {
            published: Kept(published),
            waiting: blank(),
            leaving: blank(),
            unlooked: None,
            graphs: [None].into_iter().chain(scored.iter().copied().map(Some)).map(Graph::new).collect(),
        }
    }

    /// The groups of questions that are told of groups of forms.
    pub(crate) fn scored(&self) -> Vec<usize> {
        self.graphs.iter().filter_map(|graph| graph.by).collect()
    }

    /// What a cell weighs: forms, then people of each group of questions.
    pub(crate) fn weights(&self, cell: &Cell) -> Vec<u64> {
        self.graphs.iter().map(|graph| graph.weight(cell)).collect()
    }

    /// What the forms of each point weigh.
    pub(crate) fn by_point(&self, tally: &Tally) -> BTreeMap<Option<String>, Vec<u64>> {
        let mut points = BTreeMap::new();
        for (stratum, cell) in tally.strata() {
            let point = points.entry(stratum.point.clone()).or_insert_with(|| vec![0; self.graphs.len()]);
            point.iter_mut().zip(self.weights(cell)).for_each(|(sum, n)| *sum += n);
        }
        points
    }

    /// From now on a group of questions that most people leave out is told of all forms together only: everything would
    /// wait for it.
    pub(crate) fn drop_rare(&mut self, all: &Tally, least: u64) {
        let total = all.total();
        let rare = |n: u64| n.saturating_mul(ANSWERED_SHARE) < total.records;
        if total.records >= least {
            self.graphs.retain(|graph| graph.by.is_none() || !rare(graph.weight(&total)));
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
        self.graphs.iter_mut().for_each(|graph| graph.publish(forms));
    }

    /// Begins again with what is out, as if all of it came out now: after forms were set aside.
    pub(crate) fn begin_again(&mut self, points: &[Tally], scored: &[usize], least: u64) {
        let cells: Vec<Cell> = points.iter().map(Tally::total).collect();
        let fits = |graph: &Graph| {
            graph.by.is_none() || cells.iter().map(|cell| graph.weight(cell)).all(|n| n == 0 || n >= least)
        };
        let all = [None].into_iter().chain(scored.iter().copied().map(Some)).map(Graph::new);
        self.graphs = all.filter(fits).collect();
        self.unlooked = None;
        let all = std::mem::replace(&mut self.published.0, Tally::new_like(&self.waiting.0));
        self.waiting.0 = Tally::new_like(&all);
        for point in points {
            self.publish(point);
        }
    }

    /// Takes out of the waiting forms the classes that may be shown now, each with its forms.
    pub(crate) fn attribute(&mut self, least: u64, may: impl Fn(&Class) -> bool) -> Vec<(Class, Cell)> {
        let of = self.classes();
        let sizes: Vec<_> = self.graphs.iter().map(|graph| graph.sizes(&of)).collect();
        let size = |class: &Class| -> Vec<u64> {
            sizes.iter().map(|sizes| sizes.get(class).copied().unwrap_or_default()).collect()
        };
        let forms = sizes.first().into_iter().flat_map(BTreeMap::keys);
        let mut classes: Vec<(u64, Class)> = forms
            .filter_map(|class| {
                let weights = size(class);
                (is_enough(&weights, least) && may(class)).then(|| (weights[0], class.clone()))
            })
            .collect();
        // The smallest last: it waits first.
        classes.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
        let mut classes: Vec<Class> = classes.into_iter().map(|(_, class)| class).collect();
        for graph in &self.graphs {
            // A class that waits makes one node of two, so what an earlier graph found safe stays safe.
            while !classes.is_empty() {
                match graph.judge(&classes, &of, least) {
                    Verdict::Safe => break,
                    Verdict::TooLarge => classes.clear(),
                    Verdict::Waits(at) => drop(classes.remove(at)),
                }
            }
        }
        self.close(classes, &of, least)
    }

    /// Which class the forms of each kind are in.
    fn classes(&self) -> Classes {
        let mut ways = BTreeMap::<(String, Option<String>), u64>::new();
        let mut kinds = BTreeMap::<Kind, u64>::new();
        for (stratum, cell) in self.published.0.strata() {
            *kinds.entry(Kind::of(stratum)).or_default() += cell.records;
        }
        for (kind, n) in &kinds {
            *ways.entry((kind.mode.clone(), kind.noticed.clone())).or_default() += n;
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
        kinds.into_keys().map(|kind| (kind.clone(), class_of(&kind))).collect()
    }

    /// These classes are shown: their forms wait no more.
    fn close(&mut self, classes: Vec<Class>, of: &Classes, least: u64) -> Vec<(Class, Cell)> {
        let places: BTreeMap<&Class, usize> = classes.iter().zip(0..).collect();
        let at: BTreeMap<&Kind, usize> =
            of.iter().filter_map(|(kind, class)| Some((kind, *places.get(class)?))).collect();
        let place = |stratum: &Stratum| at.get(&Kind::of(stratum)).copied();
        let mut cells = vec![Tally::new_like(&self.waiting.0).total(); classes.len()];
        for (stratum, cell) in self.waiting.0.strata() {
            if let Some(shown) = place(stratum).and_then(|at| cells.get_mut(at)) {
                // Both are forms of one tally that fits.
                *shown = shown.plus(cell).unwrap_or_else(|| shown.clone());
            }
        }
        self.waiting.0 = self.waiting.0.part(|stratum| place(stratum).is_none());
        for graph in &mut self.graphs {
            graph.close(&at, classes.len(), least);
        }
        classes.into_iter().zip(cells).collect()
    }
}
