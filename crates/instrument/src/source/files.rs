//! Files and folders on disk, with faults instead of I/O errors.

use std::{collections::BTreeMap, fs, path::Path};

use serde::de::DeserializeOwned;

use super::{Faults, Inspector};

/// Reads a TOML file as written; what cannot be read is a fault that names the line.
pub fn read_toml<T: DeserializeOwned>(path: &Path, faults: &mut Faults) -> Option<T> {
    let text = read_text(path, faults)?;
    match toml::from_str(&text) {
        Ok(written) => Some(written),
        Err(error) => {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
            let message = error.message().replace('\n', " ");
            Inspector::new(path, faults)
                .say(format_args!("line {line} cannot be read ({message}); correct it"));
            None
        }
    }
}

/// Reads a text file.
pub fn read_text(path: &Path, faults: &mut Faults) -> Option<String> {
    let mut inspector = Inspector::new(path, faults);
    match fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => return Some(text),
        Ok(Err(_)) => inspector.say("is not UTF-8 text; save it as UTF-8"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => inspector.say("is missing; add it"),
        Err(error) => {
            inspector.say(format_args!("cannot be read ({error}); check the file and its permissions"))
        }
    }
    None
}

/// Names in a folder in alphabetical order, without hidden ones.
pub fn names(folder: &Path, faults: &mut Faults) -> Vec<String> {
    let mut names = Vec::new();
    match fs::read_dir(folder) {
        Ok(entries) => {
            names.extend(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()))
        }
        Err(error) => Inspector::new(folder, faults)
            .say(format_args!("cannot be read ({error}); check that the folder exists")),
    }
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

/// The last part of a path, as text.
pub(super) fn folder_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Files of a version's folder by the language of their words; anything unknown is a fault.
pub(super) fn text_languages(folder: &Path, known: &[&str], faults: &mut Faults) -> Vec<String> {
    let mut languages: Vec<String> = super::LANGUAGES.map(str::to_owned).into();
    for name in names(folder, faults) {
        let language = name.strip_prefix("text.").and_then(|rest| rest.strip_suffix(".toml"));
        match language {
            Some(language) if is_language(language) => {
                if !languages.iter().any(|known| known == language) {
                    languages.push(language.to_owned());
                }
            }
            _ if known.contains(&name.as_str()) => {}
            _ => Inspector::new(&folder.join(&name), faults)
                .say("does not belong in this folder; remove it or correct its name (words stand in text.<language>.toml)"),
        }
    }
    languages
}

/// Whether this is a language tag such as `vi`, `en` or `hmn`.
pub fn is_language(tag: &str) -> bool {
    (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Takes what is written for these ids, in their order; names what is missing and what nobody asked for.
pub(super) fn take_each<T>(
    inspector: &mut Inspector<'_>,
    what: &str,
    ids: impl IntoIterator<Item = impl AsRef<str>>,
    mut written: BTreeMap<String, T>,
) -> Vec<Option<T>> {
    let mut taken = Vec::new();
    for id in ids {
        let id = id.as_ref();
        let found = written.remove(id);
        if found.is_none() && !id.is_empty() {
            inspector.say(format_args!("there are no words for the {what} `{id}`; add them"));
        }
        taken.push(found);
    }
    for id in written.keys() {
        inspector.say(format_args!(
            "there are words for the {what} `{id}`, which does not exist; remove them or correct the id"
        ));
    }
    taken
}

/// Takes the words of these ids, in their order, and checks each.
pub(super) fn take_words(
    inspector: &mut Inspector<'_>,
    what: &str,
    ids: impl IntoIterator<Item = impl AsRef<str>> + Clone,
    written: BTreeMap<String, String>,
) -> Vec<String> {
    let taken = take_each(inspector, what, ids.clone(), written);
    let mut seen = BTreeMap::<&str, String>::new();
    for (id, words) in ids.into_iter().zip(&taken) {
        let Some(words) = words else { continue };
        let id = id.as_ref();
        inspector.words(&format!("the text of the {what} `{id}`"), words);
        if let Some(other) = seen.insert(words, id.to_owned()) {
            inspector.say(format_args!(
                "the {what} `{id}` has the same words as `{other}`; nobody could tell them apart"
            ));
        }
    }
    taken.into_iter().map(Option::unwrap_or_default).collect()
}
