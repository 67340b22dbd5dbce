//! Finding a lesson as one types, with no network.

use lang_nghe_lesson::Catalogue;
use lang_nghe_lesson::search::Index;
use leptos::prelude::*;

use super::{Learn, catalogue};
use crate::platform::event;
use crate::text::Text;

/// Most lessons shown for a query.
const MOST: usize = 6;

/// The field and what it finds.
pub(super) fn view(learn: Learn, known: StoredValue<Catalogue>, query: RwSignal<String>) -> impl IntoView {
    let index = StoredValue::new(known.with_value(Index::of_lessons));
    let hits = Memo::new(move |_| {
        let mut hits = query.with(|query| index.with_value(|index| index.find(query)));
        hits.truncate(MOST);
        hits
    });
    let asked = move || query.with(|query| query.chars().any(char::is_alphanumeric));
    let count = move || {
        asked().then(|| match hits.with(Vec::len) {
            0 => learn.say(Text::LearnFoundNone).to_owned(),
            n => learn.fill(Text::LearnFound, &[("n", &n.to_string())]),
        })
    };
    let found = move || {
        asked().then(|| {
            let cards: Vec<_> = known.with_value(|known| {
                hits.get()
                    .iter()
                    .filter_map(|at| known.lessons.get(*at))
                    .map(|card| catalogue::row(learn, card))
                    .collect()
            });
            view! { <ul class="cards lessons" id="found">{cards}</ul> }
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
        {found}
    }
}
