//! What the way forms were filled in says about them.
//!
//! A flag is a fact that a rule found, not a verdict: honest people give the same answer nine times, and quick
//! readers exist. So no form is ever dropped or changed. Shares of flagged forms stand beside the scores, and
//! scores are shown with and without them.
//!
//! What only the device knows it decides when the form is submitted ([`device`]); the time that it took is used for
//! that and forgotten. What only many forms show is worked out where they come together ([`together`]).

pub mod device;
mod flags;
pub mod together;

pub use flags::{Flag, Flags};
