//! The page that weighs points by the people they served and compares groups, over the wire.

use lang_nghe_record::Record;
use lang_nghe_sync::wire::AnswerResult;

use crate::support::{Place, campaigns, envelope, on_the_wire, record};

const PAGE: &str = "/can-bo/demo-pulse/uoc-luong";

/// A hub that holds forty forms of two points: at the second people are less satisfied.
fn place() -> Place {
    let place = Place::with_campaigns(campaigns(), |hub| hub);
    for number in 0..40u64 {
        let answer = if number % 2 == 0 || number % 5 == 1 { "5" } else { "1" };
        let answers =
            ["time-1", "attitude-1", "clarity-1", "feedback-1"].map(|item| (item.into(), answer.into()));
        let point = Some(if number % 2 == 0 { "1" } else { "2" }.to_owned());
        let record = Record { answers: answers.into(), point, ..record(number) };
        assert_eq!(place.outcome(on_the_wire(&envelope(&record))).0, AnswerResult::Accepted);
    }
    place
}

fn text(place: &Place, query: &str) -> String {
    let got = place.get(&[PAGE, query].concat());
    assert_eq!(got.status, 200, "{query}");
    let text = got.text().to_owned();
    assert!(!text.contains("NaN"), "{query}");
    text
}

#[test]
fn a_point_that_served_more_people_weighs_more() {
    let place = place();
    // Point 1: all of 20 satisfied; point 2: 4 of 20.
    let page = text(&place, "?n.1=20&n.2=60");
    for words in [
        "Ước lượng cho 80 lượt người ở Quầy 1, Quầy 2, từ 40 phiếu.",
        "Không nằm trong ước lượng: Điểm lưu động (chưa công bố).",
        "Người trả lời tự chọn trả lời",
        "40,0%",
        "60,0%",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(place.get(PAGE).text().contains("name=\"n.1\" value=\"\""), "nothing is kept");
}

#[test]
fn what_cannot_be_is_said_with_row_and_column_and_stays_to_be_corrected() {
    let place = place();
    let page = text(&place, "?n.1=ba+tr%C4%83m&n.2=7&n.luu-dong=");
    assert!(page.contains("7 ít hơn 20 phiếu"), "all faults at once");
    assert!(
        page.contains("Hàng “Quầy 1”, cột “Số lượt người đến”: “ba trăm” không phải là số nguyên."),
        "{page}"
    );
    assert!(page.contains("value=\"ba trăm\"") && page.contains("value=\"7\""));
    assert!(!page.contains("id=\"everyone\""), "no figure beside a fault");
    let page = text(&place, "?n.1=400&n.2=7");
    assert!(
        page.contains("Hàng “Quầy 2”, cột “Số lượt người đến”: 7 ít hơn 20 phiếu đã có của nơi này."),
        "{page}"
    );
    for typed in ["0", "-5", "1e9", "12,5", "99999999999999999999", "100000001", "%3Cb%3E"] {
        let page = text(&place, &["?n.1=", typed, "&n.2=400"].concat());
        assert!(page.contains("Hàng “Quầy 1”") && page.contains("aria-invalid"), "{typed}: {page}");
        assert!(!page.contains("<b>"));
    }
    assert!(text(&place, "?n.1=&n.2=").contains("Chưa có số nào được điền"));
    for odd in ["?n.1=%ff", "?%%%", "?n.9=3&a=p.1", "?a=p.1&b=m.self", "?a=p.1&b=p.1", "?a=%00&b=x"] {
        text(&place, odd);
    }
}

#[test]
fn two_points_are_compared_with_their_interval_and_a_verdict() {
    let place = place();
    let page = text(&place, "?a=p.1&b=p.2");
    assert!(page.contains("Quầy 2 so với Quầy 1") && page.contains("−80,0"), "{page}");
    assert!(text(&place, "?a=p.1&b=p.1").contains("Hai nhóm là một."));
    assert!(text(&place, "?l=en&a=p.2&b=p.1").contains("Quầy 1 compared with Quầy 2"));
}

#[test]
fn before_anything_is_published_the_page_says_so() {
    let place = Place::new();
    let page = text(&place, "?n.1=20");
    assert!(page.contains("Chưa có kết quả được công bố"), "{page}");
    assert_eq!(place.get("/can-bo/khong-co/uoc-luong").status, 404);
}
