//! Writing CSV.

use crate::Decimal;

/// The sign between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// What most programs expect.
    Comma,
    /// What spreadsheets expect where numbers have a decimal comma, as in Vietnam.
    Semicolon,
}

/// A table as CSV: UTF-8 with a byte order mark (without it spreadsheets garble Vietnamese letters).
///
/// A cell that a spreadsheet would run as a formula gets an apostrophe before it, unless it is a
/// number.
pub fn write<R, C>(rows: R, separator: Separator) -> String
where
    R: IntoIterator<Item: IntoIterator<Item = C>>,
    C: AsRef<str>,
{
    let sign = match separator {
        Separator::Comma => ',',
        Separator::Semicolon => ';',
    };
    let mut text = String::from('\u{feff}');
    for row in rows {
        for (position, cell) in row.into_iter().enumerate() {
            if position > 0 {
                text.push(sign);
            }
            push(&mut text, cell.as_ref());
        }
        text.push_str("\r\n");
    }
    text
}

fn push(text: &mut String, cell: &str) {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && Decimal::parse(cell).is_err();
    let quoted = is_formula || cell.contains([',', ';', '\t', '"', '\r', '\n']) || cell.trim() != cell;
    if !quoted {
        text.push_str(cell);
        return;
    }
    text.push('"');
    if is_formula {
        text.push('\'');
    }
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;
    use proptest::prelude::*;

    #[test]
    fn formulas_stay_words_and_numbers_stay_numbers() {
        let text = write([["=1+1", "-1.59", "@x"]], Separator::Comma);
        assert_eq!(text, "\u{feff}\"'=1+1\",-1.59,\"'@x\"\r\n");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            rows in prop::collection::vec(prop::array::uniform3("[a-zđ\"';,\n ]{0,6}"), 0..6),
            semicolon in any::<bool>(),
        ) {
            let head = ["a", "b", "c"].map(str::to_owned);
            let separator = if semicolon { Separator::Semicolon } else { Separator::Comma };
            let text = write([&head].into_iter().chain(&rows), separator);
            let found: Vec<_> = read(&text).unwrap().rows.into_iter().map(|row| row.cells).collect();
            // Rows in which nothing stands are passed over.
            let said = rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
            prop_assert_eq!(found, said.map(|row| row.to_vec()).collect::<Vec<_>>());
        }
    }
}
