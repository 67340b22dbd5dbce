//! Which next step gains most.

use lang_nghe_sheet::Decimal;

use crate::outcome::Counted;
use crate::{Component, Index, Next, Points, Problem, Record};

/// 1 in the parts that [`Decimal`] counts in.
const UNIT: u128 = Decimal::whole(1).parts().unsigned_abs() as u128;

/// What one next step is worth in one component, everything else staying as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Position of the component in the index.
    pub component: usize,
    /// Whether it is a new one done right, or one that is there put right.
    pub next: Next,
    /// Points that one such step gains, exactly.
    pub gain: Points,
    /// Points that are missing to all of the component's.
    pub missing: Points,
    /// How many such steps lead to all of them; `None` when no number does.
    pub to_full: Option<u64>,
}

impl Index {
    /// One step per component that has counts and is not full, the one that gains most first; equal
    /// ones by what is missing, then in the order of the index. Components of which points were
    /// published, or a share is known but no counts, have no step.
    ///
    /// # Errors
    /// What in the record cannot be.
    pub fn steps(&self, record: &Record) -> Result<Vec<Step>, Vec<Problem>> {
        let problems = record.problems(self);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut steps: Vec<Step> = self
            .components
            .iter()
            .enumerate()
            .filter_map(|(position, component)| {
                let counted = component.counted(self, record).ok()?;
                component.step(position, &counted)
            })
            .collect();
        steps.sort_by(|a, b| b.gain.cmp(&a.gain).then(b.missing.cmp(&a.missing)));
        Ok(steps)
    }

    /// Points that `times` such steps (up to 10,000; more count as that) gain together; `None` where there is nothing left to gain or
    /// no count is known.
    pub fn gain_of(&self, record: &Record, step: &Step, times: u16) -> Option<Points> {
        let component = self.components.get(step.component)?;
        let counted = component.counted(self, record).ok()?;
        component.gain(&counted, times.min(10_000))
    }
}

impl Component {
    fn step(&self, position: usize, counted: &Counted) -> Option<Step> {
        Some(Step {
            component: position,
            next: self.next,
            gain: self.gain(counted, 1)?,
            missing: self.missing(counted)?,
            to_full: self.to_full(counted),
        })
    }

    /// Full points minus those there are, unless there is nothing missing.
    fn missing(&self, counted: &Counted) -> Option<Points> {
        let (over, under) = counted.points.fraction();
        let full = u128::from(self.points) * under;
        (over < full).then(|| Points::new(full - over, under))
    }

    /// What `times` steps gain: never more than is missing.
    ///
    /// For new ones (a+k)/(b+k) − a/b = k(b−a) / (b(b+k)); for repaired ones k/b.
    fn gain(&self, counted: &Counted, times: u16) -> Option<Points> {
        let missing = self.missing(counted)?;
        let [of, lacking, times] = [counted.of, counted.lacking, times.into()].map(u128::from);
        if of == 0 {
            // The first one ever, done right, makes the share 1. There is nothing to repair.
            return (self.next == Next::New && times > 0).then_some(missing);
        }
        let (over, under) = match self.next {
            // So much is wrong that the share stays 0 until the new ones outweigh it.
            Next::New if lacking > of => ((of + times).saturating_sub(lacking), of + times),
            Next::New => (times * lacking, of * (of + times)),
            Next::Repair => (times.min(lacking), of),
        };
        let over = u128::from(self.points) * UNIT * over;
        Some(Points::new(over, under * self.full_at_parts()).min(missing))
    }

    /// The smallest k with 1 − lacking/(b+k) ≥ f for new ones, (a+k)/b ≥ f for repaired ones.
    fn to_full(&self, counted: &Counted) -> Option<u64> {
        let [of, lacking] = [counted.of, counted.lacking].map(u128::from);
        let allowed = UNIT - self.full_at_parts();
        let too_many = (UNIT * lacking).saturating_sub(allowed * of);
        let steps = match self.next {
            Next::New if of == 0 => 1,
            Next::New if allowed == 0 => return None,
            Next::New => too_many.div_ceil(allowed),
            Next::Repair => too_many.div_ceil(UNIT),
        };
        u64::try_from(steps).ok()
    }

    /// The share that earns all points, in parts of [`UNIT`].
    fn full_at_parts(&self) -> u128 {
        u128::from(self.full_at.parts().unsigned_abs())
    }
}
