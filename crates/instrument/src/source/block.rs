//! Blocks: groups of items whose order chance decides, and of which a form may ask only some.

use serde::Deserialize;

use super::Inspector;
use crate::{Block, Instrument};

/// More blocks than this leave each too few people.
const MOST_BLOCKS: usize = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BlockWritten {
    pub(super) id: String,
}

/// The blocks, and how many of them one form asks; nothing written means all.
pub(super) fn blocks(
    written: Vec<BlockWritten>,
    asked: Option<usize>,
    inspector: &mut Inspector<'_>,
) -> (Vec<Block>, usize) {
    inspector.unique("block", written.iter().map(|block| block.id.as_str()));
    for block in &written {
        inspector.id("a block", &block.id);
    }
    let count = written.len();
    if count == 1 || count > MOST_BLOCKS {
        inspector.say(format_args!(
            "there are {count} [[block]] entries; write between 2 and {MOST_BLOCKS}, or none"
        ));
    }
    match asked {
        Some(_) if count == 0 => {
            inspector.say("`blocks_asked` needs [[block]] entries; add them or remove it");
        }
        Some(asked) if !(1..=count).contains(&asked) => inspector.say(format_args!(
            "`blocks_asked = {asked}` of {count} blocks; write a number from 1 to {count}"
        )),
        _ => {}
    }
    let blocks = written.into_iter().map(|block| Block { id: block.id });
    (blocks.collect(), asked.unwrap_or(count))
}

/// Whether items and blocks fit together.
pub(super) fn check(instrument: &Instrument, inspector: &mut Inspector<'_>) {
    for (position, block) in instrument.blocks.iter().enumerate() {
        let mut members = instrument.items.iter().filter(|item| item.block == Some(position));
        if members.next().is_none() {
            inspector
                .say(format_args!("the block `{}` has no items; add some or remove the block", block.id));
        }
    }
    if !instrument.blocks.is_empty() && instrument.items.first().is_some_and(|first| first.block.is_some()) {
        inspector.say(format_args!("the first item `{}` stands in a block, but it is shown before chance has decided; put an item without a block first", instrument.items[0].id));
    }
    for item in &instrument.items {
        for condition in &item.relevant {
            let other = instrument.items.get(condition.item);
            if let Some(other) = other.filter(|other| other.block.is_some() && other.block != item.block) {
                inspector.say(format_args!("`relevant` of the item `{}` names `{}`, which stands in another block and may come later or never; depend on an item of the same block or of none", item.id, other.id));
            }
        }
    }
}
