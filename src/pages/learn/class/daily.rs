//! The day's report: as words to send, and as a table.

use lang_nghe_lesson::class::{Class, Daily, Stage, Way};
use lang_nghe_sheet::{Separator, write};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::book::Book;
use super::figures::{ends, percent, points, signed};
use super::heads::AGES;
use super::help::SUPPORTS;
use crate::pages::learn::{Learn, today};
use crate::platform::{event, hand_over};
use crate::text::Text;

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

/// The report in words.
fn words(book: Book, day: &str, classes: &[Class]) -> String {
    let learn = book.learn;
    let sum = Daily::of(day, classes);
    let line = |key: Text, n: u32| learn.fill(key, &[("n", &n.to_string())]);
    let named = |names: &[Text], counts: &[u32], part: &str| -> String {
        let parts: Vec<String> = names
            .iter()
            .zip(counts)
            .map(|(name, count)| [learn.say(*name), part, &count.to_string()].concat())
            .collect();
        parts.join("; ")
    };
    let mut places: Vec<&str> = classes.iter().map(|class| class.place.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    let genders = [0, 1, 2].map(|gender| sum.of_gender(gender).to_string());
    let ages: Vec<u32> = sum.people.iter().map(|row| row.iter().sum()).collect();
    let mut lines = vec![
        learn.fill(Text::DailyHead, &[("day", &learn.tongue.day(day))]),
        learn.fill(Text::DailyPlaces, &[("places", &places.join("; "))]),
        line(Text::DailyClasses, sum.classes),
        learn.fill(
            Text::DailyPeople,
            &[
                ("n", &sum.heads().to_string()),
                ("female", &genders[0]),
                ("male", &genders[1]),
                ("other", &genders[2]),
            ],
        ),
        learn.fill(Text::DailyAges, &[("ages", &named(&AGES, &ages, ": "))]),
        learn.fill(
            Text::DailySupports,
            &[("n", &sum.supported().to_string()), ("parts", &named(&SUPPORTS, &sum.supports, ": "))],
        ),
        line(Text::DailyVneid, sum.vneid),
        line(Text::DailyServices, sum.services),
    ];
    lines.extend(classes.iter().filter_map(|class| gained(learn, &book.title(&class.lesson), class)));
    lines.join("\n")
}

/// A class's gain in a line; nothing for a class that was not asked again.
fn gained(learn: Learn, lesson: &str, class: &Class) -> Option<String> {
    let gain = class.gain().filter(|_| class.stage >= Stage::After)?;
    let values = [("lesson", lesson), ("before", &percent(gain.before)), ("after", &percent(gain.after))];
    let said = learn.fill(Text::DailyLesson, &values);
    let interval = gain.change.and_then(|change| Some((change.value, change.interval.ok()?))).map(
        |(value, interval)| {
            let (low, high) = ends(interval);
            let value = signed(points(value));
            learn.fill(Text::DailyInterval, &[("value", &value), ("low", &low), ("high", &high)])
        },
    );
    Some([Some(said), interval].into_iter().flatten().collect::<Vec<_>>().join("; "))
}

/// The classes as a table: one row each.
fn table(book: Book, classes: &[Class]) -> String {
    let learn = book.learn;
    let say = |key: Text| learn.say(key).to_owned();
    let genders = [Text::AgesFemale, Text::AgesMale, Text::AgesOther];
    let mut head: Vec<String> = learn.say(Text::DailyColumns).split(',').map(str::to_owned).collect();
    for age in AGES {
        head.extend(genders.map(|gender| [learn.say(age), ", ", learn.say(gender)].concat()));
    }
    head.extend(SUPPORTS.map(say));
    head.extend(
        [Text::ClassHelpVneid, Text::ClassHelpFiled, Text::DailyBeforeRight, Text::DailyBeforeOf].map(say),
    );
    head.extend(
        [Text::DailyAfterRight, Text::DailyAfterOf, Text::DailyChange, Text::DailyLow, Text::DailyHigh]
            .map(say),
    );
    let rows = classes.iter().map(|class| {
        let way = if class.way == Way::Hands { Text::ClassWayHands } else { Text::ClassWayPhone };
        let mut row = vec![class.day.clone(), class.place.clone(), book.title(&class.lesson), say(way)];
        row.push(class.heads().to_string());
        row.extend(class.people.iter().flatten().map(u16::to_string));
        row.extend(class.supports.iter().chain([&class.vneid, &class.services]).map(u16::to_string));
        row.extend(gain_cells(class));
        row
    });
    let separator = if learn.tongue.lang == "vi" { Separator::Semicolon } else { Separator::Comma };
    write([head].into_iter().chain(rows), separator)
}

/// Right and asked before and after, the change and its ends in whole points; empty where nothing is known.
fn gain_cells(class: &Class) -> [String; 7] {
    let Some(gain) = class.gain() else { return Default::default() };
    let counts =
        [gain.before.hits, gain.before.of, gain.after.hits, gain.after.of].map(|count| count.to_string());
    let [before_right, before_of, after_right, after_of] = counts;
    // Written with a plain minus: spreadsheets read it as a number.
    let plain = |value: f64| points(value).to_string();
    let interval = gain.change.and_then(|change| change.interval.ok());
    [
        before_right,
        before_of,
        after_right,
        after_of,
        gain.change.map(|change| plain(change.value)).unwrap_or_default(),
        interval.map(|interval| plain(interval.low)).unwrap_or_default(),
        interval.map(|interval| plain(interval.high)).unwrap_or_default(),
    ]
}
