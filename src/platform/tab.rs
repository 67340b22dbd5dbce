//! Small marks that live as long as the tab: who is learning in it, and how far they are.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
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
