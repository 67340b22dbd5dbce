//! Filled-in forms in a table: opened here, counted here, shown as results are. Nothing of it is kept or sent.
//!
//! A program of its own beside the officials' tools: it draws whole reports and needs every instrument's questions, and
//! whoever works out an index needs neither.

mod compare;
mod content;
mod entry;
mod faults;
mod opening;
mod outcome;
mod reading;
mod template;
mod turns;

use std::sync::Arc;

use lang_nghe_instrument::Pack;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::pages::around::{self, News, Tongue};
use crate::pages::field::focus_soon;
use crate::pages::numbers::Numbers;
use crate::platform::document;
use crate::text::{Text, of_forms};

use opening::Source;
use outcome::Outcome;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Room {
    tongue: Tongue,
    /// The instruments to choose from; `Some(None)` when they cannot be had.
    packs: RwSignal<Option<Option<Vec<&'static Pack>>>>,
    /// Position of the chosen one.
    chosen: RwSignal<usize>,
    /// What was pasted.
    text: RwSignal<String>,
    step: RwSignal<Step>,
    /// How much of the work is done.
    read: RwSignal<Read>,
    /// Counts readings: one that is not the last has been given up.
    reading: RwSignal<u32>,
    said: RwSignal<String>,
}

/// How far it has come.
#[derive(Clone, Debug)]
enum Step {
    /// Nothing has been opened.
    Nothing,
    /// The table is being read.
    Reading,
    /// Something is wrong with the table; in words.
    Faults { faults: Vec<String>, more: usize },
    /// Counted.
    Done(Arc<Outcome>),
}

/// How much of the work is done.
#[derive(Clone, Copy, Debug, Default)]
struct Read {
    /// From 0 to 1.
    share: f64,
    /// Forms counted so far.
    forms: u64,
}

impl Room {
    /// The chosen instrument.
    fn pack(self) -> Option<&'static Pack> {
        self.packs.with(|packs| packs.as_ref()?.as_ref()?.get(self.chosen.get()).copied())
    }

    fn pack_untracked(self) -> Option<&'static Pack> {
        untrack(|| self.pack())
    }

    /// Begins a new reading; what was read before is given up.
    fn begin(self) -> u32 {
        self.reading.update(|number| *number += 1);
        self.said.set(String::new());
        self.reading.get_untracked()
    }

    /// Gives up what is being read.
    fn stop(self) {
        self.begin();
        self.step.set(Step::Nothing);
        self.said.set(self.tongue.say(Text::OwnFormsStopped).to_owned());
    }

    /// Counts the forms of a table.
    fn count(self, source: Source) {
        let Some(pack) = self.pack_untracked() else { return };
        let number = self.begin();
        self.read.set(Read::default());
        self.step.set(Step::Reading);
        spawn_local(async move {
            let Some(step) = reading::read(self, number, pack, source).await else { return };
            let target = if matches!(step, Step::Done(_)) { "#outcome" } else { "#found" };
            self.step.set(step);
            focus_soon(target);
        });
    }
}

/// Draws the page.
pub fn start() {
    let tongue = Tongue::here(of_forms);
    document::take_over(|| {
        mount_to_body(move || {
            around::name_page(tongue, tongue.say(Text::TableOwnForms));
            around::frame(tongue, News::listen(), "", ("desk", page(tongue)))
        });
    });
}

/// The page.
fn page(tongue: Tongue) -> AnyView {
    let room = Room {
        tongue,
        packs: RwSignal::new(None),
        chosen: RwSignal::new(0),
        text: RwSignal::new(String::new()),
        step: RwSignal::new(Step::Nothing),
        read: RwSignal::new(Read::default()),
        reading: RwSignal::new(0),
        said: RwSignal::new(String::new()),
    };
    spawn_local(async move { room.packs.set(Some(content::packs(tongue.lang).await)) });
    let below = move || match room.packs.with(|packs| packs.as_ref().map(Option::is_some)) {
        None => view! { <p class="wait">{tongue.say(Text::OwnFormsLoading)}</p> }.into_any(),
        Some(false) => view! { <p class="warning">{tongue.say(Text::OwnFormsMissing)}</p> }.into_any(),
        Some(true) => entry::section(room).into_any(),
    };
    view! {
        <h1>{tongue.say(Text::TableOwnForms)}</h1>
        <p class="lead">{tongue.say(Text::OwnFormsLead)}</p>
        {below}
        {move || room.step.with(|step| shown(room, step))}
        <p role="status" class="said">{room.said}</p>
    }
    .into_any()
}

/// What came of the table.
fn shown(room: Room, step: &Step) -> AnyView {
    match step {
        Step::Nothing => ().into_any(),
        Step::Reading => progress(room).into_any(),
        Step::Faults { faults, more } => faults::list(room.tongue, faults, *more).into_any(),
        Step::Done(outcome) => outcome::section(room.tongue, outcome),
    }
}

/// How far it has come, and a way to give it up. The button stays the same while the figures change.
fn progress(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let words = move || {
        let n = Numbers::of(tongue).whole(room.read.get().forms);
        tongue.fill(Text::OwnFormsProgress, &[("n", &n)])
    };
    view! {
        <div class="result">
            <p>{words}</p>
            <progress
                aria-label=tongue.say(Text::OwnFormsTable)
                max="1"
                value=move || format!("{:.3}", room.read.get().share)
            ></progress>
            <p class="deeds">
                <button type="button" class="go other" id="stop" on:click=move |_| room.stop()>
                    {tongue.say(Text::OwnFormsStop)}
                </button>
            </p>
        </div>
    }
}
