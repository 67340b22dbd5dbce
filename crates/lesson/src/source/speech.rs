//! Recordings that come with the app: `content/speech`.
//!
//! ```text
//! content/speech/
//!   languages.toml              languages that can be spoken, with their names
//!   SOURCE.md                   where tags and recordings come from, and what is uncertain
//!   <language>/<lesson>/        speech.toml and one file of sound per part: 0.webm, 4.webm …
//!                               or files as a device exports them: <any name>.speech
//! ```
//!
//! ```toml
//! # speech.toml
//! edition = "2026.1"            # of the lesson that was read
//! statement = 1                 # the statement that the speaker agreed to, and the day
//! day = "2026-11-22"
//! label = "…"                   # what the speaker wants to be called; may be left out
//! [seconds]                     # how long each part is
//! 0 = 6
//! 4 = 12
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use lang_nghe_instrument::source::{Faults, Inspector, LANGUAGES, names, read_toml};
use serde::Deserialize;

use super::check::Shelf;
use crate::speech::{About, Bundle, Consent, Key, Recording, STATEMENT, is_tag, parts_of};

/// Folder of the recordings within `content/`.
const SPEECH: &str = "speech";
/// Names in it that are no languages.
const BESIDE: [&str; 2] = ["SOURCE.md", "languages.toml"];
const DEFINITION: &str = "speech.toml";
/// How files of sound end.
const ENDINGS: [&str; 4] = ["webm", "m4a", "ogg", "mp3"];

/// A language that lessons can be read aloud in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Tongue {
    /// Its BCP 47 tag.
    #[serde(default)]
    pub tag: String,
    /// Its name by the language of the reader.
    #[serde(flatten)]
    pub names: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TonguesWritten {
    language: Vec<Tongue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SpeechWritten {
    edition: String,
    statement: u16,
    day: String,
    label: Option<String>,
    seconds: BTreeMap<String, u32>,
}

/// A recording as it is built into the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedSpeech {
    /// What it says about itself.
    pub about: About,
    /// The recording, as [`Recording::decode`] reads it.
    pub bytes: Vec<u8>,
}

/// Reads `languages.toml` of a content folder.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_tongues(content: &Path) -> Result<Vec<Tongue>, Faults> {
    let mut faults = Faults::default();
    let tongues = tongues(content, &mut faults);
    faults.finish(Some(tongues))
}

fn tongues(content: &Path, faults: &mut Faults) -> Vec<Tongue> {
    let path = content.join(SPEECH).join("languages.toml");
    let Some(TonguesWritten { language }) = read_toml(&path, faults) else { return Vec::new() };
    let mut inspector = Inspector::new(&path, faults);
    inspector.unique("tag", language.iter().map(|tongue| tongue.tag.as_str()));
    for Tongue { tag, names } in &language {
        if !is_tag(tag) {
            inspector.say(format_args!(
                "the tag `{tag}` is none of BCP 47; write the two or three letters of ISO 639, such as `vi` or `tyz`"
            ));
        }
        for lang in LANGUAGES {
            let name = names.get(lang).map_or("", String::as_str);
            inspector.words(&format!("`{lang}` of the language `{tag}`"), name);
        }
    }
    language
}

/// All recordings of a content folder, checked.
///
/// # Errors
/// Everything that is wrong with the lessons or with the recordings.
pub fn pack_speech(content: &Path) -> Result<Vec<PackedSpeech>, Faults> {
    let mut faults = Faults::default();
    let shelf = super::check::read(content, &mut faults);
    let packed = read(content, &shelf, &mut faults);
    faults.finish(Some(packed))
}

/// Reads and checks `content/speech`; nothing if there is no such folder.
pub(super) fn read(content: &Path, shelf: &Shelf, faults: &mut Faults) -> Vec<PackedSpeech> {
    let folder = content.join(SPEECH);
    if !folder.is_dir() {
        return Vec::new();
    }
    let tongues = tongues(content, faults);
    let mut packed = Vec::new();
    for lang in names(&folder, faults).into_iter().filter(|name| !BESIDE.contains(&name.as_str())) {
        let path = folder.join(&lang);
        if !tongues.iter().any(|tongue| tongue.tag == lang) {
            Inspector::new(&path, faults).say(
                "is a folder of no language in languages.toml; add the language there or correct the name",
            );
        }
        for lesson in names(&path, faults) {
            let pack = Pack { shelf, lang: &lang, lesson: &lesson };
            packed.extend(pack.read(&path.join(&lesson), faults));
        }
    }
    if !packed.is_empty()
        && !fs::read_to_string(folder.join("SOURCE.md")).is_ok_and(|text| !text.trim().is_empty())
    {
        Inspector::new(&folder.join("SOURCE.md"), faults)
            .say("is missing or empty; write where the recordings come from");
    }
    packed
}

/// The recordings of one lesson in one language.
struct Pack<'p> {
    shelf: &'p Shelf,
    lang: &'p str,
    lesson: &'p str,
}

