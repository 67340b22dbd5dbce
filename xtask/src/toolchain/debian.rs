//! Debian's Rust toolchain, which has the source of the standard library but not the library for WebAssembly.
//!
//! The released page rebuilds the library from that source in any case. Tests and the development loop want it
//! ready made, so it is built once from the packaged source, offline, and put where the compiler looks for it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{TARGET, Wasm, field, has_source, has_target, new_enough};
use crate::{repo, run};

/// What is installed: compiler, cargo, source of the library, lints, formatter, linker.
pub(crate) const PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "rustfmt-web", "lld-22"];
const BIN: &str = "/usr/bin";
const RUSTC: &str = "/usr/bin/rustc";

/// Debian's toolchain, when it has the library for the target.
pub(super) fn with_target() -> Option<Wasm> {
    toolchain().filter(|_| has_target(Path::new(RUSTC)))
}

/// Debian's toolchain, when it has the source of the library.
pub(super) fn with_source() -> Option<Wasm> {
    toolchain().filter(|found| found.can_rebuild_std)
}

fn toolchain() -> Option<Wasm> {
    if !Path::new(RUSTC).is_file() || !Path::new(BIN).join("cargo").is_file() {
        return None;
    }
    let version = run::text(run::command(RUSTC).arg("-vV"))?;
    if !new_enough(&version) {
        return None;
    }
    Some(Wasm {
        name: format!("Debian's {}", version.lines().next().unwrap_or("rustc")),
        first_in_path: Some(PathBuf::from(BIN)),
        linker: Some(linker(&version)?),
        can_rebuild_std: has_source(Path::new(RUSTC)),
    })
}

/// The linker whose LLVM is the compiler's.
fn linker(version: &str) -> Option<String> {
    let major = field(version, "LLVM version")?.split('.').next()?;
    let name = format!("wasm-ld-{major}");
    run::find(&name).map(|_| name)
}

/// Whether packages can be installed here without asking anyone.
pub(crate) fn possible() -> bool {
    run::find("apt-get").is_some() && (is_root() || sudo_works())
}

/// Installs the packages; builds the library too unless its source is all that is needed.
pub(super) fn install(source_is_enough: bool) -> Result<Wasm> {
    if toolchain().is_none_or(|found| !found.can_rebuild_std) {
        packages("the page is WebAssembly: installing Debian's Rust toolchain, about 150 MB", &PACKAGES)?;
    }
    let Some(found) = toolchain() else {
        bail!("Debian's packages are installed, and still {RUSTC} with a matching wasm-ld is not usable");
    };
    if !source_is_enough && !has_target(Path::new(RUSTC)) {
        run::step(
            "building the standard library for WebAssembly from Debian's source, once, offline",
            build_library,
        )?;
    }
    Ok(found)
}

/// Installs Debian packages, saying why.
pub(crate) fn packages(why: &str, names: &[&str]) -> Result<()> {
    run::step(why, || {
        // The lists may be absent on a fresh image; a stale list is good enough when updating fails.
        if let Err(fault) = run::quiet(as_root("apt-get").args(["update", "-q"])) {
            eprintln!("  apt-get update: {fault:#}");
        }
        run::quiet(
            as_root("apt-get")
                .args(["install", "-y", "-q", "--no-install-recommends"])
                .args(names)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    })
}

fn build_library() -> Result<()> {
    let work = repo::target().join("wasm-std");
    repo::write(&work.join("src/lib.rs"), b"")?;
    repo::write(
        &work.join("Cargo.toml"),
        b"[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
          [profile.release]\ncodegen-units = 1\n",
    )?;
    let source = run::text(run::command(RUSTC).args(["--print", "sysroot"]))
        .context("rustc does not say where it lives")?;
    let vendor = Path::new(&source).join("lib/rustlib/src/rust/library/vendor");
    let mut cargo = run::command(Path::new(BIN).join("cargo"));
    cargo
        .current_dir(&work)
        .args(["build", "--offline", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,test,proc_macro")
        // The library's own dependencies lie beside it; without this a machine with an empty cargo home fails.
        .args(["--config", "source.crates-io.replace-with=\"vendored\""])
        .arg("--config")
        .arg(format!("source.vendored.directory={:?}", vendor.display().to_string()))
        .arg("--target-dir")
        .arg(work.join("target"))
        .env("RUSTC", RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env_remove("RUSTUP_TOOLCHAIN");
    run::quiet(&mut cargo)?;

    let to = run::text(run::command(RUSTC).args(["--print", "target-libdir", "--target", TARGET]))
        .context("rustc does not say where its libraries lie")?;
    run::quiet(as_root("mkdir").args(["-p", &to]))?;
    for file in repo::files(&work.join("target").join(TARGET).join("release/deps"))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            run::quiet(as_root("cp").arg(&file).arg(&to))?;
        }
    }
    Ok(())
}

fn is_root() -> bool {
    run::text(run::command("id").arg("-u")).as_deref() == Some("0")
}

fn sudo_works() -> bool {
    run::text(run::command("sudo").args(["-n", "true"])).is_some()
}

fn as_root(program: &str) -> Command {
    if is_root() {
        return run::command(program);
    }
    let mut command = run::command("sudo");
    command.args(["-n", program]);
    command
}
