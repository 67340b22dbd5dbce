//! The classes of this device as they are kept: one device value each, `class.<nnnn>`.

use std::collections::BTreeMap;

use lang_nghe_campaign::ClassCampaign;
use lang_nghe_lesson::Card;
use lang_nghe_lesson::class::{Class, ClassError, Parcel};
use lang_nghe_store::Store;
use lang_nghe_sync::pass::Pass;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::pass;
use super::post::{self, Posted, Queue};
use super::{Learn, OPEN};
use crate::platform::indexed_db::IndexedDb;
use crate::platform::notes::Notes;
use crate::platform::{clock, locks};

/// What the names of all of them begin with.
const PREFIX: &str = "class.";
/// One tab at a time changes a class.
pub(super) const LOCK: &str = "lang-nghe-class";

/// The classes, and the one that is open.
#[derive(Clone, Copy)]
pub(super) struct Book {
    pub(super) learn: Learn,
    log: StoredValue<Option<IndexedDb>, LocalStorage>,
    /// The lessons there are.
    pub(super) lessons: RwSignal<Vec<Card>>,
    /// All classes in the order they were opened; `None` until they have been read.
    pub(super) all: RwSignal<Option<Vec<(u16, Class)>>>,
    /// Those of them that were sealed, and what became of them.
    pub(super) posted: RwSignal<BTreeMap<u16, Posted>>,
    /// Who collects classes.
    pub(super) campaigns: RwSignal<Vec<ClassCampaign>>,
    /// What this device shows beside its classes, if it was let in; `None` until that is known.
    pub(super) pass: RwSignal<Option<Option<Pass>>>,
    /// The one that is open.
    pub(super) class: RwSignal<Option<(u16, Class)>>,
    /// Whether the last change could not be kept.
    pub(super) unkept: RwSignal<bool>,
    /// Whether something lies here that this version cannot read.
    pub(super) sealed: RwSignal<bool>,
}

pub(super) fn name(place: u16) -> String {
    format!("{PREFIX}{place:04}")
}

fn place_of(name: &str) -> Option<u16> {
    name.strip_prefix(PREFIX)?.parse().ok()
}

impl Book {
    pub(super) fn new(learn: Learn) -> Self {
        Self {
            learn,
            log: StoredValue::new_local(None),
            lessons: RwSignal::new(Vec::new()),
            all: RwSignal::new(None),
            posted: RwSignal::new(BTreeMap::new()),
            campaigns: RwSignal::new(Vec::new()),
            pass: RwSignal::new(None),
            class: RwSignal::new(None),
            unkept: RwSignal::new(false),
            sealed: RwSignal::new(false),
        }
    }

    /// Reads what there is.
    pub(super) async fn begin(self) {
        self.log.set_value(IndexedDb::open_to_send().await.ok());
        self.look().await;
    }

    /// Reads all classes again.
    pub(super) async fn look(self) {
        let (mut found, mut posted) = (Vec::new(), BTreeMap::new());
        if let Some(log) = self.log.get_value() {
            // What is kept before what waits: a class sealed between the two readings is then one that waits.
            let names = log.value_names(PREFIX).await.unwrap_or_default();
            let mut kept = Vec::new();
            for name in names {
                let read = read(&log, &name).await;
                kept.push((name, read));
            }
            let queue = Queue::read(&log).await;
            for (name, read) in kept {
                match (place_of(&name), read) {
                    (Some(place), Kept::Class(class)) => found.push((place, *class)),
                    (Some(place), Kept::Parcel(parcel)) => {
                        let (class, news) = post::unpack(&log, (&name, &parcel), queue.as_ref()).await;
                        found.push((place, class));
                        posted.insert(place, news);
                    }
                    // It stays as it is: a newer version may read it.
                    _ => self.sealed.set(true),
                }
            }
        }
        let pass = match self.log.get_value() {
            Some(log) => pass::kept(&log).await,
            None => None,
        };
        self.pass.set(Some(pass));
        self.posted.set(posted);
        self.all.set(Some(found));
    }

    /// The device's log, where there is one.
    pub(super) fn log(self) -> Option<IndexedDb> {
        self.log.get_value()
    }

    /// What became of the open class, if it was sealed.
    pub(super) fn news(self) -> Option<Posted> {
        let place = self.class.with(|open| open.as_ref().map(|(place, _)| *place))?;
        self.posted.with(|posted| posted.get(&place).cloned())
    }

