//! The hub as a child process: started, waited for, stopped gently.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{repo, run};

/// Set by Ctrl-C, SIGTERM and a closed terminal.
static STOP: AtomicBool = AtomicBool::new(false);

/// How long a hub may take to finish what it is doing.
const PATIENCE: Duration = Duration::from_secs(20);

/// Compiles the hub; silent and quick when nothing changed. Gives its program.
pub(super) fn build() -> Result<PathBuf> {
    run::quiet(run::command("cargo").args([
        "build",
        "--quiet",
        "--profile",
        "hub",
        "--package",
        "lang-nghe-hub",
    ]))?;
    Ok(repo::target().join("hub").join(format!("lang-nghe-hub{}", std::env::consts::EXE_SUFFIX)))
}

/// A running hub. Dropping it stops it.
pub(crate) struct Hub {
    child: Child,
}

impl Hub {
    /// Starts it on all of this machine's addresses and returns when it answers.
    pub(crate) fn start(binary: &Path, port: u16, data: &Path) -> Result<Self> {
        stop_on_ctrl_c()?;
        let mut command = Command::new(binary);
        command
            .arg("--listen")
            .arg(format!("0.0.0.0:{port}"))
            .arg("--data")
            .arg(data)
            .arg("--dist")
            .arg(repo::dist())
            .arg("--content")
            .arg(repo::root().join("content"))
            .arg("--demo");
        // A group of its own: Ctrl-C reaches xtask, which passes it on once. Otherwise the hub would get it twice.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn().with_context(|| format!("cannot start {}", binary.display()))?;
        let mut hub = Self { child };
        let begun = Instant::now();
        while !answers(port) {
            if let Some(status) = hub.child.try_wait()? {
                bail!("the hub ended before it answered ({status}); its message is above");
            }
            if STOP.load(Ordering::Relaxed) || begun.elapsed() > PATIENCE {
                hub.stop()?;
                bail!("the hub did not answer");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(hub)
    }

    /// Waits for Ctrl-C, then stops the hub. A hub that ends by itself is an error.
    pub(crate) fn run_until_stopped(mut self) -> Result<()> {
        while !stop_asked() {
            if let Some(status) = self.child.try_wait()? {
                bail!("the hub ended by itself ({status})");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        eprintln!("\n· stopping");
        self.stop()
    }

    /// Asks the hub to finish and waits until it has.
    pub(crate) fn stop(&mut self) -> Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        if cfg!(unix) {
            run::quiet(Command::new("kill").arg("-INT").arg(self.child.id().to_string()))?;
        } else {
            self.child.kill()?;
        }
        let begun = Instant::now();
        while self.child.try_wait()?.is_none() {
            if begun.elapsed() > PATIENCE {
                self.child.kill()?;
                self.child.wait()?;
                bail!("the hub did not stop within {} and was ended", run::seconds(PATIENCE));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        if let Err(fault) = self.stop() {
            eprintln!("· {fault:#}");
        }
    }
}

/// Whether someone pressed Ctrl-C or ended xtask.
pub(crate) fn stop_asked() -> bool {
    STOP.load(Ordering::Relaxed)
}

/// From here on Ctrl-C is a wish that [`stop_asked`] tells of.
pub(crate) fn stop_on_ctrl_c() -> Result<()> {
    match ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed)) {
        Ok(()) | Err(ctrlc::Error::MultipleHandlers) => Ok(()),
        Err(fault) => Err(fault).context("cannot listen for Ctrl-C"),
    }
}

fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(200))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.take(1000).read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
