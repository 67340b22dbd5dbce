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
    /// A quote is opened and never closed, or a cell goes on for so long that it is none: then nothing more is read.
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

/// Bytes of the longest cell. A file in which a quote is not closed ends here, and not in a second copy of itself.
const MOST_CELL: usize = 1 << 22;

/// Reads a table. Rows that are too short are filled with empty cells.
///
/// # Errors
/// Why the text is no table.
pub fn read(text: &str) -> Result<Sheet, SheetError> {
    let mut reader = Reader::new(text);
    let mut head = Vec::new();
    reader.row(text, &mut head)?.ok_or(SheetError::Empty)?;
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    while let Some(number) = reader.row(text, &mut cells)? {
        rows.push(Row { number, cells: std::mem::take(&mut cells) });
    }
    Ok(Sheet { head, rows })
}

/// Reads a table row by row: whoever reads a large one can stop in between, and it never stands in memory twice.
///
/// The text is given at each call and must be the same; the reader only knows how far it has come.
#[derive(Clone, Debug)]
pub struct Reader {
    separator: u8,
    /// Bytes behind it.
    at: usize,
    /// Rows behind it, as a spreadsheet counts them.
    rows: usize,
    /// Columns that the head names; `None` before it.
    columns: Option<usize>,
    /// The cell of the last row behind it that the text ends in, from 1; 0 when the row is complete.
    within: usize,
}

impl Reader {
    /// At the beginning of this text.
    pub fn new(text: &str) -> Self {
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (separator, rest, rows) = separator(text.get(mark..).unwrap_or_default());
        Self { separator, at: text.len() - rest.len(), rows, columns: None, within: 0 }
    }

    /// How many bytes of the text have been read.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Row and cell, both from 1, in which what follows would stand: where a text that is cut off ends.
    pub fn place(&self) -> (usize, usize) {
        if self.within > 0 { (self.rows, self.within) } else { (self.rows + 1, 1) }
    }

    /// Puts the next row that is not empty into `cells`, and gives its number as a spreadsheet shows it; `None` at the
    /// end. The first row is the head, without spaces around its names; further ones have as many cells.
    ///
    /// # Errors
    /// A quotation mark is not closed, or the row has more cells than the head. The reader stands behind it.
    pub fn row(&mut self, text: &str, cells: &mut Vec<String>) -> Result<Option<usize>, SheetError> {
        loop {
            if !self.split(text, cells)? {
                return Ok(None);
            }
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                break;
            }
        }
        let is_blank = |cell: Option<&String>| cell.is_some_and(|cell| cell.trim().is_empty());
        let Some(expected) = self.columns else {
            while is_blank(cells.last()) {
                cells.pop();
            }
            for cell in &mut *cells {
                *cell = cell.trim().to_owned();
            }
            self.columns = Some(cells.len());
            return Ok(Some(self.rows));
        };
        while cells.len() > expected && is_blank(cells.last()) {
            cells.pop();
        }
        if cells.len() > expected {
            return Err(SheetError::Cells { row: self.rows, found: cells.len(), expected });
        }
        cells.resize(expected, String::new());
        Ok(Some(self.rows))
    }

    /// Splits the next row, which may be empty; says whether there was one.
    fn split(&mut self, text: &str, cells: &mut Vec<String>) -> Result<bool, SheetError> {
        let bytes = text.as_bytes();
        if self.at >= bytes.len() {
            return Ok(false);
        }
        self.rows += 1;
        let mut used = 0;
        let mut quoted = false;
        fresh(cells, used);
        while let Some(letter) = bytes.get(self.at) {
            let Some(cell) = cells.get_mut(used) else { break };
            let more = bytes.get(self.at + 1);
            self.at += 1;
            match letter {
                b'"' if quoted && more == Some(&b'"') => {
                    cell.push('"');
                    self.at += 1;
                }
                b'"' if quoted => quoted = false,
                // A quote inside a cell that did not begin with one is a letter like any other.
                b'"' if !quoted && cell.trim().is_empty() => {
                    cell.clear();
                    quoted = true;
                }
                b'\r' | b'\n' if !quoted => {
                    self.at += usize::from(*letter == b'\r' && more == Some(&b'\n'));
                    cells.truncate(used + 1);
                    return Ok(true);
                }
                letter if !quoted && *letter == self.separator => {
                    used += 1;
                    fresh(cells, used);
                }
                _ => {
                    // On to the next sign that could mean something; all of them are one byte, so nothing is cut apart.
                    let from = self.at - 1;
                    let plain = |byte: &u8| !matches!(byte, b'"' | b'\r' | b'\n') && *byte != self.separator;
                    self.at += bytes[self.at..].iter().take_while(|byte| plain(byte)).count();
                    let more = text.get(from..self.at).unwrap_or_default();
                    if cell.len() + more.len() > MOST_CELL {
                        self.at = bytes.len();
                        return Err(SheetError::OpenQuote { row: self.rows });
                    }
                    cell.push_str(more);
                }
            }
        }
        cells.truncate(used + 1);
        self.within = used + 1;
        if quoted { Err(SheetError::OpenQuote { row: self.rows }) } else { Ok(true) }
    }
}

