//! Reading CSV.

/// A table as it stands in a file: nothing in it has been understood yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The first row that is not empty: names of the columns, without spaces around them.
    pub head: Vec<String>,
    /// The other rows that are not empty.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet numbers it, from 1.
    pub number: usize,
    /// As many as the head has.
    pub cells: Vec<String>,
}

/// Why a file is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Nothing but empty rows.
    #[error("there is no row")]
    Empty,
    /// A quote is opened and never closed.
    #[error("row {row}: a quotation mark is not closed")]
    OpenQuote {
        /// Where it was opened.
        row: usize,
    },
    /// A row has more cells than the head.
    #[error("row {row}: {found} cells under {expected} column names")]
    Cells {
        /// The row.
        row: usize,
        /// Cells in it.
        found: usize,
        /// Columns that the head names.
        expected: usize,
    },
}

/// Reads a table. Rows that are too short are filled with empty cells.
///
/// # Errors
/// Why the text is no table.
pub fn read(text: &str) -> Result<Sheet, SheetError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (separator, text, skipped) = separator(text);
    let mut rows = split(text, separator)?.into_iter().enumerate().filter_map(|(position, cells)| {
        let number = position + 1 + skipped;
        cells.iter().any(|cell| !cell.trim().is_empty()).then_some(Row { number, cells })
    });
    let mut head: Vec<String> =
        rows.next().ok_or(SheetError::Empty)?.cells.iter().map(|cell| cell.trim().to_owned()).collect();
    while head.last().is_some_and(String::is_empty) {
        head.pop();
    }
    let expected = head.len();
    let rows = rows.map(|Row { number, mut cells }| {
        while cells.len() > expected && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if cells.len() > expected {
            return Err(SheetError::Cells { row: number, found: cells.len(), expected });
        }
        cells.resize(expected, String::new());
        Ok(Row { number, cells })
    });
    Ok(Sheet { rows: rows.collect::<Result<_, _>>()?, head })
}

/// The sign between cells, the text to read, and how many rows were left out before it.
///
/// A first line `sep=;` says it. Otherwise it is the sign that stands most often outside quotes in
/// the first line; a tie goes to the semicolon, which is no decimal sign anywhere.
fn separator(text: &str) -> (char, &str, usize) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let said = first.trim_end_matches('\r').strip_prefix("sep=").map(|rest| rest.chars().collect::<Vec<_>>());
    if let Some([sign @ (',' | ';' | '\t')]) = said.as_deref() {
        return (*sign, rest, 1);
    }
    let line = text.trim_start().lines().next().unwrap_or_default();
    let mut counts = [(',', 0), ('\t', 0), (';', 0)];
    let mut quoted = false;
    for letter in line.chars() {
        quoted ^= letter == '"';
        for (sign, count) in &mut counts {
            *count += usize::from(!quoted && letter == *sign);
        }
    }
    let sign = counts.iter().max_by_key(|(_, count)| *count).map_or(',', |(sign, _)| *sign);
    (sign, text, 0)
}

fn split(text: &str, separator: char) -> Result<Vec<Vec<String>>, SheetError> {
    let mut rows = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let mut quoted = false;
    let mut opened = 0;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if quoted => quoted = false,
            _ if quoted => cell.push(letter),
            // A quote inside a cell that did not begin with one is a letter like any other.
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
                opened = rows.len() + 1;
            }
            '\r' | '\n' => {
                if letter == '\r' {
                    letters.next_if_eq(&'\n');
                }
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ if letter == separator => row.push(std::mem::take(&mut cell)),
            _ => cell.push(letter),
        }
    }
    if quoted {
        return Err(SheetError::OpenQuote { row: opened });
    }
    if !row.is_empty() || !cell.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn cells(text: &str) -> Vec<Vec<String>> {
        let sheet = read(text).unwrap();
        [sheet.head].into_iter().chain(sheet.rows.into_iter().map(|row| row.cells)).collect()
    }

    #[test]
    fn any_of_three_signs_separates_cells() {
        let table = [["xã", "điểm"], ["Phú Xuyên", "94,73"]];
        assert_eq!(cells("xã;điểm\nPhú Xuyên;94,73\n"), table);
        assert_eq!(cells("xã\tđiểm\r\nPhú Xuyên\t94,73"), table);
        assert_eq!(cells("\u{feff}xã,điểm\rPhú Xuyên,\"94,73\"\r"), table);
        assert_eq!(cells("sep=;\r\nxã;điểm\r\nPhú Xuyên;94,73"), table);
    }

    #[test]
    fn rows_keep_the_numbers_that_a_spreadsheet_shows() {
        let sheet = read("\na,b\n\n1,2\n,\n\"3\nand more\",4\n5\n").unwrap();
        let rows: Vec<_> = sheet.rows.iter().map(|row| (row.number, row.cells.join("|"))).collect();
        assert_eq!(rows, [(4, "1|2".to_owned()), (6, "3\nand more|4".to_owned()), (7, "5|".to_owned())]);
        assert_eq!(read("sep=,\na,b\n1,2").unwrap().rows[0].number, 3);
    }

    #[test]
    fn quotes_hold_separators_and_quotes() {
        assert_eq!(cells("a,b\n\"x, \"\"y\"\"\", 5\" \n"), [["a", "b"], ["x, \"y\"", " 5\" "]]);
    }

    #[test]
    fn what_is_no_table_is_named() {
        assert_eq!(read(" \n,,\n"), Err(SheetError::Empty));
        assert_eq!(read("a,b\n1,\"2\n3,4\n"), Err(SheetError::OpenQuote { row: 2 }));
        assert_eq!(read("a,b\n1,2,\n1,2,3\n"), Err(SheetError::Cells { row: 3, found: 3, expected: 2 }));
    }
}
