//! What people wrote, as this hub counts, compares and keeps it. The devices of today send it so; older ones do not, and
//! what other programs are given later must hold nothing that they choke on.

use lang_nghe_record::text::{printable, trimmed};
use lang_nghe_record::{ReadRecord, Record, push_text};
use unicode_normalization::UnicodeNormalization;

/// Letters put together as one code each (NFC), without control characters and without what cannot be seen at either
/// end; empty if nothing else was there.
pub(crate) fn tidied(text: &str) -> String {
    let composed: String = text.nfc().collect();
    trimmed(&printable(&composed)).to_owned()
}

/// The record as it is kept, and its JSON: the very one that came, unless there was something to tidy.
pub(super) fn tidy(read: ReadRecord, body: String) -> (Record, String) {
    let ReadRecord { mut record, unknown } = read;
    record.comment = record.comment.map(|comment| tidied(&comment)).filter(|comment| !comment.is_empty());
    // Ids and numbers are as they must be, or the hub says so.
    let is_written = |answer: &str| !answer.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    record.answers = std::mem::take(&mut record.answers)
        .into_iter()
        .map(
            |(item, answer)| {
                if is_written(&answer) { (item, tidied(&answer), true) } else { (item, answer, false) }
            },
        )
        .filter(|(_, answer, written)| !(*written && answer.is_empty()))
        .map(|(item, answer, _)| (item, answer))
        .collect();
    let body = rewritten(&record, &unknown, &body).unwrap_or(body);
    (record, body)
}

/// The record's JSON again with the fields of a newer app behind its own; nothing if the old one says the same, or if
/// a newer app gave answers that this version cannot put in their places.
fn rewritten(
    record: &Record,
    unknown: &serde_json::Map<String, serde_json::Value>,
    body: &str,
) -> Option<String> {
    let before = ReadRecord::from_json(body.as_bytes()).ok()?.record;
    if before == *record || ["answers", "about"].iter().any(|part| unknown.contains_key(*part)) {
        return None;
    }
    let mut json = record.to_json();
    json.pop();
    for (key, value) in unknown {
        json.push(',');
        push_text(&mut json, key);
        json.push(':');
        json.push_str(&value.to_string());
    }
    json.push('}');
    Some(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r#"{"v":1,"id":"00000000000000000000000000000001","campaign":"c","instrument":"i","version":"1","profile":"1","day":"2026-11-21","mode":"self","lang":"vi","answers":{"b":"ANSWER","a":"3"},"about":{},"comment":"COMMENT","app":"0"}"#;

    #[track_caller]
    fn tidied_body(answer: &str, comment: &str, more: &str) -> String {
        let body = RECORD.replace("ANSWER", answer).replace("COMMENT", comment).replace(r#""app":"0""#, more);
        tidy(ReadRecord::from_json(body.as_bytes()).unwrap(), body).1
    }

    #[test]
    fn what_is_in_order_stays_as_it_came_to_the_last_byte() {
        let odd = RECORD.replace("ANSWER", " 4 ").replace("COMMENT", "Tốt \u{1f44d}").replace(":1,", ": 1 ,");
        assert_eq!(tidy(ReadRecord::from_json(odd.as_bytes()).unwrap(), odd.clone()).1, odd);
    }

    #[test]
    fn what_was_tidied_keeps_its_order_and_the_fields_of_a_newer_app() {
        let body = tidied_body("to\u{302}\u{301}t ", "x\\u0000", r#""app":"0","later":[1,"\u0041"]"#);
        assert!(body.contains(r#""answers":{"b":"tốt","a":"3"}"#), "{body}");
        assert!(body.contains(r#""comment":"x""#) && body.ends_with(r#","later":[1,"A"]}"#), "{body}");
    }

    #[test]
    fn words_that_nobody_can_see_are_none() {
        let body = tidied_body("\u{200b}", "\u{200b}", r#""app":"0""#);
        assert!(body.contains(r#""answers":{"a":"3"}"#) && !body.contains("comment"), "{body}");
    }

    #[test]
    fn answers_that_only_a_newer_app_understands_are_left_alone() {
        let body = tidied_body("4", "x\\u0000", r#""app":"0""#).replace(r#""a":"3""#, r#""a":["3"]"#);
        let kept = tidy(ReadRecord::from_json(body.as_bytes()).unwrap(), body.clone()).1;
        assert_eq!(kept, body);
    }
}
