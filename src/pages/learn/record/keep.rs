//! What was recorded or brought here: how it stands with the hub, and its way into a file, out of one, or
//! off the device.

use lang_nghe_lesson::speech::{Bundle, Held, MOST_BYTES, Origin, PackName, Recording, State};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use crate::pages::learn::speech::{Step, hash_of};
use crate::pages::learn::{focus_soon, frame};
use crate::platform::{document, event, storage_status};
use crate::text::Text;

/// Largest file that is read: more parts than any lesson has, each as long as it may be.
const MOST_FILE: usize = 64 * MOST_BYTES;

/// All of it.
pub(super) fn view(desk: Desk) -> impl IntoView {
    let learn = desk.learn;
    let packs = Memo::new(move |_| {
        let mut packs: Vec<PackName> = learn.speech.held.with(|held| {
            held.iter().filter(|one| one.origin.is_sent()).map(|one| PackName::of(&one.key)).collect()
        });
        packs.sort();
        packs.dedup();
        packs
    });
    let rows = move || {
        let packs = packs.get();
        if packs.is_empty() {
            return view! { <p>{learn.say(Text::SpeechHereNone)}</p> }.into_any();
        }
        let rows: Vec<_> = packs.into_iter().map(|pack| row(desk, pack)).collect();
        view! { <ul class="cards">{rows}</ul> }.into_any()
    };
    let step = move || match learn.speech.step.get() {
        Step::Sending => Some(learn.say(Text::SpeechSending)),
        Step::Refused => Some(learn.say(Text::SpeechRefused)),
        Step::Waiting if waits(learn.speech.held.get()) => Some(learn.say(Text::SpeechUnsent)),
        _ => None,
    };
    let space = RwSignal::new(None::<u64>);
    spawn_local(async move {
        let room = storage_status::room().await;
        space.set(room.map(|room| room.allowed.saturating_sub(room.used) / 1_000_000));
    });
    // Where there is plenty, a number only worries.
    let space = move || {
        space.get().filter(|n| *n < 1_000).map(|n| learn.fill(Text::SpeechSpace, &[("n", &n.to_string())]))
    };
    let take = move |change| {
        spawn_local(async move {
            let said = match event::file_bytes(&change, MOST_FILE).await {
                Some(file) => import(desk, &file).await,
                None => learn.say(Text::SpeechImportedWrong).to_owned(),
            };
            desk.said.set(Some(said));
        });
    };
    view! {
        <section aria-labelledby="here">
            <h2 id="here">{learn.say(Text::SpeechHere)}</h2>
            <p role="status" id="step">{step}</p>
            {rows}
            <p class="entry">
                <label for="file">{learn.say(Text::SpeechImport)}</label>
                <input id="file" type="file" on:change=take/>
            </p>
            <p role="status" class="said" id="said" tabindex="-1">{move || desk.said.get()}</p>
            <p class="hint">{space}</p>
        </section>
    }
}

fn waits(held: Vec<Held>) -> bool {
    held.iter().any(|one| one.origin.is_sent() && one.state.is_none())
}

/// What is here of a lesson in one language.
fn of_pack(desk: Desk, pack: &PackName) -> Vec<Held> {
    desk.learn.speech.held.with(|held| {
        let own = |one: &&Held| one.origin.is_sent() && PackName::of(&one.key) == *pack;
        let mut own: Vec<Held> = held.iter().filter(own).cloned().collect();
        own.sort_by_key(|one| (one.key.part, one.at));
        own
    })
}

fn row(desk: Desk, pack: PackName) -> impl IntoView {
    let learn = desk.learn;
    let pack = StoredValue::new(pack);
    let asking = RwSignal::new(false);
    let held = move || pack.with_value(|pack| of_pack(desk, pack));
    let name = move || {
        let pack = pack.get_value();
        learn.fill(
            Text::SpeechHerePack,
            &[("lesson", &desk.title(&pack.lesson)), ("language", &desk.language(&pack.lang))],
        )
    };
    let facts = move || facts(desk, &held());
    let go_on = move |_| {
        let pack = pack.get_value();
        desk.lesson.set(pack.lesson);
        desk.lang.set(pack.lang);
        document::focus("#lesson", true);
    };
    let export = move |_| {
        spawn_local(async move {
            let held = untrack(held);
            desk.said.set(export(desk, &held).await);
        });
    };
    let erase = move || {
        spawn_local(async move {
            let hashes: Vec<_> = untrack(held).iter().map(|one| one.hash).collect();
            let done = learn.speech.forget(&hashes).await;
            let said = if done.is_ok() { Text::SpeechErased } else { Text::SpeechUnkept };
            desk.said.set(Some(learn.say(said).to_owned()));
            focus_soon("#said");
        });
    };
    let ask = move |_| {
        asking.set(true);
        focus_soon("#confirm");
    };
    let confirm =
        move || asking.get().then(|| frame::erase_or_not(learn, Text::SpeechEraseAsk, asking, erase));
    view! {
        <li class="card">
            <h3>{name}</h3>
            {facts}
            <p class="deeds">
                <button type="button" class="quiet" on:click=go_on>{learn.say(Text::SpeechGoOn)}</button>
                <button type="button" class="quiet" on:click=export>{learn.say(Text::SpeechExport)}</button>
                <button type="button" class="quiet" on:click=ask>{learn.say(Text::SpeechErase)}</button>
            </p>
            {confirm}
        </li>
    }
}

