//! From tallies to what may be shown.

use lang_nghe_record::Day;
use lang_nghe_report::{Bounds, Release, release, release_without};
use lang_nghe_scoring::Tally;

use crate::Hub;
use crate::campaigns::Known;
use crate::storage::{Counted, StorageError, StoredRelease};

/// What of a campaign may be shown: as the last step decided. Reading it changes nothing.
///
/// # Errors
/// The database cannot be read, or holds a release that contradicts itself.
pub async fn current(hub: &Hub, known: &Known, today: Day) -> Result<Release, StorageError> {
    let form = hub.campaigns.form_of(known).ok_or_else(|| StorageError::Damaged("no instrument".into()))?;
    let release = match hub.storage.release(&known.form_key()).await? {
        Some(StoredRelease { body, .. }) => read(&body)?,
        // Nothing was counted: a release of nothing says so in the same shape.
        None => release(
            &form.instrument,
            None,
            &Tally::new(&form.instrument),
            known.campaign.threshold,
            &today.to_string(),
        )
        .map_err(|error| StorageError::Damaged(error.to_string()))?,
    };
    Ok(release.served(&form.instrument))
}

/// The next release as JSON; `None` if nothing moves.
pub(crate) fn next(
    hub: &Hub,
    known: &Known,
    today: Day,
    last: Option<&str>,
    (counted, left): (&Counted, &Tally),
) -> Result<Option<String>, StorageError> {
    let form = hub.campaigns.form_of(known).ok_or_else(|| StorageError::Damaged("no instrument".into()))?;
    let last = last.map(read).transpose()?;
    let bounds =
        Bounds { threshold: known.campaign.threshold, single_point: known.campaign.points.len() <= 1 };
    let counts = (&counted.tally, left);
    let next = release_without(&form.instrument, last.as_ref(), counts, bounds, &today.to_string())
        .map_err(|error| StorageError::Damaged(error.to_string()))?;
    if last.as_ref() == Some(&next) {
        return Ok(None);
    }
    serde_json::to_string(&next).map(Some).map_err(|error| StorageError::Damaged(error.to_string()))
}

fn read(body: &str) -> Result<Release, StorageError> {
    serde_json::from_str(body).map_err(|error| StorageError::Damaged(format!("a release: {error}")))
}
