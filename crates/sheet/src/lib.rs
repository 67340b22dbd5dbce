//! Tables in and out as CSV (RFC 4180), the way spreadsheets write them, and out as workbooks.
//!
//! Reading takes commas, semicolons or tabs, quotes, any line ending and a byte order mark; rows keep
//! the numbers that a spreadsheet shows, so that a fault can be found again. Numbers are read as
//! people here write them: `3.483` dossiers are three thousand, `94,73` points are ninety-four.

mod decimal;
mod decode;
mod read;
mod whole;
mod workbook;
mod write;

pub use decimal::{Decimal, DecimalError};
pub use decode::{Decoded, Decoder, NotDecoded};
pub use read::{Reader, Row, Sheet, SheetError, read};
pub use whole::{NotWhole, whole};
pub use workbook::workbook;
pub use write::{Separator, write};

/// Most letters of a cell that a sentence about it repeats.
const QUOTED: usize = 60;

/// A cell as a sentence about it repeats it: its beginning, with signs that cannot be seen made visible. A whole file
/// pasted as one cell must not fill the page.
pub fn quoted(cell: &str) -> String {
    let mut letters = cell.trim().chars();
    let seen = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
    let mut text: String = letters.by_ref().take(QUOTED).map(seen).collect();
    if letters.next().is_some() {
        text.push('…');
    }
    text
}

/// Whether a cell says that nothing is known: empty, or a dash.
pub fn is_blank(cell: &str) -> bool {
    matches!(cell.trim(), "" | "-" | "–" | "—")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_repeated_in_part_and_with_all_its_signs_seen() {
        assert_eq!(quoted(" Số hồ sơ "), "Số hồ sơ");
        assert_eq!(quoted("a\0b\n"), "a\u{fffd}b");
        let long = quoted(&"ề".repeat(300_000));
        assert_eq!(long.chars().count(), QUOTED + 1);
        assert!(long.ends_with('…'));
        assert_eq!(
            quoted(&"x".repeat(QUOTED)).chars().count(),
            QUOTED,
            "nothing is left out, nothing says so"
        );
    }
}
