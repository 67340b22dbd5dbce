//! The pages besides the survey: home, results, this device, about.
//!
//! They are one program behind several addresses. A link between them is a link: the service worker
//! has the page, the browser keeps the program compiled, and titles, focus and the back button are
//! the browser's own.

mod about;
mod device;
mod frame;
mod home;
mod notice;
mod page;
mod results;
mod route;
mod seen;
mod sending;
mod words;

use leptos::prelude::*;

use crate::pages::around::{self, News, Tongue};
use crate::platform::{address, document};
use crate::text::{Text, of_desk};

pub(super) use page::content as meta_content;
// The tools draw the same reports.
pub(super) use results::drawn;
use route::Route;
pub(super) use sending::begin as send_what_waits;
pub(super) use words::report as report_words;

/// What every page here knows.
#[derive(Clone, Copy, Debug)]
struct Desk {
    tongue: Tongue,
    news: News,
}

impl Desk {
    fn say(self, key: Text) -> &'static str {
        self.tongue.say(key)
    }

    fn fill(self, key: Text, values: &[(&str, &str)]) -> String {
        self.tongue.fill(key, values)
    }

    fn day(self, iso: &str) -> String {
        self.tongue.day(iso)
    }

    fn link(self, path: &str) -> String {
        self.tongue.link(path)
    }
}

/// Draws the page that the address names.
pub fn start() {
    let tongue = Tongue::here(of_desk);
    let route = Route::parse(&address::path());
    document::take_over(|| {
        mount_to_body(move || {
            let desk = Desk { tongue, news: News::listen() };
            around::name_page(tongue, desk.say(route.title()));
            sending::begin();
            frame::page(desk, route)
        });
    });
}
