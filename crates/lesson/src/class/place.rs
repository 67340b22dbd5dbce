//! Names of places as people type them: the same place is the same in capitals, with other spaces, with the tone mark
//! on the other letter (hoá and hóa), and with letters put together or not (NFC, NFD).

use std::collections::BTreeMap;

/// Vowels, each with its five tones in the order grave, acute, hook, tilde, dot.
const VOWELS: [&str; 12] = [
    "aàáảãạ",
    "ăằắẳẵặ",
    "âầấẩẫậ",
    "eèéẻẽẹ",
    "êềếểễệ",
    "iìíỉĩị",
    "oòóỏõọ",
    "ôồốổỗộ",
    "ơờớởỡợ",
    "uùúủũụ",
    "ưừứửữự",
    "yỳýỷỹỵ",
];
/// Tones as marks of their own, in the same order.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];
/// Other marks of vowels: which letter, which mark, and what they are together.
const MARKED: [(char, char, char); 6] = [
    ('a', '\u{306}', 'ă'),
    ('a', '\u{302}', 'â'),
    ('e', '\u{302}', 'ê'),
    ('o', '\u{302}', 'ô'),
    ('o', '\u{31b}', 'ơ'),
    ('u', '\u{31b}', 'ư'),
];

/// What a name is known by: equal for spellings of one place. Not for people to read.
pub fn folded(name: &str) -> String {
    let words = cleaned(name);
    words.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// One word: its letters, then its tone, wherever that stood.
fn word(word: &str) -> String {
    let (mut letters, mut tones) = (String::new(), String::new());
    for letter in word.chars().flat_map(char::to_lowercase) {
        if let Some(tone) = TONES.iter().position(|mark| *mark == letter) {
            tones.push(tone_letter(tone));
        } else if let Some((base, _, together)) =
            MARKED.iter().find(|(base, mark, _)| *mark == letter && letters.ends_with(*base))
        {
            letters.truncate(letters.len() - base.len_utf8());
            letters.push(*together);
        } else if let Some((base, tone)) = toned(letter) {
            letters.push(base);
            tones.push(tone_letter(tone));
        } else {
            letters.push(letter);
        }
    }
    letters + &tones
}

/// A vowel with a tone: the vowel, and which tone.
fn toned(letter: char) -> Option<(char, usize)> {
    VOWELS.iter().find_map(|vowels| {
        let tone = vowels.chars().skip(1).position(|one| one == letter)?;
        Some((vowels.chars().next()?, tone))
    })
}

fn tone_letter(tone: usize) -> char {
    TONES.get(tone).copied().unwrap_or_default()
}

/// A text on one line without what nobody means to write: control characters, marks that turn the direction of what
/// follows, and signs without width.
pub fn cleaned(text: &str) -> String {
    let seen: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .filter(|letter| !is_unseen(*letter))
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// How places are written: each as most people wrote it, and of several spellings used as often the first.
#[derive(Clone, Debug, Default)]
pub struct Spelling(BTreeMap<String, String>);

impl Spelling {
    /// Learns from names in their order.
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut seen: BTreeMap<String, Vec<(&str, u32)>> = BTreeMap::new();
        for name in names {
            let spellings = seen.entry(folded(name)).or_default();
            match spellings.iter_mut().find(|(known, _)| *known == name) {
                Some((_, times)) => *times += 1,
                None => spellings.push((name, 1)),
            }
        }
        let most = |spellings: Vec<(&str, u32)>| {
            let most = spellings.iter().map(|(_, times)| *times).max();
            spellings.iter().find(|(_, times)| Some(*times) == most).map(|(name, _)| cleaned(name))
        };
        Self(seen.into_iter().filter_map(|(key, spellings)| Some((key, most(spellings)?))).collect())
    }

    /// How this name is written.
    pub fn name<'s>(&'s self, name: &'s str) -> &'s str {
        self.0.get(&folded(name)).map_or(name, String::as_str)
    }

    /// All places, each once.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_one_however_it_is_typed() {
        for same in [
            &["Chợ Đầu Mối", "CHỢ ĐẦU MỐI", "chợ  đầu mối ", "Chơ\u{323} Đâ\u{300}u Mô\u{301}i"][..],
            &[
                "Nhà văn hoá",
                "Nhà văn hóa",
                "NHÀ VĂN HÓA",
                "Nha\u{300} va\u{306}n hoa\u{301}",
                "Nhà văn ho\u{301}a",
            ],
            &["Thôn Thuỷ Lợi", "thôn Thủy Lợi"],
            &["Bậc", "Ba\u{323}\u{302}c", "Bâ\u{323}c", "Bạ\u{302}c"],
            &["Mường", "Mươ\u{300}ng", "Mu\u{31b}o\u{31b}\u{300}ng"],
            &["Sân\u{a0}đình", "Sân đình", "\u{202e}Sân\u{200b} đình\u{0}"],
        ] {
            for one in same {
                assert_eq!(folded(one), folded(same[0]), "{one}");
            }
        }
    }

    #[test]
    fn other_places_stay_apart() {
        for (one, other) in [
            ("Chợ mới", "Chỗ mới"),
            ("Thôn Đoài", "Thôn Doài"),
            ("Thôn 1", "Thôn 2"),
            ("Hoà", "Hoa"),
            ("Mua", "Mưa"),
            ("Cần", "Căn"),
            ("Bản Mạ", "Bản Má"),
        ] {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn what_turns_or_hides_letters_is_taken_out() {
        assert_eq!(cleaned("a\u{202e}b\u{0}c\td\u{200b}e\n f "), "ab c de f");
        assert_eq!(cleaned("\u{2066}\u{feff} \u{7}"), "");
    }

    #[test]
    fn the_spelling_used_most_is_shown_and_of_equals_the_first() {
        let spelling = Spelling::of(["CHỢ", "Chợ", "chợ", "Chợ", "Đình", "đình"]);
        assert_eq!(spelling.name("cHỢ"), "Chợ");
        assert_eq!(spelling.name("ĐÌNH"), "Đình");
        assert_eq!(spelling.name("Bến"), "Bến");
        assert_eq!(spelling.all().count(), 2);
    }
}
