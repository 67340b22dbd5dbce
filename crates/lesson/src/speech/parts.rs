//! What there is to be read in a lesson, part by part.

use crate::{Block, LessonPack, Words, screens};

/// A part of a lesson: what is seen, and so read, at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its number, as recordings name it.
    pub number: u16,
    /// The heading that it stands under, if it is not the first below it.
    pub section: Option<String>,
    /// What is said, line by line.
    pub lines: Vec<String>,
}

/// The number of the part that begins with this block: its position, counted from 1.
pub fn part_at(block: usize) -> u16 {
    u16::try_from(block.saturating_add(1)).unwrap_or(u16::MAX)
}

/// The numbers of a lesson's parts, in order: 0 for title and summary, then each screen by its first
/// block.
pub fn parts_of(blocks: &[Block]) -> Vec<u16> {
    let starts = screens(blocks).into_iter().map(|range| part_at(range.start));
    std::iter::once(0).chain(starts).collect()
}

/// The parts of a lesson with what is said in each.
pub fn parts(pack: &LessonPack) -> Vec<Part> {
    let blocks = &pack.text.blocks;
    let mut found = vec![Part {
        number: 0,
        section: None,
        lines: vec![pack.text.title.clone(), pack.text.summary.plain()],
    }];
    let mut section = None;
    for range in screens(blocks) {
        let number = part_at(range.start);
        let seen = blocks.get(range).unwrap_or_default();
        let above = section.clone();
        if let Some(Block::Heading(words)) = seen.first() {
            section = Some(Words::plain(words));
        }
        let lines = seen.iter().flat_map(|block| lines(pack, block)).collect();
        let headed = matches!(seen.first(), Some(Block::Heading(_)));
        found.push(Part { number, section: above.filter(|_| !headed), lines });
    }
    found
}

/// What is said of a block. Of a practice, what it is about: its screens come in any order.
fn lines(pack: &LessonPack, block: &Block) -> Vec<String> {
    match block {
        Block::Practice(id) => {
            let practice = pack.practice(id);
            practice.map(|practice| vec![practice.title.clone(), practice.lead.clone()]).unwrap_or_default()
        }
        other => other.lines(),
    }
}
