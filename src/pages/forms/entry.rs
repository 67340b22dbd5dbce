//! Which questions, what the table looks like, and the table.

use lang_nghe_own_forms::Column;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::opening::Source;
use super::{Room, Step, template};
use crate::pages::field::{self, Field, Wrong};
use crate::platform::event;
use crate::text::Text;

/// The section.
pub(super) fn section(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let opened = move |event: leptos::ev::Event| {
        // A file stays a file: a large one in the field below would stand still.
        if let Some(file) = event::chosen_file(&event) {
            room.count(Source::File(file));
        }
    };
    let pasted = move |_| {
        let text = room.text.get_untracked();
        if text.trim().is_empty() {
            room.said.set(tongue.say(Text::OwnFormsNothing).to_owned());
        } else {
            room.count(Source::Pasted(text));
        }
    };
    let none = RwSignal::new(Vec::<Wrong>::new());
    let asked =
        Field { id: "table-text".into(), label: tongue.say(Text::TablePaste).into(), ..Field::default() }
            .hint(tongue.say(Text::OwnFormsPasteHint));
    view! {
        <section aria-labelledby="table">
            <h2 id="table">{tongue.say(Text::OwnFormsTable)}</h2>
            {which(room)}
            {how(room)}
            <div class="entry">
                <label for="open-file">{tongue.say(Text::TableFileOpen)}</label>
                <input id="open-file" type="file" accept=".csv,.txt,text/csv,text/plain" on:change=opened />
            </div>
            {field::lines(tongue, asked, move || room.text.get(), (none, move |typed| room.text.set(typed)))}
            <p class="deeds">
                <button type="button" class="go" on:click=pasted>{tongue.say(Text::OwnFormsCount)}</button>
            </p>
        </section>
    }
}

/// The instrument, of which all forms must be.
fn which(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let packs = room.packs.get_untracked().flatten().unwrap_or_default();
    let options: Vec<_> = packs
        .iter()
        .enumerate()
        .map(|(position, pack)| {
            let version = [&pack.instrument.id, " ", &pack.instrument.version].concat();
            let name =
                tongue.fill(Text::OwnFormsWhichOne, &[("title", &pack.text.title), ("version", &version)]);
            view! { <option value=position.to_string()>{name}</option> }
        })
        .collect();
    let choose = move |event: leptos::ev::Event| {
        // Figures of other questions would stand below the wrong name.
        room.begin();
        room.step.set(Step::Nothing);
        room.chosen.set(event_target_value(&event).parse().unwrap_or_default());
    };
    view! {
        <div class="entry">
            <label for="which">{tongue.say(Text::OwnFormsWhich)}</label>
            <p class="hint" id="which-hint">{tongue.say(Text::OwnFormsWhichHint)}</p>
            <select id="which" aria-describedby="which-hint" on:change=choose>{options}</select>
        </div>
    }
}

/// What the table looks like, and one without forms to begin with.
fn how(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let items = move || {
        let pack = room.pack()?;
        let items = pack.instrument.items.iter().zip(&pack.text.items);
        let rows: Vec<_> = items
            .map(|(item, text)| {
                let options = template::options(pack, item);
                view! { <tr><th scope="row"><code>{item.id.clone()}</code></th><td>{text.short.clone()}</td><td>{options}</td></tr> }
            })
            .collect();
        Some(rows)
    };
    let columns: Vec<_> = Column::ALL
        .into_iter()
        .map(|column| {
            let (name, about) = template::names(column);
            view! {
                <li><code>{column.id()}</code>" – "{tongue.say(name)}": "{tongue.say(about)}</li>
            }
        })
        .collect();
    let hand_out = move |_| {
        if let Some(pack) = room.pack_untracked() {
            spawn_local(template::give(room, pack));
        }
    };
    view! {
        <details>
            <summary>{tongue.say(Text::OwnFormsHow)}</summary>
            <p>{tongue.say(Text::OwnFormsHowRows)}</p>
            <p>{tongue.say(Text::OwnFormsHowCells)}</p>
            <p>{tongue.say(Text::OwnFormsHowOthers)}</p>
            <ul>{columns}</ul>
            <div class="wide" tabindex="0" role="group" aria-label=tongue.say(Text::OwnFormsHowItems)>
                <table class="plain">
                    <caption>{tongue.say(Text::OwnFormsHowItems)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{tongue.say(Text::OwnFormsHowId)}</th>
                            <th scope="col">{tongue.say(Text::ReportItem)}</th>
                            <th scope="col">{tongue.say(Text::OwnFormsHowAnswers)}</th>
                        </tr>
                    </thead>
                    <tbody>{items}</tbody>
                </table>
            </div>
        </details>
        <p class="deeds">
            <button type="button" class="go other" on:click=hand_out>{tongue.say(Text::TableTemplate)}</button>
        </p>
    }
}
