//! Recordings from outside: sent by anybody, heard by an official first, withdrawn for good.

use lang_nghe_hub::storage::speech::NewRecording;
use lang_nghe_lesson::speech::{
    About, Answer, Consent, Hash, Key, Listing, MOST_AUDIO, MOST_BYTES, PATH, Recording, State,
};
use sha2::{Digest as _, Sha256};

use crate::client::{Got, post_with, put};
use crate::support::{PASSWORD, Place, authorization as key};

/// A recording that differs for every number, with so many bytes of what passes for sound.
pub(crate) fn recording(number: u64, audio: usize) -> Recording {
    let mut sound = vec![0x5a; audio.max(16)];
    sound[..4].copy_from_slice(&[0x1a, 0x45, 0xdf, 0xa3]);
    sound[4..12].copy_from_slice(&number.to_le_bytes());
    Recording {
        about: About {
            key: Key { lang: "tyz".into(), lesson: "password-otp".into(), edition: "2026.1".into(), part: 0 },
            consent: Consent { statement: 1, day: "2026-11-20".into() },
            label: Some("cô giáo".into()),
            millis: 4_200,
        },
        audio: sound,
    }
}

pub(crate) fn spoken(number: u64, audio: usize) -> NewRecording {
    let recording = recording(number, audio);
    let bytes = recording.encode().unwrap();
    NewRecording { hash: Hash(Sha256::digest(&bytes).into()), about: recording.about, bytes }
}

fn place() -> Place {
    Place::new()
}

fn address(hash: Hash) -> String {
    format!("{PATH}/{hash}")
}

fn send(place: &Place, new: &NewRecording) -> Got {
    put(place.address, &address(new.hash), new.bytes.clone())
}

fn state(got: &Got) -> State {
    assert_eq!(got.status, 200, "{}", got.text());
    Answer::read(got.text()).unwrap().state
}

fn listed(place: &Place) -> Vec<(Hash, State)> {
    let list = Listing::read(place.get(PATH).text()).unwrap();
    list.0.into_iter().map(|entry| (entry.hash, entry.state)).collect()
}

fn decide(place: &Place, hash: Hash, to: &str, more: &[(&str, &str)]) -> Got {
    let key = key(PASSWORD);
    let headers = [&[("authorization", key.as_str())], more].concat();
    post_with(place.address, "/can-bo/tieng-doc", &headers, format!("hash={hash}&to={to}"))
}

