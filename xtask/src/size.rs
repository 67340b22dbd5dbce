//! What a visit costs in bytes: the table, and the limits that a change must not pass unnoticed.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::page::{self, Plan, compressed};
use crate::repo;
use crate::toolchain::SmallStd;

/// The largest brotli size of each part of the page, in bytes. Lower a number when a change makes room;
/// raise one only with the reason in the commit. Some hundred bytes are chance: where a folder has another name, functions
/// stand in another order, and the same 165,550 bytes of the survey's program became 61,887 and 62,146.
const LIMITS: [(&str, usize); 18] = [
    ("survey.html", 5_000),
    ("survey.js", 5_300),
    ("survey.wasm", 66_900),
    ("courier.js", 4_200),
    ("courier.wasm", 101_600),
    ("desk.js", 6_000),
    ("desk.wasm", 286_000),
    ("tools.js", 6_000),
    ("tools.wasm", 296_000),
    ("forms.js", 6_000),
    ("forms.wasm", 216_000),
    ("learn.js", 6_500),
    ("learn.wasm", 264_000),
    ("class.js", 7_200),
    ("class.wasm", 362_000),
    ("pack", 6_400),
    ("lesson", 6_000),
    ("lessons", 14_000),
];

/// Where the standard library cannot be rebuilt, modules may be this much heavier, in percent.
const PLAIN_STD_EXTRA: usize = 35;

/// One part of the page.
struct Part {
    file: String,
    raw: usize,
    gz: usize,
    br: usize,
}

/// `cargo xtask size`.
pub(crate) fn size() -> Result<()> {
    page::build(&Plan { fast: false, small: SmallStd::Auto })?;
    print(&parts()?);
    Ok(())
}

/// Prints the table and compares it with the limits.
pub(crate) fn check() -> Result<()> {
    let parts = parts()?;
    print(&parts);
    let extra = if rebuilt_std()? { 0 } else { PLAIN_STD_EXTRA };
    let over = over_limit(&parts, extra);
    if over.is_empty() {
        return Ok(());
    }
    bail!("the page has become too heavy:\n  {}", over.join("\n  "))
}

fn over_limit(parts: &[Part], extra: usize) -> Vec<String> {
    let mut over = Vec::new();
    for part in parts {
        let Some((_, limit)) = LIMITS.iter().find(|(name, _)| part.is(name)) else {
            continue;
        };
        let limit = if part.file.ends_with(".wasm") { limit + limit * extra / 100 } else { *limit };
        if part.br > limit {
            over.push(format!("{}: {} bytes of brotli, at most {limit}", part.file, part.br));
        }
    }
    over
}

impl Part {
    /// `survey.1f2e.js` is `survey.js`; anything that ends in `.pack` is `pack`.
    fn is(&self, name: &str) -> bool {
        match name.split_once('.') {
            Some((stem, kind)) => {
                let (first, last) = (self.file.split('.').next(), self.file.rsplit('.').next());
                first == Some(stem) && last == Some(kind)
            }
            None => self.file.rsplit('.').next() == Some(name),
        }
    }
}

fn parts() -> Result<Vec<Part>> {
    let dist = repo::dist();
    let mut parts = Vec::new();
    for file in repo::files(&dist)? {
        let name = file.strip_prefix(&dist)?.to_string_lossy().into_owned();
        let copy = name.ends_with(".br") || name.ends_with(".gz");
        let sent = name.starts_with("a/") || name.ends_with(".html") || name == "sw.js";
        if sent && !copy {
            let bytes = std::fs::read(&file)?;
            let (br, gz) = compressed(&bytes)?;
            parts.push(Part { file: name.trim_start_matches("a/").to_owned(), raw: bytes.len(), gz, br });
        }
    }
    Ok(parts)
}

fn rebuilt_std() -> Result<bool> {
    let about: Value = serde_json::from_str(&repo::read(&repo::dist().join("build.json"))?)?;
    about.get("small_std").and_then(Value::as_bool).context("build.json does not say how std was built")
}

fn print(parts: &[Part]) {
    println!("{:<44} {:>10} {:>10} {:>10}", "bytes", "raw", "gzip", "brotli");
    for part in parts {
        println!("{:<44} {:>10} {:>10} {:>10}", part.file, part.raw, part.gz, part.br);
    }
    let first_visit = ["survey.html", "survey.js", "survey.wasm"];
    let sum: usize =
        parts.iter().filter(|part| first_visit.iter().any(|name| part.is(name))).map(|part| part.br).sum();
    println!("a survey's page, program and glue without its pack and start: {sum} bytes of brotli");
}

#[cfg(test)]
mod tests {
    use super::{Part, over_limit};

    fn part(file: &str, br: usize) -> Part {
        Part { file: file.to_owned(), raw: br, gz: br, br }
    }

    #[test]
    fn a_part_over_its_limit_is_named() {
        let parts = [part("survey.0a1b.wasm", 10_000_000), part("survey.0a1b.js", 10)];
        let over = over_limit(&parts, 0);
        assert_eq!(over.len(), 1);
        assert!(over.concat().contains("survey.0a1b.wasm"));
    }

    #[test]
    fn a_hash_in_the_name_does_not_hide_a_part() {
        assert!(part("survey.0a1b.js", 1).is("survey.js"));
        assert!(part("sipas-dv-16-2026.1.vi.0a1b.pack", 1).is("pack"));
        assert!(!part("survey.0a1b.js", 1).is("survey.wasm"));
    }
}
