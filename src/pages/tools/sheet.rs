//! A table that is pasted or opened, looked through, and only then kept; and tables handed out.

use std::future::Future;

use lang_nghe_published::{Problem, TableFault};
use lang_nghe_sheet::{SheetError, quoted};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::keep::NotKept;
use crate::pages::around::Tongue;
use crate::pages::field::{self, Field, Wrong, focus_soon};
use crate::platform::hand_over::{self, HandedOver};
use crate::platform::{clock, event};
use crate::text::Text;

/// The words of such a section.
#[derive(Clone, Copy)]
pub(super) struct Labels {
    /// Its title.
    pub(super) title: Text,
    /// What the table is.
    pub(super) about: Text,
    /// The button that keeps `{n}` rows.
    pub(super) keep: Text,
}

/// A table to hand out: the button, the file's name, and what is in it, if there is anything.
pub(super) type Given = (Text, Text, Box<dyn Fn() -> Option<String> + Send>);

/// Rows that can be kept, and what is wrong with others, in words.
#[derive(Clone, Debug)]
struct Read<T> {
    rows: Vec<T>,
    faults: Vec<String>,
}

/// The section. `read` looks through a text, `keep` keeps rows and says so.
pub(super) fn section<T, R, K, F>(
    tongue: Tongue,
    labels: Labels,
    (read, keep): (R, K),
    given: Vec<Given>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    R: Fn(&str) -> (Vec<T>, Vec<String>) + Copy + Send + Sync + 'static,
    K: Fn(Vec<T>) -> F + Copy + Send + Sync + 'static,
    F: Future<Output = Result<String, NotKept>> + 'static,
{
    let (text, said) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let found = RwSignal::new(None::<Read<T>>);
    let look = move || {
        said.set(String::new());
        let (rows, faults) = read(&event::composed(&text.get_untracked()));
        found.set(Some(Read { rows, faults }));
        focus_soon("#found");
    };
    let chosen = move |event: leptos::ev::Event| {
        spawn_local(async move {
            match event::file(&event).await {
                Some(read) => {
                    text.set(read);
                    look();
                }
                None => said.set(tongue.say(Text::TableFileUnread).to_owned()),
            }
        });
    };
    let keep_rows = move |rows: Vec<T>| {
        spawn_local(async move {
            match keep(rows).await {
                Ok(words) => {
                    // Rows with a fault stay in the field, with all others, until they are put right.
                    if found.with_untracked(|read| read.as_ref().is_some_and(|read| read.faults.is_empty())) {
                        text.set(String::new());
                    }
                    found.set(None);
                    said.set(words);
                }
                Err(why) => said.set(why.words(tongue).to_owned()),
            }
        });
    };
    let buttons: Vec<_> = given
        .into_iter()
        .map(|(label, name, make)| {
            let hand_out = move |_| match make() {
                Some(text) => spawn_local(give(tongue, said, (name, text))),
                None => said.set(tongue.say(Text::Index766ExportNone).to_owned()),
            };
            view! { <button type="button" class="go other" on:click=hand_out>{tongue.say(label)}</button> }
        })
        .collect();
    let none = RwSignal::new(Vec::<Wrong>::new());
    let asked =
        Field { id: "table-text".into(), label: tongue.say(Text::TablePaste).into(), ..Field::default() }
            .hint(tongue.say(Text::Index766PasteHint));
    view! {
        <section aria-labelledby="table">
            <h2 id="table">{tongue.say(labels.title)}</h2>
            <p>{tongue.say(labels.about)}</p>
            <p class="deeds">{buttons}</p>
            <div class="entry">
                <label for="open-file">{tongue.say(Text::TableFileOpen)}</label>
                <input id="open-file" type="file" accept=".csv,.txt,text/csv,text/plain" on:change=chosen />
            </div>
            {field::lines(tongue, asked, move || text.get(), (none, move |typed| text.set(typed)))}
            <p class="deeds">
                <button type="button" class="go other" on:click=move |_| look()>{tongue.say(Text::Index766Read)}</button>
            </p>
            {move || found.get().map(|read| result(tongue, labels, read, keep_rows).into_any())}
            <p role="status" class="said">{said}</p>
        </section>
    }
}

/// What a table holds: every fault, and what can be kept.
fn result<T: Clone + Send + Sync + 'static>(
    tongue: Tongue,
    labels: Labels,
    Read { rows, faults }: Read<T>,
    keep: impl Fn(Vec<T>) + Copy + Send + 'static,
) -> impl IntoView {
    let class = if faults.is_empty() { "found" } else { "found problem" };
    let title = tongue.fill(Text::Index766TableFound, &[("n", &tongue.number(rows.len()))]);
    let problem = (!faults.is_empty()).then(|| {
        let title = tongue.fill(Text::TableFaults, &[("n", &tongue.number(faults.len()))]);
        view! {
            <h3>{title}</h3>
            {list(tongue, faults)}
            <p>{tongue.say(Text::Index766TableFaultsText)}</p>
        }
    });
    let button = (!rows.is_empty()).then(|| {
        let words = tongue.fill(labels.keep, &[("n", &tongue.number(rows.len()))]);
        view! { <button type="button" class="go" on:click=move |_| keep(rows.clone())>{words}</button> }
    });
    view! {
        <div class=class id="found" tabindex="-1" role="group" aria-labelledby="found-title">
            <h3 id="found-title">{title}</h3>
            {problem}
            {button}
        </div>
    }
}

