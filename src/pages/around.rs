//! What the pages besides the survey have in common: their language, the name above, the way to each other.

use leptos::prelude::*;

use crate::platform::{document, local};
use crate::text::{Text, fill};

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
        let asked = document::parameter("l").or_else(|| local::get("ln.lang"));
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

    /// The address of a page, in this language.
    pub fn link(self, path: &str) -> String {
        if self.lang == "vi" { path.to_owned() } else { [path, "?l=", self.lang].concat() }
    }
}

/// Name and language.
pub fn header(tongue: Tongue) -> impl IntoView {
    let other = tongue.say(Text::AppOtherLang);
    view! {
        <header class="top">
            <svg class="mark" viewBox="8 7 50 50" aria-hidden="true">
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
                on:click=move |_| local::set("ln.lang", other)
            >
                {tongue.say(Text::AppOtherLanguage)}
            </a>
        </header>
    }
}

/// The pages; `open` is the path of the one that is open, or empty.
pub fn pages(tongue: Tongue, open: &str) -> impl IntoView + use<> {
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
