//! Which compressed form a browser takes, and making one.

use std::io::Write as _;

use axum::body::Bytes;
use axum::http::{HeaderMap, header};

/// A form in which bytes travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Brotli, the smallest; browsers offer it over HTTPS only.
    Brotli,
    /// Gzip, which they also offer over plain HTTP in a local network.
    Gzip,
    /// As it is.
    Plain,
}

impl Encoding {
    /// The header value, if one is sent.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// The smallest form that the request accepts, in the hub's order of preference.
    pub(crate) fn accepted(headers: &HeaderMap) -> impl Iterator<Item = Self> + use<> {
        let values = headers.get_all(header::ACCEPT_ENCODING).into_iter();
        let accepted: String = values.filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
        [Self::Brotli, Self::Gzip]
            .into_iter()
            .filter(move |encoding| encoding.name().is_some_and(|name| accepts(&accepted, name)))
            .chain([Self::Plain])
    }
}

/// Whether an `Accept-Encoding` names this coding, or `*`, without a weight of zero.
fn accepts(accepted: &str, name: &str) -> bool {
    let weight = |wanted: &str| {
        accepted.split(',').find_map(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            let coding = parts.next()?;
            if !coding.eq_ignore_ascii_case(wanted) {
                return None;
            }
            let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
            Some(weight.map_or(1.0, |weight| weight.trim().parse::<f32>().unwrap_or(0.0)))
        })
    };
    weight(name).or_else(|| weight("*")).is_some_and(|weight| weight > 0.0)
}

/// Bytes of a page in every form.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    plain: Bytes,
    brotli: Bytes,
    gzip: Bytes,
}

/// How hard to press: a page made once is pressed hard, one made for each visit lightly.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Effort {
    Once,
    EachTime,
}

impl Packed {
    /// Compresses the text.
    pub(crate) fn new(text: String, effort: Effort) -> Self {
        let plain = Bytes::from(text);
        let (quality, level) = match effort {
            Effort::Once => (11, flate2::Compression::best()),
            Effort::EachTime => (4, flate2::Compression::fast()),
        };
        // Writing to memory does not fail; should it, the plain form is still right.
        let mut brotli = brotli::CompressorWriter::new(Vec::new(), 4096, quality, 20);
        let pressed = brotli.write_all(&plain).and_then(|()| brotli.flush());
        let brotli = pressed.map_or_else(|_| plain.clone(), |()| brotli.into_inner().into());
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), level);
        let pressed = gzip.write_all(&plain).and_then(|()| gzip.finish());
        let gzip = pressed.map_or_else(|_| plain.clone(), Bytes::from);
        Self { plain, brotli, gzip }
    }

    /// The bytes in one form.
    pub(crate) fn bytes(&self, encoding: Encoding) -> Bytes {
        match encoding {
            Encoding::Brotli => self.brotli.clone(),
            Encoding::Gzip => self.gzip.clone(),
            Encoding::Plain => self.plain.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(accept: &str) -> Encoding {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accept.parse().unwrap());
        Encoding::accepted(&headers).next().unwrap()
    }

    #[test]
    fn the_smallest_accepted_form_is_chosen() {
        for (accept, expected) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, deflate", Encoding::Gzip),
            ("br;q=0, gzip;q=0.5", Encoding::Gzip),
            ("identity", Encoding::Plain),
            ("*", Encoding::Brotli),
            ("*;q=0", Encoding::Plain),
            ("gzip;q=nonsense", Encoding::Plain),
            ("brotli", Encoding::Plain),
        ] {
            assert_eq!(best(accept), expected, "{accept}");
        }
        assert_eq!(Encoding::accepted(&HeaderMap::new()).next(), Some(Encoding::Plain));
    }

    #[test]
    fn every_form_holds_the_same_text() {
        use std::io::Read as _;
        let text = "Phiếu hỏi ý kiến. ".repeat(500);
        for effort in [Effort::Once, Effort::EachTime] {
            let packed = Packed::new(text.clone(), effort);
            let mut from_brotli = String::new();
            let bytes = packed.bytes(Encoding::Brotli);
            brotli::Decompressor::new(&bytes[..], 4096).read_to_string(&mut from_brotli).unwrap();
            let mut from_gzip = String::new();
            let bytes = packed.bytes(Encoding::Gzip);
            flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut from_gzip).unwrap();
            assert_eq!((from_brotli, from_gzip), (text.clone(), text.clone()));
        }
    }
}
