//! Writing a table as a workbook (Office Open XML, ECMA-376), for programs that garble CSV or ask about its signs.
//!
//! The smallest set of parts that spreadsheets open: one sheet, no styles. A workbook is a ZIP archive (PKWARE
//! APPNOTE); its parts are stored without compression: a table of classes is small, and storing needs no
//! compressor.

/// A table as a workbook with one sheet. Whole numbers become numbers; everything else is text, also what looks like a
/// formula.
pub fn workbook<R, C>(sheet: &str, rows: R) -> Vec<u8>
where
    R: IntoIterator<Item: IntoIterator<Item = C>>,
    C: AsRef<str>,
{
    let mut data = String::new();
    for row in rows {
        data.push_str("<row>");
        row.into_iter().for_each(|cell| push(&mut data, cell.as_ref()));
        data.push_str("</row>");
    }
    let table = [SHEET, &data, "</sheetData></worksheet>"].concat();
    // Sheets have at most 31 letters, and none of these.
    let name: String = sheet.chars().filter(|sign| !"[]:*?/\\".contains(*sign)).take(31).collect();
    let book = [BOOK, &escape(&name), "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"].concat();
    archive(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
        ("xl/worksheets/sheet1.xml", &table),
    ])
}

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>";
const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const BOOK_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
const BOOK: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"";
const SHEET: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";

fn push(data: &mut String, cell: &str) {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    // Codes with zeros before them are names, and numbers beyond fifteen digits would lose some.
    let is_number = (1..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'));
    let parts = if is_number {
        ["<c><v>", cell, "</v></c>"].concat()
    } else {
        ["<c t=\"inlineStr\"><is><t xml:space=\"preserve\">", &escape(cell), "</t></is></c>"].concat()
    };
    data.push_str(&parts);
}

/// Text as XML, without the signs that XML 1.0 does not have.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(sign),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}

/// Files as a ZIP archive, stored as they are. All are from 1 January 1980: nobody learns when a table was made.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let size = number(text.len());
        let sum = checksum(text.as_bytes()).to_le_bytes();
        // Version 2.0, names in UTF-8, stored, the day, the sum, the size twice, the name's length, nothing more.
        let common =
            [&[20_u8, 0, 0, 8, 0, 0, 0, 0, 0x21, 0][..], &sum, &size, &size, &short(name.len()), &[0, 0]]
                .concat();
        let place = number(out.len());
        out.extend([&b"PK\x03\x04"[..], &common[..], name.as_bytes(), text.as_bytes()].concat());
        let rest = [&[0_u8; 10][..], &place].concat();
        directory.extend([&b"PK\x01\x02"[..], &[20, 0], &common, &rest, name.as_bytes()].concat());
    }
    let (start, size, count) = (number(out.len()), number(directory.len()), short(files.len()));
    out.extend(directory);
    out.extend([&b"PK\x05\x06"[..], &[0; 4], &count, &count, &size, &start, &[0, 0]].concat());
    out
}

/// Four bytes, the lowest first. A table of four gigabytes is none of ours.
fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes()
}

fn short(value: usize) -> [u8; 2] {
    u16::try_from(value).unwrap_or(u16::MAX).to_le_bytes()
}

/// CRC-32 of ISO 3309, as ZIP has it.
fn checksum(bytes: &[u8]) -> u32 {
    let next = |sum: u32, byte: &u8| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| {
                if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 }
            },
        )
    };
    !bytes.iter().fold(!0, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names and texts as the directory at the end of an archive lists them.
    fn unpack(bytes: &[u8]) -> Vec<(String, String)> {
        let four = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let two = |at: usize| usize::from(u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap()));
        let end = bytes.len() - 22;
        assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
        let mut at = four(end + 16);
        assert_eq!(at + four(end + 12), end, "the directory ends where its end begins");
        let mut found = Vec::new();
        for _ in 0..two(end + 10) {
            assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
            let (sum, size, name, place) = (four(at + 16), four(at + 24), two(at + 28), four(at + 42));
            let own = String::from_utf8(bytes[at + 46..at + 46 + name].to_vec()).unwrap();
            assert_eq!(&bytes[place..place + 4], b"PK\x03\x04");
            assert_eq!((four(place + 14), four(place + 22), two(place + 26)), (sum, size, name));
            let start = place + 30 + name;
            let text = &bytes[start..start + size];
            assert_eq!(checksum(text) as usize, sum);
            found.push((own, String::from_utf8(text.to_vec()).unwrap()));
            at += 46 + name;
        }
        found
    }

    #[test]
    fn the_checksum_is_the_known_one() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn a_table_becomes_a_sheet_of_numbers_and_words() {
        let rows = [["Nơi & chợ", "12", "-3"], ["=1+1", "00745", "<b>\u{7}"]];
        let parts = unpack(&workbook("Lớp: tháng 11/2026", rows));
        assert_eq!(parts.len(), 5);
        assert!(parts[2].1.contains("<sheet name=\"Lớp tháng 112026\""), "{}", parts[2].1);
        let sheet = &parts[4].1;
        let text =
            |words: &str| format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{words}</t></is></c>");
        let first = ["<row>", &text("Nơi &amp; chợ"), "<c><v>12</v></c><c><v>-3</v></c></row>"].concat();
        let second = ["<row>", &text("=1+1"), &text("00745"), &text("&lt;b&gt;"), "</row>"].concat();
        assert!(sheet.contains(&[first, second].concat()), "{sheet}");
        assert_eq!(workbook("a", [["b"]]), workbook("a", [["b"]]), "the same table gives the same bytes");
    }
}
