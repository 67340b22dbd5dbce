//! Where the page is.

use super::document::window;

/// The path of the page's address: `/ket-qua/demo`.
pub fn path() -> String {
    window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// Opens the page again.
pub fn reload() {
    let _ = window().map(|window| window.location().reload());
}
