//! Letters without their accents.

/// The syllables of a text, folded: base letters and digits in lower case.
///
/// Both ways to write a letter in Unicode, and both places of the tone mark (`hoà`, `hòa`), fold to
/// the same. No Unicode table is needed for it: Vietnamese letters lie in a few ranges.
pub fn folded(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut token = String::new();
    for letter in text.chars() {
        match fold(letter) {
            Folded::Letter(letter) => token.push(letter),
            Folded::Mark => {}
            Folded::Gap => {
                if !token.is_empty() {
                    tokens.push(std::mem::take(&mut token));
                }
            }
        }
    }
    if !token.is_empty() {
        tokens.push(token);
    }
    tokens
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
    use super::folded;

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
    fn spellings_of_one_word_are_one_word() {
        for text in ["hoà", "hòa", "HÒA", "hoa\u{300}", "ho\u{300}a", "Hoa"] {
            assert_eq!(folded(text), ["hoa"], "{text}");
        }
    }

    #[test]
    fn what_is_no_letter_parts_syllables() {
        assert_eq!(folded("Ông/bà: “mã OTP” – 5656…"), ["ong", "ba", "ma", "otp", "5656"]);
        assert!(folded(" ,.– ").is_empty());
    }
}
