//! What is told of each question over all forms together, and when it moves.
//!
//! Counts of single questions are told of all forms together and of no group, so there is one row of figures per question,
//! and whatever is subtracted is what came in between. A question moves once nobody or at least `threshold` people have
//! newly answered it; until then it stays as it was last told, or hidden.
//!
//! # A group of questions and its questions
//! Both are sums over the same forms, so the group less its other questions is what is left of the one that waits. Where
//! one waits for few answers, another of the same group, with at least `threshold` new answers, waits with it: whoever
//! subtracts is left with the answers of that one too.
//!
//! # Sensitive questions
//! They move once at least `threshold` people have newly answered, who do not all say the same or all what nobody should
//! have to say ([`is_mixed`]), and at least `threshold` of whom come from elsewhere than any one service point; and who do
//! not all come for one procedure while others came for others. What is asked only after an answer to a sensitive question is
//! sensitive too. A group of questions that holds a sensitive one is told of
//! all forms only, and moves together with it.

use std::collections::BTreeMap;

use lang_nghe_instrument::{Instrument, OptionKind};
use lang_nghe_scoring::{Cell, Detail, ItemCounts, Stratum, Sums, Tally, composite_items};
use serde::{Deserialize, Serialize};

use crate::ledger::Ledger;
use crate::release::Now;
use crate::served::sensitive;

/// What of an instrument decides how its figures are told.
pub(crate) struct Shape {
    /// Items of each factor, each part, then the total.
    pub(crate) composites: Vec<Vec<usize>>,
    /// Per item.
    pub(crate) is_sensitive: Vec<bool>,
}

impl Shape {
    pub(crate) fn of(instrument: &Instrument) -> Self {
        let named = sensitive(&instrument.id);
        let mut is_sensitive = Vec::new();
        for item in &instrument.items {
            // How many are asked what depends on a sensitive answer tells how many gave that answer.
            let depends = item.relevant.iter().any(|on| is_sensitive.get(on.item) == Some(&true));
            is_sensitive.push(depends || named.contains(&item.id.as_str()));
        }
        Self { composites: composite_items(instrument), is_sensitive }
    }

    /// Positions of the composites that may be told of groups of forms.
    pub(crate) fn in_groups(&self) -> Vec<usize> {
        let holds = |items: &Vec<usize>| items.iter().any(|item| self.is_sensitive[*item]);
        let composites = self.composites.iter().enumerate();
        composites.filter(|(_, items)| !items.is_empty() && !holds(items)).map(|(at, _)| at).collect()
    }

    fn sensitive_of(&self, composite: usize) -> impl Iterator<Item = usize> {
        self.composites[composite].iter().copied().filter(|item| self.is_sensitive[*item])
    }
}

/// What was last told of all forms together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// Per item; nothing while it is hidden.
    items: Vec<Option<ItemTold>>,
    /// Per composite; nothing while it is hidden.
    sums: Vec<Option<Sums>>,
    /// Items, and after them composites, that are hidden until so many people have answered: few of them left.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    owed: BTreeMap<usize, u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ItemTold {
    /// All forms then.
    records: u64,
    counts: ItemCounts,
    /// Of a sensitive item: people by service point, then by procedure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    by: Vec<Groups>,
}

/// People who answered, by group.
type Groups = Vec<(Option<String>, u64)>;

/// What the counts are of.
struct Look<'a> {
    instrument: &'a Instrument,
    total: &'a Cell,
    valid: Vec<u64>,
}

impl<'a> Look<'a> {
    fn new(instrument: &'a Instrument, total: &'a Cell) -> Self {
        let items = instrument.items.iter().zip(&total.items);
        let valid = items.map(|(item, counts)| counts.valid(instrument, item)).collect();
        Self { instrument, total, valid }
    }

    /// People by service point, then by procedure, of the forms that are out.
    fn by(&self, item: usize, out: &Tally) -> Vec<Groups> {
        let groups = |key: fn(&Stratum) -> &Option<String>| {
            let mut groups = BTreeMap::new();
            for (stratum, cell) in out.strata() {
                let n = cell.items[item].valid(self.instrument, &self.instrument.items[item]);
                *groups.entry(key(stratum).clone()).or_default() += n;
            }
            groups.into_iter().collect()
        };
        vec![groups(|stratum| &stratum.point), groups(|stratum| &stratum.procedure)]
    }
}

