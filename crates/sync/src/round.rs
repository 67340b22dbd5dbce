//! One round of sending: until the queue is empty or something fails.

use lang_nghe_record::{Envelope, RecordId};
use lang_nghe_store::{Outcome, Settled, Store, StoreError};

use crate::held::worth_asking;
use crate::judge::{Failure, Reply, Verdict, judge, judge_missing};
use crate::pace::{PATIENCE_MS, Pace, pause_ms, timeout_ms};
use crate::pass::{PASS, Pass};
use crate::plan::{Here, Step, There, plan};
use crate::wire::{BATCH_BYTES, Batch, Held, MISSING_PATH, RECORDS_PATH};
use crate::{State, Status};

/// Name of the device value that holds the [`Status`].
pub const STATUS: &str = "sync-status";
/// How long sealed envelopes are kept after the hub took them: time to notice that a hub was restored
/// from an old backup.
pub const KEEP_SENT_MS: u64 = 14 * DAY_MS;
/// How often the hub is asked whether it still has them.
pub const CHECK_MS: u64 = DAY_MS;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// Most ids that are asked for at once.
const CHECK_IDS: usize = 1_000;
/// Most bytes that a pass takes in a batch.
const PASS_BYTES: usize = 256;
/// After so many envelopes in a row that the hub would not settle even alone, the round ends: it is
/// the hub that has a problem, not the envelope.
const STUBBORN: u32 = 3;
/// Most envelopes that are remembered for the end of the queue.
const PUT_OFF: usize = 100;

/// What a round needs of the world.
#[allow(async_fn_in_trait, reason = "single-threaded callers only: pages, workers and tests")]
pub trait Line {
    /// Posts JSON to an address of the hub. `None`: no reply, or not a whole one in time.
    async fn post(&self, path: &str, body: Vec<u8>, timeout_ms: u32) -> Option<Reply>;

    /// The instant, in milliseconds since 1970.
    fn now(&self) -> u64;

    /// Any number.
    fn random(&self) -> u32;

    /// Whether somebody can see that something waits: then it is tried again within a minute.
    fn is_seen(&self) -> bool {
        false
    }

    /// The status was written: whoever shows it may read it again.
    fn announce(&self);
}

/// The status that was written last; as if nothing had been sent yet if there is none or it is damaged.
pub async fn last_status(store: &impl Store) -> Status {
    match store.value(STATUS).await {
        Ok(Some(value)) => Status::read(&value.bytes),
        Ok(None) | Err(_) => Status::default(),
    }
}

/// Hands one envelope over without a store: for a page that can keep nothing.
///
/// # Errors
/// The hub did not answer for it; the caller still has it.
pub async fn hand_over(envelope: &Envelope, line: &impl Line) -> Result<Outcome, Failure> {
    let batch = std::slice::from_ref(envelope);
    let body = serde_json::to_vec(&Batch::of(batch)).map_err(|_| Failure::BadRequest)?;
    let timeout = timeout_ms(body.len());
    match judge(line.post(RECORDS_PATH, body, timeout).await.as_ref(), batch) {
        Verdict::Failed(failure) => Err(failure),
        Verdict::Answered { settled, .. } => {
            settled.into_iter().next().map(|settled| settled.outcome).ok_or(Failure::BadAnswer)
        }
    }
}

/// One round of sending. Whoever starts it sees to it that no other one runs; if one does all the
/// same, envelopes travel twice and count once.
#[derive(Debug)]
pub struct Round<'a, S, L> {
    store: &'a S,
    line: &'a L,
    status: Status,
    pace: Pace,
    /// What the device shows beside records that need it, if it was let in.
    pass: Option<Pass>,
    /// Not settled in this round; they wait for the next one.
    unsettled: Vec<RecordId>,
    /// Not settled in the round before this one: they come after all others, so that however many of them
    /// there are, they hold nobody up.
    last: Vec<RecordId>,
    /// Why, for the last of them.
    trouble: Option<Failure>,
    /// What the hub's clock showed at its last answer in this round.
    hub_now: Option<u64>,
    /// Whether what the hub could not take earlier is sent again in this round.
    asks_again: bool,
}

