//! What every page of the desk has around it: name, language, the other pages, news of a new version.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::route::Route;
use super::{Desk, about, device, home, notice, results, tools};
use crate::platform::{local, worker};
use crate::text::Text;

/// The whole page.
pub(super) fn page(desk: Desk, route: Route) -> impl IntoView {
    let header = header(desk);
    let pages = pages(desk, &route);
    let content = match route {
        Route::Home => home::page(desk).into_any(),
        Route::Results(campaign) => results::page(desk, campaign).into_any(),
        Route::Device => device::page(desk).into_any(),
        Route::About => about::page(desk).into_any(),
        Route::Tools => tools::page(desk).into_any(),
        Route::Index766 => tools::index_766::page(desk).into_any(),
        Route::Sampling => tools::sampling::page(desk).into_any(),
        Route::Unkept => notice::unkept(desk).into_any(),
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

fn header(desk: Desk) -> impl IntoView {
    let other = desk.say(Text::AppOtherLang);
    view! {
        <header class="top">
            <svg class="mark" viewBox="8 7 50 50" aria-hidden="true">
                <path d="M21.5 26a16 16 0 0 1 32 0c0 10.8-8.5 12.5-10.2 20.5a7.5 7.5 0 0 1-14.5 1.6M30.2 26.5a7.3 7.3 0 0 1 14.6 0c0 5.6-5.8 6.2-6.7 11.8"></path>
                <path class="warm" d="M12 20.5a13.5 13.5 0 0 0 0 13"></path>
            </svg>
            <span class="name">{desk.say(Text::AppName)}</span>
            // Remembered before the link is followed, for pages opened without it.
            <a
                class="lang"
                id="lang"
                href=["?l=", other].concat()
                lang=other
                hreflang=other
                on:click=move |_| local::set("ln.lang", other)
            >
                {desk.say(Text::AppOtherLanguage)}
            </a>
        </header>
    }
}

fn pages(desk: Desk, open: &Route) -> impl IntoView + use<> {
    let link = |path: &str, name: Text, route: &Route| {
        let within = *route == Route::Tools && matches!(open, Route::Index766 | Route::Sampling);
        let current = if open == route { Some("page") } else { within.then_some("true") };
        view! { <li><a href=desk.link(path) aria-current=current>{desk.say(name)}</a></li> }
    };
    view! {
        <nav class="pages" aria-label=desk.say(Text::DeskNav)>
            <ul>
                {link("/", Text::DeskHome, &Route::Home)}
                {link("/may-nay", Text::DeskDevice, &Route::Device)}
                {link("/cong-cu", Text::DeskTools, &Route::Tools)}
                {link("/gioi-thieu", Text::DeskAbout, &Route::About)}
            </ul>
        </nav>
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
