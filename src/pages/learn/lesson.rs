//! A lesson, one screen at a time.

use std::ops::Range;

use lang_nghe_lesson::check::mark;
use lang_nghe_lesson::speech::parts_of;
use lang_nghe_lesson::{Block, LessonPack, Words, screen_of, screens};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::aloud::Aloud;
use super::blocks::{self, Sheet};
use super::voices::Voices;
use super::{Learn, focus_soon, frame, handout, person, shelf, title, today};
use crate::platform::notes::Notes;
use crate::platform::{address, document};
use crate::text::Text;

/// Where one is in a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Start,
    Screen(usize),
    End,
}

/// A lesson being gone through.
#[derive(Clone, Copy)]
struct Walk {
    sheet: Sheet,
    screens: StoredValue<Vec<Range<usize>>>,
    at: RwSignal<At>,
}

/// The page: the lesson when it has come.
pub(super) fn page(learn: Learn, id: String) -> impl IntoView {
    let pack = RwSignal::new(None::<Option<LessonPack>>);
    let known = shelf::has(learn.tongue.lang, &id);
    if known {
        spawn_local(async move { pack.set(Some(shelf::lesson(learn.tongue.lang, &id).await)) });
    }
    move || match pack.get() {
        _ if !known => frame::missing(learn).into_any(),
        None => view! { <p class="wait" role="status">{learn.say(Text::DeskLoading)}</p> }.into_any(),
        Some(None) => failed(learn).into_any(),
        Some(Some(pack)) => walk(learn, pack).into_any(),
    }
}

pub(super) fn failed(learn: Learn) -> impl IntoView {
    view! {
        <h1>{learn.say(Text::LessonFailed)}</h1>
        <p>{learn.say(Text::LessonFailedText)}</p>
        <p class="deeds">
            <button type="button" class="go" on:click=move |_| address::reload()>{learn.say(Text::DeskRetry)}</button>
        </p>
        {frame::to_catalogue(learn)}
    }
}

fn walk(learn: Learn, pack: LessonPack) -> impl IntoView {
    title(learn, &pack.text.title);
    let cut = screens(&pack.text.blocks);
    let at = Notes::Tab.get(&mark_name(&pack)).and_then(|block| block.parse().ok());
    let at = at.map_or(At::Start, |block| At::Screen(screen_of(&cut, block)));
    let sheet = Sheet {
        learn,
        aloud: Aloud::new(learn.tongue).with_voices(Voices::new(learn, &pack)),
        answers: RwSignal::new(vec![None; pack.lesson.checks.len()]),
        own: true,
        pack: StoredValue::new(pack),
    };
    let walk = Walk { sheet, screens: StoredValue::new(cut), at: RwSignal::new(at) };
    let body = move || {
        let at = walk.at.get();
        sheet.aloud.open_part(walk.part(at));
        match at {
            At::Start => start(walk).into_any(),
            At::Screen(n) => screen(walk, n).into_any(),
            At::End => end(walk).into_any(),
        }
    };
    view! { <article class="lesson">{body}</article> }
}

/// Where the tab notes how far this learner is in this lesson: a change of language or a reload goes on from there.
fn mark_name(pack: &LessonPack) -> String {
    ["ln.at.", &person::noted(), ".", &pack.lesson.id].concat()
}

impl Walk {
    /// Goes somewhere, notes it and tells it to whoever listens.
    fn go(self, to: At) {
        let Sheet { learn, pack, .. } = self.sheet;
        let name = pack.with_value(mark_name);
        match to {
            At::Start | At::End => Notes::Tab.erase(&name),
            At::Screen(n) => {
                let block = self.screens.with_value(|cut| cut.get(n).map_or(0, |range| range.start));
                Notes::Tab.set(&name, &block.to_string());
                let (id, edition) =
                    pack.with_value(|pack| (pack.lesson.id.clone(), pack.lesson.edition.clone()));
                learn.person.reached(id, edition, block);
            }
        }
        if to == At::End {
            let answers = self.sheet.answers.get_untracked();
            let (id, edition, marks) = pack.with_value(|pack| {
                (pack.lesson.id.clone(), pack.lesson.edition.clone(), mark(&pack.lesson.checks, &answers))
            });
            learn.person.finished(id, edition, marks);
        }
        self.at.set(to);
        document::scroll_to_top();
        focus_soon("#heading");
    }

    /// The number of the part that stands there, as recordings name it.
    fn part(self, at: At) -> Option<u16> {
        let numbers = self.sheet.pack.with_value(|pack| parts_of(&pack.text.blocks));
        match at {
            At::Start => numbers.first().copied(),
            At::Screen(n) => numbers.get(n + 1).copied(),
            At::End => None,
        }
    }

    fn next(self, n: usize) {
        let count = self.screens.with_value(Vec::len);
        self.go(if n + 1 < count { At::Screen(n + 1) } else { At::End });
    }
}

