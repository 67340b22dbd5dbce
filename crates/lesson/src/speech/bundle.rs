//! Recordings in one file, to be carried from one device to another by hand.
//!
//! ```text
//! lang-nghe speech bundle 1\n
//! then, for each: SHA-256 (32 bytes), length (4 bytes, high byte first), the recording
//! ```
//!
//! A file that breaks off on its way gives what came whole.

use super::{Hash, MOST_BYTES};

const HEAD: &[u8] = b"lang-nghe speech bundle 1\n";
const BEFORE: usize = 36;

/// A recording within a file. Whether the bytes fit the name is for the reader to find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contained<'f> {
    /// The name that it is written under.
    pub hash: Hash,
    /// Its bytes.
    pub bytes: &'f [u8],
}

/// A file of recordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle<'f> {
    /// What came whole, in its order.
    pub recordings: Vec<Contained<'f>>,
    /// Whether the file breaks off.
    pub is_cut_short: bool,
}

/// Why a file is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no file of recordings")]
pub struct BundleError;

impl<'f> Bundle<'f> {
    /// An empty file, to which [`Bundle::push`] adds.
    pub fn begin() -> Vec<u8> {
        HEAD.to_vec()
    }

    /// Adds a recording to a file.
    pub fn push(file: &mut Vec<u8>, hash: Hash, recording: &[u8]) {
        // A recording is never longer than this number can say.
        let length = u32::try_from(recording.len()).unwrap_or(u32::MAX);
        file.extend_from_slice(&hash.0);
        file.extend_from_slice(&length.to_be_bytes());
        file.extend_from_slice(recording);
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It is none, or of a newer form.
    pub fn read(file: &'f [u8]) -> Result<Self, BundleError> {
        let mut rest = file.strip_prefix(HEAD).ok_or(BundleError)?;
        let mut bundle = Self { recordings: Vec::new(), is_cut_short: false };
        while !rest.is_empty() {
            let Some((contained, after)) = next(rest) else {
                bundle.is_cut_short = true;
                break;
            };
            bundle.recordings.push(contained);
            rest = after;
        }
        Ok(bundle)
    }
}

fn next(rest: &[u8]) -> Option<(Contained<'_>, &[u8])> {
    let (before, rest) = rest.split_at_checked(BEFORE)?;
    let (hash, length) = before.split_at_checked(32)?;
    let length = usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?;
    if length > MOST_BYTES {
        return None;
    }
    let (bytes, after) = rest.split_at_checked(length)?;
    Some((Contained { hash: Hash(hash.try_into().ok()?), bytes }, after))
}
