//! Choosing what is read, and in which language.

use lang_nghe_lesson::speech::LABEL_LETTERS;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{At, Desk};
use crate::pages::learn::shelf;
use crate::platform::{document, event};
use crate::text::{TONGUES, Text};

/// The form.
pub(super) fn view(desk: Desk) -> impl IntoView {
    let learn = desk.learn;
    let wrong = RwSignal::new(None::<Wrong>);
    let is_wrong = move |field: Wrong| (wrong.get() == Some(field)).then_some("true");
    let fault = move |field: Wrong| (wrong.get() == Some(field)).then_some("begin-wrong");
    let typed = |signal: RwSignal<String>| move |typed| signal.set(event::chosen(&typed).unwrap_or_default());
    let lessons = move || -> Vec<_> {
        let chosen = desk.lesson.get_untracked();
        let row = |card: lang_nghe_lesson::Card| {
            view! { <option value=card.id.clone() selected={card.id == chosen}>{card.title}</option> }
        };
        desk.cards.get().into_iter().map(row).collect()
    };
    let languages: Vec<_> =
        TONGUES.iter().map(|(tag, _)| view! { <option value=*tag>{desk.language(tag)}</option> }).collect();
    let submit = move |submitted: leptos::ev::SubmitEvent| {
        event::take(&submitted);
        spawn_local(async move {
            let found = open(desk).await.err();
            wrong.set(found);
            if let Some(field) = found.and_then(Wrong::field) {
                document::focus(field, true);
            }
        });
    };
    let words = move || wrong.get().map(|wrong| view! { <p class="error">{learn.say(wrong.words())}</p> });
    view! {
        <form on:submit=submit novalidate=true>
            <div class="entry">
                <label for="lesson">{learn.say(Text::SpeechLesson)}</label>
                <select
                    id="lesson"
                    aria-invalid=move || is_wrong(Wrong::Lesson)
                    aria-describedby=move || fault(Wrong::Lesson)
                    prop:value=move || desk.lesson.get()
                    on:change=typed(desk.lesson)
                >
                    <option value="">{learn.say(Text::SpeechLessonNone)}</option>
                    {lessons}
                </select>
            </div>
            <div class="entry">
                <label for="language">{learn.say(Text::SpeechLanguage)}</label>
                <select
                    id="language"
                    aria-invalid=move || is_wrong(Wrong::Language)
                    aria-describedby=move || fault(Wrong::Language)
                    prop:value=move || desk.lang.get()
                    on:change=typed(desk.lang)
                >
                    <option value="">{learn.say(Text::SpeechLanguageNone)}</option>
                    {languages}
                </select>
            </div>
            <div class="entry">
                <label for="label">{learn.say(Text::SpeechLabel)}</label>
                <p id="label-hint" class="hint">{learn.say(Text::SpeechLabelHint)}</p>
                <input
                    id="label"
                    type="text"
                    maxlength=LABEL_LETTERS.to_string()
                    autocomplete="off"
                    aria-describedby="label-hint"
                    prop:value=move || desk.label.get()
                    on:input=typed(desk.label)
                />
            </div>
            <div id="begin-wrong" role="alert">{words}</div>
            <p class="see"><button type="submit" class="go">{learn.say(Text::SpeechBegin)}</button></p>
        </form>
    }
}

/// Why recording cannot begin yet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// No lesson was chosen.
    Lesson,
    /// No language was chosen.
    Language,
    /// The lesson is not on this device and cannot be fetched now.
    NotHere,
}

impl Wrong {
    /// The field that has to be looked at.
    fn field(self) -> Option<&'static str> {
        match self {
            Self::Lesson => Some("#lesson"),
            Self::Language => Some("#language"),
            Self::NotHere => None,
        }
    }

    fn words(self) -> Text {
        match self {
            Self::Lesson | Self::Language => Text::SpeechChoose,
            Self::NotHere => Text::LessonFailedText,
        }
    }
}

/// Opens the lesson and goes on to the speaker's consent.
async fn open(desk: Desk) -> Result<(), Wrong> {
    let (lesson, lang) = (desk.lesson.get_untracked(), desk.lang.get_untracked());
    if lesson.is_empty() {
        return Err(Wrong::Lesson);
    }
    if lang.is_empty() {
        return Err(Wrong::Language);
    }
    let pack = shelf::lesson(desk.learn.tongue.lang, &lesson).await.ok_or(Wrong::NotHere)?;
    desk.pack.set_value(Some(pack));
    desk.said.set(None);
    desk.go(At::Consent);
    Ok(())
}
