//! Finding a lesson as one types, with no network: accents, capitals and small typing errors do not
//! matter.
//!
//! Letters are folded to their base (`hoà`, `hòa` and `Hoa` are all `hoa`), texts are cut into
//! syllables, and besides every syllable the index knows every two that stand together, written as
//! one: so `mat khau`, `mật khẩu`, `matkhau` and `mta khau` find the same. A syllable that stands in
//! few lessons weighs more than one that stands in most. Everything is counted in whole numbers and
//! ties are broken by the order of the entries, so a query has one answer on every device.

mod distance;
mod fold;

use std::collections::BTreeMap;

pub use fold::folded;

use crate::Catalogue;
use distance::near;

/// How much a text says about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Somewhere in it.
    Body = 1,
    /// A heading.
    Heading = 3,
    /// A summary.
    Summary = 4,
    /// A word chosen so that people find it.
    Keyword = 6,
    /// Its title.
    Title = 8,
}

/// Something that can be found, with its texts.
#[derive(Clone, Debug, Default)]
pub struct Entry<'a> {
    /// Running texts: two neighbouring syllables count as one more word.
    pub texts: Vec<(Weight, &'a str)>,
    /// Words that are folded already and stand alone.
    pub terms: &'a [String],
}

/// What can be searched. Entries are named by their position.
#[derive(Clone, Debug, Default)]
pub struct Index {
    terms: BTreeMap<String, Term>,
    entries: usize,
}

/// Where a term stands.
#[derive(Clone, Debug, Default)]
struct Term {
    /// Entries with the best weight it has there, in the order of entries.
    places: Vec<(usize, Weight)>,
    /// Whether it is two neighbouring syllables.
    joined: bool,
}

/// Beginnings and ends of a question that say nothing of what is looked for, as search folds them.
const EMPTY: [[&str; 2]; 6] =
    [["toi", "muon"], ["lam", "sao"], ["the", "nao"], ["o", "dau"], ["can", "gi"], ["i", "want"]];

/// Most syllables of a query that are looked at; what comes behind them is not.
const MOST_TOKENS: usize = 12;

impl Index {
    /// An index of these entries.
    pub fn new<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Self {
        let mut index = Self::default();
        for entry in entries {
            for (weight, text) in &entry.texts {
                let tokens = folded(text);
                for pair in tokens.windows(2) {
                    index.add(pair.concat(), *weight, true);
                }
                tokens.into_iter().for_each(|token| index.add(token, *weight, false));
            }
            entry.terms.iter().for_each(|term| index.add(term.clone(), Weight::Body, false));
            index.entries += 1;
        }
        index
    }

    /// An index of a catalogue's lessons, in their order.
    pub fn of_lessons(catalogue: &Catalogue) -> Self {
        Self::new(catalogue.lessons.iter().map(|card| {
            let needs = catalogue.needs.iter().filter(|need| need.lesson == card.id);
            let mut texts = vec![(Weight::Title, card.title.as_str()), (Weight::Summary, &card.summary)];
            texts.extend(needs.map(|need| (Weight::Keyword, need.words.as_str())));
            texts.extend(card.keywords.iter().map(|words| (Weight::Keyword, words.as_str())));
            texts.extend(card.headings.iter().map(|words| (Weight::Heading, words.as_str())));
            Entry { texts, terms: &card.terms }
        }))
    }

    /// An index of a catalogue's procedures, in their order.
    pub fn of_procedures(catalogue: &Catalogue) -> Self {
        Self::new(catalogue.procedures.iter().map(|procedure| {
            let also = procedure.also.iter().map(|words| (Weight::Keyword, words.as_str()));
            Entry {
                texts: [(Weight::Title, procedure.words.as_str())].into_iter().chain(also).collect(),
                terms: &[],
            }
        }))
    }

    /// Positions of the entries that fit a query, the best first; empty for a query without letters.
    ///
    /// More than half of the syllables must stand above the body, and two of them side by side, or all of them in title and
    /// keywords: syllables are few, and any two stand somewhere. The last one may be unfinished.
    pub fn find(&self, query: &str) -> Vec<usize> {
        self.hits(query, true, |found, of| 2 * found > of)
    }

    /// As [`Index::find`], but three quarters must be found, and two side by side: for entries of few words, where one
    /// syllable that happens to be near is no hit.
    pub fn find_nearly(&self, query: &str) -> Vec<usize> {
        self.hits(query, false, |found, of| 4 * found >= 3 * of)
    }

