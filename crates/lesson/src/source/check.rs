//! All lessons at once: each by itself, and what they refer to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use lang_nghe_instrument::source::{Faults, Inspector, names, read_text};
use lang_nghe_instrument::{Status, source};

use super::catalogue::{Names, read_names};
use super::lesson::{self, DEFINITION};
use super::svg::{check_svg, compact};
use super::{BESIDE, LESSONS, laws, pins, practice};
use crate::{Block, Lesson, LessonText, Practice};

/// Everything in `content/lessons`, read once.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// In their order.
    pub(super) lessons: Vec<(Lesson, BTreeMap<String, LessonText>)>,
    /// Compact SVG by name.
    pub(super) pictures: BTreeMap<String, String>,
    /// By id, then by language.
    pub(super) practices: BTreeMap<String, BTreeMap<String, Practice>>,
    pub(super) names: Names,
}

/// Everything that is wrong with `content/lessons` and its pins. Empty when all is well, or when there
/// are no lessons.
pub fn check(content: &Path) -> Faults {
    let mut faults = Faults::default();
    if content.join(LESSONS).is_dir() {
        let shelf = read(content, &mut faults);
        pins::check(content, &shelf, &mut faults);
        super::speech::read(content, &shelf, &mut faults);
    }
    faults
}

/// Reads and checks all but the pins.
pub(super) fn read(content: &Path, faults: &mut Faults) -> Shelf {
    let folder = content.join(LESSONS);
    let mut shelf = Shelf {
        names: read_names(content, faults),
        pictures: read_pictures(&folder.join("pictures"), faults),
        ..Shelf::default()
    };
    for id in names(&folder.join("practice"), faults) {
        let read = practice::read_practice(&folder.join("practice").join(&id), faults);
        shelf.practices.insert(id, read);
    }
    laws::check(&folder, faults);
    for id in lesson_ids(&folder, faults) {
        let path = folder.join(&id);
        let Some((lesson, texts)) = lesson::read_into(&path, faults) else { continue };
        shelf.names.check_lesson(&path.join(DEFINITION), &lesson, faults);
        for (lang, text) in &texts {
            shelf.check_references(&path.join(format!("{lang}.md")), (lang, text), faults);
        }
        shelf.lessons.push((lesson, texts));
    }
    shelf.check_source_note(&folder, faults);
    let lessons: Vec<Lesson> = shelf.lessons.iter().map(|(lesson, _)| lesson.clone()).collect();
    shelf.names.check_use(content, &lessons, faults);
    shelf.check_use(&folder, faults);
    shelf.lessons.sort_by(|(a, _), (b, _)| (a.order, &a.id).cmp(&(b.order, &b.id)));
    shelf
}

fn lesson_ids(folder: &Path, faults: &mut Faults) -> Vec<String> {
    let mut ids = names(folder, faults);
    ids.retain(|name| !BESIDE.contains(&name.as_str()));
    ids
}

fn read_pictures(folder: &Path, faults: &mut Faults) -> BTreeMap<String, String> {
    let mut pictures = BTreeMap::new();
    for name in names(folder, faults) {
        let path: PathBuf = folder.join(&name);
        let Some(id) = name.strip_suffix(".svg") else {
            Inspector::new(&path, faults).say("does not belong in this folder; only .svg drawings do");
            continue;
        };
        if let Some(svg) = read_text(&path, faults) {
            let mut inspector = Inspector::new(&path, faults);
            inspector.id("the drawing", id);
            check_svg(&svg, &mut inspector);
            pictures.insert(id.to_owned(), compact(&svg));
        }
    }
    pictures
}

impl Shelf {
    /// Pictures and practices that a lesson names are there.
    fn check_references(&self, path: &Path, (lang, text): (&str, &LessonText), faults: &mut Faults) {
        let mut inspector = Inspector::new(path, faults);
        for block in &text.blocks {
            if let Some(picture) = block.picture()
                && !picture.id.is_empty()
                && !self.pictures.contains_key(&picture.id)
            {
                inspector.say(format_args!(
                    "the picture `{}` is not in pictures/; draw it or correct the name",
                    picture.id
                ));
            }
            if let Block::Practice(id) = block
                && self.practices.get(id).is_none_or(|by_language| !by_language.contains_key(lang))
            {
                inspector.say(format_args!(
                    "the practice `{id}` is not in practice/ or has no words in {lang}; add it or correct the name"
                ));
            }
        }
    }

    /// What no lesson names takes up room on every device for nothing.
    fn check_use(&self, folder: &Path, faults: &mut Faults) {
        let blocks =
            || self.lessons.iter().flat_map(|(_, texts)| texts.values()).flat_map(|text| &text.blocks);
        let pictures: BTreeSet<&str> =
            blocks().filter_map(Block::picture).map(|picture| picture.id.as_str()).collect();
        for id in self.pictures.keys().filter(|id| !pictures.contains(id.as_str())) {
            Inspector::new(&folder.join(format!("pictures/{id}.svg")), faults)
                .say("is in no lesson; use it or remove it");
        }
        let practices: BTreeSet<&str> = blocks()
            .filter_map(|block| if let Block::Practice(id) = block { Some(id.as_str()) } else { None })
            .collect();
        for id in self.practices.keys().filter(|id| !practices.contains(id.as_str())) {
            Inspector::new(&folder.join(format!("practice/{id}")), faults)
                .say("is in no lesson; use it or remove it");
        }
        let mut orders = BTreeMap::new();
        for (lesson, _) in &self.lessons {
            if let Some(other) = orders.insert(lesson.order, &lesson.id) {
                Inspector::new(&folder.join(&lesson.id).join(DEFINITION), faults).say(format_args!(
                    "has the order {} of the lesson `{other}`; choose another",
                    lesson.order
                ));
            }
        }
    }

    /// SOURCE.md says where facts come from and what is uncertain.
    fn check_source_note(&self, folder: &Path, faults: &mut Faults) {
        let path = folder.join("SOURCE.md");
        let is_there = fs::read_to_string(&path).is_ok_and(|text| !text.trim().is_empty());
        if !self.lessons.is_empty() && !is_there {
            source::Inspector::new(&path, faults)
                .say("is missing or empty; write where the facts come from and what is uncertain");
        }
    }

    /// The lessons that are offered, with their folders' names in `released.toml`.
    pub(super) fn released(&self) -> impl Iterator<Item = &Lesson> {
        self.lessons.iter().map(|(lesson, _)| lesson).filter(|lesson| lesson.status != Status::Draft)
    }
}
