//! Several answers over the wire, flags, days with far more forms, and lists that put the newest first.

use lang_nghe_campaign::Campaign;
use lang_nghe_record::Record;
use lang_nghe_sync::wire::{AnswerResult, Reason};

use crate::support::{Place, campaign, campaigns_of, envelope, on_the_wire, record};

/// The long form in this version, asked under a name of its own.
fn long(name: &str, version: &str) -> Campaign {
    let mut campaign =
        Campaign { id: name.into(), instrument: "sipas-39".into(), version: version.into(), ..campaign() };
    campaign.texts[0].title = format!("Đợt {name}");
    campaign
}

fn place() -> Place {
    Place::with_campaigns(campaigns_of([campaign(), long("dai", "2026.3"), long("cu", "2026.1")]), |hub| hub)
}

/// A form of the long campaign with this answer to the channels of information.
fn heard(number: u64, answer: &str) -> Record {
    Record {
        campaign: "dai".into(),
        instrument: "sipas-39".into(),
        version: "2026.3".into(),
        answers: vec![("hear".into(), answer.into())],
        about: Vec::new(),
        ..record(number)
    }
}

#[test]
fn several_answers_are_taken_and_what_does_not_fit_is_refused_with_its_reason() {
    let place = place();
    for (number, (answer, expected)) in [
        ("media internet loudspeaker", (AnswerResult::Accepted, None)),
        ("no-channel", (AnswerResult::Accepted, None)),
        ("na", (AnswerResult::Accepted, None)),
        ("media no-channel", (AnswerResult::Refused, Some(Reason::UnfitAnswer))),
        ("media media", (AnswerResult::Refused, Some(Reason::UnfitAnswer))),
        ("media fax", (AnswerResult::Refused, Some(Reason::UnknownOption))),
    ]
    .into_iter()
    .enumerate()
    {
        let outcome = place.outcome(on_the_wire(&envelope(&heard(number as u64, answer))));
        assert_eq!(outcome, expected, "{answer}");
    }
    let blocks = Record { blocks: vec!["water".into()], ..heard(90, "na") };
    let outcome = place.outcome(on_the_wire(&envelope(&blocks)));
    assert_eq!(outcome, (AnswerResult::Refused, Some(Reason::UnknownBlocks)));
    assert_eq!(place.counted(), 3);
}

