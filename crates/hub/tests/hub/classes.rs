//! Classes over the wire: taken once, corrected, refused with a reason, summed up, erased, and nowhere for the public.

use lang_nghe_hub::campaigns::Campaigns;
use lang_nghe_hub::check::{ClassVerdict, classes as check_classes};
use lang_nghe_hub::classes::{Classes, fold};
use lang_nghe_hub::dist::Dist;
use lang_nghe_hub::intake::examine;
use lang_nghe_hub::storage::{Arrival, Outcome, SqliteStorage, Storage};
use lang_nghe_lesson::class::{Class, ClassRecord, Corrects, Round, Way};
use lang_nghe_record::{Envelope, Kind, Plain, RecordId};
use lang_nghe_sync::wire::{AnswerResult, Reason, SealedRecord};
use proptest::prelude::*;

use crate::support::{
    Place, TODAY, campaign, campaigns_of, class, class_campaign, id, key, known_classes, on_the_wire, sent,
    today, write_dist,
};

pub(crate) fn campaigns() -> Campaigns {
    campaigns_of([campaign()]).with_classes([known_classes()])
}

fn place() -> Place {
    Place::with_campaigns(campaigns(), |hub| hub).with_a_device()
}

pub(crate) fn sealed(number: u64, class: &Class) -> SealedRecord {
    let record = ClassRecord::new(id(number), class, "0.1.0");
    let mut entropy = [8; 32];
    entropy[..8].copy_from_slice(&number.to_le_bytes());
    on_the_wire(&record.plain().seal(&key().public(), entropy).unwrap())
}

fn correction(first: u64, number: u16, heads: u16) -> Class {
    let mut class = class();
    class.people[5][0] = heads;
    class.corrects = Some(Corrects { first: id(first), number });
    class
}

