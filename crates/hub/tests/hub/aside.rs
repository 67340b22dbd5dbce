//! Forms that officials set aside on their page, and what everybody is told of it.

use lang_nghe_hub::step::take_daily;
use lang_nghe_record::{Day, Record};
use serde_json::Value;

use crate::client::{Got, encoded, post_with};
use crate::support::{PASSWORD, Place, authorization, envelope, on_the_wire, record};

const PAGE: &str = "/can-bo/demo-pulse/de-rieng";

fn decide(place: &Place, body: &str) -> Got {
    let shown = authorization(PASSWORD);
    post_with(place.address, PAGE, &[("authorization", &shown)], body.to_owned())
}

fn night(place: &Place, day: &str) {
    let known = place.hub.campaigns.get("demo-pulse").unwrap();
    assert!(place.run(take_daily(&place.hub, known, Day::parse(day).unwrap())).unwrap());
}

fn told(place: &Place) -> Value {
    place.get("/api/v1/campaigns/demo-pulse/tally").json()
}

/// Forty forms of the first point and thirty of the second, counted.
fn place() -> Place {
    let place = Place::new();
    for number in 0..70 {
        let point = if number < 40 { "1" } else { "2" };
        let form = Record { point: Some(point.into()), comment: None, ..record(number) };
        place.send(vec![on_the_wire(&envelope(&form))]);
    }
    night(&place, "2026-11-22");
    place
}

#[test]
fn forms_of_a_day_and_a_point_are_set_aside_with_a_reason_that_everybody_reads_and_taken_back() {
    let place = place();
    assert_eq!((&told(&place)["total"]["records"], told(&place).get("aside")), (&70.into(), None));
    let looked = place.get(&format!("{PAGE}?ngay=2026-11-21&diem=2")).text().to_owned();
    assert!(looked.contains("Có 30 phiếu như vậy"), "{looked}");
    let body = format!("ngay=2026-11-21&diem=2&reason={}", encoded("Phiếu gửi hàng loạt"));
    assert_eq!(decide(&place, &body).status, 303);
    assert_eq!(told(&place).get("aside"), None, "nothing moves between steps");
    let page = place.get(PAGE).text().to_owned();
    assert!(
        page.contains("Lý do: Phiếu gửi hàng loạt.") && page.contains("hiệu lực từ lần tính sau"),
        "{page}"
    );
    night(&place, "2026-11-23");
    let after = told(&place);
    assert_eq!(after["aside"]["forms"], 30);
    assert_eq!(after["aside"]["reasons"], serde_json::json!(["Phiếu gửi hàng loạt"]));
    let campaign = place.get("/can-bo/demo-pulse").text().to_owned();
    assert!(campaign.contains("Lý do: Phiếu gửi hàng loạt."), "{campaign}");
    assert_eq!(decide(&place, "back=1").status, 303);
    night(&place, "2026-11-24");
    assert_eq!(told(&place).get("aside"), None);
    assert!(place.get(PAGE).text().contains("Đã lấy lại ngày 21/11/2026"));
}

#[test]
fn what_names_no_forms_or_gives_no_reason_sets_nothing_aside() {
    let place = place();
    for body in [
        "",
        "ngay=&diem=*&reason=x",
        "ngay=2026-11-21&diem=*&reason=",
        "ngay=x&reason=y",
        "diem=mars&reason=x",
        "back=4",
    ] {
        let got = decide(&place, body);
        assert!(got.status == 200 && got.text().contains("Không có gì thay đổi"), "{body}: {}", got.status);
    }
    assert!(place.get(PAGE).text().contains("Chưa để riêng lần nào."));
}

/// Forty forms whose answers differ, and sixty with the very same ones, of one point and day.
fn stuffed() -> Place {
    let place = Place::new();
    let form = |number: u64| {
        let mut form = Record { comment: None, ..record(number) };
        if number < 40 {
            form.answers[0].1 = (1 + number % 5).to_string();
            form.answers[1].1 = (1 + number / 5 % 5).to_string();
            form.answers[3].1 = (1 + number / 25).to_string();
        }
        on_the_wire(&envelope(&form))
    };
    assert_eq!(place.send((0..100).map(form).collect()).len(), 100);
    night(&place, "2026-11-22");
    place
}

#[test]
fn only_forms_that_are_marked_as_identical_are_set_aside_where_that_is_chosen() {
    let place = stuffed();
    let page = place.get(&format!("{PAGE}?ngay=2026-11-21&diem=1")).text().to_owned();
    assert!(page.contains("Có 100 phiếu như vậy") && !page.contains(" checked>"), "{page}");
    let page = place.get(&format!("{PAGE}?ngay=2026-11-21&diem=1&dau=identical")).text().to_owned();
    assert!(page.contains("Có 60 phiếu như vậy") && page.contains(" checked>"), "{page}");
    let body = format!("ngay=2026-11-21&diem=1&dau=identical&reason={}", encoded("Gửi hàng loạt"));
    assert_eq!(decide(&place, &body).status, 303);
    night(&place, "2026-11-23");
    assert_eq!(told(&place)["aside"]["forms"], 60);
    let honest = "SELECT COUNT(*) FROM records WHERE decision IS NULL AND signs & 32 = 0";
    assert_eq!(place.number(honest), 40, "honest forms of that point and day still count");
    assert!(
        place
            .get(PAGE)
            .text()
            .contains("60 phiếu: Ngày phiếu tới 21/11/2026 · Quầy 1 · Chỉ phiếu bị đánh dấu")
    );
    assert_eq!(place.get(&format!("{PAGE}?dau=other")).text().matches("phiếu như vậy").count(), 0);
}

#[test]
fn what_pages_say_of_how_often_figures_move_is_true_of_this_campaign() {
    let daily = Place::with(|mut hub| {
        hub.stepping = lang_nghe_hub::step::Stepping::Daily;
        hub
    });
    for (place, is_trial) in [(daily, false), (Place::new(), true)] {
        for number in 0..40 {
            place.send(vec![on_the_wire(&envelope(&record(number)))]);
        }
        night(&place, "2026-11-22");
        for path in [PAGE, "/can-bo/demo-pulse"] {
            let page = place.get(path).text().to_owned();
            assert_eq!(page.contains("mỗi ngày một lần"), !is_trial || path != PAGE, "{path} {page}");
            assert_eq!(page.contains("Đây là bản dùng thử"), is_trial, "{path}");
        }
    }
}
