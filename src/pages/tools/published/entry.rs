//! The form: unit, year, total, and points of dimensions and parts as the year had them.

use lang_nghe_published::{Certainty, Dimension, Form, FormTexts, Quarter, Score};
use lang_nghe_sheet::Decimal;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Room;
use super::content::{Index, name_of};
use super::form::{CHANGE, Fault, GROUP, GROUPS, RANK, SOURCE, TOTAL, Typed, UNIT, YEAR};
use crate::pages::around::Tongue;
use crate::pages::field::{self, Field, Wrong, focus_soon};
use crate::platform::event;
use crate::text::Text;

/// Points as this language writes them.
pub(super) fn points(tongue: Tongue, points: Decimal) -> String {
    points.to_string().replace('.', tongue.say(Text::ReportDecimal))
}

/// The name of a quarter.
pub(super) fn group_name(quarter: Quarter) -> Text {
    match quarter {
        Quarter::Highest => Text::PublishedGroupHighest,
        Quarter::UpperMiddle => Text::PublishedGroupUpper,
        Quarter::LowerMiddle => Text::PublishedGroupLower,
        Quarter::Lowest => Text::PublishedGroupLowest,
    }
}

/// The form with its buttons.
pub(super) fn section(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let said = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event::take(&event);
        said.set(String::new());
        room.doubts.set(Vec::new());
        match room.typed.with_untracked(|typed| typed.score(&room.forms_untracked().things)) {
            Ok(score) => {
                room.wrongs.set(Vec::new());
                spawn_local(keep(room, score, said));
            }
            Err(faults) => {
                room.wrongs.set(faults.iter().map(|fault| wrong(room, fault)).collect());
                focus_soon("#wrong");
            }
        }
    };
    let clear = move |_| {
        room.typed.set(Typed::default());
        room.wrongs.set(Vec::new());
        room.doubts.set(Vec::new());
        focus_soon("#unit");
    };
    let doubts = move || {
        let doubts: Vec<_> = room.doubts.get().into_iter().map(|doubt| view! { <li>{doubt}</li> }).collect();
        (!doubts.is_empty()).then(|| {
            view! {
                <div class="note">
                    <p>{tongue.say(Text::PublishedDoubts)}</p>
                    <ul>{doubts}</ul>
                </div>
            }
        })
    };
    view! {
        <section aria-labelledby="entry">
            <h2 id="entry">{tongue.say(Text::PublishedEntry)}</h2>
            <div class="wrongs">{field::summary(tongue, "wrong", room.wrongs)}</div>
            <form novalidate on:submit=submit>
                {move || head(room).into_any()}
                {group(room).into_any()}
                {plain(room, SOURCE, Text::PublishedSource, Text::PublishedSourceHint).into_any()}
                {move || dimensions(room).into_any()}
                <p class="deeds">
                    <button type="submit" class="go">{tongue.say(Text::PublishedKeep)}</button>
                    <button type="button" class="quiet" on:click=clear>{tongue.say(Text::PublishedClear)}</button>
                </p>
            </form>
            <p role="status" class="said">{said}</p>
            <div aria-live="polite">{doubts}</div>
        </section>
    }
}

async fn keep(room: Room, score: Score, said: RwSignal<String>) {
    let tongue = room.tongue;
    let same = |kept: &Score| (&kept.unit, kept.year) == (&score.unit, score.year);
    let replaced =
        room.scores.with_untracked(|scores| scores.iter().any(|kept| same(kept) && *kept != score));
    let (unit, year) = (score.unit.clone(), score.year.to_string());
    let doubts = room.form_now(Some(score.year)).map(|form| {
        let doubtful = score.problems(form.0);
        doubtful.iter().map(|problem| room.problem(problem, form)).collect::<Vec<_>>()
    });
    match room.put(vec![score]).await {
        Ok(()) => {
            let key = if replaced { Text::PublishedKeptReplaced } else { Text::PublishedKept };
            said.set(tongue.fill(key, &[("unit", &unit), ("year", &year)]));
            room.doubts.set(doubts.unwrap_or_default());
            // The next year of the same unit is what comes next; its points are others.
            let mut next = Typed::default();
            next.put(UNIT, unit);
            room.typed.set(next);
        }
        Err(why) => said.set(why.words(tongue).to_owned()),
    }
}