impl Pack<'_> {
    fn read(&self, folder: &Path, faults: &mut Faults) -> Vec<PackedSpeech> {
        let Some((lesson, texts)) = self.shelf.lessons.iter().find(|(lesson, _)| lesson.id == self.lesson)
        else {
            Inspector::new(folder, faults).say(format_args!(
                "holds recordings of the lesson `{}`, which does not exist; correct the folder's name",
                self.lesson
            ));
            return Vec::new();
        };
        let numbers: Vec<u16> = texts.values().next().map(|text| parts_of(&text.blocks)).unwrap_or_default();
        let mut found: Vec<PackedSpeech> = Vec::new();
        let (bundles, sounds): (Vec<String>, Vec<String>) = names(folder, faults)
            .into_iter()
            .filter(|name| name != DEFINITION)
            .partition(|name| name.ends_with(".speech"));
        for name in bundles {
            found.extend(self.bundle(&folder.join(name), faults));
        }
        if !sounds.is_empty() {
            found.extend(self.sounds(folder, sounds, faults));
        }
        let mut seen = BTreeSet::new();
        for PackedSpeech { about, .. } in &found {
            let mut inspector = Inspector::new(folder, faults);
            let Key { edition, part, .. } = &about.key;
            if *edition != lesson.edition {
                inspector.say(format_args!(
                    "part {part} was read from edition {edition}, but the lesson is edition {}; record it again or remove it",
                    lesson.edition
                ));
            } else if !numbers.contains(part) {
                inspector.say(format_args!(
                    "the lesson has no part {part}; its parts are {}",
                    numbers.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
                ));
            }
            if !seen.insert(*part) {
                inspector.say(format_args!("part {part} is there twice; keep one"));
            }
        }
        found
    }

    /// What a device exported.
    fn bundle(&self, path: &Path, faults: &mut Faults) -> Vec<PackedSpeech> {
        let mut inspector = Inspector::new(path, faults);
        let Ok(file) = fs::read(path) else {
            inspector.say("cannot be read; check the file and its permissions");
            return Vec::new();
        };
        let Ok(bundle) = Bundle::read(&file) else {
            inspector.say("is no file of recordings as a device exports them; export it again");
            return Vec::new();
        };
        if bundle.is_cut_short {
            inspector.say("breaks off in the middle; copy it again");
        }
        let mut found = Vec::new();
        for contained in bundle.recordings {
            match Recording::decode(contained.bytes) {
                Ok(Recording { about, .. })
                    if about.key.lang == self.lang && about.key.lesson == self.lesson =>
                {
                    found.push(PackedSpeech { about, bytes: contained.bytes.to_vec() });
                }
                // A device exports all it has; only what belongs into this folder is taken from it.
                Ok(_) => {}
                Err(error) => {
                    inspector.say(format_args!("holds something that cannot be used ({error}); remove it"))
                }
            }
        }
        found
    }

    /// Files of sound beside a `speech.toml`.
    fn sounds(&self, folder: &Path, sounds: Vec<String>, faults: &mut Faults) -> Vec<PackedSpeech> {
        let definition = folder.join(DEFINITION);
        let Some(written) = read_toml::<SpeechWritten>(&definition, faults) else { return Vec::new() };
        let mut inspector = Inspector::new(&definition, faults);
        if written.statement == 0 || written.statement > STATEMENT {
            inspector.say(format_args!(
                "does not say what the speaker agreed to; add `statement = {STATEMENT}` if that is what the speaker heard and agreed to, or remove the recordings"
            ));
        }
        inspector.day("the day of the speaker's consent (`day`)", &written.day);
        let mut found = Vec::new();
        for name in &sounds {
            let path = folder.join(name);
            let named = name.rsplit_once('.').filter(|(_, ending)| ENDINGS.contains(ending));
            let Some((number, part)) =
                named.and_then(|(number, _)| Some((number, number.parse::<u16>().ok()?)))
            else {
                Inspector::new(&path, faults).say("does not belong in this folder; name a file of sound by its part, such as 0.webm or 4.m4a");
                continue;
            };
            let Some(seconds) = written.seconds.get(number) else {
                Inspector::new(&definition, faults)
                    .say(format_args!("does not say how long part {part} is; add it under [seconds]"));
                continue;
            };
            let key = Key {
                lang: self.lang.to_owned(),
                lesson: self.lesson.to_owned(),
                edition: written.edition.clone(),
                part,
            };
            let consent = Consent { statement: written.statement, day: written.day.clone() };
            let about =
                About { key, consent, label: written.label.clone(), millis: seconds.saturating_mul(1_000) };
            let audio = fs::read(&path).unwrap_or_default();
            let recording = Recording { about: about.clone(), audio };
            match recording.encode() {
                Ok(bytes) => found.push(PackedSpeech { about, bytes }),
                Err(error) => Inspector::new(&path, faults).say(format_args!("cannot be used: {error}")),
            }
        }
        for number in written.seconds.keys() {
            let has = |name: &String| name.rsplit_once('.').is_some_and(|(part, _)| part == number);
            if !sounds.iter().any(has) {
                Inspector::new(&definition, faults).say(format_args!(
                    "speaks of part {number}, of which there is no sound; add the file or remove the line"
                ));
            }
        }
        found
    }
}
