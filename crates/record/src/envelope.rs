//! The sealed form that waits on the device and travels to the hub.

use crate::RecordId;

/// SHA-256 of [`Envelope::sealed`].
pub type ContentHash = [u8; 32];

/// A sealed record. Nothing in it says what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The record's id, so that the same record arriving twice counts once.
    pub id: RecordId,
    /// The campaign, so that the hub knows which key opens it.
    pub campaign: String,
    /// Encapsulated key followed by ciphertext (RFC 9180).
    pub sealed: Vec<u8>,
}

impl Envelope {
    /// SHA-256 of the sealed bytes: the same id with another hash is another content.
    pub fn hash(&self) -> ContentHash {
        use sha2::Digest;
        sha2::Sha256::digest(&self.sealed).into()
    }
}
