//! Forms, row after row.

use std::collections::BTreeSet;

use lang_nghe_instrument::{Answer, Instrument};
use lang_nghe_record::{Day, Mode};
use lang_nghe_scoring::{Columns, Stratum, Tally, TallyError};
use lang_nghe_sheet::{SheetError, is_blank};

use crate::cells::{self, Answers};
use crate::head::{self, Meaning};
use crate::sample::{Drawn, Sample};
use crate::{Column, Fault, FaultKind, Known};

/// Most faults that are kept; further ones are only counted.
pub const MOST_FAULTS: usize = 100;

/// Most places: each has counts of its own, and somebody looks at them one by one. A column of more names is none of
/// places.
pub const MOST_POINTS: usize = 300;

/// Counts the forms of a table.
#[derive(Clone, Debug)]
pub struct OwnForms<'a, 'k> {
    instrument: &'a Instrument,
    known: Known<'k>,
    names: Vec<String>,
    meanings: Vec<Meaning>,
    cells: Answers<'a>,
    columns: Columns<'a>,
    sample: Option<Sample<'a>>,
    days: Option<(Day, Day)>,
    answers: Vec<Option<Answer>>,
    stratum: Stratum,
    points: BTreeSet<String>,
    faults: Vec<Fault>,
    more_faults: usize,
}

/// What the forms of a table add up to.
#[derive(Clone, Debug)]
pub struct Counted<'a> {
    /// All forms, by point and mode.
    pub tally: Tally,
    /// First and last day, where the table has days.
    pub days: Option<(Day, Day)>,
    /// The people as a sample, where the table says how they were drawn, or names groups.
    pub sample: Option<Sample<'a>>,
}

impl<'a, 'k> OwnForms<'a, 'k> {
    /// Ready for the rows of a table with this head.
    ///
    /// # Errors
    /// Everything that is wrong with the head: columns that mean nothing or the same, and items without a column.
    pub fn new(
        instrument: &'a Instrument,
        known: Known<'k>,
        (row, names): (usize, &[String]),
    ) -> Result<Self, Vec<Fault>> {
        let meanings = head::read(instrument, &known, (row, names))?;
        let uncounted = |fault| vec![Fault { row, column: String::new(), kind: FaultKind::Uncounted(fault) }];
        if !instrument.blocks.is_empty() {
            // Which of its blocks a form asked does not stand in a table.
            return Err(uncounted(TallyError::Blocks));
        }
        let has = |column| meanings.contains(&Meaning::Other(column));
        let is_design = [Column::Weight, Column::Stratum, Column::Cluster].map(has).contains(&true);
        let formula = instrument.formulas.first().filter(|_| is_design || has(Column::Group));
        Ok(Self {
            sample: formula
                .map(|formula| Sample::new(instrument, *formula, (is_design, has(Column::Cluster)))),
            columns: Columns::new(instrument).map_err(uncounted)?,
            cells: Answers::new(instrument, &known),
            names: names.to_vec(),
            meanings,
            days: None,
            answers: vec![None; instrument.items.len()],
            stratum: Stratum { point: None, procedure: None, mode: Mode::Unstated, flags: None },
            points: BTreeSet::new(),
            faults: Vec::new(),
            more_faults: 0,
            instrument,
            known,
        })
    }

    /// Counts a row, unless something is wrong with it.
    pub fn row(&mut self, row: usize, cells: &[String]) {
        let before = self.faults.len() + self.more_faults;
        self.answers.fill(None);
        self.stratum.point = None;
        self.stratum.mode = Mode::Unstated;
        let mut drawn = Drawn::default();
        for position in 0..self.meanings.len() {
            let (Some(cell), Some(meaning)) = (cells.get(position), self.meanings.get(position).copied())
            else {
                continue;
            };
            let read = match meaning {
                Meaning::Item(item) => self.item(item, cell),
                Meaning::Other(column) => self.other(column, cell, &mut drawn),
                Meaning::Nothing if is_blank(cell) => Ok(()),
                Meaning::Nothing => Err(FaultKind::UnknownColumn),
            };
            if let Err(kind) = read {
                let column = self.names.get(position).cloned().unwrap_or_default();
                self.fault(Fault { row, column, kind });
            }
        }
        if self.faults.len() + self.more_faults > before {
            return;
        }
        if let Err(fault) = self.columns.push(&self.stratum, &self.answers) {
            self.fault(Fault { row, column: String::new(), kind: FaultKind::Uncounted(fault) });
            return;
        }
        if let Some(sample) = &mut self.sample {
            sample.add(row, &drawn, &self.answers);
        }
    }

