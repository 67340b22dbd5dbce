//! The way through the form in the browser's history.

use crate::app::App;
use crate::platform::history::{self, Entry};
use crate::state::{Action, Page, State};

use super::survey;

/// Where the open page stands in the browser's history.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    /// Which form the entries belong to.
    form: u64,
    /// How many of its entries lie before this one.
    depth: u32,
    /// Whether the next move is the page's own, not the person's.
    own: bool,
}

impl Course {
    /// At the start: goes on in the entries that a reload left, or lays them out for a form that is
    /// resumed in a fresh tab, so that "back" leads to the question before and not out of the page.
    pub(super) fn begin(state: &State, now: u64) -> Self {
        let here = state.form().code(state.session.step());
        if let Some(entry) = history::current().filter(|_| state.page == Page::Form && !state.between_forms())
        {
            history::replace(&Entry { step: here, ..entry.clone() });
            return Self { form: entry.form, depth: entry.depth, own: false };
        }
        let mut course = Self { form: now, depth: 0, own: false };
        if state.page == Page::Form {
            course.lay_out(state);
        } else {
            course.write(state);
        }
        course
    }

    /// One entry for every step up to the open one.
    pub(super) fn lay_out(&mut self, state: &State) {
        for (depth, step) in state.session.steps(state.form()).into_iter().enumerate() {
            self.depth = u32::try_from(depth).unwrap_or_default();
            let entry = Entry { form: self.form, depth: self.depth, step: state.form().code(step) };
            if depth == 0 {
                history::replace(&entry)
            } else {
                history::push(&entry)
            }
            if step == state.session.step() {
                return;
            }
        }
    }

    fn entry(self, state: &State) -> Entry {
        Entry { form: self.form, depth: self.depth, step: state.form().code(state.session.step()) }
    }

    /// Writes the open step into the open entry.
    fn write(self, state: &State) {
        history::replace(&self.entry(state));
    }

    /// A step was opened: one entry more.
    pub(super) fn enter(&mut self, state: &State) {
        self.depth += 1;
        history::push(&self.entry(state));
    }

    /// The step before was opened: one entry back.
    pub(super) fn go_back(&mut self, state: &State) {
        if self.depth == 0 {
            self.write(state);
        } else {
            self.depth -= 1;
            self.own = true;
            history::back(1);
        }
    }

    /// The browser moved to an entry. Gives the step that the person wants to see there.
    fn moved(&mut self, entry: Option<Entry>) -> Option<String> {
        let own = std::mem::take(&mut self.own);
        // An entry of another form, or one that a link within the page has made, leads nowhere.
        let entry = entry.filter(|entry| entry.form == self.form)?;
        self.depth = entry.depth;
        (!own).then_some(entry.step)
    }

    /// The form is over: its entries are left behind, and whoever goes forward into them again finds
    /// only the page that is open.
    pub(super) fn leave(&mut self, state: &State, now: u64) {
        let behind = std::mem::take(&mut self.depth);
        // Never the same number again, even when the clock stands still or is set back.
        self.form = now.max(self.form + 1);
        if behind == 0 {
            self.write(state);
        } else {
            self.own = true;
            history::back(behind);
        }
    }
}

/// Follows the person through the history.
pub(super) fn listen(app: App) {
    history::on_move(move |entry| {
        let Some(survey) = survey() else { return };
        let step = survey.course.borrow_mut().moved(entry);
        if let Some(step) = step.and_then(|step| app.read(|state| state.form().step(&step))) {
            app.act(Action::Visit(step));
        }
        // Whatever the entry said: from now on it says what is open.
        let course = *survey.course.borrow();
        app.read(|state| course.write(state));
    });
}
