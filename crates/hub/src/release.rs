//! From tallies to what may be shown.

use lang_nghe_record::Day;
use lang_nghe_report::{Release, release};
use lang_nghe_scoring::Tally;

use crate::Hub;
use crate::campaigns::Known;
use crate::content::Form;
use crate::storage::{Counted, StorageError, StoredRelease};

/// What of a campaign may be shown now: the stored release, moved on first if records arrived since
/// it was decided.
///
/// # Errors
/// The database cannot be read or written, or holds a release that contradicts itself.
pub async fn current(hub: &Hub, known: &Known, today: Day) -> Result<Release, StorageError> {
    let key = known.form_key();
    let form = hub.campaigns.form_of(known).ok_or_else(|| StorageError::Damaged("no instrument".into()))?;
    let records = hub.storage.counted(&key).await?;
    let last = hub.storage.release(&key).await?;
    let stored = match last {
        Some(last) if Some(last.records) == records => Some(last),
        _ => {
            let threshold = known.campaign.threshold;
            let decide =
                |previous: Option<&str>, counted: &Counted| next(form, threshold, today, previous, counted);
            hub.storage.decide_release(&key, &decide).await?
        }
    };
    let release = match stored {
        Some(StoredRelease { body, .. }) => read(&body)?,
        // Nothing was received: a release of nothing says so in the same shape.
        None => step(form, known.campaign.threshold, today, None, &Tally::new(&form.instrument))?,
    };
    // Without its steps: only the next decision needs them.
    Ok(release.served())
}

fn next(
    form: &Form,
    threshold: u64,
    today: Day,
    previous: Option<&str>,
    counted: &Counted,
) -> Result<String, StorageError> {
    let previous = previous.map(read).transpose()?;
    let next = step(form, threshold, today, previous.as_ref(), &counted.tally)?;
    serde_json::to_string(&next).map_err(|error| StorageError::Damaged(error.to_string()))
}

fn step(
    form: &Form,
    threshold: u64,
    today: Day,
    previous: Option<&Release>,
    tally: &Tally,
) -> Result<Release, StorageError> {
    release(&form.instrument, previous, tally, threshold, &today.to_string())
        .map_err(|error| StorageError::Damaged(error.to_string()))
}

fn read(body: &str) -> Result<Release, StorageError> {
    serde_json::from_str(body).map_err(|error| StorageError::Damaged(format!("a release: {error}")))
}
