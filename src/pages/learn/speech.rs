//! Recordings on this device: what is here, what is offered, and keeping the two in step. One recording
//! at a time; what has come or gone stays so, whatever happens to the next one.

use std::collections::BTreeSet;

use lang_nghe_lesson::speech::{
    Answer, Entry, Hash, Held, Listing, Origin, PATH, PackName, Recording, State, fetched, plan,
};
use lang_nghe_store::StoreError;
use lang_nghe_sync::judge::Failure;
use lang_nghe_sync::pace::{pause_ms, timeout_ms};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::shelf;
use crate::platform::indexed_db::Recordings;
use crate::platform::notes::Notes;
use crate::platform::{clock, document, locks, net, random, signature};

/// Where it is noted what people chose to keep here: `<language>/<lesson>`, between spaces.
const WANTED: &str = "ln.speech.wanted";
/// One tab at a time fetches and sends.
const LOCK: &str = "lang-nghe-speech";
/// How long a list may take.
const LIST_MS: u32 = 30_000;
/// Most recordings of its own that a device asks about in one address: proxies take 8 KB.
const OWN: usize = 60;
/// How often somebody who waits looks whether the connection is back.
const LOOK_MS: u32 = 1_000;

/// How keeping in step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing is to be done.
    Idle,
    /// Something is being sent.
    Sending,
    /// Something is being fetched: how many of how many are here.
    Fetching(usize, usize),
    /// No connection; it goes on by itself.
    Waiting,
    /// This browser keeps nothing, or the device has no room.
    Refused,
}

/// The recordings, as pages show them.
#[derive(Clone, Copy)]
pub(super) struct Speech {
    /// What is here.
    pub(super) held: RwSignal<Vec<Held>>,
    /// What could be fetched; empty without a connection.
    pub(super) offers: RwSignal<Vec<Entry>>,
    /// What people chose to keep here.
    pub(super) wanted: RwSignal<BTreeSet<PackName>>,
    pub(super) step: RwSignal<Step>,
    store: StoredValue<Option<Recordings>, LocalStorage>,
    busy: StoredValue<bool>,
    again: StoredValue<bool>,
}

/// Why a round did not end well.
enum Trouble {
    Line(Failure),
    Refused,
}

impl From<StoreError> for Trouble {
    fn from(_: StoreError) -> Self {
        Self::Refused
    }
}

impl Speech {
    pub(super) fn new() -> Self {
        Self {
            held: RwSignal::new(Vec::new()),
            offers: RwSignal::new(Vec::new()),
            wanted: RwSignal::new(noted()),
            step: RwSignal::new(Step::Idle),
            store: StoredValue::new_local(None),
            busy: StoredValue::new(false),
            again: StoredValue::new(false),
        }
    }

    /// Reads what is here, and keeps it in step from now on.
    pub(super) async fn begin(self) {
        document::listen("online", move |_| spawn_local(self.run()));
        if self.store().await.is_ok() {
            self.run().await;
        }
    }

    /// The recordings; opened once.
    pub(super) async fn store(self) -> Result<Recordings, StoreError> {
        if let Some(store) = self.store.get_value() {
            return Ok(store);
        }
        let store = Recordings::open().await?;
        self.store.set_value(Some(store.clone()));
        let held = store.list().await?;
        // What was fetched was wanted. Where that is noted outlives less than where recordings lie: a battery that gave
        // out must not cost anybody their lessons.
        self.wanted.update(|wanted| wanted.extend(fetched(&held)));
        self.held.set(held);
        Ok(store)
    }

    /// Keeps a recording that was made or brought here, in the place of others, and sends it when it can.
    pub(super) async fn keep(
        self,
        recording: &Recording,
        origin: Origin,
        instead: &[Hash],
    ) -> Result<Hash, StoreError> {
        let failed = |error: &dyn core::fmt::Display| StoreError::Failed(error.to_string());
        let bytes = recording.encode().map_err(|error| failed(&error))?;
        let hash = hash_of(&bytes).await.ok_or(StoreError::Unavailable)?;
        let about = &recording.about;
        let held = Held {
            hash,
            key: about.key.clone(),
            bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            day: about.consent.day.clone(),
            origin,
            state: None,
            at: clock::now(),
        };
        let store = self.store().await?;
        store.keep(&held, &bytes, instead).await?;
        self.held.set(store.list().await?);
        spawn_local(self.run());
        Ok(hash)
    }

