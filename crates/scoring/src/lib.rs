//! Records add up to a tally; a score is a pure function of a tally.
//!
//! A [`Tally`] keeps whole numbers only: per stratum (point, procedure, mode) and item the count of
//! every option and of no answer, and per composite (each factor, then the total) how many
//! respondents have an own value, the sum of those values and of their squares. Tallies of parts add
//! up to the tally of the whole, on a phone as on a province's hub, to the last bit. [`score`] turns
//! one [`Cell`] into figures, each with n and a 95 % interval; it is the only place with fractions.
//!
//! Formulas, all as percentages (`formulas` of the instrument says which, the first is the headline):
//! - share satisfied: answers in the top box / valid answers; Wilson interval for an item;
//! - mean / highest points × 100, and (mean − lowest) / (highest − lowest) × 100; t-interval;
//! - a factor's or the total's value is the mean of the respondents' own values (own mean points, own
//!   share satisfied over the items they answered), with the t-interval of those values: answers
//!   of one person belong together, so people are counted, not answers.
//!
//! An item can count more than once (weight), the other way round (reversed), or by its right answer; a
//! total can take all items alike, the parts alike, or not exist.
//!
//! Of an item that takes several options, each option's share of those who answered it; of one that asks for a
//! number, the mean with its t-interval. Words are not counted.
//!
//! An item in a block that a form did not ask is no missing answer, and counts as none: its n is the number of
//! people asked who answered. For a composite it is left out too, so whether the composite exists for a person is what
//! the instrument's missing rule says of all its items, asked or not.
//!
//! What the device noticed about a form (`lang-nghe-quality`) is a part of its stratum: scores with and without
//! flagged forms are scores of two selections of one tally.
//!
//! "Không biết / không áp dụng" and missing answers are counted and stay out of every denominator.

mod answers;
mod band;
mod cell;
mod columns;
mod composite;
mod counts;
mod encoding;
mod interval;
mod own;
mod reading;
mod score;
mod tally;
mod wide;

pub use band::band;
pub use cell::{Cell, CellError, Moments, Sums};
pub use columns::{Columns, Packed};
pub use composite::composite_items;
pub use counts::{Detail, ItemCounts};
pub use encoding::DecodeError;
pub use own::{OwnPart, OwnSummary, OwnValues, own_summary};
pub use score::{CompositeScores, Figure, Interval, ItemScores, NoInterval, NumberScore, Scores, score};
pub use tally::{Stratum, Tally, TallyError};
pub use wide::Wide;

/// Most records that a tally holds: 2⁴⁰ − 1, about 1.1 million million. Up to there no sum can
/// overflow; one more is [`TallyError::Full`].
pub const CAPACITY: u64 = (1 << 40) - 1;

/// Most combinations of point, procedure, mode and what was noticed that a tally holds.
pub const MOST_STRATA: usize = 65_536;

/// Below this many answers a figure is marked as a small sample.
pub const SMALL_SAMPLE: u64 = 30;
