//! Small marks in localStorage: what the page's first lines of script can read without waiting.
//!
//! Nothing depends on them: a browser that refuses them only loses a moment's comfort.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The value of this name.
pub fn get(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Sets it.
pub fn set(name: &str, value: &str) {
    let _ = storage().map(|storage| storage.set_item(name, value));
}

/// Erases it.
pub fn erase(name: &str) {
    let _ = storage().map(|storage| storage.remove_item(name));
}
