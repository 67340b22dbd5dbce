//! Puts a copy that [`crate::backup`] made into a data folder: looked through first, then whole or not at all.
//! What was there is put aside and never deleted.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::backup::{self, BEFORE, BackupError, COPIES, DATABASE, LIST, LOCK};
use crate::storage::{OpenError, SqliteStorage, StorageError, Upkeep as _};

/// Why a copy cannot be put back.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// It is no copy.
    #[error(
        "{0} is no copy of a hub: its list {LIST} cannot be used: {1}\n  \
         what to do: name a folder that `lang-nghe-hub backup` or the hub's daily copy has made"
    )]
    NoCopy(PathBuf, io::Error),
    /// A file of it is not what it was.
    #[error("{0} is not as it was when the copy was made\n  what to do: take another copy")]
    Changed(PathBuf),
    /// Its database is damaged.
    #[error("the database in the copy is damaged: {0}\n  what to do: take another copy")]
    Damaged(String),
    /// Its database cannot be opened.
    #[error("the database in the copy cannot be opened: {0}")]
    Database(#[from] OpenError),
    /// Its database cannot be read.
    #[error("the database in the copy cannot be read: {0}\n  what to do: take another copy")]
    Storage(#[from] StorageError),
    /// The data folder is in use.
    #[error("a hub runs on {0}\n  what to do: end it first")]
    Running(PathBuf),
    /// The data folder holds something.
    #[error(
        "{0} is not empty\n  what to do: choose an empty folder with --data, or say --replace: \
         what is there is then put aside in a folder beside the new files"
    )]
    NotEmpty(PathBuf),
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] BackupError),
}

/// What was done.
#[derive(Debug, PartialEq, Eq)]
pub struct Restored {
    /// Files put back.
    pub files: usize,
    /// Where what was there before lies now.
    pub aside: Option<PathBuf>,
}

/// Puts the copy into the data folder. With `replace`, what is there is put aside.
///
/// # Errors
/// The copy is not whole, the data folder is in use or not empty, or a file cannot be written.
pub async fn restore(copy: &Path, data: &Path, replace: bool) -> Result<Restored, RestoreError> {
    let list = backup::read_list(copy).map_err(|error| RestoreError::NoCopy(copy.to_owned(), error))?;
    for (path, expected) in &list {
        let file = copy.join(path);
        if !file.is_file() || backup::hash(&file)? != *expected {
            return Err(RestoreError::Changed(file));
        }
    }
    let failed = |error| BackupError::File(data.to_owned(), error);
    backup::make_folder(data).map_err(failed)?;
    let _lock = lock(data, true).map_err(failed)?.ok_or_else(|| RestoreError::Running(data.to_owned()))?;
    let there = entries(data).map_err(failed)?;
    if !there.is_empty() && !replace {
        return Err(RestoreError::NotEmpty(data.to_owned()));
    }
    let new = data.join("restore.half");
    put_into(&new, copy, &list)?;
    look(&new).await?;
    let aside = put_aside(data, &there).map_err(failed)?;
    for entry in fs::read_dir(&new).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        fs::rename(entry.path(), data.join(entry.file_name())).map_err(failed)?;
    }
    fs::remove_dir(&new).map_err(failed)?;
    Ok(Restored { files: list.len(), aside })
}

/// Copies the files of the list into a fresh folder.
fn put_into(new: &Path, copy: &Path, list: &[(PathBuf, String)]) -> Result<(), BackupError> {
    let failed = |error| BackupError::File(new.to_owned(), error);
    if new.exists() {
        fs::remove_dir_all(new).map_err(failed)?;
    }
    backup::make_folder(new).map_err(failed)?;
    for (path, expected) in list {
        let (from, to) = (copy.join(path), new.join(path));
        let failed = |error| BackupError::File(to.clone(), error);
        if let Some(folder) = to.parent() {
            backup::make_folder(folder).map_err(failed)?;
        }
        // Made here and closed to others, and filled without holding a large database in memory.
        backup::write(&to, b"")?;
        let mut out = fs::OpenOptions::new().append(true).open(&to).map_err(failed)?;
        io::copy(&mut fs::File::open(&from).map_err(failed)?, &mut out).map_err(failed)?;
        out.sync_all().map_err(failed)?;
        if backup::hash(&to)? != *expected {
            return Err(failed(io::Error::other("it was not written as it was read")));
        }
    }
    Ok(())
}

/// Looks through the database that was copied.
async fn look(folder: &Path) -> Result<(), RestoreError> {
    let storage = SqliteStorage::open_as_it_is(&folder.join(DATABASE)).await?;
    let newer = storage.is_behind().await.map(|_| ());
    let faults = storage.faults().await;
    crate::storage::Storage::close(&storage).await;
    newer?;
    match faults?.into_iter().next() {
        Some(fault) => Err(RestoreError::Damaged(fault)),
        None => Ok(()),
    }
}

/// What a data folder holds that is not about copies.
fn entries(data: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(data)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if ![LOCK, COPIES, "restore.half"].contains(&name.as_str()) && !name.starts_with(BEFORE) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

fn put_aside(data: &Path, there: &[PathBuf]) -> io::Result<Option<PathBuf>> {
    if there.is_empty() {
        return Ok(None);
    }
    let free = (1..).map(|n| data.join(format!("{BEFORE}{n}"))).find(|folder| !folder.exists());
    let aside = free.ok_or_else(|| io::Error::other("no name is left"))?;
    backup::make_folder(&aside)?;
    for path in there {
        if let Some(name) = path.file_name() {
            fs::rename(path, aside.join(name))?;
        }
    }
    Ok(Some(aside))
}

/// Holds the data folder: several hubs may share one, whoever replaces it wants it alone. `None` if it is in use.
pub(crate) fn lock(data: &Path, alone: bool) -> io::Result<Option<fs::File>> {
    let file = fs::OpenOptions::new().create(true).append(true).open(data.join(LOCK))?;
    let locked = if alone { file.try_lock() } else { file.try_lock_shared() };
    match locked {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(error),
    }
}
