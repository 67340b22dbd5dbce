//! Running other programs: loudly, quietly, or for what they print.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::repo;

/// A command that starts in the repository's root, with cargo's own run-time variables taken out again:
/// they belong to xtask and would mislead a second toolchain.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(repo::root());
    for (name, _) in std::env::vars_os() {
        let cargo_own =
            name.to_str().is_some_and(|n| n.starts_with("CARGO_PKG_") || n.starts_with("CARGO_MANIFEST_"));
        if cargo_own || name == "LD_LIBRARY_PATH" || name == "CARGO" {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs with the terminal's own output.
pub(crate) fn loud(command: &mut Command) -> Result<()> {
    let name = describe(command);
    let status = command.status().with_context(|| format!("cannot start {name}"))?;
    if status.success() { Ok(()) } else { bail!("{name} failed ({status})") }
}

/// Runs silently; what it printed is shown only when it fails.
pub(crate) fn quiet(command: &mut Command) -> Result<()> {
    let name = describe(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {name}"))?;
    if output.status.success() {
        return Ok(());
    }
    eprint!("{}", String::from_utf8_lossy(&output.stdout));
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    bail!("{name} failed ({})", output.status)
}

/// What a program prints, when it ends well.
pub(crate) fn text(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first program of this name on the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .flat_map(|dir| [dir.join(program), dir.join(format!("{program}.exe"))])
        .find(|path| path.is_file())
}

/// Says what is about to happen, does it, says how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("· {what} …");
    let begun = Instant::now();
    let done = work()?;
    eprintln!("  {what}: {}", seconds(begun.elapsed()));
    Ok(done)
}

/// A duration as a person reads it.
pub(crate) fn seconds(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    if tenths >= 1200 {
        format!("{} min {} s", tenths / 600, tenths % 600 / 10)
    } else {
        format!("{}.{} s", tenths / 10, tenths % 10)
    }
}

fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().take(4).map(|a| a.to_string_lossy().into_owned()));
    format!("`{}`", words.join(" "))
}
