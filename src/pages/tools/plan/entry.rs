//! The form in which an action is written down or changed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Room;
use super::typed::{ACTION, BY, SEEN_IN, Typed, WEAK, WHO};
use crate::pages::field::{self, Field, Wrong, focus_soon};
use crate::platform::event;
use crate::text::Text;

/// The form.
pub(super) fn section(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event::take(&event);
        room.said.set(String::new());
        let changing = room.changing.get_untracked();
        let done = changing.as_ref().and_then(|action| action.done);
        match room.typed.with_untracked(|typed| typed.action(done)) {
            Ok(action) => {
                room.wrongs.set(Vec::new());
                spawn_local(async move {
                    let (kept, words) = match changing {
                        Some(old) => (room.replace(old, action).await, Text::PlanChanged),
                        None => (room.change(|plan| plan.actions.push(action)).await, Text::PlanAdded),
                    };
                    if kept.is_ok() {
                        room.changing.set(None);
                        room.typed.set(Typed::default());
                    }
                    room.say(kept, tongue.say(words).to_owned());
                    focus_soon("#actions");
                });
            }
            Err(fields) => {
                room.wrongs.set(fields.into_iter().map(|field| wrong(room, field)).collect());
                focus_soon("#wrong");
            }
        }
    };
    let cancel = move |_| {
        room.changing.set(None);
        room.typed.set(Typed::default());
        room.wrongs.set(Vec::new());
        focus_soon("#actions");
    };
    let changing = move || room.changing.with(Option::is_some);
    let title = move || tongue.say(if changing() { Text::PlanEntryChange } else { Text::PlanEntry });
    let button = move || tongue.say(if changing() { Text::PlanSave } else { Text::PlanAdd });
    let leave = move || {
        changing().then(|| {
            view! { <button type="button" class="quiet" on:click=cancel>{tongue.say(Text::PlanCancel)}</button> }
        })
    };
    view! {
        <section aria-labelledby="entry">
            <h2 id="entry" tabindex="-1">{title}</h2>
            <div class="wrongs">{field::summary(tongue, "wrong", room.wrongs)}</div>
            <form novalidate on:submit=submit>
                {line(room, WEAK, Text::PlanWeak, Some(Text::PlanWeakHint))}
                {line(room, SEEN_IN, Text::PlanSeenIn, Some(Text::PlanSeenInHint))}
                {line(room, ACTION, Text::PlanAction, None)}
                {line(room, WHO, Text::PlanWho, Some(Text::PlanWhoHint))}
                {line(room, BY, Text::PlanBy, Some(Text::PlanByHint))}
                <p class="deeds">
                    <button type="submit" class="go">{button}</button>
                    {leave}
                </p>
            </form>
        </section>
    }
}

fn line(room: Room, id: &'static str, label: Text, hint: Option<Text>) -> impl IntoView {
    let say = |key: Text| room.tongue.say(key).to_owned();
    let asked = Field {
        id: id.to_owned(),
        label: say(label),
        hint: hint.map(say).unwrap_or_default(),
        kind: if id == BY { "date" } else { "" },
        ..Field::default()
    };
    let value = move || room.typed.with(|typed| typed.text(id).to_owned());
    let put = move |text: String| room.typed.update(|typed| typed.put(id, event::composed(&text)));
    field::line(room.tongue, asked, value, (room.wrongs, put))
}

fn wrong(room: Room, field: &str) -> Wrong {
    let (label, words) = match field {
        WEAK => (Text::PlanWeak, Text::PlanWrongWeak),
        ACTION => (Text::PlanAction, Text::PlanWrongAction),
        _ => (Text::PlanBy, Text::PlanWrongBy),
    };
    let say = |key: Text| room.tongue.say(key).to_owned();
    Wrong { field: field.to_owned(), label: say(label), words: say(words) }
}
