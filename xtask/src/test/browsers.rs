//! The browser that tests run in, and what the journeys need.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde_json::json;

use crate::toolchain::debian;
use crate::{repo, run};

/// Chromium and the program that drives it.
pub(crate) struct Browser {
    pub(crate) program: PathBuf,
    pub(super) driver: PathBuf,
}

/// Everything a browser would do besides showing the page, switched off.
const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

impl Browser {
    /// Writes the settings that wasm-bindgen's runner passes to the driver; gives the file.
    pub(super) fn settings(&self) -> Result<PathBuf> {
        let file = repo::target().join("webdriver.json");
        let settings = json!({ "goog:chromeOptions": { "binary": self.program, "args": FLAGS } });
        repo::write(&file, settings.to_string().as_bytes())?;
        Ok(file)
    }
}

/// Finds Chromium (or Chrome) and chromedriver, named by `CHROMIUM` and `CHROMEDRIVER` or on the search path;
/// installs Debian's where that is possible.
pub(crate) fn find() -> Result<Browser> {
    if let Some(found) = look() {
        return Ok(found);
    }
    if debian::possible() {
        debian::packages(
            "browser tests need one: installing Debian's Chromium",
            &["chromium", "chromium-driver"],
        )?;
        if let Some(found) = look() {
            return Ok(found);
        }
    }
    bail!(
        "no Chromium with chromedriver was found: install both (Debian: apt-get install chromium chromium-driver), \
         or name the programs in CHROMIUM and CHROMEDRIVER"
    )
}

/// Finds Firefox, named by `FIREFOX` or on the search path; installs Debian's where that is possible. No driver is needed.
pub(super) fn firefox() -> Result<PathBuf> {
    let look = || {
        let named = std::env::var_os("FIREFOX").map(PathBuf::from).filter(|path| path.is_file());
        named.or_else(|| ["firefox-esr", "firefox"].into_iter().find_map(run::find))
    };
    if let Some(found) = look() {
        return Ok(found);
    }
    if debian::possible() {
        debian::packages("some journeys run in Firefox: installing Debian's, about 80 MB", &["firefox-esr"])?;
        if let Some(found) = look() {
            return Ok(found);
        }
    }
    bail!(
        "no Firefox was found: install it (Debian: apt-get install firefox-esr), or name the program in FIREFOX"
    )
}

/// Chromium without the window, menus and bars around a page, which take two thirds of its time: named by
/// `HEADLESS_SHELL` or on the search path, or installed where that is possible. Without it the whole browser does.
pub(super) fn without_window(whole: &Browser) -> PathBuf {
    let look = || {
        let named = std::env::var_os("HEADLESS_SHELL").map(PathBuf::from).filter(|path| path.is_file());
        named.or_else(|| run::find("chromium-headless-shell"))
    };
    let install = || {
        let why = "most journeys need no window: installing Debian's, about 60 MB";
        debian::possible().then(|| debian::packages(why, &["chromium-headless-shell"]).ok())
    };
    look().or_else(|| install().and_then(|_| look())).unwrap_or_else(|| whole.program.clone())
}

fn look() -> Option<Browser> {
    let named = |variable: &str| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
    let program = named("CHROMIUM").or_else(|| {
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
            .into_iter()
            .find_map(run::find)
    })?;
    let driver = named("CHROMEDRIVER").or_else(|| run::find("chromedriver"))?;
    Some(Browser { program, driver })
}

/// The names of the integration tests that run in a browser: `tests/<name>.rs` or `tests/<name>/main.rs`.
pub(super) fn test_files() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(repo::root().join("tests"))? {
        let path = entry?.path();
        let main = if path.is_dir() { path.join("main.rs") } else { path.clone() };
        let in_browser = main.extension().is_some_and(|e| e == "rs")
            && main.is_file()
            && repo::read(&main)?.contains("wasm_bindgen_test");
        if let Some(name) = path.file_stem().filter(|_| in_browser) {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Installs the packages of a folder under tests/ as its lock file says. None runs a script or fetches a browser.
pub(crate) fn install_packages(folder: &Path) -> Result<()> {
    let lock = repo::read(&folder.join("package-lock.json"))?;
    let note = folder.join("node_modules/.installed-lock");
    if std::fs::read_to_string(&note).is_ok_and(|kept| kept == lock) {
        return Ok(());
    }
    if run::find("npm").is_none() {
        bail!("tests that drive a browser need node 20 or newer with npm");
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    run::step(
        &format!("{name} drives a browser: installing its packages into tests/{name}/node_modules"),
        || {
            run::quiet(
                run::command("npm")
                    .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                    .current_dir(folder)
                    .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
            )
        },
    )?;
    repo::write(&note, lock.as_bytes())
}
