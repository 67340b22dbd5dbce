//! The daily step: what came is counted, signs are worked out, and figures move. Decided by the clock, never by reading.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use lang_nghe_quality::Flags;
use lang_nghe_record::{Day, ReadRecord, Record};
use lang_nghe_scoring::{Tally, TallyError};

use crate::Hub;
use crate::campaigns::Known;
use crate::clock::days_between;
use crate::storage::steps::{Boundary, Gathered, Outcome, Taking};
use crate::storage::{Counted, FormKey, StorageError};
use crate::{intake, release};

mod seen;

/// How often the hub looks whether a day has passed, or a step was missed.
const ROUND: Duration = Duration::from_secs(20);
/// A day that lies more than so many days before the last step says that the step was taken on a wrong one. Otherwise a
/// clock that once was years ahead would hold all figures until those years are over.
const BACK: i64 = 366;

/// When steps are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stepping {
    /// When a day has begun in Viet Nam, for what was received on the days before.
    #[default]
    Daily,
    /// Again and again, for what is held at that moment. For trying out and tests: it tells who came when.
    Every(Duration),
    /// Daily, and often for campaigns whose name begins with `demo`.
    Demo(Duration),
}

impl Stepping {
    /// How often the figures of this campaign move; `None` for once a day.
    pub fn of(self, campaign: &str) -> Option<Duration> {
        match self {
            Self::Daily => None,
            Self::Every(pause) => Some(pause),
            Self::Demo(pause) => campaign.starts_with("demo").then_some(pause),
        }
    }
}

/// Takes steps as long as the hub runs.
pub(crate) async fn keep_stepping(hub: Arc<Hub>) {
    let pause = match hub.stepping {
        Stepping::Daily => ROUND,
        Stepping::Every(pause) => pause,
        Stepping::Demo(pause) => pause.min(ROUND),
    };
    let pause = pause.max(Duration::from_millis(20));
    // Where steps are for trying out, the first one too comes after a pause: a test that takes steps itself meets no other.
    let wait = if matches!(hub.stepping, Stepping::Every(_)) { pause } else { Duration::ZERO };
    let mut rounds = tokio::time::interval_at(tokio::time::Instant::now() + wait, pause);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut noted = None;
    loop {
        rounds.tick().await;
        let Ok(today) = (hub.clock)() else { continue };
        // Whether the clock went on evenly has to be known before a step is taken.
        if noted != Some(today) {
            if let Err(error) = hub.storage.run_on(today).await {
                tracing::warn!(%error, "the day could not be noted, so no step is taken; it is tried again");
                continue;
            }
            noted = Some(today);
        }
        for known in hub.campaigns.iter() {
            let done = match hub.stepping.of(&known.campaign.id) {
                Some(_) => take_if_new(&hub, known, today).await,
                None => take_daily(&hub, known, today).await,
            };
            if let Err(error) = done {
                tracing::warn!(campaign = known.campaign.id, %error, "a step could not be taken; it is tried again");
            }
        }
        tracing::debug!(%today, "looked whether steps are to be taken");
    }
}

/// Takes the step of this day, unless it was taken before. Days on which the hub was off make no more steps: one counts
/// all that came before today. A day that the clock shows again takes none, and neither does one to which it jumped: two
/// steps within one real day would tell who came between them.
///
/// # Errors
/// The database cannot be read or written, or holds what this hub cannot read.
pub async fn take_daily(hub: &Hub, known: &Known, today: Day) -> Result<bool, StorageError> {
    let last = hub.storage.last_step(&known.campaign.id).await?;
    if !is_due(&last.day, today) || !hub.storage.is_steady(today).await? {
        return Ok(false);
    }
    take(hub, known, Boundary::Without(today), today).await
}

/// Whether a step may be taken today after one on the day `last`; before the first there is none.
fn is_due(last: &str, today: Day) -> bool {
    Day::parse(last).map_or(true, |last| today > last || days_between(today, last) > BACK)
}

async fn take_if_new(hub: &Hub, known: &Known, today: Day) -> Result<bool, StorageError> {
    Ok(hub.storage.has_news(&known.campaign.id).await? && take(hub, known, Boundary::Now, today).await?)
}

/// Takes the next step. False if another hub on the same database was faster.
///
/// # Errors
/// The database cannot be read or written, or holds what this hub cannot read.
pub async fn take(hub: &Hub, known: &Known, boundary: Boundary, today: Day) -> Result<bool, StorageError> {
    let taking = hub.storage.gather(&known.campaign.id, boundary).await?;
    let seen = seen::look(hub, known, &taking).await?;
    let signs = seen.signs(hub, &taking).await?;
    hub.storage.sign(&taking, &signs).await?;
    let signs: HashMap<String, Flags> = signs.into_iter().collect();
    let (mut outcome, left) = count(hub, known, &taking, &signs).await?;
    outcome.point_days = seen.point_days();
    outcome.alike = seen.alike(&signs);
    if !outcome.uncounted.is_empty() {
        tracing::warn!(
            campaign = known.campaign.id,
            forms = outcome.uncounted.len(),
            "forms cannot be counted and wait: the version of the questions that they answer is not in the content folder, or \
             they cannot be read. what to do: put back the content folder that this hub had, and start again"
        );
    }
    let key = known.form_key();
    if let Some((_, counted)) = outcome.tallies.iter().find(|(form, _)| *form == key) {
        let last = hub.storage.release(&key).await?;
        let last = last.as_ref().map(|last| last.body.as_str());
        if let Some(body) = release::next(hub, known, today, last, (counted, &left))? {
            outcome.releases.push((key, counted.records, body));
        }
    }
    hub.storage.finish(&taking, today, &outcome).await
}

