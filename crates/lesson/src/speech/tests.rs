use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::samples;

const WEBM: &[u8] = &[0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3, 4];

fn key(part: u16) -> Key {
    Key { lang: "tyz".into(), lesson: "otp".into(), edition: "2026.1".into(), part }
}

fn recording() -> Recording {
    Recording {
        about: About {
            key: key(3),
            consent: Consent { statement: 1, day: "2026-11-22".into() },
            label: Some("một cô giáo".into()),
            millis: 4_200,
        },
        audio: WEBM.to_vec(),
    }
}

fn changed(change: impl FnOnce(&mut Recording)) -> Result<Vec<u8>, SpeechError> {
    let mut recording = recording();
    change(&mut recording);
    recording.encode()
}

#[test]
fn a_recording_says_all_about_itself() {
    let bytes = recording().encode().unwrap();
    assert_eq!(Recording::decode(&bytes), Ok(recording()));
    assert_eq!(recording().kind(), Ok(Kind::WebM));
}

#[test]
fn there_is_no_recording_without_consent() {
    assert_eq!(changed(|it| it.about.consent.statement = 0), Err(SpeechError::NoConsent));
    assert_eq!(changed(|it| it.about.consent.day = "22/11/2026".into()), Err(SpeechError::NoConsent));
    assert_eq!(changed(|it| it.about.consent.day.clear()), Err(SpeechError::NoConsent));
}

#[test]
fn what_breaks_a_limit_is_neither_written_nor_read() {
    type Change = fn(&mut Recording);
    let wrong: [(Change, SpeechError); 10] = [
        (|it| it.about.key.lang = "Tày".into(), SpeechError::Misnamed),
        (|it| it.about.key.lang = "t".into(), SpeechError::Misnamed),
        (|it| it.about.key.lesson = "../x".into(), SpeechError::Misnamed),
        (|it| it.about.key.edition = "one".into(), SpeechError::Misnamed),
        (|it| it.about.key.part = 1_000, SpeechError::Misnamed),
        (|it| it.about.label = Some("x".repeat(41)), SpeechError::Label),
        (|it| it.about.label = Some("a\nb".into()), SpeechError::Label),
        (|it| it.about.millis = 180_001, SpeechError::Length),
        (|it| it.audio = b"<!doctype html>".to_vec(), SpeechError::NotAudio),
        (|it| it.audio.resize(MOST_AUDIO + 1, 0), SpeechError::TooLarge),
    ];
    for (change, error) in wrong {
        assert_eq!(changed(change), Err(error));
        // The same bytes written by somebody who keeps no limits.
        let mut recording = recording();
        change(&mut recording);
        let mut bytes = postcard::to_extend(&recording.about, [&MARK[..], &[FORM]].concat()).unwrap();
        bytes.extend_from_slice(&recording.audio);
        assert_eq!(Recording::decode(&bytes), Err(error));
    }
    assert!(changed(|it| it.audio = [WEBM, &vec![0; MOST_AUDIO - WEBM.len()]].concat()).is_ok());
}

#[test]
fn a_newer_form_is_told_from_a_damaged_one_and_from_something_else() {
    let mut bytes = recording().encode().unwrap();
    assert_eq!(Recording::decode(b"<!doctype html>"), Err(SpeechError::NotOne));
    assert_eq!(Recording::decode(b""), Err(SpeechError::NotOne));
    assert_eq!(Recording::decode(&bytes[..12]), Err(SpeechError::Damaged));
    bytes[4] = 2;
    assert_eq!(Recording::decode(&bytes), Err(SpeechError::Newer(2)));
    bytes[4] = 0;
    assert_eq!(Recording::decode(&bytes), Err(SpeechError::Damaged));
}

#[test]
fn sound_is_told_by_its_first_bytes() {
    for (bytes, kind) in [
        (&b"\x1a\x45\xdf\xa3\x01"[..], Some(Kind::WebM)),
        (b"\0\0\0\x1cftypM4A ", Some(Kind::Mp4)),
        (b"OggS\0", Some(Kind::Ogg)),
        (b"ID3\x04", Some(Kind::Mp3)),
        (b"\xff\xfb\x90", Some(Kind::Mp3)),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"\x1a\x45\xdf\xa3", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ] {
        assert_eq!(Kind::of(bytes), kind, "{bytes:?}");
    }
}

#[test]
fn language_tags_are_written_as_in_bcp_47() {
    for good in ["vi", "tyz", "hmn", "hmn-VN", "zh-Hant-VN", "vi-x-abc".replace("-x-", "-").as_str()] {
        assert!(is_tag(good), "{good}");
    }
    for bad in ["", "v", "viet", "VI", "tày", "vi-", "-vi", "vi--VN", "vi_VN", "a-b", "vi-aa-bb-cc-dd"] {
        assert!(!is_tag(bad), "{bad}");
    }
}

fn hash(number: u8) -> Hash {
    Hash([number; 32])
}

