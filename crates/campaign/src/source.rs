//! Reading campaign files (TOML as written) into checked campaigns, all faults at once.
//!
//! ```toml
//! id = "demo"                   # also the file's name, and the address: /k/demo
//! instrument = "sipas-dv-16"
//! version = "2026.1"
//! opens = "2026-01-01"
//! closes = "2027-12-31"
//! retention_months = 12         # then the hub deletes the records
//! threshold = 10                # groups smaller than this are never shown; 10 if left out, at least 5
//!
//! [[point]]                     # a service point, named by ?d=1 in the address; may be left out
//! id = "1"
//! name = "Quầy 1"
//! visitors = 812                # how many people it served in this time; known afterwards, may be left out
//!
//! [text.vi]                     # and the same in [text.en]
//! title = "…"
//! asker = "…"
//! contact = "…"
//! ```
//!
//! No key stands in the file: whoever holds the secret half, the hub, puts the public half in.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use lang_nghe_instrument::source::{Faults, Inspector, LANGUAGES, read_toml, versions};
use serde::Deserialize;

use crate::{Campaign, CampaignText, ClassCampaign, Point};

mod classes;
mod communes;
#[cfg(test)]
mod tests;

pub use classes::read_class_campaign;
pub use communes::{commune, communes};

/// Below this a group's answers come too close to a person's.
pub const LOWEST_THRESHOLD: u64 = 5;

/// Nobody needs answers about a visit to an office for longer.
pub const LONGEST_RETENTION_MONTHS: u16 = 120;

/// No service point serves more in any time; beyond it a number is mistyped.
pub const MOST_VISITORS: u64 = 100_000_000;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CampaignWritten {
    id: String,
    instrument: String,
    version: String,
    opens: String,
    closes: String,
    retention_months: u16,
    #[serde(default = "usual_threshold")]
    threshold: u64,
    point: Vec<PointWritten>,
    text: BTreeMap<String, TextWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PointWritten {
    id: String,
    name: String,
    visitors: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TextWritten {
    title: String,
    asker: String,
    contact: String,
}

/// Reads one campaign file. `instruments` lists id and version of every instrument there is, as
/// [`versions`] gives them. The campaign has no key yet: its `public_key` is all zeros.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn read_campaign(path: &Path, instruments: &[(String, String)]) -> Result<Campaign, Faults> {
    let mut faults = Faults::default();
    let read = read_into(path, instruments, &mut faults);
    faults.finish(read)
}

/// What a campaign file asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Either {
    /// Answers to a survey.
    Survey(Campaign),
    /// Classes that were held (`kind = "lessons"`).
    Classes(ClassCampaign),
}

impl Either {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::Survey(campaign) => &campaign.id,
            Self::Classes(campaign) => &campaign.id,
        }
    }
}

/// Reads one campaign file of either kind, without its key.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn read_either(path: &Path, instruments: &[(String, String)]) -> Result<Either, Faults> {
    if classes::is_of_classes(path) {
        read_class_campaign(path).map(Either::Classes)
    } else {
        read_campaign(path, instruments).map(Either::Survey)
    }
}

/// How many people each service point served in the time of the campaign, as far as its file says: what the hub weighs
/// the points by. The page that asks never gets to see it. A file that cannot be read says nothing;
/// [`read_campaign`] says why.
pub fn read_visitors(path: &Path) -> BTreeMap<String, u64> {
    let written: Option<CampaignWritten> = read_toml(path, &mut Faults::default());
    let points = written.map(|written| written.point).unwrap_or_default();
    points.into_iter().filter_map(|point| Some((point.id, point.visitors?))).collect()
}

/// Everything that is wrong with the files of `content/campaigns`. Empty when all is well.
pub fn check(content: &Path) -> Faults {
    let instruments = versions(content);
    let campaigns = campaign_files(&content.join("campaigns"));
    match (instruments, campaigns) {
        (Ok(instruments), Ok(files)) => files.iter().fold(Faults::default(), |mut faults, path| {
            faults.append(read_either(path, &instruments).err().unwrap_or_default());
            faults
        }),
        (instruments, campaigns) => {
            let mut faults = instruments.err().unwrap_or_default();
            faults.append(campaigns.err().unwrap_or_default());
            faults
        }
    }
}

