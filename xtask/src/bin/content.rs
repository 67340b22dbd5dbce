//! Checks `content/` and pins what is released. Called by `cargo xtask content`, and a program of its own so that
//! building the page's tools does not wait for the crates that read content.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks on the terminal")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lang_nghe_instrument::source::Faults;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let verb = words.next().unwrap_or_default();
    let content = PathBuf::from(words.next().unwrap_or_else(|| "content".to_owned()));
    match verb.as_str() {
        "check" => {
            let mut faults = lang_nghe_instrument::source::check(&content);
            faults.append(lang_nghe_campaign::source::check(&content));
            faults.append(lang_nghe_lesson::source::check(&content));
            faults.append(figures(&content));
            report(&faults)
        }
        "pin" => match pin(&content) {
            Ok(pinned) if pinned.is_empty() => {
                println!("everything released was already pinned");
                ExitCode::SUCCESS
            }
            Ok(pinned) => {
                println!("pinned: {}", pinned.join(", "));
                ExitCode::SUCCESS
            }
            Err(faults) => report(&faults),
        },
        _ => {
            eprintln!("content check | content pin");
            ExitCode::FAILURE
        }
    }
}

/// What the officials' tools rest on: the index they work out, the forms of scores that others publish, and what was
/// published.
fn figures(content: &Path) -> Faults {
    let mut faults = Faults::default();
    for version in versions(&content.join("indexes")) {
        let index = version.parent().and_then(Path::file_name).unwrap_or_default();
        let wrong = if index == "766" {
            lang_nghe_index_766::source::read_index(&version).err()
        } else {
            lang_nghe_published::source::read_form(&version).err()
        };
        faults.append(wrong.unwrap_or_default());
    }
    for version in versions(&content.join("reference")) {
        faults.append(lang_nghe_published::source::read_reference(&version).err().unwrap_or_default());
    }
    faults
}

/// The folders two levels down: `<id>/<version>`.
fn versions(folder: &Path) -> Vec<PathBuf> {
    let folders = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
    };
    let mut versions: Vec<PathBuf> = folders(folder).iter().flat_map(|id| folders(id)).collect();
    versions.sort();
    versions
}

/// Instruments first, then lessons; both write into the same file.
fn pin(content: &Path) -> Result<Vec<String>, Faults> {
    let mut pinned = lang_nghe_instrument::source::pin(content)?;
    pinned.extend(lang_nghe_lesson::source::pin(content)?);
    Ok(pinned)
}

fn report(faults: &Faults) -> ExitCode {
    if faults.is_empty() {
        println!("content is in order");
        return ExitCode::SUCCESS;
    }
    for fault in faults.iter() {
        eprintln!("· {fault}");
    }
    eprintln!("{} to put right", faults.iter().count());
    ExitCode::FAILURE
}