    /// Notes that a row is none.
    pub fn not_a_row(&mut self, fault: SheetError) {
        let row = match fault {
            SheetError::OpenQuote { row } | SheetError::Cells { row, .. } => row,
            SheetError::Empty => 0,
        };
        self.fault(Fault { row, column: String::new(), kind: FaultKind::NotTable(fault) });
    }

    /// Notes that the text ends in this row and this cell (from 1), because what follows is none.
    pub fn not_text(&mut self, (row, cell): (usize, usize)) {
        let name = cell.checked_sub(1).and_then(|position| self.names.get(position));
        self.fault(Fault { row, column: name.cloned().unwrap_or_default(), kind: FaultKind::NotText });
    }

    /// How many forms were counted so far.
    pub fn forms(&self) -> u64 {
        self.columns.records()
    }

    /// How many faults were found so far.
    pub fn faults(&self) -> usize {
        self.faults.len() + self.more_faults
    }

    /// Does some of the counting that is left, and says whether there is more: before [`OwnForms::finish`], for a page
    /// that draws in between.
    pub fn settle_some(&mut self) -> bool {
        self.columns.settle_some()
    }

    /// What all forms add up to.
    ///
    /// # Errors
    /// The first faults of rows, and how many more there are. Then nothing is given.
    pub fn finish(self) -> Result<Counted<'a>, (Vec<Fault>, usize)> {
        if !self.faults.is_empty() {
            return Err((self.faults, self.more_faults));
        }
        Ok(Counted { tally: self.columns.finish(), days: self.days, sample: self.sample })
    }

    fn fault(&mut self, fault: Fault) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        } else {
            self.more_faults += 1;
        }
    }

    fn item(&mut self, position: usize, cell: &str) -> Result<(), FaultKind> {
        let Some((item, answer)) = self.instrument.items.get(position).zip(self.answers.get_mut(position))
        else {
            return Ok(());
        };
        *answer = self
            .cells
            .read(item, cell)
            .map_err(|fault| FaultKind::Answer { text: cell.trim().to_owned(), fault })?;
        Ok(())
    }

    fn other(&mut self, column: Column, cell: &str, drawn: &mut Drawn) -> Result<(), FaultKind> {
        let text = cell.trim();
        let unread = || FaultKind::Cell { column, text: text.to_owned() };
        match column {
            Column::Instrument => self.same(text, &self.instrument.id),
            Column::Version => self.same(text, &self.instrument.version),
            Column::Weight => {
                drawn.weight = Some(cells::weight(text).ok_or_else(unread)?);
                Ok(())
            }
            Column::Stratum | Column::Cluster if is_blank(text) => Err(unread()),
            Column::Stratum => {
                drawn.stratum.push_str(text);
                Ok(())
            }
            Column::Cluster => {
                drawn.cluster.push_str(text);
                Ok(())
            }
            _ if is_blank(text) => Ok(()),
            Column::Point => {
                if !self.points.contains(text) {
                    if self.points.len() >= MOST_POINTS {
                        return Err(FaultKind::ManyPoints);
                    }
                    self.points.insert(text.to_owned());
                }
                self.stratum.point = Some(text.to_owned());
                Ok(())
            }
            Column::Group => {
                drawn.group = Some(text.to_owned());
                Ok(())
            }
            Column::Mode => {
                self.stratum.mode = cells::mode(&self.known, text).ok_or_else(unread)?;
                Ok(())
            }
            Column::Day => {
                let day = cells::day(text).ok_or_else(unread)?;
                let (first, last) = self.days.unwrap_or((day, day));
                self.days = Some((first.min(day), last.max(day)));
                Ok(())
            }
        }
    }

    /// Forms of another instrument or version may ask something else under the same name.
    fn same(&self, text: &str, expected: &str) -> Result<(), FaultKind> {
        let same = text == expected;
        same.then_some(()).ok_or_else(|| FaultKind::OtherInstrument {
            text: text.to_owned(),
            expected: expected.to_owned(),
        })
    }
}
