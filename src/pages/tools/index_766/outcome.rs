//! What the counts come to: the total or its range, the groups, and every component.

use lang_nghe_index_766::{Certainty, ComponentOutcome, Outcome, Record, Unknown};
use leptos::prelude::*;

use super::Room;
use crate::pages::numbers::Numbers;
use crate::text::Text;

/// The figures, once there are any.
pub(super) fn section(room: Room) -> impl IntoView {
    move || {
        room.result.with(|record| {
            let record = record.as_ref()?;
            let outcome = room.content.index.outcome(record).ok()?;
            Some(figures(room, record, &outcome))
        })
    }
}

fn figures(room: Room, record: &Record, outcome: &Outcome) -> impl IntoView + use<> {
    let (tongue, day) = (room.tongue, room.tongue.day(&record.day.to_string()));
    let facts: Vec<_> = facts(room, record, outcome)
        .into_iter()
        .enumerate()
        .map(|(at, fact)| view! { <p class=if at == 0 { "sum" } else { "fact" }>{fact}</p> })
        .collect();
    let reproduced = room.content.texts(tongue.lang).certainty[Certainty::Reproduced as usize].clone();
    view! {
        <section aria-labelledby="result" class="result">
            <h2 id="result" tabindex="-1">{tongue.say(Text::Index766Result)}</h2>
            <p class="quiet-text">{tongue.fill(Text::Index766ResultOf, &[("unit", &record.unit), ("day", &day)])}</p>
            {facts}
            {groups(room, outcome)}
            <details>
                <summary>{tongue.say(Text::Index766Components)}</summary>
                <p class="quiet-text">{reproduced}</p>
                {components(room, outcome)}
            </details>
        </section>
    }
}

/// The total in words, most important first.
fn facts(room: Room, record: &Record, outcome: &Outcome) -> Vec<String> {
    let (tongue, numbers) = (room.tongue, Numbers::of(room.tongue));
    let index = &room.content.index;
    let points = |points: f64| numbers.points(points);
    let most = index.points().to_string();
    let known = tongue.fill(
        Text::Index766Known,
        &[("points", &points(outcome.known)), ("of", &outcome.known_of.to_string())],
    );
    let mut facts = Vec::new();
    match outcome.total {
        Some(total) => {
            let key = if total.published { Text::Index766TotalPublished } else { Text::Index766TotalIs };
            facts.push(tongue.fill(key, &[("points", &points(total.points.to_f64())), ("of", &most)]));
            if outcome.known_of < index.points() {
                facts.push(known);
                facts.extend(rest(room, outcome, total.points.to_f64()));
            }
        }
        None if outcome.known_of == 0 => facts.push(tongue.say(Text::Index766KnownNone).to_owned()),
        None => {
            facts.push(known);
            let values = [("low", &*points(outcome.known)), ("high", &*points(outcome.high))];
            facts.push(tongue.fill(Text::Index766Range, &values));
        }
    }
    facts.push(band(room, outcome));
    if let Some((place, of)) = record.rank {
        facts.push(
            tongue.fill(Text::Index766RankIs, &[("place", &place.to_string()), ("of", &of.to_string())]),
        );
    }
    facts
}

/// What a published total says of the parts that nothing else is known of.
fn rest(room: Room, outcome: &Outcome, total: f64) -> Option<String> {
    let (of, rest) = (room.content.index.points().checked_sub(outcome.known_of)?, total - outcome.known);
    let points = Numbers::of(room.tongue).points(rest);
    let can_be = outcome.known_of > 0 && rest > -0.005 && rest < f64::from(of) + 0.005;
    can_be.then(|| room.tongue.fill(Text::Index766Rest, &[("points", &points), ("of", &of.to_string())]))
}

fn band(room: Room, outcome: &Outcome) -> String {
    let (tongue, texts) = (room.tongue, room.content.texts(room.tongue.lang));
    let found = outcome.band.and_then(|at| Some((room.content.index.bands.get(at)?, texts.bands.get(at)?)));
    let Some((band, name)) = found else { return tongue.say(Text::Index766BandNone).to_owned() };
    let from = Numbers::of(tongue).points(band.from.to_f64());
    let certainty = texts.certainty[band.certainty as usize].to_lowercase();
    tongue.fill(Text::Index766Band, &[("band", name), ("from", &from), ("certainty", &certainty)])
}

