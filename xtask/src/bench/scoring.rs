//! `cargo xtask bench --only scoring`: how fast forms are counted and scored, beside JavaScript.
//!
//! The same Rust five times: for the host's kind of processor and for this very one; for the browser as the page is
//! built (for size), for speed, and for speed with SIMD128.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::test::browsers;
use crate::toolchain::{self, TARGET};
use crate::{repo, run, tools};

/// Builds what is measured, and measures.
pub(super) fn measure(runs: Option<&str>) -> Result<()> {
    let made = repo::target().join("bench/wasm");
    let native = run::step("compiling the host's programs", || {
        Ok([host("native", "")?, host("tuned", "-Ctarget-cpu=native")?])
    })?;
    run::step("compiling the browser's modules", || {
        browser("page", "release", "", &made)?;
        browser("scalar", "speed", "", &made)?;
        browser("simd", "speed", "-Ctarget-feature=+simd128", &made)
    })?;
    let chromium = browsers::find()?;
    let mut node = run::command("node");
    node.arg("scoring.mjs").arg("--out").arg(repo::target().join("bench"));
    if let Some(runs) = runs {
        node.args(["--runs", runs]);
    }
    let [any, this] = native;
    run::loud(
        node.current_dir(repo::root().join("tests/bench"))
            .env("SPEED_NATIVE", any)
            .env("SPEED_TUNED", this)
            .env("SPEED_WASM", made)
            .env("CHROMIUM", &chromium.program),
    )
}

/// A folder for each set of flags: cargo would compile everything anew whenever they change.
fn build(mut cargo: Command, what: &[&str], (name, profile, flags): (&str, &str, &str)) -> Result<PathBuf> {
    let folder = repo::target().join("bench").join(name);
    cargo.args(["build", "--quiet", "--package", "lang-nghe-scoring"]).args(what);
    cargo.args(["--profile", profile, "--target-dir"]).arg(&folder);
    if !flags.is_empty() {
        cargo.env("RUSTFLAGS", flags);
    }
    run::loud(&mut cargo)?;
    Ok(folder)
}

fn host(name: &str, flags: &str) -> Result<PathBuf> {
    let folder = build(run::command("cargo"), &["--example", "speed"], (name, "speed", flags))?;
    Ok(folder.join("speed/examples").join(format!("speed{}", std::env::consts::EXE_SUFFIX)))
}

fn browser(name: &str, profile: &str, flags: &str, made: &Path) -> Result<()> {
    let cargo = toolchain::for_development()?.cargo();
    let what = ["--example", "speed_page", "--target", TARGET];
    let folder = build(cargo, &what, (&format!("in-{name}"), profile, flags))?;
    let module = folder.join(TARGET).join(profile).join("examples/speed_page.wasm");
    let joined = folder.join("joined");
    run::quiet(
        run::command(tools::wasm_bindgen("wasm-bindgen")?)
            .args([
                "--target",
                "no-modules",
                "--no-typescript",
                "--omit-default-module-path",
                "--out-name",
                name,
            ])
            .arg("--out-dir")
            .arg(&joined)
            .arg(module),
    )?;
    repo::write(
        &made.join(format!("{name}.js")),
        repo::read(&joined.join(format!("{name}.js")))?.as_bytes(),
    )?;
    let module = joined.join(format!("{name}_bg.wasm"));
    let bytes = std::fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    repo::write(&made.join(format!("{name}.wasm")), &bytes)
}