async fn give(tongue: Tongue, said: RwSignal<String>, (name, text): (Text, String)) {
    let day = clock::today().map(|day| ["-", &day.to_string()].concat()).unwrap_or_default();
    let name = [tongue.say(name), &day].concat();
    let key = match hand_over::csv(&name, &text).await {
        HandedOver::Shared => Text::TableFileShared,
        HandedOver::Saved => Text::TableFileSaved,
        HandedOver::Cancelled => return,
    };
    said.set(tongue.fill(key, &[("name", &[&name, ".csv"].concat())]));
}

/// Faults that are shown at once: who puts these right sees the next.
const SHOWN: usize = 50;

/// Faults as a list; of very many the first, and how many more there are.
pub(super) fn list(tongue: Tongue, mut faults: Vec<String>) -> impl IntoView {
    let more = faults.len().saturating_sub(SHOWN);
    faults.truncate(SHOWN);
    if more > 0 {
        faults.push(tongue.fill(Text::Index766TableFaultsMore, &[("n", &tongue.number(more))]));
    }
    let faults: Vec<_> = faults.into_iter().map(|fault| view! { <li>{fault}</li> }).collect();
    view! { <ul>{faults}</ul> }
}

/// A fault of a table in words. `column` gives the name of a column, `figures` what is wrong with figures.
pub(super) fn fault(
    tongue: Tongue,
    fault: &TableFault,
    column: impl Fn(&str) -> String,
    figures: impl Fn(&Problem) -> String,
) -> String {
    match fault {
        TableFault::NotTable(SheetError::Empty) => tongue.say(Text::TableNone).to_owned(),
        TableFault::NotTable(SheetError::OpenQuote { row }) => {
            tongue.fill(Text::PublishedFaultQuote, &[("row", &row.to_string())])
        }
        TableFault::NotTable(SheetError::Cells { row, .. }) => {
            tongue.fill(Text::PublishedFaultCells, &[("row", &row.to_string())])
        }
        TableFault::UnknownColumn(name) => {
            tongue.fill(Text::PublishedFaultColumn, &[("column", &quoted(name))])
        }
        TableFault::MissingColumn(id) => tongue.fill(Text::PublishedFaultMissing, &[("column", &column(id))]),
        TableFault::Cell { row, column: id, text } => {
            let (row, name, text) = (row.to_string(), column(id), quoted(text));
            let values = [("row", row.as_str()), ("column", &name), ("text", &text)];
            if text.is_empty() {
                tongue.fill(Text::PublishedFaultEmpty, &values[..2])
            } else {
                tongue.fill(Text::PublishedFaultCell, &values)
            }
        }
        TableFault::Year { row, year } => {
            let (row, year) = (row.to_string(), year.to_string());
            let values = [("row", row.as_str()), ("column", &column("year")), ("text", &year)];
            tongue.fill(Text::PublishedFaultCell, &values)
        }
        TableFault::Cannot { row, problem } => {
            let id = match problem {
                Problem::OutOfRange { name, .. }
                | Problem::UnknownName { name }
                | Problem::Sum { name, .. } => name,
                Problem::Rank { .. } | Problem::Group { .. } => "rank",
            };
            let (row, name, figures) = (row.to_string(), column(id), figures(problem));
            let values = [("row", row.as_str()), ("column", &name), ("fault", &figures)];
            tongue.fill(Text::PublishedFaultRow, &values)
        }
    }
}
