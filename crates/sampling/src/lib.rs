//! How many people to ask, and whom.
//!
//! [`size`] says how many answers a precision needs, or gives. [`draw`] picks from a list so that
//! anybody with the list and the printed seed can repeat the draw, also without this program:
//! every name gets a lottery ticket, the SHA-256 of the seed and the name ([`ticket`]).

pub mod draw;
pub mod size;
pub mod ticket;
