//! Whether there is room to store anything: a disk that is full to the last byte is nobody's to repair from afar.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long an answer of the system holds.
const HOLDS: Duration = Duration::from_secs(1);

/// The free space of the data folder's disk, and how much of it has to stay.
#[derive(Debug, Default)]
pub struct Room {
    folder: Option<PathBuf>,
    floor: u64,
    looked: Mutex<Option<(Instant, bool)>>,
}

impl Room {
    /// Below `floor` bytes nothing more is stored in this folder; with 0 it is filled to the end.
    pub fn new(folder: &Path, floor: u64) -> Self {
        Self { folder: (floor > 0).then(|| folder.to_owned()), floor, looked: Mutex::default() }
    }

    /// Whether there is less free space than has to stay. Where the system does not say, there is enough.
    pub fn is_short(&self) -> bool {
        let Some(folder) = &self.folder else { return false };
        let now = Instant::now();
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, is_short)) = *looked
            && now.saturating_duration_since(at) < HOLDS
        {
            return is_short;
        }
        let is_short = free(folder).is_some_and(|free| free < self.floor);
        let was_short = looked.replace((now, is_short)).is_some_and(|(_, was_short)| was_short);
        if is_short && !was_short {
            tracing::error!(
                floor = self.floor,
                "the disk of the data folder has less free space than --free-megabytes asks for: nothing more is stored, \
                 devices keep their forms. what to do: make room"
            );
        } else if was_short && !is_short {
            tracing::info!("there is room on the disk again");
        }
        is_short
    }
}

#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_folder: &Path) -> Option<u64> {
    None
}

/// Raises how many files this process may open as far as the system lets it, and gives how many connections that leaves
/// room for.
pub fn connections_possible(wanted: usize) -> usize {
    let possible = open_files().map_or(wanted, |files| files.saturating_sub(OTHER_FILES).max(OTHER_FILES));
    if possible < wanted {
        tracing::warn!(
            wanted,
            possible,
            "this account may not open enough files for all connections that the hub should have. what to do: raise the \
             limit (LimitNOFILE= of a service, `ulimit -n` in a shell) or ask for fewer with --connections"
        );
    }
    possible.min(wanted)
}

/// Files of the hub beside its connections: database, log, content.
const OTHER_FILES: usize = 128;

#[cfg(unix)]
fn open_files() -> Option<usize> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    // Refused is no harm: then it stays as it was.
    let _ = setrlimit(Resource::Nofile, raised);
    getrlimit(Resource::Nofile).current.map(|files| usize::try_from(files).unwrap_or(usize::MAX))
}

#[cfg(not(unix))]
fn open_files() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_disk_is_short_below_its_floor_and_not_above() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!Room::new(folder.path(), 1).is_short());
        assert!(Room::new(folder.path(), u64::MAX).is_short());
        assert!(!Room::new(folder.path(), 0).is_short(), "no floor");
        assert!(!Room::new(Path::new("/nowhere/at/all"), u64::MAX).is_short(), "the system does not say");
    }
}
