//! What is refused, record by record or as a whole request, and the reason given.

use lang_nghe_record::{Envelope, Record, SecretKey};
use lang_nghe_sync::wire::{AnswerResult, BATCH_BYTES, Reason};

use crate::support::{Place, envelope, envelope_to, id, on_the_wire, record, seal_bytes, sent};

const POST: &str = "/api/v1/records";
const JSON: &str = "application/json";

/// A record that is wrong in one way, and the reason it must get.
fn wrong_records() -> Vec<(&'static str, Record, Reason)> {
    let change = |change: fn(&mut Record)| {
        let mut record = record(900);
        change(&mut record);
        record
    };
    let pair = |item: &str, option: &str| (item.to_owned(), option.to_owned());
    vec![
        (
            "another instrument",
            change(|record| record.instrument = "sipas-dv-16".into()),
            Reason::UnknownInstrument,
        ),
        ("an unknown version", change(|record| record.version = "1999.1".into()), Reason::UnknownInstrument),
        ("an unknown item", change(|record| record.answers[0].0 = "time-9".into()), Reason::UnknownItem),
        ("an item twice", change(|record| record.answers[1].0 = "time-1".into()), Reason::UnknownItem),
        ("an answer off the scale", change(|record| record.answers[0].1 = "6".into()), Reason::UnknownOption),
        ("an unknown procedure", change(|record| record.about[0].1 = "flying".into()), Reason::UnknownOption),
        (
            "an unknown profile question",
            change(|record| record.about[1].0 = "name".into()),
            Reason::UnknownItem,
        ),
        (
            "a profile question twice",
            change(|record| record.about[1].0 = "procedure".into()),
            Reason::UnknownItem,
        ),
        ("a comment too long", change(|record| record.comment = Some("á".repeat(2_001))), Reason::TooLong),
        ("a version too long", change(|record| record.app = "9".repeat(65)), Reason::TooLong),
        (
            "too many answers",
            {
                let mut record = record(900);
                record.answers = (0..201).map(|number| pair(&number.to_string(), "1")).collect();
                record
            },
            Reason::TooLong,
        ),
    ]
}

