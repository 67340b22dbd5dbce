//! How well one typed word fits one word of a text.

use super::distance::near;
use super::fold::{Shape, Syllable, Tone};

/// The word itself, or any word of its letters when nothing in the query has accents.
pub(super) const SAME: u32 = 100;
/// Accents are missing that the word has.
const BARE: u32 = 70;
/// Only begun, or with the one of the tones hỏi and ngã for the other.
const BEGUN: u32 = 60;
/// With one typing error; with two.
const MISTYPED: [u32; 2] = [40, 20];

/// A word of a query.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// As it was typed.
    pub(super) word: Syllable,
    /// Whether its accents count: the query has some.
    pub(super) accented: bool,
    /// Whether more of it may follow.
    pub(super) unfinished: bool,
    /// Whether it stands nowhere as it is, so that it may be a typing error.
    pub(super) unknown: bool,
}

impl Typed {
    /// How well it fits a word: 100 when it is that word; `None` when it does not fit.
    pub(super) fn fit(&self, word: &Syllable) -> Option<u32> {
        if self.word.base == word.base {
            return self.agreement(word);
        }
        let begun = self.unfinished && self.word.base.len() >= 2 && word.base.starts_with(&self.word.base);
        if begun && self.lacks_only(word) {
            return Some(BEGUN);
        }
        if !self.unknown || (self.accented && !same_marks(&self.word, word)) {
            return None;
        }
        let (typed, known) = (self.word.base.as_str(), word.base.as_str());
        let errors = near(typed, known)?;
        // Letters exchanged by the fingers; any other error only where what was typed is no syllable.
        let is_swap = typed.len() == known.len() && errors == 1;
        (is_swap || !is_syllable(typed)).then(|| mistyped(errors))
    }

    /// How well it fits neighbouring words written as one.
    pub(super) fn fit_joined(&self, words: &[&Syllable]) -> Option<u32> {
        let base: String = words.iter().map(|word| word.base.as_str()).collect();
        let shapes: Vec<Shape> = words.iter().flat_map(|word| word.shapes.iter().copied()).collect();
        let tone_fits = self.word.tone == Tone::Ngang || words.iter().any(|word| word.tone == self.word.tone);
        let errors = if base == self.word.base {
            0
        } else if words.len() == 2 && self.word.base.len() >= 6 {
            near(&self.word.base, &base)?
        } else {
            return None;
        };
        let shapes_fit = match errors {
            0 => lacking(&self.word.shapes, &shapes),
            _ => raised(&self.word.shapes) == raised(&shapes),
        };
        let fits = !self.accented || (shapes_fit && tone_fits);
        fits.then(|| if errors == 0 { SAME } else { mistyped(errors) })
    }

    /// Whether it may be several words written as one.
    pub(super) fn may_be_joined(&self) -> bool {
        self.unknown && self.word.base.len() >= 3 && !is_syllable(&self.word.base)
    }

    fn agreement(&self, word: &Syllable) -> Option<u32> {
        if !self.accented || (self.word.shapes == word.shapes && self.word.tone == word.tone) {
            Some(SAME)
        } else if self.lacks_only(word) {
            Some(BARE)
        } else if self.word.shapes == word.shapes
            && matches!((self.word.tone, word.tone), (Tone::Hoi, Tone::Nga) | (Tone::Nga, Tone::Hoi))
        {
            // Half of the country says them alike, and writes the one for the other.
            Some(BEGUN)
        } else {
            None
        }
    }

    /// Whether it has no accents, or lacks only the tone. (Who typed the tone has typed the letters before: `của` is not `cửa`.)
    fn lacks_only(&self, word: &Syllable) -> bool {
        let same_shapes = self.word.shapes.iter().zip(&word.shapes).all(|(typed, known)| typed == known);
        let tone_fits = self.word.tone == Tone::Ngang || self.word.tone == word.tone;
        !self.accented || !self.word.is_marked() || (tone_fits && same_shapes)
    }
}

fn mistyped(errors: usize) -> u32 {
    if errors == 1 { MISTYPED[0] } else { MISTYPED[1] }
}

/// Each shape is that of the other, or plain.
fn lacking(typed: &[Shape], word: &[Shape]) -> bool {
    typed.iter().zip(word).all(|(typed, word)| typed == word || *typed == Shape::Plain)
}

fn same_marks(one: &Syllable, other: &Syllable) -> bool {
    one.tone == other.tone && raised(&one.shapes) == raised(&other.shapes)
}

/// The shapes that are not plain, in the order of letters.
fn raised(shapes: &[Shape]) -> Vec<Shape> {
    shapes.iter().copied().filter(|shape| *shape != Shape::Plain).collect()
}

