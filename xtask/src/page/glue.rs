//! The JavaScript that wasm-bindgen writes, with its general loader replaced by one that knows its address.
//!
//! wasm-bindgen's loader accepts six kinds of argument and serves any site. This page has one module at one
//! address under one policy, so the loader can be a few lines, and the file can start itself: one request less,
//! and no inline script that the policy would have to allow. The module may come over a weak line, so loading
//! is tried again for as long as the page is open; a program that this browser cannot compile or start is not, since that
//! would fail in the same way: then the page says so (`public/gate.js`). Where site data are blocked, asking for a cache
//! throws; then there is none.

use anyhow::{Context, Result};

/// For a bundle that is a page's program (`--target web`): it starts itself.
pub(super) fn page(glue: &str, wasm_url: &str) -> Result<String> {
    let kept = before(glue, "async function __wbg_load(")?;
    Ok(format!(
        "{kept}{}",
        r#"const url = "URL";
const imports = __wbg_get_imports();
const load = async () => {
const response = await fetch(url);
if (!response.ok || response.headers.get("content-type") !== "application/wasm") throw new Error(url + " " + response.status);
if (WebAssembly.instantiateStreaming) return WebAssembly.instantiateStreaming(response, imports);
return WebAssembly.instantiate(await response.arrayBuffer(), imports);
};
const stop = (error) => {
document.documentElement.classList.add("cannot");
throw error;
};
const start = (attempt) => load().then(
({ instance, module }) => __wbg_finalize_init(instance, module),
(error) => {
if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) throw error;
setTimeout(start, 1000 * Math.min(30, 2 ** attempt), attempt + 1);
},
).catch(stop);
start(0);
"#
        .replace("URL", wasm_url)
    ))
}

/// For the bundle that pages and the service worker load on demand (`--target no-modules`).
///
/// `self.LangNgheCourier` can be awaited and then has the exported functions. Nothing is fetched until someone
/// awaits it: the service worker reads this file at every start and seldom needs it. After a failure the next
/// one who awaits tries again.
pub(super) fn on_demand(glue: &str, wasm_url: &str) -> Result<String> {
    let kept = before(glue, "async function __wbg_load(")?;
    let kept = kept
        .trim_end()
        .strip_prefix("let wasm_bindgen = ")
        .context("wasm-bindgen's no-modules glue starts in another way than its pinned version does")?;
    Ok(format!(
        "self.LangNgheCourier = {kept}{}",
        r#"
const url = "URL";
let loading;
const load = async () => {
let kept;
try {
kept = await caches.match(url);
} catch {}
const response = kept || await fetch(url);
if (!response.ok) throw new Error(url + " " + response.status);
const { instance, module } = await WebAssembly.instantiate(await response.arrayBuffer(), __wbg_get_imports());
__wbg_finalize_init(instance, module);
return { ...exports };
};
const once = () => loading ||= load().catch((error) => {
loading = undefined;
throw error;
});
return { then: (done, failed) => once().then(done, failed) };
})({ __proto__: null });
"#
        .replace("URL", wasm_url)
    ))
}

fn before<'a>(glue: &'a str, mark: &str) -> Result<&'a str> {
    glue.split_once(mark).map(|(kept, _)| kept).with_context(|| {
        format!("wasm-bindgen's glue has no “{mark}”: its version and xtask/src/page/glue.rs differ")
    })
}

#[cfg(test)]
mod tests {
    use super::{on_demand, page};

    #[test]
    fn glue_of_an_unknown_shape_is_refused() {
        assert!(page("export default 1;", "/a/x.wasm").is_err());
        assert!(on_demand("var other = 1; async function __wbg_load(", "/a/x.wasm").is_err());
    }

    #[test]
    fn the_address_of_the_module_is_in_the_glue() {
        let made = page("let wasm;\nasync function __wbg_load(a) {}", "/a/survey.1.wasm").unwrap();
        assert!(made.starts_with("let wasm;"));
        assert!(made.contains("\"/a/survey.1.wasm\""));
        assert!(!made.contains("__wbg_load"));
    }
}
