//! Going through a practice: a pure state machine. What is on the screen follows from it.

mod kept;

use crate::check::Marks;
use crate::search::folded;
use crate::{Practice, Task, Way};

/// One person's way through a practice.
///
/// A wrong choice does no harm: it says what would have happened, and the task stays open. The first
/// try counts for the marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsal {
    /// Position of the screen, or the number of screens when it is over.
    at: usize,
    /// Per screen, per task.
    tried: Vec<Vec<Tried>>,
}

/// What became of a task so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tried {
    /// Whether the first try was right; `None` before it.
    first: Option<bool>,
    /// Whether it was done right at last.
    solved: bool,
    /// The option chosen last.
    chosen: Option<usize>,
}

/// What to tell after a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict<'p> {
    /// Whether it was right.
    pub right: bool,
    /// Why, in the practice's words.
    pub because: &'p str,
}

/// Why something cannot be done. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The task at this position is not done yet.
    #[error("task {0} of this screen is not done yet")]
    Unsolved(usize),
    /// There is no such screen, task or option, or the task is done another way.
    #[error("there is no such thing on this screen")]
    Unknown,
    /// The screens of this practice come in their order.
    #[error("the screens of this practice come in their order")]
    Ordered,
}

impl Rehearsal {
    /// At the first screen, with nothing done.
    pub fn new(practice: &Practice) -> Self {
        let tried = practice.screens.iter().map(|screen| vec![Tried::default(); screen.tasks.len()]);
        Self { at: 0, tried: tried.collect() }
    }

    /// Position of the screen shown; `None` when the practice is over.
    pub fn screen(&self) -> Option<usize> {
        (self.at < self.tried.len()).then_some(self.at)
    }

