//! What can be wrong with a table of forms.

use lang_nghe_instrument::AnswerFault;
use lang_nghe_scoring::TallyError;
use lang_nghe_sheet::SheetError;

use crate::Column;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {row}, column `{column}`: {kind}")]
pub struct Fault {
    /// The row as a spreadsheet numbers it.
    pub row: usize,
    /// The column as the table names it; empty for what is wrong with a whole row.
    pub column: String,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// The text is no table.
    #[error(transparent)]
    NotTable(SheetError),
    /// The text ends here: what follows is none.
    #[error("what follows is no text")]
    NotText,
    /// The head names more columns than any table of forms has.
    #[error("{found} columns")]
    ManyColumns {
        /// How many.
        found: usize,
    },
    /// There are more places than can be looked at one by one.
    #[error("more than {} places", crate::MOST_POINTS)]
    ManyPoints,
    /// A column whose name means nothing here.
    #[error("there is no such item or column")]
    UnknownColumn,
    /// Two columns mean the same.
    #[error("another column means the same")]
    TwiceColumn,
    /// There is no column for an item.
    #[error("the item has no column")]
    MissingColumn,
    /// An item's cell is none of its answers.
    #[error("`{text}` is no answer: {fault}")]
    Answer {
        /// What stands there.
        text: String,
        /// Why it is none.
        fault: AnswerFault,
    },
    /// Another cell cannot be read.
    #[error("`{text}` cannot be read")]
    Cell {
        /// What is read in this column.
        column: Column,
        /// What stands there; empty where something must stand.
        text: String,
    },
    /// A form of another instrument, or of another version of it.
    #[error("the form is of `{text}`, counted is `{expected}`")]
    OtherInstrument {
        /// What stands there.
        text: String,
        /// What is being counted.
        expected: String,
    },
    /// A form that cannot be counted.
    #[error(transparent)]
    Uncounted(TallyError),
}

/// Why a sample gives no estimate, or no difference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SampleFault {
    /// A stratum has one cluster (or, without clusters, one person): nothing in it says how they differ.
    #[error("row {row}: stratum `{stratum}` has only one unit")]
    SingleUnit {
        /// Name of the stratum as the table has it; empty where it has none.
        stratum: String,
        /// First row of the stratum.
        row: usize,
    },
    /// There is no group of this name, or only one of the two.
    #[error("there are no two such groups")]
    NoGroups,
    /// Something that reading the table should have found; no figures are given.
    #[error("the rows are no sample")]
    Design,
}
