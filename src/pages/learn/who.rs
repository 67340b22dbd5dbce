//! Who learns here: a picture and a colour, no name, a PIN if one wants.

use lang_nghe_lesson::{Learner, Pin};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::people::Place;
use super::{Learn, focus_soon, frame};
use crate::platform::{event, pin, random};
use crate::text::Text;

/// Pictures: id, shapes, name.
const PICTURES: [(&str, &str, Text); 8] = [
    (
        "sun",
        "M24 15a9 9 0 1 0 .1 0M24 4v5M24 39v5M4 24h5M39 24h5M10 10l3 3M35 35l3 3M38 10l-3 3M13 35l-3 3",
        Text::PeopleSun,
    ),
    ("boat", "M6 32h36l-6 9H12zM24 6v26M24 8l13 19H24M20 14l-9 13h9", Text::PeopleBoat),
    ("house", "M6 24 24 8l18 16M11 20v21h26V20M20 41V29h8v12", Text::PeopleHouse),
    ("fish", "M6 24q12-16 26 0-14 16-26 0M32 24l10-9v18zM14 22v.5", Text::PeopleFish),
    (
        "flower",
        "M24 19a5 5 0 1 0 .1 0M24 19q-8-14 0-14t0 14M24 29q-8 14 0 14t0-14M19 24q-14-8-14 0t14 0M29 24q14-8 14 0t-14 0",
        Text::PeopleFlower,
    ),
    ("star", "m24 5 6 13 14 1-11 9 4 14-13-8-13 8 4-14L4 19l14-1z", Text::PeopleStar),
    ("leaf", "M8 40Q6 12 40 8q-2 34-32 32M8 40q8-16 20-20", Text::PeopleLeaf),
    ("bowl", "M6 22h36q-2 18-18 18T6 22M18 16q-4-4 0-8M26 16q-4-4 0-8", Text::PeopleBowl),
];

/// Colours: id, name. What they look like is in the style sheet.
const COLOURS: [(&str, Text); 6] = [
    ("teal", Text::PeopleTeal),
    ("amber", Text::PeopleAmber),
    ("red", Text::PeopleRed),
    ("blue", Text::PeopleBlue),
    ("plum", Text::PeoplePlum),
    ("grey", Text::PeopleGrey),
];

/// The picture of a learner, as an ornament.
fn badge(picture: &str, colour: &str) -> impl IntoView + use<> {
    let shape = PICTURES.iter().find(|(id, ..)| *id == picture).map_or("", |(_, shape, _)| *shape);
    let colour = COLOURS.iter().find(|(id, _)| *id == colour).map_or("grey", |(id, _)| *id);
    view! {
        <svg class=["badge tint-", colour].concat() width="48" height="48" viewBox="0 0 48 48" aria-hidden="true"><path d=shape></path></svg>
    }
}

/// A learner as people call one: “Thuyền, xanh”.
fn called(learn: Learn, learner: &Learner) -> String {
    let picture = PICTURES.iter().find(|(id, ..)| *id == learner.picture).map(|(.., name)| learn.say(*name));
    let colour = COLOURS.iter().find(|(id, _)| *id == learner.colour).map(|(_, name)| learn.say(*name));
    let (picture, colour) = (picture.unwrap_or_default(), colour.unwrap_or_default());
    learn.fill(Text::PeopleCalled, &[("picture", picture), ("colour", colour)])
}

/// Who is learning, on the first page.
pub(super) fn bar(learn: Learn) -> impl IntoView {
    let content = move || {
        let link = |words| view! { <a href=learn.tongue.link("/hoc/nguoi-hoc")>{learn.say(words)}</a> };
        match learn.person.who.get() {
            Some((_, learner)) => view! {
                {badge(&learner.picture, &learner.colour)}
                <span class="fact">{called(learn, &learner)}</span>
                {link(Text::PeopleChange)}
            }
            .into_any(),
            None => {
                view! { <span>{learn.say(Text::PeopleNobody)}</span>{link(Text::PeopleChoose)} }.into_any()
            }
        }
    };
    let trouble = move || {
        learn.person.unkept.get().then(|| view! { <p class="warning">{learn.say(Text::PeopleUnkept)}</p> })
    };
    view! {
        <div class="who">{content}</div>
        <div role="alert">{trouble}</div>
    }
}

