//! From settings to a hub that can answer. Whatever is wrong is said here, with what to do about it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use lang_nghe_campaign::source::{Either, campaign_files, read_either, read_visitors};
use lang_nghe_instrument::source::{Faults, versions};

use crate::backup::{Daily, Source};
use crate::campaigns::{Campaigns, Known, KnownClasses};
use crate::content::Content;
use crate::dist::{Dist, DistError};
use crate::fingerprint::{FingerprintError, Keys};
use crate::http::{Proxies, RateLimit};
use crate::password::{Password, password_file};
use crate::settings::{Folders, Settings};
use crate::storage::{SqliteStorage, Storage, StorageError};
use crate::words::{Languages, WordsError};
use crate::{Hub, restore};

/// Why the hub cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Content files are missing or wrong.
    #[error(
        "the content folder {0} cannot be used\n{1}\n  what to do: point --content at the content folder that came with this program, or correct the files"
    )]
    Content(PathBuf, Faults),
    /// Words are missing.
    #[error(
        "the words of the pages cannot be used: {0}\n  what to do: point --content at the content folder that came with this program"
    )]
    Words(#[from] WordsError),
    /// The data folder cannot be used.
    #[error(
        "the data folder {0} cannot be used: {1}\n  what to do: give the hub's account write access to it, or choose another with --data"
    )]
    Data(PathBuf, io::Error),
    /// Campaign files are wrong.
    #[error("the campaigns in {0} cannot be used\n{1}\n  what to do: correct the files and start again")]
    Campaigns(PathBuf, Faults),
    /// The database cannot be opened.
    #[error(
        "the database {0} cannot be opened: {1}\n  what to do: check that the disk is not full and that the hub's account may write there; if the file is damaged, restore a backup"
    )]
    Database(PathBuf, crate::storage::OpenError),
    /// There is no database in the data folder.
    #[error("there is no database {0}\n  what to do: point --data at the data folder of the hub")]
    NoDatabase(PathBuf),
    /// There are keys, and the database that belongs to them is gone.
    #[error(
        "the database {0} is missing or empty, although there are keys beside it\n  \
         what to do: restore a backup with `lang-nghe-hub restore FOLDER --replace`, or point --data at the right folder; \
         if nothing is to be had back, start once with --start-empty"
    )]
    Vanished(PathBuf),
    /// Another hub is being put into the data folder.
    #[error("a copy is being restored into {0}\n  what to do: wait until that is done")]
    Restoring(PathBuf),
    /// A key is missing or another one.
    #[error(transparent)]
    Fingerprint(#[from] FingerprintError),
    /// The database opened, and cannot be read.
    #[error("the database cannot be read: {0}\n  what to do: run `lang-nghe-hub check`, or restore a backup")]
    Storage(#[from] StorageError),
    /// The app folder is there and wrong.
    #[error(
        "the built app cannot be used: {0}\n  what to do: build it again with `cargo xtask build`, or point --dist at the folder that came with this program"
    )]
    Dist(#[from] DistError),
}

/// The database file within the data folder.
pub fn database_file(data: &Path) -> PathBuf {
    data.join("hub.sqlite")
}

