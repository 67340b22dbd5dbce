//! `text.<language>.toml` of an instrument: words by id, put into the order of the definition.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use super::{
    Faults, Inspector,
    files::{read_toml, take_each, take_words},
};
use crate::{Formula, Instrument, InstrumentText, Item, ItemText, Kind, TopBoxText};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TextWritten {
    title: String,
    top_box: Option<String>,
    top_box_note: Option<String>,
    parts: BTreeMap<String, String>,
    bands: BTreeMap<String, String>,
    factors: BTreeMap<String, String>,
    scales: BTreeMap<String, BTreeMap<String, String>>,
    items: BTreeMap<String, ItemTextWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ItemTextWritten {
    plain: String,
    formal: Option<String>,
    short: String,
    unit: Option<String>,
}

pub(super) fn read_text_of(
    instrument: &Instrument,
    folder: &Path,
    lang: &str,
    faults: &mut Faults,
) -> Option<InstrumentText> {
    let path = folder.join(format!("text.{lang}.toml"));
    let written: TextWritten = read_toml(&path, faults)?;
    Some(written.meant(instrument, &mut Inspector::new(&path, faults)))
}

impl TextWritten {
    fn meant(self, instrument: &Instrument, inspector: &mut Inspector<'_>) -> InstrumentText {
        inspector.words("the title", &self.title);
        let ids = instrument.factors.iter().map(|factor| &factor.id);
        let factors = take_words(inspector, "factor", ids, self.factors);
        let parts = take_words(inspector, "part", instrument.parts.iter().map(|part| &part.id), self.parts);
        let bands = take_words(inspector, "band", instrument.bands.iter().map(|band| &band.id), self.bands);
        let top_box = top_box((self.top_box, self.top_box_note), instrument, inspector);

        let ids = instrument.scales.iter().map(|scale| &scale.id);
        let scales = take_each(inspector, "scale", ids, self.scales);
        let options = instrument.scales.iter().zip(scales).map(|(scale, words)| {
            let what = format!("{} option", scale.id);
            let ids = scale.options.iter().map(|option| &option.id);
            words.map(|words| take_words(inspector, &what, ids, words)).unwrap_or_default()
        });
        let options = options.collect();

        let ids = instrument.items.iter().map(|item| &item.id);
        let items = take_each(inspector, "item", ids, self.items);
        let items = instrument
            .items
            .iter()
            .zip(items)
            .filter_map(|(item, words)| Some(words?.meant(item, inspector)));
        let items = items.collect();
        InstrumentText { title: self.title, items, factors, options, parts, bands, top_box }
    }
}

/// Both words of the share in the top box, or neither.
fn top_box(
    words: (Option<String>, Option<String>),
    instrument: &Instrument,
    inspector: &mut Inspector<'_>,
) -> Option<TopBoxText> {
    match words {
        (None, None) => None,
        (Some(name), Some(note)) => {
            inspector.words("`top_box`", &name);
            inspector.words("`top_box_note`", &note);
            if !instrument.formulas.contains(&Formula::TopBox) {
                inspector.say("`top_box` names a figure that is not reported; remove it or add \"top-box\" to the formulas");
            }
            Some(TopBoxText { name, note })
        }
        _ => {
            inspector.say("`top_box` and `top_box_note` belong together; write both or neither");
            None
        }
    }
}

impl ItemTextWritten {
    fn meant(self, item: &Item, inspector: &mut Inspector<'_>) -> ItemText {
        let id = &item.id;
        inspector.words(&format!("`plain` of the item `{id}`"), &self.plain);
        inspector.words(&format!("`short` of the item `{id}`"), &self.short);
        if let Some(formal) = &self.formal {
            inspector.words(&format!("`formal` of the item `{id}`"), formal);
        }
        match (&self.unit, item.kind) {
            (Some(unit), Kind::Number { .. }) => inspector.words(&format!("`unit` of the item `{id}`"), unit),
            (None, Kind::Number { .. }) => inspector.say(format_args!(
                "the item `{id}` asks for a number of what; add `unit`, such as \"times\""
            )),
            (Some(_), _) => {
                inspector.say(format_args!("the item `{id}` asks for no number; remove its `unit`"))
            }
            (None, _) => {}
        }
        ItemText { plain: self.plain, formal: self.formal, short: self.short, unit: self.unit }
    }
}
