//! The lesson on one screen for a whole class: in large type, without its questions.

use std::ops::Range;

use lang_nghe_lesson::class::Stage;
use lang_nghe_lesson::speech::part_at;
use lang_nghe_lesson::{Block, screens};
use leptos::prelude::*;

use super::focus_soon;
use super::room::{self, Room};
use crate::pages::learn::aloud::Aloud;
use crate::pages::learn::blocks::{self, Sheet};
use crate::pages::learn::lesson::section;
use crate::pages::learn::voices::Voices;
use crate::platform::document;
use crate::platform::notes::Notes;
use crate::text::Text;

/// Where the tab notes how far the class is in its lesson.
const AT: &str = "ln.class.at";

/// The lesson, screen by screen.
pub(super) fn view(room: Room) -> impl IntoView {
    let learn = room.book.learn;
    let aloud = room.pack.with_value(|pack| Aloud::new(learn.tongue).with_voices(Voices::new(learn, pack)));
    let sheet = Sheet { learn, aloud, answers: RwSignal::new(Vec::new()), pack: room.pack, own: false };
    // Questions are asked before and after, by hands or phone.
    let shown: Vec<Range<usize>> = room.pack.with_value(|pack| {
        let is_question = |range: &Range<usize>| {
            pack.text
                .blocks
                .get(range.clone())
                .unwrap_or_default()
                .iter()
                .any(|block| matches!(block, Block::Question(_)))
        };
        screens(&pack.text.blocks).into_iter().filter(|range| !is_question(range)).collect()
    });
    let count = shown.len();
    let shown = StoredValue::new(shown);
    let kept = Notes::Tab.get(AT).and_then(|at| at.parse::<usize>().ok()).unwrap_or(0);
    let at = RwSignal::new(if kept < count { kept } else { 0 });
    let body = move || {
        let range = shown.with_value(|shown| shown.get(at.get()).cloned());
        aloud.open_part(range.as_ref().map(|range| part_at(range.start)));
        range.map(|range| screen(sheet, range))
    };
    let go = move |to: usize| {
        at.set(to);
        Notes::Tab.set(AT, &to.to_string());
        document::scroll_to_top();
        focus_soon(".hall h1 ~ #screen-of-class");
    };
    let progress = move || {
        learn.fill(Text::LessonProgress, &[("n", &(at.get() + 1).to_string()), ("total", &count.to_string())])
    };
    let next = move || {
        let n = at.get();
        if n + 1 < count {
            view! {
                <button type="button" class="go" id="next" on:click=move |_| go(n + 1)>{learn.say(Text::ClassStudyNext)}</button>
            }
            .into_any()
        } else {
            let over = move |_| {
                Notes::Tab.erase(AT);
                room.go(Stage::After);
            };
            view! {
                <p class="score">{learn.say(Text::ClassStudyEnd)}</p>
                <button type="button" class="go" id="next" on:click=over>
                    {learn.fill(Text::ClassNext, &[("stage", learn.say(Text::ClassAfter))])}
                </button>
            }
            .into_any()
        }
    };
    let back = move || {
        let n = at.get();
        (n > 0).then(|| {
            view! { <button type="button" class="back" on:click=move |_| go(n - 1)>{learn.say(Text::QuestionBack)}</button> }
        })
    };
    view! {
        <p class="way"><span>{progress}</span></p>
        <div class="lesson" id="screen-of-class" tabindex="-1">{body}</div>
        {aloud.controls()}
        <div class="onward steps">{next}{back}</div>
        {(count == 0).then(|| room::onward(room, Stage::After))}
    }
}

fn screen(sheet: Sheet, range: Range<usize>) -> impl IntoView {
    let (seen, section) = sheet.pack.with_value(|pack| {
        let blocks = &pack.text.blocks;
        (blocks.get(range.clone()).unwrap_or_default().to_vec(), section(blocks, range.start))
    });
    let head = blocks::head(sheet, &seen, section);
    let body: Vec<_> = seen.iter().map(|block| blocks::block(sheet, block)).collect();
    view! { {head}{body} }
}
