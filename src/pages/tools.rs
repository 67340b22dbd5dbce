//! Tools for officials that work on this device alone: nothing typed here leaves it.
//!
//! A program of their own: the worker keeps it where it was opened once, and on nobody else's phone.

mod index_766;
mod keep;
mod plan;
mod published;
mod route;
mod sampling;
mod sheet;

use leptos::prelude::*;

use crate::pages::around::{self, News, Tongue};
use crate::platform::{address, document};
use crate::text::{Text, of_tools};

use route::Route;

/// Draws the page that the address names.
pub fn start() {
    let tongue = Tongue::here(of_tools);
    let route = Route::parse(&address::path());
    document::take_over(|| {
        mount_to_body(move || {
            around::name_page(tongue, tongue.say(route.title()));
            let (open, content) = match route {
                Route::List => ("/cong-cu", list(tongue).into_any()),
                Route::Index766 => ("", index_766::page(tongue).into_any()),
                Route::Sampling => ("", sampling::page(tongue).into_any()),
                Route::Published => ("", published::page(tongue)),
                Route::Plan => ("", plan::page(tongue)),
                Route::Missing => ("", missing(tongue).into_any()),
            };
            around::frame(tongue, News::listen(), open, ("desk", content))
        });
    });
}

/// The list of tools.
fn list(tongue: Tongue) -> impl IntoView {
    let tool = |path: &str, name: Text, about: Text| {
        view! {
            <li class="card">
                <a href=tongue.link(path)>{tongue.say(name)}</a>
                <p>{tongue.say(about)}</p>
            </li>
        }
    };
    view! {
        <h1>{tongue.say(Text::ToolsTitle)}</h1>
        <p class="lead">{tongue.say(Text::ToolsLead)}</p>
        <ul class="cards ways">
            {tool("/cong-cu/766", Text::Index766Title, Text::ToolsIndex766)}
            {tool("/cong-cu/chon-mau", Text::SampleTitle, Text::ToolsSample)}
            {tool("/cong-cu/cham-phieu", Text::TableOwnForms, Text::ToolsOwnForms)}
            {tool("/cong-cu/papi", Text::PublishedTitle, Text::ToolsPublished)}
            {tool("/cong-cu/ke-hoach", Text::PlanTitle, Text::ToolsPlan)}
        </ul>
    }
}

/// There is no such tool.
fn missing(tongue: Tongue) -> impl IntoView {
    view! {
        <h1>{tongue.say(Text::DeskMissing)}</h1>
        <p>{tongue.say(Text::DeskMissingText)}</p>
        <p class="deeds"><a class="go other" href=tongue.link("/cong-cu")>{tongue.say(Text::ToolsTitle)}</a></p>
    }
}
