//! Writes the language packs and the static start of every survey, on the host, at build time.
//!
//! `prerender <content folder> <output folder>` writes `packs/<instrument>@<version>.<language>.pack`
//! and `start/<instrument>@<version>.<language>.html`, and for what is taught
//! `lessons/<lesson>.<language>.lesson` and `lessons/all.<language>.lessons`; for recordings
//! `speech/<lesson>.<language>-<part>.speech` and `speech/list`.
#![expect(clippy::print_stderr, reason = "a command line tool")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use lang_nghe::text::{KEYS, of_survey};
use lang_nghe_instrument::source::{read_instrument, read_profile};
use lang_nghe_instrument::{Instrument, InstrumentText, Pack, Profile, ProfileText};
use lang_nghe_lesson::source::{PackedSpeech, pack_speech};
use lang_nghe_lesson::speech::Key;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [content, out] = arguments.as_slice() else {
        eprintln!("usage: prerender <content folder> <output folder>");
        return ExitCode::FAILURE;
    };
    match run(Path::new(content), Path::new(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(content: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(out.join("packs"))?;
    fs::create_dir_all(out.join("start"))?;
    write_lessons(content, out)?;
    write_speech(content, out)?;
    let (profile, profile_texts) = newest_profile(content)?;
    for folder in folders(&content.join("instruments"))? {
        for version in folders(&folder)? {
            let (instrument, texts) = read_instrument(&version)?;
            write(out, &instrument, texts, (&profile, &profile_texts))?;
        }
    }
    Ok(())
}

/// The lessons and their catalogue, in every language.
fn write_lessons(content: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let folder = out.join("lessons");
    fs::create_dir_all(&folder)?;
    for packs in lang_nghe_lesson::source::pack_all(content)? {
        fs::write(folder.join(format!("all.{}.lessons", packs.lang)), &packs.catalogue)?;
        for lesson in &packs.lessons {
            fs::write(folder.join(format!("{}.{}.lesson", lesson.id, packs.lang)), &lesson.bytes)?;
        }
    }
    Ok(())
}

/// The recordings that come with the app, one file each, and `list`: a line per file with what a device wants to
/// know before it fetches it (`<file> <bytes> <language> <lesson> <edition> <part> <day>`).
fn write_speech(content: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let folder = out.join("speech");
    fs::create_dir_all(&folder)?;
    let mut list = String::new();
    for PackedSpeech { about, bytes } in pack_speech(content)? {
        let Key { lang, lesson, edition, part } = &about.key;
        let name = format!("{lesson}.{lang}-{part}.speech");
        let size = bytes.len();
        list.push_str(&format!("{name} {size} {lang} {lesson} {edition} {part} {}\n", about.consent.day));
        fs::write(folder.join(name), bytes)?;
    }
    fs::write(folder.join("list"), list)?;
    Ok(())
}

type Around<'a> = (&'a Profile, &'a BTreeMap<String, ProfileText>);

fn write(
    out: &Path,
    instrument: &Instrument,
    texts: BTreeMap<String, InstrumentText>,
    (profile, profile_texts): Around<'_>,
) -> Result<(), Box<dyn Error>> {
    for (lang, text) in texts {
        let profile_text = profile_texts
            .get(&lang)
            .ok_or_else(|| format!("the profile questions have no words in {lang}"))?;
        let name = format!("{}@{}.{lang}", instrument.id, instrument.version);
        let pack = Pack {
            build: KEYS.to_owned(),
            ui: of_survey(&lang).iter().map(|words| (*words).to_owned()).collect(),
            lang,
            instrument: instrument.clone(),
            text,
            profile: profile.clone(),
            profile_text: profile_text.clone(),
        };
        fs::write(out.join(format!("packs/{name}.pack")), pack.encode()?)?;
        fs::write(out.join(format!("start/{name}.html")), lang_nghe::start::html(pack))?;
    }
    Ok(())
}

/// The profile with the highest number; earlier ones stay for records that were filled in with them.
fn newest_profile(content: &Path) -> Result<(Profile, BTreeMap<String, ProfileText>), Box<dyn Error>> {
    let mut versions = folders(&content.join("profile"))?;
    versions.sort_by_key(|folder| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (name.len(), name)
    });
    let newest = versions.last().ok_or("content/profile has no version")?;
    Ok(read_profile(newest)?)
}

fn folders(parent: &Path) -> Result<Vec<std::path::PathBuf>, Box<dyn Error>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(parent).map_err(|error| format!("{}: {error}", parent.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}
