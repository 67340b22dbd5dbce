//! Drawing in the browser: each part of the page is written anew in one piece.

use crate::app::App;
use crate::markup::Markup;
use crate::pages;
use crate::platform::{clock, document};
use crate::state::State;
use crate::ui::footer;

use super::survey;

/// Draws everything anew.
pub(super) fn all(app: App) {
    document::set_language(&app.read(|state| state.pack.lang.clone()));
    put(app, "body", footer::frame);
    page(app);
    foot(app);
}

/// Draws the page that is open.
pub(super) fn page(app: App) {
    if let Some(survey) = survey() {
        survey.drawn.set(clock::ticks());
    }
    document::set_title(&app.read(State::title));
    put(app, "main", pages::current);
}

/// Draws the bottom of the page; a button there that was pressed by a key keeps the focus.
pub(super) fn foot(app: App) {
    let focused = document::is_at(SEND);
    put(app, "#foot", footer::foot);
    if focused {
        document::focus(SEND, false);
    }
}

/// The button that sends what waits: it stays while what stands beside it changes.
const SEND: &str = "#foot [data-tap=send]";

/// Writes anew what changes while a page stays.
pub(super) fn words(app: App) {
    for (id, words) in pages::LIVE {
        document::set_text(id, || app.read(words));
    }
}

/// The state is let go of before the browser gets the page: taking away what had the focus may call back.
fn put(app: App, place: &str, write: fn(&State, &mut Markup)) {
    let mut out = Markup::default();
    app.read(|state| write(state, &mut out));
    document::set_html(place, &out.finish());
}
