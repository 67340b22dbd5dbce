//! The first taps, tried out on a form that nobody sees.
//!
//! Browsers compile a function when it is called for the first time, which makes a person's first “continue” the
//! slowest one. Here it happens while nobody waits, each part in a task of its own.

use std::sync::Arc;

use crate::app::App;
use crate::markup::Markup;
use crate::pages;
use crate::platform::clock;
use crate::state::{Action, State};

/// Between two parts, so that a tap always finds its turn.
const REST_MS: u32 = 60;

/// Opens, leaves and draws a few pages, and changes nothing of the app.
pub(super) async fn rehearse(app: App) {
    let mut state = app.read(|state| State::new(Arc::clone(&state.pack), state.facts.clone()));
    for action in [Action::Start, Action::Skip, Action::Next] {
        clock::sleep(REST_MS).await;
        state.act(action);
        clock::sleep(REST_MS).await;
        pages::current(&state, &mut Markup::default());
        clock::sleep(REST_MS).await;
        let _ = (state.title(), state.session.encode(state.form(), 0));
    }
}
