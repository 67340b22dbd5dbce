//! What may be shown: cells of enough records, that stay unknown also to someone who subtracts.
//!
//! # The promise
//! Within one partition (by point, by procedure, by mode), someone who holds every release so far
//! cannot work out the cell of any set of 1 to threshold − 1 records, neither by subtracting groups
//! from the total nor by subtracting releases from each other.
//!
//! # The rule
//! Releases go in steps. The total moves when at least `threshold` records are new (and at least a
//! twentieth of those already out: a long campaign then has some two hundred steps, not twenty
//! thousand). At each step a group's cell either moves to its present state or stays as it was last
//! shown. What all groups together have gained since they were last shown is *held*; nothing
//! counted yet, step 0, is shown of every group. The *rest* of an interval from step i to now is all
//! records new in it, less what is known of groups: for each group shown fresh twice or more within
//! i..=now, its growth from the first to the last of these. Then
//!
//! 1. a group's cell moves only by at least `threshold` records;
//! 2. the rest of every interval that ends now is 0 or at least `threshold`;
//! 3. so is that rest less what is held, for every i since which all that is held has come.
//!
//! While 2 or 3 fails, the group with the least growth among those whose moving makes it fail stays
//! as it was. This never gets stuck: with no group moved, the rest of i..now is the rest of
//! i..previous step plus the step itself, and 3 says what it said one step ago.
//!
//! # Why that is enough
//! Take as unknowns x(g, s) the records of group g new in step s. Known are the column sums (totals
//! by step), per group the sum over each spell between two fresh steps, and the sum of all that is
//! held. Spells (what is held counts as one) and steps are the two sides of a bipartite graph, x its
//! edges, known sums its nodes; what can be derived by adding and subtracting is the span of the
//! nodes. That matrix is totally unimodular, so a set of records is derivable only as "these steps,
//! less spells that lie within them"; spells are intervals, so it falls apart into whole spells
//! (rule 1) and rests (rules 2 and 3). Striking out edges that are known to be 0 leaves the same
//! shape. The property test of this file does not believe any of this: it solves for every subset
//! of a random history.
//!
//! Forms in which something was noticed are a fourth partition: by what was noticed. So scores with and without
//! them differ by nobody or by enough.
//!
//! Not covered: what someone knows from elsewhere (who was there that day), and small counts of one
//! option inside a shown cell of at least `threshold` records.

use std::collections::BTreeMap;

use lang_nghe_instrument::Instrument;
use lang_nghe_quality::Flag;
use lang_nghe_scoring::{Cell, Stratum, Tally};
use serde::{Deserialize, Serialize};

use crate::numbers::{self, NumberShown};

/// Form of a release's JSON.
const FORM: u32 = 1;

/// Key of the forms in which nothing was noticed.
pub(crate) const CLEAR: &str = "clear";

/// Key of the forms in which more than one thing was noticed.
pub(crate) const SEVERAL: &str = "several";

/// A step needs at least one new record per this many already out.
const STEP_SHARE: u64 = 20;

/// What is published of a campaign: counts, from which everyone computes the same scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Form of this JSON: 1.
    pub release: u32,
    /// Id of the instrument counted.
    pub instrument: String,
    /// Version of the instrument.
    pub version: String,
    /// Day of the last step, as the caller gave it; of the first attempt while nothing is out.
    pub date: String,
    /// Fewest records that a cell shown here may have.
    pub threshold: u64,
    /// All records, if there are enough.
    pub total: Option<Cell>,
    /// The same records by service point.
    pub points: Partition,
    /// The same records by kind of procedure.
    pub procedures: Partition,
    /// The same records by who pressed the answers.
    pub modes: Partition,
    /// The same records by what the device noticed: `clear`, a flag's name, `several`. Nothing as long as no device looked.
    #[serde(default, skip_serializing_if = "Partition::is_blank")]
    pub quality: Partition,
    /// Sums of numbers that people wrote, over all records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<NumberShown>,
    /// All steps so far, numbers only: what the next step is checked against. Nothing in it that
    /// earlier releases did not show; readers do not need it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// All records, divided by one property.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partition {
    /// The groups shown, in the order in which they were first shown.
    pub groups: Vec<Group>,
    /// Records in none of the cells above: of groups too small to show, and new ones of groups that
    /// stayed as they were. 0 or at least the threshold.
    pub rest: u64,
}