    /// The title of a lesson, or its id where this device does not know it.
    pub(super) fn title(self, lesson: &str) -> String {
        self.lessons.with(|cards| {
            cards.iter().find(|card| card.id == lesson).map_or(lesson.to_owned(), |card| card.title.clone())
        })
    }

    /// Opens a class that is kept.
    pub(super) fn open(self, place: u16) {
        let found = self.all.with_untracked(|all| {
            all.iter().flatten().find(|(known, _)| *known == place).map(|(_, class)| class.clone())
        });
        if let Some(class) = found {
            Notes::Tab.set(OPEN, &place.to_string());
            self.class.set(Some((place, class)));
        }
    }

    /// Back to all classes.
    pub(super) async fn leave(self) {
        Notes::Tab.erase(OPEN);
        self.look().await;
        self.class.set(None);
    }

    /// Keeps a new class and opens it.
    pub(super) async fn add(self, class: Class) {
        // Somebody may be faster than the device's storage.
        while self.all.with_untracked(Option::is_none) {
            clock::sleep(50).await;
        }
        let place = {
            let _lock = locks::wait_for(LOCK).await;
            self.put_new(&class).await
        };
        self.unkept.set(place.is_none());
        self.look().await;
        match place {
            Some(place) => self.open(place),
            // It goes on without being kept, and the page says so.
            None => self.class.set(Some((0, class))),
        }
    }

    async fn put_new(self, class: &Class) -> Option<u16> {
        let log = self.log.get_value()?;
        let names = log.value_names(PREFIX).await.ok()?;
        let place = names.iter().filter_map(|name| place_of(name)).max().unwrap_or(0).checked_add(1)?;
        log.put_value(&name(place), class.encode().as_bytes()).await.ok()?;
        Some(place)
    }

    /// Changes the open class: on the screen at once, then in what is kept, as it is kept now.
    pub(super) fn change(self, change: impl Fn(&mut Class) + 'static) {
        let Some(place) = self.class.with_untracked(|open| open.as_ref().map(|(place, _)| *place)) else {
            return;
        };
        // Sealed is sealed: a correction opens it again.
        if self.posted.with_untracked(|posted| posted.contains_key(&place)) {
            return;
        }
        self.class.update(|open| {
            if let Some((_, class)) = open {
                change(class);
            }
        });
        let log = self.log.get_value();
        spawn_local(async move {
            let _lock = locks::wait_for(LOCK).await;
            let kept = match log {
                Some(log) => keep(&log, place, change).await,
                None => None,
            };
            self.unkept.set(kept.is_none());
        });
    }

    /// Deletes the open class.
    pub(super) async fn erase(self) {
        let Some(place) = self.class.with_untracked(|open| open.as_ref().map(|(place, _)| *place)) else {
            return;
        };
        if let Some(log) = self.log.get_value() {
            let _lock = locks::wait_for(LOCK).await;
            self.unkept.set(log.erase_value(&name(place)).await.is_err());
        }
        self.leave().await;
    }

    /// Something of the open class, followed.
    pub(super) fn with<T: Default>(self, read: impl FnOnce(&Class) -> T) -> T {
        self.class.with(|open| open.as_ref().map(|(_, class)| read(class)).unwrap_or_default())
    }

    /// Something of the open class as it is now.
    pub(super) fn now<T: Default>(self, read: impl FnOnce(&Class) -> T) -> T {
        untrack(|| self.with(read))
    }
}

async fn keep(log: &IndexedDb, place: u16, change: impl Fn(&mut Class)) -> Option<()> {
    let name = name(place);
    let Kept::Class(mut class) = read(log, &name).await else { return None };
    change(&mut class);
    log.put_value(&name, class.encode().as_bytes()).await.ok().map(drop)
}

/// What lies under a class's name.
pub(super) enum Kept {
    /// A class that was not sealed, or is being corrected.
    Class(Box<Class>),
    /// One that was sealed.
    Parcel(Parcel),
    /// Nothing that this version can read.
    Sealed,
}

pub(super) async fn read(log: &IndexedDb, name: &str) -> Kept {
    let Some(value) = log.value(name).await.ok().flatten() else { return Kept::Sealed };
    let Ok(text) = std::str::from_utf8(&value.bytes) else { return Kept::Sealed };
    match (Class::decode(text), Parcel::decode(text)) {
        (Ok(class), _) => Kept::Class(Box::new(class)),
        (Err(ClassError::Newer), Some(parcel)) => Kept::Parcel(parcel),
        _ => Kept::Sealed,
    }
}
