//! A show of hands: one question at a time, in large type, a count for each option.

use lang_nghe_lesson::class::{Round, Stage};
use leptos::prelude::*;

use super::room::{Room, Worded};
use super::{counter, focus_soon, room};
use crate::text::Text;

/// The questions.
pub(super) fn view(room: Room, round: Round) -> impl IntoView {
    let learn = room.book.learn;
    let lead = if round == Round::Before { Text::ClassHandsLead } else { Text::ClassHandsAfter };
    let questions = room.questions();
    let count = questions.len();
    let questions = StoredValue::new(questions);
    let at = RwSignal::new(0_usize);
    let body =
        move || questions.with_value(|all| all.get(at.get()).cloned()).map(|one| question(room, round, one));
    let progress = move || {
        learn.fill(Text::ClassQuestion, &[("n", &(at.get() + 1).to_string()), ("total", &count.to_string())])
    };
    let go = move |to: usize| {
        at.set(to);
        focus_soon("#ask");
    };
    let back = move || {
        let n = at.get();
        (n > 0).then(|| {
            view! {
                <button type="button" class="back" on:click=move |_| go(n - 1)>{learn.say(Text::ClassLastQuestion)}</button>
            }
        })
    };
    let next = move || {
        let n = at.get();
        (n + 1 < count).then(|| {
            view! {
                <button type="button" class="go" id="next" on:click=move |_| go(n + 1)>
                    {learn.say(Text::ClassNextQuestion)}
                </button>
            }
        })
    };
    let to = if round == Round::Before { Stage::Lesson } else { Stage::Result };
    let end = move || (at.get() + 1 >= count).then(|| room::onward(room, to));
    view! {
        <p class="lead">{learn.say(lead)}</p>
        <p class="way"><span>{progress}</span></p>
        {body}
        <div class="onward steps">{next}{back}</div>
        {end}
    }
}

fn question(room: Room, round: Round, question: Worded) -> impl IntoView {
    let book = room.book;
    let learn = book.learn;
    let Worded { at, ask, options } = question;
    let unknown = learn.say(Text::ClassUnknown).to_owned();
    let rows: Vec<_> = options
        .into_iter()
        .chain([unknown])
        .enumerate()
        .map(|(option, words)| {
            let hands = book.now(|class| class.hands(round, at).get(option).copied().unwrap_or(0));
            counter::view(learn, words, hands, move |hands| {
                book.change(move |class| {
                    class.count_hands(round, at, option, hands);
                });
            })
        })
        .collect();
    let sum = move || {
        let sum: u32 = book.with(|class| class.hands(round, at).iter().map(|hands| u32::from(*hands)).sum());
        learn.fill(Text::ClassHands, &[("n", &sum.to_string())])
    };
    view! {
        <h2 id="ask" tabindex="-1" class="ask">{ask}</h2>
        <div class="counters">{rows}</div>
        <p class="score" role="status">{sum}</p>
    }
}
