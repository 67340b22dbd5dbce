//! What the hub last said, kept on the device with the time it was said.

use lang_nghe_store::Store;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::platform::indexed_db::IndexedDb;
use crate::platform::{clock, net};

/// How long a page waits for the hub before it shows what it has. Weak lines are slow, not absent.
const TIMEOUT_MS: u32 = 20_000;

/// An answer and when it came, by this device's clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Seen<T> {
    /// Milliseconds since 1970.
    pub(super) at: u64,
    /// What was said.
    pub(super) body: T,
}

/// An answer as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer<T> {
    /// Not here yet, and nothing kept.
    Loading,
    /// The hub's own, now.
    Fresh(Seen<T>),
    /// From an earlier visit. `asking`: the hub may still answer.
    Kept {
        /// The answer.
        seen: Seen<T>,
        /// Whether the hub is being asked.
        asking: bool,
    },
    /// The hub does not answer, and nothing is kept.
    Never,
}

/// Shows what is kept at once, then what the hub says now, and keeps that.
///
/// `read` refuses what is no answer of the hub: a captive portal's page, a damaged body.
pub(super) async fn follow<T>(
    log: Option<&IndexedDb>,
    name: &str,
    path: &str,
    read: impl Fn(&net::Reply) -> Option<T>,
    show: impl Fn(Answer<T>),
) where
    T: Clone + Serialize + DeserializeOwned,
{
    let kept = match log {
        Some(log) => kept(log, name).await,
        None => None,
    };
    if let Some(seen) = kept.clone() {
        show(Answer::Kept { seen, asking: true });
    }
    let reply = net::get(path, TIMEOUT_MS).await.ok();
    match (reply.as_ref().and_then(read), kept) {
        (Some(body), _) => {
            let seen = Seen { at: clock::now(), body };
            if let (Some(log), Ok(bytes)) = (log, serde_json::to_vec(&seen)) {
                // Not kept: then it is fetched again the next time.
                let _ = log.put_value(name, &bytes).await;
            }
            show(Answer::Fresh(seen));
        }
        (None, Some(seen)) => show(Answer::Kept { seen, asking: false }),
        (None, None) => show(Answer::Never),
    }
}

async fn kept<T: DeserializeOwned>(log: &IndexedDb, name: &str) -> Option<Seen<T>> {
    let value = log.value(name).await.ok()??;
    serde_json::from_slice(&value.bytes).ok()
}

/// The JSON in a reply, if it is one.
pub(super) fn json<T: DeserializeOwned>(reply: &net::Reply) -> Option<T> {
    let is_json = reply.status == 200 && reply.content_type.starts_with("application/json");
    is_json.then(|| serde_json::from_slice(&reply.body).ok()).flatten()
}
