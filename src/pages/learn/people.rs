//! The learners of this device as they are kept: one device value each, `learner.<nn>`, without a name.

use lang_nghe_lesson::{Learner, LearnerError};
use lang_nghe_store::{Store, StoreError};

use crate::platform::clock;
use crate::platform::indexed_db::IndexedDb;
use crate::platform::locks;

/// Most learners of one device. Pictures and colours tell more apart; a list of pictures does not.
pub(super) const MOST: u8 = 24;
/// One tab at a time changes a learner.
const LOCK: &str = "lang-nghe-learner";

/// What lies in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing.
    Free,
    /// A learner.
    Taken(Box<Learner>),
    /// Progress that this version cannot read. It stays as it is.
    Sealed,
}

/// The name of a place's value.
fn name(place: u8) -> String {
    format!("learner.{place:02}")
}

/// Looks into a place. What is no learner's progress is put aside under a name of its own and the place
/// is free again; what a newer version wrote stays where it is.
pub(super) async fn look(log: &IndexedDb, place: u8) -> Place {
    let name = name(place);
    let bytes = match log.value(&name).await {
        Ok(Some(value)) => value.bytes,
        Ok(None) => return Place::Free,
        Err(_) => return Place::Sealed,
    };
    let read = std::str::from_utf8(&bytes).map_err(|_| LearnerError::NotALearner).and_then(Learner::decode);
    match read {
        Ok(learner) => Place::Taken(Box::new(learner)),
        Err(LearnerError::Newer) => Place::Sealed,
        Err(LearnerError::NotALearner) => match set_aside(log, &name, &bytes).await {
            Ok(()) => Place::Free,
            Err(_) => Place::Sealed,
        },
    }
}

/// Kept first, then taken away: between the two it is there twice rather than not at all.
async fn set_aside(log: &IndexedDb, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let aside = ["aside.", name, ".", &clock::now().to_string()].concat();
    log.put_value(&aside, bytes).await?;
    log.erase_value(name).await
}

/// All learners with their places.
pub(super) async fn all(log: &IndexedDb) -> Vec<(u8, Place)> {
    let mut found = Vec::new();
    for place in 1..=MOST {
        match look(log, place).await {
            Place::Free => {}
            taken => found.push((place, taken)),
        }
    }
    found
}

/// Keeps a new learner in the first free place; `None` if there is none or the device refuses.
pub(super) async fn add(log: &IndexedDb, learner: &Learner) -> Option<u8> {
    let _lock = locks::wait_for(LOCK).await;
    for place in 1..=MOST {
        if look(log, place).await == Place::Free {
            log.put_value(&name(place), learner.encode().as_bytes()).await.ok()?;
            return Some(place);
        }
    }
    None
}

/// Changes a learner as it is kept now, and gives it back; `None` if it is gone or cannot be kept.
pub(super) async fn change(log: &IndexedDb, place: u8, change: impl FnOnce(&mut Learner)) -> Option<Learner> {
    let _lock = locks::wait_for(LOCK).await;
    let Place::Taken(mut learner) = look(log, place).await else { return None };
    change(&mut learner);
    log.put_value(&name(place), learner.encode().as_bytes()).await.ok()?;
    Some(*learner)
}

/// Erases a learner.
pub(super) async fn erase(log: &IndexedDb, place: u8) -> Result<(), StoreError> {
    let _lock = locks::wait_for(LOCK).await;
    log.erase_value(&name(place)).await
}
