//! Turns the interface words in `content/ui/` into `enum Text` and one table per language, and the
//! index of `content/indexes/766/` into bytes that the desk's program unpacks.
//!
//! A word that is missing in a language, or says something about another placeholder, is a build
//! error: nobody can ship a half-translated page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

use lang_nghe_index_766::source::read_index;
use lang_nghe_instrument::source::Faults;
use lang_nghe_published::source::{read_form, read_reference};
use serde::Serialize;

/// The languages offered, the one that everything is written in first.
const LANGUAGES: [&str; 2] = ["vi", "en"];

/// The tables that the citizen's page shows. They come first and travel in its pack; the words of
/// every other page stay out of it.
const SURVEY_TABLES: [&str; 9] =
    ["app", "start", "question", "check", "thanks", "resume", "status", "idle", "problem"];

/// The table that every program says words of, besides the citizen's.
const SHARED_TABLES: [&str; 1] = ["desk"];

/// The tables that only the lessons' program shows, those that only the officials' tools show, those that only the page
/// for tables of forms shows, those that it and the tools show, and those that both and the desk show; what is left is
/// the desk's. A program carries the words it says and no others.
const LEARN_TABLES: [&str; 11] =
    ["learn", "lesson", "practice", "people", "class", "ages", "gain", "daily", "sheet", "handout", "speech"];
const TOOLS_TABLES: [&str; 5] = ["tools", "index766", "sample", "published", "plan"];
const FORMS_TABLES: [&str; 1] = ["own_forms"];
const TABLE_TABLES: [&str; 1] = ["table"];
const REPORT_TABLES: [&str; 1] = ["report"];

/// Words that only the hub's own pages say, read there from the same files: no program carries them.
const HUB_ALONE: [&str; 4] = ["hub.classes.", "hub.door.", "hub.devices.", "hub.aside."];

/// The index that the desk works out, in its newest version.
const INDEX: &str = "content/indexes/766";

/// Languages that lessons can be read aloud in.
const TONGUES: &str = "content/speech/languages.toml";

/// The forms of published scores, each index oldest first.
const FORMS: [(&str, &[&str]); 2] = [
    ("papi", &["content/indexes/papi/2018.1", "content/indexes/papi/2021.1"]),
    ("par", &["content/indexes/par/2026.1"]),
];

/// Published values for orientation.
const REFERENCE: &str = "content/reference/sipas-national/2026.1";

/// Key → words, in one language.
type Words = BTreeMap<String, String>;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=content/ui");
    println!("cargo::rerun-if-changed={INDEX}");
    println!("cargo::rerun-if-changed={REFERENCE}");
    println!("cargo::rerun-if-changed={TONGUES}");
    for folder in FORMS.iter().flat_map(|(_, folders)| *folders) {
        println!("cargo::rerun-if-changed={folder}");
    }
    let mut faults = Vec::new();
    let tables: Vec<Words> = LANGUAGES.map(|lang| read(lang, &mut faults)).into();
    compare(&tables, &mut faults);
    if faults.is_empty() {
        let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
        fs::write(Path::new(&out).join("text.rs"), rust(&tables) + &tongues(&mut faults)?)?;
        index(Path::new(&out), &mut faults)?;
        published(Path::new(&out), &mut faults)?;
    }
    for fault in faults {
        println!("cargo::error={fault}");
    }
    Ok(())
}

/// The languages that can be spoken, with their names in each language of the interface, as Rust. Whether
/// they are in order is for the content check to say.
fn tongues(faults: &mut Vec<String>) -> io::Result<String> {
    let table = fs::read_to_string(TONGUES)?.parse::<toml::Table>().map_err(io::Error::other)?;
    let list = table.get("language").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let mut rows = String::new();
    for tongue in &list {
        let text = |key: &str| tongue.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        let names = LANGUAGES.map(text);
        if text("tag").is_empty() || names.contains(&"") {
            faults.push(format!("{TONGUES}: a language lacks its tag or a name: add it"));
        }
        let _ = writeln!(rows, "    ({:?}, {names:?}),", text("tag"));
    }
    Ok(format!(
        "\n/// Languages that lessons can be read aloud in: tag, and name by language.\n\
         pub static TONGUES: [(&str, [&str; 2]); {}] = [\n{rows}];\n",
        list.len()
    ))
}