    /// `enough` says whether so many syllables found, of so many, are; `apart` whether all of them may stand apart.
    fn hits(&self, query: &str, apart: bool, enough: impl Fn(usize, usize) -> bool) -> Vec<usize> {
        let tokens = meant(query);
        let last = tokens.len().saturating_sub(1);
        let mut sums = vec![0u32; self.entries];
        let mut found = vec![0usize; self.entries];
        let (mut subject, mut named) = (vec![false; self.entries], vec![apart; self.entries]);
        let pairs: Vec<Vec<Fit>> = tokens
            .windows(2)
            .enumerate()
            .map(|(at, pair)| self.scores(&pair.concat(), at + 1 == last))
            .collect();
        let none = Vec::new();
        let pairs_at = |at: Option<usize>| at.and_then(|at| pairs.get(at)).unwrap_or(&none);
        for (at, token) in tokens.iter().enumerate() {
            let single = self.scores(token, at == last);
            let before = pairs_at(at.checked_sub(1));
            let after = pairs_at(Some(at));
            for entry in 0..self.entries {
                let [single, before, after] =
                    [&single, before, after].map(|fits| fits.get(entry).copied().unwrap_or_default());
                sums[entry] += single.score + after.score;
                found[entry] += usize::from(single.weight.max(before.weight).max(after.weight) > BODY);
                let alone = tokens.len() == 1 && single.weight >= Some(Weight::Summary);
                subject[entry] |= after.weight > BODY || single.joined || alone;
                named[entry] &= single.weight >= Some(Weight::Keyword);
            }
        }
        let mut hits: Vec<usize> = (0..self.entries)
            .filter(|entry| found[*entry] > 0 && enough(found[*entry], tokens.len()))
            .filter(|entry| subject[*entry] || named[*entry])
            .collect();
        // A stable sort: entries with equal sums keep their order.
        hits.sort_by_key(|entry| u32::MAX - sums[*entry]);
        hits
    }

    fn add(&mut self, term: String, weight: Weight, joined: bool) {
        let Term { places, joined: known } = self.terms.entry(term).or_default();
        *known |= joined;
        match places.last_mut() {
            Some((entry, best)) if *entry == self.entries => *best = (*best).max(weight),
            _ => places.push((self.entries, weight)),
        }
    }

    /// Per entry, the best that one query word finds there.
    fn scores(&self, word: &str, unfinished: bool) -> Vec<Fit> {
        let mut best = vec![Fit::default(); self.entries];
        for (term, Term { places, joined }) in &self.terms {
            let Some(quality) = quality(word, term, unfinished) else { continue };
            // 1 for a term of most entries, one more for each halving of their number.
            let rarity = 1 + (self.entries / places.len()).checked_ilog2().unwrap_or(0);
            for (entry, weight) in places {
                let score = quality * rarity * (*weight as u32);
                let fit = &mut best[*entry];
                fit.score = score.max(fit.score);
                fit.weight = Some(*weight).max(fit.weight);
                // Two syllables written as one; the beginning of two says nothing yet.
                fit.joined |= *joined && quality != UNFINISHED;
            }
        }
        best
    }
}

/// What a query word finds in an entry.
#[derive(Clone, Copy, Debug, Default)]
struct Fit {
    score: u32,
    /// The best place it has there.
    weight: Option<Weight>,
    /// Whether it is two syllables of the entry, written as one.
    joined: bool,
}

/// Found, but only in the body.
const BODY: Option<Weight> = Some(Weight::Body);

/// Quality of a term that is only begun.
const UNFINISHED: u32 = 60;

/// The syllables of a query that say what is looked for.
fn meant(query: &str) -> Vec<String> {
    let mut tokens = folded(query);
    tokens.truncate(MOST_TOKENS);
    let mut kept: Vec<String> = Vec::new();
    let mut rest = tokens.as_slice();
    while let [first, others @ ..] = rest {
        let is_empty =
            EMPTY.iter().any(|[one, two]| first == one && others.first().is_some_and(|next| next == two));
        if !is_empty {
            kept.push(first.clone());
        }
        rest = if is_empty { &others[1..] } else { others };
    }
    if kept.is_empty() { tokens } else { kept }
}

/// How well a query word fits a term: 100 when it is that term; `None` when it does not fit.
fn quality(word: &str, term: &str, unfinished: bool) -> Option<u32> {
    if word == term {
        return Some(100);
    }
    if unfinished && word.len() >= 2 && term.starts_with(word) {
        return Some(UNFINISHED);
    }
    near(word, term).map(|errors| if errors == 1 { 40 } else { 20 })
}

#[cfg(test)]
mod tests;