/// The fields that say whose score it is, and the total.
fn head(room: Room) -> impl IntoView {
    let (tongue, index) = (room.tongue, room.index.get());
    let unit_hint = match index {
        Index::Papi => Text::PublishedUnitHintPapi,
        Index::Par => Text::PublishedUnitHintPar,
    };
    let scale = room.form(None).map(|(_, texts)| texts.scale.clone()).unwrap_or_default();
    let total = Field {
        id: TOTAL.into(),
        label: tongue.say(Text::PublishedTotal).into(),
        mode: "decimal",
        ..Field::default()
    };
    view! {
        {plain(room, UNIT, Text::PublishedUnit, unit_hint)}
        {line(room, Field::number(YEAR, tongue.say(Text::PublishedYear)))}
        {line(room, total.hint(tongue.fill(Text::PublishedTotalHint, &[("scale", &scale)])))}
        {plain(room, CHANGE, Text::PublishedChange, Text::PublishedChangeHint)}
        {plain(room, RANK, Text::PublishedRank, Text::PublishedRankHint)}
    }
}

fn group(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let chosen = move |id: &'static str| move || room.typed.with(|typed| typed.text(GROUP) == id);
    let options = GROUPS.map(|(quarter, id)| {
        view! { <option value=id prop:selected=chosen(id)>{tongue.say(group_name(quarter))}</option> }
    });
    let choose = move |event: leptos::ev::Event| {
        room.typed.update(|typed| typed.put(GROUP, event_target_value(&event)));
    };
    view! {
        <div class="entry">
            <label for=GROUP>{tongue.say(Text::PublishedGroup)}</label>
            <select id=GROUP on:change=choose>
                <option value="" prop:selected=chosen("")>{tongue.say(Text::PublishedGroupNone)}</option>
                {options}
            </select>
        </div>
    }
}

/// Dimensions and their parts, as the typed year had them.
fn dimensions(room: Room) -> Option<impl IntoView> {
    let tongue = room.tongue;
    let year = Memo::new(move |_| room.typed.with(Typed::year)).get();
    let (form, texts) = room.form(year)?;
    let mut parts = texts.parts.iter();
    let all: Vec<_> = form
        .dimensions
        .iter()
        .zip(&texts.dimensions)
        .map(|(one, name)| {
            let parts: Vec<&String> = parts.by_ref().take(one.parts.len()).collect();
            dimension(room, (one, name.as_str()), &parts).into_any()
        })
        .collect();
    Some(view! {
        <fieldset class="part">
            <legend>{tongue.say(Text::PublishedDimensions)}</legend>
            <p class="hint">{tongue.say(Text::PublishedDimensionsHint)}</p>
            <p class="hint">{about(room, year, (form, texts))}</p>
            {all}
        </fieldset>
    })
}

/// How many dimensions and parts the year had, and what of that is not confirmed.
fn about(room: Room, year: Option<u16>, (form, texts): (&Form, &FormTexts)) -> String {
    let tongue = room.tongue;
    let name = room.index_name();
    let (dimensions, parts) = (form.dimensions.len().to_string(), form.parts().to_string());
    let day = tongue.day(&form.checked);
    let year = year.filter(|year| form.is_of(*year)).unwrap_or(form.first_year).to_string();
    let values = [("name", name), ("year", &year), ("dimensions", &dimensions), ("parts", &parts)];
    let key = if form.parts() == 0 { Text::PublishedFormPlain } else { Text::PublishedFormOf };
    let mut words = vec![tongue.fill(key, &values)];
    if form.years_certainty == Certainty::Unconfirmed {
        words.push(tongue.fill(Text::PublishedFormUnconfirmed, &[("day", &day)]));
    }
    let names = form
        .dimensions
        .iter()
        .flat_map(|one| [one.certainty].into_iter().chain(one.parts.iter().map(|part| part.certainty)));
    if names.into_iter().any(|certainty| certainty == Certainty::Unconfirmed) && !texts.dimensions.is_empty()
    {
        words.push(tongue.fill(Text::PublishedNamesUnconfirmed, &[("day", &day)]));
    }
    words.join(" ")
}

