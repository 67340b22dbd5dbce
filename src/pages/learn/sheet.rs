//! The completion sheet: `/hoc/to-hoan-thanh`. To print, or as a picture; with a code that shows whether
//! it was changed.

mod picture;
pub(super) mod signing;

use lang_nghe_lesson::sheet::{CHECK_PATH, MOST_LESSONS, Sheet};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::qr::{self, Code};
use super::{Learn, frame, shelf, today};
use crate::platform::signature::SignError;
use crate::platform::{clock, document, hand_over};
use crate::text::Text;
use signing::Signature;

/// All that stands on a sheet.
#[derive(Clone)]
struct Made {
    day: String,
    /// Titles in the order of the catalogue.
    lessons: Vec<String>,
    /// The code's address and the device's mark, or why there is none.
    signature: Result<Signature, SignError>,
}

/// The page.
pub(super) fn page(learn: Learn) -> impl IntoView {
    let made = RwSignal::new(None::<Option<Made>>);
    spawn_local(async move { made.set(Some(make(learn).await)) });
    let body = move || match made.get() {
        None => view! { <p class="wait" role="status">{learn.say(Text::DeskLoading)}</p> }.into_any(),
        Some(None) => none(learn).into_any(),
        Some(Some(made)) => sheet(learn, made).into_any(),
    };
    view! {
        <h1 id="heading" tabindex="-1" class="off-paper">{learn.say(Text::SheetTitle)}</h1>
        <p class="lead off-paper">{learn.say(Text::SheetLead)}</p>
        {body}
        <p class="deeds"><a href=learn.tongue.link("/hoc/kiem-tra")>{learn.say(Text::SheetCheckLink)}</a></p>
        {frame::to_catalogue(learn)}
    }
}

fn none(learn: Learn) -> impl IntoView {
    view! {
        <p>{learn.say(Text::SheetNone)}</p>
        <p class="deeds">
            <a class="go other" href=learn.tongue.link("/hoc/nguoi-hoc")>{learn.say(Text::PeopleChoose)}</a>
        </p>
    }
}

/// The sheet of whoever learns in this tab; `None` if nothing is finished.
async fn make(learn: Learn) -> Option<Made> {
    // The learner has to be read before what they finished is known.
    while learn.person.all.with_untracked(Option::is_none) {
        clock::sleep(50).await;
    }
    clock::sleep(0).await;
    let known = shelf::catalogue(learn.tongue.lang).await?;
    let finished = known.lessons.iter().filter(|card| untrack(|| learn.person.has_finished(&card.id)));
    let (ids, lessons): (Vec<_>, Vec<_>) =
        finished.take(MOST_LESSONS).map(|card| (card.id.clone(), card.title.clone())).unzip();
    if ids.is_empty() {
        return None;
    }
    let day = today();
    let signature = signing::sign(&Sheet { day: day.clone(), lessons: ids }).await;
    Some(Made { day, lessons, signature })
}

/// The paper, and what to do with it.
fn sheet(learn: Learn, made: Made) -> impl IntoView {
    let day = learn.fill(Text::SheetDay, &[("day", &learn.tongue.day(&made.day))]);
    let rows: Vec<_> = made.lessons.iter().map(|title| view! { <li>{title.clone()}</li> }).collect();
    let count = learn.fill(Text::SheetCount, &[("n", &made.lessons.len().to_string())]);
    let proof = match &made.signature {
        Ok(signature) => proof(learn, signature).into_any(),
        Err(SignError::Insecure) => view! { <p class="note">{learn.say(Text::SheetUnsigned)}</p> }.into_any(),
        Err(_) => view! { <p class="note">{learn.say(Text::SheetFailed)}</p> }.into_any(),
    };
    view! {
        <article class="paper">
            <h2>{learn.say(Text::SheetHead)}</h2>
            <p class="sign-here"><span>{learn.say(Text::SheetName)}</span></p>
            <p>{day}</p>
            <h3>{learn.say(Text::SheetLessons)}": "{count}</h3>
            <ol class="done">{rows}</ol>
            {proof}
            <p class="official"><b>{learn.say(Text::SheetOfficial)}</b></p>
        </article>
        {deeds(learn, made)}
    }
}

/// The address that stands in the code.
fn address(signature: &Signature) -> String {
    [&document::origin(), CHECK_PATH, &signature.code].concat()
}

fn proof(learn: Learn, signature: &Signature) -> impl IntoView + use<> {
    let mark = learn.fill(Text::SheetMark, &[("mark", &signature.mark)]);
    let address = address(signature);
    let code = qr::code(&address).map(|code| drawn(code, learn.say(Text::SheetQr)));
    view! {
        <div class="proof">
            <a href=address class="code">{code}</a>
            <div>
                <p>{learn.say(Text::SheetProves)}</p>
                <p>{mark}</p>
            </div>
        </div>
    }
}

/// A code as a drawing: black on white in any scheme, since phones read it.
pub(super) fn drawn(code: Code, label: &str) -> impl IntoView + use<> {
    let width = code.width.to_string();
    let label = label.to_owned();
    view! {
        <svg class="qr" viewBox=["0 0 ", &width, " ", &width].concat() role="img" aria-label=label shape-rendering="crispEdges">
            <rect width=width.clone() height=width.clone() fill="#fff"></rect>
            <path d=code.path fill="#000"></path>
        </svg>
    }
}

fn deeds(learn: Learn, made: Made) -> impl IntoView {
    let said = RwSignal::new(None::<Text>);
    let picture = move |_| {
        let made = made.clone();
        spawn_local(async move {
            let code = made.signature.as_ref().ok().and_then(|signature| qr::code(&address(signature)));
            let mark = made.signature.as_ref().ok().map(|signature| signature.mark.as_str());
            let lines = picture::Lines {
                head: learn.say(Text::SheetHead),
                day: &learn.fill(Text::SheetDay, &[("day", &learn.tongue.day(&made.day))]),
                lessons: &made.lessons,
                proves: learn.say(Text::SheetProves),
                mark: &mark.map(|mark| learn.fill(Text::SheetMark, &[("mark", mark)])).unwrap_or_default(),
                official: learn.say(Text::SheetOfficial),
            };
            let done = hand_out(learn.say(Text::SheetPictureName), &lines, code.as_ref()).await;
            said.set(Some(done));
        });
    };
    view! {
        <div class="onward">
            <button type="button" class="go" on:click=|_| crate::platform::picture::print()>{learn.say(Text::SheetPrint)}</button>
            <button type="button" class="go other" on:click=picture>{learn.say(Text::SheetPicture)}</button>
        </div>
        <p role="status" class="said">{move || said.get().map(|words| learn.say(words))}</p>
    }
}

/// Hands the picture over: as PNG, or where the browser draws none, as the SVG itself.
async fn hand_out(name: &str, lines: &picture::Lines<'_>, code: Option<&Code>) -> Text {
    let (svg, height) = picture::svg(lines, code);
    let (file, bytes) = match crate::platform::picture::png(&svg, picture::WIDTH, height).await {
        Some(png) => ([name, ".png"].concat(), png),
        None => ([name, ".svg"].concat(), svg.into_bytes()),
    };
    match hand_over::share_file(&file, &bytes).await {
        Some(hand_over::HandedOver::Cancelled) => Text::SheetPicture,
        Some(_) => Text::HandoutShared,
        None => {
            document::download(&file, &bytes);
            Text::HandoutSaved
        }
    }
}
