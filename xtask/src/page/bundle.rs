//! The WebAssembly programs of the page: compiled, joined with their JavaScript, optimised.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Plan;
use crate::toolchain::{self, TARGET, Wasm};
use crate::{repo, run, tools};

/// How a bundle is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page's own program, a module script.
    Page,
    /// Loaded by a page or by the service worker when it is needed.
    OnDemand,
}

/// The bundles, one per way of using the page.
pub(super) const BUNDLES: [(&str, Kind); 7] = [
    ("survey", Kind::Page),
    ("desk", Kind::Page),
    ("learn", Kind::Page),
    ("class", Kind::Page),
    ("tools", Kind::Page),
    ("forms", Kind::Page),
    ("courier", Kind::OnDemand),
];

/// What a citizen's phone loads: to answer, to send, to see results.
const CITIZENS: [&str; 3] = ["survey", "courier", "desk"];

/// A bundle, ready to be named and written.
pub(super) struct Bundle {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) glue: String,
    pub(super) module: Vec<u8>,
}

/// What the compiler made.
pub(super) struct Compiled {
    folder: PathBuf,
    /// Whether the standard library in it was rebuilt for size.
    pub(super) small_std: bool,
}

/// Compiles all bundles in one cargo call.
pub(super) fn compile(plan: &Plan) -> Result<Compiled> {
    let names = BUNDLES.map(|(name, _)| name);
    if plan.fast {
        let toolchain = toolchain::for_development()?;
        let mut cargo = cargo_build(toolchain.cargo(), &names);
        run::step("compiling the page, unoptimised", || run::loud(&mut cargo))?;
        let folder = repo::target().join(TARGET).join("debug");
        return Ok(Compiled { folder, small_std: false });
    }
    let toolchain = toolchain::for_release(plan.small)?;
    // A folder of its own: another compiler with other flags, and no waiting for the hub's build.
    let folder = repo::target().join("page");
    let small_std = toolchain.can_rebuild_std && plan.small != toolchain::SmallStd::No;
    let mut cargo = if small_std {
        rebuilding_std(&toolchain, &names)
    } else {
        eprintln!(
            "· {}: the standard library stays as it came, so the page is a little heavier \
             (a nightly with rust-src, or Debian's rustc-web, would rebuild it for size)",
            toolchain.name
        );
        cargo_build(toolchain.cargo(), &names)
    };
    cargo.arg("--release").arg("--target-dir").arg(&folder);
    run::step(
        &format!("compiling the page for release with {} (the first time takes minutes)", toolchain.name),
        || run::loud(&mut cargo),
    )?;
    Ok(Compiled { folder: folder.join(TARGET).join("release"), small_std })
}

fn rebuilding_std(toolchain: &Wasm, names: &[&str]) -> std::process::Command {
    let mut cargo = cargo_build(toolchain.cargo_with_small_std(), names);
    cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    cargo
}

fn cargo_build(mut cargo: std::process::Command, names: &[&str]) -> std::process::Command {
    cargo.args(["build", "--package", "lang-nghe", "--target", TARGET]);
    for name in names {
        cargo.args(["--bin", name]);
    }
    cargo
}

/// Joins each module with its JavaScript and optimises it, all at the same time.
pub(super) fn finish(compiled: &Compiled, optimiser: Option<&Path>) -> Result<Vec<Bundle>> {
    let bindgen = tools::wasm_bindgen("wasm-bindgen")?;
    std::thread::scope(|scope| {
        let running = BUNDLES.map(|(name, kind)| {
            let bindgen = &bindgen;
            scope.spawn(move || join(&compiled.folder, name, kind, bindgen, optimiser))
        });
        running
            .into_iter()
            .map(|thread| thread.join().map_err(|_| anyhow::anyhow!("joining a bundle crashed"))?)
            .collect()
    })
}

fn join(
    compiled: &Path,
    name: &'static str,
    kind: Kind,
    bindgen: &Path,
    optimiser: Option<&Path>,
) -> Result<Bundle> {
    let folder = repo::target().join("page/joined").join(name);
    let style = match kind {
        Kind::Page => "web",
        Kind::OnDemand => "no-modules",
    };
    run::quiet(
        run::command(bindgen)
            .args(["--target", style, "--no-typescript", "--omit-default-module-path"])
            .args(["--out-name", name])
            .arg("--out-dir")
            .arg(&folder)
            .arg(compiled.join(format!("{name}.wasm"))),
    )?;
    let mut module = folder.join(format!("{name}_bg.wasm"));
    if let Some(optimiser) = optimiser {
        let smaller = folder.join(format!("{name}_opt.wasm"));
        // Flattening first lets a second round find more, 0.6 to 0.8 % of the compressed module, and takes twice as
        // long: worth it where every kilobyte is a citizen's.
        let rounds: &[&str] =
            if CITIZENS.contains(&name) { &["--flatten", "--rereloop", "-Oz", "-Oz"] } else { &["-Oz"] };
        run::quiet(
            run::command(optimiser)
                .args(rounds)
                // What rustc emits for this target by default, and every browser since 2022 takes.
                .args(["--enable-bulk-memory", "--enable-multivalue", "--enable-mutable-globals"])
                .args(["--enable-nontrapping-float-to-int", "--enable-reference-types", "--enable-sign-ext"])
                .arg(&module)
                .arg("-o")
                .arg(&smaller),
        )?;
        module = smaller;
    }
    Ok(Bundle {
        name,
        kind,
        glue: repo::read(&folder.join(format!("{name}.js")))?,
        module: std::fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?,
    })
}