/// Makes the cell at this position an empty one, and keeps its room.
fn fresh(cells: &mut Vec<String>, position: usize) {
    match cells.get_mut(position) {
        Some(cell) => cell.clear(),
        None => cells.push(String::new()),
    }
}

/// The sign between cells, the text to read, and how many rows were left out before it.
///
/// A first line `sep=;` says it. Otherwise it is the sign that stands most often outside quotes in
/// the first line; a tie goes to the semicolon, which is no decimal sign anywhere.
fn separator(text: &str) -> (u8, &str, usize) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let said = first.trim_end_matches('\r').strip_prefix("sep=").map(|rest| rest.chars().collect::<Vec<_>>());
    if let Some([sign @ (',' | ';' | '\t')]) = said.as_deref() {
        return (*sign as u8, rest, 1);
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
    (sign as u8, text, 0)
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
    fn a_table_can_be_read_in_pieces() {
        let text = "a;b\n1;\"x\n\"\"y\"\"\"\n\n 2 ;ệ\r3;";
        let (mut reader, mut cells) = (Reader::new(text), Vec::new());
        let mut rows = Vec::new();
        while let Some(number) = reader.row(text, &mut cells).unwrap() {
            rows.push((number, cells.join("|"), reader.at()));
        }
        let expected = [(1, "a|b", 4), (2, "1|x\n\"y\"", 16), (4, " 2 |ệ", 25), (5, "3|", text.len())];
        assert_eq!(rows, expected.map(|(number, cells, at)| (number, cells.to_owned(), at)));
    }

    #[test]
    fn a_row_too_long_does_not_stop_the_reading() {
        let text = "a,b\n1,2,3\n4,5\n";
        let (mut reader, mut cells) = (Reader::new(text), Vec::new());
        assert_eq!(reader.row(text, &mut cells), Ok(Some(1)));
        assert_eq!(reader.row(text, &mut cells), Err(SheetError::Cells { row: 2, found: 3, expected: 2 }));
        assert_eq!(reader.row(text, &mut cells), Ok(Some(3)));
        assert_eq!(cells, ["4", "5"]);
    }

    #[test]
    fn a_cell_without_an_end_is_not_copied() {
        for (start, end) in [("a;b\n1;\"", "\""), ("a;b\n1;", "")] {
            let of = |length: usize| [start, &"3".repeat(length), end, "\n4;5\n"].concat();
            assert_eq!(read(&of(MOST_CELL + 1)), Err(SheetError::OpenQuote { row: 2 }));
            assert_eq!(read(&of(MOST_CELL)).map(|sheet| sheet.rows.len()), Ok(2), "as long as a cell may be");
        }
    }

    #[test]
    fn where_a_text_ends_is_known() {
        for (text, place) in [
            ("", (1, 1)),
            ("a;b", (1, 2)),
            ("a;b\n", (2, 1)),
            ("a;b\n1;\"x\ny", (2, 2)),
            ("a;b\n\n1;", (3, 2)),
        ] {
            let (mut reader, mut cells) = (Reader::new(text), Vec::new());
            while matches!(reader.row(text, &mut cells), Ok(Some(_))) {}
            assert_eq!(reader.place(), place, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_table_is_named() {
        assert_eq!(read(" \n,,\n"), Err(SheetError::Empty));
        assert_eq!(read("a,b\n1,\"2\n3,4\n"), Err(SheetError::OpenQuote { row: 2 }));
        assert_eq!(read("a,b\n1,2,\n1,2,3\n"), Err(SheetError::Cells { row: 3, found: 3, expected: 2 }));
    }
}
