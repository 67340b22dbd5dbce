//! The form: counts by group, and what was published.

use lang_nghe_index_766::{Problem, Record};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::{DAY, Fault, RANK, TOTAL, UNIT, sections};
use super::{Room, kept};
use crate::pages::field::{self, Field, Wrong};
use crate::pages::numbers::Numbers;
use crate::platform::event;
use crate::text::Text;

/// The form with its two buttons.
pub(super) fn section(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let (common, own) = sections(&room.content.index);
    let said = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event::take(&event);
        said.set(String::new());
        room.work_out();
    };
    let keep = move |_| {
        said.set(String::new());
        room.work_out();
        if room.wrongs.with_untracked(Vec::is_empty)
            && let Some(record) = room.result.get_untracked()
        {
            spawn_local(keep(room, record, said));
        }
    };
    let groups: Vec<_> = own.into_iter().enumerate().map(|(at, counts)| group(room, at, &counts)).collect();
    view! {
        <section aria-labelledby="entry">
            <h2 id="entry">{tongue.say(Text::Index766Entry)}</h2>
            <div class="wrongs">{field::summary(tongue, "wrong", room.wrongs)}</div>
            <form novalidate on:submit=submit on:change=move |_| room.keep_form()>
                {line(room, Field { label: tongue.say(Text::Index766Unit).into(), ..field(UNIT) }.hint(tongue.say(Text::Index766UnitHint)))}
                {line(room, Field { label: tongue.say(Text::Index766Day).into(), kind: "date", ..field(DAY) })}
                <p class="hint">{tongue.say(Text::Index766GroupPublishedHint)}</p>
                <fieldset class="part">
                    <legend>{tongue.say(Text::Index766Common)}</legend>
                    <div class="entries">{counts(room, &common)}</div>
                </fieldset>
                {groups}
                <fieldset class="part">
                    <legend>{tongue.say(Text::Index766Published)}</legend>
                    <div class="entries">
                        {line(room, Field { mode: "decimal", label: tongue.say(Text::Index766Total).into(), ..field(TOTAL) })}
                        {line(room, Field { label: tongue.say(Text::Index766Rank).into(), ..field(RANK) }.hint(tongue.say(Text::Index766RankHint)))}
                    </div>
                </fieldset>
                <p class="deeds">
                    <button type="submit" class="go">{tongue.say(Text::Index766WorkOut)}</button>
                    <button type="button" class="go other" on:click=keep>{tongue.say(Text::Index766Keep)}</button>
                    <button type="button" class="quiet" on:click=move |_| room.clear()>{tongue.say(Text::Index766Clear)}</button>
                </p>
            </form>
            <p role="status" class="said">{said}</p>
        </section>
    }
}

async fn keep(room: Room, record: Record, said: RwSignal<String>) {
    let (unit, day) = (record.unit.clone(), room.tongue.day(&record.day.to_string()));
    let replaced = room
        .history
        .with_untracked(|history| history.of(&unit).any(|kept| kept.day == record.day && *kept != record));
    let words = match kept::put(room.log(), vec![record]).await {
        Ok(()) => {
            let key = if replaced { Text::Index766KeptReplaced } else { Text::Index766Kept };
            room.tongue.fill(key, &[("unit", &unit), ("day", &day)])
        }
        Err(why) => room.not_kept(&why),
    };
    room.look().await;
    said.set(words);
}

/// A group: its counts, and its points if they were published.
fn group(room: Room, at: usize, counts_of: &[usize]) -> impl IntoView + use<> {
    let (tongue, content) = (room.tongue, room.content);
    let texts = content.texts(tongue.lang);
    let group = content.index.groups.get(at);
    let (name, points) =
        (texts.groups.get(at).cloned().unwrap_or_default(), group.map_or(0, |group| group.points));
    let id = group.map(|group| group.id.clone()).unwrap_or_default();
    let (number, points) = ((at + 1).to_string(), points.to_string());
    let values = [("n", number.as_str()), ("name", &name), ("points", &points)];
    let published = Field {
        mode: "decimal",
        label: tongue.fill(Text::Index766GroupPublished, &[("points", &points)]),
        ..field(&id)
    };
    let survey = content.index.groups.len() == at + 1;
    let note = survey.then(|| view! { <p class="hint">{texts.survey_note.clone()}</p> });
    view! {
        <fieldset class="part">
            <legend>{tongue.fill(Text::Index766Group, &values)}</legend>
            {note}
            <div class="entries">
                {counts(room, counts_of)}
                {line(room, published)}
            </div>
        </fieldset>
    }
}

