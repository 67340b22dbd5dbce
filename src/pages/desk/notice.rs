//! Addresses that lead nowhere, or nowhere yet.

use leptos::prelude::*;

use super::Desk;
use crate::platform::address;
use crate::text::Text;

/// There is no such page.
pub(super) fn missing(desk: Desk) -> impl IntoView {
    view! {
        <h1>{desk.say(Text::DeskMissing)}</h1>
        <p>{desk.say(Text::DeskMissingText)}</p>
    }
}

/// The lessons, asked for without a network before they were ever opened here.
pub(super) fn unlearnt(desk: Desk) -> impl IntoView {
    not_here(desk, Text::DeskUnlearnt, Text::DeskUnlearntText)
}

/// The officials' tools, likewise.
pub(super) fn untooled(desk: Desk) -> impl IntoView {
    not_here(desk, Text::DeskUntooled, Text::DeskUntooledText)
}

/// A survey that was never opened on this device, asked for without a network.
pub(super) fn unkept(desk: Desk) -> impl IntoView {
    not_here(desk, Text::DeskUnkept, Text::DeskUnkeptText)
}

fn not_here(desk: Desk, title: Text, words: Text) -> impl IntoView {
    view! {
        <h1>{desk.say(title)}</h1>
        <p>{desk.say(words)}</p>
        <button type="button" class="go" on:click=move |_| address::reload()>{desk.say(Text::DeskRetry)}</button>
    }
}
