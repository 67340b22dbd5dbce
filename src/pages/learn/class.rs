//! A class at a mobile point: `/hoc/lop`.

mod begin;
mod book;
mod counter;
mod daily;
mod hands;
mod heads;
mod help;
mod pass;
mod post;
mod result;
mod room;
mod send;
mod study;
mod turns;

use lang_nghe_lesson::class::{Class, Stage};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Learn, focus_soon, frame, shelf};
use crate::pages::desk;
use crate::platform::channel;
use crate::platform::notes::Notes;
use crate::text::Text;
use book::Book;

/// Where the tab notes which class is open: a reload goes on in it.
const OPEN: &str = "ln.class";

/// The page: all classes, or the one that is open.
pub(super) fn page(learn: Learn) -> impl IntoView {
    let book = Book::new(learn);
    spawn_local(async move {
        if let Some(known) = shelf::catalogue(learn.tongue.lang).await {
            book.lessons.set(known.lessons);
        }
    });
    desk::send_what_waits();
    spawn_local(post::campaigns(move |campaigns| book.campaigns.set(campaigns)));
    // It listens for as long as the page is open.
    std::mem::forget(channel::on_queue_change(move || spawn_local(book.look())));
    spawn_local(async move {
        book.begin().await;
        if let Some(place) = Notes::Tab.get(OPEN).and_then(|place| place.parse().ok()) {
            book.open(place);
        }
    });
    let place = Memo::new(move |_| book.class.with(|open| open.as_ref().map(|(place, _)| *place)));
    let body = move || match place.get() {
        Some(place) => room::view(book, place).into_any(),
        None => all(book).into_any(),
    };
    let trouble =
        move || book.unkept.get().then(|| view! { <p class="warning">{learn.say(Text::ClassUnkept)}</p> });
    view! {
        <div role="alert">{trouble}</div>
        {body}
    }
}

/// All classes of the device, a new one, and the day's report.
fn all(book: Book) -> impl IntoView {
    let learn = book.learn;
    let rows = move || match book.all.get() {
        None => view! { <p class="wait" role="status">{learn.say(Text::DeskLoading)}</p> }.into_any(),
        Some(all) if all.is_empty() => view! { <p>{learn.say(Text::ClassNone)}</p> }.into_any(),
        Some(all) => {
            let rows: Vec<_> = all.into_iter().rev().map(|(place, class)| row(book, place, class)).collect();
            view! { <ul class="cards">{rows}</ul> }.into_any()
        }
    };
    let sealed =
        move || book.sealed.get().then(|| view! { <p class="warning">{learn.say(Text::ClassSealed)}</p> });
    view! {
        <h1 id="heading" tabindex="-1">{learn.say(Text::ClassTitle)}</h1>
        <p class="lead">{learn.say(Text::ClassLead)}</p>
        {pass::view(book)}
        {begin::view(book)}
        <section aria-labelledby="kept-classes">
            <h2 id="kept-classes">{learn.say(Text::ClassKept)}</h2>
            {sealed}
            {rows}
        </section>
        {daily::view(book)}
        {frame::to_catalogue(learn)}
    }
}

fn row(book: Book, place: u16, class: Class) -> impl IntoView {
    let learn = book.learn;
    let posted = book.posted.with(|posted| posted.get(&place).cloned());
    let state = match &posted {
        Some(posted) => send::state(&posted.news),
        None if class.closed => Text::ClassOver,
        None => Text::ClassRunning,
    };
    if posted.is_some_and(|posted| !posted.readable) {
        return view! {
            <li class="card class-row">
                <p>{learn.say(Text::ClassLocked)}</p>
                <p class="marks"><span>{learn.say(state)}</span></p>
            </li>
        }
        .into_any();
    }
    let name = learn.fill(
        Text::ClassOne,
        &[("lesson", &book.title(&class.lesson)), ("day", &learn.tongue.day(&class.day))],
    );
    let people = learn.fill(Text::ClassPeople, &[("n", &class.heads().to_string())]);
    let open = move |_| {
        book.open(place);
        focus_soon("#heading");
    };
    view! {
        <li class="card class-row">
            <button type="button" class="person" on:click=open>{name}</button>
            <p class="marks">
                <span>{class.place}</span>
                <span>{people}</span>
                <span class="class-state">{learn.say(state)}</span>
            </p>
        </li>
    }
    .into_any()
}

/// The name of a part of a class.
fn stage_name(stage: Stage) -> Text {
    match stage {
        Stage::Count => Text::ClassCount,
        Stage::Before => Text::ClassBefore,
        Stage::Lesson => Text::ClassStudy,
        Stage::After => Text::ClassAfter,
        Stage::Result => Text::ClassResult,
    }
}
