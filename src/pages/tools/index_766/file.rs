//! Records from a table that is pasted or opened, and to a table.

use lang_nghe_index_766::{Import, Record, export, head, import};
use lang_nghe_sheet::write;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::sheet;
use super::{Room, kept};
use crate::pages::field::{self, Field, Wrong, focus_soon};
use crate::pages::numbers::separator;
use crate::platform::hand_over::{self, HandedOver};
use crate::platform::{clock, event};
use crate::text::Text;

/// What was pasted and what was read from it.
#[derive(Clone, Copy)]
struct Pasted {
    text: RwSignal<String>,
    read: RwSignal<Import>,
    said: RwSignal<String>,
}

/// Reading a table, and handing the kept records over as one.
pub(super) fn section(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let pasted = Pasted {
        text: RwSignal::new(String::new()),
        read: RwSignal::new(Import::default()),
        said: RwSignal::new(String::new()),
    };
    let chosen = move |event: leptos::ev::Event| {
        spawn_local(async move {
            match event::file(&event).await {
                Some(text) => {
                    pasted.text.set(text);
                    look(room, pasted);
                }
                None => pasted.said.set(tongue.say(Text::TableFileUnread).to_owned()),
            }
        });
    };
    let none = RwSignal::new(Vec::<Wrong>::new());
    let asked = Field { id: "table".into(), label: tongue.say(Text::TablePaste).into(), ..Field::default() }
        .hint(tongue.say(Text::Index766PasteHint));
    view! {
        <section aria-labelledby="file">
            <h2 id="file">{tongue.say(Text::Index766File)}</h2>
            <p>{tongue.say(Text::Index766FileText)}</p>
            <div class="entry">
                <label for="open-file">{tongue.say(Text::TableFileOpen)}</label>
                <input id="open-file" type="file" accept=".csv,.txt,text/csv,text/plain" on:change=chosen />
            </div>
            {field::lines(tongue, asked, move || pasted.text.get(), (none, move |text| pasted.text.set(text)))}
            <p class="deeds">
                <button type="button" class="go" on:click=move |_| look(room, pasted)>{tongue.say(Text::Index766Read)}</button>
                <button type="button" class="go other" on:click=move |_| spawn_local(template(room, pasted))>
                    {tongue.say(Text::TableTemplate)}
                </button>
                <button type="button" class="go other" on:click=move |_| spawn_local(hand_out(room, pasted))>
                    {tongue.say(Text::Index766Export)}
                </button>
            </p>
            {move || pasted.read.with(|read| found(room, pasted, read))}
            <p role="status" class="said">{pasted.said}</p>
        </section>
    }
}

/// Reads what is pasted, and changes nothing yet.
fn look(room: Room, pasted: Pasted) {
    let text = event::composed(&pasted.text.get_untracked());
    pasted.said.set(String::new());
    pasted.read.set(import(&room.content.index, &room.content.all_texts(), &text));
    focus_soon("#found");
}

/// What a table holds: every fault by row and column, and what can be kept.
fn found(room: Room, pasted: Pasted, read: &Import) -> Option<impl IntoView + use<>> {
    if read.records.is_empty() && read.faults.is_empty() {
        return None;
    }
    let tongue = room.tongue;
    let texts = room.content.texts(tongue.lang);
    let faults: Vec<_> = read.faults.iter().map(|fault| texts.fault(&room.content.index, fault)).collect();
    let problem = (!faults.is_empty()).then(|| {
        let title = tongue.fill(Text::TableFaults, &[("n", &tongue.number(faults.len()))]);
        view! {
            <h3>{title}</h3>
            {sheet::list(tongue, faults)}
            <p>{tongue.say(Text::Index766TableFaultsText)}</p>
        }
    });
    let records = read.records.clone();
    let n = tongue.number(records.len());
    let replaces = room.history.with_untracked(|history| {
        let other =
            |record: &&Record| history.of(&record.unit).any(|kept| kept.day == record.day && kept != *record);
        records.iter().filter(other).count()
    });
    let keep = (!records.is_empty()).then(|| {
        let replaced = (replaces > 0).then(|| {
            view! { <p>{tongue.fill(Text::Index766TableReplaces, &[("n", &tongue.number(replaces))])}</p> }
        });
        let keep = move |_| spawn_local(keep(room, pasted, records.clone()));
        view! {
            {replaced}
            <button type="button" class="go" on:click=keep>{tongue.fill(Text::Index766TableKeep, &[("n", &n)])}</button>
        }
    });
    let class = if read.faults.is_empty() { "found" } else { "found problem" };
    let title = tongue.fill(Text::Index766TableFound, &[("n", &tongue.number(read.records.len()))]);
    Some(view! {
        <div class=class id="found" tabindex="-1" role="group" aria-labelledby="found-title">
            <h3 id="found-title">{title}</h3>
            {problem}
            {keep}
        </div>
    })
}

async fn keep(room: Room, pasted: Pasted, records: Vec<Record>) {
    let n = room.tongue.number(records.len());
    let last = records.last().cloned();
    match kept::put(room.log(), records).await {
        Ok(()) => {
            // Rows with a fault stay in the field, with all others, until they are put right.
            if pasted.read.with_untracked(|read| read.faults.is_empty()) {
                pasted.text.set(String::new());
            }
            pasted.read.set(Import::default());
            pasted.said.set(room.tongue.fill(Text::Index766TableKept, &[("n", &n)]));
        }
        Err(why) => pasted.said.set(room.not_kept(&why)),
    }
    room.look().await;
    // With nothing in the form, the newest row is shown there: figures appear at once.
    let blank = room.result.with_untracked(Option::is_none)
        && room.form.with_untracked(|form| form.text(super::form::UNIT).is_empty());
    if let Some(record) = last.filter(|_| blank) {
        room.form.update(|form| form.put(super::form::UNIT, record.unit.clone()));
    }
}

/// A table with nothing but the names of its columns.
async fn template(room: Room, pasted: Pasted) {
    let texts = room.content.texts(room.tongue.lang);
    let text = write([head(&room.content.index, texts)], separator(room.tongue));
    give(room, pasted, (Text::Index766TemplateName, &text)).await;
}

/// Everything that is kept.
async fn hand_out(room: Room, pasted: Pasted) {
    let texts = room.content.texts(room.tongue.lang);
    let text = room.history.with_untracked(|history| {
        let any = history.records().next().is_some();
        any.then(|| export(&room.content.index, texts, history.records(), separator(room.tongue)))
    });
    match text {
        Some(text) => give(room, pasted, (Text::Index766ExportName, &text)).await,
        None => pasted.said.set(room.tongue.say(Text::Index766ExportNone).to_owned()),
    }
}

async fn give(room: Room, pasted: Pasted, (name, text): (Text, &str)) {
    let day = clock::today().map(|day| ["-", &day.to_string()].concat()).unwrap_or_default();
    let name = [room.tongue.say(name), &day].concat();
    let key = match hand_over::csv(&name, text).await {
        HandedOver::Shared => Text::TableFileShared,
        HandedOver::Saved => Text::TableFileSaved,
        HandedOver::Cancelled => return,
    };
    pasted.said.set(room.tongue.fill(key, &[("name", &[&name, ".csv"].concat())]));
}
