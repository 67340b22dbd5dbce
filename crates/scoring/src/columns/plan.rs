//! How an instrument's answers lie in columns, and what each answer means there.

use lang_nghe_instrument::{Instrument, Kind, OptionKind};

use super::lanes::{Lanes, NONE, Numbers};
use crate::TallyError;
use crate::composite::Composite;

/// Most codes that a byte tells apart from "no answer".
const MOST_CODES: usize = 255;

/// Where everything lies, worked out once per instrument.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// One per item.
    pub(super) columns: Vec<Column>,
    /// How many planes a block has.
    pub(super) planes: usize,
    /// Composites that are added up in planes: one per factor.
    pub(super) factors: Vec<Factor>,
    /// One per composite of the instrument.
    pub(super) composites: Vec<Composed>,
}

/// The answers to one item. What an item is answered with is a code: 0 for none, then the options in their order, then
/// "not asked" where the item stands in a block.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// First of its planes.
    pub(super) at: usize,
    /// How many planes; 0 for an item that is not a single choice and is counted form by form.
    pub(super) planes: usize,
    /// How many of its codes are options.
    pub(super) options: u8,
    /// Whether one code more means that the item was not asked.
    pub(super) can_be_unasked: bool,
}

/// What a code adds to the composites that its item belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scored {
    pub(super) code: usize,
    pub(super) points: u8,
    pub(super) satisfied: bool,
}

/// A factor whose answers are added up in planes.
#[derive(Clone, Debug, Default)]
pub(super) struct Factor {
    /// Its items, by position, with the codes that have points and how many bits those points need.
    pub(super) items: Vec<(usize, Vec<Scored>, usize)>,
    /// Most points that one form can give it.
    pub(super) most: u32,
}

/// How a composite is worked out.
#[derive(Clone, Debug)]
pub(super) enum Composed {
    /// From the sums of these factors: by how many of `items` were answered, from `least` on. `most` points can be given.
    InPlanes { factors: Vec<usize>, least: u32, items: u32, most: u32 },
    /// From every form by itself: weights, conditions and parts that count alike need it.
    FormByForm,
}

/// The sums of one factor over one lane of forms.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Added {
    pub(super) points: Numbers,
    pub(super) answered: Numbers,
    pub(super) satisfied: Numbers,
}

impl Plan {
    /// The plan of an instrument.
    ///
    /// # Errors
    /// Own values of a composite would be too long to be kept exactly.
    pub(super) fn of(instrument: &Instrument) -> Result<Self, TallyError> {
        let mut planes = 0;
        let columns: Vec<Column> = instrument
            .items
            .iter()
            .map(|item| {
                let codes = instrument.scale_of(item).options.len() + usize::from(item.block.is_some());
                let fits = item.kind == Kind::One && codes <= MOST_CODES;
                let its = if fits { (usize::BITS - codes.leading_zeros()) as usize } else { 0 };
                let options = instrument.scale_of(item).options.len().min(MOST_CODES);
                let column = Column {
                    at: planes,
                    planes: its,
                    options: options as u8,
                    can_be_unasked: item.block.is_some(),
                };
                planes += its;
                column
            })
            .collect();
        let factors: Vec<Factor> = (0..instrument.factors.len()).map(|of| factor(instrument, of)).collect();
        let composites = Composite::all(instrument);
        if composites.iter().any(|composite| composite.unit.is_none()) {
            return Err(TallyError::CompositeTooLong);
        }
        let composites =
            composites.iter().map(|composite| composed(instrument, composite, &factors)).collect();
        Ok(Self { columns, planes, factors, composites })
    }

    /// Room for the sums of each factor, and of each composite of several.
    pub(super) fn rooms(&self) -> (Vec<Added>, Vec<Option<Added>>) {
        let factors = self.factors.iter().map(|factor| Added::up_to(factor.most, factor.items.len() as u32));
        let composites = self.composites.iter().map(|composed| match composed {
            Composed::InPlanes { factors, items, most, .. } if factors.len() != 1 => {
                Added::up_to(*most, *items)
            }
            _ => None,
        });
        // A factor that does not fit is used by no composite.
        (factors.map(Option::unwrap_or_default).collect(), composites.collect())
    }
}

