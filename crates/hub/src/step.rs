//! The daily step: what came is counted, signs are worked out, and figures move. Decided by the clock, never by reading.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use lang_nghe_quality::together::{Alike, bursts, is_bulk, usual_share};
use lang_nghe_quality::{Flag, Flags};
use lang_nghe_record::{Day, ReadRecord, Record};
use lang_nghe_scoring::{Tally, TallyError};

use crate::Hub;
use crate::campaigns::Known;
use crate::intake::{self, Look};
use crate::release;
use crate::storage::steps::{AlikeDay, Boundary, Outcome, Taking};
use crate::storage::{Counted, FormKey, StorageError};

/// How often the hub looks whether a day has passed, or a step was missed.
const ROUND: Duration = Duration::from_secs(20);

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
    let mut rounds = tokio::time::interval(pause.max(Duration::from_millis(20)));
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        if let Ok(today) = (hub.clock)() {
            for known in hub.campaigns.iter() {
                let done = match hub.stepping.of(&known.campaign.id) {
                    Some(_) => take_if_new(&hub, known, today).await,
                    None => take_daily(&hub, known, today).await,
                };
                if let Err(error) = done {
                    tracing::warn!(campaign = known.campaign.id, %error, "a step could not be taken; it is tried again");
                }
            }
        }
    }
}

/// Takes the step of this day, unless it was taken before. Days on which the hub was off make no more steps: one counts
/// all that came before today.
///
/// # Errors
/// The database cannot be read or written, or holds what this hub cannot read.
pub async fn take_daily(hub: &Hub, known: &Known, today: Day) -> Result<bool, StorageError> {
    let last = hub.storage.last_step(&known.campaign.id).await?;
    if last.day == today.to_string() {
        return Ok(false);
    }
    take(hub, known, Boundary::Without(today), today).await
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
    let seen = look(hub, known, &taking).await?;
    let signs = seen.signs(hub, &taking).await?;
    hub.storage.sign(&taking, &signs).await?;
    let signs: HashMap<String, Flags> = signs.into_iter().collect();
    let (mut outcome, left) = count(hub, known, &taking, &signs).await?;
    outcome.point_days = seen.point_days();
    outcome.alike = seen.alike(&signs);
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

/// What one form has in common with others.
struct Seen {
    id: String,
    received_day: String,
    look: Look,
}

/// All forms that are new in a step, and what leaves the days.
#[derive(Default)]
struct AllSeen {
    new: Vec<Seen>,
    left: Vec<(String, String)>,
}

async fn look(hub: &Hub, known: &Known, taking: &Taking) -> Result<AllSeen, StorageError> {
    let mut all = AllSeen::default();
    hub.storage
        .gathered(taking, &mut |form| {
            let Some(record) = read(form.body) else { return };
            let look = intake::look(&hub.campaigns, known, &record);
            if form.leaves {
                all.left.push((look.point, look.day));
            } else {
                let (id, received_day) = (form.id.to_owned(), form.received_day.to_owned());
                all.new.push(Seen { id, received_day, look });
            }
        })
        .await?;
    Ok(all)
}

fn read(body: &str) -> Option<Record> {
    ReadRecord::from_json(body.as_bytes()).ok().map(|read| read.record)
}

/// Forms by where and when.
type Places<'a, T> = BTreeMap<(&'a str, &'a str), T>;

impl AllSeen {
    /// What shows beside the others. Worked out over all forms of the step together: in which order they came does not
    /// matter.
    async fn signs(&self, hub: &Hub, taking: &Taking) -> Result<Vec<(String, Flags)>, StorageError> {
        let mut flags = vec![Flags::default(); self.new.len()];
        let history = hub.storage.alike(&taking.campaign).await?;
        for bulk in self.bulk(&history) {
            flags[bulk] = flags[bulk].with(Flag::Identical);
        }
        let past = hub.storage.point_days(&taking.campaign).await?;
        for busy in self.on_busy_days(&past, &flags) {
            flags[busy] = flags[busy].with(Flag::Burst);
        }
        let mut phrases: BTreeMap<[u8; 32], u64> = BTreeMap::new();
        for phrase in self.new.iter().flat_map(|seen| &seen.look.phrases) {
            *phrases.entry(*phrase).or_default() += 1;
        }
        let asked: Vec<[u8; 32]> = phrases.keys().copied().collect();
        for known in hub.storage.known_phrases(taking, &asked).await? {
            *phrases.entry(known).or_default() += 1;
        }
        let signed = self.new.iter().zip(flags).filter_map(|(seen, flags)| {
            let again = seen.look.phrases.iter().any(|phrase| phrases.get(phrase).is_some_and(|n| *n > 1));
            let flags = if again { flags.with(Flag::Repeated) } else { flags };
            (!flags.is_empty()).then(|| (seen.id.clone(), flags))
        });
        Ok(signed.collect())
    }

    fn places(&self) -> Places<'_, Vec<usize>> {
        let mut places = Places::<Vec<usize>>::new();
        for (at, seen) in self.new.iter().enumerate() {
            places.entry((seen.received_day.as_str(), seen.look.point.as_str())).or_default().push(at);
        }
        places
    }

    /// Forms with the same answers in bulk.
    fn bulk(&self, history: &[AlikeDay]) -> Vec<usize> {
        let past: Vec<Alike> = history.iter().map(|day| day.alike).collect();
        let mut bulk = Vec::new();
        for forms in self.places().into_values() {
            let mut alike = HashMap::<u64, Vec<usize>>::new();
            for &at in &forms {
                alike.entry(self.new[at].look.answers).or_default().push(at);
            }
            for (answers, same) in alike {
                let straight = self.new[same[0]].look.is_straight;
                let usual = usual_share(&past, answers, straight);
                if is_bulk(same.len() as u64, forms.len() as u64, usual) {
                    bulk.extend(same);
                }
            }
        }
        bulk
    }

    /// Forms of a day on which their point has far more than on its others; those in bulk make no day busy.
    fn on_busy_days(&self, past: &[(String, String, u64)], flags: &[Flags]) -> Vec<usize> {
        let mut days: BTreeMap<&str, BTreeMap<&str, (u64, Vec<usize>)>> = BTreeMap::new();
        for (point, day, forms) in past {
            days.entry(point.as_str()).or_default().entry(day.as_str()).or_default().0 += forms;
        }
        let plain =
            |at: &usize| !flags[*at].has(Flag::Identical) && self.new[*at].look.day != intake::OUTSIDE;
        for at in (0..self.new.len()).filter(plain) {
            let look = &self.new[at].look;
            let day = days.entry(look.point.as_str()).or_default().entry(look.day.as_str()).or_default();
            day.0 += 1;
            day.1.push(at);
        }
        let mut busy = Vec::new();
        for of_point in days.into_values() {
            let (counts, new): (Vec<u64>, Vec<Vec<usize>>) =
                of_point.into_iter().filter(|(day, _)| *day != intake::OUTSIDE).map(|(_, day)| day).unzip();
            let found = bursts(&counts).into_iter().zip(new).filter(|(is_burst, _)| *is_burst);
            busy.extend(found.flat_map(|(_, new)| new));
        }
        busy
    }

    fn point_days(&self) -> Vec<(String, String, i64)> {
        let mut days = BTreeMap::<(&str, &str), i64>::new();
        let new = self.new.iter().map(|seen| (&seen.look.point, &seen.look.day, 1));
        let left = self.left.iter().map(|(point, day)| (point, day, -1));
        for (point, day, more) in new.chain(left) {
            // What lies outside is one row, whatever point it names.
            let point = if day == intake::OUTSIDE { "" } else { point.as_str() };
            *days.entry((point, day.as_str())).or_default() += more;
        }
        days.into_iter().map(|((point, day), more)| (point.to_owned(), day.to_owned(), more)).collect()
    }

    /// What these days show of how alike honest forms are: without those in bulk.
    fn alike(&self, signs: &HashMap<String, Flags>) -> Vec<AlikeDay> {
        let day = |((day, point), forms): ((&str, &str), Vec<usize>)| {
            let mut counts = BTreeMap::<u64, u64>::new();
            for at in forms {
                let seen = &self.new[at];
                if !signs.get(&seen.id).is_some_and(|flags| flags.has(Flag::Identical)) {
                    *counts.entry(seen.look.answers).or_default() += 1;
                }
            }
            let (answers, most) =
                counts.iter().max_by_key(|(_, n)| **n).map(|(answers, n)| (*answers, *n))?;
            let alike = Alike { forms: counts.values().sum(), most, answers };
            Some(AlikeDay { day: day.to_owned(), point: point.to_owned(), alike })
        };
        self.places().into_iter().filter_map(day).collect()
    }
}

