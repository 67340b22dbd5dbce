//! Records from a CSV file.

use std::collections::BTreeMap;

use lang_nghe_record::Day;
use lang_nghe_sheet::{Decimal, Row, is_blank, read, whole};

use crate::texts::COLUMNS;
use crate::{Fault, Index, LARGEST_COUNT, Record, Texts, percent};

/// What a file holds: records of the rows that are well, and everything that is wrong with it. A row
/// with a fault gives no record; the others are not held up by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// In the file's order.
    pub records: Vec<Record>,
    /// First those of the columns, then those of the rows in the file's order.
    pub faults: Vec<Fault>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column<'i> {
    Unit,
    Day,
    Total,
    Rank,
    Count(&'i str),
    Published(&'i str),
}

/// Reads records from CSV: one row per unit and day. Columns are named as in the index, or with the
/// words of any of these texts, capitals or not; an empty cell or a dash says that nothing is known.
pub fn import(index: &Index, texts: &[&Texts], csv: &str) -> Import {
    let mut import = Import::default();
    let sheet = match read(csv) {
        Ok(sheet) => sheet,
        Err(error) => {
            import.faults.push(error.into());
            return import;
        }
    };
    let known = columns(index, texts);
    let mut found = BTreeMap::new();
    for (position, name) in sheet.head.iter().enumerate() {
        match known.get(&name.to_lowercase()) {
            _ if name.is_empty() && sheet.rows.iter().all(|row| is_blank(&row.cells[position])) => {}
            None => import.faults.push(Fault::UnknownColumn { column: name.clone() }),
            Some(column) if found.contains_key(column) => {
                import.faults.push(Fault::RepeatedColumn { column: name.clone() });
            }
            Some(column) => {
                found.insert(*column, position);
            }
        }
    }
    for (column, name) in [(Column::Unit, "unit"), (Column::Day, "day")] {
        if !found.contains_key(&column) {
            import.faults.push(Fault::MissingColumn { column: name });
        }
    }
    if !(found.contains_key(&Column::Unit) && found.contains_key(&Column::Day)) {
        return import;
    }
    let mut first_rows = BTreeMap::new();
    for row in &sheet.rows {
        let Some(record) = record(&found, &sheet.head, row, &mut import.faults) else { continue };
        let problems = record.problems(index);
        let is_well = problems.is_empty();
        import.faults.extend(problems.into_iter().map(|problem| Fault::Problem { row: row.number, problem }));
        let first = *first_rows.entry((record.unit.clone(), record.day)).or_insert(row.number);
        if first != row.number {
            import.faults.push(Fault::Repeated { row: row.number, first });
        } else if is_well {
            import.records.push(record);
        }
    }
    import
}

/// The first row of a file to fill in: every column, in these words.
pub fn head(index: &Index, texts: &Texts) -> Vec<String> {
    let groups = index.groups.iter().map(|group| &group.id);
    let components = index.components.iter().map(|component| &component.id);
    let names = index.counts.iter().chain(groups).chain(components).map(String::as_str);
    COLUMNS.into_iter().chain(names).map(|name| texts.name_of(index, name).to_owned()).collect()
}

/// Columns by their names in lower case.
fn columns<'i>(index: &'i Index, texts: &[&Texts]) -> BTreeMap<String, Column<'i>> {
    let own = COLUMNS.into_iter().zip([Column::Unit, Column::Day, Column::Total, Column::Rank]);
    let counts = index.counts.iter().map(|name| (name.as_str(), Column::Count(name)));
    let groups = index.groups.iter().map(|group| group.id.as_str());
    let components = index.components.iter().map(|component| component.id.as_str());
    let published = groups.chain(components).map(|name| (name, Column::Published(name)));
    let mut columns = BTreeMap::new();
    for (name, column) in own.chain(counts).chain(published) {
        columns.insert(name.to_lowercase(), column);
        for texts in texts {
            columns.insert(texts.name_of(index, name).to_lowercase(), column);
        }
    }
    columns
}

/// The record of a row; nothing if a cell cannot be read.
fn record(
    columns: &BTreeMap<Column<'_>, usize>,
    head: &[String],
    row: &Row,
    faults: &mut Vec<Fault>,
) -> Option<Record> {
    let cell = |position: usize| row.cells.get(position).map_or("", |cell| cell.trim());
    let place = |position: usize| {
        let column = head.get(position).cloned().unwrap_or_default();
        (row.number, column, cell(position).to_owned())
    };
    let before = faults.len();
    // Both columns are there, and any day will do for a row that is not taken.
    let (unit_at, day_at) = (*columns.get(&Column::Unit)?, *columns.get(&Column::Day)?);
    let read_day = day(cell(day_at));
    if read_day.is_none() {
        let (row, column, text) = place(day_at);
        faults.push(Fault::NotDay { row, column, text });
    }
    if cell(unit_at).is_empty() {
        let (row, column, _) = place(unit_at);
        faults.push(Fault::NoUnit { row, column });
    }
    let mut record = Record::new(cell(unit_at), read_day.or_else(|| Day::new(1, 1, 1).ok())?);
    for (column, &position) in columns {
        if is_blank(cell(position)) {
            continue;
        }
        let (row, name, text) = place(position);
        match column {
            Column::Unit | Column::Day => {}
            Column::Count(count) => match whole(&text).ok().filter(|count| *count <= LARGEST_COUNT) {
                Some(value) => {
                    record.counts.insert((*count).to_owned(), value);
                }
                None => match percent(&text) {
                    Some(share) => {
                        record.shares.insert((*count).to_owned(), share);
                    }
                    None => faults.push(Fault::NotWhole { row, column: name, text }),
                },
            },
            Column::Published(of) => match Decimal::parse(&text) {
                Ok(points) => {
                    record.published.insert((*of).to_owned(), points);
                }
                Err(_) => faults.push(Fault::NotPoints { row, column: name, text }),
            },
            Column::Total => match Decimal::parse(&text) {
                Ok(points) => record.total = Some(points),
                Err(_) => faults.push(Fault::NotPoints { row, column: name, text }),
            },
            Column::Rank => match rank(&text) {
                Some(rank) => record.rank = Some(rank),
                None => faults.push(Fault::NotRank { row, column: name, text }),
            },
        }
    }
    (faults.len() == before).then_some(record)
}

/// `2025-08-25` or `25/8/2025`.
fn day(text: &str) -> Option<Day> {
    if let Ok(day) = Day::parse(text) {
        return Some(day);
    }
    let parts: Vec<u16> = text.split('/').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [day, month, year] = parts[..] else { return None };
    Day::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

/// `1/126`.
fn rank(text: &str) -> Option<(u32, u32)> {
    let (place, of) = text.split_once('/')?;
    Some((place.trim().parse().ok()?, of.trim().parse().ok()?))
}
