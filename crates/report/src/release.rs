//! What may be shown: cells of enough records, that stay unknown also to someone who subtracts.
//!
//! # The promise
//! Someone who holds every release so far, all tables of it, cannot work out the cell of any set of 1 to threshold − 1
//! records by adding and subtracting: not groups from the total, not a group of one table from a group of another
//! (service points, kinds of procedure, ways of filling in, what was noticed), not one release from another. The same of
//! the people who have a value of their own in a group of questions, and of those who answered a single question, which
//! is told of all forms together only ([`crate::told`]).
//!
//! # The rule
//! Forms come *out* in steps, by service point: all that is new at a point, once that is at least `threshold`, and of every
//! group of questions nobody or at least `threshold` people with a value are among them. What stays below waits, and is
//! not in the total either; only where so much waits that the total would lag behind, points that wait come out together,
//! in the rest of the table, and stay there. A step needs at least `threshold` new records and a twentieth of those
//! already out.
//!
//! A form that is out is first in the table of points alone. It enters the other three tables together with all waiting
//! forms of its *class*: same way of filling in, same signs, and the same kind of procedure (left out where the way
//! is rare). A class is shown once it has at least `threshold` forms and once no *cut* ([`crate::cuts`]) between what came
//! out together and what is shown together weighs 1 to threshold − 1, in forms or in people of a group of questions. While
//! one does, the smallest class that makes it waits.
//! This never gets stuck: with no class shown, every new group of forms hangs on those that wait by all of its forms.
//!
//! # Why that is enough
//! Every cell of every release is a sum of groups that came out together, or of classes shown together: each form is in
//! exactly one of the former, and in exactly one of the latter or among those that wait. So whatever anybody adds and
//! subtracts, over all tables and all releases, is a sum of the nodes of one two-sided graph, and the cuts of that graph
//! are all there is. The property test of this file does not believe any of this: it solves for every subset of a random
//! history.
//!
//! Forms that were set aside leave once at least `threshold` of a point's do; then the other tables begin again, and a group
//! that would change by 1 to threshold − 1 records is left out until it has grown.
//!
//! Not covered: what someone knows from elsewhere (who was there that day; forms that the reader sent), and differences
//! between tables before and after forms were set aside, beyond groups one by one.

use lang_nghe_instrument::Instrument;
use lang_nghe_scoring::{Cell, Tally};
use serde::{Deserialize, Serialize};

use crate::leave::Owed;
use crate::ledger::{Class, Ledger, is_enough, sum};
use crate::numbers::{self, NumberShown};
use crate::partition::{Partition, Step};
use crate::told::{Shape, Told};

/// Form of a release's JSON.
const FORM: u32 = 3;

/// A step needs at least one new record per this many already out.
const STEP_SHARE: u64 = 20;

/// What is published of a campaign: counts, from which everyone computes the same scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Form of this JSON: 3. Those of forms 1 and 2 stay readable, and releases go on from them.
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
    /// Items (and after them factors, parts, total) whose counts are not told for all records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<usize>,
    /// Items that were told last before the last forms came out, and how many of the forms are not in their counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub late: Vec<(usize, u64)>,
    /// The steps of a release of form 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What is out in the detail that the next step is decided from: more than is shown, so it is never served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ledger: Option<Box<Ledger>>,
    /// What was last told of each question over all forms: never served as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) told: Option<Box<Told>>,
    /// Groups that wait because forms were set aside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) owed: Vec<Owed>,
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
/// `previous` is what this function last gave for this campaign, as it was stored; losing it
/// loses the promise between releases. The campaign is taken to have several service points. `date` is shown with the numbers. A tally that has lost
/// records since (a hub restored from an old backup) changes nothing until it has caught up.
///
/// # Errors
/// `previous` or `tally` do not belong to this instrument, or `previous` was served and not stored.
pub fn release(
    instrument: &Instrument,
    previous: Option<&Release>,
    tally: &Tally,
    threshold: u64,
    date: &str,
) -> Result<Release, ReleaseError> {
    let bounds = Bounds { threshold, single_point: false };
    release_without(instrument, previous, (tally, &Tally::new(instrument)), bounds, date)
}

/// What is few, in one campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Fewest forms or answers that are told.
    pub threshold: u64,
    /// The campaign has one service point at most: what is told of all forms is told of that one.
    pub single_point: bool,
}