/// Reads and opens everything.
///
/// # Errors
/// Something is missing or wrong; the message says what to do.
pub async fn start(settings: &Settings) -> Result<Hub, StartError> {
    let folders = &settings.folders;
    let content = Content::read(&folders.content)
        .map_err(|faults| StartError::Content(folders.content.clone(), faults))?;
    let words = Languages::read(&folders.content)?;
    prepare(folders, settings.care.start_empty)?;
    let lock = restore::lock(&folders.data, false)
        .map_err(|error| StartError::Data(folders.data.clone(), error))?
        .ok_or_else(|| StartError::Restoring(folders.data.clone()))?;
    let storage = open(&folders.data).await?;
    let keys = Keys::read(&folders.data, &storage, (&settings.care.new_key_for, true)).await?;
    let campaigns = read_campaigns(folders, content, &keys).await?;
    let mut hub = Hub::new(campaigns, Arc::new(storage), words);
    hub.lock = Some(lock);
    hub.copies = (settings.care.backup_keep > 0).then(|| Daily {
        source: Source::of(settings),
        folder: settings.backup_folder(),
        keep: settings.care.backup_keep,
    });
    hub.dist = read_dist(&folders.dist)?;
    for known in hub.campaigns.iter() {
        let campaign = &known.campaign;
        if hub.dist.as_ref().is_some_and(|dist| !dist.asks(campaign)) {
            tracing::warn!(
                id = campaign.id,
                instrument = campaign.instrument,
                version = campaign.version,
                "the built app does not know what this campaign asks: its survey page says that it is not ready. \
                 what to do: build the app again with `cargo xtask build` from the same content folder"
            );
        }
    }
    hub.limit = RateLimit::new(settings.serving.rate_burst, settings.serving.rate_per_second);
    hub.proxies = Proxies(settings.serving.trusted_proxy.clone());
    hub.password = read_password(&folders.data);
    hub.public_url.clone_from(&settings.serving.public_url);
    Ok(hub)
}

/// The same for looking at: nothing is made, and nothing is changed. The schema of an older hub is brought up to date in
/// a copy, which is given beside.
///
/// # Errors
/// Something is missing or wrong; the message says what to do.
pub async fn look(settings: &Settings) -> Result<(Hub, Option<PathBuf>), StartError> {
    let folders = &settings.folders;
    let content = Content::read(&folders.content)
        .map_err(|faults| StartError::Content(folders.content.clone(), faults))?;
    let words = Languages::read(&folders.content)?;
    let mut storage = open_existing(&folders.data).await?;
    let file = database_file(&folders.data);
    let wrong = |error| StartError::Database(file.clone(), error);
    let mut copy = None;
    if storage.is_behind().await.map_err(wrong)? {
        let scratch = file.with_extension("sqlite.check");
        if scratch.exists() {
            fs::remove_file(&scratch).map_err(|error| StartError::Data(folders.data.clone(), error))?;
        }
        storage.backup(&scratch).await?;
        storage.close().await;
        storage = SqliteStorage::open_as_it_is(&scratch).await.map_err(wrong)?;
        storage.migrate().await.map_err(wrong)?;
        copy = Some(scratch);
    }
    let keys = Keys::read(&folders.data, &storage, (&settings.care.new_key_for, false)).await?;
    let campaigns = read_campaigns(folders, content, &keys).await?;
    let mut hub = Hub::new(campaigns, Arc::new(storage), words);
    hub.dist = read_dist(&folders.dist)?;
    Ok((hub, copy))
}

/// The officials' password. Without one nobody opens the officials' pages, and all else goes on: answers are not
/// turned away for its sake.
fn read_password(data: &Path) -> Option<Password> {
    match Password::read_or_make(data) {
        Ok(password) => {
            let file = password_file(data);
            tracing::info!(file = %file.display(), "the password for the officials' pages (/can-bo) stands in this file");
            Some(password)
        }
        Err(error) => {
            tracing::error!("nobody can open the officials' pages (/can-bo): {error}");
            None
        }
    }
}

/// Opens the database of a data folder.
///
/// # Errors
/// It cannot be opened or written.
pub async fn open(data: &Path) -> Result<SqliteStorage, StartError> {
    let file = database_file(data);
    SqliteStorage::open(&file).await.map_err(|error| StartError::Database(file, error))
}

/// Opens a database that is already there, as it is: a backup of a mistyped folder must not look like one, and a newer
/// program must not change it.
///
/// # Errors
/// There is none, or it cannot be opened.
pub async fn open_existing(data: &Path) -> Result<SqliteStorage, StartError> {
    let file = database_file(data);
    if !file.exists() {
        return Err(StartError::NoDatabase(file));
    }
    SqliteStorage::open_as_it_is(&file).await.map_err(|error| StartError::Database(file, error))
}

