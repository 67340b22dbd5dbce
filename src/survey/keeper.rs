//! Keeps the draft: at once, one write after the other, the newest last.
//!
//! A tap never waits for the storage. While one write is under way only the newest of those that
//! follow is remembered, so a slow device falls behind by one write and never writes an older answer
//! over a newer one.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use lang_nghe_store::{Store, StoreError};
use wasm_bindgen_futures::spawn_local;

use crate::app::App;
use crate::platform::indexed_db::IndexedDb;
use crate::platform::{clock, document};
use crate::state::{Action, Trouble};

/// Keeps and erases one draft.
#[derive(Clone)]
pub(super) struct Keeper {
    log: Option<IndexedDb>,
    name: Rc<str>,
    next: Rc<RefCell<Option<Job>>>,
    busy: Rc<Cell<bool>>,
}

enum Job {
    Keep(String),
    Erase,
}

impl Keeper {
    pub(super) fn new(log: Option<IndexedDb>, name: &str) -> Self {
        Self { log, name: name.into(), next: Rc::default(), busy: Rc::default() }
    }

    /// Keeps this draft, in place of any that has not been written yet.
    pub(super) fn keep(&self, app: App, draft: String) {
        self.ask(app, Job::Keep(draft));
    }

    /// Erases the draft.
    pub(super) fn erase(&self, app: App) {
        self.ask(app, Job::Erase);
    }

    /// Forgets what has not been written yet and waits for the write under way: afterwards nothing
    /// of this keeper can come behind a submission.
    pub(super) async fn rest(&self) {
        self.next.take();
        while self.busy.get() {
            clock::sleep(5).await;
        }
    }

    fn ask(&self, app: App, job: Job) {
        self.next.replace(Some(job));
        if !self.busy.replace(true) {
            let keeper = self.clone();
            spawn_local(async move {
                // The tap's own mark comes to the screen first.
                clock::sleep(0).await;
                while let Some(job) = keeper.next.take() {
                    keeper.run(app, job).await;
                }
                keeper.busy.set(false);
            });
        }
    }

    async fn run(&self, app: App, job: Job) {
        // Without storage the page says so once, as a lasting problem, and not at every tap.
        let Some(log) = &self.log else { return };
        match job {
            Job::Keep(draft) => {
                let kept = log.keep_draft(&self.name, draft.as_bytes()).await;
                app.act(Action::Kept(kept.map_err(|error| trouble(&error))));
            }
            Job::Erase => {
                if let Err(error) = log.erase_draft(&self.name).await {
                    app.act(Action::Kept(Err(trouble(&error))));
                }
            }
        }
    }
}

/// What an error means for the person.
pub(super) fn trouble(error: &StoreError) -> Trouble {
    match error {
        StoreError::Unavailable => Trouble::Unavailable,
        StoreError::Full => Trouble::Full,
        StoreError::Newer => Trouble::Newer,
        StoreError::Unreadable(_) => Trouble::Unreadable,
        StoreError::Duplicate | StoreError::Conflict | StoreError::Failed(_) => Trouble::Failed,
    }
}

/// Name under which a draft that was not understood is set aside.
fn aside(campaign: &str) -> String {
    [campaign, ".unread"].concat()
}

/// Keeps a copy of a draft that was not understood, before anything is written over it.
pub(super) async fn set_aside(log: &IndexedDb, campaign: &str, draft: &str) {
    // If this fails the storage fails, and every later write will say so.
    let _ = log.keep_draft(&aside(campaign), draft.as_bytes()).await;
}

/// Hands the person what was set aside.
pub(super) async fn hand_out(log: &IndexedDb, campaign: &str) {
    if let Ok(Some(draft)) = log.draft(&aside(campaign)).await {
        document::download("lang-nghe.txt", &draft);
    }
}
