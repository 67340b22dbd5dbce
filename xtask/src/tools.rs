//! Programs the build calls besides the compiler. Each is taken from the search path when its version fits,
//! otherwise installed under `target/tools`, where deleting the folder undoes it.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{repo, run};

/// wasm-opt's version: older ones write larger pages.
const BINARYEN: &str = "132";

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

/// wasm-opt, or nothing where npm is missing: the page then works all the same, a few percent heavier.
pub(crate) fn wasm_opt() -> Option<PathBuf> {
    let own = repo::tools().join("npm/node_modules/.bin/wasm-opt");
    for path in run::find("wasm-opt").into_iter().chain(std::iter::once(own.clone())) {
        let says = run::text(run::command(&path).arg("--version")).unwrap_or_default();
        let version = says.split_whitespace().nth(2).and_then(|v| v.parse::<u32>().ok());
        if version.is_some_and(|v| v >= 120) {
            return Some(path);
        }
    }
    if run::find("npm").is_none() {
        eprintln!("· npm is not here, so the page is built without wasm-opt: a few percent heavier");
        return None;
    }
    let folder = repo::tools().join("npm");
    let installed =
        run::step("wasm-opt makes the page smaller: installing binaryen into target/tools, once", || {
            repo::write(&folder.join("package.json"), b"{\"private\":true}\n")?;
            run::quiet(
                run::command("npm")
                    .args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                    .arg(format!("binaryen@{BINARYEN}"))
                    .current_dir(&folder),
            )
        });
    match installed {
        Ok(()) => Some(own),
        Err(fault) => {
            eprintln!("  wasm-opt is left out, the page is a few percent heavier: {fault:#}");
            None
        }
    }
}
