//! A practice: screens that look like the real thing and are not, with the words of one language.

use serde::{Deserialize, Serialize};

use crate::Check;

/// A safe rehearsal of something that matters when it is real. Nothing typed here leaves the device or
/// is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// Stable name, also the folder name: `filing`.
    pub id: String,
    /// How its screens are drawn, and whether they have an order.
    pub kind: Kind,
    /// Title.
    pub title: String,
    /// What the learner does here.
    pub lead: String,
    /// The screens.
    pub screens: Vec<Screen>,
}

/// How screens are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Steps of a form, one after the other.
    Form,
    /// A payment, one screen after the other.
    Payment,
    /// Messages and calls that come one after the other.
    Message,
    /// Messages that lie there together, to be looked at in any order.
    Inbox,
}

/// What is seen at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// Stable name within the practice.
    pub id: String,
    /// Its heading; for a message, its sender.
    pub title: String,
    /// What it says, line by line.
    pub lines: Vec<String>,
    /// What it shows as label and value: recipient, amount, fee.
    pub facts: Vec<Fact>,
    /// What is to be done here, in order.
    pub tasks: Vec<Task>,
}

/// A label with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The value.
    pub value: String,
}

/// One thing to do on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Stable name within the practice.
    pub id: String,
    /// What is asked.
    pub ask: String,
    /// How it is done.
    pub way: Way,
}

/// How a task is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// One option is right.
    Choose {
        /// The options in the order they are shown.
        options: Vec<Choice>,
        /// Position of the right one.
        right: usize,
    },
    /// A text is typed as given. Capital letters, accents and spaces are not marked.
    Type {
        /// What to type.
        text: String,
        /// Said when it fits.
        right: String,
        /// Said when it does not.
        wrong: String,
    },
}

/// An option of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Stable name within the task.
    pub id: String,
    /// What can be chosen.
    pub words: String,
    /// What follows from it.
    pub because: String,
}

impl Kind {
    /// All kinds, in the order of their encoding.
    pub const ALL: [Self; 4] = [Self::Form, Self::Payment, Self::Message, Self::Inbox];

    /// The code used in content files and class names.
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Payment => "payment",
            Self::Message => "message",
            Self::Inbox => "inbox",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether the screens may be visited in any order.
    pub fn is_free(self) -> bool {
        self == Self::Inbox
    }
}

impl Practice {
    /// Its tasks with options, as questions with a right answer.
    pub fn checks(&self) -> Vec<Check> {
        let tasks = self.screens.iter().flat_map(|screen| &screen.tasks);
        let checks = tasks.filter_map(|task| match &task.way {
            Way::Choose { options, right } => Some(Check {
                id: task.id.clone(),
                options: options.iter().map(|option| option.id.clone()).collect(),
                right: *right,
            }),
            Way::Type { .. } => None,
        });
        checks.collect()
    }
}
