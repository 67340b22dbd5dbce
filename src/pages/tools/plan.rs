//! The improvement plan: what is weak, what is done, who does it, by when, and whether it is done. Kept
//! on this device; saved as a table and read from one.

mod actions;
mod entry;
mod table;
mod typed;

use lang_nghe_published::{Action, Plan};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::keep::{self, NotKept};
use crate::pages::around::Tongue;
use crate::pages::field::Wrong;
use crate::platform::event;
use crate::text::Text;

use typed::Typed;

/// Name of what is kept.
const NAME: &str = "improvement-plan";

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Room {
    tongue: Tongue,
    plan: RwSignal<Plan>,
    typed: RwSignal<Typed>,
    /// The action that stands in the form to be changed.
    changing: RwSignal<Option<Action>>,
    wrongs: RwSignal<Vec<Wrong>>,
    said: RwSignal<String>,
    trouble: RwSignal<Option<NotKept>>,
}

impl Room {
    async fn look(self) {
        match keep::read(NAME).await {
            Ok(plan) => self.plan.set(plan),
            Err(why) => self.trouble.set(Some(why)),
        }
    }

    /// Changes the plan; what another tab kept meanwhile stays.
    async fn change(self, change: impl FnOnce(&mut Plan)) -> Result<(), NotKept> {
        self.plan.set(keep::change(NAME, change).await?);
        Ok(())
    }

    /// Puts one action in place of another.
    async fn replace(self, old: Action, new: Action) -> Result<(), NotKept> {
        self.change(|plan| match plan.actions.iter_mut().find(|action| **action == old) {
            Some(action) => *action = new,
            // Another tab took it out; what was just written is not lost.
            None => plan.actions.push(new),
        })
        .await
    }

    /// Says what came of it.
    fn say(self, done: Result<(), NotKept>, words: String) {
        match done {
            Ok(()) => self.said.set(words),
            Err(why) => self.said.set(why.words(self.tongue).to_owned()),
        }
    }
}

/// The page.
pub(super) fn page(tongue: Tongue) -> AnyView {
    let room = Room {
        tongue,
        plan: RwSignal::new(Plan::default()),
        typed: RwSignal::new(Typed::default()),
        changing: RwSignal::new(None),
        wrongs: RwSignal::new(Vec::new()),
        said: RwSignal::new(String::new()),
        trouble: RwSignal::new(None),
    };
    spawn_local(room.look());
    let trouble = move || room.trouble.get().map(|why| view! { <p class="warning">{why.words(tongue)}</p> });
    view! {
        <h1>{tongue.say(Text::PlanTitle)}</h1>
        <p class="lead">{tongue.say(Text::PlanLead)}</p>
        <div role="alert">{trouble}</div>
        {unit(room).into_any()}
        {actions::section(room).into_any()}
        {entry::section(room).into_any()}
        {table::section(room).into_any()}
    }
    .into_any()
}

/// Whose plan it is: kept as soon as the field is left.
fn unit(room: Room) -> impl IntoView {
    let keep = move |changed: leptos::ev::Event| {
        let unit = event::composed(&event_target_value(&changed));
        spawn_local(async move {
            if let Err(why) = room.change(|plan| plan.unit = unit).await {
                room.said.set(why.words(room.tongue).to_owned());
            }
        });
    };
    view! {
        <div class="entry">
            <label for="unit">{room.tongue.say(Text::PlanUnit)}</label>
            <input
                id="unit"
                type="text"
                autocomplete="off"
                prop:value=move || room.plan.with(|plan| plan.unit.clone())
                on:change=keep
            />
        </div>
    }
}
