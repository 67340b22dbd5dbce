//! Bộ chỉ số 766, worked out from counts.
//!
//! An [`Index`] says how counts become points; it is a content file, dated and marked with how certain
//! each part is. A [`Record`] is what is known of one unit on one day, and may be partial. Together
//! they give an [`Outcome`]: points of what is known, and the range in which the total lies. "No data"
//! is never zero. [`Index::steps`] says what the next dossier done right is worth, component by
//! component, exactly.
//!
//! This is a calculation from what somebody enters, not the official score, and no survey feeds it.

mod export;
mod fault;
mod history;
mod import;
mod index;
mod outcome;
mod points;
mod record;
#[cfg(feature = "source")]
pub mod source;
mod step;
mod texts;

pub use export::export;
pub use fault::{Fault, Problem};
pub use history::{Change, History, Standing, standings};
pub use import::{Import, head, import};
pub use index::{Band, Certainty, Component, Good, Group, IfNone, Index, Limit, Next};
pub use outcome::{ComponentOutcome, Counted, GroupOutcome, Outcome, Shared, Total, Unknown};
pub use points::Points;
pub use record::{LARGEST_COUNT, Record, percent};
pub use step::Step;
pub use texts::{ComponentText, Texts};
