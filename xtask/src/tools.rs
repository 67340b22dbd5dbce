//! Programs the build calls besides the compiler. Each is taken from the search path when its version fits,
//! otherwise installed under `target/tools`, where deleting the folder undoes it.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{repo, run};

/// wasm-opt and a minifier for scripts.
const PACKAGES: [&str; 2] = ["binaryen@132.0.0", "terser@5.51.2"];

/// A program of wasm-bindgen (`wasm-bindgen`, `wasm-bindgen-test-runner`) in exactly the version that
/// Cargo.lock names: glue and module must come from the same release.
pub(crate) fn wasm_bindgen(program: &str) -> Result<PathBuf> {
    let version = repo::locked_version("wasm-bindgen")?;
    let own = repo::tools().join("bin").join(program);
    for path in run::find(program).into_iter().chain(std::iter::once(own.clone())) {
        let says = run::text(run::command(&path).arg("--version")).unwrap_or_default();
        if says.split_whitespace().nth(1) == Some(version.as_str()) {
            return Ok(path);
        }
    }
    run::step(
        &format!(
            "wasm-bindgen {version} joins WebAssembly and JavaScript: building it into target/tools, once"
        ),
        || {
            run::quiet(
                run::command("cargo")
                    // Unoptimised and without its network parts: it runs for half a second per build.
                    .args(["install", "--quiet", "--debug", "--no-default-features", "--force"])
                    .arg("--root")
                    .arg(repo::tools())
                    .arg(format!("wasm-bindgen-cli@{version}"))
                    .env("CARGO_TARGET_DIR", repo::target().join("tools-build"))
                    .env("CARGO_PROFILE_DEV_DEBUG", "0"),
            )
            .context(
                "wasm-bindgen could not be built; `cargo install wasm-bindgen-cli` by hand works as well",
            )
        },
    )?;
    Ok(own)
}

/// Programs that make the page smaller. Without npm the page works all the same, somewhat heavier.
#[derive(Debug, Default)]
pub(crate) struct Shrinkers {
    /// Optimises modules after the compiler has.
    pub(crate) wasm_opt: Option<PathBuf>,
    /// Shortens names in scripts.
    pub(crate) terser: Option<PathBuf>,
}

/// Finds or installs both, in exactly the versions named here: the page should weigh the same everywhere.
pub(crate) fn shrinkers() -> Shrinkers {
    let folder = repo::tools().join("npm");
    let own = |name: &str| folder.join("node_modules/.bin").join(name);
    let note = folder.join(".installed");
    let wanted = PACKAGES.join(" ");
    if std::fs::read_to_string(&note).is_ok_and(|kept| kept == wanted) {
        return Shrinkers { wasm_opt: Some(own("wasm-opt")), terser: Some(own("terser")) };
    }
    if run::find("npm").is_none() {
        eprintln!(
            "· npm is not here, so the page is built without wasm-opt and terser: a few percent heavier"
        );
        return Shrinkers::default();
    }
    let installed = run::step(
        "wasm-opt and terser make the page smaller: installing both into target/tools, once",
        || {
            repo::write(&folder.join("package.json"), b"{\"private\":true}\n")?;
            run::quiet(
                run::command("npm")
                    .args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                    .args(PACKAGES)
                    .current_dir(&folder),
            )?;
            repo::write(&note, wanted.as_bytes())
        },
    );
    match installed {
        Ok(()) => Shrinkers { wasm_opt: Some(own("wasm-opt")), terser: Some(own("terser")) },
        Err(fault) => {
            eprintln!("  both are left out, the page is a few percent heavier: {fault:#}");
            Shrinkers::default()
        }
    }
}
