//! A lesson as meant: checked, small, and the same shape in every language.

use lang_nghe_instrument::Status;
use serde::{Deserialize, Serialize};

/// What is true of a lesson in every language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Stable name, also the folder name: `otp`.
    pub id: String,
    /// Edition, `2026.1`: changes whenever the words or the questions of a released lesson do.
    pub edition: String,
    /// Whether it is offered.
    pub status: Status,
    /// Where it stands among the lessons; lower comes first.
    pub order: u16,
    /// How long it takes, in minutes, practice included.
    pub minutes: u8,
    /// Ids of the groups of people it is for.
    pub audience: Vec<String>,
    /// Ids of the skills it teaches.
    pub skills: Vec<String>,
    /// Where its facts come from.
    pub sources: Vec<LessonSource>,
    /// Day on which it was last compared with its sources, `YYYY-MM-DD`.
    pub checked: String,
    /// Last day until which that comparison is trusted, `YYYY-MM-DD`.
    pub review_by: String,
    /// Its questions, in the order they are asked.
    pub checks: Vec<Check>,
}

/// Where a fact of a lesson comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonSource {
    /// The document as it is cited, or `own` for the project's own advice.
    pub name: String,
    /// Its date: `YYYY-MM-DD`, or as much of it as is known; absent for a page without a date.
    pub date: Option<String>,
}

/// A question with one right answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Stable name within the lesson.
    pub id: String,
    /// Codes of the options, in the order they are shown.
    pub options: Vec<String>,
    /// Position of the right one.
    pub right: usize,
}

impl Lesson {
    /// Whether its facts must be looked at again: true on every day after [`Lesson::review_by`]. The
    /// lesson stays open; the page warns. `day` is `YYYY-MM-DD`.
    pub fn needs_review(&self, day: &str) -> bool {
        // Days in this form order as text.
        day > self.review_by.as_str()
    }
}

/// What a lesson says in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonText {
    /// Title.
    pub title: String,
    /// One or two sentences about what the learner can do afterwards.
    pub summary: Words,
    /// Words that people search with and the lesson itself does not use.
    pub keywords: Vec<String>,
    /// The lesson from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A heading.
    Heading(Words),
    /// One thing to do.
    Step(Step),
    /// Something to know.
    Paragraph(Words),
    /// Several things of one kind.
    List(Vec<Words>),
    /// A drawing that stands alone.
    Picture(Picture),
    /// Why it matters: paragraphs.
    Why(Vec<Words>),
    /// What can go wrong, and what to do then: paragraphs.
    Wrong(Vec<Words>),
    /// The practice with this id.
    Practice(String),
    /// A question.
    Question(Question),
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its number, from 1, within its list.
    pub number: u8,
    /// The one thing to do: a single sentence.
    pub action: Words,
    /// What to expect while doing it.
    pub notes: Vec<Words>,
    /// How it looks.
    pub picture: Option<Picture>,
}

/// A drawing by id, with the words for whoever does not see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Name of the drawing.
    pub id: String,
    /// What it shows.
    pub alt: String,
}

/// The words of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Position in [`Lesson::checks`].
    pub check: usize,
    /// What is asked.
    pub ask: String,
    /// One per option of the check, in its order.
    pub options: Vec<Answer>,
}

/// The words of one option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What can be chosen.
    pub words: String,
    /// Why it is right or wrong, shown after it was chosen.
    pub because: String,
}

/// A line of text, some of it in bold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words(pub Vec<Run>);

/// A piece of a line in one weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Bold: the name of a button, an address, the word that matters.
    pub strong: bool,
    /// The text.
    pub text: String,
}

impl Words {
    /// The line without its weights, for reading aloud and for search.
    pub fn plain(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }
}

impl Block {
    /// Everything in it that can be read aloud, line by line, in reading order. Options of a question
    /// are among it, explanations are not: they would give the answer away.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        match self {
            Self::Heading(words) | Self::Paragraph(words) => lines.push(words.plain()),
            Self::Step(step) => {
                lines.push(step.action.plain());
                lines.extend(step.notes.iter().map(Words::plain));
            }
            Self::List(entries) | Self::Why(entries) | Self::Wrong(entries) => {
                lines.extend(entries.iter().map(Words::plain));
            }
            Self::Picture(_) | Self::Practice(_) => {}
            Self::Question(question) => {
                lines.push(question.ask.clone());
                lines.extend(question.options.iter().map(|option| option.words.clone()));
            }
        }
        lines
    }

    /// The drawing in it, if it has one.
    pub fn picture(&self) -> Option<&Picture> {
        match self {
            Self::Picture(picture) => Some(picture),
            Self::Step(step) => step.picture.as_ref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_lesson_needs_review_from_the_day_after_its_date() {
        let lesson = samples::pack().lesson;
        assert_eq!(lesson.review_by, "2027-05-22");
        assert!(!lesson.needs_review("2026-11-22"));
        assert!(!lesson.needs_review("2027-05-22"), "the last day still counts");
        assert!(lesson.needs_review("2027-05-23"));
    }

    #[test]
    fn reading_a_question_aloud_does_not_give_the_answer_away() {
        let text = samples::pack().text;
        let question = text.blocks.iter().find(|block| matches!(block, Block::Question(_))).unwrap();
        assert_eq!(question.lines(), ["Ai được biết mã này?", "Cán bộ", "Chỉ ông/bà"]);
    }
}
