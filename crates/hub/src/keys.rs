//! One secret key per campaign, in a file that only the hub's account reads.
//!
//! A key is made once. If it is lost, what was sealed to it and is still on people's phones can
//! never be opened: so a key file that cannot be read stops the hub, and nothing replaces it.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use lang_nghe_record::SecretKey;

/// Why a campaign's key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file is there and cannot be read.
    #[error(
        "the key {0} cannot be read: {1}\n  \
         what to do: give the hub's account read access to this file; do not delete it, \
         because without it the answers sealed to it are lost"
    )]
    Unreadable(PathBuf, io::Error),
    /// The file holds something else.
    #[error(
        "the key {0} is damaged: it must hold 64 hexadecimal digits\n  \
         what to do: restore this file from a backup of the data folder; do not delete it, \
         because a new key cannot open the answers sealed to the old one"
    )]
    Damaged(PathBuf),
    /// Records of this campaign exist, and its key does not.
    #[error(
        "the key {0} is missing, although the database holds records of this campaign\n  \
         what to do: restore this file from a backup of the data folder; if it is lost for good, \
         close this campaign and open a new one under another name"
    )]
    Lost(PathBuf),
    /// A new key could not be written.
    #[error(
        "a new key could not be written to {0}: {1}\n  \
         what to do: give the hub's account write access to this folder"
    )]
    NotWritten(PathBuf, io::Error),
    /// The operating system gave no randomness.
    #[error("this system gives no random numbers, so no key can be made: {0}")]
    NoRandomness(getrandom::Error),
}

/// Reads the campaign's key, or makes one if `may_make` and none is there.
///
/// # Errors
/// The key is unreadable, damaged, lost, or cannot be written.
pub fn read_or_make(folder: &Path, campaign: &str, may_make: bool) -> Result<SecretKey, KeyError> {
    let file = folder.join(format!("{campaign}.key"));
    match fs::read_to_string(&file) {
        Ok(text) => parse(text.trim()).ok_or(KeyError::Damaged(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound && may_make => make(folder, &file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(KeyError::Lost(file)),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(KeyError::Damaged(file)),
        Err(error) => Err(KeyError::Unreadable(file, error)),
    }
}

fn make(folder: &Path, file: &Path) -> Result<SecretKey, KeyError> {
    let mut entropy = [0; 32];
    getrandom::fill(&mut entropy).map_err(KeyError::NoRandomness)?;
    let key = SecretKey::derive(entropy);
    let text: String = key.0.iter().map(|byte| format!("{byte:02x}")).collect();
    write(folder, file, &text).map_err(|error| KeyError::NotWritten(file.to_owned(), error))?;
    Ok(key)
}

/// Written whole and synced under another name first: a power cut leaves no half key, and the first
/// answer is never sealed to a key that is not on the disk.
fn write(folder: &Path, file: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    fs::create_dir_all(folder)?;
    let half = file.with_extension("new");
    let mut out = options.open(&half)?;
    writeln!(out, "{text}")?;
    out.sync_all()?;
    // A hard link, because unlike a rename it never replaces a key that appeared meanwhile.
    fs::hard_link(&half, file)?;
    fs::remove_file(&half)?;
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

fn parse(text: &str) -> Option<SecretKey> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut key = [0; 32];
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(SecretKey(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_ever_after() {
        let folder = tempfile::tempdir().unwrap();
        let made = read_or_make(folder.path(), "demo", true).unwrap();
        let read = read_or_make(folder.path(), "demo", false).unwrap();
        assert_eq!(made.0, read.0);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_a_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        read_or_make(folder.path(), "demo", true).unwrap();
        let mode = fs::metadata(folder.path().join("demo.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_key_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        for damage in [&b"0123"[..], &[b'g'; 64], &[0xff; 64], b""] {
            let file = folder.path().join("demo.key");
            fs::write(&file, damage).unwrap();
            assert!(matches!(read_or_make(folder.path(), "demo", true), Err(KeyError::Damaged(_))));
            assert_eq!(fs::read(&file).unwrap(), damage);
        }
    }

    #[test]
    fn a_key_that_records_depend_on_is_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(read_or_make(folder.path(), "demo", false), Err(KeyError::Lost(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
