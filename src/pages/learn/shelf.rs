//! Where the lessons lie: the list that the build wrote into the page, and reading what it names.

use lang_nghe_lesson::{Catalogue, LessonPack, PackError};

use crate::platform::kept_files::KeptFiles;
use crate::platform::{document, net};

/// The cache of the lessons; the service worker knows it by this name.
pub(super) const CACHE: &str = "hoc-1";
/// The page's own address in it.
pub(super) const SHELL: &str = "/hoc";
/// How long a page waits for one lesson that it does not have yet.
const TIMEOUT_MS: u32 = 30_000;

/// One file of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File {
    /// `script`, `module`, the same with `class-` before it for the program of classes and sheets and with
    /// `class-courier-` for the courier that seals classes, or
    /// `<language>/<lesson>`; `<language>/all` is a catalogue.
    pub(super) name: String,
    /// Its address.
    pub(super) path: String,
    /// Bytes as it travels.
    pub(super) bytes: u32,
}

/// The list of this page, or none if the page is damaged.
pub(super) fn here() -> Vec<File> {
    list(&document::meta("lessons").unwrap_or_default())
}

/// Reads a list.
pub(super) fn list(text: &str) -> Vec<File> {
    let file = |entry: &str| {
        let mut parts = entry.splitn(3, '=');
        let (name, path) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        let bytes = parts.next()?.parse().ok()?;
        path.starts_with("/a/").then_some(File { name, path, bytes })
    };
    text.split_whitespace().filter_map(file).collect()
}

/// Id of the lesson in this language that a file holds.
pub(super) fn lesson_of<'f>(file: &'f File, lang: &str) -> Option<&'f str> {
    let id = file.name.strip_prefix(lang)?.strip_prefix('/')?;
    (id != "all").then_some(id)
}

/// The address of a name.
fn path(name: &str) -> Option<String> {
    here().into_iter().find(|file| file.name == name).map(|file| file.path)
}

/// A file: kept here, or fetched now.
async fn read(name: &str) -> Option<Vec<u8>> {
    let path = path(name)?;
    if let Some(kept) = KeptFiles::open(CACHE).await
        && let Some(bytes) = kept.bytes(&path).await
    {
        return Some(bytes);
    }
    let reply = net::get(&path, TIMEOUT_MS).await.ok()?;
    (reply.status == 200).then_some(reply.body)
}

/// The address of the script of classes and sheets.
pub(super) fn class_script() -> Option<String> {
    path("class-script")
}

/// The address of the list of recordings that came with the app, if any did.
pub(super) fn speech_list() -> Option<String> {
    path("speech")
}

/// The catalogue of a language.
pub(super) async fn catalogue(lang: &str) -> Option<Catalogue> {
    Catalogue::decode(&read(&[lang, "/all"].concat()).await?).ok()
}

/// A lesson.
pub(super) async fn lesson(lang: &str, id: &str) -> Option<LessonPack> {
    LessonPack::decode(&read(&[lang, "/", id].concat()).await?).ok()
}

/// Whether the list has this lesson.
pub(super) fn has(lang: &str, id: &str) -> bool {
    id != "all" && path(&[lang, "/", id].concat()).is_some()
}

/// Whether bytes can be the file of this name: a captive portal answers every address with its own page.
/// A newer version's lesson is kept for the newer page that will read it.
pub(super) fn is_right(name: &str, bytes: &[u8]) -> bool {
    match name {
        "module" | "class-module" | "class-courier-module" => bytes.starts_with(b"\0asm"),
        "script" | "class-script" | "class-courier-script" => {
            !bytes.is_empty() && !bytes.trim_ascii_start().starts_with(b"<")
        }
        name if name.ends_with("/all") => !is_damaged(Catalogue::decode(bytes)),
        _ => !is_damaged(LessonPack::decode(bytes)),
    }
}

fn is_damaged<T>(read: Result<T, PackError>) -> bool {
    // The first byte tells the form. A page of HTML would be one of form 60.
    match read {
        Ok(_) => false,
        Err(PackError::Newer(form)) => form >= b'\t',
        Err(PackError::Damaged) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{File, is_right, lesson_of, list};

    #[test]
    fn the_list_names_files_with_their_sizes() {
        let files = list("vi/otp=/a/otp.vi.0a.lesson=1234 script=/a/learn.0b.js=99 broken vi/x=http://a=1");
        assert_eq!(files.len(), 2);
        assert_eq!(files[0], File { name: "vi/otp".into(), path: "/a/otp.vi.0a.lesson".into(), bytes: 1234 });
        assert_eq!(lesson_of(&files[0], "vi"), Some("otp"));
        assert_eq!(lesson_of(&files[0], "en"), None);
        assert_eq!(lesson_of(&files[1], "vi"), None);
    }

    #[test]
    fn a_captive_portals_page_is_no_file_of_ours() {
        let portal = b"<!doctype html><title>Wi-Fi</title>";
        let programs = ["module", "script", "class-module", "class-script"];
        let courier = ["class-courier-module", "class-courier-script"];
        for name in programs.into_iter().chain(courier).chain(["vi/all", "vi/otp"]) {
            assert!(!is_right(name, portal), "{name}");
            assert!(!is_right(name, b""), "{name}");
        }
        assert!(is_right("module", b"\0asm\x01"));
        assert!(is_right("script", b"let wasm;"));
        assert!(is_right("vi/otp", &[2, 0, 0]), "a newer form is for a newer page to read");
    }
}
