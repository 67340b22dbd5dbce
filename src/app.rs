//! The survey's state, and what follows from a change of it.
//!
//! Pages are drawn once, from what the state says at that moment, and replaced as a whole when another page is due: a
//! tap on an answer is the browser's own radio button and costs no drawing at all. Only a few words change by
//! themselves. So the citizen's program needs no reactive graph and goes without Leptos, which all other pages use:
//! that takes 21 KB off what every visitor downloads (`docs/performance.md`).

use std::cell::RefCell;

use crate::state::{Action, Effect, State};

/// The survey's state, and who carries out what its actions cause.
#[derive(Clone, Copy)]
pub struct App {
    state: &'static RefCell<State>,
    perform: fn(App, Effect),
}

impl App {
    /// An app around a state, for as long as the page lives. `perform` reaches the browser.
    pub fn new(state: State, perform: fn(App, Effect)) -> Self {
        Self { state: Box::leak(Box::new(RefCell::new(state))), perform }
    }

    /// Does what an action means.
    pub fn act(self, action: Action) {
        for effect in self.change(|state| state.act(action)) {
            (self.perform)(self, effect);
        }
    }

    /// Notes what became known of the device, outside a person's actions.
    pub fn learn(self, change: impl FnOnce(&mut State)) {
        self.change(|state| {
            change(state);
            Vec::new()
        });
    }

    /// Changes the state, and has drawn anew what then looks different.
    fn change(self, change: impl FnOnce(&mut State) -> Vec<Effect>) -> Vec<Effect> {
        let (effects, drawn) = {
            let mut state = self.state.borrow_mut();
            let (page, foot) = (state.page_face(), state.foot_face());
            let effects = change(&mut state);
            let page = if state.page_face() == page { Effect::DrawWords } else { Effect::DrawPage };
            let foot = (state.foot_face() != foot).then_some(Effect::DrawFoot);
            (effects, [Some(page), foot])
        };
        for effect in drawn.into_iter().flatten() {
            (self.perform)(self, effect);
        }
        effects
    }

    /// Reads the state as it is now. It must not be changed meanwhile.
    pub fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.state.borrow())
    }
}