/// Why a round ended early.
enum Stop {
    Failed(Failure),
    Storage,
}

impl From<StoreError> for Stop {
    fn from(_: StoreError) -> Self {
        Self::Storage
    }
}

impl<'a, S: Store, L: Line> Round<'a, S, L> {
    /// Sends what waits, until nothing does or something fails; gives the status that was written.
    pub async fn run(store: &'a S, line: &'a L) -> Status {
        Self::start(store, line, false).await
    }

    /// The same because a person asked for it: what the hub could not take earlier is sent at once.
    pub async fn run_now(store: &'a S, line: &'a L) -> Status {
        Self::start(store, line, true).await
    }

    async fn start(store: &'a S, line: &'a L, asked: bool) -> Status {
        let mut status = last_status(store).await;
        let pace = Pace::resume(status.batch);
        let asks_again = asked || status.hold_is_over(line.now());
        let unsettled = if asks_again { Vec::new() } else { status.held_ids() };
        if asks_again {
            status.held.clear();
        }
        let last = status.put_off.iter().filter_map(|id| RecordId::parse(id).ok()).collect();
        let pass = store.value(PASS).await.ok().flatten().and_then(|value| Pass::decode(&value.bytes));
        let (trouble, hub_now) = (None, None);
        let mut round =
            Self { store, line, status, pace, pass, unsettled, last, trouble, asks_again, hub_now };
        if round.was_asked_to_wait() {
            return round.status;
        }
        let end = round.work().await;
        round.conclude(end).await;
        round.status
    }

    /// A pause that the hub asked for is kept; one of our own ends as soon as anyone has a reason to
    /// try. A pause from beyond any reason comes from a clock that was set back.
    fn was_asked_to_wait(&self) -> bool {
        let left = self.status.not_before.unwrap_or(0).saturating_sub(self.line.now());
        (1..=PATIENCE_MS).contains(&left)
    }

    async fn work(&mut self) -> Result<(), Stop> {
        if self.check_is_due().await? {
            let refused = self.store.refused().await?;
            self.store.retry(&worth_asking(&refused)).await?;
        }
        self.look().await?;
        if self.status.waiting > 0 {
            self.status.state = State::Sending;
            self.write_status().await;
        }
        self.send_all().await?;
        if self.check_is_due().await? {
            self.check().await?;
            self.send_all().await?;
        }
        // Either clock may be wrong by years: what was sent is forgotten when both say that it was long ago.
        if let Some(hub_now) = self.hub_now {
            let long_ago = self.line.now().min(hub_now).saturating_sub(KEEP_SENT_MS);
            self.store.forget_sent(long_ago).await?;
        }
        Ok(())
    }

    async fn send_all(&mut self) -> Result<(), Stop> {
        let mut stubborn = 0;
        while let Some(batch) = self.next_batch().await? {
            let started = self.line.now();
            let reply = self.post(RECORDS_PATH, &self.written(&batch)).await;
            match judge(reply.as_ref(), &batch) {
                Verdict::Answered { settled, held, unsettled } => {
                    stubborn = if settled.is_empty() && held.is_empty() { stubborn + 1 } else { 0 };
                    self.hold(&held);
                    self.set_aside(unsettled, Failure::BadAnswer);
                    self.pace.answered(self.line.now().saturating_sub(started));
                    self.settle(&settled).await?;
                    self.look().await?;
                    self.write_status().await;
                    if stubborn >= STUBBORN {
                        return Err(Stop::Failed(Failure::BadAnswer));
                    }
                }
                // A smaller batch may pass; one envelope that does not pass alone holds nobody up.
                // A mistake of the hub's may be about one envelope only.
                Verdict::Failed(failure @ (Failure::TooLarge | Failure::BadRequest | Failure::HubError)) => {
                    self.pace.failed();
                    if let [one] = &batch[..] {
                        self.set_aside([one.id], failure);
                        stubborn += 1;
                    }
                    if stubborn >= STUBBORN {
                        return Err(Stop::Failed(failure));
                    }
                }
                Verdict::Failed(failure) => {
                    // A weak line is given less to carry; who is busy or not the hub is not.
                    if failure == Failure::NoConnection {
                        self.pace.failed();
                    }
                    return Err(Stop::Failed(failure));
                }
            }
        }
        // Whoever of the last is not here any more was settled, or taken away by a person.
        self.last.clear();
        self.trouble.map_or(Ok(()), |failure| Err(Stop::Failed(failure)))
    }

