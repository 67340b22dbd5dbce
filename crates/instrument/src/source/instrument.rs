//! `instrument.toml` as written, and what it means.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use super::{
    Faults, Inspector,
    block::{self, BlockWritten},
    counting::{self, BandWritten, FactorWritten, PartWritten},
    files::{folder_name, read_text, read_toml, text_languages},
    instrument_text::read_text_of,
    kind::{self, Looks, NumberWritten, SeveralWritten, TextWritten},
    relevant::{Earlier, relevant},
    scale::ScaleWritten,
    terms::{formulas, is_version, missing_rule, status},
};
use crate::{Block, Factor, Formula, Instrument, InstrumentText, Item, Kind, Part, Scale, Source};

/// File of the definition, beside the words.
pub(super) const DEFINITION: &str = "instrument.toml";

/// More items than this are too many to ask of anybody.
const MOST_ITEMS: usize = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct InstrumentWritten {
    id: String,
    version: String,
    status: String,
    valid_from: String,
    valid_to: Option<String>,
    missing: String,
    formulas: Vec<String>,
    total: Option<String>,
    without: Vec<String>,
    source: SourceWritten,
    scale: Vec<ScaleWritten>,
    part: Vec<PartWritten>,
    factor: Vec<FactorWritten>,
    item: Vec<ItemWritten>,
    band: Vec<BandWritten>,
    blocks_asked: Option<usize>,
    block: Vec<BlockWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SourceWritten {
    number: String,
    date: String,
    replaced_by: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ItemWritten {
    id: String,
    scale: String,
    factor: Option<String>,
    weight: Option<u8>,
    reversed: bool,
    right: Option<String>,
    relevant: Option<String>,
    several: Option<SeveralWritten>,
    number: Option<NumberWritten>,
    text: Option<TextWritten>,
    block: Option<String>,
}

/// Reads the folder of one instrument version: the definition and its words by language.
///
/// # Errors
/// Everything that is wrong with these files, except what only [`check`](super::check) asks for
/// (SOURCE.md, vectors and pins), so that a half-finished instrument can be tried out.
pub fn read_instrument(folder: &Path) -> Result<(Instrument, BTreeMap<String, InstrumentText>), Faults> {
    let mut faults = Faults::default();
    let read = read_into(folder, &mut faults);
    faults.finish(read)
}

pub(super) fn read_into(
    folder: &Path,
    faults: &mut Faults,
) -> Option<(Instrument, BTreeMap<String, InstrumentText>)> {
    let path = folder.join(DEFINITION);
    let written: InstrumentWritten = read_toml(&path, faults)?;
    let mut inspector = Inspector::new(&path, faults);
    written.check_head(folder, &mut inspector);
    let instrument = written.meant(&mut inspector);
    let known = [DEFINITION, "vectors.toml", "vectors.expected.toml", "SOURCE.md"];
    let texts = text_languages(folder, &known, faults)
        .into_iter()
        .filter_map(|lang| read_text_of(&instrument, folder, &lang, faults).map(|text| (lang, text)))
        .collect();
    Some((instrument, texts))
}

/// SOURCE.md says where the items come from and what was changed: nobody can trust a survey without it.
pub(super) fn check_source_note(folder: &Path, faults: &mut Faults) {
    let path = folder.join("SOURCE.md");
    if !path.exists() {
        Inspector::new(&path, faults).say("is missing; write where the items come from and what was changed");
    } else if read_text(&path, faults).is_some_and(|text| text.trim().is_empty()) {
        Inspector::new(&path, faults).say("is empty; write where the items come from and what was changed");
    }
}

impl InstrumentWritten {
    fn check_head(&self, folder: &Path, inspector: &mut Inspector<'_>) {
        inspector.id("the instrument", &self.id);
        let version = folder_name(folder);
        let id = folder.parent().map(folder_name).unwrap_or_default();
        if !self.id.is_empty() && self.id != id {
            inspector
                .say(format_args!("the id is `{}` but the folder is `{id}`; make them the same", self.id));
        }
        if !is_version(&self.version) {
            inspector.say(format_args!(
                "the version `{}` must be a year and a number, such as \"2026.1\"; correct it",
                self.version
            ));
        } else if self.version != version {
            inspector.say(format_args!(
                "the version is `{}` but the folder is `{version}`; make them the same",
                self.version
            ));
        }
        if self.source.number.trim().is_empty() {
            inspector
                .say("[source] has no number; write the document's number, or \"own\" for items of your own");
        }
        inspector.day("the date of [source]", &self.source.date);
        if let Some(replaced_by) = &self.source.replaced_by {
            inspector.words("`replaced_by` of [source]", replaced_by);
            if self.valid_to.is_none() {
                inspector.say("[source] has been replaced, but there is no valid_to; add the last day on which it was in force");
            }
        }
        match &self.valid_to {
            Some(valid_to) => inspector.period(("valid_from", &self.valid_from), ("valid_to", valid_to)),
            None => {
                inspector.day("valid_from", &self.valid_from);
            }
        }
    }

    fn meant(self, inspector: &mut Inspector<'_>) -> Instrument {
        let status = status(&self.status, inspector);
        let missing = missing_rule(&self.missing, inspector);
        let formulas = formulas(&self.formulas, inspector);
        inspector.unique("scale", self.scale.iter().map(|scale| scale.id.as_str()));
        inspector.unique("factor", self.factor.iter().map(|factor| factor.id.as_str()));
        inspector.unique("item", self.item.iter().map(|item| item.id.as_str()));
        inspector.unique("part", self.part.iter().map(|part| part.id.as_str()));
        let top_box = formulas.contains(&Formula::TopBox);
        let mut scales: Vec<Scale> = self.scale.iter().map(|scale| scale.meant(top_box, inspector)).collect();
        if self.item.iter().any(|item| item.looks().without_scale()) {
            scales.push(kind::own_scale());
        }
        let (blocks, blocks_asked) = block::blocks(self.block, self.blocks_asked, inspector);
        for part in &self.part {
            inspector.id("a part", &part.id);
        }
        let parts: Vec<Part> = self.part.into_iter().map(|part| Part { id: part.id }).collect();
        let factors: Vec<Factor> =
            self.factor.into_iter().map(|factor| factor.meant(&parts, inspector)).collect();
        // Items with a dangling reference would only be faulted again, in other words.
        let named = Named { scales: &scales, factors: &factors, blocks: &blocks };
        let whole = self.item.iter().all(|item| item.resolves(&named));
        let scale_of = |item: &ItemWritten| scales.iter().find(|scale| scale.id == item.scale);
        let asked: Vec<Earlier<'_>> = (self.item.iter())
            .map(|item| Earlier { id: &item.id, scale: scale_of(item), is_one: item.looks().is_one() })
            .collect();
        let items: Vec<Item> = (self.item.iter().enumerate())
            .map(|(at, item)| item.meant(&named, asked.get(..at).unwrap_or_default(), inspector))
            .collect();
        if items.is_empty() || items.len() > MOST_ITEMS {
            inspector.say(format_args!(
                "there are {} items; write between 1 and {MOST_ITEMS} [[item]] entries",
                items.len()
            ));
        }
        let instrument = Instrument {
            id: self.id,
            version: self.version,
            status,
            source: Source {
                number: self.source.number,
                date: self.source.date,
                replaced_by: self.source.replaced_by,
            },
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            scales,
            factors,
            items,
            missing,
            formulas,
            parts,
            total: counting::total(self.total.as_deref(), inspector),
            bands: counting::bands(self.band, inspector),
            without: self.without,
            blocks,
            blocks_asked,
        };
        if whole {
            check_use(&instrument, inspector);
            kind::check(&instrument, inspector);
            block::check(&instrument, inspector);
            counting::check(&instrument, inspector);
        }
        instrument
    }
}

/// What items refer to by name.
struct Named<'a> {
    scales: &'a [Scale],
    factors: &'a [Factor],
    blocks: &'a [Block],
}

impl ItemWritten {
    fn looks(&self) -> Looks<'_> {
        let Self { id, several, number, text, .. } = self;
        Looks { id, several: several.as_ref(), number: number.as_ref(), text: text.as_ref() }
    }

    fn resolves(&self, named: &Named<'_>) -> bool {
        (self.looks().without_scale() || named.scales.iter().any(|scale| scale.id == self.scale))
            && self.factor.as_ref().is_none_or(|factor| named.factors.iter().any(|known| known.id == *factor))
    }

    fn meant(&self, named: &Named<'_>, earlier: &[Earlier<'_>], inspector: &mut Inspector<'_>) -> Item {
        let id = &self.id;
        inspector.id("an item", id);
        let scale = self.scale_position(named.scales, inspector);
        let factor = self.factor.as_ref().and_then(|factor| {
            let position = named.factors.iter().position(|known| known.id == *factor);
            if position.is_none() {
                inspector.say(format_args!("the item `{id}` belongs to the factor `{factor}`, which does not exist; add a [[factor]] or correct the name"));
            }
            position
        });
        let block = self.block.as_ref().and_then(|block| {
            let position = named.blocks.iter().position(|known| known.id == *block);
            if position.is_none() {
                inspector.say(format_args!("the item `{id}` belongs to the block `{block}`, which does not exist; add a [[block]] or correct the name"));
            }
            position
        });
        let known = scale.and_then(|at| named.scales.get(at));
        let marks = (id.as_str(), self.reversed, self.right.as_deref());
        if !self.looks().is_one() && (self.reversed || self.right.is_some()) {
            inspector.say(format_args!("the item `{id}` is no single choice; remove `reversed` and `right`"));
        }
        Item {
            id: id.clone(),
            scale: scale.unwrap_or(0),
            factor,
            weight: self.weight.unwrap_or(1),
            counting: counting::counting(marks, known.filter(|_| self.looks().is_one()), inspector),
            relevant: relevant((id, self.relevant.as_deref()), earlier, inspector),
            kind: self.looks().kind(known, inspector),
            block,
        }
    }

    /// Position of the item's scale; of the one with "không biết / không áp dụng" alone for an item that
    /// brings its own answers.
    fn scale_position(&self, scales: &[Scale], inspector: &mut Inspector<'_>) -> Option<usize> {
        let Self { id, scale, .. } = self;
        if self.looks().without_scale() {
            if !scale.is_empty() {
                inspector.say(format_args!(
                    "the item `{id}` has a scale, but its answers are written; remove `scale`"
                ));
            }
            return scales.len().checked_sub(1);
        }
        let position = scales.iter().position(|known| known.id == *scale);
        if position.is_none() {
            inspector.say(format_args!("the item `{id}` uses the scale `{scale}`, which does not exist; add a [[scale]] or correct the name"));
        }
        position
    }
}