fn groups(room: Room, outcome: &Outcome) -> impl IntoView + use<> {
    let (tongue, numbers) = (room.tongue, Numbers::of(room.tongue));
    let texts = room.content.texts(tongue.lang);
    let rows: Vec<_> = outcome
        .groups
        .iter()
        .zip(&room.content.index.groups)
        .zip(&texts.groups)
        .map(|((found, group), name)| {
            let missing = group.points.saturating_sub(found.known_of);
            let state = match (found.published, found.known_of, missing) {
                (Some(_), _, _) => tongue.say(Text::Index766StatePublished).to_owned(),
                (None, 0, _) => tongue.say(Text::Index766StateNone).to_owned(),
                (None, _, 0) => tongue.say(Text::Index766StateAll).to_owned(),
                (None, _, missing) => tongue.fill(Text::Index766StatePart, &[("n", &missing.to_string())]),
            };
            let points = if found.known_of == 0 { "–".to_owned() } else { numbers.points(found.known) };
            let points = [points, group.points.to_string()].join("/");
            view! {
                <tr>
                    <th scope="row">{name.clone()}</th>
                    <td class="number">{points}</td>
                    <td>{state}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="wide" tabindex="0" role="group" aria-label=tongue.say(Text::Index766Groups)>
            <table class="plain">
                <caption>{tongue.say(Text::Index766Groups)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{tongue.say(Text::Index766ColumnGroup)}</th>
                        <th scope="col" class="number">{tongue.say(Text::Index766ColumnPoints)}</th>
                        <th scope="col">{tongue.say(Text::Index766ColumnState)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn components(room: Room, outcome: &Outcome) -> impl IntoView + use<> {
    let tongue = room.tongue;
    let found = outcome.groups.iter().flat_map(|group| &group.components);
    let rows: Vec<_> = found.filter_map(|found| component(room, found)).collect();
    view! {
        <div class="wide" tabindex="0" role="group" aria-label=tongue.say(Text::Index766Components)>
            <table class="plain">
                <thead>
                    <tr>
                        <th scope="col">{tongue.say(Text::Index766ColumnComponent)}</th>
                        <th scope="col" class="number">{tongue.say(Text::Index766ColumnPoints)}</th>
                        <th scope="col">{tongue.say(Text::Index766ColumnFrom)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn component(room: Room, found: &ComponentOutcome) -> Option<impl IntoView + use<>> {
    let (tongue, numbers) = (room.tongue, Numbers::of(room.tongue));
    let component = room.content.index.components.get(found.component)?;
    let name = room.content.texts(tongue.lang).components.get(found.component)?.name.clone();
    let points = found.points().map_or_else(|| "–".to_owned(), |points| numbers.points(points));
    let points = [points, component.points.to_string()].join("/");
    let counted = match (found.counted, found.shared) {
        (Ok(counted), _) if counted.of == 0 => tongue.say(Text::Index766FromZero).to_owned(),
        (Ok(counted), _) => {
            let share = numbers.percent(tongue, counted.good as f64 / counted.of as f64);
            let (good, of) = (numbers.whole(counted.good), numbers.whole(counted.of));
            tongue.fill(Text::Index766FromCounts, &[("good", &good), ("of", &of), ("share", &share)])
        }
        (Err(_), Some(shared)) => {
            tongue.fill(Text::Index766FromShare, &[("share", &numbers.percent(tongue, shared.share))])
        }
        (Err(Unknown::NothingToMeasure), None) => tongue.say(Text::Index766FromNothing).to_owned(),
        (Err(Unknown::NoData), None) if found.published.is_some() => {
            tongue.say(Text::Index766StatePublished).to_owned()
        }
        (Err(Unknown::NoData), None) => tongue.say(Text::Index766StateNone).to_owned(),
    };
    Some(view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number">{points}</td>
            <td>{counted}</td>
        </tr>
    })
}
