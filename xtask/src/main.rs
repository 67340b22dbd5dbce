//! The commands of this repository, run as `cargo xtask <verb>`.
//!
//! Everything a contributor, an operator trying the app, or a build machine needs goes through here, so that
//! README commands and continuous integration are the same two lines.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks on the terminal"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "a tool measures how long its steps take; domain crates may not"
)]

mod args;
mod page;
mod repo;
mod run;
mod serve;
mod toolchain;
mod tools;

use std::process::ExitCode;

use args::Args;

const HELP: &str = "\
cargo xtask <verb> [options]

  serve    build what is missing, start the hub with a demo campaign, print addresses and a QR code
             --port N            first port to try (8080)
             --data DIR          where the hub keeps its database (data)
             --release-std W     auto | yes | no: rebuild the standard library for size (auto)
             --open yes|no       open the page in a browser (no)
  build    build the page into dist/
             --fast              unoptimised, for development
             --release-std W     as above

Nothing asks questions. Tools that are missing are put under target/tools, never elsewhere; only the WASM
toolchain itself may come from rustup or the system's packages, and you are told before it happens.
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let verb = words.next().unwrap_or_default();
    let outcome = match verb.as_str() {
        "serve" => Args::parse(words, &["port", "data", "release-std", "open"], &[])
            .and_then(|a| serve::serve(&a)),
        "build" => {
            Args::parse(words, &["release-std"], &["fast"]).and_then(|a| page::build_verb(&a))
        }
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        other => Err(anyhow::anyhow!(
            "there is no verb “{other}”; `cargo xtask help` lists them"
        )),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("\nxtask: {fault:#}");
            ExitCode::FAILURE
        }
    }
}
