//! The page, from sources to `dist/`: the folder the hub serves.
//!
//! ```text
//! src/ ─ cargo ─▶ *.wasm ─ wasm-bindgen ─▶ glue + module ─ wasm-opt ─▶ dist/a/<name>.<hash>.{js,wasm}
//! content/ ─ prerender ─▶ packs (dist/a/) and the static start of each survey (dist/start/)
//! content/lessons ─ prerender ─▶ lessons and their catalogue (dist/a/), kept by the lessons' page alone
//! index.html, desk.html, style/, public/ ─▶ dist/survey.html, dist/desk.html, dist/sw.js, …
//! ```
//!
//! A build is written beside `dist/` and put in its place when it is complete.

mod assets;
mod bundle;
mod glue;
mod lessons;
mod minify;
mod prerender;
mod stamp;
mod template;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::args::Args;
use crate::toolchain::SmallStd;
use crate::tools::Shrinkers;
use crate::{repo, run};
use assets::Assets;
pub(crate) use assets::compressed;
use bundle::Kind;
use minify::Scripts;
#[cfg(test)]
pub(crate) use minify::css as minified_css;

/// How the page is to be built.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// For the development loop: no optimisation, no compression, no service worker.
    pub(crate) fast: bool,
    /// Whether the standard library is rebuilt for size.
    pub(crate) small: SmallStd,
}

/// `cargo xtask build`.
pub(crate) fn build_verb(args: &Args) -> Result<()> {
    let plan = Plan { fast: args.flag("fast"), small: SmallStd::parse(args.value("release-std"))? };
    if !build(&plan)? {
        eprintln!("· the page is already built from these sources");
    }
    Ok(())
}

