//! The words of a question, as written in its fence.
//!
//! ```text
//! Who may know the code?
//! staff: Staff who call
//!   No. Real staff never ask for it.
//! me: Only you
//!   Right. It is made for you alone.
//! ```

use lang_nghe_instrument::source::Inspector;

use crate::{Answer, Check, Question};

/// A question as written: options still have their ids.
#[derive(Debug, Default)]
pub(super) struct QuestionWritten {
    pub(super) id: String,
    pub(super) ask: String,
    pub(super) options: Vec<(String, Answer)>,
}

pub(super) fn read_question(
    id: &str,
    code: &str,
    line: usize,
    inspector: &mut Inspector<'_>,
) -> QuestionWritten {
    let mut question = QuestionWritten { id: id.trim().to_owned(), ..QuestionWritten::default() };
    for (at, written) in code.lines().enumerate().filter(|(_, written)| !written.trim().is_empty()) {
        let line = line + 1 + at;
        let text = written.trim();
        let is_indented = written.starts_with(' ');
        let option = text.split_once(": ").filter(|(id, _)| is_code(id));
        match (question.options.last_mut(), option) {
            _ if question.ask.is_empty() => question.ask = text.to_owned(),
            (Some((_, answer)), _) if is_indented => join(&mut answer.because, text),
            (_, Some((id, words))) if !is_indented => {
                let answer = Answer { words: words.to_owned(), because: String::new() };
                question.options.push((id.to_owned(), answer));
            }
            (None, _) => join(&mut question.ask, text),
            _ => inspector.say(format_args!(
                "line {line}: `{text}` is neither an option (`id: words`) nor, indented, the reason below one"
            )),
        }
    }
    question
}

fn is_code(id: &str) -> bool {
    !id.is_empty()
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

impl QuestionWritten {
    /// The question as meant, if the lesson has a check of this name with these options.
    pub(super) fn meant(&self, checks: &[Check], inspector: &mut Inspector<'_>) -> Option<Question> {
        let id = &self.id;
        let Some(position) = checks.iter().position(|check| check.id == *id) else {
            inspector.say(format_args!(
                "the question `{id}` has no [[check]] in lesson.toml; add one with its right answer, or correct the id"
            ));
            return None;
        };
        let check = checks.get(position)?;
        let written: Vec<&str> = self.options.iter().map(|(id, _)| id.as_str()).collect();
        if written != check.options {
            inspector.say(format_args!(
                "the question `{id}` has the options {}, but lesson.toml says {}; write the same in the same order",
                written.join(", "),
                check.options.join(", ")
            ));
            return None;
        }
        let options = self.options.iter().map(|(_, answer)| answer.clone()).collect();
        Some(Question { check: position, ask: self.ask.clone(), options })
    }
}
