//! An instrument as meant: checked, with positions instead of names where code needs them.

use serde::{Deserialize, Serialize};

/// One version of an instrument. A released version never changes; a change is a new version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Parts (such as two halves) that factors belong to; each is reported by itself. Often none.
    pub parts: Vec<Part>,
    /// What the total adds up.
    pub total: Total,
    /// Names for ranges of the total, from the highest down; the last begins at nothing.
    pub bands: Vec<Band>,
    /// Profile questions that make no sense with this instrument and are not asked.
    pub without: Vec<String>,
    /// Groups of items that are asked together, in an order drawn for every form. Often none.
    pub blocks: Vec<Block>,
    /// How many of the blocks one form asks, 1 to all of them; the rest is left out by design.
    pub blocks_asked: usize,
}

/// Items that are asked together, at a place in the form that chance decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Name within the instrument: `water`. Records carry it.
    pub id: String,
}

/// Whether an instrument version may be used for a new campaign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Offered for new campaigns.
    Current,
    /// Kept so that old records can be read and compared.
    Archived,
    /// Not released: its content may still change and its hash is not pinned.
    #[default]
    Draft,
}

/// Where an instrument's items come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Number of the document, such as `1001/QĐ-BNV`, or `own` for the project's own items.
    pub number: String,
    /// Date of the document, `YYYY-MM-DD`.
    pub date: String,
    /// Number of the document that took its place after `valid_to`, if one is known.
    pub replaced_by: Option<String>,
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// Name within the instrument: `access`.
    pub id: String,
    /// Position in [`Instrument::parts`], if it belongs to one.
    pub part: Option<usize>,
}

/// Several factors that are reported together, such as the half on services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Name within the instrument: `service`.
    pub id: String,
}

/// What the total adds up. The figures differ, so an instrument says which one it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Total {
    /// All items of all factors alike: a part of many items weighs more.
    #[default]
    Items,
    /// The parts alike, however many items each has.
    Parts,
    /// There is no total: the factors measure different things.
    None,
}

/// A name for totals from a share of the way between lowest and highest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Name within the instrument: `good`.
    pub id: String,
    /// Where it begins: numerator of the share of (total − lowest) in (highest − lowest).
    pub numerator: u8,
    /// Denominator of that share, never 0.
    pub denominator: u8,
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
    /// How many times its answer counts in composites, 1 or more.
    pub weight: u8,
    /// How its options count.
    pub counting: Counting,
    /// What must have been answered before for it to be asked; all of these. Empty: always asked.
    pub relevant: Vec<Condition>,
    /// What an answer looks like.
    pub kind: Kind,
    /// Position in [`Instrument::blocks`]; `None` for an item that every form asks, before the blocks.
    pub block: Option<usize>,
}

/// What an answer to an item looks like. Only a single choice can have points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One option of the item's scale.
    #[default]
    One,
    /// Some options of the item's scale.
    Several {
        /// Most options that can be chosen, 1 or more.
        most: u8,
        /// Position of the option that excludes all others ("none of these"), if there is one. "Không
        /// biết / không áp dụng" excludes all others too.
        alone: Option<usize>,
    },
    /// A whole number, or the only option of its scale, which is "không biết / không áp dụng".
    Number {
        /// Lowest number.
        least: u32,
        /// Highest number.
        most: u32,
        /// Whether it is an amount of money: typed in full, perhaps with separators, and read back in words.
        money: bool,
        /// Lowest and highest number that is taken without asking once more. 0 is never asked about again.
        usual: (u32, u32),
    },
    /// A short text, or nothing. It is kept in the record and never counted or shown.
    Words {
        /// Most characters.
        most: u16,
    },
}

/// How the options of an item count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counting {
    /// As its scale says.
    #[default]
    Plain,
    /// As if the scale were turned around: for statements that agreeing with is bad.
    Reversed,
    /// One point for the option at this position and none for the others: for lessons.
    Right(usize),
}

/// One of these options was chosen for an earlier item that was asked itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Position of the earlier item.
    pub item: usize,
    /// Positions of options on its scale.
    pub options: Vec<usize>,
}

impl Default for Item {
    fn default() -> Self {
        Self {
            id: String::new(),
            scale: 0,
            factor: None,
            weight: 1,
            counting: Counting::Plain,
            relevant: Vec::new(),
            kind: Kind::One,
            block: None,
        }
    }
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

impl Default for MissingRule {
    /// Every item must be answered.
    fn default() -> Self {
        Self { numerator: 1, denominator: 1 }
    }
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

    /// Whether the source has expired by this day (`YYYY-MM-DD`): not in force, and not still to come.
    pub fn expired(&self, day: &str) -> bool {
        self.valid_to.as_deref().is_some_and(|last| last < day)
    }

    /// What the option at this position means for scoring this item; `None` if there is none.
    pub fn counts_as(&self, item: &Item, option: usize) -> Option<OptionKind> {
        let options = &self.scale_of(item).options;
        let kind = options.get(option)?.kind;
        if kind == OptionKind::NotApplicable {
            return Some(kind);
        }
        Some(match item.counting {
            Counting::Plain => kind,
            Counting::Right(right) => {
                OptionKind::Scored { points: u8::from(option == right), satisfied: option == right }
            }
            Counting::Reversed => {
                let levels = options.iter().filter(|option| option.kind != OptionKind::NotApplicable).count();
                options.get(levels.checked_sub(option + 1)?)?.kind
            }
        })
    }

    /// Lowest and highest points that an item can have, if it has any.
    pub fn range_of(&self, item: &Item) -> Option<(u8, u8)> {
        match item.counting {
            Counting::Right(_) => Some((0, 1)),
            Counting::Plain | Counting::Reversed => self.scale_of(item).range(),
        }
    }

    /// Whether the item at this position is asked of someone who chose these options so far, one entry
    /// per item.
    pub fn is_asked(&self, item: usize, chosen: &[Option<usize>]) -> bool {
        let conditions = self.items.get(item).map_or(&[][..], |item| &item.relevant);
        conditions.iter().all(|condition| {
            let choice = chosen.get(condition.item).copied().flatten();
            // Only earlier items are looked at, so this comes to an end whatever the bytes say.
            condition.item < item
                && choice.is_some_and(|choice| condition.options.contains(&choice))
                && self.is_asked(condition.item, chosen)
        })
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