    /// Chooses an option of a task on this screen.
    ///
    /// # Errors
    /// [`Refusal::Unknown`].
    pub fn choose<'p>(
        &mut self,
        practice: &'p Practice,
        task: usize,
        option: usize,
    ) -> Result<Verdict<'p>, Refusal> {
        let Way::Choose { options, right } = &self.task(practice, task)?.way else {
            return Err(Refusal::Unknown);
        };
        let because = &options.get(option).ok_or(Refusal::Unknown)?.because;
        let is_right = option == *right;
        self.note(task, is_right, Some(option))?;
        Ok(Verdict { right: is_right, because })
    }

    /// Types into a task on this screen. Capital letters, accents and spaces do not matter.
    ///
    /// # Errors
    /// [`Refusal::Unknown`].
    pub fn type_in<'p>(
        &mut self,
        practice: &'p Practice,
        task: usize,
        typed: &str,
    ) -> Result<Verdict<'p>, Refusal> {
        let Way::Type { text, right, wrong } = &self.task(practice, task)?.way else {
            return Err(Refusal::Unknown);
        };
        let is_right = folded(typed).concat() == folded(text).concat();
        self.note(task, is_right, None)?;
        Ok(Verdict { right: is_right, because: if is_right { right } else { wrong } })
    }

    /// Whether this task of the screen shown was done right.
    pub fn is_solved(&self, task: usize) -> bool {
        self.tried.get(self.at).and_then(|tasks| tasks.get(task)).is_some_and(|tried| tried.solved)
    }

    /// The option chosen last in this task of the screen shown.
    pub fn chosen(&self, task: usize) -> Option<usize> {
        self.tried.get(self.at)?.get(task)?.chosen
    }

    /// Whether everything on this screen (by position) was done right.
    pub fn is_done(&self, screen: usize) -> bool {
        self.tried.get(screen).is_some_and(|tasks| tasks.iter().all(|tried| tried.solved))
    }

    /// Goes on: to the next screen, in an inbox to the next one that is not done, or to the end.
    ///
    /// # Errors
    /// [`Refusal::Unsolved`] with the first task that is still open.
    pub fn next(&mut self, practice: &Practice) -> Result<(), Refusal> {
        let open = self.tried.get(self.at).and_then(|tasks| tasks.iter().position(|tried| !tried.solved));
        if let Some(open) = open {
            return Err(Refusal::Unsolved(open));
        }
        let count = self.tried.len();
        self.at = if practice.kind.is_free() {
            // From here to the end, and round to what was left out before.
            let around = (self.at + 1..count).chain(0..count);
            around.into_iter().find(|screen| !self.is_done(*screen)).unwrap_or(count)
        } else {
            (self.at + 1).min(count)
        };
        Ok(())
    }

    /// Goes back one screen; what was done there stays done. Stays at the first.
    pub fn back(&mut self) {
        self.at = self.at.saturating_sub(1);
    }

    /// Opens a screen of an inbox.
    ///
    /// # Errors
    /// [`Refusal::Ordered`] in other practices, [`Refusal::Unknown`] if there is no such screen.
    pub fn visit(&mut self, practice: &Practice, screen: usize) -> Result<(), Refusal> {
        if !practice.kind.is_free() {
            return Err(Refusal::Ordered);
        }
        if screen >= self.tried.len() {
            return Err(Refusal::Unknown);
        }
        self.at = screen;
        Ok(())
    }

    /// How many tasks were right at the first try, of all there are.
    pub fn marks(&self) -> Marks {
        let tasks = || self.tried.iter().flatten();
        let right = tasks().filter(|tried| tried.first == Some(true)).count();
        Marks::new(right, tasks().count())
    }

    fn task<'p>(&self, practice: &'p Practice, task: usize) -> Result<&'p Task, Refusal> {
        practice.screens.get(self.at).and_then(|screen| screen.tasks.get(task)).ok_or(Refusal::Unknown)
    }

    fn note(&mut self, task: usize, right: bool, chosen: Option<usize>) -> Result<(), Refusal> {
        let tried = self.tried.get_mut(self.at).and_then(|tasks| tasks.get_mut(task));
        let tried = tried.ok_or(Refusal::Unknown)?;
        tried.first.get_or_insert(right);
        // Looking at another option afterwards takes nothing away.
        tried.solved |= right;
        tried.chosen = chosen;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, samples};

    fn practice() -> Practice {
        samples::practice()
    }

    #[test]
    fn a_wrong_choice_says_why_and_the_task_stays_open() {
        let practice = practice();
        let mut run = Rehearsal::new(&practice);
        let verdict = run.choose(&practice, 0, 0).unwrap();
        assert_eq!(verdict, Verdict { right: false, because: "Tiền mất." });
        assert_eq!(run.next(&practice), Err(Refusal::Unsolved(0)));
        assert!(run.choose(&practice, 0, 1).unwrap().right);
        assert_eq!(run.next(&practice), Err(Refusal::Unsolved(1)), "the second task is still open");
    }

    #[test]
    fn the_first_try_counts_and_later_ones_do_not() {
        let practice = practice();
        let mut run = Rehearsal::new(&practice);
        assert_eq!(run.marks(), Marks { right: 0, asked: 3 });
        run.choose(&practice, 0, 0).unwrap();
        run.choose(&practice, 0, 1).unwrap();
        run.type_in(&practice, 1, "tran  THI mau").unwrap();
        assert_eq!(run.marks(), Marks { right: 1, asked: 3 });
        run.choose(&practice, 0, 0).unwrap();
        assert!(run.is_solved(0), "looking at the other option takes nothing away");
    }

    #[test]
    fn typing_is_marked_without_accents_and_capitals_but_not_without_letters() {
        let practice = practice();
        let mut run = Rehearsal::new(&practice);
        assert!(!run.type_in(&practice, 1, "Tran Thi").unwrap().right);
        assert!(run.type_in(&practice, 1, " Trần Thị Mẫu ").unwrap().right);
        assert_eq!(run.type_in(&practice, 0, "x"), Err(Refusal::Unknown), "that one is for choosing");
        assert_eq!(run.choose(&practice, 1, 0), Err(Refusal::Unknown), "that one is for typing");
        assert_eq!(run.choose(&practice, 0, 9), Err(Refusal::Unknown));
        assert_eq!(run.choose(&practice, 7, 0), Err(Refusal::Unknown));
    }

    #[test]
    fn screens_come_in_order_and_going_back_keeps_what_was_done() {
        let practice = practice();
        let mut run = Rehearsal::new(&practice);
        assert_eq!(run.visit(&practice, 1), Err(Refusal::Ordered));
        run.choose(&practice, 0, 1).unwrap();
        run.type_in(&practice, 1, "tranthimau").unwrap();
        run.next(&practice).unwrap();
        assert_eq!(run.screen(), Some(1));
        run.back();
        assert!(run.is_solved(0) && run.is_solved(1));
        run.next(&practice).unwrap();
        run.choose(&practice, 0, 0).unwrap();
        run.next(&practice).unwrap();
        assert_eq!(run.screen(), None);
        assert_eq!(run.marks(), Marks { right: 3, asked: 3 });
        assert_eq!(run.choose(&practice, 0, 0), Err(Refusal::Unknown), "it is over");
    }

    #[test]
    fn an_inbox_is_read_in_any_order_and_ends_when_all_is_done() {
        let mut practice = practice();
        practice.kind = Kind::Inbox;
        let mut run = Rehearsal::new(&practice);
        run.visit(&practice, 1).unwrap();
        run.choose(&practice, 0, 0).unwrap();
        run.next(&practice).unwrap();
        assert_eq!(run.screen(), Some(0), "round to the one that was left out");
        run.choose(&practice, 0, 1).unwrap();
        run.type_in(&practice, 1, "Trần Thị Mẫu").unwrap();
        run.next(&practice).unwrap();
        assert_eq!(run.screen(), None);
        assert_eq!(run.visit(&practice, 2), Err(Refusal::Unknown));
    }
}