/// One group as last shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Code of the point, procedure, mode or what was noticed; `None` for records that do not say.
    pub key: Option<String>,
    /// Day of the step at which its cell last moved.
    pub date: String,
    /// Its cell at that step.
    pub cell: Cell,
}

/// What moved at one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Records in the total.
    pub records: u64,
    /// Points shown fresh: position in the partition, and records.
    pub points: Vec<(usize, u64)>,
    /// Procedures shown fresh.
    pub procedures: Vec<(usize, u64)>,
    /// Modes shown fresh.
    pub modes: Vec<(usize, u64)>,
    /// Forms by what was noticed, shown fresh.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quality: Vec<(usize, u64)>,
}

/// Why there can be no release, or why one that came from elsewhere is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    /// Tally or release is of another instrument or version than the one given.
    #[error("the tally or the release is of another instrument or version")]
    OtherInstrument,
    /// The previous release came without its steps, as it is served to readers.
    #[error(
        "the previous release has no steps: go on from the one that was stored, not from the one that was served"
    )]
    NoSteps,
    /// Written by a newer version.
    #[error("the release is of a newer form; update to read it")]
    Newer,
    /// The counts contradict each other or the instrument.
    #[error("the counts of the release are not those of any set of records of this instrument")]
    Damaged,
}

/// The next release: a step if enough is new, otherwise the previous one unchanged.
///
/// `previous` is what this function last gave for this campaign, stored with its steps; losing it
/// loses the promise between releases. `date` is shown with the numbers. A tally that has lost
/// records since (a hub restored from an old backup) changes nothing until it has caught up.
///
/// # Errors
/// `previous` or `tally` do not belong to this instrument, or `previous` lacks its steps.
pub fn release(
    instrument: &Instrument,
    previous: Option<&Release>,
    tally: &Tally,
    threshold: u64,
    date: &str,
) -> Result<Release, ReleaseError> {
    if tally.instrument() != (&instrument.id, &instrument.version) {
        return Err(ReleaseError::OtherInstrument);
    }
    let threshold = threshold.max(1);
    let mut next = match previous {
        Some(previous) => previous.fit_to_go_on(instrument)?.clone(),
        None => Release::nothing(instrument, threshold, date),
    };
    let counted = tally.total();
    let total = numbers::stripped(counted.clone());
    let out = next.total.as_ref().map_or(0, |cell| cell.records);
    if total.records < out.saturating_add(threshold.max(out / STEP_SHARE)) {
        return Ok(next);
    }
    let mut steps = std::mem::take(&mut next.steps);
    let now = Now { records: total.records, threshold, date };
    let by = |key: fn(&Stratum) -> Option<String>| groups(tally, key);
    let moved = (
        next.points.step(&now, &steps, |step| &step.points, by(|stratum| stratum.point.clone())),
        next.procedures.step(&now, &steps, |step| &step.procedures, by(|stratum| stratum.procedure.clone())),
        next.modes.step(&now, &steps, |step| &step.modes, by(|stratum| Some(stratum.mode.code().to_owned()))),
        if next.quality.is_blank() && tally.strata().all(|(stratum, _)| stratum.flags.is_none()) {
            Some(Vec::new())
        } else {
            next.quality.step(&now, &steps, |step| &step.quality, by(noticed))
        },
    );
    let (Some(points), Some(procedures), Some(modes), Some(quality)) = moved else {
        // Some group has fewer records than were shown of it: the tally lost records.
        return Ok(previous.cloned().unwrap_or(next));
    };
    steps.push(Step { records: total.records, points, procedures, modes, quality });
    next.numbers = numbers::next(&next.numbers, &counted, threshold, date);
    Ok(Release { date: date.to_owned(), threshold, total: Some(total), steps, ..next })
}

