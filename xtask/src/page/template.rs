//! `index.html` and `desk.html` (for the desk, the lessons, the tools and the tables of
//! forms) become the pages the hub serves: styles and
//! the early script inlined and named in the policy, addresses of the bundles filled in. The slots `head` and `start`
//! are left for the hub.

use anyhow::{Result, bail};

use super::assets::policy_hash;
use super::minify;
use crate::repo;

/// Styles of every page, in cascade order.
const STYLES: [&str; 5] =
    ["style/tokens.css", "style/base.css", "style/layout.css", "style/form.css", "style/print.css"];

/// A page with its policy hashes.
pub(super) struct Page {
    pub(super) html: String,
    pub(super) style_hash: String,
    pub(super) script_hashes: Vec<String>,
}

impl Page {
    /// Adds to its head.
    pub(super) fn tell(&mut self, element: &str) {
        self.html = self.html.replacen("</head>", &[element, "</head>"].concat(), 1);
    }
}

/// What goes into a page.
pub(super) struct Parts<'a> {
    /// The template in the repository's root.
    pub(super) template: &'a str,
    /// Style sheets besides those of every page.
    pub(super) more_styles: &'a [&'a str],
    /// The script that looks whether the program can run here, and fetches it.
    pub(super) gate: &'a str,
    /// The script that keeps answers before the program has arrived, on pages that have one.
    pub(super) early: Option<&'a str>,
    /// Address of the page's script, and of the module that the script will ask for.
    pub(super) script: &'a str,
    pub(super) module: &'a str,
    /// Address of the sender, which the program loads when it is needed.
    pub(super) courier: &'a str,
    /// Further elements for the head.
    pub(super) more: &'a str,
}

/// The named style sheets, one after the other, without what only their authors read.
fn styles(names: &[&str]) -> Result<String> {
    let mut text = String::new();
    for name in names {
        text.push_str(&repo::read(&repo::root().join(name))?);
        text.push('\n');
    }
    Ok(minify::css(&text))
}

/// Fills a template.
pub(super) fn fill(parts: &Parts<'_>) -> Result<Page> {
    let names: Vec<&str> = STYLES.iter().chain(parts.more_styles).copied().collect();
    let style = styles(&names)?;
    let scripts: Vec<&str> = [parts.gate].into_iter().chain(parts.early).collect();
    if style.contains("</style") || scripts.iter().any(|js| js.contains("</script")) {
        bail!(
            "style/*.css, public/gate.js and public/early.js are inlined and must not contain a closing tag"
        );
    }
    let entry = format!(
        "<meta name=\"courier\" content=\"{}\">\n\
         <meta name=\"program\" content=\"{} {}\">\n\
         <script>{}</script>{}",
        parts.courier, parts.script, parts.module, parts.gate, parts.more
    );
    let template = minify::without_trunk(&repo::read(&repo::root().join(parts.template))?);
    let html = minify::html(&template);
    let html = slot(&html, parts.template, "style", &format!("<style>{style}</style>"))?;
    let html = slot(&html, parts.template, "entry", &entry)?;
    let early_element = parts.early.map(|js| format!("<script>{js}</script>"));
    let html = match &early_element {
        Some(element) => slot(&html, parts.template, "early", element)?,
        None => html.replace("<!--slot:early-->", ""),
    };
    Ok(Page {
        html,
        style_hash: policy_hash(&style),
        script_hashes: scripts.into_iter().map(policy_hash).collect(),
    })
}

fn slot(html: &str, file: &str, name: &str, with: &str) -> Result<String> {
    let mark = format!("<!--slot:{name}-->");
    if html.matches(&mark).count() != 1 {
        bail!("{file} must hold {mark} exactly once");
    }
    Ok(html.replace(&mark, with))
}

/// The complete header. Nothing from elsewhere, nothing inline except what was inlined here.
pub(super) fn policy<'a>(
    script_hashes: impl Iterator<Item = &'a String>,
    style_hashes: impl Iterator<Item = &'a String>,
) -> String {
    let quoted = |hash: &String| format!(" '{hash}'");
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{}; \
         img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
         media-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
        script_hashes.map(quoted).collect::<String>(),
        style_hashes.map(quoted).collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hovers_does_so_only_where_something_can_hover() {
        let folder = repo::root().join("style");
        for file in std::fs::read_dir(folder).unwrap() {
            let css = minify::css(&std::fs::read_to_string(file.unwrap().path()).unwrap());
            // Every rule for it is alone in a block of its own.
            let guarded = css.split("@media (hover:hover){").skip(1);
            let inside = guarded.filter(|block| block.split("}}").next().unwrap().contains(":hover")).count();
            assert_eq!(css.matches(":hover{").count(), inside, "{css}");
        }
    }
}
