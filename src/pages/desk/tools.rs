//! Tools for officials that work on this device alone: nothing typed here leaves it.

mod field;
pub(super) mod index_766;
pub(super) mod sampling;

use leptos::prelude::*;

use super::Desk;
use crate::text::Text;

/// The list of tools.
pub(super) fn page(desk: Desk) -> impl IntoView {
    let tool = |path: &str, name: Text, about: Text| {
        view! {
            <li class="card">
                <a href=desk.link(path)>{desk.say(name)}</a>
                <p>{desk.say(about)}</p>
            </li>
        }
    };
    view! {
        <h1>{desk.say(Text::ToolsTitle)}</h1>
        <p class="lead">{desk.say(Text::ToolsLead)}</p>
        <ul class="cards ways">
            {tool("/cong-cu/766", Text::Index766Title, Text::ToolsIndex766)}
            {tool("/cong-cu/chon-mau", Text::SampleTitle, Text::ToolsSample)}
        </ul>
    }
}
