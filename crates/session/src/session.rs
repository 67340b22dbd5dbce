//! The answers so far and the way through the form.

use crate::{Form, Step};

/// Most characters of the free text: what a record may carry.
pub const COMMENT_LIMIT: usize = lang_nghe_record::limits::COMMENT_CHARS;

/// One person's answers to one form, until it is submitted or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub(crate) step: Step,
    /// Per item, the position of the chosen option.
    pub(crate) items: Vec<Option<usize>>,
    /// Per profile question, the position of the chosen option.
    pub(crate) about: Vec<Option<usize>>,
    pub(crate) comment: String,
    /// Whether the person came here from the check page and goes back there.
    pub(crate) returning: bool,
}

/// Why the person cannot go on. At most one holds at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// An answer is asked for and none is chosen.
    Unanswered(Step),
    /// The free text is longer than [`COMMENT_LIMIT`].
    TooLong,
}

/// How far the person is. The totals never change on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Number of this item and of all items; `None` outside them.
    pub item: Option<(usize, usize)>,
    /// Steps left behind.
    pub done: usize,
    /// Steps until the check page.
    pub of: usize,
}

impl Session {
    /// An empty form, at the notice.
    pub fn new(form: Form) -> Self {
        Self {
            step: Step::Notice,
            items: vec![None; form.instrument.items.len()],
            about: vec![None; form.profile.questions.len()],
            comment: String::new(),
            returning: false,
        }
    }

    /// Where the person is.
    pub fn step(&self) -> Step {
        self.step
    }

    /// Whether going on from here leads back to the check page.
    pub fn returning(&self) -> bool {
        self.returning
    }

    /// The free text.
    pub fn comment(&self) -> &str {
        &self.comment
    }

    /// Whether nothing was answered or written yet.
    pub fn is_untouched(&self) -> bool {
        self.comment.is_empty() && self.items.iter().chain(&self.about).all(Option::is_none)
    }

    /// The option chosen at a step, as a position.
    pub fn chosen(&self, step: Step) -> Option<usize> {
        match step {
            Step::Item(at) => self.items.get(at).copied().flatten(),
            Step::Before(at) | Step::After(at) => self.about.get(at).copied().flatten(),
            Step::Notice | Step::Comment | Step::Check => None,
        }
    }

    /// Chooses an option by its id. `false` if that step offers no such option: nothing changes.
    pub fn choose(&mut self, form: Form, step: Step, option: &str) -> bool {
        let position = form.options(step).iter().position(|id| *id == option);
        let slot = match step {
            Step::Item(at) => self.items.get_mut(at),
            Step::Before(at) | Step::After(at) => self.about.get_mut(at),
            Step::Notice | Step::Comment | Step::Check => None,
        };
        match (slot, position) {
            (Some(slot), Some(position)) => {
                *slot = Some(position);
                true
            }
            _ => false,
        }
    }

    /// Replaces the free text. It is kept as written, even when it is too long to go on.
    pub fn write(&mut self, comment: &str) {
        comment.clone_into(&mut self.comment);
    }

    /// Why the person cannot leave a step forwards, if so.
    pub fn violation(&self, step: Step) -> Option<Violation> {
        match step {
            Step::Before(_) | Step::Item(_) if self.chosen(step).is_none() => {
                Some(Violation::Unanswered(step))
            }
            Step::Comment if self.comment.chars().count() > COMMENT_LIMIT => Some(Violation::TooLong),
            _ => None,
        }
    }

    /// The steps that this person's answers so far lead through, in order: items that are only asked
    /// after other answers are left out.
    pub fn steps(&self, form: Form) -> Vec<Step> {
        form.steps().into_iter().filter(|step| self.is_asked(form, *step)).collect()
    }

    fn is_asked(&self, form: Form, step: Step) -> bool {
        !matches!(step, Step::Item(at) if !form.instrument.is_asked(at, &self.items))
    }

    /// Everything that stands in the way of submitting, in the order of the form.
    pub fn violations(&self, form: Form) -> Vec<Violation> {
        self.steps(form).into_iter().filter_map(|step| self.violation(step)).collect()
    }

    /// Goes on: to the next step, or back to the check page after a change, by way of what the change
    /// made necessary to ask.
    ///
    /// # Errors
    /// What is missing here; the step stays.
    pub fn next(&mut self, form: Form) -> Result<Step, Violation> {
        if let Some(violation) = self.violation(self.step) {
            return Err(violation);
        }
        if self.returning {
            let open = self.violations(form).into_iter().find_map(|violation| match violation {
                Violation::Unanswered(step) => Some(step),
                Violation::TooLong => None,
            });
            self.returning = open.is_some();
            self.step = open.unwrap_or(Step::Check);
        } else {
            self.step = self.beside(form, 1);
        }
        Ok(self.step)
    }

    /// Goes on without an answer to a question that can be skipped; elsewhere like [`Session::next`].
    ///
    /// # Errors
    /// What is missing here; the step stays.
    pub fn skip(&mut self, form: Form) -> Result<Step, Violation> {
        if let Step::After(at) = self.step
            && let Some(slot) = self.about.get_mut(at)
        {
            *slot = None;
        }
        self.next(form)
    }

    /// Goes one step back, or back to the check page.
    pub fn back(&mut self, form: Form) -> Step {
        self.step = if self.returning { Step::Check } else { self.beside(form, -1) };
        self.returning = false;
        self.step
    }

    /// From the check page to one answer, to return after it. Elsewhere it does nothing.
    pub fn change(&mut self, form: Form, step: Step) -> Step {
        if self.step == Step::Check && step != Step::Check && self.steps(form).contains(&step) {
            self.step = step;
            self.returning = step != Step::Notice;
        }
        self.step
    }

    /// Goes to a step that the browser's history names, or to the first one before it that still
    /// lacks an answer: nobody gets past a question by way of the address bar. In place of an item that
    /// is not asked, the next step.
    pub fn visit(&mut self, form: Form, step: Step) -> Step {
        let steps = form.steps();
        if let Some(position) = steps.iter().position(|other| *other == step) {
            let asked = |step: &&Step| self.is_asked(form, **step);
            let mut before = steps.iter().take(position).filter(asked);
            let missing = before.find(|earlier| self.violation(**earlier).is_some());
            let there = steps.iter().skip(position).find(asked);
            self.step = *missing.or(there).unwrap_or(&step);
            self.returning = false;
        }
        self.step
    }

    /// Opens a step whatever is answered: for drawing pages ahead of time, where no person is.
    pub fn show(&mut self, step: Step) {
        self.step = step;
    }

    /// How far the person is.
    pub fn progress(&self, form: Form) -> Progress {
        let steps = form.steps();
        let item = match self.step {
            Step::Item(at) => Some((at + 1, form.instrument.items.len())),
            _ => None,
        };
        let done = steps.iter().position(|step| *step == self.step).unwrap_or_default();
        Progress { item, done, of: steps.len().saturating_sub(1) }
    }

    fn beside(&self, form: Form, by: isize) -> Step {
        let steps = self.steps(form);
        let here = steps.iter().position(|step| *step == self.step);
        let there = here.and_then(|position| position.checked_add_signed(by));
        there.and_then(|position| steps.get(position)).copied().unwrap_or(self.step)
    }
}
