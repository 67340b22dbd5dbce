//! This device: what it keeps, how sending goes, how long the browser keeps things, and whether it is
//! shared.

mod files;
mod kept;
mod queue;
mod shared;
mod storage;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use crate::platform::channel;
use crate::platform::indexed_db::IndexedDb;
use crate::text::Text;

use kept::Kept;

/// The device's log and what was last read from it.
#[derive(Clone, Copy)]
struct Shelf {
    /// `None` until it is open, or where it cannot be.
    log: StoredValue<Option<IndexedDb>, LocalStorage>,
    kept: RwSignal<Option<Kept>>,
}

impl Shelf {
    fn log(self) -> Option<IndexedDb> {
        self.log.get_value()
    }

    /// Reads everything again.
    async fn look(self) {
        if let Some(log) = self.log()
            && let Ok(kept) = kept::read(&log).await
        {
            self.kept.set(Some(kept));
        }
    }
}

/// The page.
pub(super) fn page(desk: Desk) -> impl IntoView {
    let shelf = Shelf { log: StoredValue::new_local(None), kept: RwSignal::new(None) };
    let trouble: RwSignal<Option<Text>> = RwSignal::new(None);
    spawn_local(async move {
        let (log, problem) = kept::open().await;
        shelf.log.set_value(log);
        trouble.set(problem);
        shelf.look().await;
    });
    // It listens for as long as the page is open.
    std::mem::forget(channel::on_queue_change(move || spawn_local(shelf.look())));
    view! {
        <h1>{desk.say(Text::DeviceTitle)}</h1>
        <p class="lead">{desk.say(Text::DeviceLead)}</p>
        <div role="alert">
            {move || trouble.get().map(|words| view! { <p class="warning">{desk.say(words)}</p> })}
        </div>
        {queue::waiting(desk, shelf, trouble)}
        {queue::refused(desk, shelf)}
        {storage::offline(desk)}
        {storage::room(desk)}
        {shared::section(desk, shelf)}
    }
}
