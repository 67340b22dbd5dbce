//! A pack: everything a person reads for one instrument in one language, compiled at build time.

use serde::{Deserialize, Serialize};

use crate::{Instrument, InstrumentText, Profile, ProfileText};

/// One instrument in one language, with the profile and the interface words.
///
/// The form is private to one build: app and packs are always built and cached together, so the
/// encoding (postcard) carries no version of its own beyond [`Pack::build`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// Build id of the app this pack belongs to.
    pub build: String,
    /// Language tag: `vi`, `en`.
    pub lang: String,
    /// The instrument.
    pub instrument: Instrument,
    /// Its words.
    pub text: InstrumentText,
    /// The questions around it.
    pub profile: Profile,
    /// Their words.
    pub profile_text: ProfileText,
    /// The interface words, in the order of the app's key list.
    pub ui: Vec<String>,
}

/// A pack that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the content pack cannot be read: it is damaged or belongs to another build")]
pub struct PackError;

impl Pack {
    /// Bytes for the build's output folder.
    ///
    /// # Errors
    /// Never in practice: only if memory runs out.
    pub fn encode(&self) -> Result<Vec<u8>, PackError> {
        postcard::to_allocvec(self).map_err(|_| PackError)
    }

    /// Reads what [`Pack::encode`] wrote.
    ///
    /// # Errors
    /// The bytes are damaged or of another build's shape.
    pub fn decode(bytes: &[u8]) -> Result<Self, PackError> {
        postcard::from_bytes(bytes).map_err(|_| PackError)
    }
}
