//! From the bytes of a file to its text.

/// Takes a file piece by piece, as large ones are read, and gives its text.
///
/// UTF-8 with or without a byte order mark, and UTF-16 as spreadsheets save “Unicode text”. Other encodings are not
/// guessed at: a wrong guess gives a table that looks right and is not.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    text: String,
    encoding: Option<Encoding>,
    /// Bytes of a sign that is not complete yet.
    rest: Vec<u8>,
    is_cut: bool,
}

/// What a file turned out to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// Its text, up to where it is none.
    pub text: String,
    /// Whether something followed that is no text.
    pub is_cut: bool,
}

/// Why a piece is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDecoded {
    /// The file is a workbook: its table must be saved as CSV first.
    #[error("the file is a workbook")]
    Workbook,
    /// There is no room for so much text.
    #[error("there is no room for so much text")]
    NoRoom,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    /// Little-endian or not.
    Utf16(bool),
}

/// How workbooks begin: those of today (a ZIP archive), and those before 2007.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

impl Decoder {
    /// Takes the next piece. What follows something that is no text is left out.
    ///
    /// # Errors
    /// The file is a workbook, or does not fit into memory.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), NotDecoded> {
        if self.is_cut || piece.is_empty() {
            return Ok(());
        }
        // Two bytes of UTF-16 become at most three.
        self.text.try_reserve(piece.len() + piece.len() / 2 + 4).map_err(|_| NotDecoded::NoRoom)?;
        let (encoding, piece) = match self.encoding {
            Some(encoding) => (encoding, piece),
            None => begin(piece)?,
        };
        self.encoding = Some(encoding);
        match encoding {
            Encoding::Utf8 => self.utf8(piece),
            Encoding::Utf16(is_little) => self.utf16(piece, is_little),
        }
        Ok(())
    }

    /// The text of all pieces.
    pub fn finish(self) -> Decoded {
        Decoded { text: self.text, is_cut: self.is_cut || !self.rest.is_empty() }
    }

    fn utf8(&mut self, mut piece: &[u8]) {
        while !self.rest.is_empty() {
            let Some((next, others)) = piece.split_first() else { return };
            self.rest.push(*next);
            piece = others;
            match std::str::from_utf8(&self.rest) {
                Ok(sign) => {
                    self.text.push_str(sign);
                    self.rest.clear();
                }
                Err(fault) if fault.error_len().is_none() => {}
                Err(_) => {
                    self.is_cut = true;
                    return;
                }
            }
        }
        let fault = match std::str::from_utf8(piece) {
            Ok(text) => {
                self.text.push_str(text);
                return;
            }
            Err(fault) => fault,
        };
        let (valid, more) = piece.split_at(fault.valid_up_to());
        self.text.push_str(std::str::from_utf8(valid).unwrap_or_default());
        match fault.error_len() {
            None => self.rest.extend_from_slice(more),
            Some(_) => self.is_cut = true,
        }
    }

    fn utf16(&mut self, piece: &[u8], is_little: bool) {
        let mut bytes = std::mem::take(&mut self.rest);
        bytes.extend_from_slice(piece);
        let (pairs, odd) = bytes.as_chunks::<2>();
        let unit =
            |pair: &[u8; 2]| if is_little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) };
        // Half of a pair of surrogates waits for the other half.
        let is_half = pairs.last().is_some_and(|last| (0xd800..0xdc00).contains(&unit(last)));
        let whole = pairs.len() - usize::from(is_half);
        for sign in char::decode_utf16(pairs.iter().take(whole).map(unit)) {
            let Ok(sign) = sign else {
                self.is_cut = true;
                return;
            };
            self.text.push(sign);
        }
        self.rest.extend(pairs.iter().skip(whole).flatten().chain(odd));
    }
}

