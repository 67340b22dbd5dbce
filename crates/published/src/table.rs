//! Published scores and plans as tables that a spreadsheet can hold.

use lang_nghe_record::Day;
use lang_nghe_sheet::{Decimal, Separator, SheetError, is_blank, read, write};

use crate::{Action, Form, Plan, Problem, Quarter, Score};

/// How a column may be written: its stable name, and a name of it in some language. A stable name may
/// stand here several times.
pub type Written<'a> = (&'a str, &'a str);

/// Columns of every score, besides dimensions and parts.
pub const SCORE_COLUMNS: [&str; 7] = ["unit", "year", "total", "change", "rank", "group", "source"];

/// Columns of a plan, as in [`Plan::export`]; the last is not read.
pub const PLAN_COLUMNS: [&str; 7] = ["weak", "seen-in", "action", "who", "by", "done", "state"];

/// What is wrong with a table. Rows are those that a spreadsheet shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// It is no table.
    NotTable(SheetError),
    /// Nothing is known by this name.
    UnknownColumn(String),
    /// A column without which no row says anything, by its stable name.
    MissingColumn(&'static str),
    /// A cell that cannot be read.
    Cell {
        /// Its row.
        row: usize,
        /// Its column, by its stable name.
        column: String,
        /// What stands in it.
        text: String,
    },
    /// A year in which the index had no form that is known here.
    Year {
        /// The row.
        row: usize,
        /// The year.
        year: u16,
    },
    /// Figures that no unit can have.
    Cannot {
        /// The row.
        row: usize,
        /// Why.
        problem: Problem,
    },
}

/// What was read from a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<T> {
    /// Rows that can be kept, in the table's order.
    pub rows: Vec<T>,
    /// Why others cannot.
    pub faults: Vec<TableFault>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), faults: Vec::new() }
    }
}

/// Reads place k of N, written `32/63`.
pub fn rank(text: &str) -> Option<(u32, u32)> {
    let (place, of) = text.trim().split_once('/')?;
    Some((place.trim().parse().ok()?, of.trim().parse().ok()?))
}

/// Scores as a table: these columns by stable name and by the name to write above them.
pub fn export_scores<'s>(
    scores: impl IntoIterator<Item = &'s Score>,
    columns: &[Written<'_>],
    groups: &[String; 4],
    separator: Separator,
) -> String {
    let head = columns.iter().map(|(_, name)| (*name).to_owned()).collect::<Vec<_>>();
    let cell = |score: &Score, column: &str| match column {
        "unit" => score.unit.clone(),
        "year" => score.year.to_string(),
        "total" => score.total.map(|points| points.to_string()).unwrap_or_default(),
        "change" => score.change.map(|points| points.to_string()).unwrap_or_default(),
        "rank" => score.rank.map(|(place, of)| format!("{place}/{of}")).unwrap_or_default(),
        "group" => score.quarter.map(|quarter| groups[quarter as usize].clone()).unwrap_or_default(),
        "source" => score.source.clone(),
        name => score.parts.get(name).map(|points| points.to_string()).unwrap_or_default(),
    };
    let rows =
        scores.into_iter().map(|score| columns.iter().map(|(column, _)| cell(score, column)).collect());
    write([head].into_iter().chain(rows), separator)
}

