//! Submitting: the form becomes a record, the record is sealed, the envelope is kept. Only then does
//! the page say so, and from then on nothing of the form is left anywhere readable.

use lang_nghe_record::{Record, RecordId, seal};
use lang_nghe_scoring::{Tally, own_summary};
use lang_nghe_session::Submission as Wanted;
use lang_nghe_store::{Store, StoreError, Submission};

use crate::app::App;
use crate::platform::{clock, device_key, local, random};
use crate::state::{Action, Trouble};

use super::{Survey, keeper, marks, sending, survey};

/// Submits the form that is open.
pub(super) async fn submit(app: App) {
    let Some(survey) = survey() else { return };
    survey.keeper.rest().await;
    match try_submit(app, &survey).await {
        Ok(record) => {
            local::erase(&marks::draft(&survey.campaign.id));
            survey.submitted.set(Some(record.id));
            let summary = app.read(|state| own_summary(&state.pack.instrument, &record));
            app.act(Action::Submitted(Box::new(summary)));
            sending::after_submit(app).await;
        }
        Err(trouble) => app.act(Action::Kept(Err(trouble))),
    }
}

async fn try_submit(app: App, survey: &Survey) -> Result<Record, Trouble> {
    let id = RecordId::from_random(random::bytes().map_err(|_| Trouble::Seal)?);
    let entropy = random::bytes().map_err(|_| Trouble::Seal)?;
    let day = clock::today().ok_or(Trouble::Failed)?;
    let record = app.read(|state| {
        let wanted = Wanted {
            id,
            campaign: &survey.campaign.id,
            day,
            lang: &state.pack.lang,
            point: survey.point.as_deref(),
            app: env!("CARGO_PKG_VERSION"),
        };
        state.session.to_record(state.form(), &wanted)
    });
    let record = record.map_err(|_| Trouble::Failed)?;
    let envelope = seal(&record, &survey.campaign.key(), entropy).map_err(|_| Trouble::Seal)?;
    let draft = survey.campaign.id.clone();
    let submission = Submission { envelope, since: clock::now(), draft, tally: None };
    keep(app, survey, submission, &record).await.map_err(|error| keeper::trouble(&error))?;
    Ok(record)
}

async fn keep(app: App, survey: &Survey, submission: Submission, record: &Record) -> Result<(), StoreError> {
    let log = survey.log.as_ref().ok_or(StoreError::Unavailable)?;
    if !app.read(|state| state.device.shared) {
        return log.submit(&submission).await;
    }
    let pack = app.read(|state| state.pack.clone());
    let name = ["tally.", &survey.campaign.id].concat();
    let add = |kept: Option<Vec<u8>>| {
        let mut tally = match kept {
            Some(bytes) => Tally::decode(&bytes).map_err(|_| Unusable)?,
            None => Tally::new(&pack.instrument),
        };
        tally.add(&pack.instrument, record).map_err(|_| Unusable)?;
        Ok::<_, Unusable>(tally.encode())
    };
    // A tally that cannot be used is left as it was; the answers are kept all the same.
    device_key::submit_with_tally(log, submission, &name, add).await.map(drop)
}

/// The tally on this device cannot be read, or is another instrument's.
struct Unusable;
