//! Whose key a campaign's forms are sealed to. The database remembers the fingerprint of the key; a folder with another
//! key, or without one, stops the hub before a form is refused for it, and a new key is never made in silence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lang_nghe_record::SecretKey;
use sha2::{Digest as _, Sha256};

use crate::keys::{self, KeyError};
use crate::storage::upkeep::Fingerprint;
use crate::storage::{SqliteStorage, StorageError, Upkeep as _};

/// Why no key can be settled on.
#[derive(Debug, thiserror::Error)]
pub enum FingerprintError {
    /// The file cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// It is another key.
    #[error(
        "the key {0} is not the one that this campaign's forms are sealed to\n  \
         what to do: restore this file from a backup of the data folder; if the right key is lost for good, start once \
         with --new-key-for {1}: what is still on its way is then lost, and devices seal to the key that is there"
    )]
    Other(PathBuf, String),
    /// What is remembered cannot be read.
    #[error("the database cannot be read: {0}\n  what to do: run `lang-nghe-hub check`, or restore a backup")]
    Storage(#[from] StorageError),
}

/// The fingerprint of a key.
pub fn of(key: &SecretKey) -> Fingerprint {
    Sha256::digest(key.public().0).into()
}

/// The keys of a data folder, and what the database remembers of them.
#[derive(Debug)]
pub struct Keys<'a> {
    folder: PathBuf,
    storage: &'a SqliteStorage,
    remembered: BTreeMap<String, Option<Fingerprint>>,
    new_key_for: &'a [String],
    /// Whether keys may be made and remembered.
    may_write: bool,
}

impl<'a> Keys<'a> {
    /// Reads what is remembered. `new_key_for` are campaigns that get a new key if theirs is lost.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn read(
        data: &Path,
        storage: &'a SqliteStorage,
        (new_key_for, may_write): (&'a [String], bool),
    ) -> Result<Self, StorageError> {
        let remembered = storage.keys().await?;
        Ok(Self { folder: data.join("keys"), storage, remembered, new_key_for, may_write })
    }

    /// The key of a campaign.
    ///
    /// # Errors
    /// It is lost, another one, or cannot be used.
    pub async fn key_of(&self, campaign: &str) -> Result<SecretKey, FingerprintError> {
        let known = self.remembered.get(campaign);
        let expected = known.copied().flatten();
        let anew = self.new_key_for.iter().any(|id| id == campaign);
        let file = self.folder.join(format!("{campaign}.key"));
        // One that is remembered without a key has records from before keys were remembered.
        let may_make = anew || known.is_none();
        if may_make && !file.exists() && !self.may_write {
            // Only looked at: the hub makes one when it starts.
            return Ok(SecretKey::derive([0; 32]));
        }
        let is_made = may_make && !file.exists();
        let key = keys::read_or_make(&self.folder, campaign, may_make)?;
        if is_made {
            tracing::info!(campaign, file = %file.display(), "a new key was made: back it up with the data folder");
        }
        let fingerprint = of(&key);
        match expected {
            Some(expected) if expected == fingerprint => return Ok(key),
            Some(_) if !anew => return Err(FingerprintError::Other(file, campaign.to_owned())),
            Some(_) => tracing::warn!(campaign, "forms sealed to the former key cannot be opened any more"),
            None => {}
        }
        if self.may_write {
            self.storage.remember_key(campaign, fingerprint).await?;
        }
        Ok(key)
    }

    /// Campaigns that are remembered and not among these.
    pub fn lacking<'s>(&'s self, present: &'s [String]) -> impl Iterator<Item = String> + 's {
        self.remembered.keys().filter(|id| !present.contains(id)).cloned()
    }
}