/// The same after forms were set aside: `left` are those that were in the tally at the step before and are not now.
///
/// # Errors
/// As [`release`].
pub fn release_without(
    instrument: &Instrument,
    previous: Option<&Release>,
    (tally, left): (&Tally, &Tally),
    bounds: Bounds,
    date: &str,
) -> Result<Release, ReleaseError> {
    if tally.instrument() != (&instrument.id, &instrument.version) {
        return Err(ReleaseError::OtherInstrument);
    }
    let shape = Shape::of(instrument);
    let (threshold, single_point) = (bounds.threshold.max(1), bounds.single_point);
    let now = Now { instrument, shape: &shape, tally, threshold, single_point, date };
    let mut next = match previous {
        Some(previous) => previous.fit_to_go_on(instrument)?.clone(),
        None => Release::nothing(instrument, now.threshold, date),
    };
    let lost = |total: &Cell| total.records > tally.records();
    if let Some(previous) =
        previous.filter(|old| old.ledger.is_none() && old.total.as_ref().is_some_and(lost))
    {
        return Ok(previous.clone());
    }
    let mut ledger = match next.ledger.take() {
        Some(ledger) if next.release == FORM => ledger,
        Some(ledger) => Box::new(next.go_on(*ledger, &now)),
        None => Box::new(next.begin(&now)),
    };
    let _ = ledger.leaving.0.merge(left);
    let Some(pending) = ledger.pending(tally) else {
        // Some group has fewer records than were shown of it: the tally lost records.
        return Ok(previous.cloned().unwrap_or(next));
    };
    let again = next.leave(&mut ledger, &pending, &now);
    let pending = if again { ledger.pending(tally).unwrap_or(pending) } else { pending };
    let moved = next.come_out(&mut ledger, &pending, &now);
    if again || moved {
        next.attribute(&mut ledger, &now);
        next.threshold = now.threshold;
        date.clone_into(&mut next.date);
        next.tell(&ledger, &now);
        next.set_rests(ledger.published.0.strata().any(|(stratum, _)| stratum.flags.is_some()));
    }
    next.ledger = Some(ledger);
    Ok(next)
}

/// The step being taken.
pub(crate) struct Now<'a> {
    pub(crate) instrument: &'a Instrument,
    pub(crate) shape: &'a Shape,
    pub(crate) tally: &'a Tally,
    pub(crate) threshold: u64,
    pub(crate) single_point: bool,
    pub(crate) date: &'a str,
}

impl Release {
    /// Goes on from a release of form 1, or from nothing. What was out stays out as it was; what was counted and not out
    /// goes into the total if that tells of nobody, and is never told apart.
    fn begin(&mut self, now: &Now<'_>) -> Ledger {
        self.release = FORM;
        self.steps.clear();
        let blank = Tally::new(now.instrument);
        let scored = now.shape.in_groups();
        let Some(out) = &self.total else { return Ledger::new(now.instrument, blank, &scored) };
        self.told = Some(Box::new(Told::before(now.shape, now.instrument, out, (now.tally, now.threshold))));
        let ledger = Ledger::new(now.instrument, now.tally.clone(), &scored);
        let all = numbers::stripped(now.tally.total());
        if all.minus(out).is_some_and(|new| is_enough(&ledger.weights(&new), now.threshold)) {
            self.total = Some(all);
            self.set_rests(!self.quality.is_blank());
        }
        ledger
    }

    /// Goes on from a release of form 2, which knew of forms and not of answers: what is out stays as it is shown, and what
    /// was in no table but that of points never comes into another.
    fn go_on(&mut self, old: Ledger, now: &Now<'_>) -> Ledger {
        self.release = FORM;
        let mut ledger = Ledger::new(now.instrument, old.published.0, &now.shape.in_groups());
        (ledger.leaving, ledger.unlooked) = (old.leaving, old.unlooked);
        let rule = (&ledger.published.0, now.threshold);
        let told = self.total.as_ref().map(|total| Told::before(now.shape, now.instrument, total, rule));
        self.told = told.map(Box::new);
        ledger
    }

    /// What is told of each question over all forms.
    fn tell(&mut self, ledger: &Ledger, now: &Now<'_>) {
        let Some(total) = &self.total else {
            (self.told, self.numbers) = (None, Vec::new());
            return;
        };
        let told = self.told.get_or_insert_default();
        told.step(now, total, ledger);
        let out = ledger.published.0.total();
        let counts = numbers::stripped(out.clone()).items;
        self.numbers.retain(|shown| told.item(shown.item).is_some());
        self.numbers =
            numbers::next(&self.numbers, &out, now.date, |item| told.item(item) == counts.get(item));
    }

