//! Amounts of money in words: read back, a mistyped nought is seen.

/// Positions in the lists of words, `question.in_words`.
mod vi {
    pub(super) const TEN: usize = 10;
    pub(super) const TENS: usize = 11;
    pub(super) const ONE_AFTER_TENS: usize = 12;
    pub(super) const FIVE_AFTER_TENS: usize = 13;
    pub(super) const NO_TENS: usize = 14;
    pub(super) const HUNDRED: usize = 15;
}
mod en {
    pub(super) const TWENTY: usize = 20;
    pub(super) const HUNDRED: usize = 28;
    pub(super) const AND: usize = 29;
}

/// A number in words. `words` are those of the language, in the order that its own rule expects.
pub(super) fn in_words(number: u32, lang: &str, words: &str) -> String {
    let words: Vec<&str> = words.split(' ').collect();
    let mut out = Words { words: &words, said: String::new() };
    for place in (0..4).rev() {
        let three = (number / 1000u32.pow(place) % 1000) as usize;
        if three == 0 {
            continue;
        }
        if lang == "vi" {
            out.vietnamese(three)
        } else {
            out.english(three, place == 0)
        }
        // Thousand, million, billion are the last three words.
        if place > 0 {
            out.say((words.len() + place as usize).saturating_sub(4));
        }
    }
    if out.said.is_empty() {
        out.say(0);
    }
    out.said
}

struct Words<'w> {
    words: &'w [&'w str],
    said: String,
}

impl Words<'_> {
    fn say(&mut self, at: usize) {
        if !self.said.is_empty() {
            self.said.push(' ');
        }
        self.said.push_str(self.words.get(at).copied().unwrap_or_default());
    }

    /// Three digits. Behind a higher group every place is named: `một triệu không trăm linh năm nghìn`.
    fn vietnamese(&mut self, three: usize) {
        let (hundreds, tens, ones) = (three / 100, three / 10 % 10, three % 10);
        let named = hundreds > 0 || !self.said.is_empty();
        if named {
            self.say(hundreds);
            self.say(vi::HUNDRED);
        }
        match tens {
            0 if named && ones > 0 => self.say(vi::NO_TENS),
            0 => {}
            1 => self.say(vi::TEN),
            _ => {
                self.say(tens);
                self.say(vi::TENS);
            }
        }
        match (tens, ones) {
            (_, 0) => {}
            (2.., 1) => self.say(vi::ONE_AFTER_TENS),
            (1.., 5) => self.say(vi::FIVE_AFTER_TENS),
            _ => self.say(ones),
        }
    }

    fn english(&mut self, three: usize, last: bool) {
        let (hundreds, rest) = (three / 100, three % 100);
        let before = !self.said.is_empty();
        if hundreds > 0 {
            self.say(hundreds);
            self.say(en::HUNDRED);
        }
        // “one thousand and five”, but “one million five thousand”: only the last group has it without hundreds.
        if rest > 0 && (hundreds > 0 || before && last) {
            self.say(en::AND);
        }
        match rest {
            0 => {}
            1..20 => self.say(rest),
            _ => {
                self.say(en::TWENTY + rest / 10 - 2);
                if rest % 10 > 0 {
                    self.said.push('-');
                    self.said.push_str(self.words.get(rest % 10).copied().unwrap_or_default());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Text, of_survey};

    fn say(lang: &str, number: u32) -> String {
        in_words(number, lang, of_survey(lang)[Text::QuestionInWords as usize])
    }

    #[test]
    fn vietnamese_is_said_as_people_say_it() {
        for (number, words) in [
            (0, "không"),
            (1, "một"),
            (5, "năm"),
            (10, "mười"),
            (11, "mười một"),
            (15, "mười lăm"),
            (20, "hai mươi"),
            (21, "hai mươi mốt"),
            (24, "hai mươi bốn"),
            (55, "năm mươi lăm"),
            (100, "một trăm"),
            (105, "một trăm linh năm"),
            (110, "một trăm mười"),
            (115, "một trăm mười lăm"),
            (121, "một trăm hai mươi mốt"),
            (1_000, "một nghìn"),
            (1_005, "một nghìn không trăm linh năm"),
            (1_050, "một nghìn không trăm năm mươi"),
            (5_000, "năm nghìn"),
            (15_000, "mười lăm nghìn"),
            (50_000, "năm mươi nghìn"),
            (50_500, "năm mươi nghìn năm trăm"),
            (100_000, "một trăm nghìn"),
            (1_000_000, "một triệu"),
            (1_005_000, "một triệu không trăm linh năm nghìn"),
            (1_000_005, "một triệu không trăm linh năm"),
            (1_500_000, "một triệu năm trăm nghìn"),
            (50_000_000, "năm mươi triệu"),
            (2_000_000_000, "hai tỷ"),
            (2_000_100_000, "hai tỷ một trăm nghìn"),
            (
                u32::MAX,
                "bốn tỷ hai trăm chín mươi bốn triệu chín trăm sáu mươi bảy nghìn hai trăm chín mươi lăm",
            ),
        ] {
            assert_eq!(say("vi", number), words, "{number}");
        }
    }

    #[test]
    fn english_is_said_as_people_say_it() {
        for (number, words) in [
            (0, "zero"),
            (1, "one"),
            (10, "ten"),
            (15, "fifteen"),
            (21, "twenty-one"),
            (90, "ninety"),
            (105, "one hundred and five"),
            (1_000, "one thousand"),
            (1_005, "one thousand and five"),
            (50_000, "fifty thousand"),
            (1_005_000, "one million five thousand"),
            (1_250_000, "one million two hundred and fifty thousand"),
            (2_000_000_000, "two billion"),
        ] {
            assert_eq!(say("en", number), words, "{number}");
        }
    }
}
