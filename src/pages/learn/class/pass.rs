//! Letting this device in: only devices that officials let in may send classes. A class that is sealed before waits and
//! is sent by itself afterwards.

use lang_nghe_store::Store;
use lang_nghe_sync::pass::{PASS, Pass};
use lang_nghe_sync::wire::{self, DEVICES_PATH, HUB_NAME};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::book::Book;
use super::post::News;
use crate::platform::indexed_db::IndexedDb;
use crate::platform::{address, event, net, sender};
use crate::text::Text;

/// How long the hub may take to answer.
const TIMEOUT_MS: u32 = 20_000;

/// What the device shows, as it is kept.
pub(super) async fn kept(log: &IndexedDb) -> Option<Pass> {
    Pass::decode(&log.value(PASS).await.ok()??.bytes)
}

/// Why the device was not let in.
#[derive(Clone, Copy, Debug)]
enum Outside {
    /// The hub knows no such code.
    Wrong,
    /// Nobody answered, or somebody else.
    Unasked,
    /// The hub let it in, and the device could not keep what it got.
    Unkept,
}

impl Outside {
    fn words(self) -> Text {
        match self {
            Self::Wrong => Text::ClassPassWrong,
            Self::Unasked => Text::ClassPassOffline,
            Self::Unkept => Text::ClassPassUnkept,
        }
    }
}

/// Says whether this device may send classes, with the field for the code where it may not.
pub(super) fn view(book: Book) -> impl IntoView {
    let learn = book.learn;
    let inside = Memo::new(move |_| book.pass.get().map(|pass| pass.map(|pass| pass.label)));
    // With a pass, what waits for longer than a moment may wait because the device was shut out.
    let waits = move || book.posted.with(|posted| posted.values().any(|posted| posted.news == News::Waiting));
    move || {
        if book.campaigns.with(Vec::is_empty) {
            return None;
        }
        Some(match inside.get()? {
            None => view! {
                <section class="card pass" aria-labelledby="pass-title">
                    <h2 id="pass-title">{learn.say(Text::ClassPassTitle)}</h2>
                    <p>{learn.say(Text::ClassPassLead)}</p>
                    {entry(book)}
                </section>
            }
            .into_any(),
            Some(label) => view! {
                <section class="pass">
                    <p class="hint">{learn.fill(Text::ClassPassIs, &[("label", &label)])}</p>
                    {move || waits().then(|| again(book))}
                </section>
            }
            .into_any(),
        })
    }
}

/// Another code, for a device that was shut out.
fn again(book: Book) -> impl IntoView {
    let learn = book.learn;
    view! {
        <details>
            <summary>{learn.say(Text::ClassPassAgain)}</summary>
            <p>{learn.say(Text::ClassPassShut)}</p>
            {entry(book)}
        </details>
    }
}

fn entry(book: Book) -> impl IntoView {
    let learn = book.learn;
    // A link may bring the code along, so that nobody has to type it.
    let code = RwSignal::new(address::fragment().strip_prefix("ma=").unwrap_or_default().to_owned());
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<Text>);
    let submit = move |submitted: leptos::ev::SubmitEvent| {
        event::take(&submitted);
        if busy.get_untracked() || code.with_untracked(|code| code.trim().is_empty()) {
            return;
        }
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let outcome = let_in(book, &code.get_untracked()).await;
            busy.set(false);
            match outcome {
                Ok(()) => {
                    book.look().await;
                    sender::send(true).await;
                    book.look().await;
                }
                Err(outside) => wrong.set(Some(outside.words())),
            }
        });
    };
    let go = move || learn.say(if busy.get() { Text::ClassPassGoing } else { Text::ClassPassGo });
    let typed = move |typed| code.set(event::chosen(&typed).unwrap_or_default());
    view! {
        <form on:submit=submit novalidate=true>
            <div class="entry">
                <label for="pass-code">{learn.say(Text::ClassPassCode)}</label>
                <p id="pass-hint" class="hint">{learn.say(Text::ClassPassHint)}</p>
                <input
                    id="pass-code"
                    type="text"
                    maxlength="40"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby="pass-hint"
                    prop:value=move || code.get()
                    on:input=typed
                />
            </div>
            <div role="alert">
                {move || wrong.get().map(|words| view! { <p class="error">{learn.say(words)}</p> })}
            </div>
            <p class="see"><button type="submit" class="go other" id="pass-go">{go}</button></p>
        </form>
    }
}

/// Changes the code for a token and keeps that.
async fn let_in(book: Book, code: &str) -> Result<(), Outside> {
    let log = book.log().ok_or(Outside::Unkept)?;
    let asked = wire::LetIn { code: code.trim().to_owned() };
    let body = serde_json::to_vec(&asked).map_err(|_| Outside::Unasked)?;
    let reply = net::post_json(DEVICES_PATH, &body, TIMEOUT_MS).await.map_err(|_| Outside::Unasked)?;
    let problem = || serde_json::from_slice::<wire::Problem>(&reply.body).ok();
    if reply.status != 200 {
        let is_wrong = problem().is_some_and(|said| said.hub == HUB_NAME && said.problem == "unknown-code");
        return Err(if is_wrong { Outside::Wrong } else { Outside::Unasked });
    }
    let given: wire::Pass = serde_json::from_slice(&reply.body).map_err(|_| Outside::Unasked)?;
    if given.hub != HUB_NAME {
        return Err(Outside::Unasked);
    }
    let pass = Pass { token: given.token, label: given.label, campaigns: given.campaigns };
    log.put_value(PASS, &pass.encode()).await.map_err(|_| Outside::Unkept)
}
