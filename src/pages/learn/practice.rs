//! A practice: screens that look like the real thing, clearly marked as not being it.

use lang_nghe_lesson::{Kind, Practice, Rehearsal, Screen};
use leptos::prelude::*;

use super::blocks::Sheet;
use super::focus_soon;
use super::task::{self, Stage};
use crate::text::Text;

/// The whole practice.
pub(super) fn view(sheet: Sheet, practice: Practice) -> impl IntoView {
    let Sheet { learn, aloud, own, .. } = sheet;
    let lead = aloud.plain(&practice.lead);
    let class = ["practice ", practice.kind.code()].concat();
    let left = own.then(|| learn.person.practice(&practice.id)).flatten();
    let left = left.and_then(|left| Rehearsal::decode(&practice, &left));
    let run = RwSignal::new(left.unwrap_or_else(|| Rehearsal::new(&practice)));
    let stage = Stage { learn, aloud, practice: StoredValue::new(practice), run };
    if own {
        keep(stage);
    }
    let at = Memo::new(move |_| run.with(Rehearsal::screen));
    let open = RwSignal::new(false);
    let place = aloud.place();
    aloud.part_ends_here();
    let body = move || {
        let at = at.get();
        aloud.back_to(place);
        open.set(false);
        match at {
            Some(at) => screen(stage, at, open).into_any(),
            None => result(stage).into_any(),
        }
    };
    view! {
        <p class="lead">{lead}</p>
        <section class=class aria-label=learn.say(Text::PracticeMark)>
            <p class="mark-practice">{learn.say(Text::PracticeMark)}</p>
            {inbox(stage, at)}
            {body}
        </section>
    }
}

/// Keeps every change as it is made, like answers: a reload or another day goes on from it.
fn keep(stage: Stage) {
    let Stage { learn, practice, run, .. } = stage;
    Effect::new(move |before: Option<()>| {
        let (is_begun, is_over, state) = practice.with_value(|practice| {
            run.with(|run| (run.is_begun(), run.screen().is_none(), run.encode(practice)))
        });
        // What was just read needs no keeping.
        if before.is_some() {
            let id = practice.with_value(|practice| practice.id.clone());
            learn.person.practised(id, (is_begun && !is_over).then_some(state));
        }
    });
}

/// The messages that lie there, to be opened in any order.
fn inbox(stage: Stage, at: Memo<Option<usize>>) -> impl IntoView {
    let Stage { learn, practice, run, .. } = stage;
    if !practice.with_value(|practice| practice.kind.is_free()) {
        return ().into_any();
    }
    let titles: Vec<String> =
        practice.with_value(|practice| practice.screens.iter().map(|screen| screen.title.clone()).collect());
    let rows: Vec<_> = titles
        .into_iter()
        .enumerate()
        .map(|(n, title)| {
            let visit = move |_| {
                practice.with_value(|practice| {
                    run.update(|run| {
                        // Every button stands for a message that is there.
                        let _ = run.visit(practice, n);
                    });
                });
                focus_soon("#screen");
            };
            let done = move || run.with(|run| run.is_done(n));
            let seen =
                move || done().then(|| view! { <span class="seen">{learn.say(Text::PracticeSorted)}</span> });
            view! {
                <li>
                    <button
                        type="button"
                        class="letter"
                        class:sorted=done
                        aria-current=move || (at.get() == Some(n)).then_some("true")
                        on:click=visit
                    >
                        <span>{title}</span>
                        {seen}
                    </button>
                </li>
            }
        })
        .collect();
    view! { <ul class="letters" aria-label=learn.say(Text::PracticeInbox)>{rows}</ul> }.into_any()
}

/// One screen with what is to be done there.
fn screen(stage: Stage, at: usize, open: RwSignal<bool>) -> impl IntoView {
    let Stage { learn, practice, run, .. } = stage;
    let Some((kind, count, screen)) = practice.with_value(|practice| {
        Some((practice.kind, practice.screens.len(), practice.screens.get(at)?.clone()))
    }) else {
        return ().into_any();
    };
    let progress = (!kind.is_free()).then(|| {
        let words =
            learn.fill(Text::PracticeScreen, &[("n", &(at + 1).to_string()), ("total", &count.to_string())]);
        view! { <p class="way"><span>{words}</span></p> }
    });
    let tasks: Vec<_> = screen.tasks.iter().enumerate().map(|(n, task)| task::view(stage, n, task)).collect();
    let next = move |_| {
        let mut refused = false;
        practice.with_value(|practice| run.update(|run| refused = run.next(practice).is_err()));
        open.set(refused);
        if !refused {
            focus_soon("#screen");
        }
    };
    let back = (!kind.is_free() && at > 0).then(|| {
        let back = move |_| {
            run.update(Rehearsal::back);
            focus_soon("#screen");
        };
        view! { <button type="button" class="back" on:click=back>{learn.say(Text::QuestionBack)}</button> }
    });
    let problem = move || open.get().then(|| view! { <p class="error">{learn.say(Text::PracticeOpen)}</p> });
    view! {
        {progress}
        {shown(stage, kind, &screen)}
        {tasks}
        <div role="alert">{problem}</div>
        <div class="onward">
            <button type="button" class="go" on:click=next>{learn.say(Text::PracticeNext)}</button>
            {back}
        </div>
    }
    .into_any()
}

/// What the screen shows: a form's or payment's facts, or a message.
fn shown(stage: Stage, kind: Kind, screen: &Screen) -> impl IntoView + use<> {
    let aloud = stage.aloud;
    let lines: Vec<_> = screen.lines.iter().map(|line| view! { <p>{aloud.plain(line)}</p> }).collect();
    let facts: Vec<_> = screen
        .facts
        .iter()
        .map(|fact| {
            view! { <div><dt>{aloud.plain(&fact.label)}</dt><dd>{aloud.plain(&fact.value)}</dd></div> }
        })
        .collect();
    let facts = (!facts.is_empty()).then(|| view! { <dl class="facts">{facts}</dl> });
    let class = match kind {
        Kind::Form | Kind::Payment => "mock page",
        Kind::Message | Kind::Inbox => "mock bubble",
    };
    view! {
        <h2 id="screen" tabindex="-1">{aloud.plain(&screen.title)}</h2>
        {(!lines.is_empty() || facts.is_some()).then(|| view! { <div class=class>{lines}{facts}</div> })}
    }
}

/// The end: what went right at the first try.
fn result(stage: Stage) -> impl IntoView {
    let Stage { learn, practice, run, .. } = stage;
    let marks = run.with_untracked(Rehearsal::marks);
    let (right, asked) = (marks.right.to_string(), marks.asked.to_string());
    let again = move |_| {
        practice.with_value(|practice| run.set(Rehearsal::new(practice)));
        focus_soon("#screen");
    };
    let praise = if marks.right == marks.asked { Text::PracticeAllRight } else { Text::PracticeSomeRight };
    view! {
        <h2 id="screen" tabindex="-1">{learn.say(Text::PracticeEnd)}</h2>
        <p class="score">{learn.fill(Text::PracticeMarks, &[("right", &right), ("asked", &asked)])}</p>
        <p>{learn.say(praise)}</p>
        <button type="button" class="go other" on:click=again>{learn.say(Text::PracticeAgain)}</button>
    }
}
