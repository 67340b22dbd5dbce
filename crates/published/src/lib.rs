//! Scores that others published, and the plan of what to improve.
//!
//! PAPI and PAR INDEX are made by others, for provinces or by a province's own criteria. Nothing is
//! scored here: a [`Score`] is what was published for a unit and a year, checked against the [`Form`]
//! that such scores have, and a [`Series`] says what changed and where that cannot be said. A
//! [`Reference`] is a series of national values with its breaks. A [`Plan`] is the sheet on which a
//! commune writes down its weak parts and who does what about them by when.

mod form;
mod plan;
mod reference;
mod score;
mod series;
#[cfg(feature = "source")]
pub mod source;
mod table;

pub use form::{Certainty, Dimension, Form, FormTexts, Part};
pub use plan::{Action, Plan, PlanWords, State};
pub use reference::{Reference, ReferenceTexts, Value};
pub use score::{Problem, Quarter, Score};
pub use series::{Change, Series};
pub use table::{
    PLAN_COLUMNS, SCORE_COLUMNS, Table, TableFault, Written, export_scores, import_plan, import_scores, rank,
};
