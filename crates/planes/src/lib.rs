//! Answers of many forms as bits side by side, counted 64 forms and more at a time.
//!
//! Of each single choice as many bits are kept as it has answers to tell apart (3 for five levels and “don't know”), one
//! bit of 4,096 forms after the other. Then one machine operation looks at 64 forms or more at once: levels are counted
//! by how often bits are set together, and sums by adding the points of a form's answers bit by bit, for all forms of a
//! lane side by side. Whole numbers only, so the sums are those of counting form by form, to the last bit.
//!
//! Knows columns and codes, and nothing of instruments, records or scores: `lang-nghe-scoring` says what they mean.
//!
//! A crate of its own because of its compiler settings. The page is built for size; these few loops are built for speed
//! (`Cargo.toml`, `profile.release.package`), and only the program that counts tables of forms carries them.

mod block;
mod count;
mod lanes;
mod layout;

pub use block::{Block, FORMS};
pub use count::{Alike, Counted, Counter};
pub use layout::{Column, Composed, Factor, Layout, Scored};