/// Writes the forms of published scores and the values for orientation, with their words.
fn published(out: &Path, faults: &mut Vec<String>) -> io::Result<()> {
    for (name, folders) in FORMS {
        let read = folders.iter().map(|folder| read_form(Path::new(folder)));
        match read.collect::<Result<Vec<_>, Faults>>() {
            Ok(all) => pack(out, name, all.into_iter().unzip())?,
            Err(found) => faults.extend(found.to_string().lines().map(str::to_owned)),
        }
    }
    match read_reference(Path::new(REFERENCE)) {
        Ok((values, texts)) => pack(out, "sipas", (vec![values], vec![texts]))?,
        Err(found) => faults.extend(found.to_string().lines().map(str::to_owned)),
    }
    Ok(())
}

/// Things and their words in every language, one file each.
fn pack<T: Serialize, W: Serialize>(
    out: &Path,
    name: &str,
    (things, texts): (Vec<T>, Vec<BTreeMap<String, W>>),
) -> io::Result<()> {
    let packed = |bytes: postcard::Result<Vec<u8>>| bytes.map_err(io::Error::other);
    fs::write(out.join(format!("{name}.bin")), packed(postcard::to_allocvec(&things))?)?;
    for lang in LANGUAGES {
        let words: Option<Vec<&W>> = texts.iter().map(|texts| texts.get(lang)).collect();
        let words = words.ok_or(io::ErrorKind::NotFound)?;
        fs::write(out.join(format!("{name}.{lang}.bin")), packed(postcard::to_allocvec(&words))?)?;
    }
    Ok(())
}

/// Writes the index and its words, one file each: nothing that runs in a browser reads TOML.
fn index(out: &Path, faults: &mut Vec<String>) -> io::Result<()> {
    let mut versions: Vec<_> = fs::read_dir(INDEX)?.collect::<Result<_, _>>()?;
    versions.sort_by_key(|version| (version.file_name().len(), version.file_name()));
    let newest = versions.last().ok_or(io::ErrorKind::NotFound)?.path();
    let (index, texts) = match read_index(&newest) {
        Ok(read) => read,
        Err(found) => {
            faults.extend(found.to_string().lines().map(str::to_owned));
            return Ok(());
        }
    };
    let packed = |bytes: postcard::Result<Vec<u8>>| bytes.map_err(io::Error::other);
    fs::write(out.join("index-766.bin"), packed(postcard::to_allocvec(&index))?)?;
    for lang in LANGUAGES {
        let words = texts.get(lang).ok_or(io::ErrorKind::NotFound)?;
        fs::write(out.join(format!("index-766.{lang}.bin")), packed(postcard::to_allocvec(words))?)?;
    }
    Ok(())
}

/// Reads one language file.
fn read(lang: &str, faults: &mut Vec<String>) -> Words {
    let file = format!("content/ui/{lang}.toml");
    let mut words = Words::new();
    match fs::read_to_string(&file)
        .map_err(|error| error.to_string())
        .and_then(|text| text.parse::<toml::Table>().map_err(|error| error.to_string()))
    {
        Ok(table) => flatten(&file, "", &table, &mut words, faults),
        Err(error) => faults.push(format!("{file} cannot be read: {}", error.replace('\n', " "))),
    }
    words
}

/// `[start] title = "…"` becomes `start.title`.
fn flatten(file: &str, prefix: &str, table: &toml::Table, words: &mut Words, faults: &mut Vec<String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        let plain =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-".contains(letter);
        match value {
            _ if !name.chars().all(plain) => {
                faults.push(format!("{file}: {key}: write keys with a-z, 0-9, - and _ only"));
            }
            toml::Value::Table(inner) => flatten(file, &key, inner, words, faults),
            toml::Value::String(text) if text.trim().is_empty() => {
                faults.push(format!(
                    "{file}: {key} is empty: write the words or remove the key in every language"
                ));
            }
            toml::Value::String(text) => {
                words.insert(key, text.trim().to_owned());
            }
            _ => faults.push(format!("{file}: {key} must be text in quotes")),
        }
    }
}