/// Builds unless `dist/` already holds the result; says whether it built.
pub(crate) fn build(plan: &Plan) -> Result<bool> {
    let stamp = stamp::of_inputs(plan)?;
    if stamp::is_current(&stamp) {
        return Ok(false);
    }
    // Optimising whole programs keeps one core busy; what the next steps need is prepared on the other.
    let (compiled, prerendered) = std::thread::scope(|scope| {
        let beside = scope.spawn(|| {
            let prerendered = prerender::run();
            if prerendered.is_ok() {
                crate::tools::wasm_bindgen("wasm-bindgen")?;
            }
            prerendered
        });
        let compiled = bundle::compile(plan);
        (compiled, beside.join())
    });
    let compiled = compiled?;
    let prerendered = prerendered.map_err(|_| anyhow::anyhow!("the prerender thread crashed"))??;
    let new = repo::dist().with_extension("new");
    remove(&new)?;
    run::step("putting the page together", || assemble(&new, plan, &compiled, &prerendered))?;
    // Programs and words made from two states of the sources would not fit each other.
    if stamp::of_inputs(plan)? != stamp {
        bail!("the sources changed while the page was being built: nothing was put in place; build again");
    }
    remove(&repo::dist())?;
    std::fs::rename(&new, repo::dist()).context("cannot put the new page in place")?;
    stamp::keep(&stamp)?;
    Ok(true)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

fn assemble(dist: &Path, plan: &Plan, compiled: &bundle::Compiled, prerendered: &Path) -> Result<()> {
    let mut assets = Assets::new(dist, !plan.fast);
    let shrinkers = if plan.fast { Shrinkers::default() } else { crate::tools::shrinkers() };
    let scripts = Scripts { terser: shrinkers.terser };
    let mut urls = BTreeMap::new();
    for made in bundle::finish(compiled, shrinkers.wasm_opt.as_deref())? {
        let module = assets.add(made.name, "wasm", &made.module)?;
        let script = match made.kind {
            Kind::Page => glue::page(&made.glue, &module)?,
            Kind::OnDemand => glue::on_demand(&made.glue, &module)?,
        };
        let script =
            assets.add(made.name, "js", scripts.minify(&script, made.kind == Kind::Page)?.as_bytes())?;
        urls.insert(made.name, (script, module));
    }
    let prerender::Tables { packs, start, lessons: taught, speech } =
        prerender::collect(prerendered, dist, &mut assets)?;
    let more = if plan.fast { reload_script(&mut assets)? } else { String::new() };

    let courier = &urls["courier"].0;
    let early = scripts.minify(&repo::read(&repo::root().join("public/early.js"))?, false)?;
    let gate = scripts.minify_old(&repo::read(&repo::root().join("public/gate.js"))?)?;
    let page = |template, more_styles, early, name: &str| {
        let (script, module) = &urls[name];
        template::fill(&template::Parts {
            template,
            more_styles,
            gate: &gate,
            early,
            script,
            module,
            courier,
            more: &more,
        })
    };
    let survey = page("index.html", &[], Some(early.as_str()), "survey")?;
    // Tables and pictures of results look the same here and on the hub's own pages.
    let mut desk = page("desk.html", &["crates/report/report.css", "style/desk.css"], None, "desk")?;
    let learn_styles = ["style/desk.css", "style/lesson.css", "style/learn.css"];
    let mut learn = page("desk.html", &learn_styles, None, "learn")?;
    let tools_styles = ["crates/report/report.css", "style/desk.css"];
    let tools = page("desk.html", &tools_styles, None, "tools")?;
    let mut forms = page("desk.html", &tools_styles, None, "forms")?;
    forms.tell(&prerender::meta(&packs));
    learn.tell(&lessons::meta((&taught, speech.as_ref()), &urls, &assets)?);
    let weight = first_visit(&survey.html, &urls["survey"], &assets)?;
    desk.tell(&format!("<meta name=\"weight\" content=\"{weight}\">"));
    let pages = [("survey", survey), ("desk", desk), ("learn", learn), ("tools", tools), ("forms", forms)];
    for (name, page) in &pages {
        repo::write(&dist.join(format!("{name}.html")), page.html.as_bytes())?;
    }
    let others = copy_public(dist)?;

    let worker = worker(plan)?;
    let build = build_id(dist, &worker)?;
    // Icons are the launcher's; it keeps its own copy.
    let others = others.iter().filter(|url| !url.starts_with("/icons/"));
    let common = |url: &&String| !lessons::is_theirs(url) && !named_by_a_page(url);
    let precache: Vec<&String> = assets.sizes.keys().filter(common).chain(others).collect();
    let worker = worker
        .replace("{{build}}", &build)
        .replace("{{courier}}", courier)
        .replace("{{precache}}", &json!(precache).to_string());
    repo::write(&dist.join("sw.js"), worker.as_bytes())?;

    // Pages that look the same have one hash.
    let styles: BTreeSet<&String> = pages.iter().map(|(_, page)| &page.style_hash).collect();
    let inline: BTreeSet<&String> = pages.iter().flat_map(|(_, page)| &page.script_hashes).collect();
    let html = pages.iter().map(|(name, _)| ((*name).to_owned(), json!(format!("{name}.html"))));
    let sizes: serde_json::Map<String, Value> =
        assets.sizes.iter().map(|(url, (raw, br))| (url.clone(), json!({ "raw": raw, "br": br }))).collect();
    let about = json!({
        "build": build,
        "pages": html.collect::<serde_json::Map<_, _>>(),
        "start": start,
        "packs": packs,
        "lessons": taught,
        "script_hashes": inline,
        "style_hashes": styles,
        "sizes": sizes,
        "precache": precache,
        "small_std": compiled.small_std,
        "csp": template::policy(inline.iter().copied(), styles.iter().copied()),
    });
    repo::write(&dist.join("build.json"), format!("{about:#}\n").as_bytes())
}

/// Nobody's phone keeps the questions of every instrument there is, nor the tools, for a survey's sake: the worker keeps
/// those that the pages opened on it name.
fn named_by_a_page(url: &str) -> bool {
    url.ends_with(".pack") || ["/a/tools.", "/a/forms."].iter().any(|program| url.starts_with(program))
}

/// The service worker as it is served. In the development loop it would show yesterday's page.
fn worker(plan: &Plan) -> Result<String> {
    if plan.fast {
        return Ok(include_str!("dev-sw.js").to_owned());
    }
    Ok(minify::js(&repo::read(&repo::root().join("public/sw.js"))?))
}

fn reload_script(assets: &mut Assets) -> Result<String> {
    let url = assets.add("reload", "js", include_bytes!("dev-reload.js"))?;
    Ok(format!("\n<script src=\"{url}\" defer></script>"))
}

/// Bytes that a survey's first visit costs, as they travel: what the desk's page tells people.
fn first_visit(html: &str, bundle: &(String, String), assets: &Assets) -> Result<usize> {
    let sent = |url: &String| assets.sizes.get(url).map_or(0, |(_, sent)| *sent);
    let pack =
        assets.sizes.iter().filter(|(url, _)| url.ends_with(".pack")).map(|(_, (_, sent))| *sent).max();
    Ok(assets::brotli_11(html.as_bytes())?.len() + sent(&bundle.0) + sent(&bundle.1) + pack.unwrap_or(0))
}

/// Copies what is served under its own name; gives the addresses.
fn copy_public(dist: &Path) -> Result<Vec<String>> {
    let from = repo::root().join("public");
    let mut urls = Vec::new();
    for file in repo::files(&from)? {
        let name = file.strip_prefix(&from)?.to_string_lossy().replace('\\', "/");
        let served = name.starts_with("icons/") || name == "favicon.svg" || name == "manifest.webmanifest";
        if !served && !["early.js", "gate.js", "sw.js"].contains(&name.as_str()) {
            bail!("public/{name}: the hub serves no such address; see copy_public in xtask/src/page/mod.rs");
        }
        if served {
            repo::write(&dist.join(&name), &std::fs::read(&file)?)?;
            urls.push(format!("/{name}"));
        }
    }
    Ok(urls)
}

/// Sixteen digits over every file written so far and the worker: the same outputs have the same id anywhere.
fn build_id(dist: &Path, worker: &str) -> Result<String> {
    let mut list = assets::hex(worker.as_bytes());
    for file in repo::files(dist)? {
        list.push_str(&file.strip_prefix(dist)?.to_string_lossy());
        list.push_str(&assets::hex(&std::fs::read(&file)?));
    }
    Ok(assets::hex(list.as_bytes()).chars().take(16).collect())
}
