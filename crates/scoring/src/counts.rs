//! How often each answer to an item was given, by the kind of the item.

use lang_nghe_instrument::{Answer, Instrument, Item, Kind, OptionKind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::cell::Moments;

/// How often each option of an item was chosen, and what else its kind is counted by.
///
/// Of words nothing is counted: a text is read by people, in the record. Of numbers the lowest and highest are not
/// kept, although they would merge: each is one person's own answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemCounts {
    /// One per option of the item's scale, "không áp dụng" among them; none for words.
    pub options: Vec<u64>,
    /// Records without an answer to this item, although it was asked or did not apply to them.
    pub none: u64,
    /// Records of forms that did not ask it, because chance drew other blocks.
    pub unasked: u64,
    /// What only some kinds are counted by.
    pub detail: Detail,
}

/// What only some kinds of items are counted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Detail {
    /// One option is one answer.
    #[default]
    One,
    /// Several options are one answer.
    Several {
        /// Records with an answer other than "không áp dụng".
        answered: u64,
    },
    /// Whole numbers.
    Number {
        /// Records with a number.
        answered: u64,
        /// Their sums. Both 0 where they are not shown.
        moments: Moments,
    },
    /// Words, which are not counted.
    Words,
}

impl ItemCounts {
    /// The counts of no records.
    pub(crate) fn empty(instrument: &Instrument, item: &Item) -> Self {
        let detail = match item.kind {
            Kind::One => Detail::One,
            Kind::Several { .. } => Detail::Several { answered: 0 },
            Kind::Number { .. } => Detail::Number { answered: 0, moments: Moments::default() },
            Kind::Words { .. } => Detail::Words,
        };
        let options = if detail == Detail::Words { 0 } else { instrument.scale_of(item).options.len() };
        Self { options: vec![0; options], none: 0, unasked: 0, detail }
    }

    pub(crate) fn same_shape(&self, other: &Self) -> bool {
        self.options.len() == other.options.len()
            && std::mem::discriminant(&self.detail) == std::mem::discriminant(&other.detail)
    }

    /// Adds what one record says.
    pub(crate) fn count(&mut self, answer: Option<&Answer>, unasked: bool) {
        if self.detail == Detail::Words {
            return;
        }
        let chosen: &[usize] = match (answer, &mut self.detail) {
            (Some(Answer::One(option)), _) => std::slice::from_ref(option),
            (Some(Answer::Several(options)), Detail::Several { answered }) => {
                *answered += 1;
                options
            }
            (Some(Answer::Number(number)), Detail::Number { answered, moments }) => {
                *answered += 1;
                moments.count((*number).into());
                return;
            }
            _ => &[],
        };
        if chosen.is_empty() {
            *(if unasked { &mut self.unasked } else { &mut self.none }) += 1;
        }
        for option in chosen {
            if let Some(count) = self.options.get_mut(*option) {
                *count += 1;
            }
        }
    }

    /// Answers that count: neither "không áp dụng" nor missing.
    pub fn valid(&self, instrument: &Instrument, item: &Item) -> u64 {
        match self.detail {
            Detail::Several { answered } | Detail::Number { answered, .. } => answered,
            Detail::Words => 0,
            Detail::One => {
                let away = |option| {
                    matches!(instrument.counts_as(item, option), None | Some(OptionKind::NotApplicable))
                };
                let given = self.options.iter().enumerate().filter(|(option, _)| !away(*option));
                given.fold(0, |sum, (_, count)| sum.saturating_add(*count))
            }
        }
    }

    /// Makes them those of so many records of which nobody answered: what is shown where counts are not.
    pub fn leave_out(&mut self, records: u64) {
        self.options.fill(0);
        (self.none, self.unasked) = (records, 0);
        self.detail = match self.detail {
            Detail::Several { .. } => Detail::Several { answered: 0 },
            Detail::Number { .. } => Detail::Number { answered: 0, moments: Moments::default() },
            other => other,
        };
    }

    pub(crate) fn plus(&self, other: &Self) -> Option<Self> {
        let options = self.options.iter().zip(&other.options).map(|(a, b)| a.checked_add(*b));
        Some(Self {
            options: options.collect::<Option<_>>()?,
            none: self.none.checked_add(other.none)?,
            unasked: self.unasked.checked_add(other.unasked)?,
            detail: self.detail.plus(&other.detail)?,
        })
    }