/// The record of a form, if this hub has the questions that it answers.
fn readable(hub: &Hub, known: &Known, form: &Gathered<'_>) -> Option<Record> {
    let record = ReadRecord::from_json(form.body.as_bytes()).ok()?.record;
    let (instrument, version) = form.instrument;
    let is_known = hub.campaigns.content.form(instrument, version).is_some();
    (is_known && record.instrument == known.campaign.instrument).then_some(record)
}

/// The tallies with what is new and without what leaves; and what leaves of the form that the campaign asks now.
async fn count(
    hub: &Hub,
    known: &Known,
    taking: &Taking,
    signs: &HashMap<String, Flags>,
) -> Result<(Outcome, Tally), StorageError> {
    let mut tallies: BTreeMap<FormKey, (Tally, Tally)> = BTreeMap::new();
    let (mut outcome, mut stays) = (Outcome::default(), 0);
    hub.storage
        .gathered(taking, &mut |form| {
            let signs =
                if form.leaves { form.signs } else { signs.get(form.id).copied().unwrap_or_default() };
            let one = readable(hub, known, &form).and_then(|record| {
                intake::count_again(&hub.campaigns, &known.campaign, &record, signs, form.step).ok()
            });
            let key = FormKey {
                campaign: taking.campaign.clone(),
                instrument: form.instrument.0.to_owned(),
                version: form.instrument.1.to_owned(),
            };
            let content = hub.campaigns.content.form(&key.instrument, &key.version);
            let (Some(one), Some(content)) = (one, content) else {
                match form.leaves {
                    true => stays += 1,
                    false => outcome.uncounted.push(form.id.to_owned()),
                }
                return;
            };
            let blank = || Tally::new(&content.instrument);
            let (new, left) = tallies.entry(key).or_insert_with(|| (blank(), blank()));
            // One at a time, tallies of one campaign cannot be full, and their strata fit (`intake::within_lists`).
            let _ = if form.leaves { left.merge(&one) } else { new.merge(&one) };
        })
        .await?;
    if stays > 0 {
        let reason =
            format!("{stays} forms that were set aside cannot be taken out: their questions are gone");
        return Err(StorageError::Damaged(reason));
    }
    let mut keys: Vec<FormKey> = tallies.keys().cloned().collect();
    keys.extend(Some(known.form_key()).filter(|key| !tallies.contains_key(key)));
    for key in keys {
        let held = hub.storage.tally(&key).await?;
        let Some(content) = hub.campaigns.content.form(&key.instrument, &key.version) else { continue };
        if held.is_none() && !tallies.contains_key(&key) {
            continue;
        }
        let mut tally = held.map_or_else(|| Tally::new(&content.instrument), |held| held.tally);
        if let Some((new, left)) = tallies.get(&key) {
            add(&mut tally, new)?;
            if !tally.take_out(left) {
                return Err(StorageError::Damaged("forms were set aside that were never counted".into()));
            }
        }
        outcome.tallies.push((key, Counted { records: tally.records(), tally }));
    }
    let asked = hub.campaigns.form_of(known).ok_or_else(|| StorageError::Damaged("no instrument".into()))?;
    let left =
        tallies.remove(&known.form_key()).map_or_else(|| Tally::new(&asked.instrument), |(_, left)| left);
    Ok((outcome, left))
}

/// Adds up. Tallies of hubs that told all signs apart may hold so many groups that no more fit: then signs are put
/// together first.
fn add(tally: &mut Tally, new: &Tally) -> Result<(), StorageError> {
    match tally.merge(new) {
        Err(TallyError::TooManyStrata) => {
            *tally = tally.regrouped(|stratum| lang_nghe_scoring::Stratum {
                flags: None,
                procedure: None,
                ..stratum.clone()
            });
            tally.merge(new).map_err(|error| StorageError::Damaged(error.to_string()))
        }
        done => done.map_err(|error| StorageError::Damaged(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_due_on_a_later_day_and_after_a_year_that_was_wrong() {
        let due = |last, today| is_due(last, Day::parse(today).unwrap());
        assert!(due("", "2026-11-30") && due("2026-11-30", "2026-12-01"));
        for again in ["2026-11-30", "2026-11-29", "2025-11-30"] {
            assert!(!due("2026-11-30", again), "{again}");
        }
        assert!(due("2062-11-30", "2026-11-30"));
    }
}
