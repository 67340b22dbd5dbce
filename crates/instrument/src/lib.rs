//! What is asked: a checked instrument, its texts in one language, and the questions about the
//! respondent.
//!
//! Content is files. [`source`] reads them as written and refuses bad ones with all faults at once;
//! everything else in this workspace sees only the types in this module, in which an item without a
//! scale or a factor without items has no spelling. The app receives them as a [`Pack`], compiled at
//! build time for one language.

mod answer;
mod instrument;
mod pack;
mod profile;
#[cfg(feature = "source")]
pub mod source;
mod text;
pub mod wire;

pub use answer::{Answer, AnswerFault};
pub use instrument::{
    Band, Block, Condition, Counting, Factor, Formula, Instrument, Item, Kind, MissingRule, OptionKind, Part,
    ResponseOption, Scale, Source, Status, Total,
};
pub use pack::{Pack, PackError};
pub use profile::{ChoiceQuestion, Place, Profile};
pub use text::{ChoiceText, InstrumentText, ItemText, ProfileText, TopBoxText};