/// The tallies with what is new and without what leaves; and what leaves of the form that the campaign asks now.
async fn count(
    hub: &Hub,
    known: &Known,
    taking: &Taking,
    signs: &HashMap<String, Flags>,
) -> Result<(Outcome, Tally), StorageError> {
    let mut tallies: BTreeMap<FormKey, (Tally, Tally)> = BTreeMap::new();
    hub.storage
        .gathered(taking, &mut |form| {
            let Some(record) = read(form.body) else { return };
            let signs =
                if form.leaves { form.signs } else { signs.get(form.id).copied().unwrap_or_default() };
            let Ok(one) = intake::count_again(&hub.campaigns, &known.campaign, &record, signs, form.step)
            else {
                return;
            };
            let key = FormKey {
                campaign: taking.campaign.clone(),
                instrument: form.instrument.0.to_owned(),
                version: form.instrument.1.to_owned(),
            };
            let Some(content) = hub.campaigns.content.form(&key.instrument, &key.version) else { return };
            let blank = || Tally::new(&content.instrument);
            let (new, left) = tallies.entry(key).or_insert_with(|| (blank(), blank()));
            // One at a time, tallies of one campaign cannot be full, and their strata fit (`intake::within_lists`).
            let _ = if form.leaves { left.merge(&one) } else { new.merge(&one) };
        })
        .await?;
    let mut outcome = Outcome::default();
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
