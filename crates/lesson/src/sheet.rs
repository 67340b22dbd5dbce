//! What is signed on a completion sheet: a compact JWS (RFC 7515) with ES256 (RFC 7518, 3.4: ECDSA on P-256
//! with SHA-256), its public key in the header (`jwk`), and two claims.
//!
//! ```text
//! {"alg":"ES256","jwk":{"crv":"P-256","kty":"EC","x":"…","y":"…"},"typ":"hoc+jwt"}
//! {"day":"2026-11-22","done":["file-dossier","password-otp"]}
//! ```
//!
//! The key is made on the device and cannot leave its browser. So the signature says one thing: list and
//! day are as that device wrote them. It cannot say who learnt, and it does not need to: the sheet is no
//! confirmation, and confirmation has its official place. A signature by the hub would say no more, since
//! the hub knows nothing but what a device without a name tells it; it would only look like more.
//!
//! Open Badges 3.0 as a JWT was weighed: its smallest credential names issuer, subject and one achievement
//! with contexts and types. One lesson came to 1,256 characters with its address against 412 here, which
//! is a code of 133 instead of 77 modules a side at level M, too fine for old cameras, and a sheet would
//! need one for each lesson.
//!
//! Only texts of exactly this form are read: nothing else was ever written, and a reader that accepts one
//! algorithm in one spelling leaves no room for the usual confusions of JWS.

use crate::day_number;

/// Most lessons of a sheet; more would make the code too fine.
pub const MOST_LESSONS: usize = 40;
/// The path of the page that checks sheets. What is signed stands behind the `#`, so it reaches no server.
pub const CHECK_PATH: &str = "/hoc/kiem-tra#";

const HEAD: [&str; 3] =
    [r#"{"alg":"ES256","jwk":{"crv":"P-256","kty":"EC","x":""#, r#"","y":""#, r#""},"typ":"hoc+jwt"}"#];
const CLAIMS: [&str; 3] = [r#"{"day":""#, r#"","done":["#, "]}"];

/// What a sheet says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The day it was made, `YYYY-MM-DD`, by the device's clock.
    pub day: String,
    /// Ids of the lessons finished, in their order.
    pub lessons: Vec<String>,
}

/// A public key on P-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// First coordinate, highest byte first.
    pub x: [u8; 32],
    /// Second coordinate.
    pub y: [u8; 32],
}

/// What was read, its signature not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// What it says.
    pub sheet: Sheet,
    /// The key that is said to have signed it.
    pub key: PublicKey,
    /// The bytes that were signed.
    pub input: String,
    /// The signature: r and s, as JWS writes them.
    pub signature: [u8; 64],
}

/// Why a text is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// It is no such code, or a part of it is missing.
    #[error("this is not the code of a completion sheet")]
    NotASheet,
    /// It is one, in a form that this version does not know.
    #[error("a newer version of the app made this sheet")]
    Newer,
}

impl PublicKey {
    /// The key from a point as WebCrypto exports it: 4, x, y (SEC 1, 2.3.3, uncompressed).
    pub fn from_point(point: &[u8]) -> Option<Self> {
        let (4, rest) = point.split_first().map(|(first, rest)| (*first, rest))? else { return None };
        let (x, y) = rest.split_at_checked(32)?;
        Some(Self { x: x.try_into().ok()?, y: y.try_into().ok()? })
    }

    /// The same point again.
    pub fn to_point(&self) -> Vec<u8> {
        [&[4][..], &self.x, &self.y].concat()
    }

