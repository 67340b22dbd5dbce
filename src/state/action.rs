//! What a person, the browser or the device can cause, and what it does.

use std::sync::Arc;

use lang_nghe_instrument::Pack;
use lang_nghe_scoring::OwnSummary;
use lang_nghe_session::{Form, Session, Step, Violation};

use super::{Delivery, Facts, Page, Saving, State, Status, Trouble, asked};

/// Seconds without a touch on a shared device until the warning.
pub const IDLE_WARNING: u32 = 90;
/// Seconds from the warning until the form is erased.
pub const IDLE_LEFT: u32 = 60;

/// What a person, the browser or the device can cause.
#[derive(Clone, Debug)]
pub enum Action {
    /// Agree to the notice and begin.
    Start,
    /// Choose an answer on the open page, by its id.
    Choose(String),
    /// The free text as it now stands.
    Write(String),
    /// Go on.
    Next,
    /// Go on without an answer.
    Skip,
    /// Go back.
    Back,
    /// The browser's history leads to a step.
    Visit(Step),
    /// From the check page to one answer.
    Change(Step),
    /// From the summary of what is missing to the field.
    ToField,
    /// Switch between plain and official wording.
    Formal,
    /// Read the question aloud, or stop.
    Aloud,
    /// The voice has come to its end.
    Silent,
    /// Submit the form.
    Submit,
    /// The form is sealed; and whether the device's storage has said that it keeps it.
    Submitted(Box<OwnSummary>, bool),
    /// Go on with the unfinished form.
    Resume,
    /// Give the form up and start clean.
    Restart,
    /// The form that is open here was submitted or given up in another tab.
    GoneElsewhere,
    /// Still there, on a shared device.
    Stay,
    /// So many seconds without a touch, on a shared device.
    Idle(u32),
    /// The storage answered a write.
    Kept(Result<(), Trouble>),
    /// Try again what the storage refused.
    Retry,
    /// Send what waits, now.
    Send,
    /// What became of the submitted form.
    Delivered(Delivery),
    /// What waits on the device.
    Status(Status),
    /// Another language.
    Speak(Arc<Pack>, Facts),
    /// The page is being left.
    Leave,
    /// Hand out what could not be read.
    Export,
    /// Hand out the forms that nothing but this page holds.
    Save,
    /// Use the new version of the page.
    Update,
}

/// What the page has to do after an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Draw the page anew.
    DrawPage,
    /// Write anew the few words that change while a page stays.
    DrawWords,
    /// Draw the bottom of the page anew.
    DrawFoot,
    /// Draw everything anew, in another language.
    DrawAll,
    /// Open or close the question whether anyone is still there.
    Warn(bool),
    /// Keep the session on the device.
    KeepDraft,
    /// Erase it from the device.
    EraseDraft,
    /// Add an entry to the browser's history for the step just opened.
    Enter,
    /// Add an entry for every step that leads to the open one.
    LayOut,
    /// Go back in the browser's history, to the step just opened.
    GoBack,
    /// Leave the history of this form behind, so that "back" cannot lead into it.
    LeaveHistory,
    /// Seal and keep the form.
    Submit,
    /// Send what waits.
    Send,
    /// Read the question and its answers aloud.
    Speak,
    /// Stop reading.
    Hush,
    /// The person is there: count from now.
    Touched,
    /// Hand out what could not be read, as a file.
    Export,
    /// Hand out the forms that nothing but this page holds, as a file.
    Save,
    /// Switch to the new version of the page.
    Update,
    /// Put the focus there once the page is drawn.
    Focus(Focus),
}

/// Where the focus belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The heading of a page just opened.
    Heading,
    /// The summary of what is missing.
    Problem,
    /// The first field of the question.
    Field,
    /// The switch for the wording.
    Formal,
}

