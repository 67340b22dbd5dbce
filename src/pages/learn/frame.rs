//! What every page here has around it.

use leptos::prelude::*;

use super::route::Route;
use super::{Learn, catalogue, class, kept, lesson, record, review, sheet, verify, who};
use crate::pages::around;
use crate::text::Text;

/// What a program draws for a page.
pub(super) type Content = fn(Learn, Route) -> AnyView;

/// The whole page.
pub(super) fn page(learn: Learn, route: Route, content: Content) -> impl IntoView {
    let open = if route == Route::Catalogue { "/hoc" } else { "" };
    // A new version waits until the person wants it: a lesson may be half done.
    around::frame(learn.tongue, learn.news, open, ("desk learn", content(learn, route)))
}

/// What the lessons' own program draws.
pub(super) fn lessons(learn: Learn, route: Route) -> AnyView {
    match route {
        Route::Catalogue => catalogue::page(learn).into_any(),
        Route::Review => review::page(learn).into_any(),
        Route::People => who::page(learn).into_any(),
        Route::Kept => kept::page(learn).into_any(),
        Route::Lesson(id) => lesson::page(learn, id).into_any(),
        // The other program has not come.
        Route::Class | Route::Sheet | Route::Verify | Route::Record => lesson::failed(learn).into_any(),
        Route::Missing => missing(learn).into_any(),
    }
}

/// What the program beside it draws.
pub(super) fn beside(learn: Learn, route: Route) -> AnyView {
    match route {
        Route::Class => class::page(learn).into_any(),
        Route::Sheet => sheet::page(learn).into_any(),
        Route::Verify => verify::page(learn).into_any(),
        Route::Record => record::page(learn).into_any(),
        _ => missing(learn).into_any(),
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

/// What is asked before something is erased: to be drawn while `asking`, with the focus on its heading.
pub(super) fn erase_or_not(
    learn: Learn,
    question: Text,
    asking: RwSignal<bool>,
    erase: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <div class="confirm" role="group" aria-labelledby="confirm">
            <h2 id="confirm" tabindex="-1">{learn.say(question)}</h2>
            <p class="deeds">
                <button type="button" class="go other" on:click=move |_| asking.set(false)>
                    {learn.say(Text::PeopleEraseNo)}
                </button>
                <button type="button" class="go" on:click=move |_| erase()>{learn.say(Text::PeopleEraseYes)}</button>
            </p>
        </div>
    }
}
