//! Finding a lesson or a procedure as one types, with no network.
//!
//! Texts are cut into syllables and kept with their accents. A query typed with accents agrees in them: what only lacks
//! some, or has one of the tones hỏi and ngã for the other, is a second choice, and other accents are another word (`giá` is
//! not `giả`). A query without any finds the words of its letters. Small typing errors are forgiven where what was typed is
//! no syllable of its own.
//!
//! What counts is agreement with one text (a title, a keyword): which part of the query stands in it, weighed by how few
//! entries know each word, with two of its words side by side; and which part of the text the query names. Less than two
//! thirds of a query is no find, unless the query names the whole of a text. Everything is counted in whole numbers and
//! ties are broken by the order of the entries, so a query has one answer on every device.

mod distance;
mod fold;
mod query;
mod word;

use std::collections::{BTreeMap, BTreeSet};

pub use fold::folded;

use crate::Catalogue;
use fold::{Syllable, spelled};
use query::Query;

/// How much a text says about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
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
    /// Texts that say what it is about.
    pub texts: Vec<(Weight, &'a str)>,
    /// Further words, folded already. They find nothing; they are no typing errors of other words.
    pub terms: &'a [String],
}

/// What can be searched. Entries are named by their position.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Every word of the texts once, with the entries that have it.
    words: Vec<(Syllable, BTreeSet<usize>)>,
    texts: Vec<Line>,
    /// Base letters of all words, also of those that find nothing.
    known: BTreeSet<String>,
    entries: usize,
}

/// A text as positions of its words.
#[derive(Clone, Debug)]
struct Line {
    entry: usize,
    weight: Weight,
    words: Vec<usize>,
}

/// An entry that fits a query.
#[derive(Clone, Copy, Debug)]
struct Hit {
    entry: usize,
    /// How much of the query it answers, and how exactly, of 100.
    agreement: u32,
    score: u32,
}

/// What a catalogue has for a query, the best first, as positions in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Procedures.
    pub procedures: Vec<usize>,
    /// Lessons.
    pub lessons: Vec<usize>,
}

/// Search in all that a catalogue has.
#[derive(Clone, Debug)]
pub struct Finder {
    procedures: Index,
    lessons: Index,
}

impl Finder {
    /// An index of a catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        Self { procedures: Index::of_procedures(catalogue), lessons: Index::of_lessons(catalogue) }
    }

    /// What fits a query. What fits clearly worse than the best is left out, be it a procedure or a lesson.
    pub fn find(&self, query: &str) -> Found {
        let (procedures, lessons) = (self.procedures.hits(query), self.lessons.hits(query));
        let best = procedures.iter().chain(&lessons).map(|hit| hit.agreement).max().unwrap_or(0);
        let names = |hits: Vec<Hit>| near_best(hits, best).map(|hit| hit.entry).collect();
        Found { procedures: names(procedures), lessons: names(lessons) }
    }
}

/// The hits that are not clearly worse than the best.
fn near_best(hits: Vec<Hit>, best: u32) -> impl Iterator<Item = Hit> {
    hits.into_iter().filter(move |hit| 5 * hit.agreement >= 4 * best)
}

impl Index {
    /// An index of these entries.
    pub fn new<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Self {
        let mut index = Self::default();
        let mut places: BTreeMap<Syllable, usize> = BTreeMap::new();
        for (entry, Entry { texts, terms }) in entries.into_iter().enumerate() {
            for (weight, text) in texts {
                let words = levelled(text).map(|word| {
                    index.known.insert(word.base.clone());
                    let at = *places.entry(word.clone()).or_insert_with(|| {
                        index.words.push((word, BTreeSet::new()));
                        index.words.len() - 1
                    });
                    index.words[at].1.insert(entry);
                    at
                });
                let words = words.collect();
                index.texts.push(Line { entry, weight, words });
            }
            index.known.extend(terms.iter().flat_map(|term| levelled(term)).map(|word| word.base));
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

    /// Positions of the entries that fit a query, the best first; empty for a query without letters. The last word may be
    /// unfinished.
    pub fn find(&self, query: &str) -> Vec<usize> {
        let hits = self.hits(query);
        let best = hits.iter().map(|hit| hit.agreement).max().unwrap_or(0);
        near_best(hits, best).map(|hit| hit.entry).collect()
    }

    fn hits(&self, query: &str) -> Vec<Hit> {
        let query = Query::new(query, self);
        let mut best: BTreeMap<usize, Hit> = BTreeMap::new();
        for line in &self.texts {
            let Some(hit) = query.hit(line, self) else { continue };
            let known = best.entry(line.entry).or_insert(hit);
            if hit.score > known.score {
                *known = hit;
            }
        }
        let mut hits: Vec<Hit> = best.into_values().collect();
        // A stable sort: entries with equal scores keep their order.
        hits.sort_by_key(|hit| u32::MAX - hit.score);
        hits
    }

    /// 1 for what most entries have, one more for each halving of their number.
    fn rarity(&self, entries: usize) -> u32 {
        1 + (self.entries / entries.max(1)).checked_ilog2().unwrap_or(0)
    }
}

/// The syllables of a text. A final y after a consonant is written as i by many (`lý`, `lí`).
fn levelled(text: &str) -> impl Iterator<Item = Syllable> {
    spelled(text).into_iter().map(|mut word| {
        let consonant = word.base.chars().rev().nth(1).is_some_and(|letter| !"aeiouy".contains(letter));
        if consonant && word.base.ends_with('y') {
            word.base.pop();
            word.base.push('i');
        }
        word
    })
}

#[cfg(test)]
mod tests;
