//! What the app writes about itself at build time: one pack of words per instrument and language, and the start of
//! each survey as plain HTML, both from the same functions and files as the running page.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use super::assets::Assets;
use super::lessons;
use crate::{repo, run};

/// Runs the app's `prerender` on the host. Gives the folder with `packs/` and `start/`, each file named
/// `<instrument>@<version>.<language>.<pack|html>`.
pub(super) fn run() -> Result<PathBuf> {
    let out = repo::target().join("page/prerendered");
    if out.exists() {
        std::fs::remove_dir_all(&out)?;
    }
    std::fs::create_dir_all(&out)?;
    run::quiet(
        run::command("cargo")
            .args(["run", "--quiet", "--package", "lang-nghe", "--bin", "prerender"])
            .args(["--features", "source", "--"])
            .arg(repo::root().join("content"))
            .arg(&out),
    )?;
    Ok(out)
}

/// The tables that `build.json` gets.
pub(super) struct Tables {
    pub(super) packs: Value,
    pub(super) start: Value,
    pub(super) lessons: lessons::Named,
    /// Address of the list of recordings, if there are any.
    pub(super) speech: Option<String>,
}

/// Names the packs and the lessons and copies the starts.
pub(super) fn collect(from: &Path, dist: &Path, assets: &mut Assets) -> Result<Tables> {
    let mut packs = Map::new();
    for file in repo::files(&from.join("packs"))? {
        let (instrument, language) = name_of(&file, "pack")?;
        let url = assets.add(
            &format!("{}.{language}", instrument.replace('@', "-")),
            "pack",
            &std::fs::read(&file)?,
        )?;
        enter(&mut packs, instrument, language, url);
    }
    let mut start = Map::new();
    for file in repo::files(&from.join("start"))? {
        let (instrument, language) = name_of(&file, "html")?;
        let place = format!("start/{instrument}.{language}.html");
        repo::write(&dist.join(&place), &std::fs::read(&file)?)?;
        enter(&mut start, instrument, language, place);
    }
    let lessons = lessons::collect(&from.join("lessons"), assets)?;
    let speech = lessons::collect_speech(&from.join("speech"), assets)?;
    Ok(Tables { packs: Value::Object(packs), start: Value::Object(start), lessons, speech })
}

/// The `<meta>` of the page for tables of forms: the packs of all instruments, `<language>=<address>` between spaces.
pub(super) fn meta(packs: &Value) -> String {
    let of = |languages: &Value| -> Vec<String> {
        let pairs = languages.as_object().into_iter().flatten();
        pairs.filter_map(|(language, url)| Some([language, "=", url.as_str()?].concat())).collect()
    };
    let all: Vec<String> =
        packs.as_object().into_iter().flatten().flat_map(|(_, languages)| of(languages)).collect();
    format!("<meta name=\"instruments\" content=\"{}\">", all.join(" "))
}

fn enter(table: &mut Map<String, Value>, instrument: String, language: String, what: String) {
    let languages = table.entry(instrument).or_insert_with(|| json!({}));
    if let Value::Object(languages) = languages {
        languages.insert(language, Value::String(what));
    }
}

/// `sipas-dv-16@2026.1.vi.pack` → (`sipas-dv-16@2026.1`, `vi`).
fn name_of(file: &Path, extension: &str) -> Result<(String, String)> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let parts = name
        .strip_suffix(extension)
        .and_then(|rest| rest.strip_suffix('.'))
        .and_then(|rest| rest.rsplit_once('.'));
    match parts {
        Some((instrument, language)) if instrument.contains('@') => {
            Ok((instrument.to_owned(), language.to_owned()))
        }
        _ => bail!("prerender wrote {name}, which is not <instrument>@<version>.<language>.{extension}"),
    }
}
