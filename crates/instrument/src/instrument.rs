//! An instrument as meant: checked, with positions instead of names where code needs them.

use serde::{Deserialize, Serialize};

/// One version of an instrument. A released version never changes; a change is a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Stable name, also the folder name: `sipas-dv-16`.
    pub id: String,
    /// Version, also the folder name: `2026.1`.
    pub version: String,
    /// Whether it is current.
    pub status: Status,
    /// Where the items come from.
    pub source: Source,
    /// First day of validity, `YYYY-MM-DD`.
    pub valid_from: String,
    /// Last day on which the source is in force, `YYYY-MM-DD`, if one is known. It closes no
    /// campaign: people may go on answering, and results of later days say that the source has
    /// expired.
    pub valid_to: Option<String>,
    /// The scales that items refer to by position.
    pub scales: Vec<Scale>,
    /// The factors (groups of items) in the order they are reported.
    pub factors: Vec<Factor>,
    /// The items in the order they are asked.
    pub items: Vec<Item>,
    /// How many valid answers a respondent's own composite needs.
    pub missing: MissingRule,
    /// The formulas reported, in order; the first is the headline.
    pub formulas: Vec<Formula>,
}

/// Whether an instrument version may be used for a new campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Offered for new campaigns.
    Current,
    /// Kept so that old records can be read and compared.
    Archived,
    /// Not released: its content may still change and its hash is not pinned.
    Draft,
}

/// Where an instrument's items come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Number of the document, such as `1001/QĐ-BNV`, or `own` for the project's own items.
    pub number: String,
    /// Date of the document, `YYYY-MM-DD`.
    pub date: String,
}

/// An ordered list of response options that several items share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// Name within the instrument: `satisfaction-5`.
    pub id: String,
    /// The options in the order they are shown.
    pub options: Vec<ResponseOption>,
}

/// One answer that a person can choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseOption {
    /// Stable code that records carry: `1`…`5`, `yes`, `na`.
    pub id: String,
    /// What the answer means for scoring.
    pub kind: OptionKind,
}

/// What an answer means for scoring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OptionKind {
    /// Counts in the denominator and carries points.
    Scored {
        /// Points, such as 1 to 5.
        points: u8,
        /// Whether it belongs to the top box ("hài lòng" or "rất hài lòng").
        satisfied: bool,
    },
    /// Counted and reported as a share of valid answers, without points (yes/no questions).
    Unscored,
    /// "Không biết / không áp dụng": always offered, never in a denominator.
    NotApplicable,
}

/// A group of items that is reported together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// Name within the instrument: `access`.
    pub id: String,
}

/// One question of the instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Stable name within the instrument: `access-1`. Records carry it; it is also the field's id.
    pub id: String,
    /// Position in [`Instrument::scales`].
    pub scale: usize,
    /// Position in [`Instrument::factors`]; `None` for an item outside every composite.
    pub factor: Option<usize>,
}

/// A respondent's own composite (a factor, or the total) exists only when at least
/// `numerator / denominator` of its items have a scored answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingRule {
    /// Numerator of the share.
    pub numerator: u8,
    /// Denominator of the share, never 0.
    pub denominator: u8,
}

/// How points become a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Formula {
    /// Share satisfied: answers in the top box / valid answers.
    TopBox,
    /// Mean / highest points × 100. 20, not 0, when everyone gives the lowest of five levels.
    MeanOfMax,
    /// (mean − lowest) / (highest − lowest) × 100.
    Rescaled,
}

impl Instrument {
    /// Whether the source was in force on this day (`YYYY-MM-DD`).
    pub fn in_force(&self, day: &str) -> bool {
        // Days in this form order as text.
        self.valid_from.as_str() <= day && self.valid_to.as_deref().is_none_or(|last| day <= last)
    }

    /// The scale of an item.
    pub fn scale_of(&self, item: &Item) -> &Scale {
        &self.scales[item.scale]
    }

    /// Position of the item with this id.
    pub fn item_position(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| item.id == id)
    }
}

impl Scale {
    /// Position of the option with this id.
    pub fn option_position(&self, id: &str) -> Option<usize> {
        self.options.iter().position(|option| option.id == id)
    }

    /// Lowest and highest points, if the scale has scored options.
    pub fn range(&self) -> Option<(u8, u8)> {
        let points = || self.options.iter().filter_map(|option| option.kind.points());
        Some((points().min()?, points().max()?))
    }
}

impl OptionKind {
    /// The points of a scored option.
    pub fn points(self) -> Option<u8> {
        match self {
            Self::Scored { points, .. } => Some(points),
            Self::Unscored | Self::NotApplicable => None,
        }
    }
}
