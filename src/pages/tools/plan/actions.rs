//! The actions, each as a card: on a phone a table of seven columns would be read through a keyhole.

use lang_nghe_published::{Action, State};
use lang_nghe_record::Day;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Room;
use super::typed::{Typed, WEAK};
use crate::pages::field::focus_soon;
use crate::platform::clock;
use crate::text::Text;

/// A clock that cannot be read makes nothing late.
pub(super) fn today() -> Option<Day> {
    clock::today().or_else(|| Day::new(2000, 1, 1).ok())
}

/// The name of a state.
pub(super) fn state_name(state: State) -> Text {
    match state {
        State::Done => Text::PlanStateDone,
        State::Late => Text::PlanStateLate,
        State::Open => Text::PlanStateOpen,
    }
}

/// The list with its counts.
pub(super) fn section(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let taken = RwSignal::new(None::<(usize, Action)>);
    let counts = move || {
        let today = today()?;
        let [done, late, open] = room.plan.with(|plan| plan.counts(today)).map(|count| count.to_string());
        let values = [("done", done.as_str()), ("late", &late), ("open", &open)];
        let any = room.plan.with(|plan| !plan.actions.is_empty());
        Some(if any { tongue.fill(Text::PlanCounts, &values) } else { tongue.say(Text::PlanNone).to_owned() })
    };
    let cards = move || {
        let actions = room.plan.with(|plan| plan.actions.clone());
        let cards =
            actions.into_iter().enumerate().map(|(at, action)| card(room, (at, action), taken).into_any());
        cards.collect::<Vec<_>>()
    };
    let undo = move || {
        taken.get().map(|(at, action)| {
            let back = move |_| spawn_local(put_back(room, (at, action.clone()), taken));
            view! { <button type="button" class="quiet" id="undo" on:click=back>{tongue.say(Text::PlanUndo)}</button> }
        })
    };
    view! {
        <section aria-labelledby="actions">
            <h2 id="actions" tabindex="-1">{tongue.say(Text::PlanList)}</h2>
            <p class="fact">{counts}</p>
            <p role="status" class="said">{room.said}</p>
            {undo}
            <ul class="cards">{cards}</ul>
        </section>
    }
}

async fn put_back(room: Room, (at, action): (usize, Action), taken: RwSignal<Option<(usize, Action)>>) {
    let kept = room.change(|plan| plan.actions.insert(at.min(plan.actions.len()), action)).await;
    if kept.is_ok() {
        taken.set(None);
    }
    room.say(kept, room.tongue.say(Text::PlanPutBack).to_owned());
    focus_soon("#actions");
}

async fn take(room: Room, (at, action): (usize, Action), taken: RwSignal<Option<(usize, Action)>>) {
    let gone = action.clone();
    let kept = room.change(|plan| plan.actions.retain(|one| *one != gone)).await;
    if kept.is_ok() {
        // What stood in the form to be changed is no longer there to be changed.
        room.changing.update(|changing| *changing = changing.take().filter(|one| *one != action));
        taken.set(Some((at, action.clone())));
        focus_soon("#undo");
    }
    room.say(kept, room.tongue.fill(Text::PlanTaken, &[("action", &action.action)]));
}

/// Marks an action as done today, or as not done.
async fn mark(room: Room, action: Action) {
    let done = if action.done.is_some() { None } else { today() };
    let words = if done.is_some() { Text::PlanMarkedDone } else { Text::PlanMarkedOpen };
    let kept = room.replace(action.clone(), Action { done, ..action }).await;
    room.say(kept, room.tongue.say(words).to_owned());
    focus_soon("#actions");
}

fn card(
    room: Room,
    (at, action): (usize, Action),
    taken: RwSignal<Option<(usize, Action)>>,
) -> impl IntoView {
    let tongue = room.tongue;
    let state = today().map_or(State::Open, |today| action.state(today));
    let day = |day: Option<Day>| day.map(|day| tongue.day(&day.to_string()));
    let facts = [
        (Text::PlanAction, Some(action.action.clone())),
        (Text::PlanSeenIn, Some(action.seen_in.clone())),
        (Text::PlanWho, Some(action.who.clone())),
        (Text::PlanBy, Some(day(action.by).unwrap_or_else(|| tongue.say(Text::PlanNoDay).to_owned()))),
        (Text::PlanDone, day(action.done)),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .filter_map(|(key, text)| Some((key, text.filter(|text| !text.is_empty())?)))
        .map(|(key, text)| view! { <div><dt>{tongue.say(key)}</dt><dd>{text}</dd></div> })
        .collect();
    let class = match state {
        State::Done => "card action action--done",
        State::Late => "card action action--late",
        State::Open => "card action",
    };
    let deed = if state == State::Done { Text::PlanMarkOpen } else { Text::PlanMarkDone };
    let named =
        |key: Text| tongue.fill(Text::PlanDeedOf, &[("deed", tongue.say(key)), ("action", &action.action)]);
    let (marked, changed, gone) = (action.clone(), action.clone(), action.clone());
    let edit = move |_| {
        room.typed.set(Typed::of(&changed));
        room.changing.set(Some(changed.clone()));
        room.wrongs.set(Vec::new());
        room.said.set(String::new());
        focus_soon(["#", WEAK].concat());
    };
    view! {
        <li class=class>
            <h3>{action.weak.clone()}</h3>
            <p class="state">{tongue.say(state_name(state))}</p>
            <dl>{facts}</dl>
            <p class="deeds">
                <button type="button" class="quiet" aria-label=named(deed) on:click=move |_| spawn_local(mark(room, marked.clone()))>
                    {tongue.say(deed)}
                </button>
                <button type="button" class="quiet" aria-label=named(Text::PlanEdit) on:click=edit>{tongue.say(Text::PlanEdit)}</button>
                <button type="button" class="quiet" aria-label=named(Text::PlanTake) on:click=move |_| spawn_local(take(room, (at, gone.clone()), taken))>
                    {tongue.say(Text::PlanTake)}
                </button>
            </p>
        </li>
    }
}
