//! Who is learning in this tab, and keeping what they have done.

use lang_nghe_lesson::check::Marks;
use lang_nghe_lesson::{Learner, Progress};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::download;
use super::people::{self, Place};
use super::{today, today_number};
use crate::platform::clock;
use crate::platform::indexed_db::IndexedDb;
use crate::platform::notes::Notes;

/// Where the tab notes who is learning; `0` is somebody who wants nothing kept.
const WHO: &str = "ln.learner";

/// Who was chosen in this tab, as it is noted; empty if nobody was.
pub(super) fn noted() -> String {
    Notes::Tab.get(WHO).unwrap_or_default()
}

/// Where the tab notes how far this learner is in a practice.
fn practice_name(id: &str) -> String {
    ["ln.practice.", &noted(), ".", id].concat()
}

/// Who is learning.
#[derive(Clone, Copy)]
pub(super) struct Person {
    log: StoredValue<Option<IndexedDb>, LocalStorage>,
    /// Everybody on this device; `None` until they have been read.
    pub(super) all: RwSignal<Option<Vec<(u8, Place)>>>,
    /// The one in this tab.
    pub(super) who: RwSignal<Option<(u8, Learner)>>,
    /// Whether the last change could not be kept.
    pub(super) unkept: RwSignal<bool>,
}

impl Person {
    pub(super) fn new() -> Self {
        Self {
            log: StoredValue::new_local(None),
            all: RwSignal::new(None),
            who: RwSignal::new(None),
            unkept: RwSignal::new(false),
        }
    }

    /// Reads who is there. A device with one learner and no PIN is a person's own: they need not choose.
    pub(super) async fn begin(self) {
        self.log.set_value(IndexedDb::open_to_send().await.ok());
        self.look().await;
        let noted = Notes::Tab.get(WHO).and_then(|place| place.parse::<u8>().ok());
        self.all.with_untracked(|all| {
            let learners: Vec<_> = all
                .iter()
                .flatten()
                .filter_map(|(place, taken)| match taken {
                    Place::Taken(learner) => Some((*place, learner)),
                    _ => None,
                })
                .collect();
            let found = match noted {
                Some(noted) => learners.iter().find(|(place, _)| *place == noted),
                None if learners.len() == 1 => learners.first().filter(|(_, only)| only.pin.is_none()),
                None => None,
            };
            if let Some((place, learner)) = found {
                self.who.set(Some((*place, Learner::clone(learner))));
            }
        });
    }

    /// Reads everybody again.
    pub(super) async fn look(self) {
        let all = match self.log.get_value() {
            Some(log) => people::all(&log).await,
            None => Vec::new(),
        };
        self.all.set(Some(all));
    }

    /// From now on this one learns here; `None`: nobody whose progress is kept.
    pub(super) fn choose(self, chosen: Option<(u8, Learner)>) {
        let place = chosen.as_ref().map_or(0, |(place, _)| *place);
        Notes::Tab.set(WHO, &place.to_string());
        self.who.set(chosen);
    }

    /// Adds a learner who then learns here; says whether that could be kept.
    pub(super) async fn add(self, learner: Learner) -> bool {
        // Somebody may be faster than the device's storage.
        while self.all.with_untracked(Option::is_none) {
            clock::sleep(50).await;
        }
        let Some(log) = self.log.get_value() else { return false };
        let Some(place) = people::add(&log, &learner).await else { return false };
        self.choose(Some((place, learner)));
        self.look().await;
        true
    }

    /// Erases the one who is learning, with all they have done.
    pub(super) async fn erase(self) -> bool {
        let Some((place, _)) = self.who.get_untracked() else { return false };
        let Some(log) = self.log.get_value() else { return false };
        if people::erase(&log, place).await.is_err() {
            return false;
        }
        self.choose(None);
        self.look().await;
        true
    }

    /// Changes the one who is learning, if there is one.
    fn change(self, change: impl FnOnce(&mut Learner) + 'static) {
        let Some((place, _)) = self.who.get_untracked() else { return };
        let Some(log) = self.log.get_value() else { return };
        spawn_local(async move {
            let kept = people::change(&log, place, change).await;
            self.unkept.set(kept.is_none());
            if let Some(learner) = kept {
                self.who.set(Some((place, learner)));
            }
        });
    }

    /// The block of a lesson that was reached; `None` at its beginning, after its end, or when the lesson
    /// has changed since.
    pub(super) fn place(self, id: &str, edition: &str) -> Option<usize> {
        self.who.with(|who| {
            let progress = who.as_ref()?.1.lessons.get(id)?;
            (progress.edition == edition && progress.block > 0).then_some(usize::from(progress.block))
        })
    }

    /// Whether a lesson was finished.
    pub(super) fn has_finished(self, id: &str) -> bool {
        self.who.with(|who| {
            who.as_ref()
                .and_then(|(_, learner)| learner.lessons.get(id))
                .is_some_and(|found| found.done.is_some())
        })
    }

    /// Notes how far a lesson is.
    pub(super) fn reached(self, id: String, edition: String, block: usize) {
        let block = u16::try_from(block).unwrap_or(u16::MAX);
        self.change(move |learner| {
            let progress = learner.lessons.entry(id).or_default();
            *progress = Progress { edition, block, ..progress.clone() };
        });
    }

    /// Notes that a lesson was finished, with its marks.
    pub(super) fn finished(self, id: String, edition: String, marks: Marks) {
        let day = today();
        // From now on a sheet can be made, also without a network.
        download::keep_classes();
        self.change(move |learner| {
            let progress = learner.lessons.entry(id).or_default();
            let done = (!day.is_empty()).then_some(day);
            let after = (marks.asked > 0).then_some(marks);
            *progress = Progress { edition, block: 0, done, after, before: progress.before };
        });
    }

    /// Notes the first answer to a question.
    pub(super) fn answered(self, lesson: String, question: String, right: bool) {
        let day = today_number();
        self.change(move |learner| learner.answered(&lesson, &question, right, day));
    }

    /// How far a practice is, as it was left: by this tab's note, or by the learner's.
    pub(super) fn practice(self, id: &str) -> Option<String> {
        let noted = Notes::Tab.get(&practice_name(id)).filter(|state| !state.is_empty());
        noted.or_else(|| {
            self.who.with_untracked(|who| {
                who.as_ref().and_then(|(_, learner)| learner.practices.get(id).cloned())
            })
        })
    }

    /// Notes how far a practice is; `None`: it is over, or not begun.
    pub(super) fn practised(self, id: String, state: Option<String>) {
        match &state {
            Some(state) => Notes::Tab.set(&practice_name(&id), state),
            None => Notes::Tab.erase(&practice_name(&id)),
        }
        self.change(move |learner| {
            match state {
                Some(state) => learner.practices.insert(id, state),
                None => learner.practices.remove(&id),
            };
        });
    }

    /// Questions to be asked again today: lesson and question.
    pub(super) fn due(self) -> Vec<(String, String)> {
        self.who.with(|who| {
            let due = who.as_ref().map(|(_, learner)| learner.due(today_number())).unwrap_or_default();
            due.into_iter().map(|(lesson, question)| (lesson.to_owned(), question.to_owned())).collect()
        })
    }
}
