//! Opening a class: where, when, which lesson, and how it will be asked.

use lang_nghe_lesson::class::{Class, Way};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::book::Book;
use super::{focus_soon, shelf};
use crate::pages::learn::today;
use crate::platform::event;
use crate::text::Text;

/// What is typed so far.
#[derive(Clone, Copy)]
struct Form {
    place: RwSignal<String>,
    day: RwSignal<String>,
    lesson: RwSignal<String>,
    way: RwSignal<Way>,
    wrong: RwSignal<Option<Text>>,
}

/// The form, folded until it is wanted.
pub(super) fn view(book: Book) -> impl IntoView {
    let learn = book.learn;
    let form = Form {
        place: RwSignal::new(String::new()),
        day: RwSignal::new(today()),
        lesson: RwSignal::new(String::new()),
        way: RwSignal::new(Way::Hands),
        wrong: RwSignal::new(None),
    };
    let submit = move |submitted: leptos::ev::SubmitEvent| {
        event::take(&submitted);
        spawn_local(open(book, form));
    };
    let wrong = move || form.wrong.get().map(|words| view! { <p class="error">{learn.say(words)}</p> });
    view! {
        <details class="newcomer">
            <summary>{learn.say(Text::ClassNew)}</summary>
            <form on:submit=submit novalidate=true>
                {fields(book, form)}
                <div role="alert">{wrong}</div>
                <p class="see"><button type="submit" class="go">{learn.say(Text::ClassBegin)}</button></p>
            </form>
        </details>
    }
}

fn fields(book: Book, form: Form) -> impl IntoView {
    let learn = book.learn;
    let places = move || -> Vec<_> {
        // Places of earlier classes: the same point is written the same way.
        let mut places: Vec<String> =
            book.all.with(|all| all.iter().flatten().map(|(_, class)| class.place.clone()).collect());
        places.sort();
        places.dedup();
        places.into_iter().map(|place| view! { <option value=place></option> }).collect()
    };
    let lessons = move || -> Vec<_> {
        let cards = book.lessons.get();
        cards.into_iter().map(|card| view! { <option value=card.id>{card.title}</option> }).collect()
    };
    let typed = |signal: RwSignal<String>| move |typed| signal.set(event::chosen(&typed).unwrap_or_default());
    let ways = [
        (Way::Hands, Text::ClassWayHands, Text::ClassWayHandsMore),
        (Way::Phone, Text::ClassWayPhone, Text::ClassWayPhoneMore),
    ]
    .map(|(way, name, more)| {
        view! {
            <label class="option">
                <input type="radio" name="way" checked={way == Way::Hands} on:change=move |_| form.way.set(way)/>
                <span><b>{learn.say(name)}</b><br/>{learn.say(more)}</span>
            </label>
        }
    });
    view! {
        <div class="entry">
            <label for="place">{learn.say(Text::ClassPlace)}</label>
            <p id="place-hint" class="hint">{learn.say(Text::ClassPlaceHint)}</p>
            <input
                id="place"
                type="text"
                list="places"
                maxlength="120"
                autocomplete="off"
                aria-describedby="place-hint"
                prop:value=move || form.place.get()
                on:input=typed(form.place)
            />
            <datalist id="places">{places}</datalist>
        </div>
        <div class="entry">
            <label for="day">{learn.say(Text::ClassDay)}</label>
            <input id="day" type="date" prop:value=move || form.day.get() on:input=typed(form.day)/>
        </div>
        <div class="entry">
            <label for="lesson">{learn.say(Text::ClassLesson)}</label>
            <select id="lesson" prop:value=move || form.lesson.get() on:change=typed(form.lesson)>
                <option value="">{learn.say(Text::ClassLessonNone)}</option>
                {lessons}
            </select>
        </div>
        <fieldset>
            <legend><b>{learn.say(Text::ClassWay)}</b></legend>
            <div class="options">{ways.into_iter().collect::<Vec<_>>()}</div>
        </fieldset>
    }
}

async fn open(book: Book, form: Form) {
    let learn = book.learn;
    let place = event::composed(form.place.get_untracked().trim());
    let (day, lesson) = (form.day.get_untracked(), form.lesson.get_untracked());
    if place.is_empty() || lang_nghe_lesson::day_number(&day).is_none() || lesson.is_empty() {
        return form.wrong.set(Some(Text::ClassWrong));
    }
    let Some(pack) = shelf::lesson(learn.tongue.lang, &lesson).await else {
        return form.wrong.set(Some(Text::LessonFailedText));
    };
    form.wrong.set(None);
    book.add(Class::new(&day, &place, &pack.lesson, form.way.get_untracked())).await;
    focus_soon("#heading");
}
