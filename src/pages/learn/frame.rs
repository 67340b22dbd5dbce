//! What every page here has around it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::route::Route;
use super::{Learn, catalogue, class, kept, lesson, review, sheet, verify, who};
use crate::pages::around;
use crate::platform::worker;
use crate::text::Text;

/// The whole page.
pub(super) fn page(learn: Learn, route: Route) -> impl IntoView {
    let open = if route == Route::Catalogue { "/hoc" } else { "" };
    let header = around::header(learn.tongue);
    let pages = around::pages(learn.tongue, open);
    let content = match route {
        Route::Catalogue => catalogue::page(learn).into_any(),
        Route::Review => review::page(learn).into_any(),
        Route::People => who::page(learn).into_any(),
        Route::Kept => kept::page(learn).into_any(),
        Route::Class => class::page(learn).into_any(),
        Route::Sheet => sheet::page(learn).into_any(),
        Route::Verify => verify::page(learn).into_any(),
        Route::Lesson(id) => lesson::page(learn, id).into_any(),
        Route::Missing => missing(learn).into_any(),
    };
    view! {
        <a class="skip" href="#main">{learn.say(Text::AppSkip)}</a>
        {header}
        {pages}
        <main id="main" class="desk learn" tabindex="-1">{content}</main>
        <footer>{news(learn)}</footer>
    }
}

/// There is no such page.
pub(super) fn missing(learn: Learn) -> impl IntoView {
    view! {
        <h1>{learn.say(Text::LearnMissing)}</h1>
        <p>{learn.say(Text::LearnMissingText)}</p>
        {to_catalogue(learn)}
    }
}

/// The way back to all lessons.
pub(super) fn to_catalogue(learn: Learn) -> impl IntoView {
    view! { <p class="deeds"><a class="go other" href=learn.tongue.link("/hoc")>{learn.say(Text::LearnAll)}</a></p> }
}

/// A new version: it waits until the person wants it, since a lesson may be half done.
fn news(learn: Learn) -> impl IntoView {
    let offer = move || {
        learn.update.get().then(|| {
            view! {
                <p class="fact">{learn.say(Text::StatusUpdate)}</p>
                <button type="button" class="quiet" on:click=move |_| spawn_local(worker::use_update())>
                    {learn.say(Text::StatusUpdateButton)}
                </button>
            }
        })
    };
    view! { <div role="status">{offer}</div> }
}
