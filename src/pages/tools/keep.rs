//! One value of a tool, kept on this device: all of it, or nothing.
//!
//! A value that is there and cannot be read, perhaps written by a newer app, is never written over.

use lang_nghe_store::{Store, StoreError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::pages::around::Tongue;
use crate::platform::indexed_db::IndexedDb;
use crate::platform::locks;
use crate::text::Text;

const FORMAT: u32 = 1;

/// A value as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    format: u32,
    value: T,
}

/// Why nothing was kept, or what is kept cannot be used. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotKept {
    /// The browser gives the page no storage.
    NoStorage,
    /// The device is full.
    Full,
    /// What is kept cannot be read.
    Unreadable,
    /// Something else.
    Failed,
}

impl From<StoreError> for NotKept {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            StoreError::Unavailable => Self::NoStorage,
            StoreError::Unreadable(_) => Self::Unreadable,
            _ => Self::Failed,
        }
    }
}

impl NotKept {
    /// In words.
    pub(super) fn words(self, tongue: Tongue) -> &'static str {
        tongue.say(match self {
            Self::NoStorage => Text::Index766NoStorage,
            Self::Full => Text::Index766Full,
            Self::Unreadable => Text::ToolsUnreadable,
            Self::Failed => Text::Index766Failed,
        })
    }
}

/// What is kept under this name; the empty value if nothing is.
pub(super) async fn read<T: DeserializeOwned + Default>(name: &str) -> Result<T, NotKept> {
    let log = IndexedDb::open_to_send().await?;
    value(&log, name).await
}

/// Changes what is kept under this name, and gives what it is now. Two tabs never both change what
/// they read before.
pub(super) async fn change<T>(name: &str, change: impl FnOnce(&mut T)) -> Result<T, NotKept>
where
    T: Serialize + DeserializeOwned + Default,
{
    let log = IndexedDb::open_to_send().await?;
    let _lock = locks::wait_for(&["lang-nghe-", name].concat()).await;
    let mut value = value(&log, name).await?;
    change(&mut value);
    let kept = Kept { format: FORMAT, value };
    let bytes = serde_json::to_vec(&kept).map_err(|_| NotKept::Failed)?;
    log.put_value(name, &bytes).await?;
    Ok(kept.value)
}

async fn value<T: DeserializeOwned + Default>(log: &IndexedDb, name: &str) -> Result<T, NotKept> {
    match log.value(name).await? {
        None => Ok(T::default()),
        Some(value) => decode(&value.bytes).ok_or(NotKept::Unreadable),
    }
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let kept: Kept<T> = serde_json::from_slice(bytes).ok()?;
    (kept.format == FORMAT).then_some(kept.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_newer_app_wrote_is_unreadable_and_not_empty() {
        let bytes = serde_json::to_vec(&Kept { format: 1, value: vec![3u8] }).unwrap();
        assert_eq!(decode::<Vec<u8>>(&bytes), Some(vec![3]));
        assert_eq!(decode::<Vec<u8>>(br#"{"format":2,"value":[3]}"#), None);
        assert_eq!(decode::<Vec<u8>>(b"{"), None);
    }
}
