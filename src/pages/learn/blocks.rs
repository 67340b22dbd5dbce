//! The blocks of a lesson, drawn.

use lang_nghe_lesson::{Block, LessonPack, Picture, Words};
use leptos::prelude::*;

use super::Learn;
use super::aloud::Aloud;
use super::asked::{self, Asked};
use super::practice;
use crate::text::Text;

/// What a block needs to be drawn.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    pub(super) learn: Learn,
    pub(super) aloud: Aloud,
    pub(super) pack: StoredValue<LessonPack>,
    /// The first answer to each question of the lesson.
    pub(super) answers: RwSignal<Vec<Option<usize>>>,
    /// Whether one person goes through it, whose progress is kept; not so for a class.
    pub(super) own: bool,
}

/// What heads a screen: the section it belongs to, and the heading that takes the focus.
pub(super) fn head(sheet: Sheet, blocks: &[Block], section: Option<Words>) -> AnyView {
    let Sheet { learn, aloud, .. } = sheet;
    let main = blocks.iter().find(|block| !matches!(block, Block::Heading(_)));
    let asked = sheet.pack.with_value(|pack| pack.lesson.checks.len()).to_string();
    let heading = match main {
        Some(Block::Step(step)) => {
            let number = learn.fill(Text::LessonStep, &[("n", &step.number.to_string())]);
            let section = section.map(|section| view! { <p class="section">{aloud.words(&section)}</p> });
            return view! {
                {section}
                <h1 id="heading" tabindex="-1" class="deed">
                    <span class="number">{number}</span>
                    {aloud.words(&step.action)}
                </h1>
            }
            .into_any();
        }
        Some(Block::Why(_)) => aloud.plain(learn.say(Text::LessonWhy)),
        Some(Block::Wrong(_)) => aloud.plain(learn.say(Text::LessonWrong)),
        Some(Block::Question(question)) => {
            let n = (question.check + 1).to_string();
            aloud.plain(&learn.fill(Text::LessonQuestion, &[("n", &n), ("total", &asked)]))
        }
        Some(Block::Practice(id)) => {
            let title =
                sheet.pack.with_value(|pack| pack.practice(id).map(|practice| practice.title.clone()));
            aloud.plain(&title.unwrap_or_default())
        }
        _ => match section {
            Some(section) => aloud.words(&section),
            None => aloud.plain(&sheet.pack.with_value(|pack| pack.text.title.clone())),
        },
    };
    view! { <h1 id="heading" tabindex="-1">{heading}</h1> }.into_any()
}

/// One block below the heading.
pub(super) fn block(sheet: Sheet, block: &Block) -> AnyView {
    let Sheet { learn, aloud, .. } = sheet;
    let paragraphs = |lines: &[Words]| -> Vec<_> {
        lines.iter().map(|line| view! { <p>{aloud.words(line)}</p> }).collect()
    };
    match block {
        Block::Heading(_) => ().into_any(),
        Block::Step(step) => {
            let shown = step.picture.as_ref().map(|shown| picture(sheet, shown));
            view! {
                {shown}
                <div class="notes">{paragraphs(&step.notes)}</div>
            }
            .into_any()
        }
        Block::Paragraph(words) => view! { <p class="told">{aloud.words(words)}</p> }.into_any(),
        Block::List(entries) => {
            let rows: Vec<_> = entries.iter().map(|entry| view! { <li>{aloud.words(entry)}</li> }).collect();
            view! { <ul class="told">{rows}</ul> }.into_any()
        }
        Block::Picture(shown) => picture(sheet, shown).into_any(),
        Block::Why(lines) => view! { <div class="aside why">{paragraphs(lines)}</div> }.into_any(),
        Block::Wrong(lines) => view! { <div class="aside wrong">{paragraphs(lines)}</div> }.into_any(),
        Block::Practice(id) => match sheet.pack.with_value(|pack| pack.practice(id).cloned()) {
            Some(found) => practice::view(sheet, found).into_any(),
            None => ().into_any(),
        },
        Block::Question(question) => {
            let Some(check) = sheet.pack.with_value(|pack| pack.lesson.checks.get(question.check).cloned())
            else {
                return ().into_any();
            };
            let at = question.check;
            let asked = Asked {
                name: ["check-", &check.id].concat(),
                ask: question.ask.clone(),
                options: question.options.iter().map(|o| (o.words.clone(), o.because.clone())).collect(),
                right: check.right,
                chosen: sheet.answers.with_untracked(|answers| answers.get(at).copied().flatten()),
            };
            let lesson = sheet.pack.with_value(|pack| pack.lesson.id.clone());
            let answered = move |option: usize| {
                let first = sheet.answers.try_update(|answers| {
                    let place = answers.get_mut(at)?;
                    place.is_none().then(|| *place = Some(option))
                });
                if first.flatten().is_some() {
                    learn.person.answered(lesson.clone(), check.id.clone(), option == check.right);
                }
            };
            asked::view(learn, asked, aloud, answered).into_any()
        }
    }
}

/// A drawing with its words.
fn picture(sheet: Sheet, shown: &Picture) -> impl IntoView + use<> {
    let svg = sheet.pack.with_value(|pack| pack.drawing(&shown.id).map(|drawing| drawing.svg.clone()));
    svg.map(
        |svg| view! { <div class="picture" role="img" aria-label=shown.alt.clone() inner_html=svg></div> },
    )
}
