//! An open class: its parts, one at a time, and what always stands below.

use lang_nghe_lesson::class::{Class, Round, Stage, Way};
use lang_nghe_lesson::{Block, LessonPack, Question};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::book::Book;
use super::{focus_soon, hands, heads, help, result, send, shelf, stage_name, study, turns};
use crate::platform::document;
use crate::text::Text;

/// An open class with its lesson.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) book: Book,
    pub(super) pack: StoredValue<LessonPack>,
}

/// A question of the class as the lesson words it now.
#[derive(Clone)]
pub(super) struct Worded {
    /// Its position in the class.
    pub(super) at: usize,
    pub(super) ask: String,
    pub(super) options: Vec<String>,
}

impl Room {
    /// Goes to a part of the class.
    pub(super) fn go(self, stage: Stage) {
        self.book.change(move |class| class.stage = stage);
        document::scroll_to_top();
        focus_soon("#heading");
    }

    /// The class's questions in words; those that the lesson has no more are left out.
    pub(super) fn questions(self) -> Vec<Worded> {
        let asked: Vec<String> =
            self.book.now(|class| class.questions.iter().map(|question| question.id.clone()).collect());
        self.pack
            .with_value(|pack| asked.iter().enumerate().filter_map(|(at, id)| worded(pack, at, id)).collect())
    }
}

fn worded(pack: &LessonPack, at: usize, id: &str) -> Option<Worded> {
    let check = pack.lesson.checks.iter().position(|check| check.id == id)?;
    let Question { ask, options, .. } = pack.text.blocks.iter().find_map(|block| match block {
        Block::Question(question) if question.check == check => Some(question),
        _ => None,
    })?;
    Some(Worded {
        at,
        ask: ask.clone(),
        options: options.iter().map(|option| option.words.clone()).collect(),
    })
}

/// The open class, once its lesson has come.
pub(super) fn view(book: Book, place: u16) -> impl IntoView {
    let learn = book.learn;
    let pack = RwSignal::new(None::<Option<LessonPack>>);
    let lesson = book.now(|class| class.lesson.clone());
    spawn_local(async move { pack.set(Some(shelf::lesson(learn.tongue.lang, &lesson).await)) });
    let is_posted = Memo::new(move |_| book.news().is_some());
    let body = move || match pack.get() {
        None => view! { <p class="wait" role="status">{learn.say(Text::DeskLoading)}</p> }.into_any(),
        Some(None) => view! { <p class="warning">{learn.say(Text::LessonFailedText)}</p> }.into_any(),
        Some(Some(pack)) => {
            let room = Room { book, pack: StoredValue::new(pack) };
            if is_posted.get() { send::posted(room, place).into_any() } else { open(room).into_any() }
        }
    };
    let back = move |_| {
        spawn_local(async move {
            book.leave().await;
            focus_soon("#heading");
        });
    };
    view! {
        <div class="hall" data-class=place.to_string()>
            {body}
            {move || (!is_posted.get()).then(|| help::view(book))}
            <p class="deeds leave">
                <button type="button" class="go other" on:click=back>{learn.say(Text::ClassBack)}</button>
            </p>
        </div>
    }
}

fn open(room: Room) -> impl IntoView {
    let Room { book, pack } = room;
    let learn = book.learn;
    let (title, edition) = pack.with_value(|pack| (pack.text.title.clone(), pack.lesson.edition.clone()));
    let facts = book.now(|class| [class.place.as_str(), ", ", &learn.tongue.day(&class.day)].concat());
    let moved = book
        .now(|class| class.edition != edition)
        .then(|| view! { <p class="warning">{learn.say(Text::ClassMoved)}</p> });
    let stage = Memo::new(move |_| book.with(|class| class.stage));
    let links: Vec<_> = Stage::ALL
        .into_iter()
        .map(|(one, code)| {
            view! {
                <li>
                    <button
                        type="button"
                        class="stage"
                        id=["stage-", code].concat()
                        aria-current=move || (stage.get() == one).then_some("step")
                        on:click=move |_| room.go(one)
                    >
                        {learn.say(stage_name(one))}
                    </button>
                </li>
            }
        })
        .collect();
    let body = move || {
        let stage = stage.get();
        let way = book.now(|class: &Class| class.way);
        let name = learn.say(stage_name(stage));
        let inside = match (stage, way) {
            (Stage::Count, _) => heads::view(room).into_any(),
            (Stage::Before, Way::Hands) => hands::view(room, Round::Before).into_any(),
            (Stage::After, Way::Hands) => hands::view(room, Round::After).into_any(),
            (Stage::Before, Way::Phone) => turns::view(room, Round::Before).into_any(),
            (Stage::After, Way::Phone) => turns::view(room, Round::After).into_any(),
            (Stage::Lesson, _) => study::view(room).into_any(),
            (Stage::Result, _) => result::view(room).into_any(),
        };
        view! {
            <h1 id="heading" tabindex="-1">{name}</h1>
            {inside}
        }
    };
    let correcting = move || {
        book.with(|class| class.corrects.is_some())
            .then(|| view! { <p class="note">{learn.say(Text::ClassCorrecting)}</p> })
    };
    view! {
        <p class="section"><b>{title}</b>" · "{facts}</p>
        {correcting}
        {moved}
        <nav aria-label=learn.say(Text::ClassStages)><ol class="stages">{links}</ol></nav>
        {body}
    }
}

/// The button that leads to the next part.
pub(super) fn onward(room: Room, to: Stage) -> impl IntoView {
    let learn = room.book.learn;
    let words = learn.fill(Text::ClassNext, &[("stage", learn.say(stage_name(to)))]);
    view! {
        <div class="onward">
            <button type="button" class="go" id="onward" on:click=move |_| room.go(to)>{words}</button>
        </div>
    }
}
