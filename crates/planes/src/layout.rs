//! How answers lie in columns, and what each answer adds up to there.

use crate::lanes::{Lanes, NONE, Numbers, and, not, or};

/// Where everything lies.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// One per item.
    pub columns: Vec<Column>,
    /// How many planes a block has.
    pub planes: usize,
    /// Sums of points: one per factor.
    pub factors: Vec<Factor>,
    /// What is made of them.
    pub composites: Vec<Composed>,
}

/// The answers to one item. What an item is answered with is a code: 0 for none, then the options in their order, then
/// "not asked" where an item can be left out by chance.
#[derive(Clone, Debug)]
pub struct Column {
    /// First of its planes.
    pub at: usize,
    /// How many planes, up to 8; 0 for an item that is not counted here.
    pub planes: usize,
    /// How many of its codes are options.
    pub options: u8,
    /// Whether one code more means that the item was not asked.
    pub can_be_unasked: bool,
}

/// What a code adds to the sums that its item belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Scored {
    /// The code.
    pub code: usize,
    /// Its points.
    pub points: u8,
    /// Whether it counts as satisfied.
    pub satisfied: bool,
}

/// Items whose points are added up.
#[derive(Clone, Debug, Default)]
pub struct Factor {
    /// By position, with the codes that have points and how many bits those points need.
    pub items: Vec<(usize, Vec<Scored>, usize)>,
    /// Most points that one form can give it.
    pub most: u32,
}

/// How a composite is worked out.
#[derive(Clone, Debug)]
pub enum Composed {
    /// From the sums of these factors: by how many of `items` were answered, from `least` on. `most` points can be given.
    InPlanes {
        /// Positions of the factors.
        factors: Vec<usize>,
        /// Fewest answers of a form that counts.
        least: u32,
        /// How many items the factors have.
        items: u32,
        /// Most points that one form can give.
        most: u32,
    },
    /// Not here.
    FormByForm,
}

impl Layout {
    /// Whether sums of so many points and answers can be kept in planes.
    pub fn holds(points: u32, answers: u32) -> bool {
        Added::up_to(points, answers).is_some()
    }

    /// Room for the sums of each factor, and of each composite of several.
    pub(crate) fn rooms(&self) -> (Vec<Added>, Vec<Option<Added>>) {
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

/// The sums of one factor over one lane of forms.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Added {
    pub(crate) points: Numbers,
    pub(crate) answered: Numbers,
    pub(crate) satisfied: Numbers,
}

impl Added {
    /// Nothing, with room for so many points and answers; `None` if that is too much.
    fn up_to(points: u32, answers: u32) -> Option<Self> {
        let count = Numbers::up_to(answers)?;
        Some(Self { points: Numbers::up_to(points)?, answered: count, satisfied: count })
    }

    /// Adds what was added to another.
    pub(crate) fn add_all(&mut self, other: &Self) {
        self.points.add(other.points.bits());
        self.answered.add(other.answered.bits());
        self.satisfied.add(other.satisfied.bits());
    }

    /// Nothing again.
    pub(crate) fn clear(&mut self) {
        self.points.clear();
        self.answered.clear();
        self.satisfied.clear();
    }

    /// Adds one item's answers; `planes` are those of its column, in this lane.
    #[inline(always)]
    pub(crate) fn add(&mut self, planes: &[Lanes], codes: &[Scored], point_bits: usize) {
        let mut points = [NONE; 8];
        let (mut answered, mut satisfied) = (NONE, NONE);
        for scored in codes {
            let mut of = [u64::MAX; 4];
            for (position, plane) in planes.iter().enumerate() {
                let set = scored.code >> position & 1 == 1;
                of = and(of, if set { *plane } else { not(*plane) });
            }
            for (position, bits) in points[..point_bits].iter_mut().enumerate() {
                if scored.points >> position & 1 == 1 {
                    *bits = or(*bits, of);
                }
            }
            answered = or(answered, of);
            if scored.satisfied {
                satisfied = or(satisfied, of);
            }
        }
        self.points.add(&points[..point_bits]);
        self.answered.add_one(answered);
        self.satisfied.add_one(satisfied);
    }
}
