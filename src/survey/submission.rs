//! Submitting: the form becomes a record, the record is sealed, the envelope is kept. Only then does
//! the page say so, and from then on nothing of the form is left anywhere readable.

use lang_nghe_record::{Envelope, Record, RecordId, seal};
use lang_nghe_scoring::own_summary;
use lang_nghe_session::Submission as Wanted;
use lang_nghe_store::{Store, Submission};

use crate::app::App;
use crate::platform::{clock, local, random, sender};
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
    keep(app, survey, envelope).await?;
    Ok(record)
}

async fn keep(app: App, survey: &Survey, envelope: Envelope) -> Result<(), Trouble> {
    let Some(log) = &survey.log else {
        // The page says that nothing is saved; what can be done is to hand it over before it closes.
        survey.unsaved.borrow_mut().push(envelope);
        return Ok(());
    };
    if app.read(|state| state.device.shared) {
        let draft = app.read(|state| state.session.encode(state.form(), 0));
        let point = survey.point.as_deref().unwrap_or_default();
        let words = [&envelope.id.to_string(), &envelope.campaign, point, &draft];
        let pack = survey.pack.borrow().clone();
        if let Some(kept) = sender::submit_with_tally(words, &envelope.sealed, &pack).await {
            return kept;
        }
        // Without the courier there is no tally; the answers are kept all the same.
    }
    let draft = survey.campaign.id.clone();
    let submission = Submission { envelope, since: clock::now(), draft, tally: None };
    log.submit(&submission).await.map_err(|error| keeper::trouble(&error))
}