fn entry(number: u8, part: u16, state: State) -> Entry {
    let (day, path) = ("2026-11-22".into(), String::new());
    Entry { hash: hash(number), state, bytes: 1_000, key: key(part), day, path }
}

fn held(number: u8, part: u16, origin: Origin) -> Held {
    let day = "2026-11-22".into();
    Held { hash: hash(number), key: key(part), bytes: 1_000, day, origin, state: None, at: u64::from(number) }
}

#[test]
fn a_list_reads_what_it_wrote_and_passes_over_what_it_does_not_know() {
    let mut list = Listing(vec![entry(1, 0, State::Offered), entry(2, 7, State::Withdrawn)]);
    list.0[0].path = "/a/otp.tyz-0.0a.speech".into();
    let text = list.write();
    assert_eq!(Listing::read(&text), Ok(list.clone()));
    let newer =
        [&text, "something else\n", &hash(3).to_string(), " dreamt 1 vi otp 2026.1 0 2026-11-22\n"].concat();
    assert_eq!(Listing::read(&newer), Ok(list));
    assert_eq!(Listing::read("<!doctype html>"), Err(ListingError));
    let elsewhere = text.replace("/a/otp", "//elsewhere.example/otp");
    assert_eq!(Listing::read(&elsewhere).unwrap().0.len(), 1, "an address of somebody else is no address");
}

#[test]
fn an_answer_is_the_hubs_or_none() {
    let answer = Answer { hash: hash(9), state: State::Waiting };
    assert_eq!(Answer::read(&answer.write()), Some(answer));
    for other in ["", "<html>", "lang-nghe speech 1\n", "lang-nghe speech 1\nabc waiting\n"] {
        assert_eq!(Answer::read(other), None, "{other}");
    }
}

#[test]
fn a_hash_is_written_in_lower_case_and_spoken_in_eight_letters() {
    let hash = Hash([0xab; 32]);
    assert_eq!(hash.to_string(), "ab".repeat(32));
    assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
    assert_eq!(Hash::parse(&"AB".repeat(32)), None);
    assert_eq!(Hash::parse("ab"), None);
    assert_eq!(hash.mark(), "ABAB-ABAB");
}

#[test]
fn a_file_of_recordings_that_breaks_off_gives_what_came_whole() {
    let one = recording().encode().unwrap();
    let mut file = Bundle::begin();
    Bundle::push(&mut file, hash(1), &one);
    let first = file.len();
    Bundle::push(&mut file, hash(2), b"");
    let whole = Bundle::read(&file).unwrap();
    assert_eq!(
        whole.recordings,
        [Contained { hash: hash(1), bytes: &one }, Contained { hash: hash(2), bytes: b"" }]
    );
    assert!(!whole.is_cut_short);
    for end in Bundle::begin().len()..file.len() {
        let cut = Bundle::read(&file[..end]).unwrap();
        assert_eq!(cut.recordings.len(), usize::from(end >= first), "{end}");
        assert_eq!(cut.is_cut_short, end != first && end != Bundle::begin().len(), "{end}");
    }
    assert_eq!(Bundle::read(b"<html>"), Err(BundleError));
}

fn wanted() -> BTreeSet<PackName> {
    BTreeSet::from([PackName::of(&key(0))])
}

#[test]
fn what_is_recorded_here_is_sent_until_the_hub_lists_it() {
    let mut here = [held(1, 0, Origin::Own), held(2, 1, Origin::File)];
    let send = |here: &[Held], hub: Option<&[Entry]>| plan(here, hub, None, &BTreeSet::new()).send;
    assert_eq!(send(&here, None), [hash(1), hash(2)]);
    assert_eq!(send(&here, Some(&[])), [hash(1), hash(2)]);
    let list = [entry(1, 0, State::Waiting)];
    assert_eq!(send(&here, Some(&list)), [hash(2)]);
    assert_eq!(plan(&here, Some(&list), None, &wanted()).mark, [(hash(1), State::Waiting)]);
    here[0].state = Some(State::Waiting);
    assert_eq!(send(&here, None), [hash(2)], "the hub said that it has it");
    assert_eq!(send(&here, Some(&[])), [hash(1), hash(2)], "and has lost it since: a backup was restored");
    assert_eq!(plan(&here, Some(&list), None, &wanted()).mark, []);
}

#[test]
fn a_withdrawn_recording_is_forgotten_wherever_it_came_from() {
    let here = [Origin::Own, Origin::File, Origin::Hub, Origin::Build].map(|origin| held(5, 0, origin));
    for held in here {
        let plan = plan(
            &[held],
            Some(&[entry(5, 0, State::Withdrawn)]),
            Some(&[entry(5, 0, State::Offered)]),
            &wanted(),
        );
        assert_eq!(plan, Plan { forget: vec![hash(5)], ..Plan::default() });
    }
    let fetched =
        plan(&[], Some(&[entry(5, 0, State::Withdrawn)]), Some(&[entry(5, 0, State::Offered)]), &wanted());
    assert_eq!(fetched, Plan::default(), "nor does it come back with the app");
}

