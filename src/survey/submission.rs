//! Submitting: the courier makes a record of the form, seals it and keeps the envelope. Only then does the page say
//! so, and from then on nothing of the form is left anywhere readable.

use lang_nghe_record::{Envelope, RecordId};
use lang_nghe_scoring::own_summary;
use lang_nghe_session::Step;

use crate::app::App;
use crate::platform::notes::Notes;
use crate::platform::sender::{self, Ready};
use crate::platform::{clock, random};
use crate::state::{Action, Trouble};

use super::{Survey, marks, sending, survey};

/// Submits the form that is open.
pub(super) async fn submit(app: App) {
    let Some(survey) = survey() else { return };
    survey.keeper.rest().await;
    match hand_over(app, &survey).await {
        Ok(id) => {
            Notes::Device.erase(&marks::draft(&survey.campaign.id));
            survey.submitted.set(Some(id));
            let summary = app.read(|state| {
                let items = 0..state.pack.instrument.items.len();
                let chosen: Vec<_> = items.map(|at| state.session.chosen(Step::Item(at))).collect();
                own_summary(&state.pack.instrument, &chosen)
            });
            app.act(Action::Submitted(Box::new(summary)));
            sending::after_submit(app).await;
        }
        Err(trouble) => app.act(Action::Kept(Err(trouble))),
    }
}

async fn hand_over(app: App, survey: &Survey) -> Result<RecordId, Trouble> {
    let id = RecordId::from_random(random::bytes().map_err(|_| Trouble::Seal)?);
    let now = clock::now();
    // A clock that was set back meanwhile knows nothing of how long it took.
    let open = survey.begun.get().and_then(|begun| now.checked_sub(begun)).map(|ms| (ms / 1000).to_string());
    let (draft, shared) = app.read(|state| (state.session.encode(state.form(), now), state.device.shared));
    let campaign = &survey.campaign.id;
    let name = id.to_string();
    let point = survey.point.as_deref().unwrap_or_default();
    let words = [&name, campaign, point, &draft, open.as_deref().unwrap_or_default()];
    let (key, pack) = (survey.campaign.key(), survey.pack.borrow().clone());
    let form = Ready { words, key: &key.0, pack: &pack };
    if survey.log.is_some() {
        sender::submit(form, shared).await?;
        return Ok(id);
    }
    // The page says that nothing is saved; what can be done is to hand it over before it closes.
    let sealed = sender::seal(form).await?;
    survey.unsaved.borrow_mut().push(Envelope { id, campaign: campaign.clone(), sealed });
    Ok(id)
}
