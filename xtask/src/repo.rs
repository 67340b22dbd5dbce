//! Where things lie in this repository, and which files belong to what.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folder that holds the workspace's Cargo.toml.
pub(crate) fn root() -> PathBuf {
    // Asked at run time first, so that a repository that was moved still finds itself.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or(here.clone(), Path::to_path_buf)
}

/// Cargo's target folder: the usual one unless `CARGO_TARGET_DIR` names another.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// Where the page is built to, and served from.
pub(crate) fn dist() -> PathBuf {
    match std::env::var_os("LANG_NGHE_DIST") {
        Some(dir) => root().join(dir),
        None => root().join("dist"),
    }
}

/// Where tools that this repository installs for itself are kept.
pub(crate) fn tools() -> PathBuf {
    target().join("tools")
}

/// All files under `path` (or `path` itself), sorted; nothing when it does not exist.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(next) = open.pop() {
        if next.is_dir() {
            for entry in
                std::fs::read_dir(&next).with_context(|| format!("cannot list {}", next.display()))?
            {
                open.push(entry?.path());
            }
        } else if next.is_file() {
            found.push(next);
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a text file, naming it when that fails.
pub(crate) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file, making its folder first.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// The version that Cargo.lock pins for a package.
pub(crate) fn locked_version(package: &str) -> Result<String> {
    let lock = read(&root().join("Cargo.lock"))?;
    let name = format!("name = \"{package}\"");
    lock.split("[[package]]")
        .find(|entry| entry.lines().any(|line| line == name))
        .and_then(|entry| entry.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"')))
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock does not name {package}"))
}
