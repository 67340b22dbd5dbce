//! What an answer looks like: `several`, `number`, `text`; nothing written means one option of the scale.
//!
//! ```toml
//! several = { at_most = 3, none = "none-of-these" }   # both may be left out: several = {}
//! number = { from = 0, to = 30 }                      # its words have a `unit`
//! number = { from = 0, to = 9000000, money = true, usual = [1000, 500000] }   # beyond `usual` it is asked once more
//! text = { at_most = 200 }
//! ```

use serde::Deserialize;

use super::{Inspector, NOT_APPLICABLE};
use crate::{Instrument, Item, Kind, OptionKind, ResponseOption, Scale};

/// More options than this cannot be looked over, nor kept as marks in one number.
const MOST_OPTIONS: usize = 31;
/// A larger number names a person rather than counts something.
const HIGHEST: u32 = 1_000_000;
/// Most money, in đồng: below the telephone numbers.
const HIGHEST_MONEY: u32 = 900_000_000;
/// Longest short text, in characters; whoever wants to say more has the comment.
const MOST_WORDS: u16 = 500;
/// Most short texts in one form: writing is hard on a phone.
const MOST_TEXTS: usize = 5;
/// All answers of one form together, in bytes: a record carries no more.
const MOST_BYTES: usize = 24 * 1024;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SeveralWritten {
    at_most: Option<u8>,
    none: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NumberWritten {
    from: u32,
    to: u32,
    #[serde(default)]
    money: bool,
    usual: Option<(u32, u32)>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextWritten {
    at_most: u16,
}

/// What is written of an item about the look of its answers.
pub(super) struct Looks<'w> {
    pub(super) id: &'w str,
    pub(super) several: Option<&'w SeveralWritten>,
    pub(super) number: Option<&'w NumberWritten>,
    pub(super) text: Option<&'w TextWritten>,
}

impl Looks<'_> {
    /// Whether the item brings its own answers instead of a scale.
    pub(super) fn without_scale(&self) -> bool {
        self.number.is_some() || self.text.is_some()
    }

    /// Whether exactly one option is chosen.
    pub(super) fn is_one(&self) -> bool {
        self.several.is_none() && !self.without_scale()
    }

    /// The kind; faults are told to the inspector. `scale` is the item's, if it is known.
    pub(super) fn kind(&self, scale: Option<&Scale>, inspector: &mut Inspector<'_>) -> Kind {
        let id = self.id;
        let written = [self.several.is_some(), self.number.is_some(), self.text.is_some()];
        if written.into_iter().filter(|there| *there).count() > 1 {
            inspector.say(format_args!(
                "the item `{id}` has more than one of `several`, `number` and `text`; keep one"
            ));
        }
        match (self.several, self.number, self.text) {
            (Some(several), ..) => scale.map_or(Kind::One, |scale| several.kind(id, scale, inspector)),
            (None, Some(number), _) => number.kind(id, inspector),
            (None, None, Some(text)) => text.kind(id, inspector),
            (None, None, None) => Kind::One,
        }
    }
}

impl SeveralWritten {
    fn kind(&self, id: &str, scale: &Scale, inspector: &mut Inspector<'_>) -> Kind {
        if scale.range().is_some() {
            inspector.say(format_args!("the item `{id}` takes several answers, but its scale `{}` has points; use a scale without points", scale.id));
        }
        if scale.options.len() > MOST_OPTIONS {
            inspector.say(format_args!(
                "the item `{id}` offers {} answers; offer at most {MOST_OPTIONS}",
                scale.options.len()
            ));
        }
        let alone = self.none.as_ref().and_then(|none| {
            let position = scale.option_position(none).filter(|_| none != NOT_APPLICABLE);
            if position.is_none() {
                inspector.say(format_args!("`none = \"{none}\"` of the item `{id}` is no answer of its scale `{}`; name the answer that excludes the others", scale.id));
            }
            position
        });
        let free = (0..scale.options.len()).filter(|option| !scale.excludes(alone, *option)).count();
        let most = usize::from(self.at_most.unwrap_or(u8::MAX)).min(MOST_OPTIONS);
        if free < 2 {
            inspector.say(format_args!(
                "the item `{id}` leaves nothing to choose several of; offer at least two answers that go together"
            ));
        } else if self.at_most.is_some() && !(2..free).contains(&most) {
            inspector.say(format_args!(
                "the item `{id}` allows {most} of {free} answers; write `at_most` above 1 and below {free}, or leave it out for all"
            ));
        }
        Kind::Several { most: u8::try_from(most.min(free)).unwrap_or(u8::MAX), alone }
    }
}

