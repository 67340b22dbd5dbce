//! The survey's state and its views.
//!
//! One signal around the plain [`State`]. Pages are drawn once, from what the state says at that
//! moment, and replaced as a whole when another page is due: a tap on an answer is the browser's own
//! radio button and costs no drawing at all. The few words that change by themselves are [`live`].

use leptos::prelude::*;

use crate::state::{Action, Effect, State};
use crate::text::Text;

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
        for effect in self.change(|state| state.act(action)) {
            (self.perform)(self, effect);
        }
    }

    /// Notes what became known of the device, outside a person's actions.
    pub fn learn(self, change: impl FnOnce(&mut State)) {
        self.change(change);
    }

    /// Changes the state, and has drawn anew what then looks different.
    fn change<T>(self, change: impl FnOnce(&mut State) -> T) -> T
    where
        T: Default,
    {
        let mut drawn = Vec::new();
        let result = self.state.try_update(|state| {
            let (page, foot) = (state.page_face(), state.foot_face());
            let result = change(state);
            if state.page_face() != page {
                drawn.push(Effect::DrawPage);
            }
            if state.foot_face() != foot {
                drawn.push(Effect::DrawFoot);
            }
            result
        });
        for effect in drawn {
            (self.perform)(self, effect);
        }
        result.unwrap_or_default()
    }

    /// Reads the state as it is now. A view that calls this does not follow later changes.
    pub fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        self.state.with_untracked(read)
    }

    /// Interface words as they are now.
    pub fn text(self, key: Text) -> String {
        self.read(|state| state.text(key).to_owned())
    }
}

/// Words that follow the state by themselves. A plain function, so that all of them are one piece of
/// code in the program that people download.
pub fn live(app: App, words: fn(&State) -> String) -> impl IntoView {
    move || app.state.with(words)
}

/// Where a page is drawn: in the browser, or into the prerendered start.
pub trait Canvas {
    /// What drawing gives.
    type Drawn;

    /// Draws a view.
    fn draw(self, view: impl IntoView + 'static) -> Self::Drawn;
}
