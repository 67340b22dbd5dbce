//! Taking records over HTTP: what is accepted, what is refused and why, and that nothing counts twice.

use std::sync::Arc;

use lang_nghe_hub::Hub;
use lang_nghe_hub::erasure;
use lang_nghe_hub::intake::examine;
use lang_nghe_hub::storage::{Outcome, SqliteStorage};
use lang_nghe_hub::words::Languages;
use lang_nghe_record::{Day, Mode};
use lang_nghe_sync::wire::{AnswerResult, Missing, Reason};

use crate::client::send;
use crate::support::{
    Place, campaign, campaigns_of, content_folder, envelope, id, on_the_wire, record, seal_bytes, sent, today,
};

const JSON: &str = "application/json";

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
    assert_eq!(place.counted(), 1);
}

#[test]
fn the_same_record_twice_in_one_batch_counts_once() {
    let place = Place::new();
    let results: Vec<_> =
        place.send(vec![sent(1), sent(2), sent(1)]).into_iter().map(|answer| answer.result).collect();
    assert_eq!(results, [AnswerResult::Accepted, AnswerResult::Accepted, AnswerResult::Already]);
    assert_eq!(place.counted(), 2);
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
    assert_eq!(place.counted(), 1);
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
    assert_eq!(place.counted(), 3);
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
fn a_point_that_the_campaign_does_not_name_is_kept_and_counted_as_not_named() {
    let place = Place::new();
    for number in 0..20 {
        let mut record = record(number);
        record.point = Some(format!("invented-{number}"));
        assert_eq!(place.outcome(on_the_wire(&envelope(&record))).0, AnswerResult::Accepted);
    }
    assert_eq!(place.counted(), 20);
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
fn what_people_wrote_is_kept_composed_and_without_control_characters() {
    let place = Place::new();
    // 1,650 codes as some systems type them, 1,199 letters as everybody counts them.
    let typed = "cho\u{031b}\u{0300} la\u{0302}u ".repeat(150);
    let comments =
        [typed, "a\0b\u{7}c\u{1b}[0m\nd".into(), "\u{200b}\u{200d}\u{feff}".into(), "Nhanh, gọn.".into()];
    for (number, comment) in (1..).zip(comments) {
        let mut record = record(number);
        record.comment = Some(comment);
        assert_eq!(place.outcome(on_the_wire(&envelope(&record))).0, AnswerResult::Accepted);
        // Sent again it is the same record: its name is that of the bytes that came.
        assert_eq!(place.outcome(on_the_wire(&envelope(&record))).0, AnswerResult::Already);
    }
    let longest = "SELECT MAX(length(json_extract(body, '$.comment'))) FROM records";
    assert_eq!(place.number(longest), 1_199);
    let plain =
        "SELECT COUNT(*) FROM records WHERE json_extract(body, '$.comment') = 'abc[0m' || char(10) || 'd'";
    assert_eq!(place.number(plain), 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM records WHERE json_extract(body, '$.comment') IS NULL"), 1);
    assert_eq!(
        place.number("SELECT COUNT(*) FROM records WHERE body LIKE '%\"comment\":\"Nhanh, gọn.\"%'"),
        1
    );
    assert_eq!(place.counted(), 4);
}

#[test]
fn the_same_words_typed_in_parts_and_whole_are_the_same_words() {
    let place = Place::new();
    let whole = "Phải chờ rất lâu mà không ai giải thích";
    let parts: String = unicode_normalization::UnicodeNormalization::nfd(whole).collect();
    assert_ne!(parts, whole);
    for (number, comment) in [(1, whole), (2, parts.as_str())] {
        let mut record = record(number);
        record.comment = Some(comment.to_owned());
        assert_eq!(place.outcome(on_the_wire(&envelope(&record))).0, AnswerResult::Accepted);
    }
    // Words are compared at the step.
    place.step();
    assert_eq!(place.number("SELECT COUNT(DISTINCT phrase) FROM phrases"), 1);
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
fn a_hundred_records_fit_into_one_body() {
    let place = Place::new();
    let answers = place.send((0..100).map(sent).collect());
    assert!(answers.iter().all(|answer| answer.result == AnswerResult::Accepted));
    assert_eq!(place.counted(), 100);
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
    assert_eq!(place.counted(), held);
    assert_eq!(place.number("SELECT SUM(accepted) FROM days"), held);
}

async fn erasure_round_on(hub: &mut Hub, clock: fn() -> Result<Day, lang_nghe_record::DayError>) {
    hub.clock = clock;
    erasure::round(hub).await;
}

#[tokio::test]
async fn answers_are_gone_when_the_promised_months_are_over() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Arc::new(SqliteStorage::open(&folder.path().join("hub.sqlite")).await.unwrap());
    let mut past = campaign();
    past.closes = "2026-10-20".into();
    past.retention_months = 1;
    let words = Languages::read(&content_folder()).unwrap();
    let mut hub = Hub::new(campaigns_of([past]), storage, words);
    let batch = |hub: &Hub| vec![examine(&hub.campaigns, &sent(1))];
    hub.storage.receive(today(), batch(&hub)).await.unwrap();
    crate::storage::step(&hub, lang_nghe_hub::storage::steps::Boundary::Now).await;
    let form = hub.storage.forms().await.unwrap().remove(0);

    for day in 7..=20 {
        hub.storage.run_on(Day::new(2026, 11, day).unwrap()).await.unwrap();
        if day == 7 {
            erasure_round_on(&mut hub, || Day::parse("2026-11-07")).await;
        }
    }
    erasure_round_on(&mut hub, || Day::parse("2026-11-20")).await;
    assert_eq!(
        hub.storage.recount(&form, &mut |_: &str, _, _| {}).await.unwrap().1,
        0,
        "the last day is a full day"
    );
    erasure_round_on(&mut hub, || Day::parse("2026-11-21")).await;
    let (kept, erased) = hub.storage.recount(&form, &mut |_: &str, _, _| {}).await.unwrap();
    assert_eq!((kept.unwrap().records, erased), (1, 1), "the answers are gone, what they added up to stays");
    let again = hub.storage.receive(today(), batch(&hub)).await.unwrap();
    assert!(matches!(again[0], Outcome::Already(_)));
}
