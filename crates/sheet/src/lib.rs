//! Tables in and out as CSV (RFC 4180), the way spreadsheets write them.
//!
//! Reading takes commas, semicolons or tabs, quotes, any line ending and a byte order mark; rows keep
//! the numbers that a spreadsheet shows, so that a fault can be found again. Numbers are read as
//! people here write them: `3.483` dossiers are three thousand, `94,73` points are ninety-four.

mod decimal;
mod read;
mod whole;
mod write;

pub use decimal::{Decimal, DecimalError};
pub use read::{Reader, Row, Sheet, SheetError, read};
pub use whole::{NotWhole, whole};
pub use write::{Separator, write};

/// Whether a cell says that nothing is known: empty, or a dash.
pub fn is_blank(cell: &str) -> bool {
    matches!(cell.trim(), "" | "-" | "–" | "—")
}
