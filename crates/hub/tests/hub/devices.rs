//! Devices that may send classes, and classes that officials set aside.

use lang_nghe_lesson::class::Class;
use lang_nghe_sync::wire::{AnswerResult, DEVICES_PATH, LetIn, Reason};

use crate::classes::{campaigns, sealed};
use crate::client::{Got, code, encoded, let_in, post, post_with, send, send_showing};
use crate::support::{PASSWORD, Place, authorization, class, id, sent};

fn place() -> Place {
    Place::with_campaigns(campaigns(), |hub| hub)
}

fn post_as_official(place: &Place, path: &str, body: &str) -> Got {
    let shown = authorization(PASSWORD);
    post_with(place.address, path, &[("authorization", &shown)], body.to_owned())
}

fn new_code(place: &Place) -> String {
    code(place.address, &authorization(PASSWORD), "Máy tính bảng đoàn xã 1")
}

fn ask(place: &Place, code: &str) -> Got {
    let body = serde_json::to_vec(&LetIn { code: code.to_owned() }).unwrap();
    post(place.address, DEVICES_PATH, "application/json", body)
}

/// The page of classes, as text.
fn page(place: &Place) -> String {
    place.get("/can-bo/demo-lop").text().to_owned()
}

#[test]
fn a_class_waits_until_its_device_is_let_in_and_a_form_never_needs_that() {
    let place = place();
    let not_let_in = (AnswerResult::Refused, Some(Reason::NotLetIn));
    assert_eq!(place.outcome(sealed(1, &class())), not_let_in);
    let with_nonsense = send_showing(place.address, vec![sealed(1, &class())], Some("x".repeat(64)));
    assert_eq!((with_nonsense[0].result, with_nonsense[0].reason), not_let_in);
    assert_eq!(place.outcome(sent(2)), (AnswerResult::Accepted, None), "a citizen's form");
    assert_eq!(place.number("SELECT COUNT(*) FROM classes"), 0);
    let place = place.with_a_device();
    assert_eq!(place.outcome(sealed(1, &class())), (AnswerResult::Accepted, None));
    assert_eq!(place.number("SELECT COUNT(*) FROM classes WHERE device IS NOT NULL"), 1);
    let again = send(place.address, vec![sealed(1, &class())]);
    assert_eq!(again[0].result, AnswerResult::Already, "what is held is held, whoever sends it again");
}

