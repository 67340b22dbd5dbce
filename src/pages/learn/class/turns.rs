//! One phone goes round: each person answers alone, under a number.

use lang_nghe_lesson::class::{Class, Round, Stage};
use leptos::prelude::*;

use super::room::{Room, Worded};
use super::{focus_soon, room};
use crate::platform::{document, event};
use crate::text::Text;

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// In the hands of whoever teaches.
    Desk,
    /// In the hands of a person (from 0), at a question (by its place among those asked).
    Person(usize, usize),
    /// The person is done.
    Thanks,
}

/// One round.
#[derive(Clone, Copy)]
struct Turns {
    room: Room,
    round: Round,
    at: RwSignal<At>,
    /// What the person has answered so far, per question of the class.
    given: StoredValue<Vec<Option<u8>>>,
}

/// The round, from where it is.
pub(super) fn view(room: Room, round: Round) -> impl IntoView {
    let turns = Turns { room, round, at: RwSignal::new(At::Desk), given: StoredValue::new(Vec::new()) };
    let questions = StoredValue::new(room.questions());
    move || match turns.at.get() {
        At::Desk => desk(turns).into_any(),
        At::Person(person, n) => match questions.with_value(|all| all.get(n).cloned()) {
            Some(one) => question(turns, person, n, one, questions.with_value(Vec::len)).into_any(),
            None => ().into_any(),
        },
        At::Thanks => thanks(turns).into_any(),
    }
}

impl Turns {
    fn go(self, to: At) {
        self.at.set(to);
        document::scroll_to_top();
        focus_soon("#ask, #heading");
    }

    fn start(self, person: usize) {
        let count = self.room.book.now(|class| class.questions.len());
        self.given.set_value(vec![None; count]);
        self.go(At::Person(person, 0));
    }
}

/// Who is next, and how many have been.
fn desk(turns: Turns) -> impl IntoView {
    let Turns { room, round, .. } = turns;
    let learn = room.book.learn;
    let (lead, to) = match round {
        Round::Before => (Text::ClassTurnsLead, Stage::Lesson),
        Round::After => (Text::ClassTurnsAfter, Stage::Result),
    };
    let start = move |person: usize| {
        let words = learn.fill(Text::ClassPersonStart, &[("n", &(person + 1).to_string())]);
        view! { <button type="button" class="go" on:click=move |_| turns.start(person)>{words}</button> }
    };
    let next: Vec<usize> = room.book.now(|class| match round {
        Round::Before => class.next_turn(round).into_iter().collect(),
        // Numbers may come in any order, and some have gone home.
        Round::After => {
            let open = |person: &usize| {
                class.turns.get(*person).is_some_and(|t| t.before.is_some() && t.after.is_none())
            };
            (0..class.turns.len()).filter(open).collect()
        }
    });
    let taken = room.book.now(|class: &Class| class.turns_taken(round)).to_string();
    let asked_before = room.book.now(|class: &Class| class.turns_taken(Round::Before));
    // Of a class that is corrected only the counts are left: nobody's turn comes again.
    let closed = room.book.now(|class: &Class| class.closed || class.kept.is_some());
    let note = match round {
        _ if closed => Some(Text::ClassClosed),
        Round::After if asked_before == 0 => Some(Text::ClassPersonNone),
        Round::After if next.is_empty() => Some(Text::ClassPersonAll),
        _ => None,
    };
    let buttons: Vec<_> = if closed { Vec::new() } else { next.into_iter().map(start).collect() };
    view! {
        <p class="lead">{learn.say(lead)}</p>
        {note.map(|words| view! { <p>{learn.say(words)}</p> })}
        <div class="onward numbers">{buttons}</div>
        <p class="score">{learn.fill(Text::ClassPersonTaken, &[("n", &taken)])}</p>
        {room::onward(room, to)}
    }
}

/// One question for one person.
fn question(turns: Turns, person: usize, n: usize, question: Worded, count: usize) -> impl IntoView {
    let Turns { room, round, given, .. } = turns;
    let learn = room.book.learn;
    let Worded { at, ask, options } = question;
    // `None`: nothing chosen yet; `Some(None)`: “I do not know”.
    let picked = RwSignal::new(None::<Option<u8>>);
    let wrong = RwSignal::new(false);
    let unknown = (None, learn.say(Text::ClassUnknown).to_owned());
    let choices = (0_u8..).map(Some).zip(options).chain([unknown]);
    let rows: Vec<_> = choices
        .map(|(option, words)| {
            view! {
                <label class="option">
                    <input
                        type="radio"
                        name="turn"
                        prop:checked=move || picked.get() == Some(option)
                        on:change=move |_| picked.set(Some(option))
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .collect();
    let submit = move |submitted: leptos::ev::SubmitEvent| {
        event::take(&submitted);
        let Some(option) = picked.get_untracked() else { return wrong.set(true) };
        given.update_value(|given| {
            if let Some(place) = given.get_mut(at) {
                *place = option;
            }
        });
        if n + 1 < count {
            return turns.go(At::Person(person, n + 1));
        }
        let answers = given.get_value();
        room.book.change(move |class| {
            class.take(round, person, answers.clone());
        });
        turns.go(At::Thanks);
    };
    let who = learn.fill(Text::ClassPerson, &[("n", &(person + 1).to_string())]);
    let progress =
        learn.fill(Text::ClassQuestion, &[("n", &(n + 1).to_string()), ("total", &count.to_string())]);
    let error = move || wrong.get().then(|| view! { <p class="error">{learn.say(Text::ClassChoose)}</p> });
    view! {
        <p class="way"><b>{who}</b><span>{progress}</span></p>
        <form class="asked turn" on:submit=submit>
            <fieldset>
                <legend><span class="ask" id="ask" tabindex="-1">{ask}</span></legend>
                <div class="options">{rows}</div>
            </fieldset>
            <div role="alert">{error}</div>
            <div class="onward steps">
                <button type="submit" class="go" id="next">{learn.say(Text::ClassStudyNext)}</button>
                <button type="button" class="back" on:click=move |_| turns.go(At::Desk)>
                    {learn.say(Text::ClassPersonStop)}
                </button>
            </div>
        </form>
    }
}

/// The phone goes back: the next person sees nothing of this one.
fn thanks(turns: Turns) -> impl IntoView {
    let learn = turns.room.book.learn;
    view! {
        <p class="score turn" id="ask" tabindex="-1">{learn.say(Text::ClassPersonDone)}</p>
        <div class="onward">
            <button type="button" class="go" id="next" on:click=move |_| turns.go(At::Desk)>
                {learn.say(Text::ClassStudyNext)}
            </button>
        </div>
    }
}
