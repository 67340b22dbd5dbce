//! How many people to ask, and a draw of whom that anybody can repeat.

mod draw;
mod list;
mod plan;
mod size;

use leptos::prelude::*;

use super::super::Desk;
use crate::text::Text;

/// The page.
pub(in super::super) fn page(desk: Desk) -> impl IntoView {
    view! {
        <h1>{desk.say(Text::SampleTitle)}</h1>
        <p class="lead">{desk.say(Text::SampleLead)}</p>
        {size::section(desk).into_any()}
        {draw::section(desk).into_any()}
    }
}
