//! `relevant`: after which answers an item is asked.
//!
//! `"money-1 is some or many and filed-1 is online"`: the item was asked and one of the options chosen, and
//! so on for each `and`. That is all of the language. It is enough for skipping what does not apply, can be
//! checked word by word against the items before it, and reaches the page as numbers, without a reader
//! of expressions. XLSForm's `relevant` is XPath; nobody could check that, or pay for it in bytes.

use super::Inspector;
use crate::{Condition, Scale};

/// An item that stands before the one looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Earlier<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// Its scale, if that is known.
    pub(super) scale: Option<&'a Scale>,
    /// Whether it is a single choice.
    pub(super) is_one: bool,
}

/// The conditions of the item `id`; faults are told to the inspector.
pub(super) fn relevant(
    (id, written): (&str, Option<&str>),
    earlier: &[Earlier<'_>],
    inspector: &mut Inspector<'_>,
) -> Vec<Condition> {
    let conditions = written.into_iter().flat_map(|written| written.split(" and "));
    conditions.filter_map(|written| condition((id, written), earlier, inspector)).collect()
}

fn condition(
    (id, written): (&str, &str),
    earlier: &[Earlier<'_>],
    inspector: &mut Inspector<'_>,
) -> Option<Condition> {
    let Some((other, options)) = written.split_once(" is ") else {
        inspector.say(format_args!(
            "`relevant` of the item `{id}` cannot be understood at `{written}`; write it as \"item is option or option and other-item is option\""
        ));
        return None;
    };
    let other = other.trim();
    let Some(item) = earlier.iter().position(|known| known.id == other) else {
        inspector.say(format_args!(
            "`relevant` of the item `{id}` names `{other}`, which is no earlier item; an item can depend only on items asked before it"
        ));
        return None;
    };
    if !earlier.get(item)?.is_one {
        inspector.say(format_args!(
            "`relevant` of the item `{id}` names `{other}`, which is no single choice; an item can depend only on single choices"
        ));
        return None;
    }
    // An earlier item without a scale has been told about already.
    let scale = earlier.get(item)?.scale?;
    let mut positions = Vec::new();
    for option in options.split(" or ").map(str::trim) {
        match scale.option_position(option) {
            Some(position) => positions.push(position),
            None => inspector.say(format_args!(
                "`relevant` of the item `{id}` names the answer `{option}`, which the item `{other}` does not offer; correct it"
            )),
        }
    }
    if (0..scale.options.len()).all(|position| positions.contains(&position)) {
        inspector.say(format_args!(
            "`relevant` of the item `{id}` names every answer of the item `{other}`, so it skips nobody; remove it"
        ));
    }
    Some(Condition { item, options: positions })
}
