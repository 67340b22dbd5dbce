//! Recorded voices on the page of what is kept: a language of a lesson at a time, to choose and remove.

use std::collections::BTreeMap;

use lang_nghe_lesson::Card;
use lang_nghe_lesson::speech::PackName;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Learn;
use crate::text::{Text, tongue};

/// Bytes that are here, and bytes in all.
type Bytes = (u32, u32);

/// What can be kept, with what is here of it.
fn packs(learn: Learn) -> BTreeMap<PackName, Bytes> {
    let mut packs = BTreeMap::<PackName, Bytes>::new();
    learn.speech.held.with(|held| {
        for one in held.iter().filter(|one| !one.origin.is_sent()) {
            let (here, all) = packs.entry(PackName::of(&one.key)).or_default();
            (*here, *all) = (*here + one.bytes, *all + one.bytes);
        }
        learn.speech.offers.with(|offers| {
            for entry in offers.iter().filter(|entry| !held.iter().any(|one| one.hash == entry.hash)) {
                packs.entry(PackName::of(&entry.key)).or_default().1 += entry.bytes;
            }
        });
    });
    packs
}

/// The part of the page; nothing where nobody recorded anything.
pub(super) fn view(learn: Learn, cards: RwSignal<Vec<Card>>) -> impl IntoView {
    let names = Memo::new(move |_| packs(learn).into_keys().collect::<Vec<_>>());
    move || {
        let names = names.get();
        (!names.is_empty()).then(|| {
            let rows: Vec<_> = names.into_iter().map(|pack| row(learn, cards, pack)).collect();
            view! {
                <section aria-labelledby="voices">
                    <h2 id="voices">{learn.say(Text::SpeechKeptTitle)}</h2>
                    <p>{learn.say(Text::SpeechKeptLead)}</p>
                    <ul class="cards lessons">{rows}</ul>
                </section>
            }
        })
    }
}

fn row(learn: Learn, cards: RwSignal<Vec<Card>>, pack: PackName) -> impl IntoView {
    let pack = StoredValue::new(pack);
    let name = move || {
        let PackName { lang, lesson } = pack.get_value();
        let title =
            cards.with(|cards| cards.iter().find(|card| card.id == lesson).map(|card| card.title.clone()));
        let language = tongue(learn.tongue.lang, &lang);
        learn.fill(Text::SpeechHerePack, &[("lesson", &title.unwrap_or(lesson)), ("language", &language)])
    };
    let bytes =
        Memo::new(move |_| pack.with_value(|pack| packs(learn).get(pack).copied().unwrap_or_default()));
    let wanted = move || learn.speech.wanted.with(|wanted| pack.with_value(|pack| wanted.contains(pack)));
    let size = move || {
        let (here, all) = bytes.get();
        let kilobytes = |bytes: u32| super::kept::kilobytes(learn, bytes);
        learn.fill(Text::SpeechKeptState, &[("here", &kilobytes(here)), ("all", &kilobytes(all))])
    };
    let state = move || {
        let (here, all) = bytes.get();
        learn.say(match wanted() {
            true if here == all => Text::LearnHere,
            true => Text::LearnKeptComing,
            false => Text::LearnKeptNot,
        })
    };
    let bar = move || {
        let (here, all) = bytes.get();
        (wanted() && here < all).then(|| {
            view! { <progress max=all.to_string() value=here.to_string() aria-label=learn.say(Text::LearnKeptBar)></progress> }
        })
    };
    let toggle = move |_| {
        let now = !untrack(wanted);
        spawn_local(learn.speech.want(pack.get_value(), now));
    };
    view! {
        <li class="card keep">
            <label class="option">
                <input type="checkbox" prop:checked=wanted on:change=toggle/>
                <span>{name}</span>
            </label>
            <p class="marks"><span>{size}</span><span>{state}</span></p>
            {bar}
        </li>
    }
}
