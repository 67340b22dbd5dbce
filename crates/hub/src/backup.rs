//! A copy of everything that a hub is: database, keys, campaigns, password and settings in one folder, with a list of
//! fingerprints that `sha256sum -c SHA256SUMS` checks as well as `lang-nghe-hub restore`.
//!
//! It is written under another name and renamed when it is whole, so that no half copy looks like one.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use lang_nghe_record::Day;
use sha2::{Digest as _, Sha256};

use crate::Hub;
use crate::settings::Settings;
use crate::storage::{Storage, StorageError};

/// The list of fingerprints within a copy.
pub const LIST: &str = "SHA256SUMS";
/// Free space that a copy made by itself leaves.
const FLOOR: u64 = 512 * 1024 * 1024;
/// The database within a data folder and within a copy.
pub(crate) const DATABASE: &str = "hub.sqlite";
/// Held by a hub while it runs.
pub(crate) const LOCK: &str = "hub.lock";
/// Copies that the hub makes by itself, if not elsewhere.
pub(crate) const COPIES: &str = "backups";
/// What a data folder held before a copy was put into it.
pub(crate) const BEFORE: &str = "before-restore-";

/// Why a copy cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something is there already.
    #[error("{0} exists already\n  what to do: name a folder that does not exist yet; it is made")]
    Exists(PathBuf),
    /// A file cannot be read or written.
    #[error(
        "{0} cannot be read or written: {1}\n  what to do: check that the disk is not full and that this account may write there"
    )]
    File(PathBuf, io::Error),
    /// The database cannot be copied.
    #[error("the database cannot be copied: {0}")]
    Storage(#[from] StorageError),
    /// The disk would be too full.
    #[error("{0} has too little room: {1} bytes are free, and {2} are needed")]
    NoRoom(PathBuf, u64, u64),
}

/// What the hub copies by itself.
#[derive(Clone, Debug)]
pub struct Daily {
    /// What is copied.
    pub source: Source,
    /// Where to.
    pub folder: PathBuf,
    /// How many copies are kept.
    pub keep: usize,
}

/// What a copy is made of.
#[derive(Clone, Debug)]
pub struct Source {
    /// The data folder.
    pub data: PathBuf,
    /// Folders within it that are no part of a copy: the built app, and other copies.
    pub without: Vec<PathBuf>,
}

impl Source {
    /// Everything that these settings name.
    pub fn of(settings: &Settings) -> Self {
        let data = settings.folders.data.clone();
        let without = vec![settings.folders.dist.clone(), settings.backup_folder()];
        Self { data, without }
    }

    /// The files beside the database, by their path within the data folder.
    fn files(&self) -> Result<BTreeMap<PathBuf, PathBuf>, BackupError> {
        let mut found = BTreeMap::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let path = self.data.join(&folder);
            let failed = |error| BackupError::File(path.clone(), error);
            for entry in fs::read_dir(&path).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let top = folder.as_os_str().is_empty();
                if self.is_left_out(&entry.path(), &name, top) {
                    continue;
                }
                let inside = folder.join(&name);
                if entry.path().is_file() {
                    found.insert(inside, entry.path());
                } else if entry.file_type().map_err(failed)?.is_dir() {
                    folders.push(inside);
                }
            }
        }
        Ok(found)
    }

    fn is_left_out(&self, path: &Path, name: &str, top: bool) -> bool {
        let own = name.starts_with(DATABASE) || name.starts_with(BEFORE);
        let own = own || [LIST, LOCK, COPIES].contains(&name);
        let same =
            |other: &PathBuf| other == path || fs::canonicalize(other).ok() == fs::canonicalize(path).ok();
        (top && own) || self.without.iter().any(same)
    }
}

/// Copies everything into a new folder. Gives the number of files.
///
/// # Errors
/// The folder is there already, or something cannot be read or written.
pub async fn make(source: &Source, storage: &dyn Storage, to: &Path) -> Result<usize, BackupError> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let half = with_ending(to, ".half");
    let failed = |error| BackupError::File(half.clone(), error);
    if half.exists() {
        fs::remove_dir_all(&half).map_err(failed)?;
    }
    make_folder(&half).map_err(failed)?;
    storage.backup(&half.join(DATABASE)).await?;
    let files = source.files()?;
    let (path, whole) = (half.clone(), to.to_owned());
    let copied = tokio::task::spawn_blocking(move || finish(&files, &path, &whole));
    copied.await.map_err(|error| BackupError::File(half, io::Error::other(error)))?
}