#[test]
fn a_class_is_taken_once_beside_the_forms() {
    let place = place();
    assert_eq!(place.outcome(sealed(1, &class())), (AnswerResult::Accepted, None));
    assert_eq!(place.outcome(sealed(1, &class())), (AnswerResult::Already, None));
    assert_eq!(place.outcome(sent(2)), (AnswerResult::Accepted, None));
    let other = correction(7, 1, 9);
    assert_eq!(place.outcome(sealed(1, &other)), (AnswerResult::Refused, Some(Reason::OtherContent)));
    assert_eq!(place.number("SELECT COUNT(*) FROM classes"), 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM set_aside"), 1);
    assert_eq!(place.counted(), 1, "the form is counted as ever, and the class is none");
    let body = serde_json::json!({ "ids": [id(1).to_string(), id(2).to_string(), id(3).to_string()] });
    let got = place.post("/api/v1/records/missing", "application/json", body.to_string());
    assert_eq!(got.json::<serde_json::Value>()["missing"], serde_json::json!([id(3).to_string()]));
}

#[test]
fn a_form_and_a_class_are_not_taken_for_each_other() {
    let place = place();
    let record = ClassRecord::new(id(1), &class(), "0.1.0");
    let as_form = Plain { kind: Kind::Form, ..record.plain() }.seal(&key().public(), [8; 32]).unwrap();
    assert_eq!(place.outcome(on_the_wire(&as_form)), (AnswerResult::Refused, Some(Reason::CannotOpen)));
    let to_survey = Class { campaign: "demo-pulse".into(), ..class() };
    assert_eq!(place.outcome(sealed(2, &to_survey)), (AnswerResult::Refused, Some(Reason::CannotOpen)));
}

/// What is wrong, how to make it so, and the reason it must get.
type Case = (&'static str, fn(&mut Class), Reason);

#[test]
fn every_class_that_cannot_have_been_held_is_refused_with_its_reason() {
    let cases: [Case; 8] = [
        ("an unknown campaign", |class| class.campaign = "songs".into(), Reason::UnknownCampaign),
        ("an unknown lesson", |class| class.lesson = "songs".into(), Reason::UnknownLesson),
        ("a place of another commune", |class| class.point = "mars".into(), Reason::UnknownPlace),
        ("no place", |class| class.point.clear(), Reason::UnknownPlace),
        ("more hands than people", |class| class.people = [[1, 0, 0]; 6], Reason::ImpossibleCounts),
        ("a crowd", |class| class.people[0][0] = 1_000, Reason::ImpossibleCounts),
        ("a question of another lesson", |class| class.questions[0].id = "songs".into(), Reason::UnknownItem),
        ("a long edition", |class| class.edition = "9".repeat(65), Reason::TooLong),
    ];
    let place = place();
    for (name, change, reason) in cases {
        let mut wrong = class();
        change(&mut wrong);
        assert_eq!(place.outcome(sealed(9, &wrong)), (AnswerResult::Refused, Some(reason)), "{name}");
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM classes"), 0);
    assert_eq!(place.number("SELECT SUM(n) FROM refusals WHERE campaign = 'demo-lop'"), 7);
    let page = place.get("/can-bo/demo-lop");
    assert!(page.text().contains("Số đếm không thể có"), "{}", page.text());
}

#[test]
fn a_class_of_another_edition_waited_on_a_device_and_is_welcome() {
    let mut older = class();
    older.edition = "1999.1".into();
    older.questions[0].id = "gone".into();
    assert_eq!(place().outcome(sealed(1, &older)), (AnswerResult::Accepted, None));
}

#[test]
fn what_is_inside_must_be_what_stands_outside() {
    let place = place();
    let record = ClassRecord::new(id(1), &class(), "0.1.0");
    let plain = Plain { id: id(2), ..record.plain() };
    let envelope = plain.seal(&key().public(), [8; 32]).unwrap();
    assert_eq!(place.outcome(on_the_wire(&envelope)), (AnswerResult::Refused, Some(Reason::Mislabelled)));
    let junk = Plain { kind: Kind::Class, id: id(3), campaign: "demo-lop", json: b"{\"v\":9}".to_vec() };
    let envelope = junk.seal(&key().public(), [8; 32]).unwrap();
    assert_eq!(place.outcome(on_the_wire(&envelope)), (AnswerResult::Refused, Some(Reason::MalformedRecord)));
    let itself = correction(4, 1, 9);
    assert_eq!(place.outcome(sealed(4, &itself)), (AnswerResult::Refused, Some(Reason::MalformedRecord)));
}

#[test]
fn the_newest_of_a_class_counts_once_on_the_officials_page() {
    let place = place();
    assert_eq!(place.outcome(sealed(2, &correction(1, 1, 20))).0, AnswerResult::Accepted);
    assert_eq!(place.outcome(sealed(1, &class())).0, AnswerResult::Accepted);
    let page = place.get("/can-bo/demo-lop").text().to_owned();
    assert!(page.contains("<p class=\"figure\">1</p>") && page.contains("1 bản đã được thay"), "{page}");
    assert!(page.contains("Số người: 25 (nữ 20, nam 5, khác 0)"), "{page}");
    let row = "<th scope=\"row\">Nhà văn hóa thôn Đoài</th><td>1</td><td>25</td>";
    assert!(page.contains(row), "{page}");
}

#[test]
fn officials_see_sums_by_lesson_with_the_interval_that_the_design_allows() {
    let place = place();
    place.outcome(sealed(1, &class()));
    let one = place.get("/can-bo/demo-lop").text().to_owned();
    assert!(one.contains("Chưa có: mới một lớp") && one.contains("+50"), "{one}");
    let mut two = class();
    two.count_hands(Round::After, 0, two.questions[0].right.into(), 12);
    let unknown = two.questions[0].options.into();
    two.count_hands(Round::After, 0, unknown, 0);
    place.outcome(sealed(2, &two));
    let page = place.get("/can-bo/demo-lop").text().to_owned();
    // Of 2 × 12 answers 6 were right before and 21 after; changes of 50 and 75 points, t with one degree of freedom.
    assert!(page.contains("6 / 24 (25%)") && page.contains("21 / 24 (88%)"), "{page}");
    assert!(page.contains("+63") && page.contains("từ −96 đến +100"), "{page}");
    let english = place.get("/can-bo/demo-lop?l=en").text().to_owned();
    assert!(english.contains("By a show of hands nobody knows whose hand it was"), "{english}");
}

#[test]
fn a_single_class_with_a_phone_has_the_interval_of_its_people() {
    let place = place();
    let mut phone = class();
    phone.way = Way::Phone;
    let asked = phone.questions.len();
    let right: Vec<_> = phone.questions.iter().map(|question| Some(question.right)).collect();
    for (person, before) in [&vec![None; asked], &right, &vec![None; asked]].into_iter().enumerate() {
        phone.take(Round::Before, person, before.clone());
        phone.take(Round::After, person, right.clone());
    }
    assert_eq!(place.outcome(sealed(1, &phone)).0, AnswerResult::Accepted);
    let page = place.get("/can-bo/demo-lop").text().to_owned();
    // Gains of 1, 0 and 1: mean 2/3, t with two degrees of freedom reaches beyond both ends that there are.
    assert!(page.contains("+67") && page.contains("từ −77 đến +100"), "{page}");
}

#[test]
fn the_days_report_sums_up_the_commune_as_words_and_the_table_has_every_class() {
    let place = place();
    let mut other = class();
    other.point = "cho".into();
    other.vneid = 3;
    place.outcome(sealed(1, &class()));
    place.outcome(sealed(2, &other));
    place.outcome(sealed(
        3,
        &Class { day: "2026-11-20".into(), point: String::new(), place: "Sân đình".into(), ..class() },
    ));
    let report = place.get(&format!("/can-bo/demo-lop/bao-cao.txt?ngay={TODAY}"));
    assert_eq!(report.header("content-type"), "text/plain; charset=utf-8");
    let text = report.text();
    for line in [
        "BÁO CÁO BÌNH DÂN HỌC VỤ SỐ, NGÀY 21/11/2026",
        "Nơi: Chợ phiên; Nhà văn hóa thôn Đoài",
        "Số lớp: 2",
        "Số người: 24 (nữ 14, nam 10, khác 0)",
        "Kích hoạt VNeID: 5",
        "trước buổi học đúng 25%, sau buổi học đúng 75%",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(place.get("/can-bo/demo-lop/bao-cao.txt?ngay=2026-11-20").text().contains("Nơi: Sân đình"));
    assert_eq!(place.get("/can-bo/demo-lop/bao-cao.txt?ngay=2026-11-19").status, 404);
    let table = place.get("/can-bo/demo-lop/lop.csv");
    assert_eq!(table.text().trim_start_matches('\u{feff}').lines().count(), 4, "{}", table.text());
    assert!(table.header("content-disposition").contains("demo-lop-lop.csv"));
    assert_eq!(place.get("/can-bo/demo-pulse/lop.csv").status, 404);
    let book = place.get("/can-bo/demo-lop/lop.xlsx");
    assert!(book.body.starts_with(b"PK") && book.header("content-type").ends_with("spreadsheetml.sheet"));
    let sheet = String::from_utf8_lossy(&book.body).into_owned();
    assert!(sheet.contains("Sân đình") && sheet.matches("<row>").count() == 4, "{sheet}");
    let page = place.get("/can-bo/demo-lop?ngay=2026-11-20").text().to_owned();
    assert!(page.contains("Nơi: Sân đình") && page.contains("?ngay=2026-11-21"), "{page}");
}

#[test]
fn the_public_is_told_nothing_of_classes() {
    let place = place();
    place.outcome(sealed(1, &class()));
    for path in
        ["/k/demo-lop", "/ket-qua/demo-lop", "/api/v1/campaigns/demo-lop/tally", "/can-bo/demo-lop/to-dan"]
    {
        assert_eq!(place.get(path).status, 404, "{path}");
    }
    assert!(!place.get("/api/v1/campaigns").text().contains("demo-lop"));
    assert!(place.get("/can-bo").text().contains("/can-bo/demo-lop"));
}

#[test]
fn a_place_typed_by_a_volunteer_never_becomes_markup() {
    let place = place();
    let typed = Class { point: String::new(), place: "<script>alert(1)</script>".into(), ..class() };
    assert_eq!(place.outcome(sealed(1, &typed)).0, AnswerResult::Accepted);
    let page = place.get("/can-bo/demo-lop").text().to_owned();
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"), "{page}");
}

#[test]
fn the_lessons_page_carries_places_and_key() {
    let place = Place::with_campaigns(campaigns(), |mut hub| {
        let dist = tempfile::tempdir().unwrap();
        write_dist(dist.path(), "00112233445566ff");
        hub.dist = Some(Dist::read(dist.path()).unwrap());
        hub
    });
    let page = place.get("/hoc/lop").text().to_owned();
    let encoded = page.split("<meta name=\"classes\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    let campaigns = lang_nghe_campaign::ClassCampaign::list(encoded);
    let expected = lang_nghe_campaign::ClassCampaign { public_key: key().public().0, ..class_campaign() };
    assert_eq!(campaigns, [expected]);
    assert!(!place.get("/k/demo-pulse").text().contains("name=\"classes\""));
}

async fn storage(folder: &tempfile::TempDir) -> SqliteStorage {
    SqliteStorage::open(&folder.path().join("hub.sqlite")).await.unwrap()
}

async fn receive(storage: &SqliteStorage, records: &[SealedRecord]) -> Vec<Outcome> {
    let campaigns = campaigns();
    let batch = records.iter().map(|record| examine(&campaigns, record)).collect();
    storage.receive(today(), batch).await.unwrap()
}

async fn heads(storage: &SqliteStorage) -> (usize, u32) {
    let classes = Classes::read(&storage.classes("demo-lop").await.unwrap(), &known_classes()).unwrap();
    (classes.all.len(), classes.all.iter().map(Class::heads).sum())
}

#[tokio::test]
async fn erasing_leaves_totals_by_lesson_and_late_copies_and_corrections_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let storage = storage(&folder).await;
    let typed = Class { point: String::new(), place: "Nhà bà Mẫu Tư".into(), ..class() };
    receive(&storage, &[sealed(1, &class()), sealed(2, &correction(1, 1, 20)), sealed(3, &typed)]).await;
    assert_eq!(heads(&storage).await, (2, 25 + 12));
    assert_eq!(storage.erase_classes("another", &fold).await.unwrap(), 0);
    assert_eq!(storage.erase_classes("demo-lop", &fold).await.unwrap(), 3);
    assert_eq!(storage.erase_classes("demo-lop", &fold).await.unwrap(), 0);
    let late =
        receive(&storage, &[sealed(3, &typed), sealed(4, &correction(1, 2, 9)), sealed(5, &class())]).await;
    assert!(
        matches!(late[..], [Outcome::Already(_), Outcome::Accepted(_), Outcome::Accepted(_)]),
        "{late:?}"
    );
    let held = storage.classes("demo-lop").await.unwrap();
    let classes = Classes::read(&held, &known_classes()).unwrap();
    assert_eq!((held.records, held.erased, classes.all.len()), (5, 4, 1));
    let whole = classes.lessons().whole();
    assert_eq!(
        (whole.classes, whole.heads()),
        (3, 25 + 12 + 12),
        "the late correction is not counted beside it"
    );
    assert_eq!(storage.erase_classes("demo-lop", &fold).await.unwrap(), 1);
    let classes = Classes::read(&storage.classes("demo-lop").await.unwrap(), &known_classes()).unwrap();
    assert_eq!((classes.all.len(), classes.lessons().whole()), (0, whole));
    storage.close().await;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let place = "Nhà bà Mẫu Tư".as_bytes();
        assert!(!bytes.windows(place.len()).any(|window| window == place), "no copy in any file");
    }
}

#[tokio::test]
async fn everything_is_looked_at_again_and_a_backup_holds_it() {
    let folder = tempfile::tempdir().unwrap();
    let storage = storage(&folder).await;
    receive(&storage, &[sealed(1, &class()), sealed(2, &correction(1, 1, 20))]).await;
    let verdict = ClassVerdict { classes: 1, records: 2, erased: 0, received: 2, unsound: 0, known: true };
    let found = check_classes(&campaigns(), &storage).await.unwrap();
    assert!(found[0].1.is_good());
    assert_eq!(found, [("demo-lop".to_owned(), verdict)]);
    let moved = lang_nghe_campaign::ClassCampaign { places: Vec::new(), ..class_campaign() };
    let moved = campaigns().with_classes([lang_nghe_hub::campaigns::KnownClasses::new(moved, key())]);
    let found = check_classes(&moved, &storage).await.unwrap();
    assert_eq!((found[0].1.unsound, found[0].1.is_good()), (1, false));
    assert!(!check_classes(&Campaigns::default(), &storage).await.unwrap()[0].1.is_good());
    let copy = folder.path().join("copy.sqlite");
    storage.backup(&copy).await.unwrap();
    let copy = SqliteStorage::open(&copy).await.unwrap();
    assert_eq!(heads(&copy).await, (1, 25));
}

#[tokio::test]
async fn a_class_taken_when_its_lesson_was_here_stays_taken() {
    let folder = tempfile::tempdir().unwrap();
    let storage = storage(&folder).await;
    let record = sealed(1, &class());
    receive(&storage, std::slice::from_ref(&record)).await;
    let gone = Campaigns::default();
    let outcome = storage.receive(today(), vec![examine(&gone, &record)]).await.unwrap();
    assert!(matches!(outcome[0], Outcome::Already(_)), "{outcome:?}");
}

#[tokio::test]
async fn a_batch_that_fails_leaves_no_class_behind() {
    let folder = tempfile::tempdir().unwrap();
    let storage = storage(&folder).await;
    receive(&storage, &[sent(1)]).await;
    let campaigns = campaigns();
    // The form behind the class cannot be written.
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("hub.sqlite"));
    let mut other = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let refuse = "CREATE TRIGGER no BEFORE INSERT ON records BEGIN SELECT RAISE(ABORT, 'no'); END";
    sqlx::query(refuse).execute(&mut other).await.unwrap();
    let batch = vec![examine(&campaigns, &sealed(2, &class())), examine(&campaigns, &sent(3))];
    assert!(storage.receive(today(), batch).await.is_err());
    assert_eq!(storage.missing(&[id(2)]).await.unwrap(), [id(2)]);
    assert_eq!(heads(&storage).await, (0, 0));
    assert!(matches!(receive(&storage, &[sealed(2, &class())]).await[..], [Outcome::Accepted(_)]));
}

#[tokio::test]
async fn a_database_from_before_classes_takes_them_after_the_update() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hub.sqlite");
    storage(&folder).await.close().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
    let mut old = sqlx::ConnectOptions::connect(&options).await.unwrap();
    for sql in [
        "DROP TABLE classes",
        "DROP TABLE class_totals",
        "DROP TABLE devices",
        "DROP TABLE class_decisions",
        "DELETE FROM _sqlx_migrations WHERE version IN (2, 6)",
    ] {
        sqlx::query(sql).execute(&mut old).await.unwrap();
    }
    sqlx::Connection::close(old).await.unwrap();
    let storage = storage(&folder).await;
    receive(&storage, &[sealed(1, &class()), sent(2)]).await;
    assert_eq!(heads(&storage).await, (1, 12));
    assert_eq!(storage.status("demo-pulse").await.unwrap().received, 1);
}

/// Records of a few classes: which class, which number, how many heads.
fn chains() -> impl Strategy<Value = Vec<(u8, u16, u16)>> {
    prop::collection::vec((0u8..4, 0u16..4, 12u16..99), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn in_any_order_and_however_often_the_newest_of_each_class_counts_once(
        records in chains(), order in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        // The first record of class c has the id c; corrections have ids of their own, whatever came before them.
        let mut all: Vec<(u64, u64, u16, u16)> = Vec::new();
        for (at, (chain, number, heads)) in records.into_iter().enumerate() {
            let chain = u64::from(chain) + 1;
            let own = if number == 0 { chain } else { 100 + at as u64 };
            if all.iter().all(|(known, ..)| *known != own) {
                all.push((own, chain, number, heads));
            }
        }
        let mut expected: std::collections::BTreeMap<u64, (u16, u64, u32)> = Default::default();
        for (own, chain, number, heads) in &all {
            let newest = expected.entry(*chain).or_default();
            *newest = (*newest).max((*number, *own, u32::from(*heads) + 5));
        }
        let sealed: Vec<SealedRecord> = all
            .iter()
            .map(|(own, chain, number, heads)| {
                let mut class = class();
                class.people[5][0] = *heads;
                class.corrects = (*number > 0).then(|| Corrects { first: id(*chain), number: *number });
                sealed(*own, &class)
            })
            .collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let found = runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let storage = storage(&folder).await;
            let repeated: Vec<_> = match sealed.is_empty() {
                true => Vec::new(),
                false => order.iter().map(|index| index.get(&sealed).clone()).collect(),
            };
            receive(&storage, &repeated).await;
            let backwards: Vec<_> = sealed.iter().rev().cloned().collect();
            receive(&storage, &backwards).await;
            heads(&storage).await
        });
        let sum = expected.values().map(|(.., heads)| heads).sum();
        prop_assert_eq!(found, (expected.len(), sum));
    }
}

#[test]
fn a_class_that_is_sound_is_one_for_the_storage() {
    let arrival = examine(&campaigns(), &sealed(1, &correction(9, 3, 20)));
    let Arrival::Class(class) = arrival else { panic!("{arrival:?}") };
    assert_eq!((class.first, class.number, class.outside), (id(9), 3, false));
    let envelope =
        Envelope { id: RecordId::from_random([1; 16]), campaign: "demo-lop".into(), sealed: vec![0; 70_000] };
    let arrival = examine(&campaigns(), &on_the_wire(&envelope));
    assert!(matches!(arrival, Arrival::Unsound { reason: Reason::TooLong, .. }), "{arrival:?}");
}
