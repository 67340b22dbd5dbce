//! Which next step gains most, in words.

use lang_nghe_index_766::{Next, Outcome, Record, Step};
use leptos::prelude::*;

use super::Room;
use crate::pages::numbers::Numbers;
use crate::text::Text;

/// How many are shown before the others are asked for.
const FIRST: usize = 5;
/// How many times a step is worked out beside the first time.
const TIMES: u16 = 10;

/// The steps, once there are figures.
pub(super) fn section(room: Room) -> impl IntoView {
    move || {
        room.result.with(|record| {
            let record = record.as_ref()?;
            let steps = room.content.index.steps(record).ok()?;
            let outcome = room.content.index.outcome(record).ok()?;
            Some(list(room, record, &steps, &outcome))
        })
    }
}

fn list(room: Room, record: &Record, steps: &[Step], outcome: &Outcome) -> impl IntoView + use<> {
    let tongue = room.tongue;
    let (first, rest) = steps.split_at(steps.len().min(FIRST));
    let items = |steps: &[Step]| steps.iter().filter_map(|step| item(room, record, step)).collect::<Vec<_>>();
    let more = (!rest.is_empty()).then(|| {
        let words = tongue.fill(Text::Index766StepsMore, &[("n", &rest.len().to_string())]);
        view! {
            <details>
                <summary>{words}</summary>
                <ol class="steps" start=(FIRST + 1).to_string()>{items(rest)}</ol>
            </details>
        }
    });
    let note = room.content.texts(tongue.lang).alone_note.clone();
    let blind = blind(room, steps, outcome);
    let full = outcome.known_of == room.content.index.points() && blind.is_empty();
    let body = if steps.is_empty() {
        let key = if full { Text::Index766StepsFull } else { Text::Index766StepsNone };
        view! { <p>{tongue.say(key)}</p> }.into_any()
    } else {
        view! {
            <p class="quiet-text">{note}</p>
            <ol class="steps">{items(first)}</ol>
            {more}
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="steps">
            <h2 id="steps">{tongue.say(Text::Index766Steps)}</h2>
            {body}
            {(!blind.is_empty()).then(|| view! {
                <p>{tongue.say(Text::Index766StepsBlind)}</p>
                <ul>{blind.into_iter().map(|words| view! { <li>{words}</li> }).collect::<Vec<_>>()}</ul>
            })}
        </section>
    }
}

/// Where points are missing and nothing tells which deed would gain them: groups of which only the points were
/// published, and parts of which only points or a share are known.
fn blind(room: Room, steps: &[Step], outcome: &Outcome) -> Vec<String> {
    let (index, texts) = (&room.content.index, room.content.texts(room.tongue.lang));
    let said = |name: Option<&String>, missing: f64| {
        let (name, points) = (name?, Numbers::of(room.tongue).points(missing));
        let values = [("name", name.as_str()), ("points", &points)];
        (missing > 0.005).then(|| room.tongue.fill(Text::Index766StepsMissing, &values))
    };
    let mut lines = Vec::new();
    for (at, (found, group)) in outcome.groups.iter().zip(&index.groups).enumerate() {
        let of = |component: usize| index.components.get(component).map_or(0, |one| one.points);
        let has_step = |component: usize| steps.iter().any(|step| step.component == component);
        match found.published {
            Some(points) => {
                let told = steps
                    .iter()
                    .filter(|step| index.components.get(step.component).is_some_and(|one| one.group == at));
                let told: f64 = told.map(|step| step.missing.to_f64()).sum();
                let missing = f64::from(group.points) - points.to_f64();
                lines.extend((missing > told + 0.005).then(|| said(texts.groups.get(at), missing)).flatten());
            }
            None => lines.extend(found.components.iter().filter(|one| !has_step(one.component)).filter_map(
                |one| {
                    let missing = f64::from(of(one.component)) - one.points()?;
                    said(texts.components.get(one.component).map(|text| &text.name), missing)
                },
            )),
        }
    }
    lines
}

fn item(room: Room, record: &Record, step: &Step) -> Option<impl IntoView + use<>> {
    let (tongue, numbers) = (room.tongue, Numbers::of(room.tongue));
    let text = room.content.texts(tongue.lang).components.get(step.component)?;
    let gain = gained(room, step.gain.to_f64());
    let ten = room.content.index.gain_of(record, step, TIMES).map(|points| gained(room, points.to_f64()));
    let missing = numbers.points(step.missing.to_f64());
    let mut words = vec![tongue.fill(Text::Index766StepGain, &[("points", &gain)])];
    match step.to_full {
        Some(1) => words.push(tongue.say(Text::Index766StepLast).to_owned()),
        Some(n) => {
            if let Some(ten) = ten.filter(|_| n > TIMES.into()) {
                words
                    .push(tongue.fill(Text::Index766StepTen, &[("n", &TIMES.to_string()), ("points", &ten)]));
            }
            let values = [("n", &*numbers.whole(n)), ("points", &*missing)];
            words.push(tongue.fill(Text::Index766StepFull, &values));
        }
        None => {
            if let Some(ten) = ten {
                words
                    .push(tongue.fill(Text::Index766StepTen, &[("n", &TIMES.to_string()), ("points", &ten)]));
            }
            words.push(tongue.fill(Text::Index766StepNever, &[("points", &missing)]));
        }
    }
    let kind = match step.next {
        Next::New => Text::Index766StepNew,
        Next::Repair => Text::Index766StepRepair,
    };
    Some(view! {
        <li>
            <b>{text.step.clone()}</b>
            <span>{words.join(" ")}</span>
            <span class="quiet-text">{[&text.name, ". ", tongue.say(kind)].concat()}</span>
        </li>
    })
}

/// A gain may be far below a hundredth: then it keeps more decimals, and it is never shown as nothing.
fn gained(room: Room, points: f64) -> String {
    let numbers = Numbers::of(room.tongue);
    if points > 0.0 && points < 0.0001 {
        return room.tongue.fill(Text::Index766StepTiny, &[("points", &numbers.short(0.0001, 4))]);
    }
    numbers.short(points, if points < 0.1 { 4 } else { 2 })
}