/// Copies the files beside the database, writes the list, and gives the folder its name.
fn finish(files: &BTreeMap<PathBuf, PathBuf>, half: &Path, whole: &Path) -> Result<usize, BackupError> {
    let mut list = vec![(PathBuf::from(DATABASE), hash(&half.join(DATABASE))?)];
    for (inside, file) in files {
        let copy = half.join(inside);
        let failed = |error| BackupError::File(file.clone(), error);
        if let Some(folder) = copy.parent() {
            make_folder(folder).map_err(failed)?;
        }
        write(&copy, &fs::read(file).map_err(failed)?)?;
        list.push((inside.clone(), hash(&copy)?));
    }
    let lines: String = list.iter().map(|(path, hash)| format!("{hash}  {}\n", slashes(path))).collect();
    write(&half.join(LIST), lines.as_bytes())?;
    fs::rename(half, whole).map_err(|error| BackupError::File(whole.to_owned(), error))?;
    if let Some(parent) = whole.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        let synced = fs::File::open(parent).and_then(|folder| folder.sync_all());
        synced.map_err(|error| BackupError::File(parent.to_owned(), error))?;
    }
    Ok(list.len())
}

/// Today's copy, if the hub makes any and has not made it yet; copies beyond those to be kept go.
pub async fn daily(hub: &Hub) {
    let (Some(plan), Ok(today)) = (&hub.copies, (hub.clock)()) else { return };
    let copy = plan.folder.join(today.to_string());
    if hub.health.is_damaged() || copy.exists() {
        return;
    }
    match make_daily(plan, hub.storage.as_ref(), &copy).await {
        Ok(()) => tracing::info!(folder = %copy.display(), "a copy of everything was made"),
        Err(error) => {
            if let BackupError::Storage(error) = &error {
                hub.health.note(error);
            }
            tracing::warn!("today's copy could not be made: {error}");
        }
    }
}

async fn make_daily(plan: &Daily, storage: &dyn Storage, copy: &Path) -> Result<(), BackupError> {
    let failed = |error| BackupError::File(plan.folder.clone(), error);
    make_folder(&plan.folder).map_err(failed)?;
    let database = plan.source.data.join(DATABASE);
    let size = fs::metadata(&database).map_err(|error| BackupError::File(database, error))?.len();
    if let Some(free) = free(&plan.folder).filter(|free| *free < size * 2 + FLOOR) {
        return Err(BackupError::NoRoom(plan.folder.clone(), free, size * 2 + FLOOR));
    }
    make(&plan.source, storage, copy).await?;
    let mut days = Vec::new();
    for entry in fs::read_dir(&plan.folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        days.extend(name.to_str().and_then(|name| Day::parse(name).ok()));
    }
    days.sort_unstable();
    for day in days.iter().rev().skip(plan.keep.max(1)) {
        fs::remove_dir_all(plan.folder.join(day.to_string())).map_err(failed)?;
    }
    Ok(())
}

/// Reads the list of a copy: fingerprints by path.
pub(crate) fn read_list(folder: &Path) -> Result<Vec<(PathBuf, String)>, io::Error> {
    let bad = || io::Error::new(io::ErrorKind::InvalidData, "it is no list of fingerprints and paths");
    let text = fs::read_to_string(folder.join(LIST))?;
    let mut list = Vec::new();
    for line in text.lines() {
        let (hash, path) = line.split_once("  ").ok_or_else(bad)?;
        let path = PathBuf::from(path);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        if !inside || path.as_os_str().is_empty() || hash.len() != 64 {
            return Err(bad());
        }
        list.push((path, hash.to_owned()));
    }
    if list.is_empty() { Err(bad()) } else { Ok(list) }
}

/// The fingerprint of a file.
pub(crate) fn hash(file: &Path) -> Result<String, BackupError> {
    let failed = |error| BackupError::File(file.to_owned(), error);
    let mut hasher = Sha256::new();
    let mut open = fs::File::open(file).map_err(failed)?;
    let mut part = vec![0; 1 << 16];
    loop {
        match io::Read::read(&mut open, &mut part).map_err(failed)? {
            0 => break,
            n => hasher.update(&part[..n]),
        }
    }
    open.sync_all().map_err(failed)?;
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A folder that only this account may open.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A new file that only this account may read.
pub(crate) fn write(file: &Path, bytes: &[u8]) -> Result<(), BackupError> {
    let failed = |error| BackupError::File(file.to_owned(), error);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(file).map_err(failed)?;
    out.write_all(bytes).and_then(|()| out.sync_all()).map_err(failed)
}

/// Free bytes of the disk that a folder is on, where the system says.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_folder: &Path) -> Option<u64> {
    None
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
