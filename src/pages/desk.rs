//! The pages besides the survey: home, results, this device, tools, about.
//!
//! They are one program behind several addresses. A link between them is a link: the service worker
//! has the page, the browser keeps the program compiled, and titles, focus and the back button are
//! the browser's own.

mod about;
mod device;
mod frame;
mod home;
mod notice;
mod numbers;
mod page;
mod results;
mod route;
mod seen;
mod sending;
mod tools;
mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::{address, clock, document, local, worker};
use crate::text::{Text, fill, of_desk};

pub(super) use page::content as meta_content;
use route::Route;

/// What every page here knows: the language, and what the service worker said.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// Language tag.
    lang: &'static str,
    /// Whether everything is here for use without a network; `None` while that is being found out.
    offline: RwSignal<Option<bool>>,
    /// Whether a new version waits.
    update: RwSignal<bool>,
}

impl Desk {
    /// A desk in this language, knowing nothing yet.
    pub fn new(lang: &str) -> Self {
        let lang = if lang == "en" { "en" } else { "vi" };
        Self { lang, offline: RwSignal::new(None), update: RwSignal::new(false) }
    }

    /// Words in the page's language.
    fn say(self, key: Text) -> &'static str {
        of_desk(self.lang, key)
    }

    /// Words with values in their places.
    fn fill(self, key: Text, values: &[(&str, &str)]) -> String {
        fill(self.say(key), values)
    }

    /// `2026-11-21` as people write it.
    fn day(self, iso: &str) -> String {
        let mut parts = iso.splitn(3, '-');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(year), Some(month), Some(day)) => {
                self.fill(Text::DeskDay, &[("day", day), ("month", month), ("year", year)])
            }
            _ => iso.to_owned(),
        }
    }

    /// The address of a page, in this language.
    fn link(self, path: &str) -> String {
        if self.lang == "vi" { path.to_owned() } else { [path, "?l=", self.lang].concat() }
    }
}

/// How long the service worker may take before the page says that it is not ready.
const PATIENCE_MS: u32 = 10_000;

/// Draws the page that the address names.
pub fn start() {
    // The address decides, then what the person chose last, then the page as the hub wrote it.
    let asked = document::parameter("l").or_else(|| local::get("ln.lang"));
    let lang = asked.unwrap_or_else(document::language);
    let route = Route::parse(&address::path());
    document::take_over(|| {
        mount_to_body(move || {
            let desk = Desk::new(&lang);
            document::set_language(desk.lang);
            document::set_title(&desk.fill(Text::DeskTitle, &[("page", desk.say(route.title()))]));
            spawn_local(hear(desk));
            sending::begin();
            frame::page(desk, route)
        });
    });
}

/// Hears what the service worker says, and notices when it says nothing.
async fn hear(desk: Desk) {
    spawn_local(worker::start(move |news| match news {
        worker::News::Offline => desk.offline.set(Some(true)),
        worker::News::Update => desk.update.set(true),
    }));
    clock::sleep(PATIENCE_MS).await;
    desk.offline.update(|known| *known = known.or(Some(false)));
}
