//! When to send, and what to say about it. How to send is the courier's business.

use lang_nghe_store::Store;
use wasm_bindgen_futures::spawn_local;

use crate::app::App;
use crate::platform::indexed_db::IndexedDb;
use crate::platform::{channel, clock, document, sender, storage_status, worker};
use crate::state::{Action, Delivery, Page, Status};

use super::survey;

/// When the courier itself could not be loaded.
const TRY_AGAIN_MS: u64 = 60_000;
/// How far back among the sent ones the form just submitted is looked for.
const RECENT: usize = 20;

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
    spawn_local(send(app));
}

/// After a submission: ask the browser for leave to keep things, and send.
pub(super) async fn after_submit(app: App) {
    spawn_local(async {
        storage_status::ask_to_persist().await;
        worker::send_later().await;
    });
    app.act(Action::Delivered(Delivery::Sending));
    send(app).await;
}

/// Sends, if anything waits, and plans the next try.
async fn send(app: App) {
    let Some(status) = look_up(app).await else { return };
    if status.waiting == 0 {
        return;
    }
    let loaded = sender::send().await;
    let Some(status) = look_up(app).await else { return };
    if status.waiting > 0 {
        let now = clock::now();
        let next = status.next.filter(|_| loaded).unwrap_or(now + TRY_AGAIN_MS);
        plan(app, next.saturating_sub(now));
    }
}

/// One timer at a time.
fn plan(app: App, wait: u64) {
    let Some(survey) = survey() else { return };
    if !survey.timer.replace(true) {
        spawn_local(async move {
            clock::sleep(u32::try_from(wait).unwrap_or(u32::MAX).max(1000)).await;
            survey.timer.set(false);
            send(app).await;
        });
    }
}

async fn look(app: App) {
    look_up(app).await;
}

/// Reads what waits and what became of the form just submitted, and shows it.
async fn look_up(app: App) -> Option<Status> {
    let survey = survey()?;
    let log = survey.log.as_ref()?;
    let counts = log.counts().await.ok()?;
    let report = log.value("sync-status").await.ok().flatten();
    let report = report.map(|value| String::from_utf8_lossy(&value.bytes).into_owned());
    let mut status = Status::read(report.as_deref().unwrap_or_default());
    (status.waiting, status.refused) = (counts.waiting, counts.refused);
    if app.read(|state| state.device.status != status) {
        app.act(Action::Status(status.clone()));
    }
    if app.read(|state| state.page == Page::Thanks) {
        let delivery = delivery(log, &status).await;
        if let Some(delivery) = delivery.filter(|delivery| app.read(|state| state.delivery != *delivery)) {
            app.act(Action::Delivered(delivery));
        }
    }
    Some(status)
}

/// "Sent" only when the log says that the hub has this very form.
async fn delivery(log: &IndexedDb, status: &Status) -> Option<Delivery> {
    let id = survey()?.submitted.get()?;
    if log.sent(RECENT).await.ok()?.contains(&id) {
        return Some(Delivery::Sent);
    }
    if log.refused().await.ok()?.iter().any(|refused| refused.envelope.id == id) {
        return Some(Delivery::Refused);
    }
    let failed = matches!(status.trying, crate::state::Trying::Failed(_));
    failed.then_some(Delivery::Waiting)
}