/// Every language has the keys and the placeholders of the first.
fn compare(tables: &[Words], faults: &mut Vec<String>) {
    let keys: BTreeSet<&String> = tables.iter().flat_map(BTreeMap::keys).collect();
    for key in keys {
        let mut expected = None;
        for (lang, table) in LANGUAGES.iter().zip(tables) {
            let Some(text) = table.get(key) else {
                faults.push(format!("content/ui/{lang}.toml: {key} is missing: add it"));
                continue;
            };
            let found = placeholders(text);
            let expected = expected.get_or_insert_with(|| found.clone());
            if *expected != found {
                faults.push(format!(
                    "content/ui/{lang}.toml: {key} has the placeholders {found:?}, in another language {expected:?}: \
                     use the same ones"
                ));
            }
        }
    }
}

/// The names in braces.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// The generated module.
fn rust(tables: &[Words]) -> String {
    let Some(first) = tables.first() else {
        return String::new();
    };
    let parts: [(&str, &[&str], &str); 7] = [
        ("SURVEY", &SURVEY_TABLES, "of the citizen's pages"),
        ("SHARED", &SHARED_TABLES, "that all other programs have"),
        ("LEARN", &LEARN_TABLES, "of the lessons' program"),
        ("TOOLS", &TOOLS_TABLES, "of the tools' program"),
        ("FORMS", &FORMS_TABLES, "of the program for tables of forms"),
        ("TABLE", &TABLE_TABLES, "of the tools and of the program for tables of forms"),
        ("REPORT", &REPORT_TABLES, "of both and of the desk's program"),
    ];
    let order: Vec<&str> = parts.iter().flat_map(|(_, tables, _)| *tables).copied().collect();
    let place = |key: &str| {
        let table = key.split('.').next().unwrap_or_default();
        order.iter().position(|name| *name == table).unwrap_or(order.len())
    };
    let mut keys: Vec<&String> =
        first.keys().filter(|key| !HUB_ALONE.iter().any(|table| key.starts_with(table))).collect();
    keys.sort_by_key(|key| (place(key), *key));
    let mut tables_before = 0;
    let mut from = 0;
    let mut ranges = Vec::new();
    for (name, its, says) in &parts {
        tables_before += its.len();
        let to = keys.iter().filter(|key| place(key) < tables_before).count();
        ranges.push((*name, from..to, *says));
        from = to;
    }
    ranges.push(("DESK", from..keys.len(), "of the desk's program"));

    let mut out = String::from(
        "/// A piece of the interface's words.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Text {\n",
    );
    for key in &keys {
        let _ = writeln!(out, "    /// `{key}`\n    {},", variant(key));
    }
    out.push_str("}\n\n");
    let _ = writeln!(
        out,
        "/// Fingerprint of the keys: a pack made with other keys would say the wrong words.\npub const KEYS: &str = \"{:016x}\";\n",
        fingerprint(&keys)
    );
    for (part, range, says) in &ranges {
        let _ = writeln!(
            out,
            "/// Words {says}: the first key, and by language.\npub(super) static {part}: super::Part = ({}, [",
            range.start
        );
        for table in tables {
            out.push_str("    &[\n");
            for key in keys.get(range.clone()).unwrap_or_default() {
                let _ = writeln!(out, "        {:?},", table.get(*key).map_or("", String::as_str));
            }
            out.push_str("    ],\n");
        }
        out.push_str("]);\n");
    }
    let names: Vec<String> = keys.iter().map(|key| variant(key)).collect();
    let _ = writeln!(
        out,
        "/// The names of all of them, in their order.\n#[cfg(test)]\npub(super) static NAMES: [&str; {}] = {names:?};",
        names.len()
    );
    out
}

/// FNV-1a over the keys in their order (Fowler, Noll, Vo; 64 bits): it tells builds apart, it hides nothing.
fn fingerprint(keys: &[&String]) -> u64 {
    keys.iter().flat_map(|key| key.bytes().chain([0])).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// `check.change_hidden` → `CheckChangeHidden`.
fn variant(key: &str) -> String {
    key.split(['.', '_', '-'])
        .map(|part| {
            let (head, tail) = part.split_at(part.len().min(1));
            head.to_uppercase() + tail
        })
        .collect()
}
