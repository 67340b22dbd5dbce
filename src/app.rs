//! The survey as Leptos components.
//!
//! One signal around the plain [`State`]. A page is drawn once, from what the state then says, and
//! stays as it is until the page changes: a tap on an answer is the browser's own radio button and
//! costs no drawing at all. Only the few lines that change by themselves are closures.

use leptos::either::Either;
use leptos::prelude::*;

use crate::pages;
use crate::state::{Action, Effect, State};
use crate::text::Text;
use crate::ui::{footer::footer, header::header, idle::idle_dialog};

/// The survey's state, and who carries out what its actions cause.
#[derive(Clone, Copy)]
pub struct App {
    state: RwSignal<State>,
    perform: fn(App, Effect),
}

impl App {
    /// An app around a state. `perform` reaches the browser; at build time it does nothing.
    pub fn new(state: State, perform: fn(App, Effect)) -> Self {
        Self { state: RwSignal::new(state), perform }
    }

    /// Does what an action means.
    pub fn act(self, action: Action) {
        let effects = self.state.try_update(|state| state.act(action)).unwrap_or_default();
        for effect in effects {
            (self.perform)(self, effect);
        }
    }

    /// Changes what is known of the device or the page, outside a person's actions.
    pub fn learn(self, change: impl FnOnce(&mut State)) {
        self.state.update(change);
    }

    /// Reads the state as it is now. A view that calls this does not follow later changes.
    pub fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        self.state.with_untracked(read)
    }

    /// Reads the state and follows it.
    pub fn follow<T>(self, read: impl FnOnce(&State) -> T) -> T {
        self.state.with(read)
    }

    /// Interface words as they are now.
    pub fn text(self, key: Text) -> String {
        self.read(|state| state.text(key).to_owned())
    }
}

/// The whole page.
pub fn survey(app: App) -> impl IntoView {
    let face = Memo::new(move |_| app.follow(State::face));
    // Pages of the same shape would be patched in place, and a radio button that a person has touched
    // keeps its mark whatever the new page says. Alternating the branch makes every page a fresh one.
    let mut odd = false;
    let page = move || {
        face.track();
        odd = !odd;
        let page = pages::current(app);
        if odd { Either::Left(page) } else { Either::Right(page) }
    };
    view! {
        {header(app)}
        <main id="main">{page}</main>
        {footer(app)}
        {idle_dialog(app)}
    }
}
