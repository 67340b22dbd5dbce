//! What the page writes, the hub reads; what was sealed opens unchanged or not at all.
#![cfg(feature = "open")]
#![allow(clippy::unwrap_used, reason = "a helper that fails is a failed test")]

use lang_nghe_record::{
    Day, Envelope, Mode, PADDING, PublicKey, ReadError, ReadRecord, Record, RecordId, SealError, SecretKey,
    limits, seal,
};
use proptest::prelude::*;

fn example() -> Record {
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    Record {
        id: RecordId::from_random([0xab; 16]),
        campaign: "demo".to_owned(),
        instrument: "sipas-dv-16".to_owned(),
        version: "2026.1".to_owned(),
        profile: "1".to_owned(),
        day: Day::new(2026, 11, 21).unwrap(),
        mode: Mode::SelfCompleted,
        lang: "vi".to_owned(),
        point: Some("1".to_owned()),
        answers: vec![pair("access-1", "4"), pair("access-2", "na")],
        about: vec![pair("procedure", "civil-status")],
        comment: Some("Chờ lâu quá,\nnên có thêm ghế".to_owned()),
        blocks: Vec::new(),
        flags: None,
        app: "0.1.0".to_owned(),
    }
}

/// Any text, with control characters, quotation marks and the ends of Unicode made likely.
fn any_text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        any::<char>(),
        proptest::char::range('\u{0}', '\u{9f}'),
        prop_oneof![Just('"'), Just('\\'), Just('/'), Just('\u{2028}'), Just('\u{feff}'), Just('\u{10ffff}')],
    ];
    proptest::collection::vec(character, 0..40).prop_map(|characters| characters.into_iter().collect())
}

fn any_pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    proptest::collection::vec((any_text(), any_text()), 0..8)
}

prop_compose! {
    fn any_record()(
        id in any::<[u8; 16]>(),
        day in (1u16..=9999, 1u8..=12, 1u8..=28),
        mode in 0usize..4,
        names in proptest::array::uniform6(any_text()),
        point in proptest::option::of(any_text()),
        answers in any_pairs(),
        about in any_pairs(),
        comment in proptest::option::of(any_text()),
        blocks in proptest::collection::vec(any_text(), 0..4),
        flags in proptest::option::of(proptest::collection::vec(any_text(), 0..4)),
    ) -> Record {
        let [campaign, instrument, version, profile, lang, app] = names;
        Record {
            id: RecordId::from_random(id),
            day: Day::new(day.0, day.1, day.2).unwrap(),
            mode: Mode::ALL[mode],
            campaign, instrument, version, profile, lang, app, point, answers, about, comment,
            blocks, flags,
        }
    }
}

proptest! {
    #[test]
    fn the_hub_reads_exactly_what_the_page_wrote(record in any_record()) {
        let read = ReadRecord::from_json(record.to_json().as_bytes()).unwrap();
        prop_assert_eq!(read.record, record);
        prop_assert!(read.unknown.is_empty());
    }

    #[test]
    fn an_id_survives_being_written(bytes in any::<[u8; 16]>()) {
        let id = RecordId::from_random(bytes);
        prop_assert_eq!(RecordId::parse(&id.to_string()), Ok(id));
    }
}

proptest! {
    // Curve arithmetic is slow in a build for tests.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_sealed_record_opens_to_its_own_json(record in any_record(), entropy in any::<[u8; 32]>()) {
        let secret = SecretKey::derive([3; 32]);
        let envelope = seal(&record, &secret.public(), entropy).unwrap();
        prop_assert_eq!(secret.open(&envelope).unwrap(), record.to_json().into_bytes());
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = ReadRecord::from_json(&bytes);
        let envelope = Envelope { id: RecordId::from_random([0; 16]), campaign: String::new(), sealed: bytes };
        prop_assert_eq!(SecretKey::derive([3; 32]).open(&envelope), Err(SealError::Open));
    }
}

#[test]
fn every_character_survives() {
    let mut record = example();
    record.comment = Some(('\u{0}'..=char::MAX).collect());
    let read = ReadRecord::from_json(record.to_json().as_bytes()).unwrap();
    assert!(read.record == record);
}

