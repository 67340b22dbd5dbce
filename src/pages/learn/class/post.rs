//! Classes on their way to the hub: sealed in one step with what the device keeps of them, and what became of them.

use std::collections::BTreeSet;

use lang_nghe_campaign::ClassCampaign;
use lang_nghe_lesson::class::{Class, ClassRecord, Parcel, Unsound};
use lang_nghe_record::RecordId;
use lang_nghe_store::Store;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::book::{Book, Kept, LOCK, name, read};
use crate::pages::desk::meta_content;
use crate::pages::learn::shelf;
use crate::platform::device_key::{DeviceKey, KeyError};
use crate::platform::indexed_db::IndexedDb;
use crate::platform::sender::{self, Written};
use crate::platform::{document, locks, net, random, storage_status, worker};
use crate::state::Trouble;

/// How far back among the sent ones a class is looked for.
const RECENT: usize = 1_000;
/// How long the hub's own page may take to answer.
const TIMEOUT_MS: u32 = 20_000;

/// A class that was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Posted {
    /// Its record.
    pub(super) record: RecordId,
    /// Whether this device can open it again.
    pub(super) readable: bool,
    /// What became of it.
    pub(super) news: News,
}

/// What became of a sealed class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// It waits for a connection.
    Waiting,
    /// The hub has it.
    Sent,
    /// The hub does not take it, for this reason.
    Refused(String),
    /// The queue cannot be read, so nobody knows.
    Unknown,
}

/// Why a class was not sealed. It is as it was.
#[derive(Clone, Copy, Debug)]
pub(super) enum NotSent {
    /// Its counts cannot be.
    Unsound(Unsound),
    /// The device or the browser did not do it.
    Trouble(Trouble),
}

impl From<Trouble> for NotSent {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// What lies in the queue.
pub(super) struct Queue {
    waiting: BTreeSet<RecordId>,
    sent: BTreeSet<RecordId>,
    refused: Vec<(RecordId, String)>,
    whole: bool,
}

impl Queue {
    /// Reads it; `None` where it cannot be read at all.
    pub(super) async fn read(log: &IndexedDb) -> Option<Self> {
        let queue = log.waiting(usize::MAX).await.ok()?;
        let refused = log.refused().await.ok()?;
        Some(Self {
            waiting: queue.entries.iter().map(|waiting| waiting.envelope.id).collect(),
            whole: queue.unreadable.is_empty(),
            sent: log.sent(RECENT).await.ok()?.into_iter().collect(),
            refused: refused.into_iter().map(|one| (one.envelope.id, one.reason)).collect(),
        })
    }

    /// What became of a record. What is in no list any more was sent so long ago that its envelope is forgotten:
    /// nothing else is ever taken out of the queue.
    fn news(queue: Option<&Self>, id: RecordId) -> News {
        let Some(queue) = queue else { return News::Unknown };
        if queue.waiting.contains(&id) {
            return News::Waiting;
        }
        match queue.refused.iter().find(|(refused, _)| *refused == id) {
            Some((_, reason)) => News::Refused(reason.clone()),
            None if queue.sent.contains(&id) || queue.whole => News::Sent,
            None => News::Unknown,
        }
    }
}

/// Opens a class that was sealed, as far as this device can.
pub(super) async fn unpack(
    log: &IndexedDb,
    (name, parcel): (&str, &Parcel),
    queue: Option<&Queue>,
) -> (Class, Posted) {
    let opened = open(log, name, parcel).await;
    let news = Queue::news(queue, parcel.record);
    let posted = Posted { record: parcel.record, readable: opened.is_some(), news };
    let unknown = || Class { campaign: parcel.campaign.clone(), closed: true, ..Class::default() };
    (opened.unwrap_or_else(unknown), posted)
}

async fn open(log: &IndexedDb, name: &str, parcel: &Parcel) -> Option<Class> {
    let key = DeviceKey::of_classes(log).await.ok()?;
    let text = key.open_value(name, parcel.locked.as_ref()?).await.ok()?;
    Class::decode(std::str::from_utf8(&text).ok()?).ok()
}

/// The campaigns of classes that the page carries, and after a moment those of the hub's own page as it is now: what
/// is open may be a copy that was kept before a campaign began.
pub(super) async fn campaigns(show: impl Fn(Vec<ClassCampaign>)) {
    show(ClassCampaign::list(&document::meta("classes").unwrap_or_default()));
    let Ok(reply) = net::get(shelf::SHELL, TIMEOUT_MS).await else { return };
    // Only a page of ours names lessons.
    let html = std::str::from_utf8(&reply.body).ok().filter(|_| reply.status == 200);
    let Some(html) = html.filter(|html| meta_content(html, "lessons").is_some()) else { return };
    show(ClassCampaign::list(meta_content(html, "classes").unwrap_or_default()));
}

impl Book {
    /// Ends a class if it is not over, seals it to this campaign's key and has it sent.
    pub(super) async fn send(self, place: u16, campaign: ClassCampaign) -> Result<(), NotSent> {
        let log = self.log().ok_or(Trouble::Unavailable)?;
        {
            let _lock = locks::wait_for(LOCK).await;
            seal(&log, &name(place), &campaign).await?;
        }
        self.look().await;
        self.open(place);
        // Neither is waited for: a browser may ask the person, and they may never answer.
        spawn_local(async {
            storage_status::ask_to_persist().await;
        });
        spawn_local(worker::send_later());
        spawn_local(async move {
            sender::send(false).await;
            self.look().await;
        });
        Ok(())
    }