/// The campaign files of a folder in alphabetical order.
///
/// # Errors
/// The folder cannot be read.
pub fn campaign_files(folder: &Path) -> Result<Vec<PathBuf>, Faults> {
    let mut faults = Faults::default();
    let mut files = Vec::new();
    match fs::read_dir(folder) {
        Ok(entries) => files.extend(entries.flatten().map(|entry| entry.path())),
        Err(error) => Inspector::new(folder, &mut faults)
            .say(format_args!("cannot be read ({error}); check that the folder exists")),
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    faults.finish(Some(files))
}

fn read_into(path: &Path, instruments: &[(String, String)], faults: &mut Faults) -> Option<Campaign> {
    let written: CampaignWritten = read_toml(path, faults)?;
    let mut inspector = Inspector::new(path, faults);
    written.check(path, instruments, &mut inspector);
    Some(written.meant(&mut inspector))
}

impl CampaignWritten {
    fn check(&self, path: &Path, instruments: &[(String, String)], inspector: &mut Inspector<'_>) {
        check_id(path, &self.id, inspector);
        let Self { instrument, version, .. } = self;
        let of_id: Vec<&str> = instruments
            .iter()
            .filter(|(id, _)| id == instrument)
            .map(|(_, version)| version.as_str())
            .collect();
        if of_id.is_empty() {
            let mut known: Vec<&str> = instruments.iter().map(|(id, _)| id.as_str()).collect();
            known.sort_unstable();
            known.dedup();
            inspector.say(format_args!(
                "there is no instrument `{instrument}`; choose one of: {}",
                known.join(", ")
            ));
        } else if !of_id.contains(&version.as_str()) {
            inspector.say(format_args!(
                "the instrument `{instrument}` has no version `{version}`; choose one of: {}",
                of_id.join(", ")
            ));
        }
        inspector.period(("opens", &self.opens), ("closes", &self.closes));
        check_keeping(self.retention_months, self.threshold, inspector);
        check_points("point", &self.point, inspector);
        for point in &self.point {
            if point.visitors.is_some_and(|visitors| !(1..=MOST_VISITORS).contains(&visitors)) {
                inspector.say(format_args!(
                    "the point `{}` served {} visitors; write a number from 1 to {MOST_VISITORS}, or leave it out",
                    point.id,
                    point.visitors.unwrap_or_default()
                ));
            }
        }
    }

    fn meant(mut self, inspector: &mut Inspector<'_>) -> Campaign {
        let texts = texts(std::mem::take(&mut self.text), inspector);
        Campaign {
            id: self.id,
            instrument: self.instrument,
            version: self.version,
            opens: self.opens,
            closes: self.closes,
            retention_months: self.retention_months,
            threshold: self.threshold,
            points: self.point.into_iter().map(PointWritten::meant).collect(),
            texts,
            public_key: [0; 32],
        }
    }
}

impl TextWritten {
    fn meant(self, lang: &str, inspector: &mut Inspector<'_>) -> CampaignText {
        let of = |field: &str| format!("`{field}` of [text.{lang}]");
        inspector.words(&of("title"), &self.title);
        inspector.words(&of("asker"), &self.asker);
        inspector.words(&of("contact"), &self.contact);
        CampaignText { lang: lang.to_owned(), title: self.title, asker: self.asker, contact: self.contact }
    }
}

impl PointWritten {
    fn meant(self) -> Point {
        Point { id: self.id, name: self.name }
    }
}

/// The id is the file's name.
fn check_id(path: &Path, id: &str, inspector: &mut Inspector<'_>) {
    inspector.id("the campaign", id);
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    if !id.is_empty() && id != name {
        inspector.say(format_args!("the id is `{id}` but the file is `{name}`; make them the same"));
    }
}

/// Fewest forms in a group that is shown, where the file does not say.
fn usual_threshold() -> u64 {
    10
}

/// How long, and from how many people on.
fn check_keeping(months: u16, threshold: u64, inspector: &mut Inspector<'_>) {
    if !(1..=LONGEST_RETENTION_MONTHS).contains(&months) {
        inspector.say(format_args!(
            "retention_months is {months}; write how long the records are kept, from 1 to {LONGEST_RETENTION_MONTHS} months"
        ));
    }
    if threshold < LOWEST_THRESHOLD {
        inspector.say(format_args!(
            "threshold is {threshold}; write {LOWEST_THRESHOLD} or more, so that no result shows a single person"
        ));
    }
}

fn check_points(what: &str, points: &[PointWritten], inspector: &mut Inspector<'_>) {
    inspector.unique(what, points.iter().map(|point| point.id.as_str()));
    for point in points {
        inspector.id(&format!("a {what}"), &point.id);
        inspector.words(&format!("the name of the {what} `{}`", point.id), &point.name);
    }
}

/// The words of every language, Vietnamese first.
fn texts(mut written: BTreeMap<String, TextWritten>, inspector: &mut Inspector<'_>) -> Vec<CampaignText> {
    let mut texts = Vec::new();
    for lang in LANGUAGES {
        match written.remove(lang) {
            Some(text) => texts.push(text.meant(lang, inspector)),
            None => inspector.say(format_args!(
                "there is no [text.{lang}]; add title, asker and contact in this language"
            )),
        }
    }
    texts.extend(written.into_iter().map(|(lang, text)| text.meant(&lang, inspector)));
    texts
}
