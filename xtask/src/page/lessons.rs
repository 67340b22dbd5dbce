//! What is taught: one file per lesson and language, named by what is in it like every asset, and listed where the
//! lessons' page finds it. Nothing of this is among what the service worker keeps for a survey.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

use super::assets::Assets;
use crate::repo;

/// Address by `<language>/<lesson>`; the catalogue of a language is the lesson `all`.
pub(super) type Named = BTreeMap<String, String>;

/// Names the files that `prerender` wrote.
pub(super) fn collect(from: &Path, assets: &mut Assets) -> Result<Named> {
    let mut named = Named::new();
    for file in repo::files(from)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut parts = name.splitn(3, '.');
        let (Some(lesson), Some(language), Some(kind)) = (parts.next(), parts.next(), parts.next()) else {
            anyhow::bail!("prerender wrote {name}, which is not <lesson>.<language>.<kind>");
        };
        let url = assets.add(&format!("{lesson}.{language}"), kind, &std::fs::read(&file)?)?;
        named.insert(format!("{language}/{lesson}"), url);
    }
    Ok(named)
}

/// Names the recordings that `prerender` wrote, and lists them as devices read it: the same lines as a hub's list, with
/// the address at the end. Gives the list's address, or nothing if there are no recordings.
pub(super) fn collect_speech(from: &Path, assets: &mut Assets) -> Result<Option<String>> {
    let mut list = String::from("lang-nghe speech 1\n");
    let written = repo::read(&from.join("list"))?;
    for line in written.lines() {
        let (file, about) = line.split_once(' ').with_context(|| format!("prerender listed “{line}”"))?;
        let bytes = std::fs::read(from.join(file))?;
        let url = assets.add(file.trim_end_matches(".speech"), "speech", &bytes)?;
        list += &format!("{} offered {about} {url}\n", super::assets::hex(&bytes));
    }
    if written.is_empty() {
        return Ok(None);
    }
    assets.add("list", "speech", list.as_bytes()).map(Some)
}

/// The `<meta>` of the lessons' page: `<language>/<lesson>=<address>=<bytes as they travel>`, between spaces. The
/// page's own two files are listed as well, so that it can keep itself, and those of the program of classes and sheets,
/// which it loads when one of their pages is opened, together with the courier that seals a class: a page kept from an
/// earlier build names the courier of that build. `urls` are script and module of every program.
pub(super) fn meta(
    (named, speech): (&Named, Option<&String>),
    urls: &BTreeMap<&'static str, (String, String)>,
    assets: &Assets,
) -> Result<String> {
    let (learn, class, courier) = (&urls["learn"], &urls["class"], &urls["courier"]);
    let own = [
        ("script", &learn.0),
        ("module", &learn.1),
        ("class-script", &class.0),
        ("class-module", &class.1),
        ("class-courier-script", &courier.0),
        ("class-courier-module", &courier.1),
    ];
    let speech = speech.map(|url| ("speech", url));
    let all = named.iter().map(|(name, url)| (name.as_str(), url)).chain(own).chain(speech);
    let mut list = Vec::new();
    for (name, url) in all {
        let (_, sent) = assets.sizes.get(url).with_context(|| format!("{url} was never written"))?;
        list.push(format!("{name}={url}={sent}"));
    }
    Ok(format!("<meta name=\"lessons\" content=\"{}\">", list.join(" ")))
}

/// Whether an address belongs to the lessons: then the service worker leaves it alone.
pub(super) fn is_theirs(url: &str) -> bool {
    url.starts_with("/a/learn.")
        || url.starts_with("/a/class.")
        || url.ends_with(".lesson")
        || url.ends_with(".lessons")
        || url.ends_with(".speech")
}

#[cfg(test)]
mod tests {
    use super::is_theirs;

    #[test]
    fn nothing_of_the_lessons_is_kept_for_a_survey() {
        for url in [
            "/a/learn.0a.js",
            "/a/learn.0a.wasm",
            "/a/class.0a.js",
            "/a/otp.vi.0a.lesson",
            "/a/all.vi.0a.lessons",
            "/a/otp.tyz-0.0a.speech",
            "/a/list.0a.speech",
        ] {
            assert!(is_theirs(url), "{url}");
        }
        for url in ["/a/survey.0a.wasm", "/a/desk.0a.js", "/a/pulse-1-2026.1.vi.0a.pack", "/favicon.svg"] {
            assert!(!is_theirs(url), "{url}");
        }
    }
}
