//! Fingerprints of released lessons, in `content/released.toml` beside those of instruments.
//!
//! A lesson that people have learnt from may get better, but not under the same edition: answers to
//! its questions are counted by edition. So a pinned file that changes needs a new edition. The two
//! days of a review (`checked`, `review_by`) stay outside: looking at a lesson again changes no word.

use std::{collections::BTreeMap, path::Path};

use lang_nghe_instrument::source::{Faults, Inspector, fingerprint, names, read_pins, read_text, write_pins};

use super::check::{self, Shelf};
use super::{LESSONS, lesson::DEFINITION};
use crate::Lesson;

/// Adds the missing pins of all released lessons to `released.toml` and returns them as
/// `lessons/<id>/<edition>/<file>`. Existing pins are never changed.
///
/// # Errors
/// Every fault of the lessons besides the missing pins: only good lessons are released.
pub fn pin(content: &Path) -> Result<Vec<String>, Faults> {
    let mut faults = Faults::default();
    if !content.join(LESSONS).is_dir() {
        return Ok(Vec::new());
    }
    let shelf = check::read(content, &mut faults);
    let missing = compare(content, &shelf, &mut faults);
    let mut pins = read_pins(content, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut added = Vec::new();
    for (key, prints) in missing {
        added.extend(prints.keys().map(|name| format!("{key}/{name}")));
        pins.entry(key).or_default().extend(prints);
    }
    if !added.is_empty() {
        write_pins(content, &pins, &mut faults);
    }
    faults.finish(Some(added))
}

/// Compares the pins with the files of released lessons.
pub(super) fn check(content: &Path, shelf: &Shelf, faults: &mut Faults) {
    for (key, prints) in compare(content, shelf, faults) {
        for name in prints.keys() {
            let (folder, _edition) = key.rsplit_once('/').unwrap_or((&key, ""));
            Inspector::new(&content.join(folder).join(name), faults)
                .say("is released but not pinned; run `cargo xtask content pin` to add it to released.toml");
        }
    }
}

/// What is not pinned yet; what changed is a fault.
fn compare(content: &Path, shelf: &Shelf, faults: &mut Faults) -> BTreeMap<String, BTreeMap<String, String>> {
    // A file that cannot be read was said by the check of instruments already.
    let pins = read_pins(content, &mut Faults::default());
    let mut missing = BTreeMap::<_, BTreeMap<_, _>>::new();
    for lesson in shelf.released() {
        let folder = content.join(LESSONS).join(&lesson.id);
        let key = key(lesson);
        for name in names(&folder, faults) {
            let path = folder.join(&name);
            let Some(text) = read_text(&path, faults) else { continue };
            let print = fingerprint(counted(&name, &text).as_bytes());
            match pins.get(&key).and_then(|pinned| pinned.get(&name)) {
                Some(old) if *old == print => {}
                Some(_) => Inspector::new(&path, faults).say(format_args!(
                    "was changed after the release of edition {}; restore it, or write the next edition into {DEFINITION}",
                    lesson.edition
                )),
                None => drop(missing.entry(key.clone()).or_default().insert(name, print)),
            }
        }
    }
    missing
}

fn key(lesson: &Lesson) -> String {
    format!("{LESSONS}/{}/{}", lesson.id, lesson.edition)
}

/// The part of a file that a release holds still.
fn counted(name: &str, text: &str) -> String {
    let is_day = |line: &str| {
        name == DEFINITION && ["checked", "review_by"].iter().any(|key| line.trim_start().starts_with(key))
    };
    text.lines().filter(|line| !is_day(line)).flat_map(|line| [line, "\n"]).collect()
}
