//! Sending from these pages: whoever opens the app sends what waits, whichever page it is.

use lang_nghe_store::Store;
use leptos::task::spawn_local;

use crate::platform::indexed_db::IndexedDb;
use crate::platform::{clock, document, sender};
use crate::state::Status;

/// How long until the next look, unless the courier means to try again before.
const LOOK_AGAIN_MS: u64 = 60_000;

/// Sends now, whenever a connection or the person comes back, and when the courier means to try again.
pub(in crate::pages) fn begin() {
    document::listen("online", |_| spawn_local(send()));
    document::listen("visibilitychange", |_| {
        if document::is_visible() {
            spawn_local(send());
        }
    });
    spawn_local(async {
        loop {
            // A page that nobody sees leaves the hub alone until it is time; one that is seen tries again within a
            // minute, whatever clock the time of the next try was set by.
            let next = look().await.and_then(|(status, _)| status.next).unwrap_or_default();
            if document::is_visible() || next <= clock::now() {
                send().await;
            }
            let next = look().await.and_then(|(status, _)| status.next).unwrap_or(u64::MAX);
            let wait = next.saturating_sub(clock::now()).clamp(1000, LOOK_AGAIN_MS);
            clock::sleep(wait as u32).await;
        }
    });
}

/// Asks the courier, if anything waits or it is time to ask the hub whether it still has what it took. Otherwise
/// the courier is not even loaded.
async fn send() {
    if let Some((status, kept)) = look().await
        && (status.waiting > 0 || status.check_is_due(kept, clock::now()))
    {
        sender::send(false).await;
    }
}

/// What waits, as the log and the courier's last report say, and how many sent and refused forms are still kept.
async fn look() -> Option<(Status, u64)> {
    let log = IndexedDb::open_to_send().await.ok()?;
    let counts = log.counts().await;
    let report = log.value("sync-status").await;
    log.close();
    let counts = counts.ok()?;
    let report = report.ok().flatten().map(|value| String::from_utf8_lossy(&value.bytes).into_owned());
    let mut status = Status::read(report.as_deref().unwrap_or_default());
    status.waiting = counts.waiting;
    Some((status, counts.sent + counts.refused))
}
