//! The learner's part: finding a lesson, going through it, practising, and who learns on this device.
//!
//! One page behind `/hoc` and all that lies below it, and two programs: the lessons', which every learner
//! pays for, and beside it that of classes and completion sheets, which the first loads when one of their
//! pages is opened and which is kept where they are used. They lie in a cache of their own, so that
//! nothing of them weighs on a survey.

mod aloud;
mod asked;
mod blocks;
mod catalogue;
mod class;
mod download;
mod find;
mod frame;
mod handout;
mod kept;
mod kept_voices;
mod lesson;
mod people;
mod person;
mod practice;
mod qr;
mod record;
mod review;
mod route;
mod sheet;
mod shelf;
mod speech;
mod task;
mod verify;
mod voices;
mod who;

use lang_nghe_lesson::day_number;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::pages::around::{self, News, Tongue};
use crate::platform::{address, clock, document};
use crate::text::{Text, of_learn};

use download::Download;
use person::Person;
use route::Route;
use speech::Speech;

/// What every page here knows.
#[derive(Clone, Copy)]
struct Learn {
    tongue: Tongue,
    news: News,
    person: Person,
    download: Download,
    speech: Speech,
}

impl Learn {
    fn new(tongue: Tongue) -> Self {
        Self {
            tongue,
            news: News::listen(),
            person: Person::new(),
            download: Download::new(),
            speech: Speech::new(),
        }
    }

    fn say(self, key: Text) -> &'static str {
        self.tongue.say(key)
    }

    fn fill(self, key: Text, values: &[(&str, &str)]) -> String {
        self.tongue.fill(key, values)
    }

    /// The address of a lesson.
    fn lesson(self, id: &str) -> String {
        self.tongue.link(&["/hoc/", id].concat())
    }
}

/// Draws the page that the address names, or has the program beside this one draw it.
pub fn start() {
    let route = Route::parse(&address::path());
    match shelf::class_script().filter(|_| route.is_beside()) {
        Some(script) => document::load_program(&script, move || draw(route.clone(), frame::lessons)),
        None => draw(route, frame::lessons),
    }
}

/// Draws a page of classes and sheets.
pub fn start_class() {
    download::keep_classes();
    draw(Route::parse(&address::path()), frame::beside);
}

fn draw(route: Route, content: frame::Content) {
    let tongue = Tongue::here(of_learn);
    document::take_over(|| {
        mount_to_body(move || {
            let learn = Learn::new(tongue);
            title(learn, learn.say(route.title()));
            spawn_local(learn.person.begin());
            spawn_local(learn.download.run(tongue.lang));
            spawn_local(learn.speech.begin());
            frame::page(learn, route, content)
        });
    });
}

/// Names the page.
fn title(learn: Learn, page: &str) {
    around::name_page(learn.tongue, page);
}

/// Today as `YYYY-MM-DD`; empty if the device's clock shows no day, and then nothing is ever overdue.
fn today() -> String {
    clock::today().map(|day| day.to_string()).unwrap_or_default()
}

/// Today as lessons count days.
fn today_number() -> u32 {
    day_number(&today()).unwrap_or_default()
}

/// Puts the focus on what has just been drawn.
fn focus_soon(selector: &'static str) {
    spawn_local(async move {
        clock::sleep(0).await;
        document::focus(selector, true);
    });
}
