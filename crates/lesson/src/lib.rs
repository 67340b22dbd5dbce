//! What is taught: lessons, practice, what was learnt, and finding a lesson again.
//!
//! A lesson is files in `content/lessons`. `source` (on the host only) reads them as written and
//! refuses bad ones with all faults at once; everything else sees the types here. The page receives a
//! [`Catalogue`] of all lessons and one [`LessonPack`] per lesson and language, which holds all that
//! the lesson needs: words, drawings, questions and practice.
//!
//! Nothing here knows a clock, a network or a browser: days come in as `YYYY-MM-DD` or as a
//! [`day_number`].

mod catalogue;
pub mod check;
pub mod class;
mod day;
mod handout;
mod lesson;
mod pack;
mod practice;
mod progress;
mod review;
mod run;
#[cfg(test)]
mod samples;
mod screens;
pub mod search;
mod sentence;
pub mod sheet;
#[cfg(feature = "source")]
pub mod source;
pub mod speech;

pub use catalogue::{Card, Catalogue, Named, Need, Procedure};
pub use day::day_number;
pub use handout::{HandoutWords, handout};
pub use lesson::{
    Answer, Block, Check, Lesson, LessonSource, LessonText, Picture, Question, Run, Step, Words,
};
pub use pack::{Drawing, LessonPack, PackError};
pub use practice::{Choice, Fact, Kind, Practice, Screen, Task, Way};
pub use progress::{Learner, LearnerError, Pin, Progress};
pub use review::{INTERVALS, LeitnerBox, ReviewCard};
pub use run::{Refusal, Rehearsal, Verdict};
pub use screens::{screen_of, screens};
pub use sentence::{length, sentences};