#[test]
fn the_written_form_is_the_agreed_one() {
    let expected = concat!(
        r#"{"v":1,"id":"abababababababababababababababab","campaign":"demo","instrument":"sipas-dv-16","#,
        r#""version":"2026.1","profile":"1","day":"2026-11-21","mode":"self","lang":"vi","point":"1","#,
        r#""answers":{"access-1":"4","access-2":"na"},"about":{"procedure":"civil-status"},"#,
        r#""comment":"Chờ lâu quá,\nnên có thêm ghế","app":"0.1.0"}"#,
    );
    assert_eq!(example().to_json(), expected);
}

#[test]
fn fields_of_a_newer_app_are_kept() {
    let json = example().to_json().replace(r#""app":"#, r#""weather":{"rain":true},"app":"#);
    let read = ReadRecord::from_json(json.as_bytes()).unwrap();
    assert_eq!(read.record, example());
    assert_eq!(read.unknown["weather"]["rain"], true);
}

#[test]
fn a_form_that_came_later_is_named_and_not_guessed_at() {
    let later = ReadRecord::from_json(br#"{"v":2,"anything":[]}"#);
    assert!(matches!(later, Err(ReadError::Form(2))), "{later:?}");
}

#[test]
fn an_answer_given_twice_stays_visible() {
    let json = example().to_json().replace(r#""access-2":"na""#, r#""access-1":"5""#);
    let answers = ReadRecord::from_json(json.as_bytes()).unwrap().record.answers;
    assert_eq!(answers.iter().filter(|(item, _)| item == "access-1").count(), 2);
}

#[test]
fn what_is_no_record_is_refused() {
    let good = example().to_json();
    let bad = [
        String::new(),
        "[]".to_owned(),
        good[..good.len() - 1].to_owned(),
        format!("{good}x"),
        good.replace("2026-11-21", "2026-02-30"),
        good.replace(r#""mode":"self""#, r#""mode":"robot""#),
        good.replace("abab", "ABAB"),
        good.replace(r#""access-1":"4""#, r#""access-1":4"#),
        good.replace(r#""campaign":"demo","#, ""),
        good.replace(r#""campaign":"demo","#, r#""campaign":"demo","campaign":"other","#),
    ];
    for json in bad {
        let read = ReadRecord::from_json(json.as_bytes());
        assert!(matches!(read, Err(ReadError::Malformed(_))), "{json}: {read:?}");
    }
}

#[test]
fn an_envelope_changed_anywhere_does_not_open() {
    let secret = SecretKey::derive([3; 32]);
    let envelope = seal(&example(), &secret.public(), [5; 32]).unwrap();
    for position in (0..envelope.sealed.len()).step_by(11) {
        let mut changed = envelope.clone();
        changed.sealed[position] ^= 1;
        assert_eq!(secret.open(&changed), Err(SealError::Open), "byte {position}");
    }
    for length in (0..envelope.sealed.len()).step_by(23) {
        let cut = Envelope { sealed: envelope.sealed[..length].to_vec(), ..envelope.clone() };
        assert_eq!(secret.open(&cut), Err(SealError::Open), "cut to {length}");
    }
}

#[test]
fn an_envelope_under_another_name_or_key_does_not_open() {
    let secret = SecretKey::derive([3; 32]);
    let envelope = seal(&example(), &secret.public(), [5; 32]).unwrap();
    let other_campaign = Envelope { campaign: "other".to_owned(), ..envelope.clone() };
    let other_id = Envelope { id: RecordId::from_random([1; 16]), ..envelope.clone() };
    assert_eq!(secret.open(&other_campaign), Err(SealError::Open));
    assert_eq!(secret.open(&other_id), Err(SealError::Open));
    assert_eq!(SecretKey::derive([4; 32]).open(&envelope), Err(SealError::Open));
}

#[test]
fn a_public_key_without_strength_is_refused() {
    assert_eq!(seal(&example(), &PublicKey([0; 32]), [5; 32]), Err(SealError::Key));
}

#[test]
fn the_length_of_an_envelope_does_not_tell_the_answers() {
    let secret = SecretKey::derive([3; 32]);
    let length = |record: &Record| seal(record, &secret.public(), [5; 32]).unwrap().sealed.len();
    let mut other = example();
    other.answers[0].1 = "na".to_owned();
    other.comment = None;
    assert_eq!(length(&example()), length(&other));
    assert_eq!((length(&other) - 48) % PADDING, 0);
}

#[test]
fn every_part_beyond_its_limit_is_named() {
    let long = "x".repeat(limits::NAME_BYTES + 1);
    let pair = (long.clone(), String::new());
    type Change = fn(&mut Record, String);
    let changes: [(&str, Change); 7] = [
        ("campaign", |record, long| record.campaign = long),
        ("instrument", |record, long| record.instrument = long),
        ("version", |record, long| record.version = long),
        ("profile", |record, long| record.profile = long),
        ("lang", |record, long| record.lang = long),
        ("point", |record, long| record.point = Some(long)),
        ("app", |record, long| record.app = long),
    ];
    for (part, change) in changes {
        let mut record = example();
        change(&mut record, long.clone());
        assert_eq!(record.check_lengths().unwrap_err().0, part);
    }
    let answers = Record { answers: vec![pair.clone()], ..example() };
    assert_eq!(answers.check_lengths().unwrap_err().0, "answers");
    let about = Record { about: vec![pair; limits::ABOUT + 1], ..example() };
    assert_eq!(about.check_lengths().unwrap_err().0, "about");
}

#[test]
fn a_comment_may_have_two_thousand_characters_however_long_their_bytes() {
    let with = |count| Record { comment: Some("ế".repeat(count)), ..example() };
    assert!(with(limits::COMMENT_CHARS).check_lengths().is_ok());
    assert_eq!(with(limits::COMMENT_CHARS + 1).check_lengths().unwrap_err().0, "comment");
}

#[test]
fn the_longest_allowed_record_fits_the_longest_allowed_envelope() {
    let name = "x".repeat(limits::NAME_BYTES);
    let pair = (name.clone(), name.clone());
    let record = Record {
        campaign: name.clone(),
        instrument: name.clone(),
        version: name.clone(),
        profile: name.clone(),
        lang: name.clone(),
        point: Some(name.clone()),
        answers: vec![pair.clone(); limits::ANSWERS],
        about: vec![pair; limits::ABOUT],
        comment: Some("\u{1}".repeat(limits::COMMENT_CHARS)),
        blocks: Vec::new(),
        flags: None,
        app: name,
        ..example()
    };
    assert!(record.check_lengths().is_ok());
    let envelope = seal(&record, &SecretKey::derive([3; 32]).public(), [5; 32]).unwrap();
    assert!(envelope.sealed.len() <= limits::SEALED_BYTES);
}

#[test]
fn long_answers_fit_the_envelope_and_longer_ones_are_refused() {
    let words = |bytes: usize| ("why".to_owned(), "x".repeat(bytes));
    let full = Record { answers: vec![words(limits::ANSWER_BYTES - 3); 15], ..example() };
    assert!(full.check_lengths().is_ok());
    let envelope = seal(&full, &SecretKey::derive([3; 32]).public(), [5; 32]).unwrap();
    assert!(envelope.sealed.len() <= limits::SEALED_BYTES);
    for answers in [
        vec![words(limits::ANSWER_BYTES + 1)],
        vec![words(limits::ANSWER_BYTES); 16],
        vec![("why".to_owned(), "\u{1}".repeat(limits::ANSWER_BYTES)); 3],
    ] {
        assert_eq!(Record { answers, ..example() }.check_lengths().unwrap_err().0, "answers");
    }
    let names = |count| vec!["block".to_owned(); count];
    let blocks = Record { blocks: names(limits::NAMES + 1), ..example() };
    assert_eq!(blocks.check_lengths().unwrap_err().0, "blocks");
    let flags = Record { flags: Some(names(limits::NAMES + 1)), ..example() };
    assert_eq!(flags.check_lengths().unwrap_err().0, "flags");
}

#[test]
fn an_answer_of_a_kind_that_only_a_newer_app_writes_is_kept_beside_the_others() {
    let json = example().to_json().replace("\"4\"", "{\"drawn\":[1,2]}");
    let read = ReadRecord::from_json(json.as_bytes()).unwrap();
    assert_eq!(read.record.answers, [("access-2".to_owned(), "na".to_owned())]);
    assert_eq!(read.unknown["answers"], serde_json::json!({ "access-1": { "drawn": [1, 2] } }));
}

#[test]
fn a_record_of_an_older_app_says_nothing_of_blocks_and_of_what_was_noticed() {
    let json = example().to_json();
    assert!(!json.contains("blocks") && !json.contains("flags"), "{json}");
    let noticed = Record { blocks: vec!["water".into()], flags: Some(Vec::new()), ..example() };
    let json = noticed.to_json();
    assert!(json.contains(r#""blocks":["water"]"#) && json.contains(r#""flags":[]"#), "{json}");
    assert_eq!(ReadRecord::from_json(json.as_bytes()).unwrap().record, noticed);
}