/// Whether the data folder has keys and no database to go with them.
fn has_only_keys(data: &Path) -> bool {
    let is_key = |entry: fs::DirEntry| entry.path().extension().is_some_and(|ending| ending == "key");
    let has_keys = fs::read_dir(data.join("keys")).is_ok_and(|keys| keys.filter_map(Result::ok).any(is_key));
    has_keys && fs::metadata(database_file(data)).map_or(true, |file| file.len() == 0)
}

/// Keeps the settings beside what they are for, so that a copy of the folder is a copy of everything.
///
/// # Errors
/// The data folder cannot be written.
pub fn keep_settings(data: &Path, lines: &str) -> Result<(), StartError> {
    fs::write(data.join("settings.env"), lines).map_err(|error| StartError::Data(data.to_owned(), error))
}

/// Makes the folders and the database file, closed to other accounts, and copies the demo campaigns at the first start.
fn prepare(folders: &Folders, start_empty: bool) -> Result<(), StartError> {
    if has_only_keys(&folders.data) {
        let file = database_file(&folders.data);
        if !start_empty {
            return Err(StartError::Vanished(file));
        }
        tracing::warn!(file = %file.display(), "starting with an empty database, as was asked for");
    }
    let campaigns = folders.data.join("campaigns");
    let data = |error| StartError::Data(folders.data.clone(), error);
    let first = !campaigns.exists();
    fs::create_dir_all(&campaigns).map_err(data)?;
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    // SQLite gives the files beside the database the same rights.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(database_file(&folders.data)).map_err(data)?;
    if first && folders.demo {
        let source = folders.content.join("campaigns");
        let wrong = |faults| StartError::Campaigns(source.clone(), faults);
        for file in campaign_files(&source).map_err(wrong)? {
            if let Some(name) = file.file_name() {
                fs::copy(&file, campaigns.join(name)).map_err(data)?;
            }
        }
    }
    Ok(())
}

async fn read_campaigns(
    folders: &Folders,
    content: Content,
    keys: &Keys<'_>,
) -> Result<Campaigns, StartError> {
    let folder = folders.data.join("campaigns");
    let wrong = |faults| StartError::Campaigns(folder.clone(), faults);
    let instruments = versions(&folders.content).map_err(wrong)?;
    let mut faults = Faults::default();
    let mut campaigns = Vec::new();
    for file in campaign_files(&folder).map_err(wrong)? {
        match read_either(&file, &instruments) {
            Ok(campaign) => campaigns.push((campaign, read_visitors(&file))),
            Err(more) => faults.append(more),
        }
    }
    if !faults.is_empty() {
        return Err(wrong(faults));
    }
    let present: Vec<String> = campaigns.iter().map(|(campaign, _)| campaign.id().to_owned()).collect();
    let lacking: Vec<String> = keys.lacking(&present).collect();
    for campaign in &lacking {
        tracing::warn!(
            campaign,
            "this campaign was served from here and its file is not there: its forms wait on their devices. \
             what to do: put the file back into the campaigns folder, unless the campaign is over"
        );
    }
    let (mut surveys, mut classes) = (Vec::new(), Vec::new());
    for (campaign, visitors) in campaigns {
        let key = keys.key_of(campaign.id()).await?;
        match campaign {
            Either::Survey(campaign) => surveys.push(Known { visitors, ..Known::new(campaign, key) }),
            Either::Classes(campaign) => classes.push(KnownClasses::new(campaign, key)),
        }
    }
    Ok(Campaigns::new(surveys, content).with_classes(classes).lacking(lacking))
}

/// A missing app is no reason not to take answers.
fn read_dist(folder: &Path) -> Result<Option<Dist>, DistError> {
    match Dist::read(folder) {
        Ok(dist) => Ok(Some(dist)),
        Err(DistError::Absent(folder)) => {
            tracing::warn!(
                folder = %folder.display(),
                "the built app is not there: answers are taken, survey pages are not served. \
                 what to do: build it with `cargo xtask build`, or point --dist at it, and start again"
            );
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_that_cannot_be_used_closes_the_officials_pages_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(password_file(folder.path()), "short").unwrap();
        assert!(read_password(folder.path()).is_none());
        let other = tempfile::tempdir().unwrap();
        assert!(read_password(other.path()).is_some());
    }
}
