//! A tally as bytes: small, the same for equal tallies, and never trusted when read.
//!
//! Form 2: the byte 2; postcard of (instrument, version, the blank cell, the strata in order); then
//! eight bytes of FNV-1a over all before. Form 1 knew single choices only, and nothing of what was noticed. The check sum finds damage, not malice: on a device these
//! bytes rest encrypted and authenticated.

use std::collections::BTreeMap;

use lang_nghe_quality::Flags;
use lang_nghe_record::Mode;
use serde::{Deserialize, Serialize};

use crate::cell::{Cell, Sums};
use crate::counts::{Detail, ItemCounts};
use crate::tally::{Stratum, Tally};
use crate::{CAPACITY, MOST_STRATA};

/// The form written by this version. Older forms stay readable: [`Tally::decode`] gets an arm for
/// each, and a test with kept bytes of every form.
const FORM: u8 = 2;

const CHECK_LEN: usize = 8;

/// Bytes that are no tally.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Written by a newer version of the program.
    #[error("the tally was written by a newer version (form {0}); update to read it")]
    Newer(u8),
    /// Cut short, changed, or never a tally.
    #[error("the tally is damaged")]
    Damaged,
}

#[derive(Serialize, Deserialize)]
struct Stored<'a, C, S> {
    #[serde(borrow)]
    instrument: &'a str,
    version: &'a str,
    blank: C,
    strata: Vec<S>,
}

#[derive(Serialize, Deserialize)]
struct StoredStratum<'a, C> {
    point: Option<&'a str>,
    procedure: Option<&'a str>,
    mode: &'a str,
    flags: Option<u8>,
    cell: C,
}

/// A stratum of form 1.
#[derive(Deserialize)]
struct Stratum1<'a> {
    point: Option<&'a str>,
    procedure: Option<&'a str>,
    mode: &'a str,
    cell: Cell1,
}

/// A cell of form 1.
#[derive(Deserialize)]
struct Cell1 {
    records: u64,
    items: Vec<(Vec<u64>, u64)>,
    composites: Vec<Sums>,
}

impl From<Cell1> for Cell {
    fn from(old: Cell1) -> Self {
        let items = old.items.into_iter();
        let items =
            items.map(|(options, none)| ItemCounts { options, none, unasked: 0, detail: Detail::One });
        Self { records: old.records, items: items.collect(), composites: old.composites }
    }
}

impl<'a> From<Stratum1<'a>> for StoredStratum<'a, Cell> {
    fn from(old: Stratum1<'a>) -> Self {
        let Stratum1 { point, procedure, mode, cell } = old;
        Self { point, procedure, mode, flags: None, cell: cell.into() }
    }
}

impl Tally {
    /// The tally as bytes; equal tallies give equal bytes.
    pub fn encode(&self) -> Vec<u8> {
        let strata = self.strata.iter().map(|(stratum, cell)| StoredStratum {
            point: stratum.point.as_deref(),
            procedure: stratum.procedure.as_deref(),
            mode: stratum.mode.code(),
            flags: stratum.flags.map(Flags::bits),
            cell,
        });
        let stored = Stored {
            instrument: &self.instrument,
            version: &self.version,
            blank: &self.blank,
            strata: strata.collect(),
        };
        // Writing plain structs into memory does not fail; an empty answer would be refused on reading.
        let mut bytes = postcard::to_extend(&stored, vec![FORM]).unwrap_or_default();
        bytes.extend(check_sum(&bytes));
        bytes
    }

    /// Reads what [`Tally::encode`] of this or an older version wrote.
    ///
    /// # Errors
    /// The bytes are damaged, or of a newer form.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let split = bytes.len().checked_sub(CHECK_LEN).ok_or(DecodeError::Damaged)?;
        let (body, check) = bytes.split_at(split);
        if check != check_sum(body) {
            return Err(DecodeError::Damaged);
        }
        match body.split_first() {
            Some((&FORM, rest)) => read::<Cell, StoredStratum<'_, Cell>>(rest).ok_or(DecodeError::Damaged),
            Some((1, rest)) => read::<Cell1, Stratum1<'_>>(rest).ok_or(DecodeError::Damaged),
            Some((&form, _)) if form > FORM => Err(DecodeError::Newer(form)),
            _ => Err(DecodeError::Damaged),
        }
    }
}

fn read<'a, C, S>(bytes: &'a [u8]) -> Option<Tally>
where
    C: Deserialize<'a> + Into<Cell>,
    S: Deserialize<'a> + Into<StoredStratum<'a, Cell>>,
{
    let (stored, rest) = postcard::take_from_bytes::<Stored<'_, C, S>>(bytes).ok()?;
    let blank: Cell = stored.blank.into();
    let sound = |cell: &Cell| cell.same_shape(&blank) && cell.adds_up();
    if !rest.is_empty() || blank.records != 0 || !sound(&blank) || stored.strata.len() > MOST_STRATA {
        return None;
    }
    let mut strata = BTreeMap::new();
    let mut records = 0;
    for entry in stored.strata {
        let entry: StoredStratum<'_, Cell> = entry.into();
        let flags = match entry.flags {
            Some(bits) => Some(Flags::from_bits(bits)?),
            None => None,
        };
        let stratum = Stratum {
            point: entry.point.map(str::to_owned),
            procedure: entry.procedure.map(str::to_owned),
            mode: Mode::parse(entry.mode)?,
            flags,
        };
        let in_order = strata.last_key_value().is_none_or(|(last, _)| *last < stratum);
        if !in_order || entry.cell.records == 0 || !sound(&entry.cell) {
            return None;
        }
        records += entry.cell.records;
        strata.insert(stratum, entry.cell);
    }
    (records <= CAPACITY).then_some(Tally {
        instrument: stored.instrument.to_owned(),
        version: stored.version.to_owned(),
        blank,
        records,
        strata,
    })
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923). Each step is one-to-one, so any single changed byte
/// changes the sum.
fn check_sum(bytes: &[u8]) -> [u8; CHECK_LEN] {
    let sum = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    sum.to_le_bytes()
}
