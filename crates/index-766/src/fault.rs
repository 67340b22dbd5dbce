//! What cannot be, in a record or in a file.

use lang_nghe_sheet::{Decimal, SheetError};

/// What cannot be in a record. Names are those of the index; [`crate::Texts`] has words for them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The index has no such count, group or component.
    #[error("the index has no `{name}`")]
    UnknownName {
        /// The name.
        name: String,
    },
    /// A count beyond [`crate::LARGEST_COUNT`].
    #[error("`{name}` is {value}, which nothing in a commune can be")]
    TooLarge {
        /// The count.
        name: String,
        /// Its value.
        value: u64,
    },
    /// Parts that are more than the whole, such as more dossiers online than received.
    #[error("{parts:?} are {value}, more than `{whole}`, which is {most}")]
    MoreThan {
        /// The counts that are part of it.
        parts: Vec<String>,
        /// What they add up to.
        value: u64,
        /// The count of all.
        whole: String,
        /// Its value.
        most: u64,
    },
    /// A share where the index measures none, such as a share of all dossiers that were received.
    #[error("`{name}` is no share of anything")]
    NoShare {
        /// The count.
        name: String,
    },
    /// Shares that are more than all, or less than nothing.
    #[error("{parts:?} are {percent} percent")]
    SharesMore {
        /// The counts that they stand for.
        parts: Vec<String>,
        /// What they add up to.
        percent: Decimal,
    },
    /// Points below 0 or above the highest.
    #[error("`{name}` has {points} points of {most}")]
    TooManyPoints {
        /// Group, component or `total`.
        name: String,
        /// Its points.
        points: Decimal,
        /// The most it can have.
        most: u32,
    },
    /// A total that does not fit the published parts.
    #[error("the total {total} does not lie between {low} and {high}")]
    TotalOutOfReach {
        /// The total.
        total: Decimal,
        /// The least that the parts allow.
        low: Decimal,
        /// The most that they allow.
        high: Decimal,
    },
    /// A place that is no place among so many.
    #[error("place {place} of {of}")]
    Rank {
        /// The place.
        place: u32,
        /// How many there are.
        of: u32,
    },
}

/// What is wrong with a file. Columns are named as the file names them, rows as a spreadsheet does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no table.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// A column that means nothing.
    #[error("the column `{column}` is unknown")]
    UnknownColumn {
        /// Its name in the file.
        column: String,
    },
    /// A column that is there twice, perhaps under two names.
    #[error("the column `{column}` is there twice")]
    RepeatedColumn {
        /// Its name in the file.
        column: String,
    },
    /// A column without which no row says whose it is, by its name in the index: `unit` or `day`.
    #[error("the column `{column}` is missing")]
    MissingColumn {
        /// Its name.
        column: &'static str,
    },
    /// A cell that is no count.
    #[error("row {row}, `{column}`: `{text}` is no count")]
    NotWhole {
        /// The row.
        row: usize,
        /// The column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// A cell that is no number of points.
    #[error("row {row}, `{column}`: `{text}` is no number of points")]
    NotPoints {
        /// The row.
        row: usize,
        /// The column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// A cell that is no day.
    #[error("row {row}, `{column}`: `{text}` is no day")]
    NotDay {
        /// The row.
        row: usize,
        /// The column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// A cell that is no rank `k/N`.
    #[error("row {row}, `{column}`: `{text}` is no rank")]
    NotRank {
        /// The row.
        row: usize,
        /// The column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// A row that does not say whose it is.
    #[error("row {row}, `{column}`: no unit is named")]
    NoUnit {
        /// The row.
        row: usize,
        /// The column.
        column: String,
    },
    /// Figures that cannot be.
    #[error("row {row}: {problem}")]
    Problem {
        /// The row.
        row: usize,
        /// What cannot be.
        problem: Problem,
    },
    /// The same unit and day as an earlier row.
    #[error("row {row}: the same unit and day as row {first}")]
    Repeated {
        /// The row.
        row: usize,
        /// The row that has them first.
        first: usize,
    },
}
