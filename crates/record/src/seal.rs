//! Sealing to the campaign's public key: HPKE base mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256),
//! HKDF-SHA256 and ChaCha20-Poly1305.

use crate::{Envelope, Record};

/// A campaign's public key, 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(pub [u8; 32]);

/// Why a record could not be sealed or an envelope not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The campaign's public key is no usable key.
    #[error("the campaign's public key is not usable")]
    Key,
    /// The envelope was sealed to another key, or changed on the way.
    #[error("the envelope does not open with this key: it was sealed to another one, or changed")]
    Open,
}

/// Seals a record. `entropy` is 32 fresh random bytes, brought by the caller and used once.
///
/// # Errors
/// The public key is no usable key.
pub fn seal(record: &Record, key: &PublicKey, entropy: [u8; 32]) -> Result<Envelope, SealError> {
    let _ = (record, key, entropy);
    Err(SealError::Key)
}

/// A campaign's secret key, 32 bytes; it stays on the hub.
#[cfg(feature = "open")]
#[derive(Clone)]
pub struct SecretKey(pub [u8; 32]);

#[cfg(feature = "open")]
impl SecretKey {
    /// A key pair from 32 random bytes (RFC 9180 DeriveKeyPair).
    pub fn derive(_entropy: [u8; 32]) -> Self {
        Self([0; 32])
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey([0; 32])
    }

    /// Opens an envelope and gives the record's JSON bytes.
    ///
    /// # Errors
    /// The envelope was sealed to another key, or changed on the way.
    pub fn open(&self, _envelope: &Envelope) -> Result<Vec<u8>, SealError> {
        Err(SealError::Open)
    }
}