impl Told {
    /// What a release told that did not remember it: of few people nothing, of sensitive items nothing while all agreed.
    pub(crate) fn before(
        shape: &Shape,
        instrument: &Instrument,
        total: &Cell,
        (out, least): (&Tally, u64),
    ) -> Self {
        let look = Look::new(instrument, total);
        let few = |n: u64| (1..least).contains(&n);
        let item = |(at, counts): (usize, &ItemCounts)| {
            let is_sensitive = shape.is_sensitive[at];
            let given = counts.options.iter().enumerate().filter(|(option, n)| {
                let kind = instrument.counts_as(&instrument.items[at], *option);
                **n > 0 && kind != Some(OptionKind::NotApplicable)
            });
            let all_say_the_same = is_sensitive && given.count() < 2;
            let is_told = !(few(look.valid[at]) || all_say_the_same);
            let by = if is_sensitive { look.by(at, out) } else { Vec::new() };
            is_told.then(|| ItemTold { records: total.records, counts: counts.clone(), by })
        };
        Self {
            items: total.items.iter().enumerate().map(item).collect(),
            sums: total.composites.iter().map(|sums| (!few(sums.n)).then_some(*sums)).collect(),
            owed: BTreeMap::new(),
        }
    }

    /// The counts of an item as last told.
    pub(crate) fn item(&self, item: usize) -> Option<&ItemCounts> {
        self.items.get(item)?.as_ref().map(|told| &told.counts)
    }

    /// All forms, when this item was last told.
    pub(crate) fn records(&self, item: usize) -> Option<u64> {
        self.items.get(item)?.as_ref().map(|told| told.records)
    }

    /// The sums of a composite as last told.
    pub(crate) fn sums(&self, composite: usize) -> Option<&Sums> {
        self.sums.get(composite)?.as_ref()
    }

    /// Everything moves that may.
    pub(crate) fn step(&mut self, now: &Now<'_>, total: &Cell, ledger: &Ledger) {
        let look = Look::new(now.instrument, total);
        let (items, composites) = (total.items.len(), total.composites.len());
        self.items.resize(items, None);
        self.sums.resize(composites, None);
        let people = look.valid.iter().copied().chain(total.composites.iter().map(|sums| sums.n));
        let people: Vec<u64> = people.collect();
        self.owed.retain(|at, until| people.get(*at).is_some_and(|n| n < until));
        let new = self.new_answers(&look);
        let moves = self.moving(now, &look, &new, ledger);
        for item in (0..items).filter(|item| moves[*item]) {
            let by =
                if now.shape.is_sensitive[item] { look.by(item, &ledger.published.0) } else { Vec::new() };
            let counts = total.items[item].clone();
            self.items[item] = Some(ItemTold { records: total.records, counts, by });
        }
        let in_groups = ledger.scored();
        for at in 0..composites {
            // What groups show is weighed form by form before it comes out, and so always that of all forms.
            if in_groups.contains(&at) || self.may_move(at, &look, now) {
                self.sums[at] = Some(total.composites[at]);
            }
        }
    }

    /// Answers to each item that are not told.
    fn new_answers(&self, look: &Look<'_>) -> Vec<u64> {
        let told = self
            .items
            .iter()
            .zip(&look.instrument.items)
            .map(|(told, item)| told.as_ref().map_or(0, |told| told.counts.valid(look.instrument, item)));
        look.valid.iter().zip(told).map(|(now, told)| now.saturating_sub(told)).collect()
    }

    /// Which items move.
    fn moving(&self, now: &Now<'_>, look: &Look<'_>, new: &[u64], ledger: &Ledger) -> Vec<bool> {
        let (shape, least) = (now.shape, now.threshold);
        let is_free = |item: usize| !self.owed.contains_key(&item);
        let mut moves: Vec<bool> = (0..new.len())
            .map(|item| {
                let ready = match shape.is_sensitive[item] {
                    true => new[item] >= least && self.may_be_told(item, look, now, ledger),
                    false => new[item] == 0 || new[item] >= least,
                };
                ready && is_free(item) && look.total.items[item].detail != Detail::Words
            })
            .collect();
        // Sensitive items of one group of questions move together, or the group could never move with them.
        for composite in (0..shape.composites.len()).rev() {
            if shape.sensitive_of(composite).any(|item| !moves[item] && new[item] > 0) {
                shape.sensitive_of(composite).for_each(|item| moves[item] = false);
            }
        }
        let told = look.total.composites.iter().map(|sums| sums.n >= least);
        for (items, _) in shape.composites.iter().zip(told).filter(|(_, is_told)| *is_told) {
            let ordinary = || items.iter().copied().filter(|item| !shape.is_sensitive[*item]);
            let waits = |item: &usize| !moves[*item];
            if !ordinary().any(|item| waits(&item)) || ordinary().filter(waits).any(|item| new[item] >= least)
            {
                continue;
            }
            let enough = ordinary().filter(|item| moves[*item] && new[*item] >= least);
            let with = enough.max_by_key(|item| (new[*item], std::cmp::Reverse(*item)));
            with.into_iter().for_each(|item| moves[item] = false);
        }
        moves
    }

