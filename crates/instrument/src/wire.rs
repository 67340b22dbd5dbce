//! Reading postcard's form by hand.
//!
//! Packs and campaigns are written with serde, on the host. In the page every kilobyte is paid for by the
//! person who answers, and serde's general reader weighs four times as much as this. The tests hold the
//! two together.

/// Reads one value after the other. `None` means that the bytes are damaged or of another shape.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// A reader at the beginning of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether everything was read.
    pub fn is_at_end(self) -> bool {
        self.0.is_empty()
    }

    /// One byte as it is.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// So many bytes as they are.
    pub fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    /// Everything that is left, as it is.
    pub fn rest(self) -> &'a [u8] {
        self.0
    }

    /// Yes or no.
    pub fn truth(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// A number of any width, or the position of an enum's variant: seven bits a byte, lowest first.
    pub fn number(&mut self) -> Option<usize> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return usize::try_from(number).ok();
            }
        }
        None
    }

    /// Text with its length before it.
    pub fn text(&mut self) -> Option<String> {
        let length = self.number()?;
        std::str::from_utf8(self.bytes(length)?).ok().map(str::to_owned)
    }

    /// Something that may be absent.
    pub fn maybe<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.truth()? { read(self).map(Some) } else { Some(None) }
    }

    /// A list with its length before it.
    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.number()?;
        // The length is not believed before that many entries were read: damaged bytes could ask for
        // all of the memory.
        let mut entries = Vec::new();
        for _ in 0..length {
            entries.push(read(self)?);
        }
        Some(entries)
    }

    /// A list of texts.
    pub fn texts(&mut self) -> Option<Vec<String>> {
        self.list(Self::text)
    }
}

#[cfg(test)]
mod tests {
    use super::Reader;

    #[test]
    fn it_reads_what_postcard_writes() {
        let value = (vec![String::from("ệ"), String::new()], 300usize, Some(7u8), None::<u8>, true, [1u8; 4]);
        let bytes = postcard::to_allocvec(&value).unwrap();
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.texts(), Some(vec!["ệ".to_owned(), String::new()]));
        assert_eq!(reader.number(), Some(300));
        assert_eq!(reader.maybe(Reader::byte), Some(Some(7)));
        assert_eq!(reader.maybe(Reader::byte), Some(None));
        assert_eq!(reader.truth(), Some(true));
        assert_eq!(reader.bytes(4), Some(&[1; 4][..]));
        assert!(reader.is_at_end());
        assert_eq!(reader.byte(), None);
    }

    #[test]
    fn damaged_bytes_are_refused() {
        assert_eq!(Reader::new(&[0xff; 12]).number(), None, "a number that never ends");
        assert_eq!(Reader::new(&[5, b'a']).text(), None, "shorter than it says");
        assert_eq!(Reader::new(&[1, 0xff]).text(), None, "not UTF-8");
        assert_eq!(Reader::new(&[2]).truth(), None);
        assert_eq!(Reader::new(&[0xff, 0xff, 0xff, 0xff, 0x0f]).texts(), None, "a length beyond all memory");
    }
}
