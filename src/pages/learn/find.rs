//! Finding a lesson as one types, with no network.

use lang_nghe_lesson::search::Finder;
use lang_nghe_lesson::{Catalogue, Procedure};
use leptos::prelude::*;

use super::{Learn, catalogue};
use crate::platform::event;
use crate::text::Text;

/// Most lessons shown for a query.
const MOST: usize = 6;
/// Most procedures.
const MOST_PROCEDURES: usize = 3;

/// The field and what it finds.
pub(super) fn view(learn: Learn, known: StoredValue<Catalogue>, query: RwSignal<String>) -> impl IntoView {
    let finder = StoredValue::new(known.with_value(Finder::new));
    let found = Memo::new(move |_| {
        let mut found = query.with(|query| finder.with_value(|finder| finder.find(query)));
        found.lessons.truncate(MOST);
        found.procedures.truncate(MOST_PROCEDURES);
        found
    });
    let asked = move || query.with(|query| query.chars().any(char::is_alphanumeric));
    let count = move || {
        asked().then(|| match found.with(|found| (found.lessons.len(), found.procedures.len())) {
            (0, 0) => learn.say(Text::LearnFoundNone).to_owned(),
            (0, m) => learn.fill(Text::LearnFoundProcedures, &[("m", &m.to_string())]),
            (n, 0) => learn.fill(Text::LearnFound, &[("n", &n.to_string())]),
            (n, m) => learn.fill(Text::LearnFoundBoth, &[("n", &n.to_string()), ("m", &m.to_string())]),
        })
    };
    let listed = move || {
        asked().then(|| {
            let found = found.get();
            let cards: Vec<_> = known.with_value(|known| {
                let cards = found.lessons.iter().filter_map(|at| known.lessons.get(*at));
                cards.map(|card| catalogue::row(learn, card)).collect()
            });
            let rows: Vec<_> = known.with_value(|known| {
                let rows = found.procedures.iter().filter_map(|at| known.procedures.get(*at).cloned());
                rows.map(|row| procedure(learn, known, row)).collect()
            });
            let rows = (!rows.is_empty()).then(|| {
                view! { <ul class="cards lessons" id="procedures" aria-label=learn.say(Text::LearnProcedures)>{rows}</ul> }
            });
            view! {
                {rows}
                <ul class="cards lessons" id="found">{cards}</ul>
            }
        })
    };
    view! {
        <form class="search" role="search" on:submit=move |submitted| event::take(&submitted)>
            <label for="find">{learn.say(Text::LearnFind)}</label>
            <input
                type="search"
                id="find"
                class="field"
                autocomplete="off"
                placeholder=learn.say(Text::LearnFindHint)
                prop:value=move || query.get()
                on:input=move |typed| query.set(event::chosen(&typed).unwrap_or_default())
            />
            <p role="status" class="quiet-text">{count}</p>
        </form>
        {listed}
    }
}

/// A procedure: the lesson that helps with it, and the way to say how it went.
fn procedure(learn: Learn, known: &Catalogue, found: Procedure) -> impl IntoView + use<> {
    let lesson = known.lesson(&found.lesson).map(|card| {
        let words = learn.fill(Text::LearnProcedureLearn, &[("lesson", &card.title)]);
        view! { <a href=learn.lesson(&card.id)>{words}</a> }
    });
    view! {
        <li class="card procedure">
            <p class="fact">{found.words}</p>
            {(!found.note.is_empty()).then(|| view! { <p>{found.note}</p> })}
            {lesson}
            <a href=learn.tongue.link("/")>{learn.say(Text::LearnProcedureSurvey)}</a>
        </li>
    }
}