/// The page.
pub(super) fn page(learn: Learn) -> impl IntoView {
    let asked = RwSignal::new(None::<(u8, Learner)>);
    let said = RwSignal::new(None::<Text>);
    let list = move || {
        let all = learn.person.all.get().unwrap_or_default();
        let sealed = all.iter().any(|(_, place)| *place == Place::Sealed);
        let rows: Vec<_> = all
            .into_iter()
            .filter_map(|(place, taken)| match taken {
                Place::Taken(learner) => Some(row(learn, place, *learner, asked, said)),
                _ => None,
            })
            .collect();
        view! {
            {sealed.then(|| view! { <p class="warning">{learn.say(Text::PeopleSealed)}</p> })}
            <ul class="people">{rows}</ul>
        }
    };
    view! {
        <h1 id="heading" tabindex="-1">{learn.say(Text::PeopleTitle)}</h1>
        <p class="lead">{learn.say(Text::PeopleLead)}</p>
        {list}
        {move || asked.get().map(|(place, learner)| unlock(learn, place, learner, asked, said))}
        <p role="status" class="said">{move || said.get().map(|words| learn.say(words))}</p>
        {own(learn, said)}
        {new(learn, said)}
        {frame::to_catalogue(learn)}
    }
}

type Asking = RwSignal<Option<(u8, Learner)>>;
type Said = RwSignal<Option<Text>>;

fn row(learn: Learn, place: u8, learner: Learner, asked: Asking, said: Said) -> impl IntoView {
    let is_here = move || learn.person.who.with(|who| who.as_ref().is_some_and(|(here, _)| *here == place));
    let picture = badge(&learner.picture, &learner.colour);
    let name = called(learn, &learner);
    let locked = learner
        .pin
        .is_some()
        .then(|| view! { <span class="quiet-text">{learn.say(Text::PeopleLocked)}</span> });
    let choose = move |_| {
        if learner.pin.is_some() && !is_here() {
            asked.set(Some((place, learner.clone())));
            said.set(None);
            focus_soon("#pin");
        } else {
            learn.person.choose(Some((place, learner.clone())));
            asked.set(None);
            said.set(Some(Text::PeopleChosen));
        }
    };
    view! {
        <li>
            <button type="button" class="person" aria-pressed=move || is_here().to_string() on:click=choose>
                {picture}
                <span>{name}</span>
                {locked}
            </button>
        </li>
    }
}

/// Asks for the PIN of a learner.
fn unlock(learn: Learn, place: u8, learner: Learner, asked: Asking, said: Said) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let submit = move |submitted: leptos::ev::SubmitEvent| {
        event::take(&submitted);
        let learner = learner.clone();
        spawn_local(async move {
            let given = typed.get_untracked();
            let fits = match learner.pin {
                Some(kept) => pin::hash(&given, &kept.salt).await == Some(kept.hash),
                None => true,
            };
            if fits {
                learn.person.choose(Some((place, learner)));
                asked.set(None);
                said.set(Some(Text::PeopleChosen));
                focus_soon("#heading");
            } else {
                said.set(Some(Text::PeopleWrongPin));
                focus_soon("#pin");
            }
        });
    };
    view! {
        <form class="asked" on:submit=submit>
            <p><label class="ask" for="pin">{learn.say(Text::PeoplePin)}</label></p>
            {digits("pin", typed)}
            <p class="see"><button type="submit" class="go">{learn.say(Text::PeopleOpen)}</button></p>
        </form>
    }
}

/// A field for a PIN.
fn digits(id: &'static str, typed: RwSignal<String>) -> impl IntoView {
    view! {
        <input
            type="password"
            inputmode="numeric"
            autocomplete="off"
            maxlength="8"
            class="field pin"
            id=id
            prop:value=move || typed.get()
            on:input=move |written| typed.set(event::chosen(&written).unwrap_or_default())
        />
    }
}