/// How much there is, how it stands with the hub, and the names to speak of it by.
fn facts(desk: Desk, held: &[Held]) -> impl IntoView + use<> {
    let learn = desk.learn;
    let count = |state: Option<State>| held.iter().filter(|one| one.state == state).count();
    let kilobytes =
        learn.tongue.number(held.iter().map(|one| one.bytes).sum::<u32>().div_ceil(1000) as usize);
    let size = learn.fill(Text::SpeechHereSize, &[("n", &held.len().to_string()), ("size", &kilobytes)]);
    let states: Vec<_> = [
        (None, Text::SpeechIsWaiting),
        (Some(State::Waiting), Text::SpeechIsHeld),
        (Some(State::Offered), Text::SpeechIsOffered),
        (Some(State::Refused), Text::SpeechIsRefused),
    ]
    .into_iter()
    .map(|(state, words)| (count(state), words))
    .filter(|(n, _)| *n > 0)
    .map(|(n, words)| view! { <span>{learn.fill(words, &[("n", &n.to_string())])}</span> })
    .collect();
    let marks: Vec<String> =
        held.iter().filter(|one| one.state.is_some()).map(|one| one.hash.mark()).collect();
    let marks = (!marks.is_empty()).then(
        || view! { <p class="hint">{learn.fill(Text::SpeechMarks, &[("marks", &marks.join(", "))])}</p> },
    );
    view! {
        <p class="marks"><span>{size}</span>{states}</p>
        {marks}
    }
}

/// Hands the recordings over as one file.
async fn export(desk: Desk, held: &[Held]) -> Option<String> {
    let learn = desk.learn;
    let store = learn.speech.store().await.ok()?;
    let mut file = Bundle::begin();
    for one in held {
        let bytes = store.bytes(one.hash).await.ok()??;
        Bundle::push(&mut file, one.hash, &bytes);
    }
    let key = &held.first()?.key;
    let name = ["lang-nghe-", &key.lesson, "-", &key.lang, ".speech"].concat();
    document::download(&name, &file);
    Some(learn.say(Text::SpeechExported).to_owned())
}

/// Takes a file's recordings over; says what came of it.
async fn import(desk: Desk, file: &[u8]) -> String {
    let learn = desk.learn;
    let Ok(bundle) = Bundle::read(file) else { return learn.say(Text::SpeechImportedWrong).to_owned() };
    let (mut new, mut damaged) = (0, 0);
    for contained in &bundle.recordings {
        let is_here =
            learn.speech.held.with_untracked(|held| held.iter().any(|one| one.hash == contained.hash));
        let is_whole = hash_of(contained.bytes).await == Some(contained.hash);
        match Recording::decode(contained.bytes).ok().filter(|_| is_whole) {
            None => damaged += 1,
            Some(_) if is_here => {}
            Some(recording) => match learn.speech.keep(&recording, Origin::File, &[]).await {
                Ok(_) => new += 1,
                Err(_) => return learn.say(Text::SpeechFull).to_owned(),
            },
        }
    }
    let count = |words, n: usize| learn.fill(words, &[("n", &n.to_string())]);
    let first = match (bundle.is_cut_short, new) {
        (true, new) => count(Text::SpeechImportedCut, new),
        (false, 0) if damaged == 0 => learn.say(Text::SpeechImportedNone).to_owned(),
        (false, new) => count(Text::SpeechImported, new),
    };
    if damaged == 0 { first } else { [first, count(Text::SpeechImportedBad, damaged)].join(" ") }
}
