//! What the survey shows, as one plain value, and what each action does to it.
//!
//! Nothing here knows a browser. [`State::act`] changes the value and names the effects; the page
//! carries them out. So every path through the survey is tested natively, without a browser.

mod action;
mod amount;
mod arrival;
mod facts;
mod status;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use lang_nghe_instrument::Pack;
use lang_nghe_scoring::OwnSummary;
use lang_nghe_session::{Form, Session, Step, Violation};

use crate::text::{Text, fill};

pub use action::{Action, Effect, Focus, IDLE_LEFT, IDLE_WARNING};
pub use arrival::{Arrival, arrive};
pub use facts::{Facts, readable_day};
pub use status::{Status, Trying};

/// Everything the survey page shows.
#[derive(Clone, Debug)]
pub struct State {
    /// Questions and words in the language chosen.
    pub pack: Arc<Pack>,
    /// Who asks, and where.
    pub facts: Facts,
    /// Which kind of page is open.
    pub page: Page,
    /// The form being filled in.
    pub session: Session,
    /// What decides which blocks the form asks; the next form takes the number after it.
    pub seed: u32,
    /// What is missing on this page, after the person tried to go on.
    pub fault: Option<Violation>,
    /// Whether the wording nearer to the official form is shown.
    pub formal: bool,
    /// Whether the question is being read aloud.
    pub speaking: bool,
    /// What became of the last answer or of the submission.
    pub saving: Saving,
    /// What became of the form just submitted.
    pub delivery: Delivery,
    /// Whether the device's storage said that it has the form just submitted. If not, it lives only as long as the page.
    pub stored: bool,
    /// That person's own summary, until they leave the page.
    pub summary: Option<OwnSummary>,
    /// What is known of this device.
    pub device: Device,
    /// On a shared device without a touch for long: seconds left until the form is erased.
    pub idle: Option<u32>,
}

/// Which kind of page is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The session's step.
    Form,
    /// An unfinished form was found, possibly someone else's; none of it is shown.
    Resume,
    /// After submitting.
    Thanks,
}

/// What became of the last change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Nothing to keep yet.
    Nothing,
    /// On its way to the device's storage.
    Writing,
    /// The storage has it.
    Kept,
    /// The form is being sealed and kept.
    Submitting,
    /// The storage did not take it.
    Failed(Trouble),
}

/// What became of the form just submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// This device has it.
    Saved,
    /// This device is trying to hand it over.
    Sending,
    /// It waits for the next try.
    Waiting,
    /// The hub said that it has it.
    Sent,
    /// The hub will not take it.
    Refused,
}

/// What is wrong with the device's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The browser gives the page none.
    Unavailable,
    /// It is full.
    Full,
    /// A newer version of the app wrote it.
    Newer,
    /// Something in it cannot be read; it is kept as it is.
    Unreadable,
    /// It failed in another way.
    Failed,
    /// The form could not be sealed to the campaign's key.
    Seal,
    /// The part of the page that seals could not be loaded.
    Courier,
}

/// What is known of this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Several people use it one after another.
    pub shared: bool,
    /// It has a voice for the page's language.
    pub voice: bool,
    /// Everything needed is kept on it: a fact stated by the service worker.
    pub offline: bool,
    /// A new version of the page is ready to be used.
    pub update: bool,
    /// The page's address names a service point that the campaign does not have.
    pub lost_point: bool,
    /// A lasting problem with its storage.
    pub trouble: Option<Trouble>,
    /// What waits to be sent.
    pub status: Status,
}

/// What the page depends on: it is drawn anew when this changes, and only then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageFace {
    page: Page,
    step: Step,
    formal: bool,
    fault: Option<Violation>,
}

/// What the bottom of the page depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FootFace {
    trouble: Option<Trouble>,
    failed: bool,
    status: Status,
    offline: bool,
    update: bool,
}

impl State {
    /// A clean start.
    pub fn new(pack: Arc<Pack>, facts: Facts) -> Self {
        let session = Session::new(asked(&pack));
        Self {
            pack,
            facts,
            page: Page::Form,
            session,
            seed: 0,
            fault: None,
            formal: false,
            speaking: false,
            saving: Saving::Nothing,
            delivery: Delivery::Saved,
            stored: false,
            summary: None,
            device: Device::default(),
            idle: None,
        }
    }

    /// Opens a form, and decides by chance which blocks it asks unless that was decided before.
    pub fn open(&mut self, session: Session, page: Page) {
        (self.session, self.page) = (session, page);
        self.session.draw(asked(&self.pack), self.seed);
    }

    /// What the page depends on, besides the language.
    pub fn page_face(&self) -> PageFace {
        PageFace { page: self.page, step: self.session.step(), formal: self.formal, fault: self.fault }
    }

    /// What the bottom of the page depends on, besides the language.
    pub fn foot_face(&self) -> FootFace {
        let failed = match self.saving {
            Saving::Failed(trouble) => Some(trouble),
            _ => None,
        };
        FootFace {
            trouble: failed.or(self.device.trouble),
            failed: failed.is_some(),
            status: self.device.status,
            offline: self.device.offline,
            update: self.device.update && self.between_forms(),
        }
    }

    /// Whether something has to be put right before going on. A number asked about once more is not wrong.
    pub fn is_wrong(&self) -> bool {
        self.fault.is_some() && !self.is_doubted()
    }

    /// Whether a number is asked about once more.
    pub fn is_doubted(&self) -> bool {
        matches!(self.fault, Some(Violation::Unusual(..)))
    }

    /// What is asked.
    pub fn form(&self) -> Form<'_> {
        asked(&self.pack)
    }

    /// Interface words.
    pub fn text(&self, key: Text) -> &str {
        self.pack.ui.get(key as usize).map_or("", String::as_str)
    }

    /// Interface words with values put in.
    pub fn filled(&self, key: Text, values: &[(&str, &str)]) -> String {
        fill(self.text(key), values)
    }

    /// The heading of the open page.
    pub fn heading(&self) -> &str {
        match self.page {
            Page::Form => self.question(self.session.step()),
            Page::Resume => self.text(Text::ResumeTitle),
            Page::Thanks => self.text(Text::ThanksTitle),
        }
    }

    /// The title of the open page.
    pub fn title(&self) -> String {
        let page = if self.page == Page::Form && self.session.step() == Step::Notice {
            self.facts.title.clone()
        } else {
            self.filled(Text::AppTitle, &[("page", self.heading()), ("survey", &self.facts.title)])
        };
        if self.is_wrong() { self.filled(Text::AppErrorTitle, &[("page", &page)]) } else { page }
    }

    /// Whether nothing but this page holds the form just submitted.
    pub fn is_only_here(&self) -> bool {
        self.page == Page::Thanks
            && !self.stored
            && !matches!(self.delivery, Delivery::Sent | Delivery::Refused)
    }

    /// Whether that form is offered as a file: it could not be sent at once.
    pub fn offers_a_file(&self) -> bool {
        self.is_only_here() && self.delivery == Delivery::Waiting
    }

    /// Whether the page is between two forms, where a new version may be offered.
    pub fn between_forms(&self) -> bool {
        match self.page {
            Page::Form => self.session.step() == Step::Notice && self.session.is_untouched(),
            Page::Thanks => true,
            Page::Resume => false,
        }
    }
}

/// What a pack asks; apart from [`State::form`] so that the session can be borrowed beside it.
fn asked(pack: &Pack) -> Form<'_> {
    Form { instrument: &pack.instrument, profile: &pack.profile }
}
