//! How counts become points: a checked index.

use lang_nghe_sheet::Decimal;
use serde::{Deserialize, Serialize};

/// An index of one version. Positions inside, names outside: a component knows its group and its
/// counts by position, a record knows both by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Stable name.
    pub id: String,
    /// Version of these settings.
    pub version: String,
    /// The day up to which sources were read, `YYYY-MM-DD`.
    pub checked: String,
    /// Groups, in the order of the index.
    pub groups: Vec<Group>,
    /// Components, group after group.
    pub components: Vec<Component>,
    /// Names of all counts, each once, in the order in which they are first used.
    pub counts: Vec<String>,
    /// Counts that cannot be more than another, beside each component's own.
    pub limits: Vec<Limit>,
    /// Highest first.
    pub bands: Vec<Band>,
}

/// A group of components.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Stable name.
    pub id: String,
    /// Most points; those of its components add up to it.
    pub points: u32,
    /// How certain that is.
    pub certainty: Certainty,
}

/// One thing that is measured: points × min(1, (good / of) / full_at).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// Stable name.
    pub id: String,
    /// Position of its group.
    pub group: usize,
    /// Most points.
    pub points: u32,
    /// What is as it should be.
    pub good: Good,
    /// Position of the count of all.
    pub of: usize,
    /// The share that earns all points, above 0, at most 1.
    pub full_at: Decimal,
    /// When there is nothing of it at all.
    pub if_none: IfNone,
    /// What can be done about it.
    pub next: Next,
    /// How certain all this is.
    pub certainty: Certainty,
}

/// What is as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Good {
    /// This count.
    Count(usize),
    /// Everything but these counts.
    AllBut(Vec<usize>),
}

/// Points of a component of which there is nothing at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IfNone {
    /// Not known.
    Unknown,
    /// None.
    Zero,
    /// All.
    Full,
}

/// What can be done about a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Next {
    /// What was done wrong stays so; the next one that comes can be done right.
    New,
    /// One of those that are there can be put right.
    Repair,
}

/// Counts that together cannot be more than another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Positions of the counts.
    pub parts: Vec<usize>,
    /// Position of the count of all.
    pub whole: usize,
}

/// A name for totals from some points on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Stable name.
    pub id: String,
    /// Fewest points.
    pub from: Decimal,
    /// How certain that is.
    pub certainty: Certainty,
}

/// How certain a setting is. Anything but `Found` is labelled wherever it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Certainty {
    /// Read in several independent public sources.
    Found,
    /// Fitted by others to published results.
    Reproduced,
    /// Commonly stated; not read in a source.
    Unconfirmed,
}

impl Index {
    /// Most points of all groups.
    pub fn points(&self) -> u32 {
        self.groups.iter().map(|group| group.points).sum()
    }

    /// Components of the group at this position, with their own positions.
    pub fn components_of(&self, group: usize) -> impl Iterator<Item = (usize, &Component)> {
        self.components.iter().enumerate().filter(move |(_, component)| component.group == group)
    }

    /// The name of the count at this position.
    pub fn count(&self, position: usize) -> &str {
        self.counts.get(position).map_or("", String::as_str)
    }

    /// Most points that can be published under this name: of a group or a component.
    pub fn most(&self, name: &str) -> Option<u32> {
        let group = self.groups.iter().find(|group| group.id == name).map(|group| group.points);
        group.or_else(|| self.components.iter().find(|one| one.id == name).map(|one| one.points))
    }

    /// Position of the band of a total, as it is shown.
    pub fn band(&self, total: Decimal) -> Option<usize> {
        self.bands.iter().position(|band| total >= band.from)
    }

    /// Whether a share may stand for this count: some component measures it.
    pub fn takes_share(&self, name: &str) -> bool {
        self.components.iter().any(|component| match &component.good {
            Good::Count(count) => self.count(*count) == name,
            Good::AllBut(counts) => counts.iter().any(|count| self.count(*count) == name),
        })
    }

    /// All limits: each component's own, then the others.
    pub(crate) fn all_limits(&self) -> impl Iterator<Item = Limit> {
        let own = self.components.iter().flat_map(|component| {
            let parts = match &component.good {
                Good::Count(count) => vec![*count],
                Good::AllBut(counts) => counts.clone(),
            };
            parts.into_iter().map(|part| Limit { parts: vec![part], whole: component.of })
        });
        own.chain(self.limits.iter().cloned())
    }
}
