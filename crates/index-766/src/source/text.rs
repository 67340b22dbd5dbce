//! The words of an index, as written and as meant.

use std::collections::BTreeMap;

use lang_nghe_instrument::source::Inspector;
use serde::Deserialize;

use crate::texts::{COLUMNS, FAULTS};
use crate::{ComponentText, Index, Texts};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TextWritten {
    title: String,
    name: String,
    note: String,
    survey_note: String,
    no_data_note: String,
    alone_note: String,
    certainty: BTreeMap<String, String>,
    columns: BTreeMap<String, String>,
    groups: BTreeMap<String, String>,
    bands: BTreeMap<String, String>,
    components: BTreeMap<String, ComponentTextWritten>,
    counts: BTreeMap<String, String>,
    faults: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ComponentTextWritten {
    name: String,
    step: String,
}

impl TextWritten {
    pub(super) fn meant(mut self, index: &Index, inspector: &mut Inspector<'_>) -> Texts {
        for (what, words) in [
            ("`title`", &self.title),
            ("`name`", &self.name),
            ("`note`", &self.note),
            ("`survey_note`", &self.survey_note),
            ("`no_data_note`", &self.no_data_note),
            ("`alone_note`", &self.alone_note),
        ] {
            inspector.words(what, words);
        }
        let mut take =
            |what: &str, ids: &mut dyn Iterator<Item = &str>, mut written: BTreeMap<String, String>| {
                let taken: Vec<String> = ids
                    .map(|id| {
                        let words = written.remove(id).unwrap_or_default();
                        inspector.words(&format!("the text of `{id}` in [{what}]"), &words);
                        words
                    })
                    .collect();
                for id in written.keys() {
                    inspector.say(format_args!(
                        "there are words for `{id}` in [{what}], which does not exist; remove them"
                    ));
                }
                taken
            };
        let of = |written: &mut BTreeMap<String, String>| std::mem::take(written);
        let groups =
            take("groups", &mut index.groups.iter().map(|group| group.id.as_str()), of(&mut self.groups));
        let bands = take("bands", &mut index.bands.iter().map(|band| band.id.as_str()), of(&mut self.bands));
        let counts = take("counts", &mut index.counts.iter().map(String::as_str), of(&mut self.counts));
        let columns = take("columns", &mut COLUMNS.into_iter(), of(&mut self.columns));
        let marks = ["found", "reproduced", "unconfirmed"];
        let certainty = take("certainty", &mut marks.into_iter(), of(&mut self.certainty));
        let ids = || index.components.iter().map(|component| component.id.as_str());
        let (mut names, mut steps) = (BTreeMap::new(), BTreeMap::new());
        for (id, text) in self.components {
            names.insert(id.clone(), text.name);
            steps.insert(id, text.step);
        }
        let names = take("components", &mut ids(), names);
        let steps = take("components", &mut ids(), steps);
        let every = groups.iter().chain(&counts).chain(&columns).chain(&names);
        let lower: Vec<String> = every.map(|words| words.to_lowercase()).collect();
        inspector.unique("name of a column", lower.iter().map(String::as_str));
        check_faults(&self.faults, inspector);
        let components = names.into_iter().zip(steps).map(|(name, step)| ComponentText { name, step });
        Texts {
            title: self.title,
            name: self.name,
            note: self.note,
            survey_note: self.survey_note,
            no_data_note: self.no_data_note,
            alone_note: self.alone_note,
            certainty: certainty.try_into().unwrap_or_default(),
            groups,
            components: components.collect(),
            counts,
            bands,
            columns: COLUMNS.into_iter().map(str::to_owned).zip(columns).collect(),
            faults: self.faults,
        }
    }
}

/// Every fault has a sentence with its placeholders and no others.
fn check_faults(written: &BTreeMap<String, String>, inspector: &mut Inspector<'_>) {
    for (name, places) in FAULTS {
        let words = written.get(name).map_or("", String::as_str);
        let mut found: Vec<&str> =
            words.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect();
        found.sort_unstable();
        found.dedup();
        let mut expected = places.to_vec();
        expected.sort_unstable();
        let bare: String = words.chars().filter(|letter| !matches!(letter, '{' | '}')).collect();
        inspector.words(&format!("the sentence `{name}` in [faults]"), &bare);
        if found != expected {
            inspector.say(format_args!(
                "the sentence `{name}` in [faults] has the places {found:?}; write {expected:?}"
            ));
        }
    }
    for name in written.keys().filter(|name| !FAULTS.iter().any(|(known, _)| known == name)) {
        inspector.say(format_args!(
            "there is a sentence for `{name}` in [faults], which does not exist; remove it"
        ));
    }
}
