//! The first page: what people commonly want, search, and all lessons.

use lang_nghe_lesson::{Card, Catalogue, Need};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Learn, find, kept, shelf, today, who};
use crate::platform::address;
use crate::text::Text;

/// The page.
pub(super) fn page(learn: Learn) -> impl IntoView {
    let known = RwSignal::new(None::<Option<Catalogue>>);
    spawn_local(async move { known.set(Some(shelf::catalogue(learn.tongue.lang).await)) });
    let body = move || {
        match known.get() {
        None => view! { <p class="wait" role="status">{learn.say(Text::DeskLoading)}</p> }.into_any(),
        Some(None) => view! {
            <p>{learn.say(Text::LearnFailed)}</p>
            <button type="button" class="go" on:click=move |_| address::reload()>{learn.say(Text::DeskRetry)}</button>
        }
        .into_any(),
        Some(Some(known)) => lists(learn, known).into_any(),
    }
    };
    view! {
        <h1>{learn.say(Text::LearnTitle)}</h1>
        <p class="lead">{learn.say(Text::LearnLead)}</p>
        {body}
    }
}

fn lists(learn: Learn, known: Catalogue) -> impl IntoView {
    let tiles: Vec<_> = known.needs.iter().map(|need| tile(learn, &known, need)).collect();
    let rows: Vec<_> = known.lessons.iter().map(|card| row(learn, card)).collect();
    let known = StoredValue::new(known);
    let query = RwSignal::new(String::new());
    let searching = move || query.with(|query| query.chars().any(char::is_alphanumeric));
    view! {
        {find::view(learn, known, query)}
        <div hidden=searching>
            {who::bar(learn)}
            {again(learn, known)}
            <section aria-labelledby="needs">
                <h2 id="needs">{learn.say(Text::LearnWant)}</h2>
                <ul class="tiles">{tiles}</ul>
            </section>
            {kept::summary(learn)}
            <section aria-labelledby="all">
                <h2 id="all">{learn.say(Text::LearnAll)}</h2>
                <ul class="cards lessons">{rows}</ul>
            </section>
            {more(learn)}
        </div>
    }
}

/// What stands below the lessons: the sheet of finished ones, and the class.
fn more(learn: Learn) -> impl IntoView {
    let link = |path: &str, name: Text, text: Text| {
        view! {
            <li class="card">
                <a href=learn.tongue.link(path)>{learn.say(name)}</a>
                <p>{learn.say(text)}</p>
            </li>
        }
    };
    view! {
        <section aria-labelledby="volunteers">
            <h2 id="volunteers">{learn.say(Text::LearnMore)}</h2>
            <ul class="cards ways">
                {link("/hoc/to-hoan-thanh", Text::SheetTitle, Text::SheetLead)}
                {link("/hoc/lop", Text::ClassTitle, Text::ClassVolunteersText)}
            </ul>
            {movement(learn)}
        </section>
    }
}

/// The movement that the lessons are for, with its own platform.
fn movement(learn: Learn) -> impl IntoView {
    let site = learn.say(Text::LearnMovementSite);
    let said = learn.say(Text::LearnMovement);
    let (before, after) = said.split_once("{site}").unwrap_or((said, ""));
    view! {
        <p class="quiet-text">{before}<a href=["https://", site].concat() rel="noreferrer">{site}</a>{after}</p>
    }
}

/// What the learner left in the middle, and what is to be asked again today.
fn again(learn: Learn, known: StoredValue<Catalogue>) -> impl IntoView {
    let open = move || -> Vec<_> {
        let cards = known.with_value(|known| known.lessons.clone());
        let begun = cards.into_iter().filter(|card| learn.person.place(&card.id, &card.edition).is_some());
        begun
            .map(|card| {
                view! {
                    <li class="card go-on">
                        <a href=learn.lesson(&card.id)>{learn.fill(Text::LearnContinue, &[("lesson", &card.title)])}</a>
                    </li>
                }
            })
            .collect()
    };
    let due = move || {
        let n = learn.person.due().len();
        (n > 0).then(|| {
            view! {
                <li class="card go-on">
                    <a href=learn.tongue.link("/hoc/on-lai")>{learn.fill(Text::LearnDue, &[("n", &n.to_string())])}</a>
                </li>
            }
        })
    };
    view! { <ul class="cards agains" aria-label=learn.say(Text::LearnAgain)>{due}{open}</ul> }
}

fn tile(learn: Learn, known: &Catalogue, need: &Need) -> impl IntoView + use<> {
    let picture = known.lesson(&need.lesson).and_then(|card| card.picture.clone());
    let picture =
        picture.map(|svg| view! { <span class="picture" aria-hidden="true" inner_html=svg></span> });
    view! {
        <li>
            <a class="tile" href=learn.lesson(&need.lesson)>
                {picture}
                <span>{need.words.clone()}</span>
            </a>
        </li>
    }
}

/// A lesson in a list.
pub(super) fn row(learn: Learn, card: &Card) -> impl IntoView + use<> {
    let id = StoredValue::new(card.id.clone());
    let minutes = learn.fill(Text::LearnMinutes, &[("n", &card.minutes.to_string())]);
    let here = move || {
        let here = id.with_value(|id| learn.download.has(learn.tongue.lang, id));
        here.then(|| view! { <span class="here">{learn.say(Text::LearnHere)}</span> })
    };
    let done = move || {
        let done = id.with_value(|id| learn.person.has_finished(id));
        done.then(|| view! { <span class="finished">{learn.say(Text::LearnFinished)}</span> })
    };
    let old = (today() > card.review_by).then(|| view! { <span>{learn.say(Text::LearnOld)}</span> });
    view! {
        <li class="card lesson-row">
            <a href=learn.lesson(&card.id)>{card.title.clone()}</a>
            <p>{card.summary.clone()}</p>
            <p class="marks"><span>{minutes}</span>{here}{done}{old}</p>
        </li>
    }
}
