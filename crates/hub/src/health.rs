//! Whether the database is whole, as far as anything has shown that it is not.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::storage::{Storage, StorageError};

/// Flips once, and for good: a damaged file does not mend itself.
#[derive(Debug, Default)]
pub struct Health(AtomicBool);

impl Health {
    /// Whether damage was seen.
    pub fn is_damaged(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Looks at what the database said.
    pub fn note(&self, error: &StorageError) {
        if matches!(error, StorageError::Broken(_)) {
            self.found(&error.to_string());
        }
    }

    /// Damage was seen.
    pub fn found(&self, what: &str) {
        if !self.0.swap(true, Ordering::Relaxed) {
            tracing::error!(
                what,
                "the database file is damaged: nothing is taken any more, devices keep their forms and come back. \
                 what to do: end the hub, look at the disk, and restore a backup with `lang-nghe-hub restore FOLDER --replace`"
            );
        }
    }

    /// Looks through the file, but no longer than this: a large one is looked through again while the hub answers. Gives
    /// whether it came to an end.
    pub async fn look_for(&self, storage: &dyn Storage, longest: Duration) -> bool {
        tokio::time::timeout(longest, self.look(storage)).await.is_ok()
    }

    /// Looks through the whole file.
    pub async fn look(&self, storage: &dyn Storage) {
        match storage.faults().await {
            Ok(faults) => {
                if let Some(fault) = faults.first() {
                    self.found(fault);
                }
            }
            Err(error) => self.note(&error),
        }
    }
}
