//! Keeping the lessons on the device: in the background, one file at a time. What has come stays,
//! whatever happens to the next one.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::shelf::{self, CACHE, File, SHELL};
use crate::pages::desk::meta_content;
use crate::platform::kept_files::{KeepError, KeptFiles};
use crate::platform::notes::Notes;
use crate::platform::{clock, net};

/// Where the ids of lessons are noted that the person does not want on this device.
const UNWANTED: &str = "ln.hoc.unwanted";
/// Where it is noted that classes or sheets are used on this device: from then on their program is kept too.
const CLASSES: &str = "ln.hoc.classes";
/// How long to wait after a failure before the next attempt.
const PAUSE_MS: u32 = 15_000;
/// How long the page's own new copy may take to answer.
const TIMEOUT_MS: u32 = 20_000;

/// Has the program of classes and sheets kept from now on.
pub(super) fn keep_classes() {
    Notes::Device.set(CLASSES, "1");
}

/// How keeping goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Finding out what is here.
    Looking,
    /// Files are coming.
    Running,
    /// All that is wanted is here.
    Complete,
    /// No connection; what is here stays, and it goes on by itself.
    Waiting,
    /// This browser keeps nothing, or the device has no room.
    Refused,
}

/// The download, as pages show it.
#[derive(Clone, Copy)]
pub(super) struct Download {
    pub(super) state: RwSignal<State>,
    /// Bytes here, and bytes wanted.
    pub(super) bytes: RwSignal<(u32, u32)>,
    /// Addresses of the files that are here.
    pub(super) kept: RwSignal<BTreeSet<String>>,
    /// Ids of the lessons that are not wanted here.
    pub(super) unwanted: RwSignal<BTreeSet<String>>,
    busy: StoredValue<bool>,
    /// Something was chosen while it ran: an attempt may already have looked past it.
    again: StoredValue<bool>,
}

impl Download {
    pub(super) fn new() -> Self {
        let unwanted = Notes::Device.get(UNWANTED).unwrap_or_default();
        Self {
            state: RwSignal::new(State::Looking),
            bytes: RwSignal::new((0, 0)),
            kept: RwSignal::new(BTreeSet::new()),
            unwanted: RwSignal::new(unwanted.split_whitespace().map(str::to_owned).collect()),
            busy: StoredValue::new(false),
            again: StoredValue::new(false),
        }
    }

    /// Whether a lesson is here.
    pub(super) fn has(self, lang: &str, id: &str) -> bool {
        let name = [lang, "/", id].concat();
        shelf::here().iter().any(|file| file.name == name && self.kept.with(|kept| kept.contains(&file.path)))
    }

    /// Takes a lesson off this device, or has it kept.
    pub(super) async fn want(self, lang: &'static str, id: String, wanted: bool) {
        self.unwanted.update(|list| {
            if wanted {
                list.remove(&id)
            } else {
                list.insert(id.clone())
            };
        });
        let list: Vec<String> = self.unwanted.with_untracked(|list| list.iter().cloned().collect());
        Notes::Device.set(UNWANTED, &list.join(" "));
        if wanted {
            return self.run(lang).await;
        }
        let Some(cache) = KeptFiles::open(CACHE).await else { return };
        for file in shelf::here().iter().filter(|file| shelf::lesson_of(file, lang) == Some(id.as_str())) {
            cache.remove(&file.path).await;
        }
        self.look(&cache, &self.wanted(&shelf::here(), lang)).await;
    }

    /// Fetches what is wanted and missing, until all of it is here.
    pub(super) async fn run(self, lang: &'static str) {
        if self.busy.get_value() {
            return self.again.set_value(true);
        }
        self.busy.set_value(true);
        loop {
            self.again.set_value(false);
            let done = self.attempt(lang).await;
            if done.is_ok() && self.again.get_value() {
                continue;
            }
            self.state.set(match done {
                Ok(()) => State::Complete,
                Err(KeepError::Refused) => State::Refused,
                Err(KeepError::NoConnection | KeepError::NotTheFile) => State::Waiting,
            });
            if matches!(done, Ok(()) | Err(KeepError::Refused)) {
                break;
            }
            clock::sleep(PAUSE_MS).await;
        }
        self.busy.set_value(false);
    }

    async fn attempt(self, lang: &str) -> Result<(), KeepError> {
        let cache = KeptFiles::open(CACHE).await.ok_or(KeepError::Refused)?;
        let own = shelf::here();
        self.look(&cache, &self.wanted(&own, lang)).await;
        let latest = latest().await;
        let list = latest.as_deref().map_or_else(|| own.clone(), shelf::list);
        loop {
            // Looked at anew each time: a lesson may have been chosen or removed meanwhile.
            let wanted = self.wanted(&list, lang);
            let kept = self.look(&cache, &wanted).await;
            let Some(file) = wanted.into_iter().find(|file| !kept.contains(&file.path)) else { break };
            self.state.set(State::Running);
            cache.fetch(&file.path, |bytes| shelf::is_right(&file.name, bytes)).await?;
        }
        let Some(latest) = latest else {
            // Without a network the page that is open must itself be here.
            let has_shell = cache.paths().await.contains(SHELL);
            return if has_shell { Ok(()) } else { Err(KeepError::NoConnection) };
        };
        // Last: from now on the new page opens, and all that it names is here.
        cache.fetch(SHELL, |html| list_in(html).as_deref() == Some(latest.as_str())).await?;
        if list == own {
            self.tidy(&cache, &own).await;
        }
        Ok(())
    }

    /// What is to be here: the page's program, its language's catalogue and the wanted lessons.
    fn wanted(self, list: &[File], lang: &str) -> Vec<File> {
        let catalogue = [lang, "/all"].concat();
        let classes = Notes::Device.get(CLASSES).is_some();
        let is_wanted = |file: &&File| match shelf::lesson_of(file, lang) {
            Some(id) => self.unwanted.with_untracked(|unwanted| !unwanted.contains(id)),
            None if file.name.starts_with("class-") => classes,
            None => ["script", "module", &catalogue].contains(&file.name.as_str()),
        };
        let mut wanted: Vec<File> = list.iter().filter(is_wanted).cloned().collect();
        wanted.sort_by_key(|file| (shelf::lesson_of(file, lang).is_some(), file.name.starts_with("class-")));
        wanted
    }

    /// Looks at what is here and shows it.
    async fn look(self, cache: &KeptFiles, wanted: &[File]) -> BTreeSet<String> {
        let kept = cache.paths().await;
        let sum = |files: &mut dyn Iterator<Item = &File>| files.map(|file| file.bytes).sum::<u32>();
        let here = sum(&mut wanted.iter().filter(|file| kept.contains(&file.path)));
        self.bytes.set((here, sum(&mut wanted.iter())));
        self.kept.set(kept.clone());
        kept
    }

    /// Forgets files that no list names any more.
    async fn tidy(self, cache: &KeptFiles, list: &[File]) {
        for path in cache.paths().await {
            if path != SHELL && !list.iter().any(|file| file.path == path) {
                cache.remove(&path).await;
            }
        }
    }
}

/// The list in the page as the hub has it now.
async fn latest() -> Option<String> {
    let reply = net::get(SHELL, TIMEOUT_MS).await.ok()?;
    (reply.status == 200).then(|| list_in(&reply.body)).flatten()
}

fn list_in(html: &[u8]) -> Option<String> {
    meta_content(std::str::from_utf8(html).ok()?, "lessons").map(str::to_owned)
}