    /// What is hashed to tell keys apart: the key's thumbprint input (RFC 7638, 3.1).
    pub fn thumbprint_input(&self) -> String {
        let (x, y) = (encode(&self.x), encode(&self.y));
        [r#"{"crv":"P-256","kty":"EC","x":""#, &x, r#"","y":""#, &y, r#""}"#].concat()
    }
}

/// The mark of a device, from the SHA-256 of [`PublicKey::thumbprint_input`]: its first six bytes, as
/// `3F2A-91C0-77BE`. Enough to tell a village's devices apart and to compare by eye; making another key
/// with a given mark would take 2⁴⁸ tries.
pub fn mark(hash: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase();
    let digits: Vec<char> =
        hash.iter().take(6).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

impl Sheet {
    /// What is to be signed: header and claims.
    pub fn signing_input(&self, key: &PublicKey) -> String {
        let (x, y) = (encode(&key.x), encode(&key.y));
        let head = [HEAD[0], &x, HEAD[1], &y, HEAD[2]].concat();
        let quoted: Vec<String> = self.lessons.iter().map(|id| ["\"", id, "\""].concat()).collect();
        let claims = [CLAIMS[0], &self.day, CLAIMS[1], &quoted.join(","), CLAIMS[2]].concat();
        [encode(head.as_bytes()), encode(claims.as_bytes())].join(".")
    }
}

/// The code: what was signed, with its signature.
pub fn seal(input: &str, signature: &[u8; 64]) -> String {
    [input, &encode(signature)].join(".")
}

/// Reads a code, or an address with one behind the `#`. Whether the signature fits is for the caller to
/// find out.
///
/// # Errors
/// It is no code of this form.
pub fn read(text: &str) -> Result<Signed, SheetError> {
    let code = text.trim();
    let code = code.split_once('#').map_or(code, |(_, code)| code);
    let mut parts = code.splitn(3, '.');
    let (Some(head), Some(claims), Some(signature)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(SheetError::NotASheet);
    };
    let plain = |part: &str| decode(part).and_then(|bytes| String::from_utf8(bytes).ok());
    let (Some(head_text), Some(claims_text)) = (plain(head), plain(claims)) else {
        return Err(SheetError::NotASheet);
    };
    let key = key_of(&head_text);
    let Some(key) = key else {
        // Signed sheets of another form say so in their type.
        let ours = head_text.contains(r#""hoc+jwt""#) || head_text.contains(r#""hoc2+jwt""#);
        return Err(if ours && head_text.starts_with('{') {
            SheetError::Newer
        } else {
            SheetError::NotASheet
        });
    };
    let sheet = sheet_of(&claims_text).ok_or(SheetError::Newer)?;
    let signature = decode(signature).and_then(|bytes| bytes.try_into().ok()).ok_or(SheetError::NotASheet)?;
    Ok(Signed { sheet, key, input: [head, claims].join("."), signature })
}

fn key_of(head: &str) -> Option<PublicKey> {
    let rest = head.strip_prefix(HEAD[0])?.strip_suffix(HEAD[2])?;
    let (x, y) = rest.split_once(HEAD[1])?;
    let coordinate = |text: &str| decode(text)?.try_into().ok();
    Some(PublicKey { x: coordinate(x)?, y: coordinate(y)? })
}

fn sheet_of(claims: &str) -> Option<Sheet> {
    let rest = claims.strip_prefix(CLAIMS[0])?.strip_suffix(CLAIMS[2])?;
    let (day, list) = rest.split_once(CLAIMS[1])?;
    day_number(day)?;
    let id = |quoted: &str| {
        let id = quoted.strip_prefix('"')?.strip_suffix('"')?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        (!id.is_empty() && id.len() <= 64 && id.bytes().all(plain)).then(|| id.to_owned())
    };
    let lessons: Option<Vec<String>> =
        if list.is_empty() { Some(Vec::new()) } else { list.split(',').map(id).collect() };
    lessons
        .filter(|lessons| lessons.len() <= MOST_LESSONS)
        .map(|lessons| Sheet { day: day.to_owned(), lessons })
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64url without padding (RFC 4648, 5), as JWS writes bytes.
fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let letter = LETTERS[(group >> (18 - 6 * place)) as usize & 63];
            text.push(char::from(letter));
        }
    }
    text
}

/// Reads what [`encode`] writes and nothing else: no padding, no bits left over.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut group = 0_u32;
        for letter in chunk {
            let value = LETTERS.iter().position(|known| known == letter)?;
            group = group << 6 | u32::try_from(value).ok()?;
        }
        group <<= 6 * (4 - chunk.len());
        let count = chunk.len() * 6 / 8;
        let [_, whole @ ..] = group.to_be_bytes();
        let (kept, rest) = whole.split_at(count);
        if count == 0 || rest.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(kept);
    }
    Some(bytes)
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