/// The encoding, and what follows its mark. Without a mark, a NUL beside the first sign says UTF-16.
fn begin(piece: &[u8]) -> Result<(Encoding, &[u8]), NotDecoded> {
    if WORKBOOKS.iter().any(|start| piece.starts_with(start)) {
        return Err(NotDecoded::Workbook);
    }
    Ok(match piece {
        [0xef, 0xbb, 0xbf, rest @ ..] => (Encoding::Utf8, rest),
        [0xff, 0xfe, rest @ ..] => (Encoding::Utf16(true), rest),
        [0xfe, 0xff, rest @ ..] => (Encoding::Utf16(false), rest),
        [first, 0, ..] if *first != 0 => (Encoding::Utf16(true), piece),
        [0, first, ..] if *first != 0 => (Encoding::Utf16(false), piece),
        _ => (Encoding::Utf8, piece),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(pieces: &[&[u8]]) -> Decoded {
        let mut decoder = Decoder::default();
        pieces.iter().for_each(|piece| decoder.push(piece).unwrap());
        decoder.finish()
    }

    fn whole(text: &str) -> Decoded {
        Decoded { text: text.to_owned(), is_cut: false }
    }

    fn utf16(text: &str, is_little: bool) -> Vec<u8> {
        let bytes = |unit: u16| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn marks_say_the_encoding_and_are_no_text() {
        let text = "Tầng;Cụm\r\nXã 𠀀;1";
        assert_eq!(decoded(&[text.as_bytes()]), whole(text));
        assert_eq!(decoded(&[b"\xef\xbb\xbf", text.as_bytes()]), whole(text));
        for is_little in [true, false] {
            let mark = if is_little { b"\xff\xfe" } else { b"\xfe\xff" };
            assert_eq!(decoded(&[mark, &utf16(text, is_little)]), whole(text));
        }
        assert_eq!(decoded(&[&utf16("a;ề", true)]), whole("a;ề"), "a mark is not needed");
        assert_eq!(decoded(&[&utf16("a;ề", false)]), whole("a;ề"));
        assert_eq!(decoded(&[]), whole(""));
    }

    #[test]
    fn text_ends_where_another_encoding_begins() {
        // Windows-1258 and the older TCVN3 write letters with marks as single bytes.
        let table = b"a;b\n1;X\xe3 2\n3;4\n";
        assert_eq!(decoded(&[table]), Decoded { text: "a;b\n1;X".into(), is_cut: true });
        assert_eq!(decoded(&[&table[..8], &table[8..]]), Decoded { text: "a;b\n1;X".into(), is_cut: true });
        assert!(decoded(&["ề".as_bytes().split_last().unwrap().1]).is_cut, "half a sign at the end");
        assert!(decoded(&[b"\xff\xfea"]).is_cut);
        assert!(decoded(&[b"\xff\xfe\x00\xdca\x00"]).is_cut, "half a pair");
    }

    #[test]
    fn a_workbook_is_told_apart() {
        for start in [&b"PK\x03\x04\x14\0"[..], b"\xd0\xcf\x11\xe0\xa1\xb1"] {
            assert_eq!(Decoder::default().push(start), Err(NotDecoded::Workbook));
        }
        assert_eq!(decoded(&[b"PK;a"]), whole("PK;a"));
    }

    proptest! {
        #[test]
        fn pieces_cut_anywhere_give_the_same_text(text in "\\PC{1,40}", cuts in prop::collection::vec(0usize..200, 0..6)) {
            for bytes in [text.as_bytes().to_vec(), [&b"\xff\xfe"[..], &utf16(&text, true)].concat()] {
                let mut cuts: Vec<usize> = cuts.iter().map(|cut| (cut % bytes.len()).max(2)).collect();
                cuts.sort_unstable();
                let mut pieces = Vec::new();
                let mut from = 0;
                for cut in cuts.into_iter().chain([bytes.len()]) {
                    let cut = cut.min(bytes.len());
                    pieces.push(bytes.get(from..cut).unwrap_or_default());
                    from = cut;
                }
                prop_assert_eq!(decoded(&pieces), whole(&text));
            }
        }

        #[test]
        fn no_bytes_do_harm(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..30), 0..6)) {
            let mut decoder = Decoder::default();
            for piece in &pieces {
                let _refused = decoder.push(piece);
            }
            let _text = decoder.finish();
        }
    }
}
