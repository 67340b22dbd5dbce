//! A campaign on its way into the page and back.

use lang_nghe_record::{Day, PublicKey};

use crate::{Campaign, CampaignText, Point};

fn campaign() -> Campaign {
    let text = |lang: &str, title: &str| CampaignText {
        lang: lang.to_owned(),
        title: title.to_owned(),
        asker: "Xã Thử Nghiệm".to_owned(),
        contact: "0123".to_owned(),
    };
    Campaign {
        id: "demo".to_owned(),
        instrument: "pulse-1".to_owned(),
        version: "2026.1".to_owned(),
        opens: "2026-01-31".to_owned(),
        closes: "2026-12-01".to_owned(),
        retention_months: 12,
        threshold: 5,
        points: vec![Point { id: "1".to_owned(), name: "Quầy 1".to_owned() }],
        texts: vec![text("vi", "Ý kiến"), text("en", "Your view")],
        public_key: std::array::from_fn(|byte| u8::try_from(byte * 8).unwrap()),
    }
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn the_page_reads_what_the_hub_wrote() {
    let text = campaign().encode().unwrap();
    assert!(text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)));
    assert_eq!(Campaign::decode(&text).unwrap(), campaign());
}

#[test]
fn text_cut_at_any_place_is_no_campaign() {
    let text = campaign().encode().unwrap();
    for length in 0..text.len() {
        assert!(Campaign::decode(&text[..length]).is_err(), "cut after {length} characters");
    }
}

#[test]
fn text_that_is_not_hexadecimal_is_no_campaign() {
    let text = campaign().encode().unwrap();
    for other in ["g", "ộ", " ", "{"] {
        assert!(Campaign::decode(&text.replacen('0', other, 1)).is_err(), "with `{other}`");
    }
}

#[test]
fn the_first_and_the_last_day_are_open() {
    let campaign = campaign();
    let open = ["2026-01-31", "2026-07-01", "2026-12-01"];
    let closed = ["2025-07-01", "2026-01-30", "2026-12-02", "2027-02-01"];
    assert!(open.iter().all(|text| campaign.is_open(day(text))));
    assert!(!closed.iter().any(|text| campaign.is_open(day(text))));
}

#[test]
fn a_campaign_with_unreadable_days_never_opens() {
    for broken in ["", "2026-02-30", "soon"] {
        let campaign = Campaign { closes: broken.to_owned(), ..campaign() };
        assert!(!campaign.is_open(day("2026-07-01")), "closes `{broken}`");
    }
}

#[test]
fn an_unknown_language_reads_vietnamese() {
    let campaign = campaign();
    assert_eq!(campaign.text("en").unwrap().title, "Your view");
    assert_eq!(campaign.text("fr").unwrap().title, "Ý kiến");
}

#[test]
fn a_point_is_found_by_its_code_only() {
    let campaign = campaign();
    assert_eq!(campaign.point("1").unwrap().name, "Quầy 1");
    assert_eq!(campaign.point("Quầy 1"), None);
}

#[test]
fn the_key_is_the_one_in_the_page() {
    assert_eq!(campaign().key(), PublicKey(campaign().public_key));
}