    /// What is new at each point comes out, where it is enough.
    fn come_out(&mut self, ledger: &mut Ledger, pending: &Tally, now: &Now<'_>) -> bool {
        let out = self.total.as_ref().map_or(0, |cell| cell.records);
        let mut everything = ledger.published.0.clone();
        let _ = everything.merge(pending);
        ledger.drop_rare(&everything, now.threshold);
        let points = ledger.by_point(pending).into_iter();
        let (mut enough, mut few): (Vec<_>, Vec<_>) =
            points.partition(|(_, weights)| is_enough(weights, now.threshold));
        let forms = |points: &[(Option<String>, Vec<u64>)]| -> u64 {
            points.iter().filter_map(|(_, weights)| weights.first()).sum()
        };
        let (coming, waiting) = (forms(&enough), forms(&few));
        // The total must not lag behind by more than a third. Where points that come out together would still tell of few
        // answers, the smallest of the others comes out with them.
        let mut together = waiting >= now.threshold && 2 * waiting >= out + coming;
        if together {
            enough.sort_by_key(|point| std::cmp::Reverse(forms(std::slice::from_ref(point))));
            let alone = enough.len();
            let is_safe = |few: &[(Option<String>, Vec<u64>)]| {
                is_enough(&sum(few.iter().map(|(_, weights)| weights)), now.threshold)
            };
            while !is_safe(&few) && !enough.is_empty() {
                few.extend(enough.pop());
            }
            if !is_safe(&few) {
                enough.extend(few.split_off(few.len() - alone));
                together = false;
            }
        }
        let new = forms(&enough) + if together { forms(&few) } else { 0 };
        if new < now.threshold.max(out / STEP_SHARE) {
            return false;
        }
        let mut all = Tally::new_like(pending);
        for (key, _) in &enough {
            let forms = pending.part(|stratum| stratum.point == *key);
            self.points.add(key.clone(), &numbers::stripped(forms.total()), now.date);
            ledger.publish(&forms);
            let _ = all.merge(&forms);
        }
        if together {
            let forms = pending.part(|stratum| few.iter().any(|(key, _)| *key == stratum.point));
            ledger.publish(&forms);
            let _ = all.merge(&forms);
        }
        let new = numbers::stripped(all.total());
        self.total = match &self.total {
            Some(total) => total.plus(&new),
            None => Some(new),
        };
        true
    }

    /// Forms that are out enter the other tables.
    fn attribute(&mut self, ledger: &mut Ledger, now: &Now<'_>) {
        self.owed.retain(|owed| owed.until > owed.published(&ledger.published.0));
        let owed = self.owed.clone();
        let may = |class: &Class| !owed.iter().any(|owed| owed.stands_against(class));
        for (class, cell) in ledger.attribute(now.threshold, may) {
            let cell = numbers::stripped(cell);
            if let Some(procedure) = class.procedure {
                self.procedures.add(procedure, &cell, now.date);
            }
            self.modes.add(Some(class.mode), &cell, now.date);
            if class.noticed.is_none() && self.quality.groups.is_empty() {
                let before = ledger.unlooked.take();
                ledger.unlooked = before.as_ref().map_or(Some(cell.clone()), |before| before.plus(&cell));
                continue;
            }
            if let Some(unlooked) = ledger.unlooked.take() {
                self.quality.add(None, &unlooked, now.date);
            }
            self.quality.add(class.noticed, &cell, now.date);
        }
    }

    /// `looked`: whether of any form it is known what was noticed.
    fn set_rests(&mut self, looked: bool) {
        let records = self.total.as_ref().map_or(0, |cell| cell.records);
        for of in [&mut self.points, &mut self.procedures, &mut self.modes, &mut self.quality] {
            let shown: u64 = of.groups.iter().map(|group| group.cell.records).sum();
            of.rest = records.saturating_sub(shown);
        }
        if self.quality.groups.is_empty() && !looked {
            self.quality.rest = 0;
        }
    }
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
            hidden: Vec::new(),
            late: Vec::new(),
            steps: Vec::new(),
            owed: Vec::new(),
            ledger: None,
            told: None,
        }
    }

    /// Whether anything that could be worked out from all forms is not told: a question, or a score of a group.
    pub(crate) fn leaves_out(&self) -> bool {
        let items = self.total.as_ref().map_or(0, |cell| cell.items.len());
        let groups = [&self.points, &self.procedures, &self.modes, &self.quality];
        let mut of_groups = groups.into_iter().flat_map(|of| &of.groups).flat_map(|group| &group.hidden);
        !self.hidden.is_empty() || of_groups.any(|position| *position >= items)
    }

    fn fit_to_go_on(&self, instrument: &Instrument) -> Result<&Self, ReleaseError> {
        self.check(instrument)?;
        let told = self.steps.last().map(|step| step.records);
        let of_old_form = self.release == 1 && told == self.total.as_ref().map(|cell| cell.records);
        if self.ledger.is_some() || of_old_form || self.total.is_none() {
            Ok(self)
        } else {
            Err(ReleaseError::NoSteps)
        }
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

#[cfg(test)]
#[path = "release_tests.rs"]
mod tests;
