//! Submitting: the courier makes a record of the form, seals it and keeps the envelope. Only then does the page say
//! so, and from then on nothing of the form is left anywhere readable.

use lang_nghe_record::{Envelope, Record, RecordId};
use lang_nghe_scoring::own_summary;
use lang_nghe_session::Submission as Wanted;

use crate::app::App;
use crate::platform::sender::{self, Ready};
use crate::platform::{clock, local, random};
use crate::state::{Action, Trouble};

use super::{Survey, marks, sending, survey};

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
    let day = clock::today().ok_or(Trouble::Failed)?;
    let wanted = Wanted { id, campaign: &survey.campaign.id, day, lang: "", point: None, app: "" };
    // For the person's own summary, which is shown once and from memory.
    let record = app.read(|state| state.session.to_record(state.form(), &wanted));
    let record = record.map_err(|_| Trouble::Failed)?;
    hand_over(app, survey, id).await?;
    Ok(record)
}

async fn hand_over(app: App, survey: &Survey, id: RecordId) -> Result<(), Trouble> {
    let (draft, shared) = app.read(|state| (state.session.encode(state.form(), 0), state.device.shared));
    let campaign = &survey.campaign.id;
    let name = id.to_string();
    let words = [&name, campaign, survey.point.as_deref().unwrap_or_default(), &draft];
    let (key, pack) = (survey.campaign.key(), survey.pack.borrow().clone());
    let form = Ready { words, key: &key.0, pack: &pack };
    if survey.log.is_some() {
        return sender::submit(form, shared).await;
    }
    // The page says that nothing is saved; what can be done is to hand it over before it closes.
    let sealed = sender::seal(form).await?;
    survey.unsaved.borrow_mut().push(Envelope { id, campaign: campaign.clone(), sealed });
    Ok(())
}
