//! What officials are told about the end of the answers.

use lang_nghe_record::Day;

use crate::erasure::Outlook;
use crate::words::{Words, fill};

/// Sentences about it. `kept` says until when answers are kept, `erased` that they are gone.
pub(super) fn sentences(
    words: &Words,
    (outlook, today): (&Outlook, Day),
    (kept, erased): (&str, &str),
) -> Vec<String> {
    let texts = &words.officials;
    let day = |day: Day| words.day(&day.to_string());
    let term = day(outlook.term);
    if !outlook.keeps && today > outlook.term {
        return vec![fill(erased, &[("day", &term)])];
    }
    let mut said = vec![fill(kept, &[("day", &term)])];
    if let Some(from) = outlook.announced {
        said.push(fill(&texts.erase_announced, &[("day", &day(from))]));
    }
    if let Some(file) = outlook.file {
        let other = if file < outlook.term { &texts.erase_earlier } else { &texts.erase_later };
        said.push(fill(other, &[("day", &term), ("file", &day(file))]));
    }
    if let (Some(jumped), Some(_)) = (outlook.doubted, outlook.announced) {
        said.push(fill(&texts.erase_doubted, &[("day", &day(jumped))]));
    }
    said
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::words::Languages;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// What is said in Vietnamese on 20 January 2027 of answers that are kept until the end of that month.
    fn said(change: impl FnOnce(&mut Outlook)) -> Vec<String> {
        let content = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../content"));
        let words = Languages::read(content).unwrap();
        let mut outlook =
            Outlook { term: day("2027-01-31"), file: None, announced: None, keeps: true, doubted: None };
        change(&mut outlook);
        let words = words.get("vi");
        sentences(words, (&outlook, day("2027-01-20")), (&words.officials.erase, &words.officials.erased))
    }

    #[test]
    fn officials_read_until_when_answers_are_kept_and_what_stands_in_the_way() {
        let plain = said(|_| {});
        assert!(plain.len() == 1 && plain[0].contains("sẽ được xóa sau ngày 31/01/2027"), "{plain:?}");
        let announced = said(|outlook| outlook.announced = Some(day("2027-02-01")));
        assert!(announced.len() == 2 && announced[1].contains("Sẽ xóa từ ngày 01/02/2027"), "{announced:?}");
        let earlier = said(|outlook| outlook.file = Some(day("2024-01-31")));
        assert!(earlier.len() == 2 && earlier[1].contains("31/01/2024, sớm hơn"), "{earlier:?}");
        let later = said(|outlook| outlook.file = Some(day("2072-01-31")));
        assert!(later.len() == 2 && later[1].contains("31/01/2072, muộn hơn"), "{later:?}");
        for other in [&earlier, &later] {
            assert!(other[1].contains("ngày 31/01/2027"), "the promised day: {other:?}");
        }
    }

    #[test]
    fn a_clock_that_jumped_is_told_where_an_erasure_waits_for_it() {
        let jumped = Some(day("2029-11-21"));
        assert_eq!(said(|outlook| outlook.doubted = jumped).len(), 1, "nothing waits");
        let waits = said(|outlook| {
            outlook.doubted = jumped;
            outlook.announced = Some(day("2027-02-01"));
        });
        assert!(waits.len() == 3 && waits[2].contains("nhảy tới ngày 21/11/2029"), "{waits:?}");
    }

    #[test]
    fn answers_that_are_gone_are_told_as_gone_once_their_term_is_over() {
        let gone = said(|outlook| {
            outlook.keeps = false;
            outlook.term = day("2027-01-19");
        });
        assert!(gone.len() == 1 && gone[0].contains("đã được xóa sau ngày 19/01/2027"), "{gone:?}");
        assert!(said(|outlook| outlook.keeps = false)[0].contains("sẽ được xóa"), "none came yet");
    }
}
