//! Fingerprints of released files: what people once answered never changes afterwards.
//!
//! `content/released.toml` lists, per released version, the SHA-256 of each file that says what was
//! asked and how it counts. A pinned file that changes is a fault. A file that comes later, such as
//! the words in another language, gets its own line, so a review sees at a glance that nothing moved.
//! SOURCE.md and the expected figures stay outside: the one explains, the others follow from the rest.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use sha2::{Digest, Sha256};

use super::{
    Faults, Inspector,
    files::{names, read_toml},
    instrument, profile, vectors,
};

/// File of the pins, in the content folder.
const RELEASED: &str = "released.toml";

/// Beginning of the entries that are lessons.
const LESSONS: &str = "lessons/";

const HEAD: &str = "\
# SHA-256 of every released file (line ends counted as \\n). `content pin` adds lines and never changes one.
# A line that no longer fits its file means that something people have answered was changed: restore
# the file, and make the change in a new version.
";

/// File name → fingerprint.
type Prints = BTreeMap<String, String>;

/// Folder within `content/` → its pinned files.
pub type Pins = BTreeMap<String, Prints>;

/// One fingerprint for everything that defines the version in this folder: changes when, and only
/// when, one of its pinned kinds of file does.
///
/// # Errors
/// A file that cannot be read.
pub fn content_hash(folder: &Path) -> Result<String, Faults> {
    let mut faults = Faults::default();
    let prints = fingerprints(folder, &mut faults);
    let mut all = Sha256::new();
    for (name, print) in &prints {
        all.update(format!("{name}\n{print}\n"));
    }
    faults.finish(Some(hex(&all.finalize())))
}

/// Adds the missing pins of everything released to `released.toml` and returns them as
/// `folder/file`. Existing pins are never changed.
///
/// # Errors
/// Every fault of the content besides the missing pins: only good files are released.
pub fn pin(content: &Path) -> Result<Vec<String>, Faults> {
    let (released, mut faults) = super::check::without_pins(content);
    let mut pins = read_pins(content, &mut faults);
    let mut missing = Pins::new();
    compare(content, &released, &pins, &mut missing, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut added = Vec::new();
    for (folder, prints) in missing {
        added.extend(prints.keys().map(|name| format!("{folder}/{name}")));
        pins.entry(folder).or_default().extend(prints);
    }
    if !added.is_empty() {
        write_pins(content, &pins, &mut faults);
    }
    faults.finish(Some(added))
}

/// Writes `released.toml` anew.
pub fn write_pins(content: &Path, pins: &Pins, faults: &mut Faults) {
    if let Err(error) = fs::write(content.join(RELEASED), written(pins)) {
        Inspector::new(&content.join(RELEASED), faults)
            .say(format_args!("cannot be written ({error}); check its permissions"));
    }
}

/// Compares the pins with the files of these released folders.
pub(super) fn check(content: &Path, released: &[String], faults: &mut Faults) {
    let pins = read_pins(content, faults);
    let mut missing = Pins::new();
    compare(content, released, &pins, &mut missing, faults);
    for (folder, prints) in &missing {
        for name in prints.keys() {
            Inspector::new(&content.join(folder).join(name), faults).say(format_args!(
                "is released but not pinned; run `cargo xtask content pin` to add it to {RELEASED}"
            ));
        }
    }
}

fn compare(content: &Path, released: &[String], pins: &Pins, missing: &mut Pins, faults: &mut Faults) {
    for folder in released {
        let pinned = pins.get(folder);
        for (name, print) in fingerprints(&content.join(folder), faults) {
            match pinned.and_then(|pinned| pinned.get(&name)) {
                Some(old) if *old == print => {}
                Some(_) => Inspector::new(&content.join(folder).join(name), faults)
                    .say("was changed after its release; restore it and make the change in a new version"),
                None => drop(missing.entry(folder.clone()).or_default().insert(name, print)),
            }
        }
    }
    // Lessons are pinned in the same file and compared by their own crate.
    for (folder, prints) in pins.iter().filter(|(folder, _)| !folder.starts_with(LESSONS)) {
        for name in prints.keys().filter(|name| !content.join(folder).join(name).is_file()) {
            Inspector::new(&content.join(folder).join(name), faults)
                .say(format_args!("was released and is gone; restore it, because kept answers need it"));
        }
        if content.join(folder).is_dir() && !released.contains(folder) {
            Inspector::new(&content.join(folder), faults).say(format_args!(
                "is pinned in {RELEASED} but is a draft; write status = \"current\" or \"archived\""
            ));
        }
    }
}

/// What `released.toml` says; nothing before the first release.
pub fn read_pins(content: &Path, faults: &mut Faults) -> Pins {
    let path = content.join(RELEASED);
    // Before the first release there is no such file, and nothing to hold to it.
    if path.exists() { read_toml(&path, faults).unwrap_or_default() } else { Pins::new() }
}

fn fingerprints(folder: &Path, faults: &mut Faults) -> Prints {
    let mut prints = Prints::new();
    for name in names(folder, faults).into_iter().filter(|name| is_pinned_kind(name)) {
        match fs::read(folder.join(&name)) {
            Ok(bytes) => drop(prints.insert(name, fingerprint(&bytes))),
            Err(error) => Inspector::new(&folder.join(&name), faults)
                .say(format_args!("cannot be read ({error}); check its permissions")),
        }
    }
    prints
}

fn is_pinned_kind(name: &str) -> bool {
    [instrument::DEFINITION, profile::DEFINITION, vectors::VECTORS].contains(&name)
        || (name.starts_with("text.") && name.ends_with(".toml"))
}

/// SHA-256, as hex, with line ends counted as `\n`, so that a checkout on Windows has the same pins.
pub fn fingerprint(bytes: &[u8]) -> String {
    let is_kept = |(at, byte): &(usize, &u8)| **byte != b'\r' || bytes.get(at + 1) != Some(&b'\n');
    let kept: Vec<u8> = bytes.iter().enumerate().filter(is_kept).map(|(_, byte)| *byte).collect();
    hex(&Sha256::digest(kept))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn written(pins: &Pins) -> String {
    pins.iter().fold(HEAD.to_owned(), |mut text, (folder, prints)| {
        let _ = write!(text, "\n[\"{folder}\"]\n");
        for (name, print) in prints {
            let _ = writeln!(text, "\"{name}\" = \"{print}\"");
        }
        text
    })
}
