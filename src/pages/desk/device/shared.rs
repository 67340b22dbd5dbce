//! Switching to and from a shared device.

use lang_nghe_store::{Store, StoreError};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::Desk;
use super::Shelf;
use crate::platform::indexed_db::IndexedDb;
use crate::platform::{clock, device_key, document, locks};
use crate::text::Text;

/// What a shared device is, whether this is one, and the switch.
pub(super) fn section(desk: Desk, shelf: Shelf) -> impl IntoView {
    let shared = Memo::new(move |_| shelf.kept.with(|kept| kept.as_ref().map(|kept| kept.shared)));
    let asking = RwSignal::new(false);
    let said = RwSignal::new("");
    let now = move || {
        shared.get().map(|shared| {
            let words = if shared { Text::DeviceSharedIsOn } else { Text::DeviceSharedIsOff };
            view! { <p class="fact" class:can=shared>{desk.say(words)}</p> }
        })
    };
    let switch = move || {
        shared.get().map(|shared| match (shared, asking.get()) {
            (true, true) => confirm(desk, shelf, asking, said).into_any(),
            (true, false) => off(desk, asking, said).into_any(),
            (false, _) => on(desk, shelf, said).into_any(),
        })
    };
    view! {
        <section aria-labelledby="shared">
            <h2 id="shared">{desk.say(Text::DeviceShared)}</h2>
            {now}
            <p>{desk.say(Text::DeviceSharedWhat)}</p>
            <ul>
                <li>{desk.say(Text::DeviceSharedOne)}</li>
                <li>{desk.say(Text::DeviceSharedTwo)}</li>
                <li>{desk.say(Text::DeviceSharedThree)}</li>
            </ul>
            {switch}
            <p role="status" class="said">{said}</p>
        </section>
    }
}

fn on(desk: Desk, shelf: Shelf, said: RwSignal<&'static str>) -> impl IntoView {
    // Without WebCrypto a tally could not rest sealed.
    if !device_key::is_available() {
        return view! { <p>{desk.say(Text::DeviceSharedInsecure)}</p> }.into_any();
    }
    let switch = move |_| {
        spawn_local(async move {
            let done = match shelf.log() {
                Some(log) => turn_on(&log).await.is_ok(),
                None => false,
            };
            shelf.look().await;
            said.set(desk.say(if done { Text::DeviceSharedDoneOn } else { Text::DeviceSharedFailed }));
            focus_soon("#switch");
        });
    };
    view! {
        <button type="button" class="go other" id="switch" on:click=switch>{desk.say(Text::DeviceSharedOn)}</button>
    }
    .into_any()
}

fn off(desk: Desk, asking: RwSignal<bool>, said: RwSignal<&'static str>) -> impl IntoView {
    let ask = move |_| {
        said.set("");
        asking.set(true);
        focus_soon("#confirm");
    };
    view! { <button type="button" class="go other" id="switch" on:click=ask>{desk.say(Text::DeviceSharedOff)}</button> }
}

/// Erasing cannot be taken back, so it is asked for in place.
fn confirm(desk: Desk, shelf: Shelf, asking: RwSignal<bool>, said: RwSignal<&'static str>) -> impl IntoView {
    let yes = move |_| {
        spawn_local(async move {
            let done = match shelf.log() {
                Some(log) => turn_off(&log).await.is_ok(),
                None => false,
            };
            asking.set(false);
            shelf.look().await;
            said.set(desk.say(if done { Text::DeviceSharedDoneOff } else { Text::DeviceSharedFailed }));
            focus_soon("#switch");
        });
    };
    let no = move |_| {
        asking.set(false);
        focus_soon("#switch");
    };
    view! {
        <div class="confirm" role="group" aria-labelledby="confirm" aria-describedby="confirm-text">
            <h3 id="confirm" tabindex="-1">{desk.say(Text::DeviceSharedConfirm)}</h3>
            <p id="confirm-text">{desk.say(Text::DeviceSharedConfirmText)}</p>
            <p class="deeds">
                <button type="button" class="go other" on:click=no>{desk.say(Text::DeviceSharedConfirmNo)}</button>
                <button type="button" class="go" on:click=yes>{desk.say(Text::DeviceSharedConfirmYes)}</button>
            </p>
        </div>
    }
}

/// Keeps the keyboard's place: what was pressed is no longer there.
fn focus_soon(selector: &'static str) {
    spawn_local(async move {
        clock::sleep(0).await;
        document::focus(selector, true);
    });
}

async fn turn_on(log: &IndexedDb) -> Result<(), StoreError> {
    log.put_value("shared", b"1").await
}

/// Sums first: if that fails the device stays shared and says so. Their key goes too, so that no copy
/// of them made earlier can be opened.
async fn turn_off(log: &IndexedDb) -> Result<(), StoreError> {
    let _lock = locks::wait_for(device_key::TALLY_LOCK).await;
    log.erase_values("tally.").await?;
    log.erase_values("tally-shown.").await?;
    log.erase_value("device-key").await?;
    log.erase_value("shared").await
}
