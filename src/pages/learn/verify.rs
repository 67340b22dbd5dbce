//! Checking a completion sheet: `/hoc/kiem-tra`, from the code's address or pasted, without a network.

use lang_nghe_lesson::sheet::{SheetError, Signed, read};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sheet::signing;
use super::{Learn, focus_soon, frame, shelf};
use crate::platform::{document, event, signature};
use crate::text::Text;

/// What a check found.
#[derive(Clone)]
struct Found {
    /// The answer, first.
    words: Text,
    /// What the sheet says, and its device's mark, if it is whole.
    whole: Option<Whole>,
}

#[derive(Clone)]
struct Whole {
    signed: Signed,
    mark: String,
    here: bool,
    /// Titles, in this device's words.
    lessons: Vec<String>,
}

/// The page.
pub(super) fn page(learn: Learn) -> impl IntoView {
    let typed = RwSignal::new(document::fragment().unwrap_or_default());
    let found = RwSignal::new(None::<Found>);
    let own = RwSignal::new(None::<String>);
    let look = move || {
        spawn_local(async move {
            let answer = check(learn, &typed.get_untracked()).await;
            found.set(Some(answer));
            focus_soon("#found-sheet");
        });
    };
    if !typed.with_untracked(String::is_empty) {
        look();
    }
    spawn_local(async move { own.set(signing::own_mark().await) });
    let submit = move |submitted: leptos::ev::SubmitEvent| {
        event::take(&submitted);
        look();
    };
    let own = move || {
        own.get().map(|mark| {
            view! {
                <section>
                    <p class="fact">{learn.fill(Text::SheetOwnMark, &[("mark", &mark)])}</p>
                    <p>{learn.say(Text::SheetOwnMarkMore)}</p>
                </section>
            }
        })
    };
    view! {
        <h1 id="heading" tabindex="-1">{learn.say(Text::SheetCheckTitle)}</h1>
        <p class="lead">{learn.say(Text::SheetCheckLead)}</p>
        <form class="entry" on:submit=submit>
            <label for="code">{learn.say(Text::SheetCheckField)}</label>
            <textarea
                id="code"
                class="field"
                rows="3"
                spellcheck="false"
                autocapitalize="off"
                prop:value=move || typed.get()
                on:input=move |written| typed.set(event::chosen(&written).unwrap_or_default())
            ></textarea>
            <p class="see"><button type="submit" class="go">{learn.say(Text::SheetCheck)}</button></p>
        </form>
        <div role="status">{move || found.get().map(|found| answer(learn, found))}</div>
        <p>{learn.say(Text::SheetLimits)}</p>
        {own}
        {frame::to_catalogue(learn)}
    }
}

async fn check(learn: Learn, text: &str) -> Found {
    let only = |words| Found { words, whole: None };
    let signed = match read(text) {
        Ok(signed) => signed,
        Err(SheetError::Newer) => return only(Text::SheetNewer),
        Err(SheetError::NotASheet) => return only(Text::SheetUnreadable),
    };
    if !signature::is_available() {
        return only(Text::SheetCannot);
    }
    if !signing::check(&signed).await.unwrap_or(false) {
        return only(Text::SheetBroken);
    }
    let mark = signing::mark_of(&signed.key).await.unwrap_or_default();
    let here = signing::own_mark().await.as_ref() == Some(&mark);
    let known = shelf::catalogue(learn.tongue.lang).await;
    let title = |id: &String| {
        let card = known.as_ref().and_then(|known| known.lesson(id));
        card.map_or_else(|| learn.fill(Text::SheetUnknown, &[("id", id)]), |card| card.title.clone())
    };
    let lessons = signed.sheet.lessons.iter().map(title).collect();
    Found { words: Text::SheetValid, whole: Some(Whole { signed, mark, here, lessons }) }
}

fn answer(learn: Learn, found: Found) -> impl IntoView {
    let Found { words, whole } = found;
    let class = if whole.is_some() { "verdict right" } else { "verdict wrong" };
    let says = whole.map(|whole| {
        let day = learn.fill(Text::SheetDay, &[("day", &learn.tongue.day(&whole.signed.sheet.day))]);
        let rows: Vec<_> = whole.lessons.into_iter().map(|title| view! { <li>{title}</li> }).collect();
        let place = if whole.here { Text::SheetValidHere } else { Text::SheetValidOther };
        view! {
            <p>{day}</p>
            <ol class="done">{rows}</ol>
            <p>{learn.fill(Text::SheetMark, &[("mark", &whole.mark)])}</p>
            <p>{learn.say(place)}</p>
            <p><b>{learn.say(Text::SheetOfficial)}</b></p>
        }
    });
    view! {
        <div class="result">
            <p class=class id="found-sheet" tabindex="-1">{learn.say(words)}</p>
            {says}
        </div>
    }
}