fn factor(instrument: &Instrument, of: usize) -> Factor {
    let mut factor = Factor::default();
    for (position, item) in instrument.items.iter().enumerate().filter(|(_, item)| item.factor == Some(of)) {
        let Some((_, highest)) = instrument.range_of(item).filter(|_| item.kind == Kind::One) else {
            continue;
        };
        let codes = (0..instrument.scale_of(item).options.len()).filter_map(|option| {
            match instrument.counts_as(item, option)? {
                OptionKind::Scored { points, satisfied } => {
                    Some(Scored { code: option + 1, points, satisfied })
                }
                OptionKind::Unscored | OptionKind::NotApplicable => None,
            }
        });
        factor.items.push((position, codes.collect(), (u8::BITS - highest.leading_zeros()) as usize));
        factor.most += u32::from(highest);
    }
    factor
}

fn composed(instrument: &Instrument, composite: &Composite, factors: &[Factor]) -> Composed {
    let plain = |position: usize| {
        let item = instrument.items.get(position);
        item.is_some_and(|item| {
            let few = instrument.scale_of(item).options.len() < MOST_CODES;
            item.weight == 1 && item.relevant.is_empty() && item.kind == Kind::One && few
        })
    };
    let [group] = composite.groups() else { return Composed::FormByForm };
    let added = |factor: &Factor| factor.items.iter().any(|(position, ..)| group.contains(position));
    let of: Vec<usize> = (0..factors.len()).filter(|factor| added(&factors[*factor])).collect();
    let items: usize = of.iter().map(|factor| factors[*factor].items.len()).sum();
    // A group is made of whole factors; should that ever change, forms are counted one by one.
    let whole = items == group.len() && group.iter().all(|position| plain(*position));
    let most = of.iter().map(|factor| factors[*factor].most).sum();
    if whole && Added::up_to(most, items as u32).is_some() {
        Composed::InPlanes { factors: of, least: composite.least_of(items) as u32, items: items as u32, most }
    } else {
        Composed::FormByForm
    }
}

impl Added {
    /// Nothing, with room for so many points and answers; `None` if that is too much.
    fn up_to(points: u32, answers: u32) -> Option<Self> {
        let count = Numbers::up_to(answers)?;
        Some(Self { points: Numbers::up_to(points)?, answered: count, satisfied: count })
    }

    /// Adds what was added to another.
    pub(super) fn add_all(&mut self, other: &Self) {
        self.points.add(other.points.bits());
        self.answered.add(other.answered.bits());
        self.satisfied.add(other.satisfied.bits());
    }

    /// Nothing again.
    pub(super) fn clear(&mut self) {
        self.points.clear();
        self.answered.clear();
        self.satisfied.clear();
    }

    /// Adds one item's answers; `planes` are those of its column, in this lane.
    #[inline(always)]
    pub(super) fn add(&mut self, planes: &[Lanes], codes: &[Scored], point_bits: usize) {
        let mut points = [NONE; 8];
        let (mut answered, mut satisfied) = (NONE, NONE);
        for scored in codes {
            let mut of = [u64::MAX; 4];
            for (position, plane) in planes.iter().enumerate() {
                let set = scored.code >> position & 1 == 1;
                of = super::lanes::and(of, if set { *plane } else { super::lanes::not(*plane) });
            }
            for (position, bits) in points[..point_bits].iter_mut().enumerate() {
                if scored.points >> position & 1 == 1 {
                    *bits = super::lanes::or(*bits, of);
                }
            }
            answered = super::lanes::or(answered, of);
            if scored.satisfied {
                satisfied = super::lanes::or(satisfied, of);
            }
        }
        self.points.add(&points[..point_bits]);
        self.answered.add_one(answered);
        self.satisfied.add_one(satisfied);
    }
}
