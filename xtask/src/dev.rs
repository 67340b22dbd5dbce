//! `cargo xtask dev`: edit, save, look. Rebuilds what changed and the open page loads itself again.

use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Result, bail};

use crate::args::Args;
use crate::page::Plan;
use crate::serve::{self, Hub};
use crate::toolchain::SmallStd;
use crate::{repo, run};

/// What is watched.
const WATCHED: [&str; 9] =
    ["Cargo.toml", "build.rs", "content", "crates", "desk.html", "index.html", "public", "src", "style"];

/// How often. Polling a few hundred files costs a millisecond and works on every system and network drive.
const EVERY: Duration = Duration::from_millis(300);

/// Runs the verb.
pub(crate) fn dev(args: &Args) -> Result<()> {
    let Ok(port) = args.value("port").unwrap_or("8080").parse::<u16>() else {
        bail!("--port takes a number up to 65535");
    };
    let plan = Plan { fast: true, small: SmallStd::No };
    let data = repo::root().join(args.value("data").unwrap_or("data"));
    let port = serve::free_port(port)?;
    serve::stop_on_ctrl_c()?;
    let mut running: Option<Hub> = None;
    let mut seen = None;
    while !serve::stop_asked() {
        let now = newest()?;
        if seen == Some(now) {
            std::thread::sleep(EVERY);
            continue;
        }
        seen = Some(now);
        let begun = Instant::now();
        match rebuild(&plan, port, &data, running.take()) {
            Ok(hub) => {
                running = Some(hub);
                println!("· http://localhost:{port}/ after {}", run::seconds(begun.elapsed()));
            }
            Err(fault) => eprintln!("✗ {fault:#}\n  waiting for the next change"),
        }
    }
    drop(running);
    Ok(())
}

/// Builds while the old hub still runs, then puts a new one in its place.
fn rebuild(plan: &Plan, port: u16, data: &std::path::Path, old: Option<Hub>) -> Result<Hub> {
    let binary = serve::build_both(plan)?;
    drop(old);
    Hub::start(&binary, port, data)
}

/// The latest change, and how many files there are: a removed file is a change as well.
fn newest() -> Result<(SystemTime, usize)> {
    let mut latest = SystemTime::UNIX_EPOCH;
    let mut count = 0;
    let files: Result<Vec<Vec<PathBuf>>> =
        WATCHED.iter().map(|name| repo::files(&repo::root().join(name))).collect();
    for file in files?.into_iter().flatten() {
        // A file may be gone again between listing and looking: an editor's temporary copy.
        if let Ok(changed) = std::fs::metadata(&file).and_then(|about| about.modified()) {
            latest = latest.max(changed);
            count += 1;
        }
    }
    Ok((latest, count))
}
