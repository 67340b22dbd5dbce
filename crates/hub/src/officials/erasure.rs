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
    if let Some(file) = outlook.earlier {
        said.push(fill(&texts.erase_earlier, &[("day", &term), ("file", &day(file))]));
    }
    if let (Some(jumped), Some(_)) = (outlook.doubted, outlook.announced) {
        said.push(fill(&texts.erase_doubted, &[("day", &day(jumped))]));
    }
    said
}
