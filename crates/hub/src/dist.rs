//! The built app, read into memory once.
//!
//! In memory because it is about a megabyte, because a page and its parts then always belong to one
//! build however the folder changes meanwhile, and because no address can name another file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use axum::body::Bytes;
use lang_nghe_campaign::Campaign;
use lang_nghe_lesson::LessonPack;
use serde::Deserialize;

/// `build.json`, as far as the hub needs it.
#[derive(Debug, Deserialize)]
pub struct Build {
    /// Build id, sent with every answer.
    pub build: String,
    /// Page templates by name: `survey`, `desk`, `learn`, `tools`, `forms`.
    pub pages: BTreeMap<String, String>,
    /// Start fragments: instrument@version → language → file.
    pub start: BTreeMap<String, BTreeMap<String, String>>,
    /// Language packs: instrument@version → language → address.
    pub packs: BTreeMap<String, BTreeMap<String, String>>,
    /// Lessons: `<language>/<lesson>` → address; older builds have none.
    #[serde(default)]
    pub lessons: BTreeMap<String, String>,
    /// The Content-Security-Policy of the app's pages.
    pub csp: String,
}

/// One file as it is sent.
#[derive(Debug)]
pub struct Asset {
    /// Media type.
    pub kind: &'static str,
    /// As it is.
    pub plain: Bytes,
    /// Brotli, if it was made.
    pub brotli: Option<Bytes>,
    /// Gzip, if it was made.
    pub gzip: Option<Bytes>,
}

/// The built app.
#[derive(Debug)]
pub struct Dist {
    /// What was built.
    pub build: Build,
    /// Page templates by name.
    pub templates: BTreeMap<String, String>,
    /// Start fragments by file name as in [`Build::start`].
    pub fragments: BTreeMap<String, String>,
    assets: BTreeMap<String, Asset>,
}

/// Why the built app cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DistError {
    /// There is none.
    #[error("there is no build.json in {0}")]
    Absent(PathBuf),
    /// A part cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
    /// The description does not have the expected shape.
    #[error("build.json in {0} does not fit this version of the hub: {1}")]
    Foreign(PathBuf, String),
}

impl Dist {
    /// Whether the app has the words of what a campaign asks.
    pub fn asks(&self, campaign: &Campaign) -> bool {
        let form = [campaign.instrument.as_str(), "@", &campaign.version].concat();
        self.build.packs.contains_key(&form)
    }

    /// Reads the folder.
    ///
    /// # Errors
    /// It is missing, incomplete, or made by another version.
    pub fn read(folder: &Path) -> Result<Self, DistError> {
        let description = match fs::read(folder.join("build.json")) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(DistError::Absent(folder.to_owned()));
            }
            Err(error) => return Err(DistError::Unreadable(folder.join("build.json"), error)),
        };
        let build: Build = serde_json::from_slice(&description)
            .map_err(|error| DistError::Foreign(folder.to_owned(), error.to_string()))?;
        let text = |name: &String| {
            let file = folder.join(name);
            fs::read_to_string(&file).map_err(|error| DistError::Unreadable(file, error))
        };
        let mut templates = BTreeMap::new();
        for (page, name) in &build.pages {
            templates.insert(page.clone(), text(name)?);
        }
        let mut fragments = BTreeMap::new();
        for name in build.start.values().flat_map(BTreeMap::values) {
            fragments.insert(name.clone(), text(name)?);
        }
        let mut assets = BTreeMap::new();
        for name in ["a", "icons"] {
            read_folder(&folder.join(name), &format!("/{name}/"), &mut assets)?;
        }
        for name in ["sw.js", "manifest.webmanifest", "favicon.svg"] {
            read_asset(&folder.join(name), format!("/{name}"), &mut assets)?;
        }
        Ok(Self { build, templates, fragments, assets })
    }

    /// A lesson in this language; `None` if this build has none of that name.
    pub fn lesson(&self, lang: &str, id: &str) -> Option<LessonPack> {
        let path = self.build.lessons.get(&[lang, "/", id].concat())?;
        LessonPack::decode(&self.asset(path)?.plain).ok()
    }

    /// The file at this address.
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        self.assets.get(path)
    }
}

fn read_folder(folder: &Path, prefix: &str, assets: &mut BTreeMap<String, Asset>) -> Result<(), DistError> {
    let unreadable = |error| DistError::Unreadable(folder.to_owned(), error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(error)),
    };
    for entry in entries {
        let entry = entry.map_err(unreadable)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = entry.path();
        if path.is_dir() {
            read_folder(&path, &format!("{prefix}{name}/"), assets)?;
        } else if !name.ends_with(".br") && !name.ends_with(".gz") {
            read_asset(&path, format!("{prefix}{name}"), assets)?;
        }
    }
    Ok(())
}

fn read_asset(file: &Path, address: String, assets: &mut BTreeMap<String, Asset>) -> Result<(), DistError> {
    let Some(plain) = read_if_there(file)? else { return Ok(()) };
    let beside = |ending: &str| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        read_if_there(Path::new(&name))
    };
    let asset = Asset { kind: kind_of(file), plain, brotli: beside(".br")?, gzip: beside(".gz")? };
    assets.insert(address, asset);
    Ok(())
}

fn read_if_there(file: &Path) -> Result<Option<Bytes>, DistError> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(bytes.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(DistError::Unreadable(file.to_owned(), error)),
    }
}

fn kind_of(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webp") => "image/webp",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("mp3") => "audio/mpeg",
        Some("ogg" | "opus") => "audio/ogg",
        Some("m4a") => "audio/mp4",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