#[test]
fn flags_reach_the_officials_as_scores_with_and_without() {
    let place = place();
    for number in 0..24u64 {
        let flags = Some(if number < 12 { vec!["fast".to_owned()] } else { Vec::new() });
        let record = Record { flags, ..record(number) };
        assert_eq!(place.outcome(on_the_wire(&envelope(&record))).0, AnswerResult::Accepted);
    }
    place.step();
    let page = place.get("/can-bo/demo-pulse").text().to_owned();
    for words in ["Trả lời quá nhanh, khó đọc kịp câu hỏi", "Không có dấu hiệu", "không phiếu nào bị bỏ ra"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(place.counted(), 24, "nothing is dropped");
}

#[test]
fn officials_see_what_is_newest_first_and_the_rest_behind_more() {
    let page = place().get("/can-bo").text().to_owned();
    let (current, rest) = page.split_once("<details>").unwrap();
    assert!(current.contains("Đợt dai") && !current.contains("Đợt cu"), "{page}");
    assert!(rest.contains("Xem thêm (1)") && rest.contains("Đợt cu"), "{page}");
    assert!(rest.contains("Đã có phiên bản câu hỏi mới hơn: 2026.3."), "{page}");
}

#[test]
fn the_list_for_everyone_says_what_is_no_longer_the_newest() {
    let list: serde_json::Value = place().get("/api/v1/campaigns").json();
    let campaigns = list["campaigns"].as_array().unwrap();
    let outdated = |name: &str| {
        let campaign = campaigns.iter().find(|campaign| campaign["id"] == name).unwrap();
        campaign.get("outdated").map(|old| old["newer"].clone())
    };
    assert_eq!((outdated("dai"), outdated("cu")), (None, Some("2026.3".into())));
}

#[test]
fn a_comment_written_again_is_found_when_everything_is_counted_again() {
    let place = place();
    let say = |number: u64, comment: &str| Record { comment: Some(comment.into()), ..record(number) };
    let records = [
        say(1, "Chờ quá lâu, xin thêm ghế ngồi."),
        say(2, "chờ quá lâu xin thêm ghế ngồi"),
        say(3, "Cán bộ hướng dẫn rất dễ hiểu."),
    ];
    for record in &records {
        assert_eq!(place.outcome(on_the_wire(&envelope(record))).0, AnswerResult::Accepted);
    }
    place.step();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let verdicts = runtime.block_on(async {
        let file = place.folder.path().join("hub.sqlite");
        let storage = lang_nghe_hub::storage::SqliteStorage::open(&file).await.unwrap();
        let campaigns = campaigns_of([campaign()]);
        lang_nghe_hub::check::recount(&campaigns, &storage).await.unwrap()
    });
    assert_eq!(verdicts[0].1, lang_nghe_hub::check::Verdict::Same { records: 3, repeated: 2 });
}

#[test]
fn a_busy_day_of_one_point_and_words_written_again_are_counted_signed_and_not_dropped() {
    let place = place();
    let take = |record: &Record| {
        assert_eq!(place.outcome(on_the_wire(&envelope(record))).0, AnswerResult::Accepted);
    };
    let day = |text: &str| lang_nghe_record::Day::parse(text).unwrap();
    let mut number = 0;
    let mut came = |point: &str, on: &str, comment: &str| {
        number += 1;
        let mut one = record(number);
        // Answers of their own: many forms with the very same ones are another sign.
        for (answer, level) in one.answers.iter_mut().zip([number, number / 5]) {
            answer.1 = (1 + level % 5).to_string();
        }
        let point = Some(point.to_owned());
        take(&Record { point, day: day(on), comment: Some(comment.into()), flags: Some(Vec::new()), ..one });
    };
    for on in ["2026-11-16", "2026-11-17", "2026-11-18"] {
        for _ in 0..4 {
            came("1", on, "Nhanh.");
            came("2", on, "Nhanh.");
        }
    }
    for _ in 0..38 {
        came("1", "2026-11-19", "Nhanh.");
    }
    for _ in 0..12 {
        came("2", "2026-11-20", "Xin thêm ghế ngồi ở sảnh chờ!");
    }
    for _ in 0..12 {
        came("luu-dong", "2026-11-20", "Nhanh.");
    }
    assert_eq!(place.counted(), 86, "nothing is dropped");
    assert_eq!(
        place.number("SELECT count(*) FROM records WHERE signs & 8 = 8"),
        38,
        "all of that day, whoever came first"
    );
    assert_eq!(place.number("SELECT count(*) FROM records WHERE signs = 16"), 12, "all that say the same");
    let page = place.get("/can-bo/demo-pulse").text().to_owned();
    assert!(page.contains("Quầy 1, 19/11/2026 (38 phiếu)"), "{page}");
    assert!(!page.contains("Quầy 2, 20/11/2026 (12 phiếu)"), "twelve forms are no busy day");
    for row in ["Lời viết giống phiếu khác", "Không có dấu hiệu"] {
        assert!(page.contains(row), "{row}");
    }
    assert!(!page.contains("Xin thêm ghế"), "words of people are on no page");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let verdicts = runtime.block_on(async {
        let file = place.folder.path().join("hub.sqlite");
        let storage = lang_nghe_hub::storage::SqliteStorage::open(&file).await.unwrap();
        lang_nghe_hub::check::recount(&campaigns_of([campaign()]), &storage).await.unwrap()
    });
    assert_eq!(verdicts[0].1, lang_nghe_hub::check::Verdict::Same { records: 86, repeated: 12 });
}

#[test]
fn forms_of_another_version_are_counted_apart_and_the_page_says_so() {
    let place = place();
    let old =
        Record { campaign: "dai".into(), version: "2026.1".into(), answers: Vec::new(), ..heard(7, "na") };
    assert_eq!(place.outcome(on_the_wire(&envelope(&old))).0, AnswerResult::Accepted);
    assert_eq!(place.outcome(on_the_wire(&envelope(&heard(8, "na")))).0, AnswerResult::Accepted);
    place.step();
    let page = place.get("/can-bo/dai").text().to_owned();
    assert!(page.contains("1 phiếu trả lời bản câu hỏi 2026.1, không phải bản đang hỏi."), "{page}");
    assert!(!place.get("/can-bo/demo-pulse").text().contains("không phải bản đang hỏi"));
}
