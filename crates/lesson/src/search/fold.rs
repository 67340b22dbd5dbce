//! Letters without their accents, and the accents beside them.

/// A syllable as it was written: its base letters, and what stands on them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Syllable {
    /// Base letters and digits in lower case.
    pub(super) base: String,
    /// What makes another letter of each base letter.
    pub(super) shapes: Vec<Shape>,
    /// The tone of the syllable, wherever its mark stands (`hoà`, `hòa`).
    pub(super) tone: Tone,
}

/// What makes another letter of a base letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    #[default]
    Plain,
    Hat,
    Breve,
    Horn,
    Bar,
}

/// The tones of Vietnamese, in the order of the columns of [`LETTERS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tone {
    #[default]
    Ngang,
    Huyen,
    Sac,
    Hoi,
    Nga,
    Nang,
}

const TONES: [Tone; 6] = [Tone::Ngang, Tone::Huyen, Tone::Sac, Tone::Hoi, Tone::Nga, Tone::Nang];

/// Letters that differ from their base only in shape or tone.
const LETTERS: [(Shape, [char; 6]); 12] = [
    (Shape::Plain, ['a', 'à', 'á', 'ả', 'ã', 'ạ']),
    (Shape::Breve, ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ']),
    (Shape::Hat, ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ']),
    (Shape::Plain, ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ']),
    (Shape::Hat, ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ']),
    (Shape::Plain, ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị']),
    (Shape::Plain, ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ']),
    (Shape::Hat, ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ']),
    (Shape::Horn, ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ']),
    (Shape::Plain, ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ']),
    (Shape::Horn, ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự']),
    (Shape::Plain, ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ']),
];

impl Syllable {
    /// A syllable of which only the base letters are known.
    pub(super) fn of_base(base: &str) -> Self {
        Self { base: base.to_owned(), shapes: vec![Shape::Plain; base.chars().count()], tone: Tone::Ngang }
    }

    /// Whether anything stands on its letters.
    pub(super) fn is_marked(&self) -> bool {
        self.tone != Tone::Ngang || self.shapes.iter().any(|shape| *shape != Shape::Plain)
    }

    fn push(&mut self, base: char, letter: char) {
        self.base.push(base);
        let (shape, tone) = marks(small(letter));
        self.shapes.push(shape);
        if tone != Tone::Ngang {
            self.tone = tone;
        }
    }

    /// An accent that is a character of its own belongs to the letter before it.
    fn mark(&mut self, mark: char) {
        let shape = match mark {
            '\u{302}' => Shape::Hat,
            '\u{306}' => Shape::Breve,
            '\u{31b}' => Shape::Horn,
            _ => Shape::Plain,
        };
        match self.shapes.last_mut() {
            Some(last) if shape != Shape::Plain => *last = shape,
            _ => {}
        }
        match mark {
            '\u{300}' => self.tone = Tone::Huyen,
            '\u{301}' => self.tone = Tone::Sac,
            '\u{309}' => self.tone = Tone::Hoi,
            '\u{303}' => self.tone = Tone::Nga,
            '\u{323}' => self.tone = Tone::Nang,
            _ => {}
        }
    }
}

/// The syllables of a text, folded: base letters and digits in lower case.
///
/// Both ways to write a letter in Unicode, and both places of the tone mark (`hoà`, `hòa`), fold to
/// the same. No Unicode table is needed for it: Vietnamese letters lie in a few ranges.
pub fn folded(text: &str) -> Vec<String> {
    spelled(text).into_iter().map(|syllable| syllable.base).collect()
}

/// The syllables of a text with their accents, the same for both ways to write a letter.
pub(super) fn spelled(text: &str) -> Vec<Syllable> {
    let mut tokens = Vec::new();
    let mut token = Syllable::default();
    for letter in text.chars() {
        match fold(letter) {
            Folded::Letter(base) => token.push(base, letter),
            Folded::Mark => token.mark(letter),
            Folded::Gap if token.base.is_empty() => token = Syllable::default(),
            Folded::Gap => tokens.push(std::mem::take(&mut token)),
        }
    }
    if !token.base.is_empty() {
        tokens.push(token);
    }
    tokens
}

/// Shape and tone of a small letter.
fn marks(letter: char) -> (Shape, Tone) {
    if matches!(letter, 'đ' | 'ð') {
        return (Shape::Bar, Tone::Ngang);
    }
    let found = LETTERS.iter().find_map(|(shape, letters)| {
        let at = letters.iter().position(|known| *known == letter)?;
        Some((*shape, TONES.get(at).copied().unwrap_or_default()))
    });
    found.unwrap_or_default()
}

/// The small letter of a Vietnamese capital.
fn small(letter: char) -> char {
    let next = |by: u32| char::from_u32(u32::from(letter) + by).unwrap_or(letter);
    match letter {
        'À'..='Ö' | 'Ø'..='Þ' => next(32),
        'Ư' => 'ư',
        // Capitals have even numbers here, and their small letters follow them.
        'Ă' | 'Đ' | 'Ĩ' | 'Ũ' | 'Ơ' => next(1),
        'Ạ'..='ỹ' if u32::from(letter).is_multiple_of(2) => next(1),
        other => other,
    }
}

enum Folded {
    /// Part of a syllable.
    Letter(char),
    /// An accent written as a character of its own.
    Mark,
    /// Between syllables.
    Gap,
}

fn fold(letter: char) -> Folded {
    Folded::Letter(match letter {
        'a'..='z' | '0'..='9' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        'À'..='Ã' | 'à'..='ã' | 'Ă' | 'ă' | 'Ạ'..='ặ' => 'a',
        'È'..='Ê' | 'è'..='ê' | 'Ẹ'..='ệ' => 'e',
        'Ì' | 'Í' | 'ì' | 'í' | 'Ĩ' | 'ĩ' | 'Ỉ'..='ị' => 'i',
        'Ò'..='Õ' | 'ò'..='õ' | 'Ơ' | 'ơ' | 'Ọ'..='ợ' => 'o',
        'Ù' | 'Ú' | 'ù' | 'ú' | 'Ũ' | 'ũ' | 'Ư' | 'ư' | 'Ụ'..='ự' => 'u',
        'Ý' | 'ý' | 'Ỳ'..='ỹ' => 'y',
        'Đ' | 'đ' | 'Ð' => 'd',
        '\u{300}'..='\u{36f}' => return Folded::Mark,
        // Punctuation and spaces, of ASCII, of Latin-1 and the general kind.
        '\0'..='\u{bf}' | '×' | '÷' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' => {
            return Folded::Gap;
        }
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::{Shape, Tone, folded, spelled};

    #[test]
    fn every_vietnamese_letter_folds_to_its_base() {
        for (base, letters) in [
            ('a', "aàáảãạăằắẳẵặâầấẩẫậAÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ"),
            ('e', "eèéẻẽẹêềếểễệEÈÉẺẼẸÊỀẾỂỄỆ"),
            ('i', "iìíỉĩịIÌÍỈĨỊ"),
            ('o', "oòóỏõọôồốổỗộơờớởỡợOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ"),
            ('u', "uùúủũụưừứửữựUÙÚỦŨỤƯỪỨỬỮỰ"),
            ('y', "yỳýỷỹỵYỲÝỶỸỴ"),
            ('d', "dđDĐ"),
        ] {
            let expected = base.to_string().repeat(letters.chars().count());
            assert_eq!(folded(letters), [expected]);
        }
    }

    #[test]
    fn a_capital_has_the_accents_of_its_small_letter() {
        for pair in ["àÀ", "ậẬ", "ặẶ", "đĐ", "ệỆ", "ĩĨ", "ợỢ", "ơƠ", "ữỮ", "ưƯ", "ũŨ", "ỹỸ", "ăĂ", "ôÔ", "ýÝ"]
        {
            let [small, capital] = [pair.chars().next(), pair.chars().last()]
                .map(|letter| spelled(&letter.map(String::from).unwrap_or_default()));
            assert_eq!(small, capital, "{pair}");
            assert!(small[0].is_marked(), "{pair}");
        }
    }

    #[test]
    fn spellings_of_one_word_are_one_word() {
        for text in ["hoà", "hòa", "HÒA", "hoa\u{300}", "ho\u{300}a", "Hoa"] {
            assert_eq!(folded(text), ["hoa"], "{text}");
        }
        for text in ["HÒA", "hoa\u{300}", "ho\u{300}a", "hoà"] {
            assert_eq!(spelled(text), spelled("hòa"), "{text}");
        }
        assert_eq!(spelled("ma\u{302}\u{323}t"), spelled("mật"));
        assert_eq!(spelled("ma\u{323}\u{302}t"), spelled("mật"));
    }

    #[test]
    fn shape_and_tone_stand_beside_the_base() {
        let word = &spelled("ĐƯỜNG")[0];
        assert_eq!((word.base.as_str(), word.tone), ("duong", Tone::Huyen));
        assert_eq!(word.shapes, [Shape::Bar, Shape::Horn, Shape::Horn, Shape::Plain, Shape::Plain]);
        assert!(!spelled("duong")[0].is_marked());
    }

    #[test]
    fn what_is_no_letter_parts_syllables() {
        assert_eq!(folded("Ông/bà: “mã OTP” – 5656…"), ["ong", "ba", "ma", "otp", "5656"]);
        assert!(folded(" ,.– ").is_empty());
        assert!(folded("\u{300} \u{323}").is_empty());
    }
}
