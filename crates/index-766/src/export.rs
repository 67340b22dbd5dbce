//! Records to a CSV file, in the columns that [`crate::import`] reads.

use lang_nghe_sheet::{Separator, write};

use crate::import::head;
use crate::texts::COLUMNS;
use crate::{Index, Record, Texts};

/// Records as CSV, one row each; what is not known stays empty. Reading it back gives the same.
pub fn export<'r>(
    index: &Index,
    texts: &Texts,
    records: impl IntoIterator<Item = &'r Record>,
    separator: Separator,
) -> String {
    let row = |record: &Record| {
        let day = record.day.to_string();
        let total = record.total.map(|total| total.to_string()).unwrap_or_default();
        let rank = record.rank.map(|(place, of)| format!("{place}/{of}")).unwrap_or_default();
        let mut cells: Vec<String> = vec![record.unit.clone(), day, total, rank];
        debug_assert_eq!(cells.len(), COLUMNS.len());
        let count = |name: &String| {
            let share = || record.shares.get(name).map(|share| format!("{share}%"));
            record.counts.get(name).map(ToString::to_string).or_else(share).unwrap_or_default()
        };
        cells.extend(index.counts.iter().map(count));
        let groups = index.groups.iter().map(|group| &group.id);
        let names = groups.chain(index.components.iter().map(|component| &component.id));
        cells.extend(names.map(|name| {
            let points = record.published.get(name);
            points.map(ToString::to_string).unwrap_or_default()
        }));
        cells
    };
    write([head(index, texts)].into_iter().chain(records.into_iter().map(row)), separator)
}