#[test]
fn every_wrong_record_is_refused_with_its_reason_and_counted() {
    let place = Place::new();
    let cases = wrong_records();
    for (name, record, reason) in &cases {
        let outcome = place.outcome(on_the_wire(&envelope(record)));
        assert_eq!(outcome, (AnswerResult::Refused, Some(*reason)), "{name}");
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM records"), 0);
    assert_eq!(place.counted(), 0);
    let refused =
        place.number("SELECT SUM(n) FROM refusals WHERE campaign = 'demo-pulse' AND day = '2026-11-21'");
    assert_eq!(refused, i64::try_from(cases.len()).unwrap());
}

#[test]
fn an_envelope_that_is_none_is_refused() {
    let place = Place::new();
    for id in ["", "1", &"g".repeat(32), &"A".repeat(32), &"0".repeat(33)] {
        let mut record = sent(1);
        record.id = id.to_owned();
        assert_eq!(place.outcome(record), (AnswerResult::Refused, Some(Reason::MalformedEnvelope)), "{id}");
    }
    let mut record = sent(1);
    record.sealed = "no base64!".into();
    assert_eq!(place.outcome(record), (AnswerResult::Refused, Some(Reason::MalformedEnvelope)));
    let mut record = sent(1);
    record.sealed = "AAAA".repeat(22_000);
    assert_eq!(place.outcome(record), (AnswerResult::Refused, Some(Reason::TooLong)));
}

#[test]
fn an_unknown_campaign_is_refused_and_its_name_is_not_kept() {
    let place = Place::new();
    let mut record = record(1);
    record.campaign = "somewhere-else".into();
    let outcome = place.outcome(on_the_wire(&envelope(&record)));
    assert_eq!(outcome, (AnswerResult::Refused, Some(Reason::UnknownCampaign)));
    assert_eq!(place.number("SELECT n FROM refusals WHERE campaign = '' AND reason = 'unknown-campaign'"), 1);
}

#[test]
fn what_is_sealed_to_another_key_or_changed_on_the_way_does_not_open() {
    let place = Place::new();
    let other = SecretKey::derive([8; 32]).public();
    let cannot = (AnswerResult::Refused, Some(Reason::CannotOpen));
    assert_eq!(place.outcome(on_the_wire(&envelope_to(&other, &record(1)))), cannot);
    let mut changed = envelope(&record(1));
    *changed.sealed.last_mut().unwrap() ^= 1;
    assert_eq!(place.outcome(on_the_wire(&changed)), cannot);
    let empty = Envelope { sealed: Vec::new(), ..envelope(&record(1)) };
    assert_eq!(place.outcome(on_the_wire(&empty)), cannot);
    // The seal binds id and campaign: a relabelled envelope does not open either.
    let mut relabelled = sent(1);
    relabelled.id = id(2).to_string();
    assert_eq!(place.outcome(relabelled), cannot);
}

#[test]
fn what_is_sealed_and_no_record_is_refused() {
    let place = Place::new();
    let good = record(1).to_json();
    let malformed = [
        String::new(),
        "{}".into(),
        "[]".into(),
        "null".into(),
        good.replace("2026-11-21", "2026-02-30"),
        good.replace("\"v\":1", "\"v\":2"),
        good.replace("\"mode\":\"self\"", "\"mode\":\"robot\""),
        good.replace("\"answers\":{", "\"answers\":{\"time-1\":4,"),
    ];
    for body in &malformed {
        assert_ne!(*body, good);
        let outcome = place.outcome(seal_bytes(id(1), body.as_bytes()));
        assert_eq!(outcome, (AnswerResult::Refused, Some(Reason::MalformedRecord)), "{body}");
    }
    let outcome = place.outcome(seal_bytes(id(1), b"\xff\xfe"));
    assert_eq!(outcome, (AnswerResult::Refused, Some(Reason::MalformedRecord)));
    let of_another_id = place.outcome(seal_bytes(id(2), good.as_bytes()));
    assert_eq!(of_another_id, (AnswerResult::Refused, Some(Reason::Mislabelled)));
    let elsewhere = good.replace("demo-pulse", "elsewhere");
    let outcome = place.outcome(seal_bytes(id(1), elsewhere.as_bytes()));
    assert_eq!(outcome, (AnswerResult::Refused, Some(Reason::Mislabelled)));
    assert_eq!(place.number("SELECT COUNT(*) FROM records"), 0);
}

#[test]
fn a_body_that_is_no_batch_is_a_problem_and_never_a_success() {
    let place = Place::new();
    let cases: [(&str, &[u8], u16, &str); 9] = [
        (JSON, b"", 400, "malformed"),
        (JSON, b"{", 400, "malformed"),
        (JSON, b"[]", 400, "malformed"),
        (JSON, b"{\"records\":1}", 400, "malformed"),
        (JSON, b"{\"records\":[{\"id\":\"x\"}]}", 400, "malformed"),
        (JSON, b"\xff\xfe", 400, "malformed"),
        ("text/plain", b"{\"records\":[]}", 415, "wrong-type"),
        ("application/x-www-form-urlencoded", b"records=", 415, "wrong-type"),
        ("", b"{\"records\":[]}", 415, "wrong-type"),
    ];
    for (kind, body, status, problem) in cases {
        let got = place.post(POST, kind, body);
        assert_eq!((got.status, place.problem(&got)), (status, problem.to_owned()), "{kind} {body:?}");
        assert_eq!(got.header("cache-control"), "no-store");
    }
    assert_eq!(place.post(POST, "application/json; charset=utf-8", "{\"records\":[]}").status, 200);
}

#[test]
fn a_problem_never_quotes_what_was_sent() {
    let place = Place::new();
    let got = place.post(POST, JSON, "{\"records\":\"Nguyễn Văn A\"}");
    assert!(!got.text().contains("Nguy"), "{}", got.text());
}

#[test]
fn limits_are_kept_and_said() {
    let place = Place::new();
    let got = place.post(POST, JSON, vec![b' '; BATCH_BYTES + 1]);
    assert_eq!((got.status, place.problem(&got)), (413, "too-large".to_owned()));
    let batch = |count| serde_json::to_vec(&serde_json::json!({ "records": vec![sent(1); count] })).unwrap();
    let got = place.post(POST, JSON, batch(101));
    assert_eq!((got.status, place.problem(&got)), (400, "too-many".to_owned()));
    assert_eq!(place.post(POST, JSON, batch(100)).status, 200);
    assert_eq!(place.counted(), 1);
}

#[test]
fn a_hub_that_cannot_write_says_busy_and_keeps_nothing() {
    let place = Place::new();
    place.send(vec![sent(1)]);
    let body = serde_json::json!({ "records": [sent(2)] }).to_string();
    let busy = place.while_locked(|| place.post(POST, JSON, body.clone()));
    assert_eq!((busy.status, place.problem(&busy)), (503, "busy".to_owned()));
    assert_eq!(busy.header("retry-after"), "30");
    assert_eq!(place.number("SELECT COUNT(*) FROM records"), 1);
    assert_eq!(place.post(POST, JSON, body).status, 200);
    assert_eq!(place.counted(), 2);
}
