//! The classes of this device as they are kept: one device value each, `class.<nnnn>`.

use lang_nghe_lesson::Card;
use lang_nghe_lesson::class::{Class, ClassError};
use lang_nghe_store::Store;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Learn, OPEN};
use crate::platform::indexed_db::IndexedDb;
use crate::platform::notes::Notes;
use crate::platform::{clock, locks};

/// What the names of all of them begin with.
const PREFIX: &str = "class.";
/// One tab at a time changes a class.
const LOCK: &str = "lang-nghe-class";

/// The classes, and the one that is open.
#[derive(Clone, Copy)]
pub(super) struct Book {
    pub(super) learn: Learn,
    log: StoredValue<Option<IndexedDb>, LocalStorage>,
    /// The lessons there are.
    pub(super) lessons: RwSignal<Vec<Card>>,
    /// All classes in the order they were opened; `None` until they have been read.
    pub(super) all: RwSignal<Option<Vec<(u16, Class)>>>,
    /// The one that is open.
    pub(super) class: RwSignal<Option<(u16, Class)>>,
    /// Whether the last change could not be kept.
    pub(super) unkept: RwSignal<bool>,
    /// Whether something lies here that this version cannot read.
    pub(super) sealed: RwSignal<bool>,
}

fn name(place: u16) -> String {
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
        let mut found = Vec::new();
        if let Some(log) = self.log.get_value() {
            for name in log.value_names(PREFIX).await.unwrap_or_default() {
                match (place_of(&name), read(&log, &name).await) {
                    (Some(place), Ok(class)) => found.push((place, class)),
                    // It stays as it is: a newer version may read it.
                    _ => self.sealed.set(true),
                }
            }
        }
        self.all.set(Some(found));
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
    let mut class = read(log, &name).await.ok()?;
    change(&mut class);
    log.put_value(&name, class.encode().as_bytes()).await.ok().map(drop)
}

async fn read(log: &IndexedDb, name: &str) -> Result<Class, ClassError> {
    let value = log.value(name).await.ok().flatten().ok_or(ClassError::NotAClass)?;
    Class::decode(std::str::from_utf8(&value.bytes).map_err(|_| ClassError::NotAClass)?)
}
