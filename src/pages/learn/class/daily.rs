//! The day's report: as words to send, and as a table.

use lang_nghe_lesson::class::report::{GainLine, ReportWords};
use lang_nghe_lesson::class::{Class, Daily};
use lang_nghe_sheet::{Separator, write};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::book::Book;
use super::heads::AGES;
use super::help::SUPPORTS;
use crate::pages::learn::{Learn, today};
use crate::platform::{event, hand_over};
use crate::text::{Text, fill};

/// The part of the page.
pub(super) fn view(book: Book) -> impl IntoView {
    let learn = book.learn;
    let day = RwSignal::new(today());
    let classes = move || -> Vec<Class> {
        let day = day.get();
        let of_day = |class: &&Class| class.day == day;
        book.all.with(|all| all.iter().flatten().map(|(_, class)| class).filter(of_day).cloned().collect())
    };
    let report = move || {
        let found = classes();
        if found.is_empty() {
            return view! { <p>{learn.say(Text::DailyNone)}</p> }.into_any();
        }
        shown(book, day.get(), found).into_any()
    };
    view! {
        <section aria-labelledby="daily">
            <h2 id="daily">{learn.say(Text::DailyTitle)}</h2>
            <p>{learn.say(Text::DailyLead)}</p>
            <div class="entry">
                <label for="report-day">{learn.say(Text::DailyDay)}</label>
                <input
                    id="report-day"
                    type="date"
                    prop:value=move || day.get()
                    on:input=move |typed| day.set(event::chosen(&typed).unwrap_or_default())
                />
            </div>
            {report}
        </section>
    }
}

fn shown(book: Book, day: String, classes: Vec<Class>) -> impl IntoView {
    let learn = book.learn;
    let text = words(book, &day, &classes);
    let table = table(book, &classes);
    let said = RwSignal::new(None::<Text>);
    let (to_copy, to_share) = (text.clone(), text.clone());
    let copy = move |_| {
        let text = to_copy.clone();
        spawn_local(async move {
            let done = hand_over::copy(&text).await;
            said.set(Some(if done { Text::DailyCopied } else { Text::DailyCopyFailed }));
        });
    };
    let share = hand_over::can_share().then(|| {
        let share = move |_| {
            let text = to_share.clone();
            spawn_local(async move {
                hand_over::words(&text).await;
            });
        };
        view! { <button type="button" class="go other" on:click=share>{learn.say(Text::DailyShare)}</button> }
    });
    let name = [learn.say(Text::DailyFile), "-", &day].concat();
    let save = move |_| {
        let (name, table) = (name.clone(), table.clone());
        spawn_local(async move {
            hand_over::csv(&name, &table).await;
        });
    };
    let lines = text.lines().count().to_string();
    view! {
        <label class="entry daily" for="report">
            <span>{learn.say(Text::DailyText)}</span>
            <textarea id="report" readonly=true rows=lines>{text}</textarea>
        </label>
        <div class="onward">
            <button type="button" class="go" on:click=copy>{learn.say(Text::DailyCopy)}</button>
            {share}
            <button type="button" class="go other" on:click=save>{learn.say(Text::DailyCsv)}</button>
        </div>
        <p role="status" class="said">{move || said.get().map(|words| learn.say(words))}</p>
    }
}

/// The words that the report is made of.
fn said(learn: Learn) -> ReportWords {
    let own = |key: Text| learn.say(key).to_owned();
    ReportWords {
        head: own(Text::DailyHead),
        places: own(Text::DailyPlaces),
        classes: own(Text::DailyClasses),
        people: own(Text::DailyPeople),
        by_age: own(Text::DailyAges),
        by_support: own(Text::DailySupports),
        vneid: own(Text::DailyVneid),
        services: own(Text::DailyServices),
        lesson: own(Text::DailyLesson),
        interval: own(Text::DailyInterval),
        ages: AGES.map(own),
        genders: [Text::AgesFemale, Text::AgesMale, Text::AgesOther].map(own),
        supports: SUPPORTS.map(own),
        columns: own(Text::DailyColumns),
        last_columns: [
            Text::ClassHelpVneid,
            Text::ClassHelpFiled,
            Text::DailyBeforeRight,
            Text::DailyBeforeOf,
            Text::DailyAfterRight,
            Text::DailyAfterOf,
            Text::DailyChange,
            Text::DailyLow,
            Text::DailyHigh,
        ]
        .map(own),
        ways: [Text::ClassWayHands, Text::ClassWayPhone].map(own),
        thousands: own(Text::DailyThousands),
    }
}

/// The report in words.
fn words(book: Book, day: &str, classes: &[Class]) -> String {
    let learn = book.learn;
    let places: Vec<&str> = classes.iter().map(|class| class.place.as_str()).collect();
    let gains: Vec<GainLine> =
        classes.iter().filter_map(|class| GainLine::of(class, &book.title(&class.lesson))).collect();
    said(learn).report(fill, (&learn.tongue.day(day), &places), &Daily::sum(classes), &gains)
}

/// The classes as a table: one row each.
fn table(book: Book, classes: &[Class]) -> String {
    let rows = classes.iter().map(|class| (class, class.place.clone(), book.title(&class.lesson)));
    let separator = if book.learn.tongue.lang == "vi" { Separator::Semicolon } else { Separator::Comma };
    write(said(book.learn).table(rows), separator)
}