impl Release {
    fn nothing(instrument: &Instrument, threshold: u64, date: &str) -> Self {
        Self {
            release: FORM,
            instrument: instrument.id.clone(),
            version: instrument.version.clone(),
            date: date.to_owned(),
            threshold,
            total: None,
            points: Partition::default(),
            procedures: Partition::default(),
            modes: Partition::default(),
            quality: Partition::default(),
            numbers: Vec::new(),
            steps: Vec::new(),
        }
    }

    fn fit_to_go_on(&self, instrument: &Instrument) -> Result<&Self, ReleaseError> {
        self.check(instrument)?;
        let told = self.steps.last().map(|step| step.records);
        if told == self.total.as_ref().map(|cell| cell.records) {
            Ok(self)
        } else {
            Err(ReleaseError::NoSteps)
        }
    }

    /// The release as readers get it: without the steps, which only the next release needs.
    pub fn served(&self) -> Self {
        Self { steps: Vec::new(), ..self.clone() }
    }

    /// Checks a release that was stored or came over the network.
    ///
    /// # Errors
    /// It is of a newer form, of another instrument, or contradicts itself.
    pub fn check(&self, instrument: &Instrument) -> Result<(), ReleaseError> {
        if self.release > FORM {
            return Err(ReleaseError::Newer);
        }
        if (&self.instrument, &self.version) != (&instrument.id, &instrument.version) {
            return Err(ReleaseError::OtherInstrument);
        }
        let records = self.total.as_ref().map_or(0, |cell| cell.records);
        let mut partitions = vec![&self.points, &self.procedures, &self.modes];
        if !self.quality.is_blank() {
            partitions.push(&self.quality);
        }
        let cells = partitions.iter().flat_map(|partition| &partition.groups).map(|group| &group.cell);
        let sound = cells.chain(&self.total).all(|cell| cell.check(instrument).is_ok())
            && partitions.iter().all(|partition| partition.covers(records))
            && self.numbers.iter().all(|shown| shown.possible(instrument, self.total.as_ref()));
        sound.then_some(()).ok_or(ReleaseError::Damaged)
    }
}

/// The group of a form by what was noticed: `clear`, the name of the only flag, `several`, or nothing where the device
/// did not look.
fn noticed(stratum: &Stratum) -> Option<String> {
    let flags: Vec<Flag> = stratum.flags?.iter().collect();
    let key = match flags[..] {
        [] => CLEAR,
        [only] => only.name(),
        _ => SEVERAL,
    };
    Some(key.to_owned())
}

fn groups(tally: &Tally, key: fn(&Stratum) -> Option<String>) -> BTreeMap<Option<String>, Cell> {
    let mut groups = BTreeMap::new();
    for (stratum, cell) in tally.strata() {
        let key = key(stratum);
        let cell = &numbers::stripped(cell.clone());
        let sum = groups.get(&key).and_then(|sum: &Cell| sum.plus(cell));
        groups.insert(key, sum.unwrap_or_else(|| cell.clone()));
    }
    groups
}

/// The step being taken.
struct Now<'a> {
    records: u64,
    threshold: u64,
    date: &'a str,
}

/// When one group was shown fresh: step (0 is "nothing counted yet") and records then.
type Shown = Vec<(usize, u64)>;

