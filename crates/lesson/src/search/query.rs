//! A query held against one text.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::Syllable;
use super::word::{SAME, Typed};
use super::{Hit, Index, Line, Weight, levelled};

/// Words of grammar: they say nothing of what is looked for, and count only where nothing else was typed.
const GRAMMAR: &str = "tôi muốn xin sao thế nào gì ai của với được ông \
                       i want to how do a an the of my is for";

/// Words of grammar whose letters are other words too (`căn`, `chó`, `dấu`, `lá`): only with their accents.
const ACCENTED_GRAMMAR: &str = "cần cho đâu là bị bà thì và";

/// Beginnings and ends of a question that are grammar also without accents; one word alone could be another then.
const ASKING: [[&str; 2]; 6] =
    [["toi", "muon"], ["lam", "sao"], ["the", "nao"], ["o", "dau"], ["can", "gi"], ["i", "want"]];

/// Most words of a query that are looked at; what comes behind them is not.
const MOST_WORDS: usize = 12;

/// Words of the texts that one word of the query fits.
struct Term {
    typed: Typed,
    /// How well it fits, by the position of the word.
    fits: BTreeMap<usize, u32>,
    /// How much it says about what is looked for.
    rarity: u32,
    /// The entries that have it.
    entries: BTreeSet<usize>,
}

/// Where a word of the query stands in a text.
#[derive(Clone, Copy)]
struct Place {
    from: usize,
    to: usize,
    fit: u32,
}

/// A query whose words were looked up.
pub(super) struct Query {
    terms: Vec<Term>,
}

impl Query {
    pub(super) fn new(text: &str, index: &Index) -> Self {
        let words = whole_words(levelled(text).take(MOST_WORDS).collect(), index);
        let accented = words.iter().any(Syllable::is_marked);
        let only_accented = if accented { ACCENTED_GRAMMAR } else { "" };
        let grammar: Vec<Syllable> = levelled(GRAMMAR).chain(levelled(only_accented)).collect();
        let is_grammar = |word: &Syllable| {
            grammar.iter().any(|known| known.base == word.base && (!accented || known == word))
                && (accented || !index.has_other(word, &grammar))
        };
        let only_grammar = words.iter().all(is_grammar);
        let last = words.len().saturating_sub(1);
        let asks = |at: usize| {
            let pair = words.get(at..at + 2);
            pair.is_some_and(|pair| {
                ASKING.iter().any(|known| pair.iter().map(|word| word.base.as_str()).eq(*known))
            })
        };
        let asking: Vec<bool> =
            (0..words.len()).map(|at| asks(at) || at.checked_sub(1).is_some_and(asks)).collect();
        let terms = words.into_iter().enumerate().map(|(at, word)| {
            let asks = asking.get(at).copied().unwrap_or(false);
            let counts = only_grammar || !(asks || is_grammar(&word));
            // One letter more to come says nothing yet.
            let begun =
                at == last && at > 0 && word.base.len() < 2 && word.base.starts_with(char::is_alphabetic);
            let unknown = !index.known.contains(&word.base);
            let typed = Typed { word, accented, unfinished: at == last, unknown };
            let mut term = Term::new(typed, index);
            if !counts || (begun && unknown) {
                term.rarity = 0;
            }
            term
        });
        Self { terms: terms.collect() }
    }

    /// How well the query fits a text; `None` when it is not about it.
    pub(super) fn hit(&self, line: &Line, index: &Index) -> Option<Hit> {
        let places: Vec<Vec<Place>> = self.terms.iter().map(|term| term.places(line, index)).collect();
        let all: u32 = self.terms.iter().map(|term| term.rarity).sum();
        let (mut found, mut agreement) = (0, 0);
        for (term, places) in self.terms.iter().zip(&places) {
            let best = places.iter().map(|place| place.fit).max();
            found += if best.is_some() { term.rarity } else { 0 };
            // What stands elsewhere in the entry counts half.
            let elsewhere = if term.entries.contains(&line.entry) { SAME / 2 } else { 0 };
            agreement += term.rarity * best.unwrap_or(0).max(elsewhere);
        }
        let named = named(line, &places);
        let is_whole = named == line.words.len() && line.weight >= Weight::Keyword;
        let is_enough = match named {
            _ if all == 0 => false,
            // The whole of a name stands in the query, with more beside it.
            3.. if is_whole && self.has_run(&places, named) => 5 * found >= 2 * all,
            2 if is_whole && self.has_run(&places, named) => 2 * found > all,
            _ => 3 * found >= 2 * all,
        };
        (is_enough && self.is_subject(line, &places)).then(|| {
            let agreement = agreement / all;
            let share =
                100 * u32::try_from(named).unwrap_or(0) / u32::try_from(line.words.len()).unwrap_or(1);
            Hit { entry: line.entry, agreement, score: 10 * agreement + 3 * share + 5 * line.weight as u32 }
        })
    }

