//! `cargo xtask test`: everything that is checked, on this machine and on the build machine alike.
//!
//! Every step runs even after one has failed, so that one run tells everything; a step that needs a broken one's
//! result is left out. What test runners print stays visible.

pub(crate) mod browsers;

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::args::Args;
use crate::page::Plan;
use crate::serve;
use crate::toolchain::{self, SmallStd};
use crate::{bench, floor, repo, run, size, tools};

/// A check, by the name that `--only` takes.
type Check = (&'static str, fn() -> Result<Outcome>);

/// The checks, the quick ones first.
const CHECKS: [Check; 12] = [
    ("fmt", fmt),
    ("content", content),
    ("tidy", tidy),
    ("clippy", clippy),
    ("clippy-wasm", clippy_wasm),
    ("doc", doc),
    ("host", host),
    ("deny", deny),
    ("size", sizes),
    ("browser", browser),
    ("journeys", journeys),
    ("bench", latency),
];

/// How a check ended when nothing is wrong.
enum Outcome {
    Passed,
    LeftOut(&'static str),
}

/// Runs the verb.
pub(crate) fn test(args: &Args) -> Result<()> {
    let only: Vec<&str> = args.value("only").map(|names| names.split(',').collect()).unwrap_or_default();
    if let Some(unknown) = only.iter().find(|name| CHECKS.iter().all(|(known, _)| known != *name)) {
        let names: Vec<&str> = CHECKS.iter().map(|(name, _)| *name).collect();
        bail!("there is no step “{unknown}”; the steps are {}", names.join(", "));
    }
    let begun = Instant::now();
    let mut lines = Vec::new();
    let mut failed = 0;
    for (name, check) in CHECKS {
        if !only.is_empty() && !only.contains(&name) {
            continue;
        }
        println!("\n━━ {name}");
        let start = Instant::now();
        let outcome = check();
        if let Err(fault) = &outcome {
            println!("✗ {name}: {fault:#}");
            failed += 1;
        }
        lines.push(summary_line(name, &outcome, start.elapsed()));
    }
    println!("\n━━ summary");
    for line in &lines {
        println!("{line}");
    }
    println!("{} in {}", verdict(failed), run::seconds(begun.elapsed()));
    if failed > 0 {
        bail!("{failed} of {} steps failed", lines.len());
    }
    Ok(())
}

fn summary_line(name: &str, outcome: &Result<Outcome>, time: Duration) -> String {
    let time = run::seconds(time);
    match outcome {
        Ok(Outcome::Passed) => format!("  ok        {name:<12} {time:>12}"),
        Ok(Outcome::LeftOut(why)) => format!("  left out  {name:<12} {time:>12}  {why}"),
        Err(fault) => {
            let fault = format!("{fault:#}");
            format!("  FAILED    {name:<12} {time:>12}  {}", fault.lines().next().unwrap_or_default())
        }
    }
}

fn verdict(failed: usize) -> String {
    match failed {
        0 => "all steps passed".to_owned(),
        1 => "one step failed".to_owned(),
        n => format!("{n} steps failed"),
    }
}

/// Runs cargo with these words.
fn cargo(words: &str) -> Result<()> {
    run::loud(run::command("cargo").args(words.split_whitespace()))
}

fn fmt() -> Result<Outcome> {
    cargo("fmt --all --check")?;
    Ok(Outcome::Passed)
}

fn content() -> Result<Outcome> {
    crate::content(&["check".to_owned()])?;
    Ok(Outcome::Passed)
}

/// Rules about the repository itself; they are ordinary tests of this package.
fn tidy() -> Result<Outcome> {
    cargo("test --package xtask")?;
    Ok(Outcome::Passed)
}

fn clippy() -> Result<Outcome> {
    // With everything that any test or tool switches on.
    cargo(
        "clippy --keep-going --workspace --all-targets \
         --features xtask/content,lang-nghe-store/suite,lang-nghe/source -- -D warnings",
    )?;
    Ok(Outcome::Passed)
}

fn clippy_wasm() -> Result<Outcome> {
    let words = format!(
        "clippy --keep-going --package lang-nghe --all-targets --target {} -- -D warnings",
        toolchain::TARGET
    );
    run::loud(toolchain::for_development()?.cargo().args(words.split_whitespace()))?;
    Ok(Outcome::Passed)
}

fn doc() -> Result<Outcome> {
    run::loud(
        run::command("cargo")
            .args(["doc", "--workspace", "--no-deps", "--quiet"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    Ok(Outcome::Passed)
}

fn host() -> Result<Outcome> {
    cargo("test --workspace --exclude xtask --features lang-nghe-store/suite,lang-nghe/source")?;
    Ok(Outcome::Passed)
}

fn deny() -> Result<Outcome> {
    if run::find("cargo-deny").is_none() {
        return Ok(Outcome::LeftOut("cargo-deny is not installed"));
    }
    cargo("deny --all-features check --hide-inclusion-graph")?;
    Ok(Outcome::Passed)
}

fn released() -> Result<std::path::PathBuf> {
    serve::build_both(&Plan { fast: false, small: SmallStd::Auto })
        .context("the page or the hub does not build")
}

fn sizes() -> Result<Outcome> {
    released()?;
    size::check()?;
    floor::check()?;
    Ok(Outcome::Passed)
}

/// Tests of the app's own modules inside a browser.
fn browser() -> Result<Outcome> {
    let files = browsers::test_files()?;
    if files.is_empty() {
        bail!("tests/ holds no file with #[wasm_bindgen_test]");
    }
    let toolchain = toolchain::for_development()?;
    let runner = tools::wasm_bindgen("wasm-bindgen-test-runner")?;
    let browser = browsers::find()?;
    let mut cargo = toolchain.cargo();
    cargo.args(["test", "--package", "lang-nghe", "--target", toolchain::TARGET]);
    for file in &files {
        cargo.args(["--test", file]);
    }
    run::loud(
        cargo
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env("CHROMEDRIVER", &browser.driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser.settings()?)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120"),
    )?;
    Ok(Outcome::Passed)
}

/// What people do, in a real browser against the real hub.
fn journeys() -> Result<Outcome> {
    let hub = released()?;
    let browser = browsers::find()?;
    let firefox = browsers::firefox()?;
    let folder = repo::root().join("tests/journeys");
    browsers::install_packages(&folder)?;
    run::loud(
        run::command("npm")
            .args(["test", "--silent"])
            .current_dir(&folder)
            .env("LANG_NGHE_HUB", hub)
            .env("LANG_NGHE_DIST", repo::dist())
            .env("CHROMIUM", &browser.program)
            .env("HEADLESS_SHELL", browsers::without_window(&browser))
            .env("FIREFOX", firefox),
    )?;
    Ok(Outcome::Passed)
}

/// Whether the survey is still as fast, measured against a plain form in the same run.
fn latency() -> Result<Outcome> {
    bench::check()?;
    Ok(Outcome::Passed)
}
