//! A campaign on its way into the page and back.

use lang_nghe_record::{Day, PublicKey};

use crate::{Campaign, CampaignText, ClassCampaign, Commune, Point};

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

fn classes() -> ClassCampaign {
    let Campaign { id, opens, closes, retention_months, threshold, points, texts, public_key, .. } =
        campaign();
    let commune = |name: &str| Commune {
        code: "10273".to_owned(),
        name: name.to_owned(),
        province: "Tỉnh B".to_owned(),
    };
    let communes = vec![commune("Xã A"), commune("Xã C")];
    ClassCampaign {
        id,
        opens,
        closes,
        retention_months,
        threshold,
        communes,
        places: points,
        texts,
        public_key,
    }
}

#[test]
fn a_page_holds_all_campaigns_of_classes_in_one_line() {
    let other = ClassCampaign { id: "other".to_owned(), places: Vec::new(), ..classes() };
    let line = [classes(), other.clone()].iter().map(ClassCampaign::encode).collect::<Vec<_>>().join(" ");
    assert!(line.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte) || byte == b' '));
    assert_eq!(ClassCampaign::list(&line), [classes(), other.clone()]);
    let damaged = [&classes().encode()[2..], " ", &other.encode(), " 0g"].concat();
    assert_eq!(ClassCampaign::list(&damaged), [other], "a damaged one does not take the others with it");
    assert_eq!(ClassCampaign::list(""), []);
}

#[test]
fn every_cut_campaign_of_classes_is_damaged() {
    let text = classes().encode();
    assert_eq!(ClassCampaign::decode(&text), Some(classes()));
    for length in 0..text.len() {
        assert_eq!(ClassCampaign::decode(&text[..length]), None, "cut after {length} characters");
    }
    assert_eq!(ClassCampaign::decode(&[&text, "00"].concat()), None);
}

#[test]
fn classes_are_taken_from_the_first_day_to_the_last() {
    for (text, open) in
        [("2026-01-30", false), ("2026-01-31", true), ("2026-12-01", true), ("2026-12-02", false)]
    {
        assert_eq!(classes().is_open(day(text)), open, "{text}");
    }
}