/// What the one who learns here can do about it: stop, or delete everything.
fn own(learn: Learn, said: Said) -> impl IntoView {
    let asking = RwSignal::new(false);
    let erase = move || {
        spawn_local(async move {
            let done = learn.person.erase().await;
            asking.set(false);
            said.set(Some(if done { Text::PeopleErased } else { Text::PeopleUnkept }));
            focus_soon("#heading");
        });
    };
    let leave = move |_| {
        learn.person.choose(None);
        said.set(Some(Text::PeopleLeft));
        focus_soon("#heading");
    };
    let ask = move |_| {
        asking.set(true);
        focus_soon("#confirm");
    };
    let confirm =
        move || asking.get().then(|| frame::erase_or_not(learn, Text::PeopleEraseAsk, asking, erase));
    move || {
        learn.person.who.with(Option::is_some).then(|| {
            view! {
                <div class="deeds">
                    <button type="button" class="go other" on:click=leave>{learn.say(Text::PeopleLeave)}</button>
                    <button type="button" class="quiet" on:click=ask>{learn.say(Text::PeopleErase)}</button>
                </div>
                {confirm}
            }
        })
    }
}

/// Adds a learner.
fn new(learn: Learn, said: Said) -> impl IntoView {
    let picture = RwSignal::new(PICTURES[0].0);
    let colour = RwSignal::new(COLOURS[0].0);
    let typed = RwSignal::new(String::new());
    let pictures = PICTURES.map(|(id, _, name)| {
        view! {
            <label class="option pick">
                <input type="radio" name="picture" checked={id == PICTURES[0].0} on:change=move |_| picture.set(id)/>
                {move || badge(id, colour.get())}
                <span>{learn.say(name)}</span>
            </label>
        }
    });
    let colours = COLOURS.map(|(id, name)| {
        view! {
            <label class="option pick">
                <input type="radio" name="colour" checked={id == COLOURS[0].0} on:change=move |_| colour.set(id)/>
                <span class=["dot tint-", id].concat() aria-hidden="true"></span>
                <span>{learn.say(name)}</span>
            </label>
        }
    });
    let submit = move |submitted: leptos::ev::SubmitEvent| {
        event::take(&submitted);
        spawn_local(async move {
            let mut learner = Learner::new(picture.get_untracked(), colour.get_untracked());
            let given = typed.get_untracked();
            if !given.is_empty() {
                learner.pin = hashed(&given).await;
                if learner.pin.is_none() {
                    return said.set(Some(Text::PeoplePinFailed));
                }
            }
            typed.set(String::new());
            let kept = learn.person.add(learner).await;
            said.set(Some(if kept { Text::PeopleAdded } else { Text::PeopleUnkept }));
            focus_soon("#heading");
        });
    };
    // Where nothing can be hashed, no PIN is offered: it would only look like one.
    let secret = pin::is_available().then(|| {
        view! {
            <p><label for="new-pin">{learn.say(Text::PeopleNewPin)}</label></p>
            {digits("new-pin", typed)}
            <p class="hint">{learn.say(Text::PeoplePinHint)}</p>
        }
    });
    view! {
        <details class="newcomer">
            <summary>{learn.say(Text::PeopleNew)}</summary>
            <form on:submit=submit>
                <fieldset>
                    <legend><b>{learn.say(Text::PeoplePicture)}</b></legend>
                    <div class="picks">{pictures.into_iter().collect::<Vec<_>>()}</div>
                </fieldset>
                <fieldset>
                    <legend><b>{learn.say(Text::PeopleColour)}</b></legend>
                    <div class="picks">{colours.into_iter().collect::<Vec<_>>()}</div>
                </fieldset>
                {secret}
                <p class="see"><button type="submit" class="go">{learn.say(Text::PeopleAdd)}</button></p>
            </form>
        </details>
    }
}

/// A PIN of four to eight digits, salted and hashed.
async fn hashed(given: &str) -> Option<Pin> {
    let fits = (4..=8).contains(&given.len()) && given.bytes().all(|byte| byte.is_ascii_digit());
    let salt = random::bytes().ok().filter(|_| fits)?;
    Some(Pin { salt, hash: pin::hash(given, &salt).await? })
}
