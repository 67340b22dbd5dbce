//! What the pages besides the survey have in common: their language, the name above, the way to each other.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::notes::Notes;
use crate::platform::{clock, document, translation, worker};
use crate::text::{Text, fill, grouped};

/// The language of a page that has its words built in.
#[derive(Clone, Copy, Debug)]
pub struct Tongue {
    /// Language tag.
    pub lang: &'static str,
    /// The words of the program that speaks, by language.
    words: Words,
}

/// Where a program's words are.
pub type Words = fn(&str, Text) -> &'static str;

impl Tongue {
    /// This language, or Vietnamese if it is not offered.
    pub fn new(lang: &str, words: Words) -> Self {
        Self { lang: if lang == "en" { "en" } else { "vi" }, words }
    }

    /// The address decides, then what the person chose last, then the page as the hub wrote it.
    pub fn here(words: Words) -> Self {
        let asked = document::parameter("l").or_else(|| Notes::Device.get("ln.lang"));
        Self::new(&asked.unwrap_or_else(document::language), words)
    }

    /// Words in this language.
    pub fn say(self, key: Text) -> &'static str {
        (self.words)(self.lang, key)
    }

    /// Words with values in their places.
    pub fn fill(self, key: Text, values: &[(&str, &str)]) -> String {
        fill(self.say(key), values)
    }

    /// `2026-11-21` as people write it.
    pub fn day(self, iso: &str) -> String {
        let mut parts = iso.splitn(3, '-');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(year), Some(month), Some(day)) => {
                self.fill(Text::DeskDay, &[("day", day), ("month", month), ("year", year)])
            }
            _ => iso.to_owned(),
        }
    }

    /// How many, as people of this language write it.
    pub fn number(self, number: usize) -> String {
        grouped(self.lang, number as u64)
    }

    /// The address of a page, in this language.
    pub fn link(self, path: &str) -> String {
        if self.lang == "vi" { path.to_owned() } else { [path, "?l=", self.lang].concat() }
    }
}

/// How long the service worker may take before a page says that it is not ready.
const PATIENCE_MS: u32 = 10_000;

/// What the service worker said to a page.
#[derive(Clone, Copy, Debug)]
pub struct News {
    /// Whether everything is here for use without a network; `None` while that is being found out.
    pub offline: RwSignal<Option<bool>>,
    update: RwSignal<bool>,
}

impl News {
    /// Nothing said yet; listens from now on, and notices when the worker says nothing. From now on the page also
    /// stays true where the browser translates it.
    pub fn listen() -> Self {
        translation::keep_true();
        let heard = Self { offline: RwSignal::new(None), update: RwSignal::new(false) };
        spawn_local(worker::start(move |news| match news {
            worker::News::Offline => heard.offline.set(Some(true)),
            worker::News::Update => heard.update.set(true),
        }));
        spawn_local(async move {
            clock::sleep(PATIENCE_MS).await;
            heard.offline.update(|known| *known = known.or(Some(false)));
        });
        heard
    }
}

/// Every page besides the survey: name, language, the way to the others, and a new version when there is one.
///
/// `open` is the path of the page, or empty. A new version is offered at once and waits until the person wants it.
pub fn frame(
    tongue: Tongue,
    news: News,
    open: &str,
    (class, content): (&'static str, AnyView),
) -> impl IntoView + use<> {
    let offer = move || {
        news.update.get().then(|| {
            view! {
                <p class="fact">{tongue.say(Text::StatusUpdate)}</p>
                <button type="button" class="quiet" on:click=move |_| spawn_local(worker::use_update())>
                    {tongue.say(Text::StatusUpdateButton)}
                </button>
            }
        })
    };
    view! {
        {header(tongue)}
        {pages(tongue, open)}
        <main id="main" class=class tabindex="-1">{content}</main>
        <footer><div role="status">{offer}</div></footer>
    }
}

/// Gives the document its language and the page's name.
pub fn name_page(tongue: Tongue, page: &str) {
    document::set_language(tongue.lang);
    document::set_title(&tongue.fill(Text::DeskTitle, &[("page", page)]));
}

/// Name and language.
fn header(tongue: Tongue) -> impl IntoView {
    let other = tongue.say(Text::AppOtherLang);
    view! {
        <header class="top">
            <a class="skip" href="#main">{tongue.say(Text::AppSkip)}</a>
            <svg class="mark" width="28" height="28" viewBox="8 7 50 50" aria-hidden="true">
                <path d="M21.5 26a16 16 0 0 1 32 0c0 10.8-8.5 12.5-10.2 20.5a7.5 7.5 0 0 1-14.5 1.6M30.2 26.5a7.3 7.3 0 0 1 14.6 0c0 5.6-5.8 6.2-6.7 11.8"></path>
                <path class="warm" d="M12 20.5a13.5 13.5 0 0 0 0 13"></path>
            </svg>
            <span class="name">{tongue.say(Text::AppName)}</span>
            // Remembered before the link is followed, for pages opened without it.
            <a
                class="lang"
                id="lang"
                href=["?l=", other].concat()
                lang=other
                hreflang=other
                on:click=move |_| Notes::Device.set("ln.lang", other)
            >
                {tongue.say(Text::AppOtherLanguage)}
            </a>
        </header>
    }
}

/// The pages; `open` is the path of the one that is open, or empty.
fn pages(tongue: Tongue, open: &str) -> impl IntoView + use<> {
    let link = |path: &str, name: Text| {
        let current = (open == path).then_some("page");
        view! { <li><a href=tongue.link(path) aria-current=current>{tongue.say(name)}</a></li> }
    };
    view! {
        <nav class="pages" aria-label=tongue.say(Text::DeskNav)>
            <ul>
                {link("/", Text::DeskHome)}
                {link("/hoc", Text::DeskLearn)}
                {link("/may-nay", Text::DeskDevice)}
                {link("/cong-cu", Text::DeskTools)}
                {link("/gioi-thieu", Text::DeskAbout)}
            </ul>
        </nav>
    }
}