#[test]
fn only_what_is_offered_and_wanted_is_fetched_and_stays() {
    let list = [entry(1, 0, State::Offered), entry(2, 1, State::Waiting), entry(3, 2, State::Refused)];
    let fetch = |here: &[Held], wanted: &BTreeSet<PackName>| -> Vec<Hash> {
        plan(here, Some(&list), None, wanted).fetch.iter().map(|entry| entry.hash).collect()
    };
    assert_eq!(fetch(&[], &wanted()), [hash(1)]);
    assert_eq!(fetch(&[], &BTreeSet::new()), []);
    assert_eq!(fetch(&[held(1, 0, Origin::Hub)], &wanted()), []);
    assert_eq!(fetch(&[held(9, 0, Origin::Own)], &wanted()), [], "what was recorded here is heard");
    assert_eq!(fetch(&[held(9, 0, Origin::File)], &wanted()), [hash(1)]);
    let here = [held(1, 0, Origin::Hub)];
    assert_eq!(plan(&here, None, None, &wanted()).forget, [], "without a list nothing is known");
    assert_eq!(plan(&here, Some(&[]), None, &wanted()).forget, [hash(1)]);
    assert_eq!(plan(&here, Some(&list), None, &BTreeSet::new()).forget, [hash(1)], "no longer wanted");
}

#[test]
fn what_was_fetched_stays_wanted_where_the_choice_was_forgotten() {
    let here = [held(1, 0, Origin::Hub), held(2, 1, Origin::Own)];
    let wanted: BTreeSet<PackName> = fetched(&here).collect();
    assert_eq!(wanted, self::wanted());
    assert_eq!(plan(&here, None, None, &wanted).forget, []);
    assert_eq!(fetched(&here[1..]).next(), None, "what was recorded here is no choice");
}

#[test]
fn a_newer_recording_takes_the_place_of_an_older_one() {
    let mut newer = entry(1, 0, State::Offered);
    newer.day = "2026-12-01".into();
    let list = [entry(7, 0, State::Offered), newer];
    let decided = plan(&[held(7, 0, Origin::Hub)], Some(&list), None, &wanted());
    assert_eq!(decided.forget, [hash(7)]);
    assert_eq!(decided.fetch.len(), 1);
    assert_eq!(decided.fetch[0].hash, hash(1));
}

#[test]
fn what_was_recorded_here_is_heard_first_and_what_was_refused_is_not() {
    let mut here = vec![held(1, 0, Origin::Build), held(2, 0, Origin::Hub), held(3, 0, Origin::File)];
    assert_eq!(best(&here, &key(0)).map(|held| held.hash), Some(hash(3)));
    here.push(held(4, 0, Origin::Own));
    here.push(held(5, 0, Origin::Own));
    assert_eq!(best(&here, &key(0)).map(|held| held.hash), Some(hash(5)), "the newer of two");
    here[4].state = Some(State::Refused);
    assert_eq!(best(&here, &key(0)).map(|held| held.hash), Some(hash(4)));
    let other = Key { edition: "2026.2".into(), ..key(0) };
    assert_eq!(best(&here, &other), None, "another edition has other words");
    assert_eq!(best(&here, &key(1)), None);
}

#[test]
fn every_part_of_a_lesson_has_its_number_and_its_lines() {
    let pack = samples::pack();
    let parts = parts(&pack);
    let numbers: Vec<u16> = parts.iter().map(|part| part.number).collect();
    assert_eq!(numbers, parts_of(&pack.text.blocks));
    assert_eq!(parts[0].lines, ["Mã OTP", "Giữ mã cho mình"]);
    assert_eq!(
        parts[1].lines[..2],
        ["Mã OTP".to_owned(), "Bấm Gửi".to_owned()],
        "a heading stands with its step"
    );
    let practice = parts.iter().find(|part| part.lines == ["Cuộc gọi lạ", "Tập thôi."]).unwrap();
    assert_eq!(practice.section.as_deref(), Some("Mã OTP"));
    assert!(parts.iter().all(|part| !part.lines.is_empty()));
}

proptest! {
    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let marked = [&MARK[..], &[FORM], &bytes].concat();
        for bytes in [&bytes, &marked] {
            if let Ok(recording) = Recording::decode(bytes) {
                prop_assert!(recording.encode().is_ok());
            }
            let _ = Bundle::read(bytes);
        }
    }

    #[test]
    fn a_damaged_byte_is_noticed_or_changes_nothing_else(at in 0_usize..60, to in any::<u8>()) {
        let whole = recording().encode().unwrap();
        let mut bytes = whole.clone();
        if let Some(byte) = bytes.get_mut(at) {
            *byte = to;
        }
        if let Ok(read) = Recording::decode(&bytes) {
            // postcard has one spelling for what is written here, so what is read is what was written.
            prop_assert_eq!(read.encode().unwrap().len(), bytes.len());
        }
    }
}
