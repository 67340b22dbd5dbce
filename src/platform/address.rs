//! Where the page is.

use super::document::window;

/// The path of the page's address: `/ket-qua/demo`.
pub fn path() -> String {
    window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// What follows `#` in the page's address; empty if there is nothing.
pub fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Opens the page again.
pub fn reload() {
    let _ = window().map(|window| window.location().reload());
}
