//! Sentences and how long they are: for the readability check and for reading aloud.

/// The sentences of a line, with their punctuation, without the spaces between them.
///
/// A sentence ends with `.`, `!`, `?` or `…` (and the quotes or brackets that close there) before a
/// space or the end. So `dichvucong.gov.vn` and `1.5` end nothing.
pub fn sentences(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, letter) in line.char_indices() {
        if letter.is_whitespace() && ended {
            found.push(line[start..at].trim());
            start = at;
            ended = false;
        } else {
            ended =
                matches!(letter, '.' | '!' | '?' | '…') || (ended && matches!(letter, '”' | '"' | ')' | '»'));
        }
    }
    found.push(line[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// How many words a reader sees: pieces between spaces that hold a letter or a digit.
///
/// Vietnamese puts a space between syllables, and many of its words have two (`điện thoại`). Counting
/// the pieces is therefore stricter than counting words, needs no dictionary, and is what a slow
/// reader goes through one by one. `ông/bà` and `dichvucong.gov.vn` are one piece each.
pub fn length(sentence: &str) -> usize {
    sentence.split_whitespace().filter(|piece| piece.contains(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_falls_into_its_sentences() {
        assert_eq!(sentences("Bấm nút. Chờ máy!  Xong chưa?"), ["Bấm nút.", "Chờ máy!", "Xong chưa?"]);
        assert_eq!(sentences("Mở dichvucong.gov.vn. Đọc kỹ"), ["Mở dichvucong.gov.vn.", "Đọc kỹ"]);
        assert_eq!(sentences("Họ nói: “Đọc mã đi.” Đừng đọc."), ["Họ nói: “Đọc mã đi.”", "Đừng đọc."]);
        assert_eq!(sentences("Chờ… Rồi bấm"), ["Chờ…", "Rồi bấm"]);
        assert!(sentences("  ").is_empty());
    }

    #[test]
    fn words_are_the_pieces_between_spaces_that_can_be_read() {
        assert_eq!(length("Ông/bà mở trang dichvucong.gov.vn."), 4);
        assert_eq!(length("Bấm nút – rồi chờ …"), 4);
        assert_eq!(length(""), 0);
    }
}