#[test]
fn a_code_lets_one_device_in_once_and_the_hub_keeps_neither_code_nor_token() {
    let place = place();
    let code = new_code(&place);
    let token = let_in(place.address, &code.to_uppercase().replace('-', " "));
    let again = ask(&place, &code);
    assert_eq!((again.status, place.problem(&again)), (404, "unknown-code".to_owned()));
    assert_eq!(ask(&place, "abcde-fghij").status, 404);
    assert_eq!(ask(&place, "").status, 404);
    let database = std::fs::read(place.folder.path().join("hub.sqlite")).unwrap();
    let log = std::fs::read(place.folder.path().join("hub.sqlite-wal")).unwrap_or_default();
    for secret in [&token, &code] {
        let found = [&database, &log]
            .iter()
            .any(|file| file.windows(secret.len()).any(|part| part == secret.as_bytes()));
        assert!(!found);
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM devices WHERE code IS NULL AND length(token) = 32"), 1);
    let list = place.get("/can-bo/thiet-bi").text().to_owned();
    assert!(
        list.contains("Máy tính bảng đoàn xã 1") && list.contains("Được cho phép từ ngày 21/11/2026"),
        "{list}"
    );
    assert!(!list.contains(&code) && !list.contains(&token));
}

#[test]
fn a_code_runs_out() {
    let place = place();
    let code = new_code(&place);
    place.number("UPDATE devices SET code_until = '2026-11-20' RETURNING 1");
    assert_eq!(ask(&place, &code).status, 404);
    assert!(place.get("/can-bo/thiet-bi").text().contains("hết hạn ngày 20/11/2026"));
}

#[test]
fn a_device_that_was_shut_out_sends_nothing_more_and_what_it_sent_can_be_set_aside_and_taken_back() {
    let place = place().with_a_device();
    assert_eq!(place.outcome(sealed(1, &class())).0, AnswerResult::Accepted);
    let list = place.get("/can-bo/thiet-bi").text().to_owned();
    let device = list.split("name=\"shut\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(post_as_official(&place, "/can-bo/thiet-bi", &format!("shut={device}")).status, 303);
    let refused = (AnswerResult::Refused, Some(Reason::NotLetIn));
    assert_eq!(place.outcome(sealed(2, &class())), refused);
    assert!(page(&place).contains("<p class=\"figure\">1</p>"), "what was taken stays");
    let body = format!("which=device:{device}&reason={}", encoded("Máy bị mất"));
    assert_eq!(post_as_official(&place, "/can-bo/demo-lop/cac-lop", &body).status, 303);
    let aside = page(&place);
    assert!(aside.contains("<p class=\"figure\">0</p>"), "{aside}");
    assert!(aside.contains("1 lớp được để riêng") && aside.contains("Lý do: Máy bị mất."), "{aside}");
    let decided = place.get("/can-bo/demo-lop/cac-lop").text().to_owned();
    assert!(decided.contains("Để riêng ngày 21/11/2026. Lý do: Máy bị mất."), "{decided}");
    assert_eq!(post_as_official(&place, "/can-bo/demo-lop/cac-lop", "back=1").status, 303);
    assert!(page(&place).contains("<p class=\"figure\">1</p>"));
    assert!(place.get("/can-bo/demo-lop/cac-lop").text().contains("Đã lấy lại ngày 21/11/2026"));
}

#[test]
fn one_class_set_aside_leaves_sums_tables_files_and_the_report_and_comes_back_as_it_was() {
    let place = place().with_a_device();
    place.outcome(sealed(1, &class()));
    let false_one = Class { place: "Nơi bịa ra".into(), point: String::new(), ..class() };
    let before = page(&place);
    place.outcome(sealed(2, &false_one));
    let all = ["/can-bo/demo-lop", "/can-bo/demo-lop/lop.csv", "/can-bo/demo-lop/bao-cao.txt"];
    assert!(all.iter().all(|path| place.get(path).text().contains("Nơi bịa ra")));
    let body = format!("which=one:{}&reason={}", id(2), encoded("Lớp không có thật"));
    assert_eq!(post_as_official(&place, "/can-bo/demo-lop/cac-lop", &body).status, 303);
    for path in all {
        assert!(!place.get(path).text().contains("Nơi bịa ra"), "{path}");
    }
    let told = "Để riêng, không tính ở trên: 1 lớp của cả đợt";
    assert!(place.get(all[2]).text().trim_end().ends_with(told), "{}", place.get(all[2]).text());
    let sheet = place.get("/can-bo/demo-lop/lop.xlsx").body;
    assert!(!String::from_utf8_lossy(&sheet).contains("Nơi bịa ra"));
    let after = page(&place);
    assert!(after.contains("Lớp không có thật"), "{after}");
    let sums =
        |page: &str| page.split("<div class=\"results\">").nth(1).unwrap().replace(&format!("\n{told}"), "");
    assert_eq!(sums(&after), sums(&before), "as if it had never come");
    post_as_official(&place, "/can-bo/demo-lop/cac-lop", "back=1");
    assert!(all.iter().all(|path| place.get(path).text().contains("Nơi bịa ra")));
}

#[test]
fn a_decision_needs_a_reason_and_classes_that_are_there() {
    let place = place().with_a_device();
    place.outcome(sealed(1, &class()));
    let one = id(1);
    for body in [
        format!("which=one:{one}&reason="),
        format!("which=one:{one}&reason=%E2%80%AE%20"),
        format!("which=one:{}&reason=x", id(7)),
        "which=device:none&reason=x".into(),
        "which=day:2026-11-21&reason=x".into(),
        "which=all&reason=x".into(),
        "back=9".into(),
        String::new(),
    ] {
        let got = post_as_official(&place, "/can-bo/demo-lop/cac-lop", &body);
        assert!(got.status == 200 && got.text().contains("Không có gì thay đổi"), "{body}: {}", got.status);
    }
    assert!(page(&place).contains("<p class=\"figure\">1</p>"));
}

#[test]
fn the_pages_of_classes_stay_short_however_many_came() {
    let place = place().with_a_device();
    for batch in 0..3_u64 {
        let many = (0..100).map(|number| {
            let number = batch * 100 + number + 1;
            let place = format!("Nơi số {number}");
            sealed(number, &Class { place, point: String::new(), ..class() })
        });
        assert!(place.send(many.collect()).iter().all(|answer| answer.result == AnswerResult::Accepted));
    }
    let first = place.get("/can-bo/demo-lop").text().to_owned();
    assert_eq!(first.matches("<th scope=\"row\">Nơi số").count(), 100);
    assert!(first.contains("Còn 200 nơi khác") && first.contains("… và 260 nơi khác"), "{first}");
    assert!(first.len() < 100_000, "{}", first.len());
    let list = place.get("/can-bo/demo-lop/cac-lop?trang=6").text().to_owned();
    assert!(list.contains("Trang 6 / 6") && list.matches("Để riêng lớp này").count() == 50);
    assert_eq!(place.get("/can-bo/demo-lop/lop.csv").text().lines().count(), 301);
}

#[test]
fn spellings_of_a_place_are_one_place() {
    let place = place().with_a_device();
    let names =
        ["Chợ Đầu Mối", "CHỢ ĐẦU MỐI", "chợ  đầu mối", "Chợ Đầu Mối", "Chơ\u{323} Đâ\u{300}u Mô\u{301}i"];
    for (number, name) in names.iter().enumerate() {
        let typed = Class { place: (*name).into(), point: String::new(), ..class() };
        assert_eq!(place.outcome(sealed(number as u64 + 1, &typed)).0, AnswerResult::Accepted);
    }
    let page = page(&place);
    assert!(page.contains("<th scope=\"row\">Chợ Đầu Mối</th><td>5</td><td>60</td>"), "{page}");
    assert!(page.contains("Nơi: Chợ Đầu Mối\n"), "{page}");
    assert_eq!(place.get("/can-bo/demo-lop/lop.csv").text().matches("Chợ Đầu Mối").count(), 5);
}

#[test]
fn what_a_volunteer_typed_is_kept_without_marks_that_turn_or_hide_it() {
    let place = place().with_a_device();
    let typed = Class { place: "Sân\u{202e} đình\u{7}\u{200b}".into(), point: String::new(), ..class() };
    assert_eq!(place.outcome(sealed(1, &typed)).0, AnswerResult::Accepted);
    assert_eq!(
        place.number("SELECT COUNT(*) FROM classes WHERE json_extract(body, '$.place') = 'Sân đình'"),
        1
    );
    let nothing = Class { place: "\u{202e}\u{200b}".into(), point: String::new(), ..class() };
    assert_eq!(place.outcome(sealed(2, &nothing)), (AnswerResult::Refused, Some(Reason::UnknownPlace)));
}

#[test]
fn a_class_beyond_reason_is_refused() {
    let place = place().with_a_device();
    let crowd = |change: fn(&mut Class)| {
        let mut class = class();
        change(&mut class);
        place.outcome(sealed(1, &class))
    };
    let impossible = (AnswerResult::Refused, Some(Reason::ImpossibleCounts));
    assert_eq!(crowd(|class| class.people = [[999; 3]; 6]), impossible, "17,982 people");
    assert_eq!(crowd(|class| class.people[0][0] = 489), impossible, "501 people");
    assert_eq!(crowd(|class| class.vneid = 13), impossible, "more accounts than people");
    assert_eq!(crowd(|class| class.services = 501), impossible);
    assert_eq!(crowd(|class| class.people[0][0] = 488), (AnswerResult::Accepted, None), "500 people");
}