impl Partition {
    /// Whether nothing was ever divided.
    fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// Takes a step; gives what moved. `None` when a group has lost records.
    fn step(
        &mut self,
        now: &Now<'_>,
        steps: &[Step],
        moved: fn(&Step) -> &Vec<(usize, u64)>,
        mut groups: BTreeMap<Option<String>, Cell>,
    ) -> Option<Vec<(usize, u64)>> {
        let mut present = Vec::new();
        for group in &self.groups {
            present.push(groups.remove(&group.key).filter(|cell| cell.records >= group.cell.records)?);
        }
        let date = now.date;
        let known = self.groups.len();
        let fresh = |(key, cell): (Option<String>, Cell)| {
            (Group { key, date: date.to_owned(), cell: cell.clone() }, cell)
        };
        let (mut all, news): (Vec<_>, Vec<_>) = groups.into_iter().map(fresh).unzip();
        all.splice(0..0, std::mem::take(&mut self.groups));
        present.extend(news);

        let mut shown = vec![vec![(0, 0)]; all.len()];
        for (number, step) in steps.iter().enumerate() {
            for &(group, records) in moved(step) {
                shown.get_mut(group)?.push((number + 1, records));
            }
        }
        let totals: Vec<_> =
            [0].into_iter().chain(steps.iter().map(|step| step.records)).chain([now.records]).collect();
        let counts: Vec<_> = present.iter().map(|cell| cell.records).collect();
        let moving = choose(&totals, &shown, &counts, now.threshold);

        let mut fresh = Vec::new();
        for (position, (mut group, cell)) in all.into_iter().zip(present).enumerate() {
            if moving[position] {
                fresh.push((self.groups.len(), cell.records));
                group.cell = cell;
                group.date = date.to_owned();
            }
            if moving[position] || position < known {
                self.groups.push(group);
            }
        }
        self.rest = now.records - self.groups.iter().map(|group| group.cell.records).sum::<u64>();
        Some(fresh)
    }

    fn covers(&self, records: u64) -> bool {
        let sum = self.groups.iter().try_fold(self.rest, |sum, group| sum.checked_add(group.cell.records));
        sum == Some(records)
    }
}

/// Which groups move at this step. `totals` are the records out per step, 0 first and now last;
/// `shown` and `counts` are per group its history and its records now.
fn choose(totals: &[u64], shown: &[Shown], counts: &[u64], threshold: u64) -> Vec<bool> {
    let last = |group: usize| shown[group].last().copied().unwrap_or((0, 0));
    let growth = |group: usize| counts[group].saturating_sub(last(group).1);
    let mut moving: Vec<_> = (0..counts.len()).map(|group| growth(group) >= threshold).collect();
    let now = totals.len() - 1;
    loop {
        let pending = || (0..counts.len()).filter(|&group| !moving[group]);
        let held: u64 = pending().map(growth).sum();
        let held_since = pending().map(|group| last(group).0).min().unwrap_or(now);
        let small = |from: usize, known: u64| {
            (1..threshold).contains(&totals[now].saturating_sub(totals[from]).saturating_sub(known))
        };
        let culprits = (0..now).find_map(|from| {
            let closed = |group: usize| known(from, &shown[group], moving[group].then_some(counts[group]));
            let known: u64 = (0..counts.len()).map(closed).sum();
            if small(from, known) {
                return Some((from, true));
            }
            (held_since >= from && small(from, known + held)).then_some((from, false))
        });
        let Some((from, since)) = culprits else {
            return moving;
        };
        let culprits = (0..counts.len()).filter(|&group| moving[group] && (last(group).0 >= from) == since);
        match culprits.min_by_key(|&group| growth(group)) {
            Some(group) => moving[group] = false,
            None => return vec![false; counts.len()],
        }
    }
}

/// What is known of a group's growth since step `from`: between the first and the last time it was
/// shown fresh. `now` is its count if it is shown fresh at this step.
fn known(from: usize, shown: &Shown, now: Option<u64>) -> u64 {
    let mut since = shown.iter().filter(|(step, _)| *step >= from).map(|(_, records)| *records).chain(now);
    let first = since.next().unwrap_or(0);
    since.next_back().map_or(0, |last| last.saturating_sub(first))
}

#[cfg(test)]
#[path = "release_tests.rs"]
mod tests;
