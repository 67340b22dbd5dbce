//! The answers so far and the way through the form.

use lang_nghe_instrument::Kind;

use crate::{Form, Step, order};

/// Most characters of the free text: what a record may carry.
pub const COMMENT_LIMIT: usize = lang_nghe_record::limits::COMMENT_CHARS;

/// One person's answers to one form, until it is submitted or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub(crate) step: Step,
    /// Per item, the position of the chosen option.
    pub(crate) items: Vec<Option<usize>>,
    /// Per item that takes several options, one bit for each chosen.
    pub(crate) ticks: Vec<u32>,
    /// Per item that asks for a number or words, what was written.
    pub(crate) written: Vec<String>,
    /// The blocks that this form asks, in their order.
    pub(crate) blocks: Vec<usize>,
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
    /// More options are chosen than the item allows.
    TooMany(Step),
    /// What is written is no number of the range asked for.
    NoNumber(Step),
    /// This number hardly is one, and was not confirmed yet. Nothing here says so: whoever asks once more does, and takes
    /// it when it comes again.
    Unusual(Step, u32),
    /// What is written is longer than the item allows, or the free text longer than [`COMMENT_LIMIT`].
    TooLong(Step),
}

impl Violation {
    /// Where.
    pub fn step(self) -> Step {
        match self {
            Self::Unanswered(step)
            | Self::TooMany(step)
            | Self::NoNumber(step)
            | Self::Unusual(step, _)
            | Self::TooLong(step) => step,
        }
    }
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
    /// An empty form, at the notice. Where the instrument has blocks, [`Session::draw`] comes next.
    pub fn new(form: Form) -> Self {
        let items = form.instrument.items.len();
        Self {
            step: Step::Notice,
            items: vec![None; items],
            ticks: vec![0; items],
            written: vec![String::new(); items],
            blocks: Vec::new(),
            about: vec![None; form.profile.questions.len()],
            comment: String::new(),
            returning: false,
        }
    }

    /// Decides which blocks are asked and in which order, unless that was done before. The caller brings
    /// the chance.
    pub fn draw(&mut self, form: Form, seed: u32) {
        if self.blocks.is_empty() {
            self.blocks = order::draw(form.instrument, seed);
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
        self.comment.is_empty()
            && self.items.iter().chain(&self.about).all(Option::is_none)
            && self.ticks.iter().all(|ticks| *ticks == 0)
            && self.written.iter().all(String::is_empty)
    }

    /// The option chosen at a step, as a position.
    pub fn chosen(&self, step: Step) -> Option<usize> {
        match step {
            Step::Item(at) => self.items.get(at).copied().flatten(),
            Step::Before(at) | Step::After(at) => self.about.get(at).copied().flatten(),
            Step::Notice | Step::Comment | Step::Check => None,
        }
    }

    /// Chooses an option by its id; where several can be chosen, takes it back if it was. `false` if that
    /// step offers no such option: nothing changes.
    pub fn choose(&mut self, form: Form, step: Step, option: &str) -> bool {
        let Some(position) = form.options(step).iter().position(|id| *id == option) else { return false };
        if let (Kind::Several { alone, .. }, Step::Item(at)) = (form.kind(step), step) {
            return self.tick(form, (at, alone), position);
        }
        let slot = match step {
            Step::Item(at) => self.items.get_mut(at),
            Step::Before(at) | Step::After(at) => self.about.get_mut(at),
            Step::Notice | Step::Comment | Step::Check => None,
        };
        let Some(slot) = slot else { return false };
        *slot = Some(position);
        self.written_at(step).map(String::clear);
        true
    }

    /// Why the person cannot leave a step forwards, if so.
    pub fn violation(&self, form: Form, step: Step) -> Option<Violation> {
        match step {
            Step::Before(_) if self.chosen(step).is_none() => Some(Violation::Unanswered(step)),
            Step::Item(at) => self.violation_of_item(form, at),
            Step::Comment if self.comment.chars().count() > COMMENT_LIMIT => Some(Violation::TooLong(step)),
            _ => None,
        }
    }

    /// The steps that this person's answers so far lead through, in order: items that are only asked
    /// after other answers are left out.
    pub fn steps(&self, form: Form) -> Vec<Step> {
        self.planned(form).into_iter().filter(|step| self.is_asked(form, *step)).collect()
    }

    /// All steps of this form, blocks in their order at the place of the first of them.
    fn planned(&self, form: Form) -> Vec<Step> {
        let block = |step: Step| form.item(step)?.block;
        let mut blocks = self.blocks.as_slice();
        let mut planned = Vec::new();
        for step in form.steps() {
            if block(step).is_none() {
                planned.push(step);
                continue;
            }
            for asked in std::mem::take(&mut blocks) {
                planned.extend(form.steps().into_iter().filter(|step| block(*step) == Some(*asked)));
            }
        }
        planned
    }

    fn is_asked(&self, form: Form, step: Step) -> bool {
        !matches!(step, Step::Item(at) if !form.instrument.is_asked(at, &self.items))
    }

    /// Everything that stands in the way of submitting, in the order of the form.
    pub fn violations(&self, form: Form) -> Vec<Violation> {
        self.steps(form).into_iter().filter_map(|step| self.violation(form, step)).collect()
    }

    /// Goes on: to the next step, or back to the check page after a change, by way of what the change
    /// made necessary to ask.
    ///
    /// # Errors
    /// What is missing here; the step stays.
    pub fn next(&mut self, form: Form) -> Result<Step, Violation> {
        if let Some(violation) = self.violation(form, self.step) {
            return Err(violation);
        }
        if self.returning {
            let open = self.violations(form).into_iter().find_map(|violation| match violation {
                Violation::Unanswered(step) => Some(step),
                _ => None,
            });
            self.returning = open.is_some();
            self.step = open.unwrap_or(Step::Check);
        } else {
            self.step = self.beside(form, 1);
        }
        Ok(self.step)
    }

    /// Goes on without an answer to a question that can be skipped, and with "không biết / không áp dụng" to
    /// one that asks for a number; elsewhere like [`Session::next`].
    ///
    /// # Errors
    /// What is missing here; the step stays.
    pub fn skip(&mut self, form: Form) -> Result<Step, Violation> {
        match (self.step, form.kind(self.step)) {
            (Step::After(at), _) => {
                if let Some(slot) = self.about.get_mut(at) {
                    *slot = None;
                }
            }
            (Step::Item(at), Kind::Number { .. }) => {
                if let Some(slot) = self.items.get_mut(at) {
                    *slot = Some(0);
                }
                self.written_at(self.step).map(String::clear);
            }
            (Step::Item(_), Kind::Words { .. }) => {
                self.written_at(self.step).map(String::clear);
            }
            _ => {}
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
        let steps = self.planned(form);
        let planned = steps.iter().position(|other| *other == step);
        // An item of a block that this form does not ask stands nowhere: on to the end, as far as that goes.
        let last = form.item(step).and_then(|item| item.block).map(|_| steps.len() - 1);
        if let Some(position) = planned.or(last) {
            let asked = |step: &&Step| self.is_asked(form, **step);
            let mut before = steps.iter().take(position).filter(asked);
            let missing = before.find(|earlier| self.violation(form, **earlier).is_some());
            let there = steps.iter().skip(position).find(asked);
            self.step = missing.or(there).copied().unwrap_or(step);
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
        let steps = self.planned(form);
        let items = || steps.iter().filter(|step| matches!(step, Step::Item(_)));
        let item = items().position(|step| *step == self.step).map(|at| (at + 1, items().count()));
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
