//! Submitting: the courier makes a record of the form, seals it and keeps the envelope. Only then does the page say
//! so, and from then on nothing of the form is left anywhere readable.

use lang_nghe_record::{Envelope, RecordId};
use lang_nghe_scoring::own_summary;
use lang_nghe_session::Step;

use crate::app::App;
use crate::platform::notes::Notes;
use crate::platform::sender::{self, Ready};
use crate::platform::{clock, document, random};
use crate::state::{Action, Trouble};

use super::{Survey, marks, sending, survey};

/// How long a write may take before the storage counts as one that never answers.
pub(super) const STALLED_MS: u32 = 4_000;

/// Submits the form that is open.
pub(super) async fn submit(app: App) {
    let Some(survey) = survey() else { return };
    // A storage that hangs in mid-form is given up like one that hangs at the start; what it was told before comes first.
    let _ = clock::within(STALLED_MS, survey.keeper.rest()).await;
    match hand_over(app, &survey).await {
        Ok((id, stored)) => {
            Notes::Device.erase(&marks::draft(&survey.campaign.id));
            survey.submitted.set(Some(id));
            let summary = app.read(|state| {
                let items = 0..state.pack.instrument.items.len();
                let chosen: Vec<_> = items.map(|at| state.session.chosen(Step::Item(at))).collect();
                own_summary(&state.pack.instrument, &chosen)
            });
            app.act(Action::Submitted(Box::new(summary), stored));
            sending::after_submit(app).await;
        }
        Err(trouble) => app.act(Action::Kept(Err(trouble))),
    }
}

/// Gives the record's id, and whether the storage has said that it keeps the form.
async fn hand_over(app: App, survey: &Survey) -> Result<(RecordId, bool), Trouble> {
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
        // A storage that fails twice is as good as none. The id stays: should it have kept the form and not said so, the
        // hub takes it once.
        for _ in 0..2 {
            match sender::submit(form, shared).await {
                Ok(()) => return Ok((id, true)),
                Err(Trouble::Unavailable) => break,
                Err(Trouble::Failed) => {}
                Err(trouble) => return Err(trouble),
            }
        }
    }
    // The page says that nothing is saved; what can be done is to hand it over before it closes.
    let sealed = sender::seal(form).await?;
    survey.unsaved.borrow_mut().push(Envelope { id, campaign: campaign.clone(), sealed });
    Ok((id, false))
}

/// Hands the person the forms that nothing but this page holds, sealed as they are.
pub(super) async fn save() {
    let Some(survey) = survey() else { return };
    let unsaved = survey.unsaved.borrow().clone();
    if let Some(file) = sender::file(&unsaved).await {
        document::download("lang-nghe-phieu-cho.json", &file);
    }
}
