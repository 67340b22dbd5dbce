//! Use without a network, and how long and how much the browser keeps.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::Desk;
use crate::platform::clock;
use crate::platform::storage_status::{self, Persistence};
use crate::text::Text;

/// How long the browser may take to promise something: it may ask the person, and they may never answer.
const PATIENCE_MS: u32 = 2_000;

/// Whether everything is here for use without a network: a fact that the service worker looked up.
pub(super) fn offline(desk: Desk) -> impl IntoView {
    let answer = move || match desk.news.offline.get() {
        None => view! { <p class="wait">{desk.say(Text::DeviceOfflineChecking)}</p> }.into_any(),
        Some(true) => view! {
            <p class="fact can">{desk.say(Text::StatusOffline)}</p>
            <p>{desk.say(Text::DeviceOfflineYes)}</p>
        }
        .into_any(),
        Some(false) => view! {
            <p class="fact">{desk.say(Text::DeviceOfflineNo)}</p>
            <p>{desk.say(Text::DeviceOfflineNoMore)}</p>
        }
        .into_any(),
    };
    view! {
        <section aria-labelledby="offline">
            <h2 id="offline">{desk.say(Text::DeviceOffline)}</h2>
            <div role="status">{answer}</div>
        </section>
    }
}

/// What the browser promised, and how much room there is.
pub(super) fn room(desk: Desk) -> impl IntoView {
    let promise = RwSignal::new(None);
    let room = RwSignal::new(None);
    spawn_local(async move {
        let asked = clock::within(PATIENCE_MS, storage_status::ask_to_persist()).await;
        promise.set(Some(asked.unwrap_or(Persistence::Unknown)));
    });
    spawn_local(async move { room.set(storage_status::room().await) });
    let promised = move || {
        desk.say(match promise.get() {
            None => Text::DeskLoading,
            Some(Persistence::Promised) => Text::DeviceStoragePromised,
            Some(Persistence::NotPromised) => Text::DeviceStorageNotPromised,
            Some(Persistence::Unknown) => Text::DeviceStorageUnknown,
        })
    };
    let used = move || {
        room.get().map(|room| {
            let free = room.allowed.saturating_sub(room.used);
            let used =
                desk.fill(Text::DeviceStorageUsed, &[("used", &size(room.used)), ("free", &size(free))]);
            let scarce = room
                .is_scarce()
                .then(|| view! { <p class="warning">{desk.say(Text::DeviceStorageScarce)}</p> });
            view! {
                <p>{used}</p>
                {scarce}
            }
        })
    };
    view! {
        <section aria-labelledby="storage">
            <h2 id="storage">{desk.say(Text::DeviceStorage)}</h2>
            <p>{promised}</p>
            {used}
        </section>
    }
}

/// Bytes in whole units, as shops write them.
fn size(bytes: u64) -> String {
    let units = [(1_000_000_000, " GB"), (1_000_000, " MB")];
    let found = units.into_iter().find(|(unit, _)| bytes >= *unit);
    let (unit, name) = found.unwrap_or((1000, " KB"));
    [&(bytes / unit).to_string(), name].concat()
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn bytes_are_written_in_units_people_know() {
        assert_eq!(size(0), "0 KB");
        assert_eq!(size(999_999), "999 KB");
        assert_eq!(size(1_500_000), "1 MB");
        assert_eq!(size(64_000_000_000), "64 GB");
    }
}