    pub(crate) fn minus(&self, part: &Self) -> Option<Self> {
        let options = self.options.iter().zip(&part.options).map(|(a, b)| a.checked_sub(*b));
        Some(Self {
            options: options.collect::<Option<_>>()?,
            none: self.none.checked_sub(part.none)?,
            unasked: self.unasked.checked_sub(part.unasked)?,
            detail: self.detail.minus(&part.detail)?,
        })
    }

    /// Whether these could be the counts of so many records.
    pub(crate) fn adds_up(&self, records: u64) -> bool {
        let sum = |counts: &[u64]| counts.iter().try_fold(0u64, |sum, count| sum.checked_add(*count));
        let all = |answered: Option<u64>| {
            let answered = answered?.checked_add(self.none)?.checked_add(self.unasked)?;
            (answered == records).then_some(())
        };
        match self.detail {
            Detail::One => all(sum(&self.options)).is_some(),
            Detail::Several { answered } => {
                let Some((away, options)) = self.options.split_last() else { return false };
                let ticks = sum(options);
                all(answered.checked_add(*away)).is_some()
                    && options.iter().all(|count| *count <= answered)
                    && ticks.is_some_and(|ticks| ticks >= answered)
            }
            Detail::Number { answered, moments } => {
                let away = sum(&self.options);
                all(away.and_then(|away| away.checked_add(answered))).is_some()
                    && (moments == Moments::default() || moments.spread(answered).is_some())
            }
            Detail::Words => self.options.is_empty() && (self.none, self.unasked) == (0, 0),
        }
    }

    /// Whether they could be those of this item.
    pub(crate) fn possible(&self, item: &Item) -> bool {
        match (self.detail, item.kind) {
            (Detail::Number { answered, moments }, Kind::Number { least, most, .. }) => {
                moments == Moments::default() || moments.within(answered, least.into(), most.into())
            }
            (Detail::Several { answered }, Kind::Several { most, .. }) => {
                let ticks: u128 = self.options.iter().rev().skip(1).map(|count| u128::from(*count)).sum();
                ticks <= u128::from(answered) * u128::from(most)
            }
            _ => item.block.is_some() || self.unasked == 0,
        }
    }
}

impl Detail {
    fn plus(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Several { answered }, Self::Several { answered: more }) => {
                Some(Self::Several { answered: answered.checked_add(*more)? })
            }
            (Self::Number { answered, moments }, Self::Number { answered: more, moments: others }) => {
                Some(Self::Number { answered: answered.checked_add(*more)?, moments: moments.plus(others)? })
            }
            (here, there) => (here == there).then_some(*here),
        }
    }

    fn minus(&self, part: &Self) -> Option<Self> {
        match (self, part) {
            (Self::Several { answered }, Self::Several { answered: less }) => {
                Some(Self::Several { answered: answered.checked_sub(*less)? })
            }
            (Self::Number { answered, moments }, Self::Number { answered: less, moments: part }) => {
                Some(Self::Number { answered: answered.checked_sub(*less)?, moments: moments.minus(part)? })
            }
            (here, there) => (here == there).then_some(*here),
        }
    }
}

/// As JSON, where what is usual is left out, so that releases stay as they were before there were kinds.
#[derive(Serialize, Deserialize)]
struct Readable {
    options: Vec<u64>,
    none: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    unasked: u64,
    #[serde(default, skip_serializing_if = "is_one")]
    detail: Detail,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

fn is_one(detail: &Detail) -> bool {
    *detail == Detail::One
}

impl Serialize for ItemCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { options, none, unasked, detail } = self;
        if serializer.is_human_readable() {
            let options = options.clone();
            Readable { options, none: *none, unasked: *unasked, detail: *detail }.serialize(serializer)
        } else {
            (options, none, unasked, detail).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for ItemCounts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let Readable { options, none, unasked, detail } = Readable::deserialize(deserializer)?;
            Ok(Self { options, none, unasked, detail })
        } else {
            let (options, none, unasked, detail) = Deserialize::deserialize(deserializer)?;
            Ok(Self { options, none, unasked, detail })
        }
    }
}