    fn set_aside(&mut self, ids: impl IntoIterator<Item = RecordId>, failure: Failure) {
        for id in ids {
            self.unsettled.push(id);
            self.trouble = Some(failure);
        }
    }

    fn shows_pass_beside(&self, envelope: &Envelope) -> bool {
        self.pass.as_ref().is_some_and(|pass| pass.is_for(&envelope.campaign))
    }

    /// A batch as it is written, with the pass if its records need it: all do, or none does.
    fn written(&self, batch: &[Envelope]) -> Batch {
        let shown = batch.first().is_some_and(|envelope| self.shows_pass_beside(envelope));
        let pass = self.pass.as_ref().filter(|_| shown).map(|pass| pass.token.clone());
        Batch { pass, ..Batch::of(batch) }
    }

    fn hold(&mut self, ids: &[RecordId]) {
        self.unsettled.extend(ids);
        self.status.held.extend(ids.iter().map(RecordId::to_string));
        if self.status.held_times == 0 {
            self.asks_again = true;
        }
    }

    /// The first batch that the plan asks for.
    async fn next_batch(&self) -> Result<Option<Vec<Envelope>>, StoreError> {
        let out_of_turn = self.unsettled.len() + self.last.len();
        let queue = self.store.waiting(self.pace.records() + out_of_turn).await?;
        let mut waiting: Vec<_> = queue.entries.into_iter().map(|waiting| waiting.envelope).collect();
        let is_in_turn =
            |envelope: &Envelope| !self.last.contains(&envelope.id) && !self.unsettled.contains(&envelope.id);
        if waiting.iter().any(is_in_turn) {
            waiting.retain(is_in_turn);
        } else {
            waiting.sort_by_key(|envelope| self.last.iter().position(|id| *id == envelope.id));
        }
        // What the pass is shown beside travels alone: nothing else goes through the line together with it.
        let first = waiting.iter().find(|envelope| !self.unsettled.contains(&envelope.id));
        if let Some(shown) = first.map(|envelope| self.shows_pass_beside(envelope)) {
            waiting.retain(|envelope| self.shows_pass_beside(envelope) == shown);
        }
        let here = Here { waiting: &waiting, sent: &[] };
        let (records, bytes) = (self.pace.records(), BATCH_BYTES - PASS_BYTES);
        let there = There { missing: &[], unsettled: &self.unsettled, records, bytes };
        let first = plan(&here, &there).into_iter().find_map(|step| match step {
            Step::Send(ids) => Some(ids),
            Step::Requeue(_) => None,
        });
        Ok(first.map(|ids| waiting.into_iter().filter(|envelope| ids.contains(&envelope.id)).collect()))
    }

    async fn settle(&mut self, settled: &[Settled]) -> Result<(), StoreError> {
        let now = self.line.now();
        // Its mark is forgotten by the hub's clock, so it is made by it: the device's may be put right in between.
        let at = self.hub_now.unwrap_or(now);
        if self.store.settle(settled, at).await == Err(StoreError::Full) {
            // No room to keep what the hub has durably anyway: that room is the first to be given up.
            self.store.forget_sent(u64::MAX).await?;
            self.store.settle(settled, at).await?;
        }
        self.status.sent_total += settled.iter().filter(|one| one.outcome.is_sent()).count() as u64;
        self.status.last_success = Some(now);
        Ok(())
    }

    async fn check_is_due(&self) -> Result<bool, StoreError> {
        let now = self.line.now();
        // A check in the future was made by a clock that has been set back since.
        let fresh = |last: u64| last <= now && now - last < CHECK_MS;
        if self.status.last_check.is_some_and(fresh) {
            return Ok(false);
        }
        let counts = self.store.counts().await?;
        Ok(counts.sent + counts.refused > 0)
    }

