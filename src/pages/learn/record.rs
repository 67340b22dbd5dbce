//! Recording a lesson: `/hoc/thu-tieng`. A language is chosen, the speaker agrees, and then one part after
//! the other is read. Each is kept as soon as it ends.

mod begin;
mod consent;
mod keep;
mod meter;
mod room;
mod take;

use lang_nghe_lesson::{Card, LessonPack};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Learn, focus_soon, frame, shelf};
use crate::platform::{document, microphone};
use crate::text::{Text, tongue};

/// Where one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Choosing, and looking at what is here.
    Begin,
    /// The speaker is asked.
    Consent,
    /// The speaker agreed, and reads.
    Room,
}

/// The recorder.
#[derive(Clone, Copy)]
struct Desk {
    learn: Learn,
    at: RwSignal<At>,
    cards: RwSignal<Vec<Card>>,
    /// What is chosen: lesson, language, and what the speaker wants to be called.
    lesson: RwSignal<String>,
    lang: RwSignal<String>,
    label: RwSignal<String>,
    /// The lesson, once it has been opened.
    pack: StoredValue<Option<LessonPack>>,
    /// What is said about a file or about erasing.
    said: RwSignal<Option<String>>,
}

/// The page.
pub(super) fn page(learn: Learn) -> impl IntoView {
    let desk = Desk {
        learn,
        at: RwSignal::new(At::Begin),
        cards: RwSignal::new(Vec::new()),
        lesson: RwSignal::new(document::fragment().unwrap_or_default()),
        lang: RwSignal::new(String::new()),
        label: RwSignal::new(String::new()),
        pack: StoredValue::new(None),
        said: RwSignal::new(None),
    };
    spawn_local(async move {
        if let Some(known) = shelf::catalogue(learn.tongue.lang).await {
            desk.cards.set(known.lessons);
        }
    });
    let body = move || match desk.at.get() {
        At::Begin => all(desk).into_any(),
        At::Consent => consent::view(desk).into_any(),
        At::Room => room::view(desk).into_any(),
    };
    view! { <div class="record">{body}</div> }
}

impl Desk {
    fn go(self, at: At) {
        self.at.set(at);
        document::scroll_to_top();
        focus_soon("#heading");
    }

    /// The title of a lesson, or its id if this device does not know it.
    fn title(self, id: &str) -> String {
        self.cards.with(|cards| {
            cards.iter().find(|card| card.id == id).map_or_else(|| id.to_owned(), |card| card.title.clone())
        })
    }

    /// The name of a language.
    fn language(self, tag: &str) -> String {
        tongue(self.learn.tongue.lang, tag)
    }
}

fn all(desk: Desk) -> impl IntoView {
    let learn = desk.learn;
    let deaf = (!microphone::is_available())
        .then(|| view! { <p class="warning">{learn.say(Text::SpeechUnsupported)}</p> });
    view! {
        <h1 id="heading" tabindex="-1">{learn.say(Text::SpeechTitle)}</h1>
        <p class="lead">{learn.say(Text::SpeechLead)}</p>
        {deaf}
        {begin::view(desk)}
        {keep::view(desk)}
        {frame::to_catalogue(learn)}
    }
}
