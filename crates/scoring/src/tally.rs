//! What records add up to, kept apart by point, procedure, mode and what was noticed.

use std::collections::BTreeMap;

use lang_nghe_instrument::{AnswerFault, Instrument};
use lang_nghe_quality::Flags;
use lang_nghe_record::{Mode, Record};

use crate::cell::Cell;
use crate::composite::Composite;
use crate::reading::Reading;
use crate::{CAPACITY, MOST_STRATA};

/// The part of the records that a cell counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stratum {
    /// Service point, if the record names one.
    pub point: Option<String>,
    /// Kind of procedure, if the record names one.
    pub procedure: Option<String>,
    /// Who pressed the answers.
    pub mode: Mode,
    /// What the device noticed; `None` if it did not look.
    pub flags: Option<Flags>,
}

impl Stratum {
    /// The stratum a record belongs to.
    pub fn of(record: &Record) -> Self {
        let procedure = record.about.iter().find(|(question, _)| question == "procedure");
        Self {
            point: record.point.clone(),
            procedure: procedure.map(|(_, option)| option.clone()),
            mode: record.mode,
            flags: record.flags.as_ref().map(|names| Flags::named(names.iter().map(String::as_str))),
        }
    }
}

/// What a set of records adds up to. Tallies of one instrument version are a commutative monoid:
/// [`Tally::new`] is the identity, [`Tally::merge`] the sum, and equal sets of records give equal
/// tallies and equal bytes, whatever the order and the place of counting.
///
/// A tally knows nothing of campaigns and of codes of points and procedures: whoever counts records
/// from outside checks those first, or a flood of invented codes makes a tally grow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub(crate) instrument: String,
    pub(crate) version: String,
    /// The cell of no records: the shape that every cell has.
    pub(crate) blank: Cell,
    pub(crate) records: u64,
    pub(crate) strata: BTreeMap<Stratum, Cell>,
}

/// Why a record or a tally cannot be added. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TallyError {
    /// The record answers, or the tally counts, another instrument or version.
    #[error("this tally counts {expected}, not {found}")]
    OtherInstrument {
        /// What this tally counts, as `id@version`.
        expected: String,
        /// What came.
        found: String,
    },
    /// The instrument given has other items or options than the one this tally was made for,
    /// under the same name and version.
    #[error("the items or options of this instrument version differ from those counted so far")]
    OtherShape,
    /// An answer to an item that the instrument does not have.
    #[error("the instrument has no item {item}")]
    UnknownItem {
        /// The item named.
        item: String,
    },
    /// An answer that the item's scale does not offer.
    #[error("item {item} has no option {option}")]
    UnknownOption {
        /// The item.
        item: String,
        /// The option named.
        option: String,
    },
    /// An answer that does not fit the item's kind or range.
    #[error("the answer to item {item} does not fit: {fault}")]
    Unfit {
        /// The item.
        item: String,
        /// Why.
        fault: AnswerFault,
    },
    /// The blocks that the form says it asked are none that the instrument asks together.
    #[error("the blocks of the form are none that this instrument asks together")]
    Blocks,
    /// An answer to an item of a block that the form did not ask.
    #[error("item {item} stands in a block that the form did not ask")]
    NotAsked {
        /// The item.
        item: String,
    },
    /// Two answers to one item.
    #[error("item {item} is answered twice")]
    DuplicateItem {
        /// The item.
        item: String,
    },
    /// The items of a factor or the total weigh more than own values can be kept exactly for.
    #[error("the weights of a factor or the total add up to more than 60")]
    CompositeTooLong,
    /// There is no room for more records.
    #[error("the tally is full: it holds at most {CAPACITY} records")]
    Full,
    /// There is no room for more combinations of point, procedure, mode and what was noticed.
    #[error(
        "the tally holds at most {MOST_STRATA} combinations of point, procedure, mode and what was noticed"
    )]
    TooManyStrata,
}

impl Tally {
    /// The tally of no records.
    pub fn new(instrument: &Instrument) -> Self {
        Self {
            instrument: instrument.id.clone(),
            version: instrument.version.clone(),
            blank: Cell::empty(instrument),
            records: 0,
            strata: BTreeMap::new(),
        }
    }

    /// The tally of no records, of what `other` counts.
    pub fn new_like(other: &Self) -> Self {
        Self { records: 0, strata: BTreeMap::new(), ..other.clone() }
    }

    /// Id and version of the instrument counted.
    pub fn instrument(&self) -> (&str, &str) {
        (&self.instrument, &self.version)
    }

    /// Number of records counted.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Counts one record.
    ///
    /// # Errors
    /// The record is none of this instrument's, or the tally is full. Nothing was changed.
    pub fn add(&mut self, instrument: &Instrument, record: &Record) -> Result<(), TallyError> {
        self.accepts(&instrument.id, &instrument.version)?;
        self.accepts(&record.instrument, &record.version)?;
        if !Cell::empty(instrument).same_shape(&self.blank) {
            return Err(TallyError::OtherShape);
        }
        let reading = Reading::of(instrument, record)?;
        let mut own = Vec::with_capacity(self.blank.composites.len());
        for composite in Composite::all(instrument) {
            if composite.unit.is_none() {
                return Err(TallyError::CompositeTooLong);
            }
            own.push(composite.value(instrument, &reading.chosen));
        }
        if self.records >= CAPACITY {
            return Err(TallyError::Full);
        }
        let stratum = Stratum::of(record);
        if self.strata.len() >= MOST_STRATA && !self.strata.contains_key(&stratum) {
            return Err(TallyError::TooManyStrata);
        }
        self.strata.entry(stratum).or_insert_with(|| self.blank.clone()).count(&reading, &own);
        self.records += 1;
        Ok(())
    }

