//! All records divided by one property, and the keys of the groups.

use lang_nghe_quality::Flag;
use lang_nghe_scoring::{Cell, Stratum};
use serde::{Deserialize, Serialize};

/// Key of the forms in which nothing was noticed.
pub(crate) const CLEAR: &str = "clear";

/// Key of the forms in which more than one thing was noticed.
pub(crate) const SEVERAL: &str = "several";

/// All records, divided by one property.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partition {
    /// The groups shown, in the order in which they were first shown.
    pub groups: Vec<Group>,
    /// Records in none of the cells above: of groups too small to show, and new ones of groups that
    /// stayed as they were. 0 or at least the threshold.
    pub rest: u64,
}

/// One group as last shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Code of the point, procedure, mode or what was noticed; `None` for records that do not say.
    pub key: Option<String>,
    /// Day of the step at which its cell last moved.
    pub date: String,
    /// Its cell at that step.
    pub cell: Cell,
    /// Items (and after them factors, parts, total) whose counts are not told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<usize>,
}

/// What moved at one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Records in the total.
    pub records: u64,
    /// Points shown fresh: position in the partition, and records.
    pub points: Vec<(usize, u64)>,
    /// Procedures shown fresh.
    pub procedures: Vec<(usize, u64)>,
    /// Modes shown fresh.
    pub modes: Vec<(usize, u64)>,
    /// Forms by what was noticed, shown fresh.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quality: Vec<(usize, u64)>,
}

/// The group of a form by what was noticed: `clear`, the name of the only flag, `several`, or nothing where the device
/// did not look.
pub(crate) fn noticed(stratum: &Stratum) -> Option<String> {
    let flags: Vec<Flag> = stratum.flags?.iter().collect();
    let key = match flags[..] {
        [] => CLEAR,
        [only] => only.name(),
        _ => SEVERAL,
    };
    Some(key.to_owned())
}

impl Partition {
    /// Whether nothing was ever divided.
    pub(crate) fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// Adds records to a group.
    pub(crate) fn add(&mut self, key: Option<String>, cell: &Cell, date: &str) {
        let date = date.to_owned();
        match self.groups.iter_mut().find(|group| group.key == key) {
            Some(group) => {
                // Both are records of one tally, which fits.
                group.cell = group.cell.plus(cell).unwrap_or_else(|| group.cell.clone());
                group.date = date;
            }
            None => self.groups.push(Group { key, date, cell: cell.clone(), hidden: Vec::new() }),
        }
    }

    pub(crate) fn covers(&self, records: u64) -> bool {
        let sum = self.groups.iter().try_fold(self.rest, |sum, group| sum.checked_add(group.cell.records));
        sum == Some(records)
    }
}