fn dimension(room: Room, (one, name): (&Dimension, &str), parts: &[&String]) -> impl IntoView + use<> {
    let tongue = room.tongue;
    let hint = one.range.map(|(low, high)| {
        let [low, high] = [low, high].map(|end| points(tongue, end));
        tongue.fill(Text::PublishedDimensionHint, &[("low", &low), ("high", &high)])
    });
    let asked = |id: &str, label: String, hint: String| {
        line(room, Field { id: id.into(), label, hint, mode: "decimal", ..Field::default() })
    };
    let fields: Vec<_> = one
        .parts
        .iter()
        .zip(parts)
        .map(|(part, name)| asked(&part.id, marked(name, part.certainty), String::new()))
        .collect();
    let parts = (!fields.is_empty()).then(|| {
        let n = fields.len().to_string();
        view! {
            <details>
                <summary>{tongue.fill(Text::PublishedParts, &[("n", &n)])}<span class="unseen">{[" (", name, ")"].concat()}</span></summary>
                <div class="entries">{fields}</div>
            </details>
        }
    });
    view! {
        <div class="entries">{asked(&one.id, marked(name, one.certainty), hint.unwrap_or_default())}</div>
        {parts}
    }
}

fn marked(name: &str, certainty: Certainty) -> String {
    if certainty == Certainty::Unconfirmed { [name, "*"].concat() } else { name.to_owned() }
}

fn plain(room: Room, id: &str, label: Text, hint: Text) -> impl IntoView + use<> {
    let say = |key: Text| room.tongue.say(key).to_owned();
    line(room, Field { id: id.into(), label: say(label), hint: say(hint), ..Field::default() })
}

fn line(room: Room, asked: Field) -> impl IntoView + use<> {
    let (shown, typed) = (asked.id.clone(), asked.id.clone());
    let value = move || room.typed.with(|form| form.text(&shown).to_owned());
    let put = move |text: String| room.typed.update(|form| form.put(&typed, event::composed(&text)));
    field::line(room.tongue, asked, value, (room.wrongs, put))
}

/// A fault in words, tied to its field.
fn wrong(room: Room, fault: &Fault) -> Wrong {
    let tongue = room.tongue;
    let year = room.typed.with_untracked(Typed::year);
    let form = room.form_now(year);
    let id = fault.field();
    let label = match id {
        UNIT => tongue.say(Text::PublishedUnit),
        YEAR => tongue.say(Text::PublishedYear),
        TOTAL => tongue.say(Text::PublishedTotal),
        CHANGE => tongue.say(Text::PublishedChange),
        RANK => tongue.say(Text::PublishedRank),
        id => form.and_then(|(form, texts)| name_of(form, texts, id)).unwrap_or_default(),
    };
    let words = match fault {
        Fault::NoUnit => tongue.say(Text::PublishedWrongUnit).to_owned(),
        Fault::NotYear => tongue.say(Text::PublishedWrongYear).to_owned(),
        Fault::NoForm(year) => {
            let first = room.forms_untracked().things.first().map_or(0, |form| form.first_year);
            let (year, first) = (year.to_string(), first.to_string());
            let values = [("name", room.index_name()), ("year", &year), ("first", &first)];
            tongue.fill(Text::PublishedWrongForm, &values)
        }
        Fault::NotPoints(field, text) if field == CHANGE => {
            tongue.fill(Text::PublishedWrongChange, &[("text", text)])
        }
        Fault::NotPoints(_, text) => tongue.fill(Text::PublishedWrongPoints, &[("text", text)]),
        Fault::NotRank(text) => tongue.fill(Text::PublishedWrongRank, &[("text", text)]),
        Fault::Empty => tongue.say(Text::PublishedWrongEmpty).to_owned(),
        Fault::Cannot(problem) => form.map(|form| room.problem(problem, form)).unwrap_or_default(),
    };
    Wrong { field: id.to_owned(), label: label.to_owned(), words }
}