impl NumberWritten {
    fn kind(&self, id: &str, inspector: &mut Inspector<'_>) -> Kind {
        let highest = if self.money { HIGHEST_MONEY } else { HIGHEST };
        if self.from >= self.to || self.to > highest {
            inspector.say(format_args!("the item `{id}` asks for a number from {} to {}; write a range that rises, up to {highest} at most", self.from, self.to));
        }
        if let Some((from, to)) = self.usual
            && (from > to || from < self.from || to > self.to)
        {
            inspector.say(format_args!(
                "the item `{id}` calls {from} to {to} usual; write a range that rises, within {} to {}",
                self.from, self.to
            ));
        }
        let usual = self.usual.unwrap_or((self.from, self.to));
        Kind::Number { least: self.from, most: self.to, money: self.money, usual }
    }
}

impl TextWritten {
    fn kind(&self, id: &str, inspector: &mut Inspector<'_>) -> Kind {
        if !(1..=MOST_WORDS).contains(&self.at_most) {
            inspector.say(format_args!(
                "the item `{id}` asks for a text of at most {} characters; write a number from 1 to {MOST_WORDS}",
                self.at_most
            ));
        }
        Kind::Words { most: self.at_most }
    }
}

/// The scale of items that bring their own answers: it offers "không biết / không áp dụng" alone.
pub(super) fn own_scale() -> Scale {
    let away = ResponseOption { id: NOT_APPLICABLE.to_owned(), kind: OptionKind::NotApplicable };
    Scale { id: NOT_APPLICABLE.to_owned(), options: vec![away] }
}

/// What holds for kinds within the whole instrument.
pub(super) fn check(instrument: &Instrument, inspector: &mut Inspector<'_>) {
    let odd = |item: &&Item| item.kind != Kind::One;
    if let Some(first) = instrument.items.first().filter(odd) {
        inspector.say(format_args!("the first item `{}` is answered before the program has arrived, so it must be a single choice; put another item first", first.id));
    }
    for item in instrument.items.iter().filter(odd).filter(|item| item.factor.is_some()) {
        inspector.say(format_args!(
            "the item `{}` belongs to a factor, but only single choices have points; remove its `factor`",
            item.id
        ));
    }
    let texts = instrument.items.iter().filter(|item| matches!(item.kind, Kind::Words { .. })).count();
    if texts > MOST_TEXTS {
        inspector.say(format_args!("there are {texts} items with `text`; ask for at most {MOST_TEXTS}"));
    }
    let bytes: usize = instrument.items.iter().map(|item| item.id.len() + longest(instrument, item)).sum();
    if bytes > MOST_BYTES {
        inspector.say(format_args!("the longest answers take {bytes} bytes together, more than the {MOST_BYTES} that a form carries; shorten option ids or texts"));
    }
}

/// Bytes of the longest answer to an item, as records write it.
fn longest(instrument: &Instrument, item: &Item) -> usize {
    let ids = || instrument.scale_of(item).options.iter().map(|option| option.id.len() + 1);
    match item.kind {
        Kind::One => ids().max().unwrap_or(0),
        Kind::Several { .. } => ids().sum(),
        Kind::Number { .. } => 10,
        Kind::Words { most } => 4 * usize::from(most),
    }
}
