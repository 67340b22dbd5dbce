//! Small notes that can be read without waiting.
//!
//! Nothing depends on them: a browser that refuses them only loses a moment's comfort.

use web_sys::Storage;

/// How long a note stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notes {
    /// On this device, until it is erased. The page's first lines of script read these.
    Device,
    /// As long as the tab.
    Tab,
}

impl Notes {
    fn storage(self) -> Option<Storage> {
        let window = web_sys::window()?;
        let storage = match self {
            Self::Device => window.local_storage(),
            Self::Tab => window.session_storage(),
        };
        storage.ok()?
    }

    /// The value of this name.
    pub fn get(self, name: &str) -> Option<String> {
        self.storage()?.get_item(name).ok()?
    }

    /// Sets it.
    pub fn set(self, name: &str, value: &str) {
        let _ = self.storage().map(|storage| storage.set_item(name, value));
    }

    /// Erases it.
    pub fn erase(self, name: &str) {
        let _ = self.storage().map(|storage| storage.remove_item(name));
    }
}
