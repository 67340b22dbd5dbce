//! What is on this device: a few words on the first page, and a page to choose and remove.

use lang_nghe_lesson::Card;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::download::State;
use super::{Learn, frame, kept_voices, shelf};
use crate::text::Text;

/// Bytes as people read them, in kilobytes.
pub(super) fn kilobytes(learn: Learn, bytes: u32) -> String {
    learn.tongue.number(bytes.div_ceil(1000) as usize)
}

/// How keeping goes.
fn state(learn: Learn) -> impl IntoView {
    let download = learn.download;
    let words = move || {
        let (here, all) = download.bytes.get();
        let values = [("here", kilobytes(learn, here)), ("all", kilobytes(learn, all))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let key = match download.state.get() {
            State::Looking => Text::LearnKeptLooking,
            State::Running => Text::LearnKeptRunning,
            State::Waiting => Text::LearnKeptWaiting,
            State::Refused => Text::LearnKeptRefused,
            // The lessons are here; whether the page opens without a network the worker says.
            State::Complete => match learn.news.offline.get() {
                Some(true) => Text::LearnKeptComplete,
                Some(false) => Text::LearnKeptNoWorker,
                None => Text::LearnKeptLooking,
            },
        };
        learn.fill(key, &values)
    };
    let bar = move || {
        let (here, all) = download.bytes.get();
        let shown = matches!(download.state.get(), State::Running | State::Waiting) && all > 0;
        shown.then(|| {
            view! { <progress max=all.to_string() value=here.to_string() aria-label=learn.say(Text::LearnKeptBar)></progress> }
        })
    };
    view! {
        <p id="kept-state">{words}</p>
        {bar}
    }
}

/// The words on the first page.
pub(super) fn summary(learn: Learn) -> impl IntoView {
    view! {
        <section aria-labelledby="kept" class="kept">
            <h2 id="kept">{learn.say(Text::LearnKeptTitle)}</h2>
            {state(learn)}
            <p><a href=learn.tongue.link("/hoc/tren-may")>{learn.say(Text::LearnKeptManage)}</a></p>
        </section>
    }
}

/// The page.
pub(super) fn page(learn: Learn) -> impl IntoView {
    let cards = RwSignal::new(Vec::<Card>::new());
    spawn_local(async move {
        let known = shelf::catalogue(learn.tongue.lang).await;
        cards.set(known.map(|known| known.lessons).unwrap_or_default());
    });
    let rows = move || -> Vec<_> { cards.get().into_iter().map(|card| row(learn, card)).collect() };
    view! {
        <h1>{learn.say(Text::LearnKeptTitle)}</h1>
        <p class="lead">{learn.say(Text::LearnKeptLead)}</p>
        {state(learn)}
        <ul class="cards lessons">{rows}</ul>
        {kept_voices::view(learn, cards)}
        {frame::to_catalogue(learn)}
    }
}

fn row(learn: Learn, card: Card) -> impl IntoView {
    let lang = learn.tongue.lang;
    let id = StoredValue::new(card.id.clone());
    let name = [lang, "/", &card.id].concat();
    let bytes = shelf::here().into_iter().find(|file| file.name == name).map_or(0, |file| file.bytes);
    let size = learn.fill(Text::LearnKeptSize, &[("n", &kilobytes(learn, bytes))]);
    let wanted = move || learn.download.unwanted.with(|list| id.with_value(|id| !list.contains(id)));
    let here = move || id.with_value(|id| learn.download.has(lang, id));
    let words = move || match (wanted(), here()) {
        (true, true) => learn.say(Text::LearnHere),
        (true, false) => learn.say(Text::LearnKeptComing),
        (false, _) => learn.say(Text::LearnKeptNot),
    };
    let toggle = move |_| {
        let now = !wanted();
        spawn_local(learn.download.want(lang, id.get_value(), now));
    };
    view! {
        <li class="card keep">
            <label class="option">
                <input type="checkbox" checked=wanted() on:change=toggle/>
                <span>{card.title}</span>
            </label>
            <p class="marks"><span>{size}</span><span>{words}</span></p>
        </li>
    }
}