    /// Whether what was found is what the text is about: two words side by side, all of them in one name, or the only one.
    fn is_subject(&self, line: &Line, places: &[Vec<Place>]) -> bool {
        let counted = || self.terms.iter().zip(places).filter(|(term, _)| term.rarity > 0);
        if counted().count() == 1 {
            // What stands in the summaries of most entries is the subject of none.
            let is_rare = counted().all(|(term, _)| term.rarity > 1);
            let least = if is_rare { Weight::Summary } else { Weight::Keyword };
            return line.weight >= least || counted().flat_map(|(_, places)| places).any(is_joined);
        }
        // In their order: apart and turned around they are other words.
        let in_order = counted().try_fold(0, |at, (_, places)| {
            places.iter().filter(|place| place.from >= at).map(|place| place.to).min()
        });
        let is_named = line.weight >= Weight::Keyword && in_order.is_some();
        // One word between them may be mistyped beyond recognition.
        let is_around = places.windows(3).any(|places| {
            matches!(places, [one, between, next] if between.is_empty()
                && one.iter().any(|one| next.iter().any(|next| one.to + 1 == next.from)))
        });
        let is_pair = self.terms.windows(2).zip(places.windows(2)).any(|(terms, places)| {
            let counts = terms.iter().any(|term| term.rarity > 0);
            counts && matches!(places, [one, next] if one.iter().any(|one| next.iter().any(|next| one.to == next.from)))
        });
        is_named || is_pair || is_around || counted().flat_map(|(_, places)| places).any(is_joined)
    }

    /// Whether so many words of a text stand one after the other in the query.
    fn has_run(&self, places: &[Vec<Place>], length: usize) -> bool {
        // Where a run that ends with the word before may go on, with its length.
        let mut runs: BTreeMap<usize, usize> = BTreeMap::new();
        places.iter().any(|places| {
            let next = places.iter().map(|place| {
                let before = runs.get(&place.from).copied().unwrap_or(0);
                (place.to, before + place.to - place.from)
            });
            runs = next.collect();
            runs.values().any(|run| *run >= length)
        })
    }
}

impl Term {
    fn new(typed: Typed, index: &Index) -> Self {
        let all = index.words.iter().enumerate();
        let mut fits: BTreeMap<usize, u32> =
            all.filter_map(|(at, (word, _))| Some((at, typed.fit(word)?))).collect();
        // A word that is there as it was typed is not the beginning of another.
        if fits.keys().any(|at| index.words[*at].0.base == typed.word.base) {
            fits.retain(|at, _| index.words[*at].0.base == typed.word.base);
        }
        let entries: BTreeSet<usize> =
            fits.keys().flat_map(|at| index.words[*at].1.iter().copied()).collect();
        // Without accents it may be the rarest of the words that it fits.
        let rarest = fits.keys().map(|at| index.words[*at].1.len()).min().unwrap_or(0);
        let rarity = index.rarity(rarest);
        Self { typed, fits, rarity, entries }
    }

    /// Where it stands in a text.
    fn places(&self, line: &Line, index: &Index) -> Vec<Place> {
        let single = line
            .words
            .iter()
            .enumerate()
            .filter_map(|(from, word)| Some(Place { from, to: from + 1, fit: *self.fits.get(word)? }));
        let mut places: Vec<Place> = single.collect();
        if places.is_empty() && self.typed.may_be_joined() {
            for length in [2, 3] {
                places.extend(line.words.windows(length).enumerate().filter_map(|(from, words)| {
                    let words: Vec<&Syllable> = words.iter().map(|at| &index.words[*at].0).collect();
                    Some(Place { from, to: from + length, fit: self.typed.fit_joined(&words)? })
                }));
            }
        }
        places
    }
}

fn is_joined(place: &Place) -> bool {
    place.to - place.from > 1
}

/// How many words of a text the query names.
fn named(line: &Line, places: &[Vec<Place>]) -> usize {
    (0..line.words.len())
        .filter(|at| places.iter().flatten().any(|place| (place.from..place.to).contains(at)))
        .count()
}

impl Index {
    /// Whether a word with these letters, other than those of grammar, stands in the texts.
    fn has_other(&self, typed: &Syllable, grammar: &[Syllable]) -> bool {
        self.words.iter().any(|(word, _)| word.base == typed.base && !grammar.contains(word))
    }
}

/// The words of a query; two that are one word of the texts, typed apart, are that word.
fn whole_words(typed: Vec<Syllable>, index: &Index) -> Vec<Syllable> {
    let mut words: Vec<Syllable> = Vec::new();
    for word in typed {
        let joined = words.last().map(|before| [before.base.as_str(), &word.base].concat());
        // Not words of the body: an address (`nophoso.net`) is no word.
        let is_known = |base: &String| index.words.iter().any(|(word, _)| word.base == *base);
        match (joined.filter(is_known), words.last_mut()) {
            (Some(base), Some(before)) if !(is_known(&before.base) && is_known(&word.base)) => {
                *before = Syllable::of_base(&base);
            }
            _ => words.push(word),
        }
    }
    words
}