/// Before the first step: what it is, how long it takes, whether it can be trusted today.
fn start(walk: Walk) -> impl IntoView {
    let Sheet { learn, aloud, pack, .. } = walk.sheet;
    let (heading, summary, lesson, svg) = pack.with_value(|pack| {
        let svg = pack.pictures.first().map(|drawing| drawing.svg.clone());
        (pack.text.title.clone(), pack.text.summary.clone(), pack.lesson.clone(), svg)
    });
    let old = lesson.needs_review(&today()).then(|| {
        let day = learn.tongue.day(&lesson.review_by);
        view! { <p class="warning">{learn.fill(Text::LessonOld, &[("day", &day)])}</p> }
    });
    let minutes = learn.fill(Text::LessonMinutes, &[("n", &lesson.minutes.to_string())]);
    let checked = learn.fill(Text::LessonChecked, &[("day", &learn.tongue.day(&lesson.checked))]);
    let sources: Vec<_> = lesson
        .sources
        .iter()
        .map(|source| {
            let own = source.name == "own";
            let name = if own { learn.say(Text::LessonOwn) } else { &source.name };
            let date = source.date.as_deref().filter(|_| !own);
            let date = date.map(|date| [" (", &learn.tongue.day(date), ")"].concat());
            view! { <li>{[name, date.as_deref().unwrap_or_default()].concat()}</li> }
        })
        .collect();
    let recorder = [learn.tongue.link("/hoc/thu-tieng").as_str(), "#", &lesson.id].concat();
    // Known only once the profile has been read.
    let reached = {
        let (id, edition) = (lesson.id.clone(), lesson.edition.clone());
        Memo::new(move |_| learn.person.place(&id, &edition))
    };
    let resume = move || {
        reached.get().map(|block| {
            let to = walk.screens.with_value(|cut| screen_of(cut, block));
            view! {
                <button type="button" class="go" on:click=move |_| walk.go(At::Screen(to))>
                    {learn.say(Text::LessonContinue)}
                </button>
            }
        })
    };
    view! {
        {svg.map(|svg| view! { <div class="picture" aria-hidden="true" inner_html=svg></div> })}
        <h1 id="heading" tabindex="-1">{aloud.plain(&heading)}</h1>
        <p class="lead">{aloud.words(&summary)}</p>
        <p class="quiet-text">{minutes}</p>
        {old}
        {aloud.controls()}
        <div class="onward">
            {resume}
            <button type="button" class="go" class:other=move || reached.with(Option::is_some) on:click=move |_| walk.go(At::Screen(0))>
                {learn.say(Text::LessonStart)}
            </button>
        </div>
        <details>
            <summary>{learn.say(Text::LessonSources)}</summary>
            <p>{checked}</p>
            <ul>{sources}</ul>
        </details>
        {handout::view(learn, pack)}
        <p class="deeds"><a href=recorder>{learn.say(Text::SpeechLink)}</a></p>
        {frame::to_catalogue(learn)}
    }
}

/// The heading that a block stands under.
pub(super) fn section(blocks: &[Block], from: usize) -> Option<Words> {
    blocks.iter().take(from + 1).rev().find_map(|block| match block {
        Block::Heading(words) => Some(words.clone()),
        _ => None,
    })
}

fn screen(walk: Walk, n: usize) -> impl IntoView {
    let Sheet { learn, aloud, pack, .. } = walk.sheet;
    let (count, range) = walk.screens.with_value(|cut| (cut.len(), cut.get(n).cloned().unwrap_or(0..0)));
    let (seen, section) = pack.with_value(|pack| {
        let blocks = &pack.text.blocks;
        (blocks.get(range.clone()).unwrap_or_default().to_vec(), section(blocks, range.start))
    });
    let head = blocks::head(walk.sheet, &seen, section);
    let body: Vec<_> = seen.iter().map(|block| blocks::block(walk.sheet, block)).collect();
    let progress =
        learn.fill(Text::LessonProgress, &[("n", &(n + 1).to_string()), ("total", &count.to_string())]);
    let back = move |_| walk.go(n.checked_sub(1).map_or(At::Start, At::Screen));
    view! {
        <p class="way"><span>{progress.clone()}</span></p>
        <progress max=count.to_string() value=(n + 1).to_string() aria-label=progress></progress>
        {head}
        {body}
        {aloud.controls()}
        <div class="onward steps">
            <button type="button" class="go" id="next" on:click=move |_| walk.next(n)>{learn.say(Text::LessonNext)}</button>
            <button type="button" class="back" on:click=back>{learn.say(Text::QuestionBack)}</button>
        </div>
    }
}

/// After the last step: what was known, and where to go from here.
fn end(walk: Walk) -> impl IntoView {
    let Sheet { learn, aloud, pack, answers, .. } = walk.sheet;
    let (name, marks) = pack
        .with_value(|pack| (pack.text.title.clone(), mark(&pack.lesson.checks, &answers.get_untracked())));
    let (right, asked) = (marks.right.to_string(), marks.asked.to_string());
    let again = move |_| {
        walk.sheet.answers.update(|answers| answers.fill(None));
        walk.go(At::Screen(0));
    };
    let after = if marks.right == marks.asked { Text::LessonAllRight } else { Text::LessonSomeRight };
    view! {
        <h1 id="heading" tabindex="-1">{aloud.plain(learn.say(Text::LessonEnd))}</h1>
        <p class="lead">{aloud.plain(&learn.fill(Text::LessonEndText, &[("lesson", &name)]))}</p>
        <p class="score">{aloud.plain(&learn.fill(Text::LessonMarks, &[("right", &right), ("asked", &asked)]))}</p>
        <p>{aloud.plain(learn.say(after))}</p>
        {aloud.controls()}
        <div class="onward">
            <a class="go" href=learn.tongue.link("/hoc")>{learn.say(Text::LearnAll)}</a>
            <button type="button" class="go other" on:click=again>{learn.say(Text::LessonAgain)}</button>
        </div>
        <p class="deeds"><a href=learn.tongue.link("/hoc/to-hoan-thanh")>{learn.say(Text::SheetTitle)}</a></p>
    }
}
