//! One submitted form.

use crate::{Day, RecordId};

/// One submitted form, as facts. Absent answers are absent; "không biết / không áp dụng" is an
/// answer like any other (option `na`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// The campaign it answers.
    pub campaign: String,
    /// Instrument id and version: old answers stay valid when a new version comes.
    pub instrument: String,
    /// Version of the instrument.
    pub version: String,
    /// Version of the profile lists.
    pub profile: String,
    /// The day it was submitted, by the device's clock.
    pub day: Day,
    /// Who pressed the answers.
    pub mode: Mode,
    /// Language it was filled in with.
    pub lang: String,
    /// Service point, if the address named one.
    pub point: Option<String>,
    /// Item id → answer, in the order asked: an option's id, the ids of several with a space between, a number
    /// in digits, or words.
    pub answers: Vec<(String, String)>,
    /// Ids of the blocks that this form asked, in their order; none where the instrument has no blocks. Items of
    /// other blocks were not asked, which is neither an answer nor a missing one.
    pub blocks: Vec<String>,
    /// Profile question id → option id (`procedure`, `age`, `gender`, `education`), given ones only.
    pub about: Vec<(String, String)>,
    /// Free text, if any.
    pub comment: Option<String>,
    /// Names of what the device noticed about the way the form was filled in (`straight-lining`, `fast`);
    /// `None` where it did not look, as older apps. Names of a newer app are kept as they are.
    pub flags: Option<Vec<String>>,
    /// Version of the app that wrote it.
    pub app: String,
}

/// Who pressed the answers. Reported beside every score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// The respondent ("tự điền").
    SelfCompleted,
    /// Someone helped ("có người giúp").
    Assisted,
    /// Entered later from a paper form ("nhập từ giấy").
    Paper,
    /// Not said.
    Unstated,
}

impl Mode {
    /// All modes in the order they are reported.
    pub const ALL: [Self; 4] = [Self::SelfCompleted, Self::Assisted, Self::Paper, Self::Unstated];

    /// The code that records carry.
    pub fn code(self) -> &'static str {
        match self {
            Self::SelfCompleted => "self",
            Self::Assisted => "assisted",
            Self::Paper => "paper",
            Self::Unstated => "unstated",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }
}
