//! Signing and checking sheets with the keys of devices.

use lang_nghe_lesson::sheet::{PublicKey, Sheet, Signed, mark, seal};

use crate::platform::indexed_db::IndexedDb;
use crate::platform::signature::{SignError, Signer, fits, sha256};

/// A signature over a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages::learn) struct Signature {
    /// What the code holds.
    pub(in crate::pages::learn) code: String,
    /// The mark of the device that signed.
    pub(in crate::pages::learn) mark: String,
}

/// Signs with this device's key, made now if it has none.
pub(in crate::pages::learn) async fn sign(sheet: &Sheet) -> Result<Signature, SignError> {
    let log = IndexedDb::open_to_send().await?;
    let signer = Signer::get(&log, true).await?.ok_or(SignError::Failed)?;
    let key = PublicKey::from_point(&signer.public_point().await?).ok_or(SignError::Failed)?;
    let input = sheet.signing_input(&key);
    let code = seal(&input, &signer.sign(input.as_bytes()).await?);
    Ok(Signature { code, mark: mark_of(&key).await? })
}

/// Whether what was read is as it was signed.
pub(in crate::pages::learn) async fn check(signed: &Signed) -> Result<bool, SignError> {
    fits(&signed.key.to_point(), signed.input.as_bytes(), &signed.signature).await
}

/// The mark of a key.
pub(in crate::pages::learn) async fn mark_of(key: &PublicKey) -> Result<String, SignError> {
    Ok(mark(&sha256(key.thumbprint_input().as_bytes()).await?))
}

/// The mark of this device, if it has ever signed.
pub(in crate::pages::learn) async fn own_mark() -> Option<String> {
    let log = IndexedDb::open_to_send().await.ok()?;
    let signer = Signer::get(&log, false).await.ok()??;
    let key = PublicKey::from_point(&signer.public_point().await.ok()?)?;
    mark_of(&key).await.ok()
}
