//! One part after the other: what is to be read, and the buttons.

use lang_nghe_lesson::speech::{Part, parts};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::take::{Doing, Studio};
use super::{At, Desk, meter};
use crate::platform::document;
use crate::text::Text;

pub(super) fn view(desk: Desk) -> impl IntoView {
    let learn = desk.learn;
    let all = desk.pack.with_value(|pack| pack.as_ref().map(parts)).unwrap_or_default();
    let studio = Studio::new(desk);
    // Begins where somebody left off.
    let first = all.iter().find(|part| untrack(|| studio.held(part.number)).is_none()).or(all.first());
    studio.part.set(first.map_or(0, |part| part.number));
    on_cleanup(move || studio.leave());
    document::stay_while(move || studio.is_reading());
    let title = untrack(|| desk.title(&desk.lesson.get_untracked()));
    let language = desk.language(&desk.lang.get_untracked());
    let heading = learn.fill(Text::SpeechRoom, &[("lesson", &title), ("language", &language)]);
    let all = StoredValue::new(all);
    let done = move || {
        let (n, total) = all.with_value(|all| {
            (all.iter().filter(|part| studio.held(part.number).is_some()).count(), all.len())
        });
        learn.fill(Text::SpeechPartsDone, &[("n", &n.to_string()), ("total", &total.to_string())])
    };
    let body = move || {
        let number = studio.part.get();
        all.with_value(|all| {
            let at = all.iter().position(|part| part.number == number)?;
            Some(part(studio, all, at).into_any())
        })
    };
    view! {
        <p class="section">{heading}</p>
        <p class="way"><span id="done">{done}</span></p>
        {body}
        <p class="deeds">
            <button type="button" class="quiet" on:click=move |_| desk.go(At::Begin)>{learn.say(Text::SpeechFinish)}</button>
        </p>
    }
}

fn part(studio: Studio, all: &[Part], at: usize) -> impl IntoView + use<> {
    let learn = studio.desk.learn;
    let Part { section, lines, .. } =
        all.get(at).cloned().unwrap_or(Part { number: 0, section: None, lines: vec![] });
    let language = studio.desk.language(&studio.desk.lang.get_untracked());
    let values = [("n", (at + 1).to_string()), ("total", all.len().to_string())];
    let progress =
        learn.fill(Text::SpeechPart, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    let lines: Vec<_> = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect();
    let step = |to: Option<usize>| to.and_then(|to| all.get(to)).map(|part| part.number);
    let (back, next) = (step(at.checked_sub(1)), step(Some(at + 1)));
    let idle = move || matches!(studio.doing.get(), Doing::Nothing | Doing::Hearing);
    // What comes next stands out: recording first, then going on.
    let is_here = Memo::new(move |_| studio.held(studio.part.get()).is_some());
    let go = move |to: Option<u16>, class: &'static str, words: Text| {
        to.map(|to| {
            view! {
                <button
                    type="button"
                    class=class
                    class:other=move || !is_here.get()
                    disabled=move || !idle()
                    on:click=move |_| studio.open(to)
                >
                    {learn.say(words)}
                </button>
            }
        })
    };
    view! {
        <h1 id="heading" tabindex="-1">{progress}</h1>
        <p class="hint">{learn.fill(Text::SpeechSay, &[("language", &language)])}</p>
        <div class="aside reading">
            {section.map(|section| view! { <p class="section">{section}</p> })}
            {lines}
        </div>
        {deeds(studio)}
        <div class="onward steps">
            {go(next, "go", Text::SpeechNext)}
            {go(back, "back", Text::SpeechBack)}
        </div>
    }
}

/// Recording, stopping, hearing, and what came of it.
fn deeds(studio: Studio) -> impl IntoView {
    let learn = studio.desk.learn;
    let is_here = Memo::new(move |_| studio.held(studio.part.get()).is_some());
    let is_recording = Memo::new(move |_| matches!(studio.doing.get(), Doing::Recording(_)));
    let buttons = move || {
        if is_recording.get() {
            let stop = move |_| spawn_local(studio.stop());
            return view! {
                <button type="button" class="go" id="stop" on:click=stop>{learn.say(Text::SpeechStop)}</button>
            }
            .into_any();
        }
        let words = if is_here.get() { Text::SpeechAgain } else { Text::SpeechRecord };
        let busy = move || matches!(studio.doing.get(), Doing::Asking | Doing::Keeping);
        let hear = move || {
            is_here.get().then(|| {
                let hearing = move || studio.doing.get() == Doing::Hearing;
                let press = move |_| if hearing() { studio.hush() } else { studio.hear() };
                let words = move || learn.say(if hearing() { Text::SpeechHush } else { Text::SpeechHear });
                view! { <button type="button" class="go other" id="hear" on:click=press>{words}</button> }
            })
        };
        view! {
            <button type="button" class="go" class:other=is_here id="record" disabled=busy on:click=move |_| studio.start()>
                {learn.say(words)}
            </button>
            {hear}
        }
        .into_any()
    };
    let seconds = move || match studio.doing.get() {
        Doing::Recording(seconds) => learn.fill(Text::SpeechRunning, &[("seconds", &seconds.to_string())]),
        _ => String::new(),
    };
    let state = move || match (studio.doing.get(), studio.held(studio.part.get())) {
        (Doing::Asking, _) => learn.say(Text::SpeechWait).to_owned(),
        (Doing::Recording(_) | Doing::Keeping, _) => String::new(),
        (_, None) => learn.say(Text::SpeechNotYet).to_owned(),
        (_, Some(held)) => match studio.seconds() {
            Some(seconds) => {
                let values = [("seconds", seconds.to_string()), ("n", held.bytes.div_ceil(1000).to_string())];
                learn.fill(Text::SpeechKept, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
            }
            None => learn.say(Text::SpeechIsHere).to_owned(),
        },
    };
    let told = move || studio.told.get().map(|words| view! { <p class="warning">{learn.say(words)}</p> });
    view! {
        <div class="onward">{buttons}</div>
        <p class="fact" class:running=move || is_recording.get()>{seconds}</p>
        {move || is_recording.get().then(|| meter::view(studio))}
        <p id="after" tabindex="-1" role="status">{state}</p>
        <div role="alert">{told}</div>
    }
}
