//! Days that no campaign has: from devices whose clock stands at 1970, 2019 or 2099, and from whoever invents them.

use lang_nghe_hub::storage::{FormDay, SqliteStorage, Storage as _};
use lang_nghe_record::{Day, Record};
use lang_nghe_sync::wire::{AnswerResult, Reason};

use crate::support::*;

fn on_day(number: u64, day: &str) -> Record {
    Record { day: Day::parse(day).unwrap(), ..record(number) }
}

/// The demo campaign, in November only.
fn november() -> Place {
    let campaign = lang_nghe_campaign::Campaign {
        opens: "2026-11-01".into(),
        closes: "2026-11-30".into(),
        ..campaign()
    };
    Place::with_campaigns(campaigns_of([campaign]), |hub| hub)
}

#[test]
fn an_honest_form_of_a_wrong_clock_is_taken_and_counted_once() {
    let place = november();
    let days = ["1970-01-01", "2019-06-01", "2099-12-31", "0001-01-01", "9999-12-31"];
    for (number, day) in (1..).zip(days) {
        let sent = || on_the_wire(&envelope(&on_day(number, day)));
        assert_eq!(place.outcome(sent()).0, AnswerResult::Accepted, "{day}");
        assert_eq!(place.outcome(sent()).0, AnswerResult::Already, "{day}");
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM records"), 5);
    assert_eq!(place.number("SELECT outside FROM days"), 5);
    assert_eq!(place.number("SELECT n FROM point_days"), 5, "all of them in one row");
}

#[test]
fn invented_days_make_no_more_rows_than_the_campaign_has_days_and_points() {
    let place = november();
    let mut sent = Vec::new();
    for number in 0..1_500_u32 {
        let (year, month, day) = (1 + number * 6, 1 + number % 12, 1 + number % 28);
        let mut record = on_day(number.into(), &format!("{year:04}-{month:02}-{day:02}"));
        record.point = Some((1 + number % 5).to_string());
        sent.push(on_the_wire(&envelope(&record)));
    }
    let honest = on_day(9_999, "2026-11-30");
    sent.push(on_the_wire(&envelope(&honest)));
    for batch in sent.chunks(100) {
        assert!(place.send(batch.to_vec()).iter().all(|answer| answer.result == AnswerResult::Accepted));
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM point_days"), 2);
    assert_eq!(place.number("SELECT SUM(n) FROM point_days"), 1_501);
    assert_eq!(place.number("SELECT COUNT(*) FROM days"), 1);
}

#[test]
fn days_around_the_campaign_are_told_apart_as_far_as_promised() {
    let place = november();
    for (number, day) in (1..).zip(["2026-10-17", "2026-10-18", "2026-12-14", "2026-12-15"]) {
        assert_eq!(place.outcome(on_the_wire(&envelope(&on_day(number, day)))).0, AnswerResult::Accepted);
    }
    assert_eq!(FormDay::TOLERANCE, 14);
    assert_eq!(place.number("SELECT COUNT(*) FROM point_days"), 3);
    assert_eq!(place.number("SELECT n FROM point_days WHERE day = 'outside' AND point = ''"), 2);
}

#[tokio::test]
async fn rows_of_days_that_were_told_apart_before_are_put_together() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hub.sqlite");
    let storage = SqliteStorage::open(&file).await.unwrap();
    let mut other = sqlx::ConnectOptions::connect(&sqlx::sqlite::SqliteConnectOptions::new().filename(&file))
        .await
        .unwrap();
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
                INSERT INTO point_days SELECT 'demo-pulse', i % 3, printf('%04d-01-01', i), 2 FROM n";
    sqlx::query(rows).execute(&mut other).await.unwrap();
    let day = |text| Day::parse(text).unwrap();
    let gone = storage.fold_days("demo-pulse", day("2026-01-01"), day("2027-01-01")).await.unwrap();
    assert_eq!(gone, 2_998);
    let again = storage.fold_days("demo-pulse", day("2026-01-01"), day("2027-01-01")).await.unwrap();
    assert_eq!(again, 0);
    let sums: (i64, i64) =
        sqlx::query_as("SELECT COUNT(*), SUM(n) FROM point_days").fetch_one(&mut other).await.unwrap();
    assert_eq!(sums, (3, 6_000));
    let status = storage.status("demo-pulse").await.unwrap();
    assert!(status.point_days.iter().all(|one| one.day != FormDay::OUTSIDE), "no day of its own on a page");
}

#[test]
fn a_form_is_as_large_as_its_questions_can_make_it_and_no_larger() {
    let place = Place::new();
    let mut longest = record(1);
    longest.comment = Some("\u{1F600}".repeat(lang_nghe_record::limits::COMMENT_CHARS));
    let body = longest.to_json().replace("\"app\":", &format!("\"new\":\"{}\",\"app\":", "x".repeat(2_000)));
    assert_eq!(place.outcome(seal_bytes(id(1), body.as_bytes())).0, AnswerResult::Accepted);
    let body =
        record(2).to_json().replace("\"app\":", &format!("\"new\":\"{}\",\"app\":", "x".repeat(30_000)));
    assert_eq!(
        place.outcome(seal_bytes(id(2), body.as_bytes())),
        (AnswerResult::Refused, Some(Reason::TooLong))
    );
    let most = place.number("SELECT MAX(length(CAST(body AS BLOB))) FROM records");
    assert!(most < 20_000, "{most} bytes in one row");
}
