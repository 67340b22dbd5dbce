//! Reading `content/lessons`: files as written, checked into the types as meant, all faults at once.
//!
//! ```text
//! content/lessons/
//!   catalogue.toml              audiences, skills and the commonest needs, in every language
//!   laws.toml                   laws that end on a known day
//!   SOURCE.md                   where the facts come from, and what is uncertain
//!   pictures/<id>.svg           drawings, shared by lessons; shapes only, no words
//!   practice/<id>/              practice.toml  text.<language>.toml
//!   <id>/                       lesson.toml  <language>.md
//! ```
//!
//! A lesson's Markdown is a small set of blocks; anything else is a fault that names the line:
//!
//! ```text
//! # Title                       once, at the top; the first paragraph below is the summary
//! ## Heading
//! A paragraph, with **bold** for names of buttons.
//! - a list
//! 1. A step: one sentence, one action.
//!
//!    A note on it, or ![what it shows](../pictures/phone.svg)
//! > [!IMPORTANT]                why it matters
//! > [!WARNING]                  what can go wrong
//! ```practice                   the practice of that id
//! ```question <id>              a question: what is asked; then `a: option` with, indented below it,
//!                               why that is right or wrong
//! ```
//!
//! Readability is checked too. A Vietnamese sentence has at most fourteen pieces between spaces (see
//! [`length`](crate::length)); in other languages twenty-four.

mod catalogue;
mod check;
mod laws;
mod lesson;
mod markdown;
mod pack;
mod pins;
mod practice;
mod prose;
mod question;
mod shape;
mod speech;
mod svg;

#[cfg(test)]
mod tests;

pub use check::check;
pub use lesson::read_lesson;
pub use pack::{PackedLesson, Packs, pack_all};
pub use pins::pin;
pub use speech::{PackedSpeech, Tongue, pack_speech, read_tongues};

/// Folder of the lessons within `content/`.
const LESSONS: &str = "lessons";

/// Names in that folder that are no lessons.
const BESIDE: [&str; 5] = ["SOURCE.md", "catalogue.toml", laws::FILE, "pictures", "practice"];
