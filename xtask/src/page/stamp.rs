//! Whether what lies in `dist/` was made from what lies in the repository now.
//!
//! Contents are compared, not times: switching branches and back, or copying the folder, rebuilds nothing.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Result;

use super::{Plan, assets};
use crate::repo;

/// Everything that the page is made of. The hub is not.
const INPUTS: [&str; 14] = [
    "Cargo.lock",
    "Cargo.toml",
    "build.rs",
    "content",
    "crates",
    "desk.html",
    "index.html",
    "patches",
    "public",
    "src",
    "style",
    "xtask/src/page",
    "xtask/src/toolchain",
    "xtask/src/tools.rs",
];

/// A digest of the inputs and of how they are to be built.
pub(super) fn of_inputs(plan: &Plan) -> Result<String> {
    let mut list = format!("{plan:?}\n");
    let hub = repo::root().join("crates/hub");
    for input in INPUTS {
        for file in repo::files(&repo::root().join(input))? {
            if !file.starts_with(&hub) {
                let bytes = std::fs::read(&file)?;
                let _ = writeln!(list, "{} {}", file.display(), assets::hex(&bytes));
            }
        }
    }
    Ok(assets::hex(list.as_bytes()))
}

/// Whether `dist/` already holds this.
pub(super) fn is_current(stamp: &str) -> bool {
    repo::dist().join("build.json").is_file()
        && std::fs::read_to_string(place()).is_ok_and(|kept| kept == stamp)
}

/// Notes that `dist/` now holds this.
pub(super) fn keep(stamp: &str) -> Result<()> {
    repo::write(&place(), stamp.as_bytes())
}

// Beside what it speaks of: whoever deletes dist/ deletes the claim with it.
fn place() -> PathBuf {
    repo::dist().join(".stamp")
}