impl State {
    /// Does what an action means and names what the page has to do.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Start | Action::Next => self.next(),
            Action::Skip => self.go_on(Session::skip),
            Action::Back => self.go_back(),
            Action::Visit(step) => self.visit(step),
            Action::Change(step) => self.change(step),
            Action::Choose(option) => self.choose(&option),
            Action::Write(text) => {
                self.session.write(self.session.step(), &text);
                self.keep()
            }
            Action::Formal => {
                self.formal = !self.formal;
                vec![Effect::Focus(Focus::Formal)]
            }
            Action::Submit => self.submit(),
            Action::Submitted(summary, stored) => self.submitted(*summary, stored),
            Action::Resume => {
                self.page = Page::Form;
                vec![Effect::KeepDraft, Effect::LayOut, Effect::Focus(Focus::Heading)]
            }
            Action::Restart => self.restart(),
            Action::GoneElsewhere => self.gone_elsewhere(),
            Action::Idle(seconds) => self.idle(seconds),
            // A form that nothing else holds may still lie in the storage as a draft: it is left there.
            Action::Leave if self.page == Page::Thanks && !self.is_only_here() => self.restart(),
            Action::Retry => match (self.page, self.session.step()) {
                (Page::Form, Step::Check) => self.submit(),
                _ => self.keep(),
            },
            Action::Send => vec![Effect::Send],
            Action::Stay => {
                self.idle = None;
                vec![Effect::Warn(false), Effect::Touched]
            }
            Action::Speak(pack, facts) => {
                (self.pack, self.facts) = (pack, facts);
                vec![Effect::DrawAll]
            }
            Action::Aloud => {
                self.speaking = !self.speaking;
                vec![if self.speaking { Effect::Speak } else { Effect::Hush }]
            }
            Action::ToField => vec![Effect::Focus(Focus::Field)],
            Action::Export => vec![Effect::Export],
            Action::Save => vec![Effect::Save],
            Action::Update if self.between_forms() => vec![Effect::Update],
            Action::Silent
            | Action::Update
            | Action::Leave
            | Action::Kept(_)
            | Action::Delivered(_)
            | Action::Status(_) => {
                self.learn(action);
                Vec::new()
            }
        }
    }

    /// News that change what is shown and cause nothing.
    fn learn(&mut self, action: Action) {
        match action {
            Action::Silent => self.speaking = false,
            Action::Kept(result) => self.saving = result.map_or_else(Saving::Failed, |()| Saving::Kept),
            Action::Delivered(delivery) => self.delivery = delivery,
            Action::Status(status) => self.device.status = status,
            _ => {}
        }
    }

    fn keep(&mut self) -> Vec<Effect> {
        self.saving = Saving::Writing;
        vec![Effect::KeepDraft]
    }

    fn choose(&mut self, option: &str) -> Vec<Effect> {
        let form = asked(&self.pack);
        let step = self.session.step();
        if self.session.choose(form, step, option) { self.keep() } else { Vec::new() }
    }

    /// Goes on; with a number that hardly is one only when it comes a second time.
    fn next(&mut self) -> Vec<Effect> {
        let step = self.session.step();
        let unusual = self.session.unusual(self.form(), step).map(|number| Violation::Unusual(step, number));
        if unusual.is_none() || unusual == self.fault {
            return self.go_on(Session::next);
        }
        self.fault = unusual;
        vec![Effect::Focus(Focus::Problem)]
    }

    fn go_on(&mut self, go: fn(&mut Session, Form<'_>) -> Result<Step, Violation>) -> Vec<Effect> {
        let returning = self.session.returning();
        let before = self.session.step();
        match go(&mut self.session, asked(&self.pack)) {
            Ok(step) if step == before => Vec::new(),
            Ok(_) => {
                self.fault = None;
                let history = if returning { Effect::GoBack } else { Effect::Enter };
                self.opened(history)
            }
            Err(violation) => {
                self.fault = Some(violation);
                vec![Effect::Focus(Focus::Problem)]
            }
        }
    }

    fn opened(&mut self, history: Effect) -> Vec<Effect> {
        self.saving = Saving::Writing;
        self.speaking = false;
        vec![Effect::Hush, Effect::KeepDraft, history, Effect::Focus(Focus::Heading)]
    }

    fn go_back(&mut self) -> Vec<Effect> {
        self.session.back(asked(&self.pack));
        self.fault = None;
        self.opened(Effect::GoBack)
    }

    fn visit(&mut self, step: Step) -> Vec<Effect> {
        if self.page != Page::Form || self.session.step() == step || self.saving == Saving::Submitting {
            return Vec::new();
        }
        self.session.visit(asked(&self.pack), step);
        self.fault = None;
        self.speaking = false;
        vec![Effect::Hush, Effect::KeepDraft, Effect::Focus(Focus::Heading)]
    }

    fn change(&mut self, step: Step) -> Vec<Effect> {
        let form = asked(&self.pack);
        if self.session.change(form, step) == step { self.opened(Effect::Enter) } else { Vec::new() }
    }

    fn submit(&mut self) -> Vec<Effect> {
        if self.saving == Saving::Submitting || self.session.step() != Step::Check {
            return Vec::new();
        }
        match self.session.violations(self.form()).first().copied() {
            // The check page cannot be reached with something missing; a damaged draft might try.
            Some(violation) => {
                self.session.change(asked(&self.pack), violation.step());
                self.fault = Some(violation);
                vec![Effect::Focus(Focus::Problem)]
            }
            None => {
                self.saving = Saving::Submitting;
                vec![Effect::Submit]
            }
        }
    }

    fn submitted(&mut self, summary: OwnSummary, stored: bool) -> Vec<Effect> {
        self.clear();
        self.stored = stored;
        self.page = Page::Thanks;
        self.delivery = Delivery::Saved;
        // On a shared device nobody else is to see how somebody answered.
        self.summary = (!self.device.shared).then_some(summary);
        vec![Effect::LeaveHistory, Effect::Focus(Focus::Heading)]
    }

    fn restart(&mut self) -> Vec<Effect> {
        self.clear();
        vec![
            Effect::Warn(false),
            Effect::Hush,
            Effect::EraseDraft,
            Effect::LeaveHistory,
            Effect::Focus(Focus::Heading),
        ]
    }

    /// As after a restart, but the device's storage is left alone: another form may already be in it.
    fn gone_elsewhere(&mut self) -> Vec<Effect> {
        if !self.holds_a_kept_form() {
            return Vec::new();
        }
        self.clear();
        vec![Effect::Warn(false), Effect::Hush, Effect::LeaveHistory, Effect::Focus(Focus::Heading)]
    }

    /// Whether a form is open here of which the storage has every answer: if the storage no longer has it,
    /// another tab has taken it.
    #[must_use]
    pub fn holds_a_kept_form(&self) -> bool {
        match self.page {
            Page::Form => self.saving == Saving::Kept && !self.between_forms(),
            Page::Resume => true,
            Page::Thanks => false,
        }
    }

    /// Nothing of this person stays, here or on the screen.
    fn clear(&mut self) {
        let (device, seed) = (std::mem::take(&mut self.device), self.seed.wrapping_add(1));
        *self = Self::new(Arc::clone(&self.pack), self.facts.clone());
        (self.device, self.seed) = (device, seed);
        self.session.draw(asked(&self.pack), seed);
    }

    fn idle(&mut self, seconds: u32) -> Vec<Effect> {
        let resting = self.between_forms() && self.page == Page::Form;
        if resting || self.saving == Saving::Submitting {
            self.idle = None;
            return Vec::new();
        }
        let left = (IDLE_WARNING + IDLE_LEFT).saturating_sub(seconds);
        // On the thank-you and resume pages there is nothing to lose by going: no question is asked.
        let asks = self.page == Page::Form;
        if left == 0 || (!asks && seconds >= IDLE_WARNING && self.page == Page::Thanks) {
            return self.restart();
        }
        let before = self.idle.is_some();
        self.idle = (asks && seconds >= IDLE_WARNING).then_some(left);
        if self.idle.is_some() == before { Vec::new() } else { vec![Effect::Warn(!before)] }
    }
}
