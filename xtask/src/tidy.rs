//! Rules about the repository itself, as tests: what a reviewer would otherwise have to remember.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::page::compressed;
use crate::repo;

/// No source file is longer; a file that nears it holds two ideas.
const FILE_LINES: usize = 450;

/// No component is longer.
const COMPONENT_LINES: usize = 80;

/// All styles of the page together, minified, as gzip sends them.
const CSS_BYTES: usize = 8_000;

/// Crates that any part may depend on. What reaches for a network, a clock, a thread or a browser is not here.
const PLAIN: [&str; 11] = [
    "base64",
    "hpke",
    "postcard",
    "pulldown-cmark",
    "roxmltree",
    "serde",
    "serde_json",
    "sha2",
    "thiserror",
    "toml",
    "unicode-normalization",
];

fn sources(folders: &[&str], kinds: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders {
        for file in repo::files(&repo::root().join(folder)).unwrap() {
            let foreign = file.components().any(|part| part.as_os_str() == "node_modules");
            let kind = file.extension().unwrap_or_default().to_string_lossy().into_owned();
            if !foreign && kinds.contains(&kind.as_str()) {
                found.push(file);
            }
        }
    }
    found
}

fn short(file: &Path) -> String {
    file.strip_prefix(repo::root()).unwrap_or(file).display().to_string()
}

#[track_caller]
fn none(what: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{what}:\n  {}", faults.join("\n  "));
}

#[test]
fn the_map_and_the_crates_agree() {
    let map = repo::read(&repo::root().join("ARCHITECTURE.md")).unwrap();
    let there: BTreeSet<String> = std::fs::read_dir(repo::root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let named: BTreeSet<String> = map
        .split("crates/")
        .skip(1)
        .map(|rest| {
            rest.chars().take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-').collect()
        })
        .filter(|name: &String| !name.is_empty())
        .collect();
    assert_eq!(there, named, "left: crates there are; right: crates that ARCHITECTURE.md names");
}

#[test]
fn every_path_in_the_map_exists() {
    let map = repo::read(&repo::root().join("ARCHITECTURE.md")).unwrap();
    let paths = map.split('`').skip(1).step_by(2).filter(|word| {
        ["content/", "crates/", "src/", "tests/", "xtask/", "style/", "public/"]
            .iter()
            .any(|top| word.starts_with(top))
    });
    let gone: Vec<String> =
        paths.filter(|path| !repo::root().join(path).exists()).map(str::to_owned).collect();
    none("ARCHITECTURE.md names what is not there", &gone);
}

#[test]
fn only_the_platform_folder_names_browser_interfaces() {
    let words = ["web_sys::", "gloo"];
    let mut faults = Vec::new();
    for file in sources(&["src", "crates"], &["rs"]) {
        if file.starts_with(repo::root().join("src/platform")) {
            continue;
        }
        for (number, line) in repo::read(&file).unwrap().lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if words.iter().any(|word| code.contains(word)) {
                faults.push(format!("{}:{}", short(&file), number + 1));
            }
        }
    }
    none("browser interfaces are named only in src/platform", &faults);
}

#[test]
fn domain_crates_depend_on_little() {
    let mut faults = Vec::new();
    let domain = [
        "campaign",
        "estimate",
        "index-766",
        "instrument",
        "lesson",
        "own-forms",
        "planes",
        "published",
        "quality",
        "record",
        "report",
        "sampling",
        "scoring",
        "session",
        "sheet",
        "store",
        "sync",
    ];
    for name in domain {
        let manifest = repo::read(&repo::root().join(format!("crates/{name}/Cargo.toml"))).unwrap();
        let section = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
        let section = section.split("\n[").next().unwrap_or_default();
        for line in section.lines().filter(|line| !line.starts_with('#')) {
            let dependency = line.split(['.', ' ', '=']).next().unwrap_or_default();
            let known = PLAIN.contains(&dependency) || dependency.starts_with("lang-nghe-");
            if !dependency.is_empty() && !known {
                faults.push(format!("crates/{name} depends on {dependency}"));
            }
        }
    }
    none("a domain crate computes and does nothing else", &faults);
}

#[test]
fn files_hold_one_idea() {
    let mut faults = Vec::new();
    for file in sources(&["src", "crates", "xtask", "tests", "style", "public"], &["rs", "mjs", "js", "css"])
    {
        let lines = repo::read(&file).unwrap().lines().count();
        if lines > FILE_LINES {
            faults.push(format!("{}: {lines} lines", short(&file)));
        }
    }
    none(&format!("at most {FILE_LINES} lines a file"), &faults);
}

#[test]
fn components_fit_on_a_screen() {
    let mut faults = Vec::new();
    for file in sources(&["src"], &["rs"]) {
        let text = repo::read(&file).unwrap();
        for part in text.split("#[component").skip(1) {
            // A function at the margin ends with a brace at the margin.
            let lines = part.lines().take_while(|line| *line != "}").count();
            if lines > COMPONENT_LINES {
                let name =
                    part.split("fn ").nth(1).and_then(|rest| rest.split('(').next()).unwrap_or_default();
                faults.push(format!("{}: {name}, {lines} lines", short(&file)));
            }
        }
    }
    none(&format!("at most {COMPONENT_LINES} lines a component"), &faults);
}

#[test]
fn nothing_is_marked_unfinished() {
    // Put together here, so that this file does not find itself.
    let marks = [["TO", "DO"], ["FIX", "ME"], ["XX", "X:"], ["todo", "!("], ["unimplemented", "!("]]
        .map(|m| m.concat());
    let mut faults = Vec::new();
    let kinds = ["rs", "mjs", "js", "css", "toml", "html", "md"];
    for file in sources(&["src", "crates", "xtask", "tests", "style", "public", "content"], &kinds) {
        for (number, line) in repo::read(&file).unwrap().lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark.as_str())) {
                faults.push(format!("{}:{}", short(&file), number + 1));
            }
        }
    }
    none("finish it, or open an issue", &faults);
}

#[test]
fn no_file_names_the_folders_of_one_machine() {
    let marks = [["/ro", "ot/"], ["/ho", "me/"], ["/wo", "rk/"]].map(|mark| mark.concat());
    let mut faults = Vec::new();
    let kinds = ["rs", "mjs", "js", "toml", "html", "md", "json"];
    for file in sources(&["src", "crates", "xtask", "tests", "public", "content"], &kinds) {
        let text = repo::read(&file).unwrap();
        if marks.iter().any(|mark| text.contains(mark.as_str())) {
            faults.push(short(&file));
        }
    }
    none("works on every machine or on none", &faults);
}

#[test]
fn styles_stay_small() {
    let mut all = String::new();
    for name in ["tokens", "base", "layout", "form", "print"] {
        all.push_str(&repo::read(&repo::root().join(format!("style/{name}.css"))).unwrap());
    }
    let (_, gzip) = compressed(crate::page::minified_css(&all).as_bytes()).unwrap();
    assert!(gzip <= CSS_BYTES, "{gzip} bytes of styles, at most {CSS_BYTES}");
}

#[test]
fn documents_stay_readable() {
    for (name, most) in [("README.md", 100), ("ARCHITECTURE.md", 150)] {
        let lines = repo::read(&repo::root().join(name)).unwrap().lines().count();
        assert!(lines <= most, "{name} has {lines} lines, at most {most}");
    }
}

#[test]
fn the_limit_on_lines_can_fail() {
    assert!(std::panic::catch_unwind(|| none("nothing", &["a fault".to_owned()])).is_err());
}
