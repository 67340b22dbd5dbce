//! Records kept on this device: one unit day by day, and all units beside each other.

use std::collections::BTreeMap;

use lang_nghe_index_766::{Change, History, Outcome, Record, standings as ranked};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::UNIT;
use super::{Room, kept};
use crate::pages::field::focus_soon;
use crate::pages::numbers::Numbers;
use crate::text::Text;

/// The days of the unit that stands in the form.
pub(super) fn history(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let unit = Memo::new(move |_| room.form.with(|form| form.text(UNIT).trim().to_owned()));
    // What was taken out last, so that it can be put back.
    let taken = RwSignal::new(None::<Record>);
    let said = RwSignal::new(String::new());
    let table = move || room.history.with(|history| days(room, &unit.get(), history, (taken, said)));
    let undo = move || {
        taken.get().map(|record| {
            let back = move |_| spawn_local(put_back(room, record.clone(), (taken, said)));
            view! { <button type="button" class="quiet" id="undo" on:click=back>{tongue.say(Text::Index766Undo)}</button> }
        })
    };
    view! {
        <section aria-labelledby="history">
            <h2 id="history" tabindex="-1">{tongue.say(Text::Index766History)}</h2>
            {table}
            <p role="status" class="said">{said}</p>
            {undo}
        </section>
    }
}

type Taken = (RwSignal<Option<Record>>, RwSignal<String>);

async fn put_back(room: Room, record: Record, (taken, said): Taken) {
    let words = match kept::put(room.log(), vec![record]).await {
        Ok(()) => {
            taken.set(None);
            room.tongue.say(Text::Index766PutBack).to_owned()
        }
        Err(why) => room.not_kept(&why),
    };
    room.look().await;
    said.set(words);
    focus_soon("#history");
}

async fn take(room: Room, record: Record, (taken, said): Taken) {
    let day = room.tongue.day(&record.day.to_string());
    let words = match kept::take(room.log(), record.clone()).await {
        Ok(()) => {
            taken.set(Some(record));
            room.tongue.fill(Text::Index766Taken, &[("day", &day)])
        }
        Err(why) => room.not_kept(&why),
    };
    room.look().await;
    said.set(words);
    focus_soon("#undo");
}

fn days(room: Room, unit: &str, history: &History, taken: Taken) -> AnyView {
    let (tongue, index) = (room.tongue, &room.content.index);
    let mut before: Option<Outcome> = None;
    let mut rows = Vec::new();
    for record in history.of(unit) {
        let Ok(outcome) = index.outcome(record) else { continue };
        let change = before.as_ref().and_then(|before| Change::between(index, before, &outcome).total);
        let change = change.map(|points| Numbers::of(tongue).change(points.to_f64()));
        rows.push(row(
            room,
            record,
            (total(room, &outcome), change.unwrap_or_else(|| "–".to_owned())),
            taken,
        ));
        before = Some(outcome);
    }
    if rows.is_empty() {
        return view! { <p>{tongue.say(Text::Index766HistoryNone)}</p> }.into_any();
    }
    rows.reverse();
    let caption = tongue.fill(Text::Index766HistoryOf, &[("unit", unit)]);
    view! {
        <div class="wide" tabindex="0" role="group" aria-label=caption.clone()>
            <table class="plain">
                <caption>{caption.clone()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{tongue.say(Text::Index766Day)}</th>
                        <th scope="col" class="number">{tongue.say(Text::Index766ColumnTotal)}</th>
                        <th scope="col" class="number">{tongue.say(Text::Index766ColumnChange)}</th>
                        <th scope="col">{tongue.say(Text::Index766ColumnDeeds)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(
    room: Room,
    record: &Record,
    (total, change): (String, String),
    taken: Taken,
) -> impl IntoView + use<> {
    let tongue = room.tongue;
    let day = tongue.day(&record.day.to_string());
    let (opened, gone) = (record.clone(), record.clone());
    let named = |key: Text| tongue.fill(key, &[("day", &day)]);
    view! {
        <tr>
            <th scope="row">{day.clone()}</th>
            <td class="number">{total}</td>
            <td class="number">{change}</td>
            <td>
                <button type="button" class="quiet" aria-label=named(Text::Index766OpenDay) on:click=move |_| room.show(&opened)>
                    {tongue.say(Text::Index766Open)}
                </button>
                " "
                <button
                    type="button"
                    class="quiet"
                    aria-label=named(Text::Index766TakeDay)
                    on:click=move |_| spawn_local(take(room, gone.clone(), taken))
                >
                    {tongue.say(Text::Index766Take)}
                </button>
            </td>
        </tr>
    }
}

/// The total, or the range in which it lies.
fn total(room: Room, outcome: &Outcome) -> String {
    let numbers = Numbers::of(room.tongue);
    match outcome.total {
        Some(total) => numbers.points(total.points.to_f64()),
        None => [numbers.points(outcome.known), numbers.points(outcome.high)].join("–"),
    }
}

/// Every unit with its newest record, by total.
pub(super) fn standings(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let table = move || room.history.with(|history| units(room, history));
    view! {
        <section aria-labelledby="standings">
            <h2 id="standings">{tongue.say(Text::Index766Standings)}</h2>
            <p class="quiet-text">{tongue.say(Text::Index766StandingsText)}</p>
            {table}
        </section>
    }
}

fn units(room: Room, history: &History) -> AnyView {
    let tongue = room.tongue;
    let newest: BTreeMap<&str, (&Record, Outcome)> = history
        .records()
        .filter_map(|record| Some((record.unit.as_str(), (record, room.content.index.outcome(record).ok()?))))
        .collect();
    if newest.is_empty() {
        return view! { <p>{tongue.say(Text::Index766StandingsNone)}</p> }.into_any();
    }
    let (places, without) = ranked(newest.iter().map(|(unit, (_, outcome))| (*unit, outcome)));
    let rows: Vec<_> = places
        .iter()
        .filter_map(|standing| {
            let (record, _) = newest.get(standing.unit.as_str())?;
            let place = [standing.place.to_string(), standing.of.to_string()].join("/");
            Some(view! {
                <tr>
                    <td class="number">{place}</td>
                    <th scope="row">{standing.unit.clone()}</th>
                    <td class="number">{Numbers::of(tongue).points(standing.total.to_f64())}</td>
                    <td>{tongue.day(&record.day.to_string())}</td>
                </tr>
            })
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <div class="wide" tabindex="0" role="group" aria-label=tongue.say(Text::Index766Standings)>
                <table class="plain">
                    <thead>
                        <tr>
                            <th scope="col" class="number">{tongue.say(Text::Index766ColumnPlace)}</th>
                            <th scope="col">{tongue.say(Text::Index766Unit)}</th>
                            <th scope="col" class="number">{tongue.say(Text::Index766ColumnTotal)}</th>
                            <th scope="col">{tongue.say(Text::Index766Day)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    let without = (!without.is_empty()).then(|| {
        view! { <p>{tongue.fill(Text::Index766StandingsWithout, &[("units", &without.join("; "))])}</p> }
    });
    view! {
        {table}
        {without}
    }
    .into_any()
}