    /// Opens a class that was sealed, to correct it.
    pub(super) async fn correct(self, place: u16) {
        let Some(log) = self.log() else { return };
        let corrected = {
            let _lock = locks::wait_for(LOCK).await;
            correct(&log, &name(place)).await
        };
        self.unkept.set(corrected.is_none());
        self.look().await;
        self.open(place);
        // A place may have been taken off the list: then the correction travels with the place's name.
        spawn_local(campaigns(move |campaigns| self.campaigns.set(campaigns)));
    }

    /// Has the hub asked again whether it takes a class that it did not take.
    pub(super) async fn retry(self, record: RecordId) {
        if let Some(log) = self.log()
            && log.retry(&[record]).await.is_ok()
        {
            self.look().await;
            sender::send(true).await;
            self.look().await;
        }
    }
}

/// The class as it is kept becomes a sealed record, and what is kept of it is locked, in one step.
async fn seal(log: &IndexedDb, name: &str, campaign: &ClassCampaign) -> Result<(), NotSent> {
    let value = log.value(name).await.ok().flatten().ok_or(Trouble::Failed)?;
    let text = std::str::from_utf8(&value.bytes).map_err(|_| Trouble::Failed)?;
    let mut class = Class::decode(text).map_err(|_| Trouble::Failed)?;
    class.campaign.clone_from(&campaign.id);
    if campaign.place(&class.point).is_none() {
        class.point.clear();
    }
    class.close();
    class.check().and_then(|()| class.check_plausible()).map_err(NotSent::Unsound)?;
    let id = RecordId::from_random(random::bytes().map_err(|_| Trouble::Seal)?);
    let record = ClassRecord::new(id, &class, env!("CARGO_PKG_VERSION"));
    let locked = match DeviceKey::of_classes(log).await {
        Ok(key) => {
            let locked = key.seal_value(name, class.encode().as_bytes()).await;
            Some(locked.map_err(|_| Trouble::Seal)?)
        }
        // Without https the browser has no keys: then nothing readable stays.
        Err(KeyError::Insecure) => None,
        Err(_) => return Err(Trouble::Seal.into()),
    };
    let parcel = Parcel { record: id, campaign: campaign.id.clone(), locked }.encode();
    let (id, revision, json) = (id.to_string(), value.revision.to_string(), record.to_json());
    let written = Written {
        words: [&id, &campaign.id, name, &revision],
        key: &campaign.public_key,
        json: json.as_bytes(),
        value: parcel.as_bytes(),
    };
    Ok(sender::keep(written).await?)
}

async fn correct(log: &IndexedDb, at: &str) -> Option<()> {
    let Kept::Parcel(parcel) = read(log, at).await else { return None };
    let mut class = open(log, at, &parcel).await?;
    class.correct(parcel.record);
    log.put_value(at, class.encode().as_bytes()).await.ok()
}
