//! The form as it is filled in: texts as they were typed, and what they mean.

use std::collections::{BTreeMap, BTreeSet};

use lang_nghe_index_766::{Good, Index, LARGEST_COUNT, Problem, Record, percent};
use lang_nghe_record::Day;
use lang_nghe_sheet::{Decimal, is_blank, whole};
use serde::{Deserialize, Serialize};

/// Fields that are no figures of the index.
pub(super) const UNIT: &str = "unit";
pub(super) const DAY: &str = "day";
pub(super) const TOTAL: &str = "total";
pub(super) const RANK: &str = "rank";

/// What was typed, field by field. A field is named like the count or the group that it is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Form {
    texts: BTreeMap<String, String>,
    /// Published points of components, which come from files: the form does not ask for them and does
    /// not lose them.
    published: BTreeMap<String, Decimal>,
}

/// What is wrong with what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The unit has no name.
    NoUnit,
    /// No day is chosen.
    NotDay,
    /// A text that is no count: the field and the text.
    NotWhole(String, String),
    /// A text that is no number of points: the field and the text.
    NotPoints(String, String),
    /// A text that is no rank.
    NotRank(String),
    /// Figures that cannot be.
    Cannot(Problem),
}

impl Form {
    /// An empty form for this unit and day.
    pub(super) fn new(unit: &str, day: Option<Day>) -> Self {
        let mut form = Self::default();
        form.put(UNIT, unit.to_owned());
        form.put(DAY, day.map(|day| day.to_string()).unwrap_or_default());
        form
    }

    /// A record, to be changed. `decimal` is how the page's language writes decimals.
    pub(super) fn of(index: &Index, record: &Record, decimal: &str) -> Self {
        let mut form = Self::new(&record.unit, Some(record.day));
        let shown = |points: &Decimal| points.to_string().replace('.', decimal);
        for (name, count) in &record.counts {
            form.put(name, count.to_string());
        }
        for (name, share) in &record.shares {
            form.put(name, [&shown(share), "%"].concat());
        }
        for (name, points) in &record.published {
            if index.groups.iter().any(|group| group.id == *name) {
                form.put(name, shown(points));
            } else {
                form.published.insert(name.clone(), *points);
            }
        }
        form.put(TOTAL, record.total.as_ref().map(shown).unwrap_or_default());
        form.put(RANK, record.rank.map(|(place, of)| format!("{place}/{of}")).unwrap_or_default());
        form
    }

    /// What stands in a field.
    pub(super) fn text(&self, field: &str) -> &str {
        self.texts.get(field).map_or("", String::as_str)
    }

    /// Puts a text in a field.
    pub(super) fn put(&mut self, field: &str, text: String) {
        if text.is_empty() {
            self.texts.remove(field);
        } else {
            self.texts.insert(field.to_owned(), text);
        }
    }

    /// The record that it says, or everything that is wrong.
    pub(super) fn record(&self, index: &Index) -> Result<Record, Vec<Fault>> {
        let mut faults = Vec::new();
        let unit = self.text(UNIT).trim();
        if unit.is_empty() {
            faults.push(Fault::NoUnit);
        }
        let day = Day::parse(self.text(DAY)).ok();
        if day.is_none() {
            faults.push(Fault::NotDay);
        }
        let (counts, shares) = self.counts(index, &mut faults);
        let mut published = self.published.clone();
        for group in &index.groups {
            published.extend(self.points(&group.id, &mut faults).map(|points| (group.id.clone(), points)));
        }
        let total = self.points(TOTAL, &mut faults);
        let rank = self.rank(&mut faults);
        let Some(day) = day.filter(|_| faults.is_empty()) else { return Err(faults) };
        let record = Record { unit: unit.to_owned(), day, counts, shares, published, total, rank };
        match record.problems(index) {
            problems if problems.is_empty() => Ok(record),
            problems => Err(problems.into_iter().map(Fault::Cannot).collect()),
        }
    }

    /// Counts, and the shares that stand where a count is not known.
    fn counts(
        &self,
        index: &Index,
        faults: &mut Vec<Fault>,
    ) -> (BTreeMap<String, u64>, BTreeMap<String, Decimal>) {
        let (mut counts, mut shares) = (BTreeMap::new(), BTreeMap::new());
        for name in &index.counts {
            let text = self.text(name);
            match whole(text) {
                _ if is_blank(text) => {}
                Ok(count) if count <= LARGEST_COUNT => {
                    counts.insert(name.clone(), count);
                }
                _ => match percent(text) {
                    Some(share) => {
                        shares.insert(name.clone(), share);
                    }
                    None => faults.push(Fault::NotWhole(name.clone(), text.to_owned())),
                },
            }
        }
        (counts, shares)
    }

    fn points(&self, field: &str, faults: &mut Vec<Fault>) -> Option<Decimal> {
        let text = self.text(field);
        if is_blank(text) {
            return None;
        }
        let read = Decimal::parse(text).ok();
        if read.is_none() {
            faults.push(Fault::NotPoints(field.to_owned(), text.to_owned()));
        }
        read
    }

    fn rank(&self, faults: &mut Vec<Fault>) -> Option<(u32, u32)> {
        let text = self.text(RANK);
        if is_blank(text) {
            return None;
        }
        let read = text
            .split_once('/')
            .and_then(|(place, of)| Some((place.trim().parse().ok()?, of.trim().parse().ok()?)));
        if read.is_none() {
            faults.push(Fault::NotRank(text.to_owned()));
        }
        read
    }
}

impl Fault {
    /// The field that it is about.
    pub(super) fn field(&self) -> &str {
        match self {
            Self::NoUnit => UNIT,
            Self::NotDay => DAY,
            Self::NotWhole(field, _) | Self::NotPoints(field, _) => field,
            Self::NotRank(_) | Self::Cannot(Problem::Rank { .. }) => RANK,
            Self::Cannot(Problem::TotalOutOfReach { .. }) => TOTAL,
            Self::Cannot(Problem::MoreThan { parts, .. } | Problem::SharesMore { parts, .. }) => {
                parts.last().map_or("", String::as_str)
            }
            Self::Cannot(
                Problem::UnknownName { name }
                | Problem::TooLarge { name, .. }
                | Problem::NoShare { name }
                | Problem::TooManyPoints { name, .. },
            ) => name,
        }
    }
}

/// Positions of the counts to ask for: first those that more than one group needs, then each group's own.
pub(super) fn sections(index: &Index) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut groups: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); index.counts.len()];
    for component in &index.components {
        let good = match &component.good {
            Good::Count(count) => vec![*count],
            Good::AllBut(counts) => counts.clone(),
        };
        for count in good.into_iter().chain([component.of]) {
            if let Some(used) = groups.get_mut(count) {
                used.insert(component.group);
            }
        }
    }
    let mut common = Vec::new();
    let mut own = vec![Vec::new(); index.groups.len()];
    for (count, used) in groups.iter().enumerate() {
        match (used.len(), used.first().and_then(|group| own.get_mut(*group))) {
            (1, Some(own)) => own.push(count),
            _ => common.push(count),
        }
    }
    (common, own)
}
