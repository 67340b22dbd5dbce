//! Questions that were missed, asked again on the days of Leitner's boxes.

use lang_nghe_lesson::{Block, LessonPack};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::aloud::Aloud;
use super::asked::{self, Asked};
use super::{Learn, focus_soon, frame, shelf};
use crate::platform::clock;
use crate::text::Text;

/// A question with what it takes to ask it.
#[derive(Clone, PartialEq)]
struct Due {
    lesson: String,
    title: String,
    question: String,
    ask: String,
    options: Vec<(String, String)>,
    right: usize,
}

/// The page.
pub(super) fn page(learn: Learn) -> impl IntoView {
    let due = RwSignal::new(None::<Vec<Due>>);
    spawn_local(async move {
        // The learner has to be read before their questions are known.
        while learn.person.all.with_untracked(Option::is_none) {
            clock::sleep(50).await;
        }
        clock::sleep(0).await;
        due.set(Some(collect(learn).await));
    });
    let at = RwSignal::new(0_usize);
    let aloud = Aloud::new(learn.tongue);
    let body = move || {
        aloud.clear();
        let n = at.get();
        due.with(|due| match due {
            None => view! { <p class="wait" role="status">{learn.say(Text::DeskLoading)}</p> }.into_any(),
            Some(due) => match due.get(n) {
                Some(one) => question(learn, aloud, one.clone(), at, due.len()).into_any(),
                None => end(learn, due.is_empty()).into_any(),
            },
        })
    };
    view! { <article class="lesson">{body}</article> }
}

/// The due questions of lessons that can be read here; one that cannot waits for another day.
async fn collect(learn: Learn) -> Vec<Due> {
    let mut found: Vec<Due> = Vec::new();
    let mut packs: Vec<LessonPack> = Vec::new();
    for (lesson, question) in untrack(|| learn.person.due()) {
        if !packs.iter().any(|pack| pack.lesson.id == lesson) {
            packs.extend(shelf::lesson(learn.tongue.lang, &lesson).await);
        }
        let pack = packs.iter().find(|pack| pack.lesson.id == lesson);
        found.extend(pack.and_then(|pack| find(pack, &question)));
    }
    found
}

fn find(pack: &LessonPack, id: &str) -> Option<Due> {
    let at = pack.lesson.checks.iter().position(|check| check.id == id)?;
    pack.text.blocks.iter().find_map(|block| match block {
        Block::Question(words) if words.check == at => Some(Due {
            lesson: pack.lesson.id.clone(),
            title: pack.text.title.clone(),
            question: id.to_owned(),
            ask: words.ask.clone(),
            options: words.options.iter().map(|o| (o.words.clone(), o.because.clone())).collect(),
            right: pack.lesson.checks.get(at)?.right,
        }),
        _ => None,
    })
}

fn question(learn: Learn, aloud: Aloud, due: Due, at: RwSignal<usize>, count: usize) -> impl IntoView {
    let n = at.get_untracked();
    let values = [("n", (n + 1).to_string()), ("total", count.to_string())];
    let heading =
        learn.fill(Text::LessonQuestion, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    let right = due.right;
    let asked = Asked {
        name: ["review-", &n.to_string()].concat(),
        ask: due.ask,
        options: due.options,
        right,
        chosen: None,
    };
    let first = StoredValue::new(true);
    let answered = move |option: usize| {
        if first.get_value() {
            first.set_value(false);
            learn.person.answered(due.lesson.clone(), due.question.clone(), option == right);
        }
    };
    let next = move |_| {
        at.set(n + 1);
        focus_soon("#heading");
    };
    view! {
        <p class="section">{due.title}</p>
        <h1 id="heading" tabindex="-1">{heading}</h1>
        {asked::view(learn, asked, aloud, answered)}
        {aloud.controls()}
        <div class="onward steps">
            <button type="button" class="go" on:click=next>{learn.say(Text::LessonNext)}</button>
        </div>
    }
}

fn end(learn: Learn, none: bool) -> impl IntoView {
    let words = if none { Text::LearnReviewNone } else { Text::LearnReviewDone };
    view! {
        <h1 id="heading" tabindex="-1">{learn.say(Text::LearnReview)}</h1>
        <p class="lead">{learn.say(words)}</p>
        <p>{learn.say(Text::LearnReviewHow)}</p>
        {frame::to_catalogue(learn)}
    }
}
