//! What the class gained, with its interval and what that interval is.

use lang_nghe_estimate::{Change, NoChange, Share};
use lang_nghe_lesson::class::report::{ends, percent, points, signed};
use lang_nghe_lesson::class::{Class, Gain, Way};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::book::Book;
use super::room::Room;
use super::{focus_soon, send};
use crate::pages::learn::{Learn, frame};
use crate::text::Text;

/// Below this many answers a figure is called a small sample, as on every page of results.
const SMALL: u32 = 30;

/// The figures, ending the class, deleting it.
pub(super) fn view(room: Room) -> impl IntoView {
    let book = room.book;
    let learn = book.learn;
    let closed = Memo::new(move |_| book.with(|class| class.closed));
    let end = move || {
        if closed.get() {
            return view! { <p class="note">{learn.say(Text::ClassClosed)}</p> }.into_any();
        }
        let close = move |_| {
            book.change(Class::close);
            focus_soon("#heading");
        };
        view! {
            <p>{learn.say(Text::ClassCloseLead)}</p>
            <div class="onward">
                <button type="button" class="go other" on:click=close>{learn.say(Text::ClassClose)}</button>
            </div>
        }
        .into_any()
    };
    view! {
        {figures(room)}
        {end}
        {send::offer(book)}
        {erase(book)}
    }
}

/// What was gained, or that nobody was asked afterwards.
pub(super) fn figures(room: Room) -> impl IntoView {
    let book = room.book;
    move || match book.with(Class::gain) {
        None => view! { <p>{book.learn.say(Text::GainNone)}</p> }.into_any(),
        Some(gain) => table(room, &gain).into_any(),
    }
}

fn table(room: Room, gain: &Gain) -> impl IntoView + use<> {
    let learn = room.book.learn;
    let way = room.book.now(|class| class.way);
    let questions = room.questions();
    let mut rows =
        vec![row(learn, learn.say(Text::GainWhole).to_owned(), gain.before, gain.after, gain.change)];
    for question in questions {
        if let Some((before, after, change)) = gain.questions.get(question.at) {
            rows.push(row(learn, question.ask, *before, *after, *change));
        }
    }
    let asked = u32::try_from(gain.questions.len()).unwrap_or(1).max(1);
    let answered = gain.after.of / asked;
    let (what, how) = match way {
        Way::Phone => (learn.fill(Text::GainPairs, &[("n", &answered.to_string())]), Text::GainPairsHow),
        Way::Hands => (learn.say(Text::GainHands).to_owned(), Text::GainHandsHow),
    };
    let why = gain.change.and_then(|change| change.interval.err()).map(|why| match why {
        NoChange::OnePerson | NoChange::OneGroup => Text::GainOne,
        NoChange::AllEqual => Text::GainEqual,
    });
    let small = (answered < SMALL).then(|| view! { <p class="note">{learn.say(Text::GainSmall)}</p> });
    view! {
        <div class="wide" role="region" tabindex="0" aria-label=learn.say(Text::GainTable)>
            <table class="plain gains">
                <thead>
                    <tr>
                        <th scope="col">{learn.say(Text::GainQuestion)}</th>
                        <th scope="col">{learn.say(Text::GainBefore)}</th>
                        <th scope="col">{learn.say(Text::GainAfter)}</th>
                        <th scope="col">{learn.say(Text::GainChange)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {why.map(|words| view! { <p>{learn.say(words)}</p> })}
        {small}
        <p class="quiet-text">{what}</p>
        <p class="quiet-text">{learn.say(Text::GainLimits)}</p>
        <details>
            <summary>{learn.say(Text::GainHow)}</summary>
            <p>{learn.say(how)}</p>
        </details>
    }
}

fn row(learn: Learn, name: String, before: Share, after: Share, change: Option<Change>) -> impl IntoView {
    let share = |share: Share| {
        let (right, of) = (share.hits.to_string(), share.of.to_string());
        match share.of {
            0 => "–".to_owned(),
            _ => learn.fill(Text::GainShare, &[("right", &right), ("of", &of), ("percent", &percent(share))]),
        }
    };
    let value = match (change, before.value(), after.value()) {
        (Some(change), ..) => Some(change.value),
        (None, Some(before), Some(after)) => Some(after - before),
        _ => None,
    };
    let value = value.map_or("–".to_owned(), |value| signed(points(value)));
    let interval = change.and_then(|change| change.interval.ok()).map(|interval| {
        let (low, high) = ends(interval);
        let words = learn.fill(Text::GainInterval, &[("low", &low), ("high", &high)]);
        view! { <br/><span class="quiet-text">{words}</span> }
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{share(before)}</td>
            <td>{share(after)}</td>
            <td><b>{value}</b>{interval}</td>
        </tr>
    }
}

pub(super) fn erase(book: Book) -> impl IntoView {
    let learn = book.learn;
    let asking = RwSignal::new(false);
    let ask = move |_| {
        asking.set(true);
        focus_soon("#confirm");
    };
    let gone = move || {
        spawn_local(async move {
            book.erase().await;
            focus_soon("#heading");
        });
    };
    move || {
        if !asking.get() {
            return view! { <button type="button" class="quiet" on:click=ask>{learn.say(Text::ClassErase)}</button> }.into_any();
        }
        frame::erase_or_not(learn, Text::ClassEraseAsk, asking, gone).into_any()
    }
}
