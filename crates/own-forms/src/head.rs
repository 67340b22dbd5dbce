//! What the columns of a table mean.

use lang_nghe_instrument::{Instrument, InstrumentText};
use lang_nghe_record::Mode;

use crate::{Fault, FaultKind};

/// A column besides those of the items. Each may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Instrument that the form is of.
    Instrument,
    /// Version of the instrument.
    Version,
    /// Where it was filled in.
    Point,
    /// Who pressed or wrote the answers.
    Mode,
    /// Day.
    Day,
    /// How many people this one stands for.
    Weight,
    /// Part of the list that was drawn from separately, such as a commune.
    Stratum,
    /// What was drawn first, such as a village.
    Cluster,
    /// Group or period, to be compared with another.
    Group,
}

impl Column {
    /// All of them, in the order of a template.
    pub const ALL: [Self; 9] = [
        Self::Instrument,
        Self::Version,
        Self::Point,
        Self::Mode,
        Self::Day,
        Self::Weight,
        Self::Stratum,
        Self::Cluster,
        Self::Group,
    ];

    /// Its name in files, in any language.
    pub fn id(self) -> &'static str {
        match self {
            Self::Instrument => "instrument",
            Self::Version => "version",
            Self::Point => "point",
            Self::Mode => "mode",
            Self::Day => "day",
            Self::Weight => "weight",
            Self::Stratum => "stratum",
            Self::Cluster => "cluster",
            Self::Group => "group",
        }
    }
}

/// The words that a table may use besides ids; upper and lower case are the same.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Names of columns, in any language.
    pub columns: &'a [(Column, &'a str)],
    /// Names of modes, in any language.
    pub modes: &'a [(Mode, &'a str)],
    /// The instrument's words: its options may stand in cells by name.
    pub text: Option<&'a InstrumentText>,
}

/// What one column of the table means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Item(usize),
    Other(Column),
    /// An unnamed column whose cells must be empty.
    Nothing,
}

/// Most columns of a table: more are another kind of file, and not worth a fault each.
pub const MOST_COLUMNS: usize = 1_000;

/// Reads the head; every fault in it, of which each has its own column.
pub(crate) fn read(
    instrument: &Instrument,
    known: &Known<'_>,
    (row, names): (usize, &[String]),
) -> Result<Vec<Meaning>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut fault = |column: &str, kind| faults.push(Fault { row, column: column.to_owned(), kind });
    if names.len() > MOST_COLUMNS {
        fault("", FaultKind::ManyColumns { found: names.len() });
        return Err(faults);
    }
    let mut meanings: Vec<Meaning> = Vec::new();
    for name in names {
        let meaning = match of(instrument, known, name) {
            Some(meaning) => meaning,
            None => {
                fault(name, FaultKind::UnknownColumn);
                Meaning::Nothing
            }
        };
        if meaning != Meaning::Nothing && meanings.contains(&meaning) {
            fault(name, FaultKind::TwiceColumn);
        }
        meanings.push(meaning);
    }
    for (position, item) in instrument.items.iter().enumerate() {
        if !meanings.contains(&Meaning::Item(position)) {
            fault(&item.id, FaultKind::MissingColumn);
        }
    }
    if faults.is_empty() { Ok(meanings) } else { Err(faults) }
}

fn of(instrument: &Instrument, known: &Known<'_>, name: &str) -> Option<Meaning> {
    let name = name.trim().to_lowercase();
    if name.is_empty() {
        return Some(Meaning::Nothing);
    }
    if let Some(item) = instrument.items.iter().position(|item| item.id.to_lowercase() == name) {
        return Some(Meaning::Item(item));
    }
    let ids = Column::ALL.into_iter().map(|column| (column, column.id()));
    let mut all = ids.chain(known.columns.iter().copied());
    all.find(|(_, known)| known.to_lowercase() == name).map(|(column, _)| Meaning::Other(column))
}