    /// A recording that is here.
    pub(super) async fn recording(self, hash: Hash) -> Option<Recording> {
        let bytes = self.store().await.ok()?.bytes(hash).await.ok()??;
        Recording::decode(&bytes).ok()
    }

    /// Forgets recordings.
    pub(super) async fn forget(self, hashes: &[Hash]) -> Result<(), StoreError> {
        let store = self.store().await?;
        store.forget(hashes).await?;
        self.held.set(store.list().await?);
        Ok(())
    }

    /// Has a pack kept here, or taken off this device.
    pub(super) async fn want(self, pack: PackName, wanted: bool) {
        self.wanted.update(|list| {
            if wanted {
                list.insert(pack);
            } else {
                list.remove(&pack);
            }
        });
        let list: Vec<String> = self.wanted.with_untracked(|list| {
            list.iter().map(|pack| [pack.lang.as_str(), "/", &pack.lesson].concat()).collect()
        });
        Notes::Device.set(WANTED, &list.join(" "));
        self.run().await;
    }

    /// Forgets, sends and fetches what is to be, until all of it is done.
    async fn run(self) {
        self.again.set_value(true);
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        let mut failures = 0;
        while self.again.get_value() || failures > 0 {
            self.again.set_value(false);
            let done = {
                let _lock = locks::wait_for(LOCK).await;
                self.round().await
            };
            match done {
                Ok(()) => {
                    failures = 0;
                    self.step.set(Step::Idle);
                }
                Err(Trouble::Refused) => {
                    self.step.set(Step::Refused);
                    break;
                }
                Err(Trouble::Line(failure)) => {
                    failures += 1;
                    self.step.set(Step::Waiting);
                    self.pause(pause_ms(failures, failure, random::number(), document::is_visible())).await;
                }
            }
        }
        self.busy.set_value(false);
    }

    /// Waits so long, or until somebody asks again.
    async fn pause(self, ms: u64) {
        let until = clock::now().saturating_add(ms);
        while clock::now() < until && !self.again.get_value() {
            clock::sleep(LOOK_MS).await;
        }
    }

    async fn round(self) -> Result<(), Trouble> {
        let store = self.store().await?;
        let here = store.list().await?;
        self.held.set(here.clone());
        let hub = hub_listing(&here).await;
        let build = match shelf::speech_list() {
            Some(path) => listing(&path).await,
            None => Some(Vec::new()),
        };
        let offered = |entry: &&Entry| entry.state == State::Offered;
        let offers = hub.iter().chain(&build).flatten().filter(offered).cloned().collect();
        self.offers.set(offers);
        let wanted = self.wanted.get_untracked();
        let plan = plan(&here, hub.as_deref(), build.as_deref(), &wanted);
        if !plan.forget.is_empty() {
            store.forget(&plan.forget).await?;
        }
        for (hash, state) in plan.mark {
            store.mark(hash, state).await?;
        }
        self.held.set(store.list().await?);
        // Whatever became of the one, the other is tried: a hub without room still has something to give.
        let sent = self.send_all(&store, plan.send).await?;
        let fetched = self.fetch_all(&store, plan.fetch).await?;
        if let Some(failure) = sent.or(fetched) {
            return Err(Trouble::Line(failure));
        }
        // Nothing is to be done for nobody: only who sends or fetches waits for a connection.
        let is_idle =
            wanted.is_empty() && here.iter().all(|held| !held.origin.is_sent() || held.state.is_some());
        if (hub.is_none() || build.is_none()) && !is_idle {
            return Err(Trouble::Line(Failure::NoConnection));
        }
        Ok(())
    }

    /// Sends one after the other; gives why some are left. One that cannot pass does not hold up the rest.
    async fn send_all(self, store: &Recordings, hashes: Vec<Hash>) -> Result<Option<Failure>, StoreError> {
        let mut left = None;
        for hash in hashes {
            let Some(bytes) = store.bytes(hash).await? else { continue };
            self.step.set(Step::Sending);
            match send(hash, &bytes).await {
                Ok(state) => {
                    store.mark(hash, state).await?;
                    self.held.set(store.list().await?);
                }
                Err(failure) => left = Some(failure),
            }
            if left.is_some_and(is_for_all) {
                break;
            }
        }
        Ok(left)
    }