const ONSETS: [&str; 26] = [
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h", "k", "l",
    "m", "n", "r", "s", "t", "v", "x", "",
];
/// Vowels that a consonant may follow, and those that end a syllable.
const OPEN: [&str; 16] =
    ["a", "e", "i", "o", "u", "y", "ie", "oa", "oe", "oo", "ua", "ue", "uo", "uy", "uye", "ye"];
const CLOSED: [&str; 27] = [
    "ai", "ao", "au", "ay", "eo", "eu", "ia", "ieu", "iu", "oai", "oao", "oay", "oeo", "oi", "uai", "uau",
    "uay", "ueu", "ui", "uoi", "uou", "uu", "uya", "uyu", "yeu", "ya", "iai",
];
const CODAS: [&str; 8] = ["ch", "ng", "nh", "c", "m", "n", "p", "t"];

/// Whether base letters can be a syllable of Vietnamese.
fn is_syllable(base: &str) -> bool {
    ONSETS.iter().any(|onset| {
        base.strip_prefix(onset).is_some_and(|rhyme| {
            // `ng` and `g` become `ngh` and `gh`, `c` becomes `k`, before e and i.
            let is_front = rhyme.starts_with(['e', 'i', 'y']);
            let is_spelled = match *onset {
                "ng" | "c" => !is_front,
                "g" => !rhyme.starts_with(['e', 'y']),
                "ngh" | "gh" | "k" => is_front,
                _ => true,
            };
            is_spelled && is_rhyme(rhyme)
        })
    })
}

fn is_rhyme(rhyme: &str) -> bool {
    let vowels = CODAS.iter().find_map(|coda| rhyme.strip_suffix(coda));
    OPEN.contains(&rhyme) || CLOSED.contains(&rhyme) || vowels.is_some_and(|vowels| OPEN.contains(&vowels))
}

#[cfg(test)]
mod tests {
    use super::super::fold::spelled;
    use super::*;

    fn typed(word: &str, accented: bool) -> Typed {
        Typed { word: spelled(word).remove(0), accented, unfinished: false, unknown: true }
    }

    fn fit(query: &str, accented: bool, word: &str) -> Option<u32> {
        typed(query, accented).fit(&spelled(word).remove(0))
    }

    #[test]
    fn accents_that_were_typed_must_be_those_of_the_word() {
        for (query, word) in [("giá", "giả"), ("lúa", "lừa"), ("của", "cửa"), ("đo", "do"), ("xã", "xạ")]
        {
            assert_eq!(fit(query, true, word), None, "{query} {word}");
        }
        assert_eq!(fit("gia", false, "giả"), Some(SAME));
        assert_eq!(fit("giả", true, "giả"), Some(SAME));
        assert_eq!(fit("hoà", true, "hòa"), Some(SAME));
    }

    #[test]
    fn accents_that_are_missing_are_a_second_choice() {
        assert_eq!(fit("mât", true, "mật"), Some(BARE));
        assert_eq!(fit("khau", true, "khẩu"), Some(BARE));
        assert_eq!(fit("nghĩ", true, "nghỉ"), Some(BEGUN), "said alike in half of the country");
        assert_eq!(fit("mật", true, "mất"), None);
    }

    #[test]
    fn a_syllable_is_no_typing_error_of_another() {
        for syllable in
            ["con", "khau", "nguyen", "quyen", "gi", "gia", "thue", "oan", "nghieng", "ke", "huou"]
        {
            assert!(is_syllable(syllable), "{syllable}");
        }
        for other in ["dapo", "heim", "sihn", "hno", "ngeo", "baohiem", "vsid", "tuyne", "ce", "kau"] {
            assert!(!is_syllable(other), "{other}");
        }
        assert_eq!(fit("con", false, "co"), None);
        assert_eq!(fit("dapo", false, "đảo"), Some(MISTYPED[0]));
        assert_eq!(fit("ngèo", true, "nghèo"), Some(MISTYPED[0]));
        assert_eq!(fit("ngéo", true, "nghèo"), None, "another tone besides");
    }

    #[test]
    fn words_written_as_one_are_those_words() {
        let [mat, khau] = [spelled("mật"), spelled("khẩu")];
        let pair = [&mat[0], &khau[0]];
        for (query, accented, expected) in [
            ("matkhau", false, Some(SAME)),
            ("mậtkhẩu", true, Some(SAME)),
            ("matkhua", false, Some(MISTYPED[0])),
            ("matkhoi", false, None),
            ("mắtkhẩu", true, None),
        ] {
            assert_eq!(typed(query, accented).fit_joined(&pair), expected, "{query}");
        }
        assert!(typed("matkhau", false).may_be_joined() && !typed("thuong", false).may_be_joined());
    }
}
