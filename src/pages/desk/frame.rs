//! What every page of the desk has around it: name, language, the other pages, news of a new version.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::route::Route;
use super::{Desk, about, device, home, notice, results, tools};
use crate::pages::around::{self, Tongue};
use crate::platform::worker;
use crate::text::{Text, of_desk};

/// The whole page.
pub(super) fn page(desk: Desk, route: Route) -> impl IntoView {
    let tongue = Tongue::new(desk.lang, of_desk);
    let header = around::header(tongue);
    let open = match route {
        Route::Home => "/",
        Route::Device => "/may-nay",
        Route::About => "/gioi-thieu",
        Route::Tools => "/cong-cu",
        _ => "",
    };
    let pages = around::pages(tongue, open);
    let content = match route {
        Route::Home => home::page(desk).into_any(),
        Route::Results(campaign) => results::page(desk, campaign).into_any(),
        Route::Device => device::page(desk).into_any(),
        Route::About => about::page(desk).into_any(),
        Route::Tools => tools::page(desk).into_any(),
        Route::Index766 => tools::index_766::page(desk).into_any(),
        Route::Sampling => tools::sampling::page(desk).into_any(),
        Route::Unkept => notice::unkept(desk).into_any(),
        Route::Unlearnt => notice::unlearnt(desk).into_any(),
        Route::Missing => notice::missing(desk).into_any(),
    };
    view! {
        <a class="skip" href="#main">{desk.say(Text::AppSkip)}</a>
        {header}
        {pages}
        <main id="main" class="desk" tabindex="-1">{content}</main>
        <footer>{news(desk)}</footer>
    }
}

/// A new version: none of these pages holds anything that could be lost, so it can be offered at once.
fn news(desk: Desk) -> impl IntoView {
    let offer = move || {
        desk.update.get().then(|| {
            view! {
                <p class="fact">{desk.say(Text::StatusUpdate)}</p>
                <button type="button" class="quiet" on:click=move |_| spawn_local(worker::use_update())>
                    {desk.say(Text::StatusUpdateButton)}
                </button>
            }
        })
    };
    view! { <div role="status">{offer}</div> }
}
