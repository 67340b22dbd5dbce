//! Opening a class: where, when, which lesson, and how it will be asked.

use lang_nghe_campaign::ClassCampaign;
use lang_nghe_lesson::class::{Class, Way};
use lang_nghe_record::Day;
use lang_nghe_record::text::{printable, trimmed};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::book::Book;
use super::{focus_soon, shelf};
use crate::pages::learn::today;
use crate::platform::event;
use crate::text::Text;

/// Any place that is on no list.
const OTHER: &str = "*";

/// What is typed so far.
#[derive(Clone, Copy)]
struct Form {
    /// A place of a campaign as `<campaign>/<place>`, [`OTHER`], or nothing yet.
    listed: RwSignal<String>,
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
        listed: RwSignal::new(String::new()),
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
        {place_fields(book, form)}
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

/// Where: a place of the list if there is one, and any other place in the volunteer's words.
fn place_fields(book: Book, form: Form) -> impl IntoView {
    let learn = book.learn;
    let places = move || -> Vec<_> {
        // Places of earlier classes: the same point is written the same way.
        let mut places: Vec<String> =
            book.all.with(|all| all.iter().flatten().map(|(_, class)| class.place.clone()).collect());
        places.sort();
        places.dedup();
        places.into_iter().map(|place| view! { <option value=place></option> }).collect()
    };
    let typed = move |typed| form.place.set(event::chosen(&typed).unwrap_or_default());
    let open = Memo::new(move |_| campaigns(book, &form.day.get()));
    let listed = move || open.with(|open| (!open.is_empty()).then(|| list(book, form, open)));
    let own = move || open.with(|open| open.is_empty() || form.listed.get() == OTHER);
    let own = Memo::new(move |_| own());
    let named = move || {
        own.get().then(|| {
            let (label, hint) = match open.with(Vec::is_empty) {
                true => (Text::ClassPlace, Text::ClassPlaceHint),
                false => (Text::ClassPlaceTyped, Text::ClassPlaceTypedHint),
            };
            view! {
                <div class="entry">
                    <label for="place">{learn.say(label)}</label>
                    <p id="place-hint" class="hint">{learn.say(hint)}</p>
                    <input
                        id="place"
                        type="text"
                        list="places"
                        maxlength="120"
                        autocomplete="off"
                        aria-describedby="place-hint"
                        prop:value=move || form.place.get()
                        on:input=typed
                    />
                    <datalist id="places">{places}</datalist>
                </div>
            }
        })
    };
    view! {
        {listed}
        {named}
    }
}

/// The campaigns that take classes of this day.
fn campaigns(book: Book, day: &str) -> Vec<ClassCampaign> {
    let Ok(day) = Day::parse(day) else { return Vec::new() };
    book.campaigns.with(|all| all.iter().filter(|campaign| campaign.is_open(day)).cloned().collect())
}

/// The places of all campaigns that are open, and “another place”.
fn list(book: Book, form: Form, open: &[ClassCampaign]) -> impl IntoView + use<> {
    let learn = book.learn;
    let chosen = move |chosen| form.listed.set(event::chosen(&chosen).unwrap_or_default());
    let groups: Vec<_> = open
        .iter()
        .map(|campaign| {
            let asker =
                || campaign.text(learn.tongue.lang).map(|text| text.asker.clone()).unwrap_or_default();
            // The commune of the country's list, so that two of one name are told apart.
            let label = Some(campaign.communes()).filter(|name| !name.is_empty()).unwrap_or_else(asker);
            let places: Vec<_> = campaign
                .places
                .iter()
                .map(|place| {
                    let value = [campaign.id.as_str(), "/", &place.id].concat();
                    view! { <option value=value>{place.name.clone()}</option> }
                })
                .collect();
            view! { <optgroup label=label>{places}</optgroup> }
        })
        .collect();
    view! {
        <div class="entry">
            <label for="where">{learn.say(Text::ClassPlace)}</label>
            <select id="where" prop:value=move || form.listed.get() on:change=chosen>
                <option value="">{learn.say(Text::ClassPlaceChoose)}</option>
                {groups}
                <option value=OTHER>{learn.say(Text::ClassPlaceOther)}</option>
            </select>
        </div>
    }
}

/// Where the class is: the campaign, the place's id and its name.
fn chosen_place(book: Book, form: Form, day: &str) -> [String; 3] {
    let open = untrack(|| campaigns(book, day));
    let typed = printable(trimmed(&event::composed(&form.place.get_untracked())));
    // The only campaign there is takes any place; of several the volunteer chooses when the class is sent.
    let only = match open.as_slice() {
        [one] => one.id.clone(),
        _ => String::new(),
    };
    let listed = form.listed.get_untracked();
    match listed.split_once('/') {
        _ if open.is_empty() || listed == OTHER => [only, String::new(), typed],
        Some((campaign, place)) => {
            let found = open.iter().find(|one| one.id == campaign).and_then(|one| one.place(place));
            let name = found.map(|place| place.name.clone()).unwrap_or_default();
            [campaign.to_owned(), place.to_owned(), name]
        }
        None => [only, String::new(), String::new()],
    }
}

async fn open(book: Book, form: Form) {
    let learn = book.learn;
    let (day, lesson) = (form.day.get_untracked(), form.lesson.get_untracked());
    let [campaign, point, place] = chosen_place(book, form, &day);
    if place.is_empty() || lang_nghe_lesson::day_number(&day).is_none() || lesson.is_empty() {
        return form.wrong.set(Some(Text::ClassWrong));
    }
    let Some(pack) = shelf::lesson(learn.tongue.lang, &lesson).await else {
        return form.wrong.set(Some(Text::LessonFailedText));
    };
    form.wrong.set(None);
    let class = Class::new(&day, &place, &pack.lesson, form.way.get_untracked());
    book.add(Class { campaign, point, ..class }).await;
    focus_soon("#heading");
}
