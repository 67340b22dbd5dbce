//! What people write, as it is counted, compared and kept. Letters are put together as one code each (NFC) by whoever
//! has the tables for it: the browser on a device, the hub at its door.

/// Without control characters, which no keyboard means and some programs refuse; line breaks and tabs stay.
pub fn printable(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect()
}

/// Without what cannot be seen at either end; empty if there is nothing else.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || is_unseen(letter))
}

/// Signs without width that mean something only beside others: joiners, marks of direction, soft hyphens, fillers.
fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_and_words_lines_and_tabs_stay() {
        assert_eq!(printable("a\0b\u{7}c\u{1b}[1m\r\nd\te\u{85}f\u{7f}"), "abc[1m\nd\tef");
        let words = "Chờ lâu quá! 👩‍👩‍👧 e\u{301}";
        assert_eq!(printable(words), words);
    }

    #[test]
    fn what_cannot_be_seen_alone_is_nothing() {
        assert_eq!(trimmed("\u{200b}\u{200d}\u{feff} \n\u{2060}\u{3164}"), "");
        assert_eq!(trimmed(" \u{200b}tốt\u{200e}\n"), "tốt");
        assert_eq!(trimmed("👩‍👧"), "👩‍👧", "within, a joiner means something");
    }
}