/// Reads scores of an index. `groups` are the quarters as they may be written.
pub fn import_scores(
    forms: &[Form],
    columns: &[Written<'_>],
    groups: &[(Quarter, &str)],
    csv: &str,
) -> Table<Score> {
    let mut table = Table::default();
    let Some((heads, rows)) = open(csv, columns, &["unit", "year"], &mut table.faults) else { return table };
    let index = forms.first().map_or("", |form| form.id.as_str());
    for row in rows {
        let before = table.faults.len();
        let mut score = Score::new(index, "", 0);
        for (column, text) in heads.iter().zip(&row.cells).filter(|(_, text)| !is_blank(text)) {
            if !put(&mut score, column, text.trim(), groups) {
                let fault = TableFault::Cell { row: row.number, column: column.clone(), text: text.clone() };
                table.faults.push(fault);
            }
        }
        for (missing, column) in [(score.unit.is_empty(), "unit"), (score.year == 0, "year")] {
            if missing && table.faults.len() == before {
                let fault = TableFault::Cell { row: row.number, column: column.into(), text: String::new() };
                table.faults.push(fault);
            }
        }
        if table.faults.len() > before {
            continue;
        }
        match Form::of_year(forms, score.year) {
            None => table.faults.push(TableFault::Year { row: row.number, year: score.year }),
            Some(form) => {
                let problems = score.problems(form).into_iter().filter(Problem::is_impossible);
                let faults = problems.map(|problem| TableFault::Cannot { row: row.number, problem });
                table.faults.extend(faults);
            }
        }
        if table.faults.len() == before {
            table.rows.push(score);
        }
    }
    table
}

/// Puts a cell into a score; whether it could be read.
fn put(score: &mut Score, column: &str, text: &str, groups: &[(Quarter, &str)]) -> bool {
    let points = Decimal::parse(text).ok();
    match column {
        "unit" => score.unit = text.to_owned(),
        "source" => score.source = text.to_owned(),
        "year" => match text.parse() {
            Ok(year) => score.year = year,
            Err(_) => return false,
        },
        "rank" => {
            score.rank = rank(text);
            return score.rank.is_some();
        }
        "group" => {
            let same = |name: &str| name.to_lowercase() == text.to_lowercase();
            score.quarter = groups.iter().find(|(_, name)| same(name)).map(|(quarter, _)| *quarter);
            return score.quarter.is_some();
        }
        "total" => score.total = points,
        "change" => score.change = points,
        name => {
            if let Some(points) = points {
                score.parts.insert(name.to_owned(), points);
            }
        }
    }
    points.is_some() || matches!(column, "unit" | "source" | "year")
}

/// Reads a plan's actions, as [`Plan::export`] wrote them or a spreadsheet changed them: days are
/// `2026-11-21` or `21/11/2026`.
pub fn import_plan(columns: &[Written<'_>], csv: &str) -> Table<Action> {
    let mut table = Table::default();
    let Some((heads, rows)) = open(csv, columns, &["weak", "action"], &mut table.faults) else {
        return table;
    };
    for row in rows {
        let before = table.faults.len();
        let mut action = Action::default();
        for (column, text) in heads.iter().zip(&row.cells).filter(|(_, text)| !text.trim().is_empty()) {
            let text = text.trim();
            match column.as_str() {
                "weak" => action.weak = text.to_owned(),
                "seen-in" => action.seen_in = text.to_owned(),
                "action" => action.action = text.to_owned(),
                "who" => action.who = text.to_owned(),
                "by" | "done" => match day(text) {
                    Some(day) if column == "by" => action.by = Some(day),
                    Some(day) => action.done = Some(day),
                    None => table.faults.push(TableFault::Cell {
                        row: row.number,
                        column: column.clone(),
                        text: text.to_owned(),
                    }),
                },
                _ => {}
            }
        }
        for (empty, column) in [(action.weak.is_empty(), "weak"), (action.action.is_empty(), "action")] {
            if empty {
                let fault = TableFault::Cell { row: row.number, column: column.into(), text: String::new() };
                table.faults.push(fault);
            }
        }
        if table.faults.len() == before {
            table.rows.push(action);
        }
    }
    table
}

impl Plan {
    /// Adds actions that the plan does not have yet; how many those were. The same table read twice
    /// adds nothing the second time.
    pub fn add(&mut self, actions: impl IntoIterator<Item = Action>) -> usize {
        let before = self.actions.len();
        for action in actions {
            if !self.actions.contains(&action) {
                self.actions.push(action);
            }
        }
        self.actions.len() - before
    }
}

fn day(text: &str) -> Option<Day> {
    if let Ok(day) = Day::parse(text) {
        return Some(day);
    }
    let parts: Vec<&str> = text.split('/').collect();
    let [day, month, year] = parts[..] else { return None };
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Stable names of a table's columns, and its rows; `None` when nothing of it can be read.
fn open(
    csv: &str,
    columns: &[Written<'_>],
    needed: &[&'static str],
    faults: &mut Vec<TableFault>,
) -> Option<(Vec<String>, Vec<lang_nghe_sheet::Row>)> {
    let sheet = read(csv).map_err(|error| faults.push(TableFault::NotTable(error))).ok()?;
    let stable = |head: &String| {
        let same = |(id, name): &&Written<'_>| *id == head || name.to_lowercase() == head.to_lowercase();
        columns.iter().find(same).map(|(id, _)| (*id).to_owned())
    };
    let heads: Vec<_> = sheet.head.iter().map(stable).collect();
    for (head, known) in sheet.head.iter().zip(&heads) {
        if known.is_none() {
            faults.push(TableFault::UnknownColumn(head.clone()));
        }
    }
    for column in needed {
        if !heads.iter().flatten().any(|head| head == column) {
            faults.push(TableFault::MissingColumn(column));
        }
    }
    let heads: Option<Vec<String>> = heads.into_iter().collect();
    heads.filter(|_| faults.is_empty()).map(|heads| (heads, sheet.rows))
}
