//! Tallies become tables and pictures, with small groups withheld.
//!
//! [`release`] decides what may be shown; everything shown is computed from a [`Release`], by the
//! hub for its pages and by the page for what it last heard, with the same code.

mod release;

pub use release::{Group, Partition, Release, ReleaseError, Step, release};

#[cfg(test)]
mod samples;
