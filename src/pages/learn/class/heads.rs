//! Counting heads by age and gender.

use lang_nghe_lesson::class::{Class, Stage};
use leptos::prelude::*;

use super::counter::parse;
use super::room::{self, Room};
use crate::platform::event;
use crate::text::Text;

/// The groups of age in their order.
pub(super) const AGES: [Text; 6] = [
    Text::AgesUnder18,
    Text::AgesFrom18,
    Text::AgesFrom25,
    Text::AgesFrom35,
    Text::AgesFrom50,
    Text::AgesOver60,
];
/// The groups of gender in their order.
const GENDERS: [Text; 3] = [Text::AgesFemale, Text::AgesMale, Text::AgesOther];

/// The table of fields.
pub(super) fn view(room: Room) -> impl IntoView {
    let book = room.book;
    let learn = book.learn;
    let heads: Vec<_> = GENDERS.map(|name| view! { <th scope="col">{learn.say(name)}</th> }).into();
    let rows: Vec<_> = AGES
        .into_iter()
        .enumerate()
        .map(|(age, name)| {
            let cells: Vec<_> = (0..GENDERS.len()).map(|gender| cell(room, age, gender)).collect();
            view! { <tr><th scope="row">{learn.say(name)}</th>{cells}</tr> }
        })
        .collect();
    let total = move || learn.fill(Text::ClassTotal, &[("n", &book.with(Class::heads).to_string())]);
    view! {
        <p class="lead">{learn.say(Text::ClassCountLead)}</p>
        <table class="heads">
            <thead><tr><th scope="col">{learn.say(Text::AgesAge)}</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
        <p class="score" role="status" id="heads">{total}</p>
        {room::onward(room, Stage::Before)}
    }
}

fn cell(room: Room, age: usize, gender: usize) -> impl IntoView {
    let learn = room.book.learn;
    let label = [AGES[age], GENDERS[gender]].map(|name| learn.say(name)).join(", ");
    let now = move || room.book.with(|class| class.people[age][gender]);
    let count = untrack(now);
    let typed = move |typed| {
        if let Some(count) = event::chosen(&typed).as_deref().and_then(parse) {
            room.book.change(move |class| class.people[age][gender] = count);
        }
    };
    let value = if count == 0 { String::new() } else { count.to_string() };
    view! {
        <td>
            <input
                type="text"
                inputmode="numeric"
                autocomplete="off"
                maxlength="3"
                placeholder="0"
                aria-label=label
                value=value
                on:input=typed
            />
        </td>
    }
}
