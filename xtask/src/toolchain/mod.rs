//! The compiler that makes WebAssembly: found, or installed in the least surprising way.
//!
//! Looked for in this order: (1) the active toolchain has the target; (2) Debian's toolchain beside it has it;
//! (3) rustup may add the target; (4) Debian's packages may be installed; (5) a message says what to do.
//! `RUSTUP_AUTO_INSTALL=0` is the machine owner's word that rustup downloads nothing: step 3 is then left out.

pub(crate) mod debian;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::run;

/// The one target of the page.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The oldest compiler that this workspace builds with (`rust-version` in Cargo.toml).
const OLDEST: (u32, u32) = (1, 95);

/// A toolchain that can build the page.
#[derive(Debug, Clone)]
pub(crate) struct Wasm {
    /// For messages.
    pub(crate) name: String,
    /// Debian's folder, when its cargo and rustc are to come first on the search path.
    first_in_path: Option<PathBuf>,
    linker: Option<String>,
    /// Whether the standard library can be rebuilt from source for the page.
    pub(crate) can_rebuild_std: bool,
}

impl Wasm {
    /// `cargo` of this toolchain.
    pub(crate) fn cargo(&self) -> Command {
        let cargo =
            self.first_in_path.as_ref().map_or_else(|| PathBuf::from("cargo"), |dir| dir.join("cargo"));
        let mut command = run::command(cargo);
        if let Some(dir) = &self.first_in_path {
            let rest = std::env::var_os("PATH").unwrap_or_default();
            let all = std::iter::once(dir.clone()).chain(std::env::split_paths(&rest));
            if let Ok(path) = std::env::join_paths(all) {
                command.env("PATH", path);
            }
            command.env_remove("RUSTUP_TOOLCHAIN");
        }
        if let Some(linker) = &self.linker {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command
    }

    /// The same, rebuilding the standard library for size: panics stop at once and carry no text.
    pub(crate) fn cargo_with_small_std(&self) -> Command {
        let mut command = self.cargo();
        if let Some(dir) = &self.first_in_path {
            command.env("RUSTC", dir.join("rustc"));
        }
        // SHA-256 comes unrolled otherwise: 7 KB of code for a page that hashes a few hundred bytes.
        command.env("RUSTC_BOOTSTRAP", "1").env(
            "RUSTFLAGS",
            "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none \
             --cfg sha2_backend_soft=\"compact\"",
        );
        command
    }
}

/// Whether the released page's standard library is rebuilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SmallStd {
    /// When a toolchain that can do it is there.
    Auto,
    /// Always; an error when it cannot be done.
    Yes,
    /// Never.
    No,
}

impl SmallStd {
    /// From the option `--release-std`.
    pub(crate) fn parse(word: Option<&str>) -> Result<Self> {
        match word {
            None | Some("auto") => Ok(Self::Auto),
            Some("yes") => Ok(Self::Yes),
            Some("no") => Ok(Self::No),
            Some(other) => bail!("--release-std takes auto, yes or no, not “{other}”"),
        }
    }
}

/// A toolchain for the released page. One that can rebuild the standard library is preferred.
pub(crate) fn for_release(small: SmallStd) -> Result<Wasm> {
    if small != SmallStd::No {
        if let Some(found) = active(false).filter(|t| t.can_rebuild_std) {
            return Ok(found);
        }
        if let Some(found) = debian::with_source() {
            return Ok(found);
        }
    }
    let found = match active(true).or_else(debian::with_target) {
        Some(found) => found,
        None => install(small != SmallStd::No)?,
    };
    if small == SmallStd::Yes && !found.can_rebuild_std {
        bail!(
            "--release-std yes needs a nightly toolchain with rust-src, or Debian's rustc-web and rust-web-src"
        );
    }
    Ok(found)
}

/// A toolchain with an ordinary standard library for the target: tests, clippy, the development loop.
pub(crate) fn for_development() -> Result<Wasm> {
    match active(true).or_else(debian::with_target) {
        Some(found) => Ok(found),
        None => install(false),
    }
}

fn install(source_is_enough: bool) -> Result<Wasm> {
    let rustup = run::find("rustup").is_some();
    let rustup_may = std::env::var("RUSTUP_AUTO_INSTALL").as_deref() != Ok("0");
    if rustup && rustup_may {
        let added =
            run::step(&format!("the page is WebAssembly: adding the target {TARGET} with rustup"), || {
                run::loud(run::command("rustup").args(["target", "add", TARGET]))
            });
        match added {
            Ok(()) => {
                if let Some(found) = active(true) {
                    return Ok(found);
                }
            }
            Err(fault) => eprintln!("  rustup could not: {fault:#}"),
        }
    }
    if debian::possible() {
        return debian::install(source_is_enough);
    }
    let because = match (rustup, rustup_may) {
        (true, false) => "RUSTUP_AUTO_INSTALL=0 says that rustup must not download anything here",
        (true, true) => "rustup could not add it",
        (false, _) => "there is no rustup",
    };
    bail!(
        "no toolchain here can build for {TARGET}: {because}, and Debian's packages cannot be installed \
         (no apt-get, or neither root nor password-less sudo).\n\
         Do one of these, then run the same command again:\n  \
         rustup target add {TARGET}\n  \
         sudo apt-get install {}",
        debian::PACKAGES.join(" ")
    )
}

/// The toolchain that `cargo` on the search path uses, when it is new enough and has the target
/// (or, with `needs_target` false, the source to make it from).
fn active(needs_target: bool) -> Option<Wasm> {
    let version = run::text(run::command("rustc").arg("-vV"))?;
    if !new_enough(&version) {
        return None;
    }
    let nightly = version.contains("-nightly") || version.contains("-dev");
    let can_rebuild_std = nightly && has_source(Path::new("rustc"));
    if needs_target && !has_target(Path::new("rustc")) {
        return None;
    }
    Some(Wasm {
        name: version.lines().next().unwrap_or("rustc").to_owned(),
        first_in_path: None,
        linker: None,
        can_rebuild_std,
    })
}

fn has_target(rustc: &Path) -> bool {
    let dir = run::text(run::command(rustc).args(["--print", "target-libdir", "--target", TARGET]));
    let Some(Ok(entries)) = dir.map(std::fs::read_dir) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

fn has_source(rustc: &Path) -> bool {
    run::text(run::command(rustc).args(["--print", "sysroot"]))
        .is_some_and(|root| Path::new(&root).join("lib/rustlib/src/rust/library/Cargo.lock").is_file())
}

/// Whether `rustc -vV` names a release that this workspace builds with.
fn new_enough(version: &str) -> bool {
    let Some(release) = field(version, "release") else {
        return false;
    };
    let mut numbers = release.split(['.', '-']).map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= OLDEST,
        _ => false,
    }
}

/// A field of `rustc -vV`.
fn field<'a>(version: &'a str, name: &str) -> Option<&'a str> {
    version.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[cfg(test)]
mod tests {
    use super::{field, new_enough};

    const TEXT: &str = "rustc 1.96.0 (ac68faa20 2026-05-25)\nrelease: 1.96.0\nLLVM version: 22.1.2";

    #[test]
    fn an_old_compiler_is_passed_over() {
        assert!(new_enough(TEXT));
        assert!(new_enough("release: 1.97.0-nightly"));
        assert!(!new_enough("release: 1.63.0"));
        assert!(!new_enough("nothing of the kind"));
    }

    #[test]
    fn the_linker_follows_the_compilers_llvm() {
        assert_eq!(field(TEXT, "LLVM version"), Some("22.1.2"));
    }
}
