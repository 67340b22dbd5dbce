//! Taking records over HTTP: what is accepted, what is refused and why, and that nothing counts twice.

mod support;

use std::sync::Arc;

use lang_nghe_record::{Envelope, Mode, Record, SecretKey};
use lang_nghe_sync::wire::{AnswerResult, BATCH_BYTES, Missing, Reason};
use support::{
    Place, campaign, campaigns_of, envelope, envelope_to, id, on_the_wire, record, seal_bytes, send, sent,
};

const POST: &str = "/api/v1/records";
const JSON: &str = "application/json";

/// How many records the tally holds: what was counted, not what was received.
fn counted(place: &Place) -> i64 {
    place.number("SELECT COALESCE(SUM(records), 0) FROM tallies")
}

#[test]
fn a_record_is_accepted_once_and_held_ever_after() {
    let place = Place::new();
    let first = place.send(vec![sent(1)]);
    assert_eq!((first[0].result, first[0].reason), (AnswerResult::Accepted, None));
    assert_eq!(first[0].id, id(1).to_string());
    let again = place.send(vec![sent(1)]);
    assert_eq!(again[0].result, AnswerResult::Already);
    assert_eq!(again[0].hash, first[0].hash);
    assert_eq!(first[0].hash.len(), 64);
    assert_eq!(place.number("SELECT COUNT(*) FROM records"), 1);
    assert_eq!(counted(&place), 1);
}

#[test]
fn the_same_record_twice_in_one_batch_counts_once() {
    let place = Place::new();
    let results: Vec<_> =
        place.send(vec![sent(1), sent(2), sent(1)]).into_iter().map(|answer| answer.result).collect();
    assert_eq!(results, [AnswerResult::Accepted, AnswerResult::Accepted, AnswerResult::Already]);
    assert_eq!(counted(&place), 2);
}

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
    assert_eq!(counted(&place), 0);
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
fn the_same_id_with_other_content_is_set_aside_and_the_first_stays() {
    let place = Place::new();
    let first = place.send(vec![sent(1)]);
    let mut other = record(1);
    other.answers.pop();
    let other = on_the_wire(&envelope(&other));
    for _ in 0..2 {
        let answer = &place.send(vec![other.clone()])[0];
        assert_eq!((answer.result, answer.reason), (AnswerResult::Refused, Some(Reason::OtherContent)));
        assert_eq!(answer.hash, first[0].hash, "the hub says which content it holds");
    }
    assert_eq!(place.outcome(sent(1)).0, AnswerResult::Already);
    assert_eq!(place.number("SELECT COUNT(*) FROM set_aside"), 1);
    assert_eq!(place.number("SELECT n FROM refusals WHERE reason = 'other-content'"), 1);
    assert_eq!(counted(&place), 1);
}

#[test]
fn in_a_mixed_batch_each_record_gets_its_own_answer_in_order() {
    let place = Place::new();
    place.send(vec![sent(2)]);
    let mut wrong = record(3);
    wrong.answers[0].1 = "6".into();
    let mut broken = sent(4);
    broken.sealed = "?".into();
    let batch = vec![sent(1), sent(2), on_the_wire(&envelope(&wrong)), broken, sent(5)];
    let ids: Vec<_> = batch.iter().map(|record| record.id.clone()).collect();
    let answers = place.send(batch);
    assert_eq!(answers.iter().map(|answer| answer.id.clone()).collect::<Vec<_>>(), ids);
    let got: Vec<_> = answers.iter().map(|answer| (answer.result, answer.reason)).collect();
    let expected = [
        (AnswerResult::Accepted, None),
        (AnswerResult::Already, None),
        (AnswerResult::Refused, Some(Reason::UnknownOption)),
        (AnswerResult::Refused, Some(Reason::MalformedEnvelope)),
        (AnswerResult::Accepted, None),
    ];
    assert_eq!(got, expected);
    assert_eq!(counted(&place), 3);
}

