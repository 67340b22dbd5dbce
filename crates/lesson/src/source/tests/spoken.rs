//! Recordings in `content/speech`: read, and refused in plain words.

use std::fs;
use std::path::PathBuf;

use super::fixture::Content;
use crate::source::{check, pack_speech, read_tongues};
use crate::speech::{About, Bundle, Consent, Hash, Key, Recording};

const SOUND: &[u8] = b"\x1a\x45\xdf\xa3 not really sound";
const TONGUES: &str = "[[language]]\ntag = \"tyz\"\nvi = \"Tày\"\nen = \"Tay\"\n";
const SPEECH: &str = "edition = \"2026.1\"\nstatement = 1\nday = \"2026-11-22\"\n[seconds]\n0 = 6\n1 = 9\n";

fn put(content: &Content, file: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = content.root().join("speech").join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

/// Two parts of the lesson, read in Tày.
fn good() -> Content {
    let content = Content::good();
    put(&content, "languages.toml", TONGUES);
    put(&content, "SOURCE.md", "Made up for tests.\n");
    put(&content, "tyz/well/speech.toml", SPEECH);
    put(&content, "tyz/well/0.webm", SOUND);
    put(&content, "tyz/well/1.webm", SOUND);
    content
}

fn faults(content: &Content) -> Vec<String> {
    check(&content.root()).iter().map(str::to_owned).collect()
}

#[test]
fn files_of_sound_become_recordings_that_say_who_agreed_to_what() {
    let content = good();
    assert_eq!(faults(&content), [""; 0]);
    let packed = pack_speech(&content.root()).unwrap();
    assert_eq!(packed.len(), 2);
    let first = Recording::decode(&packed[0].bytes).unwrap();
    assert_eq!(
        first.about.key,
        Key { lang: "tyz".into(), lesson: "well".into(), edition: "2026.1".into(), part: 0 }
    );
    assert_eq!(first.about.consent, Consent { statement: 1, day: "2026-11-22".into() });
    assert_eq!((first.about.millis, first.audio.as_slice()), (6_000, SOUND));
}

#[test]
fn a_file_that_a_device_exported_is_taken_as_it_is() {
    let content = good();
    let about = |part, lesson: &str| About {
        key: Key { lang: "tyz".into(), lesson: lesson.into(), edition: "2026.1".into(), part },
        consent: Consent { statement: 1, day: "2026-11-22".into() },
        label: None,
        millis: 2_000,
    };
    let mut file = Bundle::begin();
    for about in [about(3, "well"), about(0, "another")] {
        let bytes = Recording { about, audio: SOUND.to_vec() }.encode().unwrap();
        Bundle::push(&mut file, Hash([0; 32]), &bytes);
    }
    put(&content, "tyz/well/from-a-tablet.speech", &file);
    assert_eq!(faults(&content), [""; 0]);
    let parts: Vec<u16> =
        pack_speech(&content.root()).unwrap().iter().map(|one| one.about.key.part).collect();
    assert_eq!(parts, [3, 0, 1], "what belongs to another lesson stays out");
    put(&content, "tyz/well/from-a-tablet.speech", &file[..file.len() - 1]);
    assert_eq!(
        faults(&content),
        ["content/speech/tyz/well/from-a-tablet.speech: breaks off in the middle; copy it again"]
    );
    put(&content, "tyz/well/from-a-tablet.speech", "<html>");
    assert_eq!(
        faults(&content),
        [
            "content/speech/tyz/well/from-a-tablet.speech: is no file of recordings as a device exports them; export it again"
        ]
    );
}

#[test]
fn a_content_folder_without_recordings_is_in_order() {
    let content = Content::good();
    assert_eq!(faults(&content), [""; 0]);
    assert_eq!(pack_speech(&content.root()).unwrap(), []);
    put(&content, "languages.toml", TONGUES);
    assert_eq!(faults(&content), [""; 0]);
}

#[rustfmt::skip] // a table reads by rows
const WRONG: &[(&str, &str, &[&str])] = &[
    ("tyz/well/speech.toml", "edition = \"2026.1\"\nday = \"2026-11-22\"\n[seconds]\n0 = 6\n1 = 9\n", &[
        "speech.toml: does not say what the speaker agreed to; add `statement = 1` if that is what the speaker heard and agreed to, or remove the recordings",
        "0.webm: cannot be used: the recording does not say that the speaker agreed",
        "1.webm: cannot be used: the recording does not say that the speaker agreed"]),
    ("tyz/well/speech.toml", "edition = \"2026.2\"\nstatement = 1\nday = \"2026-11-22\"\n[seconds]\n0 = 6\n1 = 9\n", &[
        "well: part 0 was read from edition 2026.2, but the lesson is edition 2026.1; record it again or remove it",
        "well: part 1 was read from edition 2026.2, but the lesson is edition 2026.1; record it again or remove it"]),
    ("tyz/well/speech.toml", "edition = \"2026.1\"\nstatement = 1\nday = \"2026-11-22\"\n[seconds]\n0 = 6\n1 = 9\n2 = 3\n", &[
        "speech.toml: speaks of part 2, of which there is no sound; add the file or remove the line"]),
    ("tyz/well/speech.toml", "edition = \"2026.1\"\nstatement = 1\nday = \"2026-11-22\"\n[seconds]\n0 = 6\n", &[
        "speech.toml: does not say how long part 1 is; add it under [seconds]"]),
    ("tyz/well/1.webm", "<html>", &[
        "1.webm: cannot be used: the bytes are no sound in WebM, MPEG-4, Ogg or MP3"]),
    ("tyz/well/notes.txt", "x", &[
        "notes.txt: does not belong in this folder; name a file of sound by its part, such as 0.webm or 4.m4a"]),
    ("tyz/river/speech.toml", "", &[
        "river: holds recordings of the lesson `river`, which does not exist; correct the folder's name"]),
    ("xx/well/speech.toml", "", &[
        "xx: is a folder of no language in languages.toml; add the language there or correct the name"]),
    ("languages.toml", "[[language]]\ntag = \"Tày\"\nvi = \"Tày\"\n", &[
        "languages.toml: the tag `Tày` is none of BCP 47; write the two or three letters of ISO 639, such as `vi` or `tyz`",
        "languages.toml: `en` of the language `Tày` is missing or empty; write it",
        "tyz: is a folder of no language in languages.toml; add the language there or correct the name"]),
    ("SOURCE.md", " \n", &["SOURCE.md: is missing or empty; write where the recordings come from"]),
];

#[test]
fn every_fault_is_said_in_plain_words() {
    for (file, text, expected) in WRONG {
        let content = good();
        put(&content, file, text);
        let found = faults(&content);
        let told: Vec<&str> = found
            .iter()
            .map(|fault| fault.rsplit_once('/').map_or(fault.as_str(), |(_, rest)| rest))
            .collect();
        // A path within the sentence keeps its own slashes: compare by ends.
        let fits = found.len() == expected.len()
            && found.iter().zip(*expected).all(|(fault, end)| fault.ends_with(end));
        assert!(fits, "{file}: {found:#?} instead of {expected:#?} ({told:?})");
    }
}

#[test]
fn a_part_that_the_lesson_does_not_have_is_named() {
    let content = good();
    put(&content, "tyz/well/speech.toml", SPEECH.replace("1 = 9", "1 = 9\n77 = 2"));
    put(&content, "tyz/well/77.webm", SOUND);
    let found = faults(&content);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("the lesson has no part 77; its parts are 0, 1, "), "{found:?}");
}

#[test]
fn too_much_sound_is_refused() {
    let content = good();
    let mut sound = SOUND.to_vec();
    sound.resize(crate::speech::MOST_AUDIO + 1, 0);
    put(&content, "tyz/well/1.webm", sound);
    assert!(
        faults(&content)[0]
            .ends_with("1.webm: cannot be used: a recording has at most 1048576 bytes of sound")
    );
}

#[test]
fn the_languages_as_shipped_are_in_order() {
    let content = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let tongues = read_tongues(&content).unwrap();
    assert!(tongues.iter().any(|tongue| tongue.tag == "vi"));
    // `tay` is Atayal, of Taiwan; Tày is `tyz` in ISO 639-3.
    assert!(tongues.iter().any(|tongue| tongue.tag == "tyz" && tongue.names["vi"] == "Tày"));
    assert!(tongues.iter().all(|tongue| tongue.tag != "tay"));
}
