//! Filled-in forms from a table that somebody brings: one row a form, one column an item.
//!
//! [`OwnForms`] reads row after row, so that a page can stop in between, and counts in packed columns: of a hundred
//! thousand forms it keeps the counts and not the forms. What is wrong is named by row and column ([`Fault`]), and as
//! long as anything is wrong there are no figures: none without the rows that could not be read.
//!
//! Columns besides the items say where, how and when a form was filled in, and how its person was drawn ([`Column`]).
//! With a weight, a stratum or a cluster there is a [`Sample`], which estimates what the formulas of
//! `lang-nghe-estimate` say about everybody; with groups, differences between two of them.

mod cells;
mod fault;
mod forms;
mod head;
mod sample;

pub use fault::{Fault, FaultKind, SampleFault};
pub use forms::{Counted, MOST_FAULTS, MOST_POINTS, OwnForms};
pub use head::{Column, Known, MOST_COLUMNS};
pub use sample::{Difference, Group, Pair, Sample};
