//! On a shared device: is this person still there?

use leptos::prelude::*;

use crate::app::{App, live};
use crate::state::Action;
use crate::text::Text;

/// The warning before an abandoned form is erased. Opened and closed by `platform`, so that the
/// browser itself keeps the focus inside and the rest of the page out of reach.
pub fn idle_dialog(app: App) -> impl IntoView {
    let word = |key| app.text(key);
    let seconds = live(app, |state| {
        let left = state.idle.unwrap_or_default().to_string();
        state.filled(Text::IdleSeconds, &[("n", &left)])
    });
    view! {
        <dialog id="idle" aria-labelledby="idle-title" on:cancel=move |_: leptos::ev::Event| app.act(Action::Stay)>
            <h2 id="idle-title">{word(Text::IdleTitle)}</h2>
            <p>{word(Text::IdleText)} " " <b role="timer">{seconds}</b> "."</p>
            <button type="button" class="go" on:click=move |_| app.act(Action::Stay)>{word(Text::IdleStay)}</button>
            <button type="button" class="quiet" on:click=move |_| app.act(Action::Restart)>{word(Text::IdleLeave)}</button>
        </dialog>
    }
}
