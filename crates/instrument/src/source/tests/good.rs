//! What good content means, and that this repository's own content is good.

use std::path::Path;

use super::fixture::{Content, INSTRUMENT};
use crate::{
    OptionKind, Place,
    source::{Faults, check, read_instrument, read_profile, read_vectors, versions},
};

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../content"))
}

#[test]
fn good_content_has_no_faults() {
    assert_eq!(Content::good().check(), Faults::default());
}

#[test]
fn the_content_of_this_repository_has_no_faults() {
    let faults = check(repository());
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn every_sensitive_item_that_is_named_exists() {
    let content = Content::good();
    content.write("sensitive.toml", "# Why.\n\nmarket-2 = [\"stalls-1\", \"return-1\"]\n");
    content.expect("all there", &[]);
    content.write(
        "sensitive.toml",
        "market-2 = [\"stalls-1\", \"stalls-9\"]\nmarket-3 = [\"stalls-1\"]\nmarket-2 = \"return-1\"\n",
    );
    content.expect(
        "misspelt",
        &[
            "sensitive.toml: no version of `market-2` has an item `stalls-9`; correct its name",
            "sensitive.toml: there is no instrument `market-3`; correct its name",
            "sensitive.toml: the line `market-2 = \"return-1\"` cannot be read; write `instrument = [\"item\", \"item\"]`",
        ],
    );
}

#[test]
fn names_become_positions() {
    let content = Content::good();
    let (instrument, texts) = read_instrument(&content.path(INSTRUMENT)).unwrap();
    assert_eq!(instrument.items[0].factor, Some(0));
    assert_eq!(instrument.items[1].factor, None);
    assert_eq!(instrument.scale_of(&instrument.items[1]).id, "yes-no");
    let kinds: Vec<OptionKind> = instrument.scales[0].options.iter().map(|option| option.kind).collect();
    assert_eq!(kinds[2], OptionKind::Scored { points: 3, satisfied: true });
    assert_eq!(kinds[3], OptionKind::NotApplicable);
    assert_eq!(instrument.scales[1].options[0].kind, OptionKind::Unscored);
    assert_eq!(texts["vi"].options[0], ["Kém", "Vừa", "Tốt", "Không biết"]);
    assert_eq!(texts["vi"].items[0].formal.as_deref(), Some("Sạp hàng sạch sẽ."));
    assert_eq!(texts["en"].items[1].short, "Coming back");
}

#[test]
fn a_half_finished_instrument_can_be_read_before_its_papers_are_complete() {
    let content = Content::good();
    for file in ["SOURCE.md", "vectors.toml", "vectors.expected.toml"] {
        content.remove(&format!("{INSTRUMENT}/{file}"));
    }
    assert!(read_instrument(&content.path(INSTRUMENT)).is_ok());
}

#[test]
fn a_profile_keeps_the_order_of_its_questions_and_options() {
    let content = Content::good();
    let (profile, texts) = read_profile(&content.path("profile/1")).unwrap();
    assert_eq!(profile.questions[0].place, Place::Before);
    assert_eq!(profile.questions[1].options, ["self", "assisted"]);
    assert_eq!(texts["en"].questions[0].options, ["Land", "Other"]);
    assert_eq!(texts["en"].questions[0].hint.as_deref(), Some("One."));
}

#[test]
fn vectors_tell_a_missing_answer_from_a_given_one() {
    let content = Content::good();
    let folder = content.path(INSTRUMENT);
    let (instrument, _) = read_instrument(&folder).unwrap();
    let cases = read_vectors(&folder, &instrument).unwrap();
    assert_eq!(cases[0].respondents[0], [Some("high".to_owned()), Some("yes".to_owned())]);
    assert_eq!(cases[0].respondents[1], [Some("low".to_owned()), None]);
}

#[test]
fn versions_are_listed_by_folder() {
    let listed = versions(&Content::good().path("")).unwrap();
    assert_eq!(listed, [("market-2".to_owned(), "2026.1".to_owned())]);
}

#[test]
fn the_service_form_has_sixteen_items_in_five_factors() {
    let (instrument, _) = read_instrument(&repository().join("instruments/sipas-dv-16/2026.1")).unwrap();
    let sizes: Vec<usize> = (0..instrument.factors.len())
        .map(|factor| instrument.items.iter().filter(|item| item.factor == Some(factor)).count())
        .collect();
    assert_eq!(sizes, [3, 4, 3, 3, 3]);
    assert!(instrument.in_force("2026-12-31"));
    assert!(!instrument.in_force("2027-01-01"));
}

#[test]
fn money_is_asked_in_the_pulse_but_never_averaged() {
    let (instrument, _) = read_instrument(&repository().join("instruments/pulse-1/2026.1")).unwrap();
    let money = &instrument.items[instrument.item_position("extra-money-1").unwrap()];
    assert_eq!(money.factor, None);
    assert_eq!(instrument.scale_of(money).range(), None);
    assert!(instrument.in_force("2099-01-01"));
}

#[test]
fn plain_questions_stay_short() {
    for (id, version) in versions(repository()).unwrap() {
        let folder = repository().join("instruments").join(&id).join(&version);
        for (lang, text) in read_instrument(&folder).unwrap().1 {
            for item in text.items {
                let words = item.plain.split_whitespace().count();
                assert!(words <= 18, "{id} {lang}: `{}` has {words} words", item.plain);
                let short = item.short.chars().count();
                assert!(short <= 30, "{id} {lang}: `{}` has {short} characters", item.short);
            }
        }
    }
}

#[test]
fn faults_read_as_a_list() {
    let content = Content::good();
    assert_eq!(content.check().to_string(), "no faults");
    content.remove(&format!("{INSTRUMENT}/SOURCE.md"));
    content.replace(&format!("{INSTRUMENT}/text.en.toml"), "title = \"Market\"", "");
    assert_eq!(
        content.check().to_string(),
        "2 faults:\n\
         - content/instruments/market-2/2026.1/SOURCE.md: is missing; write where the items come from and what was changed\n\
         - content/instruments/market-2/2026.1/text.en.toml: the title is missing or empty; write it"
    );
}
