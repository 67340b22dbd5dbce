//! `cargo xtask bench`: how fast the survey is there and answers, beside a plain form and other survey tools, and how
//! fast forms are counted.
//!
//! The measuring is done by tests/bench (see docs/performance.md); this builds what is measured and names it.

mod scoring;

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::args::Args;
use crate::page::Plan;
use crate::test::browsers;
use crate::toolchain::SmallStd;
use crate::{repo, run, serve};

/// Options that tests/bench takes as they are.
pub(crate) const OPTIONS: [&str; 5] = ["runs", "answers", "pages", "only", "records"];

/// `cargo xtask bench`: everything, printed and written to `target/bench`.
pub(crate) fn bench(args: &Args) -> Result<()> {
    let only: Vec<&str> = args.value("only").map(|parts| parts.split(',').collect()).unwrap_or_default();
    if only.is_empty() || only.contains(&"scoring") {
        scoring::measure(args.value("runs"))?;
    }
    if only == ["scoring"] {
        return Ok(());
    }
    let given = OPTIONS.into_iter().filter_map(|name| Some((name, args.value(name)?)));
    measure(given.flat_map(|(name, value)| [format!("--{name}"), value.to_owned()]).collect())
}

/// The few measurements that a change must not make worse.
pub(crate) fn check() -> Result<()> {
    measure(vec!["--ci".to_owned()])
}

fn measure(more: Vec<String>) -> Result<()> {
    let hub = serve::build_both(&Plan { fast: false, small: SmallStd::Auto })
        .context("the page or the hub does not build")?;
    let prerender = prerender()?;
    let browser = browsers::find()?;
    let folder = repo::root().join("tests/bench");
    browsers::install_packages(&folder)?;
    run::loud(
        run::command("node")
            .arg("bench.mjs")
            .arg("--out")
            .arg(repo::target().join("bench"))
            .args(more)
            .current_dir(&folder)
            .env("LANG_NGHE_HUB", hub)
            .env("LANG_NGHE_DIST", repo::dist())
            .env("LANG_NGHE_PRERENDER", prerender)
            .env("CHROMIUM", &browser.program),
    )
}

/// The app's own program that writes packs and starts. The page's build has compiled it already.
fn prerender() -> Result<PathBuf> {
    run::quiet(
        run::command("cargo")
            .args(["build", "--quiet", "--package", "lang-nghe", "--bin", "prerender"])
            .args(["--features", "source"]),
    )?;
    Ok(repo::target().join("debug").join(format!("prerender{}", std::env::consts::EXE_SUFFIX)))
}