#[test]
fn fields_of_a_newer_app_are_kept() {
    let place = Place::new();
    let body = record(1).to_json().replace("\"app\":", "\"mood\":{\"weather\":\"mưa\"},\"app\":");
    assert_eq!(place.outcome(seal_bytes(id(1), body.as_bytes())).0, AnswerResult::Accepted);
    let kept = "SELECT COUNT(*) FROM records WHERE json_extract(body, '$.mood.weather') = 'mưa'";
    assert_eq!(place.number(kept), 1);
    assert_eq!(
        place.number("SELECT length(CAST(body AS BLOB)) FROM records"),
        i64::try_from(body.len()).unwrap()
    );
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
fn a_point_that_the_campaign_does_not_name_is_kept_and_counted_as_not_named() {
    let place = Place::new();
    for number in 0..20 {
        let mut record = record(number);
        record.point = Some(format!("invented-{number}"));
        assert_eq!(place.outcome(on_the_wire(&envelope(&record))).0, AnswerResult::Accepted);
    }
    assert_eq!(counted(&place), 20);
    assert_eq!(place.number("SELECT COUNT(DISTINCT json_extract(body, '$.point')) FROM records"), 20);
    // Twenty records of one stratum: invented points make the tally no larger.
    let one = place.number("SELECT length(tally) FROM tallies");
    assert!(one < 1_000, "{one}");
}

#[test]
fn answers_that_waited_beyond_the_last_day_are_taken_and_noted() {
    let mut past = campaign();
    past.closes = "2026-06-30".into();
    let place = Place::with_campaigns(campaigns_of([past]), |hub| hub);
    let mut in_time = record(1);
    in_time.day = lang_nghe_record::Day::parse("2026-06-30").unwrap();
    assert_eq!(place.outcome(on_the_wire(&envelope(&in_time))).0, AnswerResult::Accepted);
    assert_eq!(place.outcome(sent(2)).0, AnswerResult::Accepted);
    assert_eq!(place.number("SELECT accepted FROM days"), 2);
    assert_eq!(place.number("SELECT outside FROM days"), 1);
}

#[test]
fn every_mode_and_an_empty_form_are_taken() {
    let place = Place::new();
    for (number, mode) in (1..).zip(Mode::ALL) {
        let mut record = record(number);
        record.mode = mode;
        record.answers.clear();
        record.about.clear();
        record.comment = None;
        record.point = None;
        assert_eq!(place.outcome(on_the_wire(&envelope(&record))).0, AnswerResult::Accepted, "{mode:?}");
    }
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
    assert_eq!(counted(&place), 1);
}

#[test]
fn a_hundred_records_fit_into_one_body() {
    let place = Place::new();
    let answers = place.send((0..100).map(sent).collect());
    assert!(answers.iter().all(|answer| answer.result == AnswerResult::Accepted));
    assert_eq!(counted(&place), 100);
}

#[test]
fn the_device_learns_which_records_are_missing() {
    let place = Place::new();
    place.send(vec![sent(1), sent(3)]);
    let ask = |ids: &[String]| {
        place.post("/api/v1/records/missing", JSON, serde_json::json!({ "ids": ids }).to_string())
    };
    let ids: Vec<_> = [4, 3, 2, 1].map(|number| id(number).to_string()).into();
    let missing: Missing = ask(&ids).json();
    assert_eq!(missing.hub, "lang-nghe");
    assert_eq!(missing.missing, [ids[0].clone(), ids[2].clone()]);
    let none: Missing = ask(&[]).json();
    assert!(none.missing.is_empty());
    let got = ask(&["x".into()]);
    assert_eq!((got.status, place.problem(&got)), (400, "malformed".to_owned()));
    let many: Vec<_> = (0..1_001).map(|number| id(number).to_string()).collect();
    let got = ask(&many);
    assert_eq!((got.status, place.problem(&got)), (400, "too-many".to_owned()));
    assert_eq!(ask(&many[..1_000]).json::<Missing>().missing.len(), 998);
}

#[test]
fn five_devices_sending_the_same_records_at_once_count_once() {
    let place = Place::new();
    let records: Arc<Vec<_>> = Arc::new((0..60).map(sent).collect());
    let devices: Vec<_> = (0..5)
        .map(|device| {
            let (address, records) = (place.address, Arc::clone(&records));
            std::thread::spawn(move || {
                let mut accepted = 0;
                for round in 0..6 {
                    // Overlapping batches in different orders.
                    let batch = (0..40).map(|step| records[(step * 7 + round * 13 + device) % 60].clone());
                    let answers = send(address, batch.collect());
                    assert!(answers.iter().all(|answer| answer.result != AnswerResult::Refused));
                    accepted +=
                        answers.iter().filter(|answer| answer.result == AnswerResult::Accepted).count();
                }
                accepted
            })
        })
        .collect();
    let accepted: usize = devices.into_iter().map(|device| device.join().unwrap()).sum();
    let held = place.number("SELECT COUNT(*) FROM records");
    assert_eq!(i64::try_from(accepted).unwrap(), held, "each was accepted by exactly one request");
    assert_eq!(counted(&place), held);
    assert_eq!(place.number("SELECT SUM(accepted) FROM days"), held);
}