    /// Asks whether the hub still has what it took, and puts back what it lacks.
    async fn check(&mut self) -> Result<(), Stop> {
        let sent = self.store.sent(CHECK_IDS).await?;
        if sent.is_empty() {
            self.status.last_check = Some(self.line.now());
            return Ok(());
        }
        let reply = self.post(MISSING_PATH, &Held::of(&sent)).await;
        let missing = judge_missing(reply.as_ref(), &sent).map_err(Stop::Failed)?;
        let here = Here { waiting: &[], sent: &sent };
        let there = There { missing: &missing, unsettled: &[], records: 1, bytes: BATCH_BYTES };
        for step in plan(&here, &there) {
            if let Step::Requeue(ids) = step {
                self.store.requeue(&ids).await?;
            }
        }
        self.status.last_success = Some(self.line.now());
        self.status.last_check = self.status.last_success;
        Ok(())
    }

    async fn post(&mut self, path: &str, body: &impl serde::Serialize) -> Option<Reply> {
        let body = serde_json::to_vec(body).ok()?;
        let timeout = timeout_ms(body.len());
        let reply = self.line.post(path, body, timeout).await?;
        self.hub_now = reply.date;
        if let Some(date) = reply.date {
            let off = self.line.now() as i64 - date as i64;
            self.status.clock_off = (off.unsigned_abs() > DAY_MS).then_some(off);
        }
        Some(reply)
    }

    /// Takes stock of the queue.
    async fn look(&mut self) -> Result<(), StoreError> {
        let counts = self.store.counts().await?;
        let oldest = self.store.waiting(1).await?;
        self.status.waiting = counts.waiting;
        self.status.refused = counts.refused;
        self.status.since = oldest.entries.first().map(|waiting| waiting.since);
        self.status.unreadable = oldest.unreadable.len() as u64;
        Ok(())
    }

    async fn conclude(&mut self, end: Result<(), Stop>) {
        // If even that fails, the figures of a moment ago are shown.
        let stock = self.look().await;
        let end = end.and(stock.map_err(Stop::from));
        let (failure, error) = match end {
            Ok(()) => (None, None),
            Err(Stop::Failed(failure)) => (Some(failure), Some(failure.code())),
            Err(Stop::Storage) => (Some(Failure::HubError), Some("storage")),
        };
        let status = &mut self.status;
        status.batch = Some(self.pace.records());
        // Tried longest ago comes first.
        self.last.retain(|id| !self.unsettled.contains(id));
        let tried = self.last.len() + self.unsettled.len();
        let put_off = self.last.iter().chain(&self.unsettled).skip(tried.saturating_sub(PUT_OFF));
        // What is held has times of its own.
        let put_off = put_off.map(RecordId::to_string).filter(|id| !status.held.contains(id));
        status.put_off = put_off.collect();
        status.error = error.map(str::to_owned);
        status.failures = if failure.is_some() { status.failures.saturating_add(1) } else { 0 };
        let now = self.line.now();
        let (random, seen) = (self.line.random(), self.line.is_seen());
        status.plan_held((self.asks_again, failure.is_none()), now, random);
        let pause = |failure| now + pause_ms(status.failures, failure, random, seen);
        status.next = failure.map(pause).or(status.held_next);
        status.not_before = match failure {
            Some(Failure::Busy { retry_after: Some(seconds) }) => {
                Some(now + (u64::from(seconds) * 1000).min(PATIENCE_MS))
            }
            _ => None,
        };
        // What cannot be read cannot be sent: it is told apart, and waits for a person.
        let sendable = status.waiting.saturating_sub(status.unreadable);
        status.state = match failure {
            Some(Failure::NoConnection) => State::Offline,
            Some(_) => State::WaitingRetry,
            None if sendable > 0 => State::WaitingRetry,
            None if status.refused > 0 => State::RefusedSome,
            None => State::Idle,
        };
        self.write_status().await;
    }

    async fn write_status(&mut self) {
        self.status.at = self.line.now();
        let json = self.status.to_json();
        if let Err(StoreError::Unreadable(_)) = self.store.put_value(STATUS, &json).await {
            // Only news, never data: damaged news make room for fresh ones.
            let _ = self.store.erase_value(STATUS).await;
            let _ = self.store.put_value(STATUS, &json).await;
        }
        self.line.announce();
    }
}
