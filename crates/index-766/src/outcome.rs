//! Points of what is known, and the range in which the total lies.

use lang_nghe_sheet::Decimal;

use crate::{Component, Good, IfNone, Index, Points, Problem, Record};

/// What a record comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// One per group.
    pub groups: Vec<GroupOutcome>,
    /// Points of what is known: the least that the total can be.
    pub known: f64,
    /// Most points that the known parts could have had.
    pub known_of: u32,
    /// The most that the total can be: as if every unknown part had all its points.
    pub high: f64,
    /// The total, if it was published or everything is known.
    pub total: Option<Total>,
    /// Position of the band of the total; also without a total when the whole range lies in it.
    pub band: Option<usize>,
}

/// A total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// With two decimals.
    pub points: Decimal,
    /// Whether it was published; otherwise it was added up here.
    pub published: bool,
}

/// What a group comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupOutcome {
    /// Published points of the whole group; they go before those of its components.
    pub published: Option<Decimal>,
    /// One per component of the group.
    pub components: Vec<ComponentOutcome>,
    /// Points of what is known of it.
    pub known: f64,
    /// Most points that the known parts could have had; all of the group's when nothing is missing.
    pub known_of: u32,
}

/// What a component comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentOutcome {
    /// Position of the component in the index.
    pub component: usize,
    /// Published points; they go before those from counts.
    pub published: Option<Decimal>,
    /// Points from counts, or why there are none.
    pub counted: Result<Counted, Unknown>,
    /// Points from a share, where no count is known.
    pub shared: Option<Shared>,
}

/// Points from a share. Without counts nothing says what a next step is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shared {
    /// The points.
    pub points: Points,
    /// The share of what is as it should be, of one.
    pub share: f64,
}

/// Points from counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The points.
    pub points: Points,
    /// How many are as they should be.
    pub good: u64,
    /// Of how many.
    pub of: u64,
    /// How many are not; more than `of` where one thing counts twice, as overdue and complained about.
    pub lacking: u64,
}

/// Why counts give no points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// A count is missing.
    NoData,
    /// There is nothing of it at all, and the index does not say what that is worth.
    NothingToMeasure,
}

impl ComponentOutcome {
    /// Its points, published ones first.
    pub fn points(&self) -> Option<f64> {
        let counted = self.counted.ok().map(|counted| counted.points);
        let shared = || self.shared.map(|shared| shared.points);
        self.published.map(Decimal::to_f64).or(counted.or_else(shared).map(Points::to_f64))
    }
}

impl GroupOutcome {
    /// Points of the whole group from counts and components, whether or not it was published.
    pub fn counted(&self) -> Option<f64> {
        self.components.iter().map(ComponentOutcome::points).sum()
    }
}

impl Index {
    /// What a record comes to.
    ///
    /// # Errors
    /// What in the record cannot be.
    pub fn outcome(&self, record: &Record) -> Result<Outcome, Vec<Problem>> {
        let problems = record.problems(self);
        if !problems.is_empty() {
            return Err(problems);
        }
        let groups: Vec<_> = (0..self.groups.len()).map(|group| self.group_outcome(group, record)).collect();
        let known = groups.iter().map(|group| group.known).sum();
        let known_of = groups.iter().map(|group| group.known_of).sum();
        let high = known + f64::from(self.points() - known_of);
        let added_up = (known_of == self.points()).then(|| Decimal::nearest_hundredth(known));
        let total = match (record.total, added_up) {
            (Some(points), _) => Some(Total { points, published: true }),
            (None, points) => points.map(|points| Total { points, published: false }),
        };
        let of = |points: f64| self.band(Decimal::nearest_hundredth(points));
        let band = match total {
            Some(total) => self.band(total.points),
            None => of(known).filter(|band| of(high) == Some(*band)),
        };
        Ok(Outcome { groups, known, known_of, high, total, band })
    }

    fn group_outcome(&self, group: usize, record: &Record) -> GroupOutcome {
        let Some(whole) = self.groups.get(group) else {
            return GroupOutcome { published: None, components: Vec::new(), known: 0.0, known_of: 0 };
        };
        let published = record.published.get(&whole.id).copied();
        let components: Vec<_> = self
            .components_of(group)
            .map(|(position, component)| {
                let counted = component.counted(self, record);
                ComponentOutcome {
                    component: position,
                    published: record.published.get(&component.id).copied(),
                    counted,
                    shared: if counted.is_ok() { None } else { component.shared(self, record) },
                }
            })
            .collect();
        let parts = components.iter().zip(self.components_of(group));
        let (known, known_of) = match published {
            Some(points) => (points.to_f64(), whole.points),
            None => parts.fold((0.0, 0), |(known, known_of), (outcome, (_, component))| {
                outcome
                    .points()
                    .map_or((known, known_of), |points| (known + points, known_of + component.points))
            }),
        };
        GroupOutcome { published, components, known, known_of }
    }
}

impl Component {
    /// How many are as they should be, of how many, and the points of that.
    pub(crate) fn counted(&self, index: &Index, record: &Record) -> Result<Counted, Unknown> {
        let count =
            |position: &usize| record.counts.get(index.count(*position)).copied().ok_or(Unknown::NoData);
        let of = count(&self.of)?;
        let lacking = match &self.good {
            Good::Count(good) => of.saturating_sub(count(good)?),
            Good::AllBut(counts) => {
                counts.iter().try_fold(0u64, |sum, one| Ok(sum.saturating_add(count(one)?)))?
            }
        };
        let good = of.saturating_sub(lacking);
        let points = match (of, self.if_none) {
            (0, IfNone::Unknown) => return Err(Unknown::NothingToMeasure),
            (0, IfNone::Zero) => Points::ZERO,
            (0, IfNone::Full) => Points::whole(self.points),
            _ => self.points_at(good.into(), of.into()),
        };
        Ok(Counted { points, good, of, lacking })
    }

    /// The points of a share that somebody gave in place of a count.
    fn shared(&self, index: &Index, record: &Record) -> Option<Shared> {
        let share = |position: &usize| {
            let percent = record.shares.get(index.count(*position))?;
            u128::try_from(percent.parts()).ok()
        };
        // In parts of a percent as fine as a decimal is.
        let all = u128::try_from(Decimal::whole(100).parts()).ok()?;
        let good = match &self.good {
            Good::Count(good) => share(good)?,
            Good::AllBut(counts) => {
                let none =
                    |position: &usize| record.counts.get(index.count(*position)).filter(|count| **count == 0);
                let lacking = counts.iter().map(|one| share(one).or(none(one).map(|_| 0)));
                all.saturating_sub(lacking.sum::<Option<u128>>()?)
            }
        };
        Some(Shared { points: self.points_at(good, all), share: good as f64 / all as f64 })
    }

    /// points × min(1, (good / of) / full_at), for `of` above 0.
    fn points_at(&self, good: u128, of: u128) -> Points {
        let most = u128::from(self.points);
        let over = most * good * u128::from(Decimal::whole(1).parts().unsigned_abs());
        let under = of * u128::from(self.full_at.parts().unsigned_abs());
        Points::new(over, under).min(Points::whole(self.points))
    }
}