#[test]
fn a_recording_is_offered_only_after_an_official_said_so() {
    let place = place();
    let new = spoken(1, 2_000);
    assert_eq!(state(&send(&place, &new)), State::Waiting);
    assert_eq!(listed(&place), [(new.hash, State::Waiting)]);
    assert_eq!(place.get(&address(new.hash)).status, 404, "nobody gets it yet");
    assert_eq!(decide(&place, new.hash, "offered", &[]).status, 303);
    assert_eq!(listed(&place), [(new.hash, State::Offered)]);
    let got = place.get(&address(new.hash));
    assert_eq!((got.status, got.body), (200, new.bytes.clone()));
    assert!(got.headers["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(state(&send(&place, &new)), State::Offered, "sent again it stays what it is");
    assert_eq!(place.number("SELECT COUNT(*) FROM speech_bytes"), 1);
}

#[test]
fn a_withdrawn_recording_is_gone_and_every_device_is_told() {
    let place = place();
    let new = spoken(1, 2_000);
    send(&place, &new);
    decide(&place, new.hash, "offered", &[]);
    decide(&place, new.hash, "withdrawn", &[]);
    assert_eq!(place.get(&address(new.hash)).status, 404);
    assert_eq!(listed(&place), [(new.hash, State::Withdrawn)]);
    assert_eq!(state(&send(&place, &new)), State::Withdrawn);
    assert_eq!(place.number("SELECT COUNT(*) FROM speech_bytes"), 0);
}

#[test]
fn without_the_password_nothing_is_heard_and_nothing_decided() {
    let place = place();
    let new = spoken(1, 2_000);
    send(&place, &new);
    let sound = format!("/can-bo/tieng-doc/{}", new.hash);
    for shown in [None, Some(key("another password")), Some("Bearer x".to_owned())] {
        let headers: Vec<(&str, &str)> =
            shown.iter().map(|shown| ("authorization", shown.as_str())).collect();
        for path in ["/can-bo/tieng-doc", &sound] {
            let got = place.get_with(path, &headers);
            assert_eq!((got.status, got.header("cache-control")), (401, "no-store"));
            assert!(got.header("www-authenticate").starts_with("Basic "));
            assert!(!got.text().contains(&new.hash.to_string()));
        }
        let body = format!("hash={}&to=offered", new.hash);
        assert_eq!(post_with(place.address, "/can-bo/tieng-doc", &headers, body).status, 401);
    }
    let elsewhere = decide(&place, new.hash, "offered", &[("sec-fetch-site", "cross-site")]);
    assert_eq!(elsewhere.status, 403, "a page of another site");
    assert_eq!(listed(&place), [(new.hash, State::Waiting)]);
}

#[test]
fn an_official_hears_the_sound_and_reads_what_it_is_of() {
    let place = place();
    let new = spoken(1, 2_000);
    send(&place, &new);
    let key = key(PASSWORD);
    let page = place.get_with("/can-bo/tieng-doc", &[("authorization", &key)]);
    assert_eq!(page.status, 200);
    for part in ["Tày: Mật khẩu và mã OTP", &new.hash.mark(), "20/11/2026", "cô giáo", &new.hash.to_string()]
    {
        assert!(page.text().contains(part), "{part}");
    }
    let another = "Chỉ nên cho dùng một bản";
    assert!(!page.text().contains(another));
    send(&place, &spoken(2, 2_000));
    let page = place.get_with("/can-bo/tieng-doc", &[("authorization", &key)]);
    assert!(page.text().contains(another), "two readings of one part");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("media-src 'self'; form-action 'self'"), "{policy}");
    assert_eq!(page.header("referrer-policy"), "same-origin", "older browsers then say who decides");
    assert_eq!(place.get("/").header("referrer-policy"), "no-referrer");
    let sound = format!("/can-bo/tieng-doc/{}", new.hash);
    let got = place.get_with(&sound, &[("authorization", &key)]);
    assert_eq!((got.status, got.header("content-type")), (200, "audio/webm"));
    assert_eq!(got.body, recording(1, 2_000).audio);
    let part = place.get_with(&sound, &[("authorization", &key), ("range", "bytes=0-3")]);
    assert_eq!((part.status, part.header("content-range")), (206, "bytes 0-3/2000"));
    assert_eq!(part.body, [0x1a, 0x45, 0xdf, 0xa3]);
    let english = place.get_with("/can-bo/tieng-doc?l=en", &[("authorization", &key)]);
    assert!(english.text().contains("Tay: Passwords and"));
}

#[test]
fn what_is_no_recording_is_refused_with_a_reason() {
    let place = place();
    let refused = |new: &NewRecording, status: u16, name: &str| {
        let got = send(&place, new);
        assert_eq!((got.status, place.problem(&got).as_str()), (status, name), "{}", got.text());
    };
    let named =
        |bytes: Vec<u8>| NewRecording { hash: Hash(Sha256::digest(&bytes).into()), bytes, ..spoken(1, 20) };
    refused(&named(b"<!doctype html>".to_vec()), 422, "unfit");
    refused(&named(Vec::new()), 422, "unfit");
    let mut cut = spoken(1, 2_000);
    cut.bytes.truncate(1_000);
    refused(&cut, 400, "malformed");
    let mut unknown = recording(1, 20);
    unknown.about.key.lang = "xx".into();
    refused(&named(unknown.encode().unwrap()), 422, "unfit");
    let mut nowhere = recording(1, 20);
    nowhere.about.key.lesson = "no-such-lesson".into();
    refused(&named(nowhere.encode().unwrap()), 422, "unfit");
    refused(&named(vec![0; MOST_BYTES + 1]), 422, "unfit");
    assert_eq!(put(place.address, &format!("{PATH}/abc"), Vec::new()).status, 404);
    assert_eq!(listed(&place), []);
    assert_eq!(state(&send(&place, &spoken(2, MOST_AUDIO))), State::Waiting, "the largest that may be");
}

#[test]
fn only_a_decision_is_a_decision() {
    let place = place();
    let new = spoken(1, 20);
    send(&place, &new);
    for to in ["waiting", "everything", ""] {
        assert_eq!(decide(&place, new.hash, to, &[]).status, 400, "{to}");
    }
    assert_eq!(decide(&place, Hash([1; 32]), "offered", &[]).status, 303, "an unknown one changes nothing");
    assert_eq!(listed(&place), [(new.hash, State::Waiting)]);
}

#[test]
fn a_list_that_has_not_changed_is_not_sent_again() {
    let place = place();
    let tag = place.get(PATH).header("etag").to_owned();
    assert_eq!(place.get_with(PATH, &[("if-none-match", &tag)]).status, 304);
    send(&place, &spoken(1, 20));
    assert_eq!(place.get_with(PATH, &[("if-none-match", &tag)]).status, 200);
}

#[test]
fn only_the_lessons_page_may_ask_for_the_microphone() {
    let place = place();
    for (path, allowed) in [
        ("/hoc", true),
        ("/hoc/thu-tieng", true),
        ("/", false),
        ("/k/demo-pulse", false),
        ("/can-bo/tieng-doc", false),
        ("/hocx", false),
    ] {
        let policy = place.get(path).header("permissions-policy").to_owned();
        assert_eq!(policy.contains("microphone=(self)"), allowed, "{path}");
        assert_eq!(policy.contains("microphone=()"), !allowed, "{path}");
        assert!(policy.contains("camera=()"), "{path}");
    }
}
