//! The commands of this repository, run as `cargo xtask <verb>`.
//!
//! Everything a contributor, an operator trying the app, or a build machine needs goes through here, so that
//! README commands and continuous integration are the same two lines.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks on the terminal")]
#![allow(
    clippy::disallowed_methods,
    reason = "a tool measures how long its steps take; domain crates may not"
)]

mod args;
mod bench;
mod dev;
mod floor;
mod page;
mod repo;
mod run;
mod serve;
mod size;
mod test;
#[cfg(test)]
mod tidy;
mod toolchain;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};
use args::Args;

const HELP: &str = "\
cargo xtask <verb> [options]

  serve          build what is missing, start the hub with a demo campaign, print addresses and a QR code
                   --port N            first port to try (8080)
                   --data DIR          where the hub keeps its database (data)
                   --release-std W     auto | yes | no: rebuild the standard library for size (auto)
                   --open yes|no       open the page in a browser (no)
  build          build the page into dist/
                   --fast              unoptimised, for development
                   --release-std W     as above
  test           everything that is checked
                   --only A,B          only these steps: fmt content tidy clippy clippy-wasm doc host deny
                                       size browser journeys bench
  dev            rebuild on every change; the open page loads itself again (--port, --data as above)
  content check  is everything in content/ in order?
  content pin    write down the fingerprints of newly released versions
  size           what the page weighs, part by part
  bench          how fast the survey is, beside a plain form and other survey tools; half an hour
                   --runs N            visits of each page (7)
                   --only A,B          only these parts: scoring pages device hub
                   --pages A,B         only these pages: ours empty plain formbricks surveyjs odk
                   --answers N         questions answered per visit (30)
                   --records N         forms that the hub holds when its results are measured (100000)

Nothing asks questions. Tools that are missing are put under target/tools, never elsewhere; only the WASM
toolchain and a browser for the tests may come from rustup or the system's packages, and that is said first.
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let verb = words.next().unwrap_or_default();
    match dispatch(&verb, words.collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("\nxtask: {fault:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(verb: &str, words: Vec<String>) -> Result<()> {
    let args = |valued, flags| Args::parse(words.iter().cloned(), valued, flags);
    match verb {
        "serve" => serve::serve(&args(&["port", "data", "release-std", "open"], &[])?),
        "build" => page::build_verb(&args(&["release-std"], &["fast"])?),
        "test" => test::test(&args(&["only"], &[])?),
        "dev" => dev::dev(&args(&["port", "data"], &[])?),
        "content" => content(&args(&[], &[])?.words),
        "size" => size::size(),
        "bench" => bench::bench(&args(&bench::OPTIONS, &[])?),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("there is no verb “{other}”; `cargo xtask help` lists them"),
    }
}

/// `content check` and `content pin`, in a program of their own (src/bin/content.rs).
fn content(words: &[String]) -> Result<()> {
    run::loud(
        run::command("cargo")
            .args(["run", "--quiet", "--package", "xtask", "--features", "content", "--bin", "content", "--"])
            .args(words)
            .arg(repo::root().join("content")),
    )
}
