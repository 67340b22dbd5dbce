//! The improvement plan: weak part → what is done → who → by when → done.

use lang_nghe_record::Day;
use lang_nghe_sheet::{Separator, write};
use serde::{Deserialize, Serialize};

/// The plan of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The unit.
    pub unit: String,
    /// In the order in which they were written down.
    pub actions: Vec<Action>,
}

/// One line of the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The weak part, in the words of whoever wrote it or of the instrument that showed it.
    pub weak: String,
    /// What showed it: an instrument, an index, a year.
    pub seen_in: String,
    /// What is done about it.
    pub action: String,
    /// Who does it: an office rather than a person.
    pub who: String,
    /// By when.
    pub by: Option<Day>,
    /// When it was done.
    pub done: Option<Day>,
}

/// Where an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is done.
    Done,
    /// The day is past.
    Late,
    /// There is time, or no day was set.
    Open,
}

/// The words of an exported plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanWords {
    /// Names of the columns: weak part, seen in, action, who, by when, done on, state.
    pub columns: [String; 7],
    /// For [`State::Done`], [`State::Late`] and [`State::Open`].
    pub states: [String; 3],
}

impl Action {
    /// Where it stands on this day. The last day still counts as in time.
    pub fn state(&self, today: Day) -> State {
        match (self.done, self.by) {
            (Some(_), _) => State::Done,
            (None, Some(by)) if by < today => State::Late,
            _ => State::Open,
        }
    }
}

impl Plan {
    /// How many actions are done, late and open on this day.
    pub fn counts(&self, today: Day) -> [usize; 3] {
        [State::Done, State::Late, State::Open]
            .map(|state| self.actions.iter().filter(|action| action.state(today) == state).count())
    }

    /// The plan as CSV, in its order; days as `YYYY-MM-DD`, which every spreadsheet reads as a day.
    pub fn export(&self, words: &PlanWords, today: Day, separator: Separator) -> String {
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let rows = self.actions.iter().map(|action| {
            let state = match action.state(today) {
                State::Done => &words.states[0],
                State::Late => &words.states[1],
                State::Open => &words.states[2],
            };
            let Action { weak, seen_in, action: what, who, by, done } = action;
            [weak, seen_in, what, who, &day(*by), &day(*done), state].map(Clone::clone)
        });
        write([words.columns.clone()].into_iter().chain(rows), separator)
    }
}