fn counts(room: Room, positions: &[usize]) -> Vec<impl IntoView + use<>> {
    let texts = room.content.texts(room.tongue.lang);
    let one = |position: &usize| {
        let label = texts.counts.get(*position).cloned().unwrap_or_default();
        let name = room.content.index.count(*position);
        let field = Field::number(name, label);
        // A share needs its sign, which keyboards for whole numbers do not have.
        let mode = if room.content.index.takes_share(name) { "" } else { field.mode };
        line(room, Field { mode, ..field })
    };
    positions.iter().map(one).collect()
}

fn field(id: &str) -> Field {
    Field { id: id.to_owned(), ..Field::default() }
}

fn line(room: Room, asked: Field) -> impl IntoView + use<> {
    let (shown, typed) = (asked.id.clone(), asked.id.clone());
    let value = move || room.form.with(|form| form.text(&shown).to_owned());
    let put = move |text: String| {
        let text = if typed == UNIT { event::composed(&text) } else { text };
        room.form.update(|form| form.put(&typed, text));
    };
    field::line(room.tongue, asked, value, (room.wrongs, put))
}

/// A fault in words, tied to its field.
pub(super) fn wrong(room: Room, fault: &Fault) -> Wrong {
    let field = fault.field().to_owned();
    Wrong { label: label(room, &field), words: words(room, fault), field }
}

fn label(room: Room, field: &str) -> String {
    let tongue = room.tongue;
    match field {
        UNIT => tongue.say(Text::Index766Unit).to_owned(),
        DAY => tongue.say(Text::Index766Day).to_owned(),
        TOTAL => tongue.say(Text::Index766Total).to_owned(),
        RANK => tongue.say(Text::Index766Rank).to_owned(),
        name => room.content.texts(tongue.lang).name_of(&room.content.index, name).to_owned(),
    }
}

fn words(room: Room, fault: &Fault) -> String {
    let (tongue, numbers) = (room.tongue, Numbers::of(room.tongue));
    let name = |name: &str| label(room, name);
    let say = |key: Text, values: &[(&str, &str)]| tongue.fill(key, values);
    match fault {
        Fault::NoUnit => say(Text::Index766WrongUnit, &[]),
        Fault::NotDay => say(Text::Index766WrongDay, &[]),
        Fault::NotWhole(_, text) => say(Text::Index766WrongWhole, &[("text", text)]),
        Fault::NotPoints(_, text) => say(Text::Index766WrongPoints, &[("text", text)]),
        Fault::NotRank(text) => say(Text::Index766WrongRank, &[("text", text)]),
        Fault::Cannot(Problem::TooLarge { value, .. }) => {
            say(Text::Index766WrongWhole, &[("text", &value.to_string())])
        }
        Fault::Cannot(Problem::UnknownName { name }) => say(Text::Index766WrongWhole, &[("text", name)]),
        Fault::Cannot(Problem::MoreThan { parts, value, whole, most }) => {
            let sum = parts.len() > 1;
            let parts = parts.iter().map(|part| name(part)).collect::<Vec<_>>().join(" + ");
            let (value, most) = (numbers.whole(*value), numbers.whole(*most));
            let whole = name(whole);
            let values = [("part", parts.as_str()), ("value", &value), ("whole", &whole), ("most", &most)];
            let key = if sum { Text::Index766WrongSumMore } else { Text::Index766WrongMoreThan };
            say(key, if sum { &values } else { &values[1..] })
        }
        Fault::Cannot(Problem::NoShare { .. }) => say(Text::Index766WrongNoShare, &[]),
        Fault::Cannot(Problem::SharesMore { parts, percent }) => {
            let parts = parts.iter().map(|part| name(part)).collect::<Vec<_>>().join(" + ");
            let percent = numbers.percent(tongue, percent.to_f64() / 100.0);
            say(Text::Index766WrongShare, &[("part", &parts), ("value", &percent)])
        }
        Fault::Cannot(Problem::TooManyPoints { points, most, .. }) => {
            let values = [("text", &*numbers.points(points.to_f64())), ("most", &*most.to_string())];
            say(Text::Index766WrongTooMany, &values)
        }
        Fault::Cannot(Problem::TotalOutOfReach { total, low, high }) => {
            let [total, low, high] = [total, low, high].map(|points| numbers.points(points.to_f64()));
            say(Text::Index766WrongTotal, &[("total", &total), ("low", &low), ("high", &high)])
        }
        Fault::Cannot(Problem::Rank { place, of }) => {
            say(Text::Index766WrongRank, &[("text", &[place.to_string(), of.to_string()].join("/"))])
        }
    }
}
