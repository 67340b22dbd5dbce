//! Cutting a lesson into what is seen at one time: one thing to do, or one thing to know.

use std::ops::Range;

use crate::Block;

/// Positions of the blocks that stand together, in order; every block is in exactly one of them. A
/// heading stands with what follows it.
pub fn screens(blocks: &[Block]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // Whether the last screen may take the next block.
    let mut open = false;
    for (at, block) in blocks.iter().enumerate() {
        let flows = matches!(block, Block::Paragraph(_) | Block::List(_) | Block::Picture(_));
        let is_heading = matches!(block, Block::Heading(_));
        let after_heading = at > 0 && matches!(blocks[at - 1], Block::Heading(_));
        match found.last_mut() {
            Some(last) if !is_heading && (after_heading || (open && flows)) => last.end = at + 1,
            _ => found.push(at..at + 1),
        }
        open = flows || is_heading;
    }
    found
}

/// The screen that holds a block; the last one for a block that is not there any more.
pub fn screen_of(screens: &[Range<usize>], block: usize) -> usize {
    screens.iter().position(|screen| screen.contains(&block)).unwrap_or(screens.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use crate::{Block, Step, Words};

    use super::{screen_of, screens};

    fn step() -> Block {
        Block::Step(Step { number: 1, action: Words::default(), notes: Vec::new(), picture: None })
    }
    fn heading() -> Block {
        Block::Heading(Words::default())
    }
    fn paragraph() -> Block {
        Block::Paragraph(Words::default())
    }

    #[test]
    fn every_step_stands_alone_and_a_heading_with_what_follows() {
        let blocks = [paragraph(), paragraph(), heading(), step(), step(), heading(), paragraph(), step()];
        assert_eq!(screens(&blocks), [0..2, 2..4, 4..5, 5..7, 7..8]);
    }

    #[test]
    fn a_practice_and_its_question_are_not_mixed_with_text() {
        let blocks =
            [paragraph(), Block::Practice("x".into()), paragraph(), Block::Why(Vec::new()), heading()];
        assert_eq!(screens(&blocks), [0..1, 1..2, 2..3, 3..4, 4..5]);
        assert_eq!(screen_of(&screens(&blocks), 3), 3);
        assert_eq!(screen_of(&screens(&blocks), 99), 4, "the lesson has become shorter");
        assert_eq!(screen_of(&screens(&[]), 0), 0);
    }
}
