//! How things count: parts, the total, bands, weights, reversed items and right answers.

use serde::Deserialize;

use super::Inspector;
use crate::{Band, Counting, Factor, Instrument, Part, Scale, Total};

/// The most that the weights of one composite may add up to: beyond it sums would not stay exact.
const MOST_WEIGHT: usize = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FactorWritten {
    pub(super) id: String,
    part: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PartWritten {
    pub(super) id: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BandWritten {
    id: String,
    from: String,
}

impl FactorWritten {
    pub(super) fn meant(self, parts: &[Part], inspector: &mut Inspector<'_>) -> Factor {
        inspector.id("a factor", &self.id);
        let part = self.part.as_ref().and_then(|part| {
            let position = parts.iter().position(|known| known.id == *part);
            if position.is_none() {
                inspector.say(format_args!("the factor `{}` belongs to the part `{part}`, which does not exist; add a [[part]] or correct the name", self.id));
            }
            position
        });
        Factor { id: self.id, part }
    }
}

/// What the total adds up; nothing written means all items alike.
pub(super) fn total(written: Option<&str>, inspector: &mut Inspector<'_>) -> Total {
    match written {
        None | Some("items") => Total::Items,
        Some("parts") => Total::Parts,
        Some("none") => Total::None,
        Some(other) => {
            inspector.say(format_args!(
                "the total `{other}` is unknown; write \"items\" (all items alike), \"parts\" (all parts alike) or \"none\""
            ));
            Total::Items
        }
    }
}

/// The bands in their order, each with a share of the way from the lowest to the highest total.
pub(super) fn bands(written: Vec<BandWritten>, inspector: &mut Inspector<'_>) -> Vec<Band> {
    inspector.unique("band", written.iter().map(|band| band.id.as_str()));
    let bands: Vec<Band> = written.into_iter().map(|band| band.meant(inspector)).collect();
    let falls = |pair: &[Band]| {
        let cross = |a: &Band, b: &Band| u16::from(a.numerator) * u16::from(b.denominator);
        pair.iter().zip(pair.iter().skip(1)).all(|(above, below)| cross(above, below) > cross(below, above))
    };
    if !falls(&bands) {
        inspector.say("the bands do not fall from one to the next; put the highest first");
    }
    if bands.last().is_some_and(|last| last.numerator != 0) {
        inspector.say("the last band leaves the lowest totals without a name; let it begin at \"0/1\"");
    }
    bands
}

impl BandWritten {
    fn meant(self, inspector: &mut Inspector<'_>) -> Band {
        inspector.id("a band", &self.id);
        let share = self.from.split_once('/').and_then(|(numerator, denominator)| {
            Some((numerator.parse::<u8>().ok()?, denominator.parse::<u8>().ok()?))
        });
        let (numerator, denominator) = share.filter(|(of, all)| *all > 0 && of <= all).unwrap_or_else(|| {
            inspector.say(format_args!(
                "the band `{}` begins at `{}`, which is no share; write points above the lowest total / all points above it, such as \"15/18\"",
                self.id, self.from
            ));
            (0, 1)
        });
        Band { id: self.id, numerator, denominator }
    }
}

/// How an item's options count; faults are told to the inspector.
pub(super) fn counting(
    (id, reversed, right): (&str, bool, Option<&str>),
    scale: Option<&Scale>,
    inspector: &mut Inspector<'_>,
) -> Counting {
    // An item without a scale has been told about already.
    let Some(scale) = scale else { return Counting::Plain };
    let pointed = scale.range().is_some();
    if reversed && right.is_some() {
        inspector
            .say(format_args!("the item `{id}` is reversed and has a right answer; keep one of the two"));
    }
    if reversed && !pointed {
        inspector.say(format_args!("the item `{id}` is reversed, but its scale `{}` has no points; remove `reversed` or use a scale with points", scale.id));
    }
    let Some(right) = right else {
        return if reversed { Counting::Reversed } else { Counting::Plain };
    };
    if pointed {
        inspector.say(format_args!("the item `{id}` has a right answer, but its scale `{}` has points of its own; remove the points or `right`", scale.id));
    }
    match scale.option_position(right).filter(|_| right != super::NOT_APPLICABLE) {
        Some(position) => Counting::Right(position),
        None => {
            inspector.say(format_args!(
                "the right answer `{right}` of the item `{id}` is no answer of its scale `{}`; correct it",
                scale.id
            ));
            Counting::Plain
        }
    }
}

/// Whether parts, total, bands and weights fit together.
pub(super) fn check(instrument: &Instrument, inspector: &mut Inspector<'_>) {
    for (position, part) in instrument.parts.iter().enumerate() {
        if !instrument.factors.iter().any(|factor| factor.part == Some(position)) {
            inspector.say(format_args!("the part `{}` has no factors; add one or remove the part", part.id));
        }
        if instrument.factors.iter().any(|factor| factor.id == part.id) {
            inspector.say(format_args!("the part `{}` has the id of a factor; choose another", part.id));
        }
    }
    if instrument.total == Total::Parts {
        if instrument.parts.is_empty() {
            inspector.say("the total takes the parts alike, but there are none; add [[part]] entries or write total = \"items\"");
        }
        for factor in instrument.factors.iter().filter(|factor| factor.part.is_none()) {
            inspector.say(format_args!("the factor `{}` belongs to no part, so the total would leave it out; add `part` or write total = \"items\"", factor.id));
        }
    }
    if instrument.total == Total::None && !instrument.bands.is_empty() {
        inspector.say("there are bands but no total to hold against them; remove the [[band]] entries or write another `total`");
    }
    let in_factors = instrument.items.iter().filter(|item| item.factor.is_some());
    let weight: usize = in_factors.map(|item| usize::from(item.weight)).sum();
    if weight > MOST_WEIGHT {
        inspector.say(format_args!("the items in factors weigh {weight} together, more than {MOST_WEIGHT}; take items out of factors or lower their weights"));
    }
    for item in instrument.items.iter().filter(|item| item.weight != 1) {
        if item.weight == 0 {
            inspector.say(format_args!(
                "the item `{}` weighs nothing; write a whole number from 1, or remove its `factor`",
                item.id
            ));
        } else if item.factor.is_none() {
            inspector.say(format_args!(
                "the item `{}` has a weight but belongs to no factor; remove one or add the other",
                item.id
            ));
        }
    }
}
