//! The words of an index in one language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Fault, Index, Problem};
use lang_nghe_sheet::{SheetError, quoted};

/// The words of an index in one language. Lists go with those of the [`Index`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// Title of the page.
    pub title: String,
    /// The index by its full name.
    pub name: String,
    /// That this is not the official score.
    pub note: String,
    /// That no survey feeds the satisfaction group.
    pub survey_note: String,
    /// That an empty field is not zero.
    pub no_data_note: String,
    /// That each step is worked out by itself.
    pub alone_note: String,
    /// For [`crate::Certainty`]: found, reproduced, unconfirmed.
    pub certainty: [String; 3],
    /// One per group.
    pub groups: Vec<String>,
    /// One per component.
    pub components: Vec<ComponentText>,
    /// One per count.
    pub counts: Vec<String>,
    /// One per band.
    pub bands: Vec<String>,
    /// Column names that are no figures: `unit`, `day`, `total`, `rank`.
    pub columns: BTreeMap<String, String>,
    /// Sentences for faults, with `{placeholders}`, by name.
    pub faults: BTreeMap<String, String>,
}

/// The words of one component.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentText {
    /// What is measured.
    pub name: String,
    /// The next step, as something to do.
    pub step: String,
}

/// The columns that are no figures.
pub(crate) const COLUMNS: [&str; 4] = ["unit", "day", "total", "rank"];

/// The faults, and the placeholders in their sentences.
#[cfg(feature = "source")]
pub(crate) const FAULTS: [(&str, &[&str]); 17] = [
    ("empty", &[]),
    ("open-quote", &["row"]),
    ("cells", &["row"]),
    ("unknown-column", &["column"]),
    ("repeated-column", &["column"]),
    ("missing-column", &["column"]),
    ("not-whole", &["row", "column", "text"]),
    ("not-points", &["row", "column", "text"]),
    ("not-day", &["row", "column", "text"]),
    ("not-rank", &["row", "column", "text"]),
    ("no-unit", &["row", "column"]),
    ("more-than", &["row", "column", "value", "other", "most"]),
    ("no-share", &["row", "column"]),
    ("shares-more", &["row", "column", "value"]),
    ("too-many-points", &["row", "column", "text", "most"]),
    ("total-out-of-reach", &["row", "text", "low", "high"]),
    ("repeated", &["row", "first"]),
];

impl Texts {
    /// The words for a count, a group, a component or a column, by its name in the index; the name
    /// itself if there are none.
    pub fn name_of<'t>(&'t self, index: &Index, name: &'t str) -> &'t str {
        let at = |names: &mut dyn Iterator<Item = &String>| {
            names.enumerate().find(|(_, known)| *known == name).map(|(at, _)| at)
        };
        let group = at(&mut index.groups.iter().map(|group| &group.id)).and_then(|at| self.groups.get(at));
        let component = || {
            let position = at(&mut index.components.iter().map(|component| &component.id))?;
            self.components.get(position).map(|text| &text.name)
        };
        let count = || at(&mut index.counts.iter()).and_then(|at| self.counts.get(at));
        let column = || self.columns.get(name);
        group.or_else(component).or_else(count).or_else(column).map_or(name, String::as_str)
    }

    /// A fault as a sentence for the person who has the file.
    pub fn fault(&self, index: &Index, fault: &Fault) -> String {
        let say = |name: &str, values: &[(&str, &str)]| self.say(name, values);
        let number = |number: &usize| number.to_string();
        match fault {
            Fault::Sheet(SheetError::Empty) => say("empty", &[]),
            Fault::Sheet(SheetError::OpenQuote { row }) => say("open-quote", &[("row", &number(row))]),
            Fault::Sheet(SheetError::Cells { row, .. }) => say("cells", &[("row", &number(row))]),
            Fault::UnknownColumn { column } => say("unknown-column", &[("column", &quoted(column))]),
            Fault::RepeatedColumn { column } => say("repeated-column", &[("column", &quoted(column))]),
            Fault::MissingColumn { column } => {
                say("missing-column", &[("column", self.name_of(index, column))])
            }
            Fault::NotWhole { row, column, text } => {
                say("not-whole", &[("row", &number(row)), ("column", column), ("text", &quoted(text))])
            }
            Fault::NotPoints { row, column, text } => {
                say("not-points", &[("row", &number(row)), ("column", column), ("text", &quoted(text))])
            }
            Fault::NotDay { row, column, text } => {
                say("not-day", &[("row", &number(row)), ("column", column), ("text", &quoted(text))])
            }
            Fault::NotRank { row, column, text } => {
                say("not-rank", &[("row", &number(row)), ("column", column), ("text", &quoted(text))])
            }
            Fault::NoUnit { row, column } => say("no-unit", &[("row", &number(row)), ("column", column)]),
            Fault::Repeated { row, first } => {
                say("repeated", &[("row", &number(row)), ("first", &number(first))])
            }
            Fault::Problem { row, problem } => self.problem(index, *row, problem),
        }
    }

    fn problem(&self, index: &Index, row: usize, problem: &Problem) -> String {
        let row = row.to_string();
        let name = |name: &str| self.name_of(index, name).to_owned();
        match problem {
            Problem::UnknownName { name: unknown } => self.say("unknown-column", &[("column", unknown)]),
            Problem::TooLarge { name: large, value } => self
                .say("not-whole", &[("row", &row), ("column", &name(large)), ("text", &value.to_string())]),
            Problem::MoreThan { parts, value, whole, most } => {
                let parts = parts.iter().map(|part| name(part)).collect::<Vec<_>>().join(" + ");
                let (value, most) = (value.to_string(), most.to_string());
                let values = [
                    ("row", row.as_str()),
                    ("column", &parts),
                    ("value", &value),
                    ("other", &name(whole)),
                    ("most", &most),
                ];
                self.say("more-than", &values)
            }
            Problem::NoShare { name: unknown } => {
                self.say("no-share", &[("row", &row), ("column", &name(unknown))])
            }
            Problem::SharesMore { parts, percent } => {
                let parts = parts.iter().map(|part| name(part)).collect::<Vec<_>>().join(" + ");
                let value = format!("{percent}%");
                self.say("shares-more", &[("row", &row), ("column", &parts), ("value", &value)])
            }
            Problem::TooManyPoints { name: of, points, most } => {
                let (points, most) = (points.to_string(), most.to_string());
                let values =
                    [("row", row.as_str()), ("column", &name(of)), ("text", &points), ("most", &most)];
                self.say("too-many-points", &values)
            }
            Problem::TotalOutOfReach { total, low, high } => {
                let [total, low, high] = [total, low, high].map(ToString::to_string);
                self.say(
                    "total-out-of-reach",
                    &[("row", &row), ("text", &total), ("low", &low), ("high", &high)],
                )
            }
            Problem::Rank { place, of } => {
                let (column, text) = (name("rank"), format!("{place}/{of}"));
                self.say("not-rank", &[("row", &row), ("column", &column), ("text", &text)])
            }
        }
    }

    fn say(&self, name: &str, values: &[(&str, &str)]) -> String {
        // Filled from left to right in one go, so that a value with braces stays as it is.
        let mut rest = self.faults.get(name).map_or(name, String::as_str);
        let mut said = String::with_capacity(rest.len() + 40);
        while let Some((before, after)) = rest.split_once('{') {
            let (key, after) = after.split_once('}').unwrap_or((after, ""));
            said.push_str(before);
            said.push_str(values.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value));
            rest = after;
        }
        said.push_str(rest);
        said
    }
}