    /// Fetches one after the other, in the same way.
    async fn fetch_all(self, store: &Recordings, entries: Vec<Entry>) -> Result<Option<Failure>, StoreError> {
        let (mut left, all) = (None, entries.len());
        for (done, entry) in entries.into_iter().enumerate() {
            // It may have been taken off meanwhile.
            if !self.wanted.with_untracked(|wanted| wanted.contains(&PackName::of(&entry.key))) {
                continue;
            }
            self.step.set(Step::Fetching(done, all));
            match fetch(&entry).await {
                Ok((held, bytes)) => {
                    store.keep(&held, &bytes, &[]).await?;
                    self.held.set(store.list().await?);
                }
                Err(failure) => left = Some(failure),
            }
            if left.is_some_and(is_for_all) {
                break;
            }
        }
        Ok(left)
    }
}

/// Whether the next one would fare no better.
fn is_for_all(failure: Failure) -> bool {
    matches!(failure, Failure::NoConnection | Failure::Busy { .. })
}

/// What was chosen before.
fn noted() -> BTreeSet<PackName> {
    let noted = Notes::Device.get(WANTED).unwrap_or_default();
    let pack = |entry: &str| {
        let (lang, lesson) = entry.split_once('/')?;
        Some(PackName { lang: lang.to_owned(), lesson: lesson.to_owned() })
    };
    noted.split_whitespace().filter_map(pack).collect()
}

/// What the hub offers, and what has become of what was recorded here, which it tells only those who ask.
async fn hub_listing(here: &[Held]) -> Option<Vec<Entry>> {
    let own: Vec<String> =
        here.iter().filter(|held| held.origin.is_sent()).map(|held| held.hash.to_string()).collect();
    let mut all = listing(&asking(own.chunks(OWN).next().unwrap_or_default())).await?;
    for more in own.chunks(OWN).skip(1) {
        let more = listing(&asking(more)).await?;
        all.extend(more.into_iter().filter(|entry| matches!(entry.state, State::Waiting | State::Refused)));
    }
    Some(all)
}

fn asking(own: &[String]) -> String {
    if own.is_empty() { PATH.to_owned() } else { [PATH, "?own=", &own.join(",")].concat() }
}

async fn listing(path: &str) -> Option<Vec<Entry>> {
    let reply = net::get(path, LIST_MS).await.ok().filter(|reply| reply.status == 200)?;
    Some(Listing::read(std::str::from_utf8(&reply.body).ok()?).ok()?.0)
}

pub(super) async fn hash_of(bytes: &[u8]) -> Option<Hash> {
    Some(Hash(signature::sha256(bytes).await.ok()?.try_into().ok()?))
}

/// Sends one recording; gives what the hub says that it is there now. Nothing else counts as sent.
async fn send(hash: Hash, bytes: &[u8]) -> Result<State, Failure> {
    let path = [PATH, "/", &hash.to_string()].concat();
    let reply = net::put(&path, bytes, timeout_ms(bytes.len())).await.map_err(|_| Failure::NoConnection)?;
    let text = std::str::from_utf8(&reply.body).unwrap_or_default();
    match reply.status {
        200 => match Answer::read(text) {
            Some(answer) if answer.hash == hash => Ok(answer.state),
            _ => Err(Failure::NotTheHub),
        },
        // The hub's own word that it will never take this one.
        422 if text.contains("\"hub\":\"lang-nghe\"") => Ok(State::Refused),
        429 | 503 | 507 => Err(Failure::Busy { retry_after: reply.retry_after }),
        _ => Err(Failure::NotTheHub),
    }
}

/// Fetches one recording, if it is what its name and the list say.
async fn fetch(entry: &Entry) -> Result<(Held, Vec<u8>), Failure> {
    let (path, origin) = match entry.path.as_str() {
        "" => ([PATH, "/", &entry.hash.to_string()].concat(), Origin::Hub),
        path => (path.to_owned(), Origin::Build),
    };
    let timeout = timeout_ms(usize::try_from(entry.bytes).unwrap_or_default());
    let reply = net::get(&path, timeout).await.map_err(|_| Failure::NoConnection)?;
    if matches!(reply.status, 429 | 503) {
        return Err(Failure::Busy { retry_after: reply.retry_after });
    }
    if reply.status != 200 || hash_of(&reply.body).await != Some(entry.hash) {
        return Err(Failure::NotTheHub);
    }
    let about = Recording::decode(&reply.body).map_err(|_| Failure::NotTheHub)?.about;
    let held = Held {
        hash: entry.hash,
        key: about.key,
        bytes: entry.bytes,
        day: about.consent.day,
        origin,
        state: None,
        at: clock::now(),
    };
    Ok((held, reply.body))
}
