//! The whole content folder at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{
    Faults, Inspector,
    files::{is_language, names},
    instrument, pins, profile, vectors,
};
use crate::{Instrument, Status};

/// Everything that is wrong with `content/instruments`, `content/profile` and their pins. Empty when
/// all is well.
pub fn check(content: &Path) -> Faults {
    let (released, mut faults) = without_pins(content);
    pins::check(content, &released, &mut faults);
    faults
}

/// Id and version of every instrument in the content folder, by the names of its folders.
///
/// # Errors
/// A folder that cannot be read.
pub fn versions(content: &Path) -> Result<Vec<(String, String)>, Faults> {
    let mut faults = Faults::default();
    let listed = instrument_folders(content, &mut faults);
    faults.finish(Some(listed))
}

/// Everything except the pins, and which folders are released.
pub(super) fn without_pins(content: &Path) -> (Vec<String>, Faults) {
    let mut faults = Faults::default();
    let mut released = Vec::new();
    let languages = interface_languages(content);

    let mut asked = BTreeSet::new();
    for name in names(&content.join("profile"), &mut faults) {
        let folder = content.join("profile").join(&name);
        let Some(read) = profile::read_into(&folder, &mut faults) else {
            continue;
        };
        asked.extend(read.profile.questions.into_iter().map(|question| question.id));
        if read.status != Status::Draft {
            released.push(format!("profile/{name}"));
        }
        check_languages(&folder, read.status, (&languages, read.texts.keys().collect()), &mut faults);
    }
    let mut items = BTreeMap::<String, BTreeSet<String>>::new();
    for (id, version) in instrument_folders(content, &mut faults) {
        let folder = content.join("instruments").join(&id).join(&version);
        instrument::check_source_note(&folder, &mut faults);
        let Some((instrument, texts)) = instrument::read_into(&folder, &mut faults) else {
            continue;
        };
        vectors::check(&folder, &instrument, &mut faults);
        check_languages(&folder, instrument.status, (&languages, texts.keys().collect()), &mut faults);
        for item in instrument.items.iter().filter(|item| asked.contains(&item.id)) {
            Inspector::new(&folder.join(instrument::DEFINITION), &mut faults)
                .say(format_args!("the item `{}` has the id of a profile question; choose another", item.id));
        }
        check_without(&folder, &instrument, &asked, &mut faults);
        items.entry(id.clone()).or_default().extend(instrument.items.into_iter().map(|item| item.id));
        if instrument.status != Status::Draft {
            released.push(format!("instruments/{id}/{version}"));
        }
    }
    check_sensitive(&content.join("sensitive.toml"), &items, &mut faults);
    (released, faults)
}

/// The file that names sensitive items, if there is one: a name that fits no item would protect nothing, and nobody would
/// see it. It is read line by line (`lang_nghe_report::sensitive`), so every line has one shape.
fn check_sensitive(file: &Path, items: &BTreeMap<String, BTreeSet<String>>, faults: &mut Faults) {
    let Ok(text) = std::fs::read_to_string(file) else { return };
    let mut inspector = Inspector::new(file, faults);
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for line in lines {
        let named = line.split_once(" = ").and_then(|(id, names)| {
            let names = names.strip_prefix("[\"")?.strip_suffix("\"]")?;
            Some((id, names.split("\", \"").collect::<Vec<_>>()))
        });
        let Some((id, names)) = named else {
            inspector.say(format_args!(
                "the line `{line}` cannot be read; write `instrument = [\"item\", \"item\"]`"
            ));
            continue;
        };
        let Some(known) = items.get(id) else {
            inspector.say(format_args!("there is no instrument `{id}`; correct its name"));
            continue;
        };
        for name in names.into_iter().filter(|name| !known.contains(*name)) {
            inspector.say(format_args!("no version of `{id}` has an item `{name}`; correct its name"));
        }
    }
}

/// Questions that are left out must be asked elsewhere; who pressed the answers is always asked.
fn check_without(folder: &Path, instrument: &Instrument, asked: &BTreeSet<String>, faults: &mut Faults) {
    let mut inspector = Inspector::new(&folder.join(instrument::DEFINITION), faults);
    for question in &instrument.without {
        if question == "mode" {
            inspector.say("the question `mode` cannot be left out: every result says how answers were given");
        } else if !asked.contains(question) {
            inspector.say(format_args!(
                "`without` names `{question}`, which is no question of the profile; correct or remove it"
            ));
        }
    }
}

fn instrument_folders(content: &Path, faults: &mut Faults) -> Vec<(String, String)> {
    let instruments = content.join("instruments");
    let mut folders = Vec::new();
    for id in names(&instruments, faults) {
        let versions = names(&instruments.join(&id), faults);
        folders.extend(versions.into_iter().map(|version| (id.clone(), version)));
    }
    folders
}

/// Languages of the interface (`content/ui/<language>.toml`), if it is there.
fn interface_languages(content: &Path) -> Vec<String> {
    let files = names(&content.join("ui"), &mut Faults::default());
    let languages = files.iter().filter_map(|name| name.strip_suffix(".toml"));
    languages.filter(|name| is_language(name)).map(str::to_owned).collect()
}

/// Whoever can read the buttons must be able to read the questions.
fn check_languages(
    folder: &Path,
    status: Status,
    (offered, there): (&[String], Vec<&String>),
    faults: &mut Faults,
) {
    for lang in
        offered.iter().filter(|lang| !super::LANGUAGES.contains(&lang.as_str()) && !there.contains(lang))
    {
        if status == Status::Current {
            let path = folder.join(format!("text.{lang}.toml"));
            Inspector::new(&path, faults).say("is missing, although the interface has this language; add it");
        }
    }
}