    /// Whether what is new of a sensitive item tells of no group that it agreed.
    fn may_be_told(&self, item: usize, look: &Look<'_>, now: &Now<'_>, ledger: &Ledger) -> bool {
        let told = self.items[item].as_ref();
        let counts = &look.total.items[item].options;
        let before = told.map(|told| &told.counts.options);
        let new = counts.iter().enumerate().map(|(option, n)| {
            n.saturating_sub(before.and_then(|before| before.get(option)).copied().unwrap_or_default())
        });
        if !is_mixed(look.instrument, item, &new.collect::<Vec<u64>>()) {
            return false;
        }
        let out = look.by(item, &ledger.published.0);
        let before = |which: usize, key: &Option<String>| {
            let groups = told.and_then(|told| told.by.get(which)).into_iter().flatten();
            groups.filter(|(of, _)| of == key).map(|(_, n)| *n).sum::<u64>()
        };
        let grown = |which: usize| -> Vec<(&Option<String>, u64)> {
            let groups = out.get(which).into_iter().flatten();
            groups.map(|(key, n)| (key, n.saturating_sub(before(which, key)))).collect()
        };
        let largest = |groups: &[(&Option<String>, u64)]| {
            groups.iter().filter(|(key, _)| key.is_some()).map(|(_, n)| *n).max().unwrap_or_default()
        };
        let all = |groups: &[(&Option<String>, u64)]| groups.iter().map(|(_, n)| *n).sum::<u64>();
        let (points, procedures) = (grown(0), grown(1));
        let elsewhere = all(&points) - largest(&points);
        let one_kind = procedures.len() > 1 && largest(&procedures) == all(&procedures);
        (now.single_point || elsewhere >= now.threshold) && !one_kind
    }

    /// Whether a composite that groups do not show moves, after its items did.
    fn may_move(&self, at: usize, look: &Look<'_>, now: &Now<'_>) -> bool {
        let n = look.total.composites[at].n;
        let new = n.saturating_sub(self.sums(at).map_or(0, |sums| sums.n));
        let is_due = |item: usize| {
            let told =
                self.item(item).map(|counts| counts.valid(look.instrument, &look.instrument.items[item]));
            told.unwrap_or_default() == look.valid[item]
        };
        (new == 0 || new >= now.threshold)
            && !self.owed.contains_key(&(look.valid.len() + at))
            && now.shape.sensitive_of(at).all(is_due)
    }

    /// Forms left what is shown: `left` holds all that were set aside at these points, and those among them, with what else
    /// waits there, that were not out. What would tell of few of them is hidden until enough others have come.
    pub(crate) fn leave(&mut self, now: &Now<'_>, total: &Cell, left: &(Cell, Cell)) {
        let (after, all, not_out) = (
            Look::new(now.instrument, total).valid,
            Look::new(now.instrument, &left.0).valid,
            Look::new(now.instrument, &left.1).valid,
        );
        let people = |items: Vec<u64>, cell: &Cell| -> Vec<u64> {
            items.into_iter().chain(cell.composites.iter().map(|sums| sums.n)).collect()
        };
        let (after, all, not_out) = (people(after, total), people(all, &left.0), people(not_out, &left.1));
        let items = self.items.len();
        for at in (0..items + self.sums.len()).filter(|at| all.get(*at).is_some_and(|n| *n > 0)) {
            let was_told = match at.checked_sub(items) {
                None => self.items[at].take().is_some(),
                Some(composite) => self.sums[composite].take().is_some(),
            };
            let is_sensitive = now.shape.is_sensitive.get(at).copied().unwrap_or_default();
            let gone = all[at].saturating_sub(not_out[at]);
            if was_told && (is_sensitive || gone < 2 * now.threshold) {
                // Up to threshold − 1 of those who left may not have been told of.
                self.owed.insert(at, after[at] + now.threshold);
            }
        }
    }
}

/// Whether these answers to a sensitive item may be told: not all the same; where the answers are names, not without any in
/// the first, which says that there was nothing; where they are marks, not without any in the upper half.
fn is_mixed(instrument: &Instrument, item: usize, options: &[u64]) -> bool {
    let of = &instrument.items[item];
    let range = instrument.range_of(of);
    let given = options.iter().enumerate().filter(|(option, n)| {
        **n > 0 && !matches!(instrument.counts_as(of, *option), None | Some(OptionKind::NotApplicable))
    });
    let given: Vec<usize> = given.map(|(option, _)| option).collect();
    let is_harmless = |option: usize| match (instrument.counts_as(of, option), range) {
        (Some(OptionKind::Scored { points, .. }), Some((low, high))) => {
            2 * u32::from(points) > u32::from(low) + u32::from(high)
        }
        _ => option == 0,
    };
    given.len() > 1 && given.into_iter().any(is_harmless)
}
