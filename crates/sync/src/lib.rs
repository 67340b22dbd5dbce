//! What to send, when to try again, and what an answer of the hub means. No network, no clock, no
//! idea what a question is: sealed envelopes go in, steps come out.
//!
//! [`plan`](plan::plan) and [`judge`](judge::judge) decide, [`pace`] says how much and how soon, and
//! [`Round`] strings them together over a store and a [`Line`] that the caller brings. Tests bring a
//! line that loses requests, loses answers and lies.

mod held;
pub mod judge;
pub mod pace;
pub mod plan;
mod round;
mod status;
pub mod wire;

pub use round::{CHECK_MS, KEEP_SENT_MS, Line, Round, STATUS, hand_over, last_status};
pub use status::{State, Status};
