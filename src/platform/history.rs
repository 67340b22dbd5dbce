//! The browser's history: one entry per step, so that a phone's back button leads one question back.
//!
//! An entry holds a number for the form, the depth within it, and the step's name. No answer is ever
//! in it, and entries of another form are recognised by their number and lead nowhere.

use wasm_bindgen::prelude::*;
use web_sys::{History, PopStateEvent};

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which form it belongs to.
    pub form: u64,
    /// How many entries of that form lie before it.
    pub depth: u32,
    /// Name of the step.
    pub step: String,
}

impl Entry {
    fn write(&self) -> JsValue {
        [&self.form.to_string(), " ", &self.depth.to_string(), " ", &self.step].concat().into()
    }

    fn read(state: &JsValue) -> Option<Self> {
        let text = state.as_string()?;
        let mut parts = text.splitn(3, ' ');
        Some(Self {
            form: parts.next()?.parse().ok()?,
            depth: parts.next()?.parse().ok()?,
            step: parts.next()?.to_owned(),
        })
    }
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

/// The open entry, if it is one of ours.
pub fn current() -> Option<Entry> {
    Entry::read(&history()?.state().ok()?)
}

/// Writes into the open entry.
pub fn replace(entry: &Entry) {
    let _ = history().map(|history| history.replace_state(&entry.write(), ""));
}

/// Adds an entry.
pub fn push(entry: &Entry) {
    let _ = history().map(|history| history.push_state(&entry.write(), ""));
}

/// Goes back so many entries.
pub fn back(by: u32) {
    if let (Some(history), Ok(by)) = (history(), i32::try_from(by)) {
        let _ = history.go_with_delta(-by);
    }
}

/// Calls a function whenever the person moves in the history.
pub fn on_move(mut call: impl FnMut(Option<Entry>) + 'static) {
    super::document::listen("popstate", move |event| {
        call(Entry::read(&event.unchecked_ref::<PopStateEvent>().state()));
    });
}
