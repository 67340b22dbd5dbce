//! From the checked files to what the page reads.

use std::{collections::BTreeSet, path::Path};

use lang_nghe_instrument::Status;
use lang_nghe_instrument::source::{Faults, LANGUAGES};

use super::check::{Shelf, read};
use crate::search::folded;
use crate::{Block, Card, Catalogue, Drawing, Lesson, LessonPack, LessonText, Words};

/// All that the page needs, in one language.
#[derive(Clone, Debug)]
pub struct Packs {
    /// Language tag.
    pub lang: String,
    /// The catalogue, as [`Catalogue::decode`] reads it.
    pub catalogue: Vec<u8>,
    /// The lessons, in their order.
    pub lessons: Vec<PackedLesson>,
}

/// One lesson as bytes.
#[derive(Clone, Debug)]
pub struct PackedLesson {
    /// Its id.
    pub id: String,
    /// The pack, as [`LessonPack::decode`] reads it.
    pub bytes: Vec<u8>,
}

/// Reads `content/lessons` and packs every lesson that is no draft and has this language. Gives one
/// [`Packs`] for each language that is offered.
///
/// # Errors
/// Everything that is wrong with the lessons, except their pins.
pub fn pack_all(content: &Path) -> Result<Vec<Packs>, Faults> {
    let mut faults = Faults::default();
    let shelf = read(content, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(LANGUAGES.iter().map(|lang| pack(&shelf, lang)).collect())
}

fn pack(shelf: &Shelf, lang: &str) -> Packs {
    let mut lessons = Vec::new();
    let mut cards = Vec::new();
    let offered = shelf.lessons.iter().filter(|(lesson, _)| lesson.status == Status::Current);
    for (lesson, texts) in offered {
        let Some(text) = texts.get(lang) else { continue };
        let pack = lesson_pack(shelf, lang, (lesson, text));
        // Writing plain structs into memory does not fail; an empty pack would be refused on reading.
        let bytes = pack.encode().unwrap_or_default();
        cards.push(card(&pack, bytes.len()));
        lessons.push(PackedLesson { id: lesson.id.clone(), bytes });
    }
    let catalogue = Catalogue {
        lang: lang.to_owned(),
        lessons: cards,
        needs: shelf.names.needs(lang),
        procedures: shelf.names.procedures(lang),
        audiences: shelf.names.audiences(lang),
        skills: shelf.names.skills(lang),
    };
    Packs { lang: lang.to_owned(), catalogue: catalogue.encode().unwrap_or_default(), lessons }
}

fn lesson_pack(shelf: &Shelf, lang: &str, (lesson, text): (&Lesson, &LessonText)) -> LessonPack {
    let mut pictures: Vec<Drawing> = Vec::new();
    let mut practices = Vec::new();
    for block in &text.blocks {
        if let Some(picture) = block.picture()
            && !pictures.iter().any(|known| known.id == picture.id)
            && let Some(svg) = shelf.pictures.get(&picture.id)
        {
            pictures.push(Drawing { id: picture.id.clone(), svg: svg.clone() });
        }
        if let Block::Practice(id) = block {
            practices.extend(shelf.practices.get(id).and_then(|by_language| by_language.get(lang)).cloned());
        }
    }
    LessonPack { lang: lang.to_owned(), lesson: lesson.clone(), text: text.clone(), pictures, practices }
}

fn card(pack: &LessonPack, bytes: usize) -> Card {
    let LessonPack { lesson, text, pictures, .. } = pack;
    let headings: Vec<String> = text
        .blocks
        .iter()
        .filter_map(|block| if let Block::Heading(words) = block { Some(words.plain()) } else { None })
        .collect();
    let summary = Words::plain(&text.summary);
    // What stands in the texts above the body is found there already.
    let above = [&text.title, &summary].into_iter().chain(&text.keywords).chain(&headings);
    let known: BTreeSet<String> = above.flat_map(|line| folded(line)).collect();
    let body = text.blocks.iter().flat_map(Block::lines);
    let terms: BTreeSet<String> =
        body.flat_map(|line| folded(&line)).filter(|term| term.len() > 1 && !known.contains(term)).collect();
    Card {
        id: lesson.id.clone(),
        edition: lesson.edition.clone(),
        title: text.title.clone(),
        summary,
        minutes: lesson.minutes,
        audience: lesson.audience.clone(),
        skills: lesson.skills.clone(),
        review_by: lesson.review_by.clone(),
        bytes: u32::try_from(bytes).unwrap_or(u32::MAX),
        picture: pictures.first().map(|drawing| drawing.svg.clone()),
        keywords: text.keywords.clone(),
        headings,
        terms: terms.into_iter().collect(),
    }
}
