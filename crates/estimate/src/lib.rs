//! What a sample says about everybody.
//!
//! A [`Design`] is how the people who answered were drawn: from all, from each stratum, by village
//! first, or by village within strata; with weights and the numbers that there were to draw from. It
//! is checked once. Then it turns answers into an [`Estimate`] with a standard error that knows the
//! design, and two estimates into a [`Difference`] with a [`Verdict`].
//!
//! Answers come in rows: one person each, or a whole village as [`Answers`] (n, Σy, Σy²), which is
//! what a tally keeps. Both give the same figures, so a province needs nobody's form.
//!
//! **A group of people is asked for by leaving the others' answers out** ([`Answers::NONE`]), never by
//! leaving their rows out: how many of the group a sample meets is itself chance, and the rows of the
//! others say so. Missing answers are treated the same way.
//!
//! The formulas, their sources, their limits and how they were checked are in `docs/statistics.md`.

mod answers;
mod build;
mod change;
mod design;
mod difference;
mod estimate;
mod groups;
mod linear;
pub mod student;

pub use answers::Answers;
pub use build::{DesignError, DesignWritten, Stage};
pub use change::{Change, NoChange, Share};
pub use design::Design;
pub use difference::{Difference, Verdict};
pub use estimate::{Estimate, Interval, NoEstimate, NoInterval};
pub use groups::{GROUP_PARTS, Groups};
