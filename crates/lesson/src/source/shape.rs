//! Both languages teach the same: the same blocks in the same order, with the same pictures.

use std::{collections::BTreeMap, path::Path};

use lang_nghe_instrument::source::{Faults, Inspector, LANGUAGES};

use crate::{Block, LessonText};

/// Compares the other languages with the first.
pub(super) fn compare(folder: &Path, texts: &BTreeMap<String, LessonText>, faults: &mut Faults) {
    let [first, ..] = LANGUAGES;
    let Some(model) = texts.get(first) else { return };
    let model: Vec<String> = model.blocks.iter().map(shape).collect();
    for (lang, text) in texts.iter().filter(|(lang, _)| *lang != first) {
        let mut inspector = Inspector::new(&folder.join(format!("{lang}.md")), faults);
        let shapes: Vec<String> = text.blocks.iter().map(shape).collect();
        let differs = model.iter().zip(&shapes).position(|(model, here)| model != here);
        match differs {
            Some(at) => inspector.say(format_args!(
                "block {} is {} here and {} in {first}.md; write the same blocks in the same order",
                at + 1,
                shapes.get(at).map_or("", String::as_str),
                model.get(at).map_or("", String::as_str)
            )),
            None if model.len() != shapes.len() => inspector.say(format_args!(
                "there are {} blocks here and {} in {first}.md; write the same blocks in the same order",
                shapes.len(),
                model.len()
            )),
            None => {}
        }
    }
}

/// A block without its words.
fn shape(block: &Block) -> String {
    let picture = |id: &str| format!("picture {id}");
    match block {
        Block::Heading(_) => "a heading".to_owned(),
        Block::Step(step) => {
            let shown = step.picture.as_ref().map_or("no picture".to_owned(), |shown| picture(&shown.id));
            format!("step {} with {} notes and {shown}", step.number, step.notes.len())
        }
        Block::Paragraph(_) => "a paragraph".to_owned(),
        Block::List(entries) => format!("a list of {}", entries.len()),
        Block::Picture(shown) => picture(&shown.id),
        Block::Why(paragraphs) => format!("a box on why with {} paragraphs", paragraphs.len()),
        Block::Wrong(paragraphs) => {
            format!("a box on what can go wrong with {} paragraphs", paragraphs.len())
        }
        Block::Practice(id) => format!("the practice {id}"),
        Block::Question(question) => format!("question {}", question.check + 1),
    }
}
