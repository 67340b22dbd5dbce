//! When to send, and what to say about it. How to send is the courier's business.

use lang_nghe_record::Envelope;
use lang_nghe_store::{Outcome, Store};
use wasm_bindgen_futures::spawn_local;

use crate::app::App;
use crate::platform::sender::{self, Handed};
use crate::platform::{channel, clock, document, storage_status, worker};
use crate::state::{Action, Delivery, State, Status, Trying};
use crate::text::Text;

use super::submission::STALLED_MS;
use super::survey;

/// How long the courier waits for the first page to settle before it is loaded.
const PREPARE_AFTER_MS: u32 = 2_000;

/// When the courier itself could not be loaded.
const TRY_AGAIN_MS: u64 = 60_000;

/// Longest wait until the next look while nobody sees the page.
const UNSEEN_MS: u64 = 15 * 60_000;

/// Sends what waits from earlier visits, and from now on whenever there is a reason to.
pub(super) fn begin(app: App) {
    let listener = channel::on_queue_change(move || spawn_local(look(app)));
    // It listens for as long as the page is open.
    std::mem::forget(listener);
    document::listen("online", move |_| spawn_local(send(app)));
    document::listen("visibilitychange", move |_| {
        if document::is_visible() {
            spawn_local(send(app));
        }
    });
    spawn_local(async move {
        send(app).await;
        // It seals what is submitted. Here before it is asked for, the line may be gone by then.
        clock::sleep(PREPARE_AFTER_MS).await;
        sender::prepare().await;
    });
}

/// After a submission: ask the browser for leave to keep things, and send.
pub(super) async fn after_submit(app: App) {
    // Neither is waited for: a browser may ask the person, and they may never answer.
    spawn_local(async {
        storage_status::ask_to_persist().await;
    });
    spawn_local(worker::send_later());
    app.act(Action::Delivered(Delivery::Sending));
    send(app).await;
}

/// Sends because somebody asked for it, and says so at once.
pub(super) async fn send_now(app: App) {
    app.learn(|state| state.device.status.trying = Trying::Sending);
    send_if_due(app, true).await;
}

async fn send(app: App) {
    send_if_due(app, false).await;
}

/// Sends, if anything waits or the hub is to be asked whether it still has what it took, and plans the next try.
async fn send_if_due(app: App, asked: bool) {
    hand_over(app).await;
    let Some(status) = look_up(app).await else { return };
    if status.waiting == 0 && !check_is_due(&status).await {
        return;
    }
    let loaded = sender::send(asked).await;
    let Some(mut status) = look_up(app).await else { return };
    if status.waiting == 0 {
        return;
    }
    let now = clock::now();
    let next = status.next.filter(|_| loaded).unwrap_or(now + TRY_AGAIN_MS);
    if !loaded {
        // Nobody reported anything: the courier itself has to come over the line that is missing.
        (status.trying, status.next) = (Trying::Failed(Text::StatusNoConnection), Some(next));
        app.act(Action::Status(status));
    }
    if app.read(|state| state.delivery == Delivery::Sending) {
        app.act(Action::Delivered(Delivery::Waiting));
    }
    plan(app, next.saturating_sub(now));
}

async fn check_is_due(status: &Status) -> bool {
    let survey = survey();
    let Some(log) = survey.as_ref().and_then(|survey| survey.log.as_ref()) else { return false };
    log.counts().await.is_ok_and(|counts| status.check_is_due(counts.sent + counts.refused, clock::now()))
}

/// What no storage has taken: hands over what this page still holds, one after the other.
async fn hand_over(app: App) {
    let Some(survey) = survey() else { return };
    loop {
        let Some(envelope) = survey.unsaved.borrow().first().cloned() else { return };
        let Envelope { id, campaign, sealed } = &envelope;
        let handed = sender::deliver(&id.to_string(), campaign, sealed).await;
        if handed == Handed::NotYet {
            app.act(Action::Delivered(Delivery::Waiting));
            return plan(app, TRY_AGAIN_MS);
        }
        survey.unsaved.borrow_mut().retain(|other| other.id != *id);
        if survey.submitted.get() == Some(*id) {
            let sent = handed == Handed::Sent;
            app.act(Action::Delivered(if sent { Delivery::Sent } else { Delivery::Refused }));
        }
        // A storage that failed may still hold the answers as a draft. One that hangs erases it when it goes on.
        if let Some(log) = survey.log.as_ref().filter(|_| app.read(State::between_forms)) {
            let _ = clock::within(STALLED_MS, log.erase_draft(&survey.campaign.id)).await;
        }
    }
}

/// One timer at a time: the newest. It does not wait for longer than anybody who sees the page should, whatever
/// clock the time of the next try was set by.
fn plan(app: App, wait: u64) {
    let Some(survey) = survey() else { return };
    let number = survey.timer.get().wrapping_add(1);
    survey.timer.set(number);
    let longest = if document::is_visible() { TRY_AGAIN_MS } else { UNSEEN_MS };
    spawn_local(async move {
        clock::sleep(wait.clamp(1000, longest) as u32).await;
        if survey.timer.get() == number {
            send(app).await;
        }
    });
}

async fn look(app: App) {
    leave_what_is_gone(app).await;
    look_up(app).await;
}

/// Closes a form that another tab of this survey has submitted: it cannot be read or submitted here again.
async fn leave_what_is_gone(app: App) {
    let Some(survey) = survey() else { return };
    let Some(log) = &survey.log else { return };
    if app.read(State::holds_a_kept_form) && matches!(log.draft(&survey.campaign.id).await, Ok(None)) {
        app.act(Action::GoneElsewhere);
    }
}

/// Reads what waits and what became of the form just submitted, and shows it.
async fn look_up(app: App) -> Option<Status> {
    let survey = survey()?;
    let log = survey.log.as_ref()?;
    // Asked first: a form submitted between two of the readings below must not look as if it were gone.
    let submitted = survey.submitted.get().filter(|_| app.read(|state| state.stored));
    let counts = log.counts().await.ok()?;
    let report = log.value("sync-status").await.ok().flatten();
    let report = report.map(|value| String::from_utf8_lossy(&value.bytes).into_owned());
    let mut status = Status::read(report.as_deref().unwrap_or_default());
    (status.waiting, status.refused) = (counts.waiting, counts.refused);
    if app.read(|state| state.device.status != status) {
        app.act(Action::Status(status));
    }
    // "Sent" or "refused" only when the log says so of this very form.
    if let Some(id) = submitted {
        match log.outcome(id).await.ok()? {
            Some(Outcome::Sent) => app.act(Action::Delivered(Delivery::Sent)),
            Some(Outcome::Refused(_)) => app.act(Action::Delivered(Delivery::Refused)),
            None => {}
        }
    }
    Some(status)
}
