//! Reading `content/indexes/{papi,par}/<version>/` and `content/reference/<id>/<version>/`.

use std::collections::BTreeMap;
use std::path::Path;

use lang_nghe_instrument::source::{Faults, Inspector, LANGUAGES, read_toml};
use lang_nghe_sheet::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{Certainty, Dimension, Form, FormTexts, Part, Reference, ReferenceTexts, Value};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FormWritten {
    id: String,
    version: String,
    checked: String,
    first_year: u16,
    last_year: Option<u16>,
    years_certainty: String,
    low: String,
    high: String,
    adds_up: bool,
    dimension: Vec<DimensionWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct DimensionWritten {
    id: String,
    low: Option<String>,
    high: Option<String>,
    certainty: String,
    parts: Vec<PartWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PartWritten {
    id: String,
    certainty: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FormTextWritten {
    title: String,
    name: String,
    note: String,
    scale: String,
    dimensions: BTreeMap<String, String>,
    parts: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ReferenceWritten {
    id: String,
    version: String,
    checked: String,
    breaks: Vec<u16>,
    value: Vec<ValueWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ValueWritten {
    year: u16,
    value: String,
    certainty: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ReferenceTextWritten {
    title: String,
    note: String,
    break_label: String,
    not_comparable: String,
}

/// Reads a form and its words from a version's folder.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn read_form(folder: &Path) -> Result<(Form, BTreeMap<String, FormTexts>), Faults> {
    read(folder, "index.toml", FormWritten::meant, FormTextWritten::meant)
}

/// Reads reference values and their words from a version's folder.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn read_reference(folder: &Path) -> Result<(Reference, BTreeMap<String, ReferenceTexts>), Faults> {
    read(folder, "reference.toml", ReferenceWritten::meant, ReferenceTextWritten::meant)
}

/// A definition with `SOURCE.md` and a text in every language beside it.
fn read<W: DeserializeOwned, T, V: DeserializeOwned, U>(
    folder: &Path,
    definition: &str,
    meant: impl Fn(W, &mut Inspector<'_>) -> T,
    text_meant: impl Fn(V, &T, &mut Inspector<'_>) -> U,
) -> Result<(T, BTreeMap<String, U>), Faults> {
    let mut faults = Faults::default();
    let path = folder.join(definition);
    let written: Option<W> = read_toml(&path, &mut faults);
    let found = written.map(|written| meant(written, &mut Inspector::new(&path, &mut faults)));
    if !folder.join("SOURCE.md").is_file() {
        Inspector::new(&folder.join("SOURCE.md"), &mut faults).say("is missing; add it");
    }
    let mut texts = BTreeMap::new();
    for lang in LANGUAGES {
        let path = folder.join(format!("text.{lang}.toml"));
        let written: Option<V> = read_toml(&path, &mut faults);
        if let (Some(written), Some(found)) = (written, &found) {
            let text = text_meant(written, found, &mut Inspector::new(&path, &mut faults));
            texts.insert(lang.to_owned(), text);
        }
    }
    faults.finish(found.map(|found| (found, texts)))
}

impl FormWritten {
    fn meant(self, inspector: &mut Inspector<'_>) -> Form {
        inspector.id("the index", &self.id);
        inspector.day("`checked`", &self.checked);
        let names = || {
            let parts = self.dimension.iter().flat_map(|dimension| &dimension.parts);
            let dimensions = self.dimension.iter().map(|dimension| dimension.id.as_str());
            dimensions.chain(parts.map(|part| part.id.as_str()))
        };
        names().for_each(|name| inspector.id("a dimension or a part", name));
        inspector.unique("name", names());
        if self.first_year == 0 || self.last_year.is_some_and(|last| last < self.first_year) {
            inspector.say("`first_year` is missing or comes after `last_year`; correct it");
        }
        let dimensions = self.dimension.iter().map(|dimension| {
            let range = match (&dimension.low, &dimension.high) {
                (Some(low), Some(high)) => {
                    Some((decimal("low", low, inspector), decimal("high", high, inspector)))
                }
                (None, None) => None,
                _ => {
                    inspector.say(format_args!(
                        "`{}` has only one of `low` and `high`; write both or none",
                        dimension.id
                    ));
                    None
                }
            };
            let part = |part: &PartWritten, inspector: &mut Inspector<'_>| Part {
                id: part.id.clone(),
                certainty: certainty(&part.id, &part.certainty, inspector),
            };
            Dimension {
                id: dimension.id.clone(),
                range,
                certainty: certainty(&dimension.id, &dimension.certainty, inspector),
                parts: dimension.parts.iter().map(|one| part(one, inspector)).collect(),
            }
        });
        let dimensions = dimensions.collect();
        Form {
            years_certainty: certainty("the years", &self.years_certainty, inspector),
            low: decimal("low", &self.low, inspector),
            high: decimal("high", &self.high, inspector),
            id: self.id,
            version: self.version,
            checked: self.checked,
            first_year: self.first_year,
            last_year: self.last_year,
            adds_up: self.adds_up,
            dimensions,
        }
    }
}

impl FormTextWritten {
    fn meant(mut self, form: &Form, inspector: &mut Inspector<'_>) -> FormTexts {
        let heads =
            [("title", &self.title), ("name", &self.name), ("note", &self.note), ("scale", &self.scale)];
        heads.into_iter().for_each(|(what, words)| inspector.words(&format!("`{what}`"), words));
        let mut take = |id: &str, written: &mut BTreeMap<String, String>| {
            let words = written.remove(id).unwrap_or_default();
            inspector.words(&format!("the text of `{id}`"), &words);
            words
        };
        let dimensions = form.dimensions.iter().map(|one| take(&one.id, &mut self.dimensions)).collect();
        let all = form.dimensions.iter().flat_map(|dimension| &dimension.parts);
        let parts = all.map(|part| take(&part.id, &mut self.parts)).collect();
        for id in self.dimensions.keys().chain(self.parts.keys()) {
            inspector.say(format_args!("there are words for `{id}`, which does not exist; remove them"));
        }
        let Self { title, name, note, scale, .. } = self;
        FormTexts { title, name, note, scale, dimensions, parts }
    }
}

impl ReferenceWritten {
    fn meant(self, inspector: &mut Inspector<'_>) -> Reference {
        inspector.id("the reference", &self.id);
        inspector.day("`checked`", &self.checked);
        if !self.value.is_sorted_by(|a, b| a.year < b.year) || !self.breaks.is_sorted() {
            inspector
                .say("years do not rise from one value or break to the next; put them in order, each once");
        }
        let value = |value: &ValueWritten, inspector: &mut Inspector<'_>| Value {
            year: value.year,
            value: decimal("value", &value.value, inspector),
            certainty: certainty(&value.year.to_string(), &value.certainty, inspector),
        };
        let values = self.value.iter().map(|one| value(one, inspector)).collect();
        let Self { id, version, checked, breaks, .. } = self;
        Reference { id, version, checked, breaks, values }
    }
}

impl ReferenceTextWritten {
    fn meant(self, _: &Reference, inspector: &mut Inspector<'_>) -> ReferenceTexts {
        let Self { title, note, break_label, not_comparable } = self;
        for (what, words) in [
            ("title", &title),
            ("note", &note),
            ("break_label", &break_label),
            ("not_comparable", &not_comparable),
        ] {
            inspector.words(&format!("`{what}`"), words);
        }
        ReferenceTexts { title, note, break_label, not_comparable }
    }
}

fn decimal(what: &str, written: &str, inspector: &mut Inspector<'_>) -> Decimal {
    Decimal::parse(written).unwrap_or_else(|_| {
        inspector.say(format_args!("`{what}` is `{written}`; write a number"));
        Decimal::ZERO
    })
}

fn certainty(of: &str, written: &str, inspector: &mut Inspector<'_>) -> Certainty {
    match written {
        "found" => Certainty::Found,
        "unconfirmed" => Certainty::Unconfirmed,
        other => {
            inspector.say(format_args!(
                "the certainty of `{of}` is `{other}`; write \"found\" or \"unconfirmed\""
            ));
            Certainty::Unconfirmed
        }
    }
}