    /// Adds all that another tally counted.
    ///
    /// # Errors
    /// The other counts another instrument, or both together do not fit. Nothing was changed.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        self.accepts(&other.instrument, &other.version)?;
        if !self.blank.same_shape(&other.blank) {
            return Err(TallyError::OtherShape);
        }
        if self.records + other.records > CAPACITY {
            return Err(TallyError::Full);
        }
        let news = other.strata.keys().filter(|stratum| !self.strata.contains_key(*stratum)).count();
        if self.strata.len() + news > MOST_STRATA {
            return Err(TallyError::TooManyStrata);
        }
        let sums = other.strata.iter().map(|(stratum, cell)| {
            let here = self.strata.get(stratum).unwrap_or(&self.blank);
            Some((stratum.clone(), here.plus(cell)?))
        });
        let sums: Vec<_> = sums.collect::<Option<_>>().ok_or(TallyError::Full)?;
        self.strata.extend(sums);
        self.records += other.records;
        Ok(())
    }

    /// Takes out records that were counted before. False, with nothing changed, if they cannot have been.
    pub fn take_out(&mut self, other: &Self) -> bool {
        let left = other.strata.iter().map(|(stratum, cell)| {
            let left = self.strata.get(stratum)?.minus(cell)?;
            Some((stratum.clone(), left))
        });
        let fits =
            self.accepts(&other.instrument, &other.version).is_ok() && self.blank.same_shape(&other.blank);
        let Some(left) = left.collect::<Option<Vec<_>>>().filter(|_| fits) else { return false };
        self.strata.extend(left);
        self.strata.retain(|_, cell| cell.records > 0);
        self.records -= other.records;
        true
    }

    /// The part of the records in the strata that `wanted` says yes to.
    #[must_use]
    pub fn part(&self, wanted: impl Fn(&Stratum) -> bool) -> Self {
        let strata = self.strata.iter().filter(|(stratum, _)| wanted(stratum));
        let strata: BTreeMap<_, _> = strata.map(|(stratum, cell)| (stratum.clone(), cell.clone())).collect();
        Self { records: strata.values().map(|cell| cell.records).sum(), strata, ..self.clone() }
    }

    /// The same records with strata put together: each counts in the one that `into` makes of its own.
    #[must_use]
    pub fn regrouped(&self, into: impl Fn(&Stratum) -> Stratum) -> Self {
        let mut tally = Self { strata: BTreeMap::new(), ..self.clone() };
        for (stratum, cell) in &self.strata {
            let here = tally.strata.entry(into(stratum)).or_insert_with(|| self.blank.clone());
            // All records of this tally fit together, so some of them do.
            *here = here.plus(cell).unwrap_or_else(|| here.clone());
        }
        tally
    }

    /// The same records with these signs added to what was noticed about each: what shows only where forms come
    /// together. Records whose device did not look carry these signs alone.
    #[must_use]
    pub fn marked(&self, signs: Flags) -> Self {
        if signs.is_empty() {
            return self.clone();
        }
        let mut marked = Self { strata: BTreeMap::new(), ..self.clone() };
        for (stratum, cell) in &self.strata {
            let flags = Some(stratum.flags.unwrap_or_default().and(signs));
            let here = marked.strata.entry(Stratum { flags, ..stratum.clone() });
            let here = here.or_insert_with(|| self.blank.clone());
            // All records of this tally fit together (`add` and `merge` see to it), so some of them do.
            *here = here.plus(cell).unwrap_or_else(|| here.clone());
        }
        marked
    }

    /// The strata that hold records, in a fixed order, with their cells.
    pub fn strata(&self) -> impl Iterator<Item = (&Stratum, &Cell)> {
        self.strata.iter()
    }

    /// The cell of all records.
    pub fn total(&self) -> Cell {
        self.select(|_| true)
    }

    /// The cell of the records in the strata that `wanted` says yes to.
    pub fn select(&self, wanted: impl Fn(&Stratum) -> bool) -> Cell {
        let cells = self.strata.iter().filter(|(stratum, _)| wanted(stratum)).map(|(_, cell)| cell);
        // All strata together fit (`add` and `merge` see to it), so some of them do.
        cells.fold(self.blank.clone(), |sum, cell| sum.plus(cell).unwrap_or(sum))
    }

    pub(crate) fn accepts(&self, id: &str, version: &str) -> Result<(), TallyError> {
        if (id, version) == self.instrument() {
            return Ok(());
        }
        Err(TallyError::OtherInstrument {
            expected: [&self.instrument, "@", &self.version].concat(),
            found: [id, "@", version].concat(),
        })
    }
}