/// Scales and factors that nobody uses, and items that cannot be averaged together.
fn check_use(instrument: &Instrument, inspector: &mut Inspector<'_>) {
    for (position, scale) in instrument.scales.iter().enumerate() {
        if !instrument.items.iter().any(|item| item.scale == position) {
            inspector.say(format_args!("no item uses the scale `{}`; remove it or use it", scale.id));
        }
    }
    for (position, factor) in instrument.factors.iter().enumerate() {
        if !instrument.items.iter().any(|item| item.factor == Some(position)) {
            inspector
                .say(format_args!("the factor `{}` has no items; add one or remove the factor", factor.id));
        }
    }
    let mut common = None;
    for item in instrument.items.iter().filter(|item| item.factor.is_some() && item.kind == Kind::One) {
        let scale = instrument.scale_of(item);
        match (instrument.range_of(item), common) {
            (None, _) => inspector.say(format_args!(
                "the item `{}` belongs to a factor, but its scale `{}` has no points; remove its `factor` or use a scale with points", item.id, scale.id
            )),
            (range, None) => common = range,
            (range, Some(_)) if range != common => inspector.say(format_args!(
                "the item `{}` has a scale of another range than the items before it; items in factors need the same lowest and highest points", item.id
            )),
            _ => {}
        }
    }
}
