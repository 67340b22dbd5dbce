//! How many people to ask, and a draw of whom that anybody can repeat.

mod draw;
mod list;
mod plan;
mod size;

use leptos::prelude::*;

use crate::pages::around::Tongue;
use crate::text::Text;

/// The page.
pub(super) fn page(tongue: Tongue) -> impl IntoView {
    view! {
        <h1>{tongue.say(Text::SampleTitle)}</h1>
        <p class="lead">{tongue.say(Text::SampleLead)}</p>
        {size::section(tongue).into_any()}
        {draw::section(tongue).into_any()}
    }
}
