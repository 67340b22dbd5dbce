//! A session as a few lines of text, so that a closed page goes on where it was.
//!
//! ```text
//! lang-nghe draft 1
//! when 1795219200000
//! step item/access-2
//! returning
//! answer before/procedure birth
//! answer item/access-1 4
//! comment nhanh\ngọn
//! ```
//!
//! Answers are written by name, not by position: a draft stays readable when lists grow. The page's
//! first lines of script (`public/early.js`) write the same form before the app has arrived. A line
//! that is not understood is handed back, never dropped in silence.

use crate::{Form, Session, Step};

const NAME: &str = "lang-nghe draft ";
const VERSION: u32 = 1;

/// A draft as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The session.
    pub session: Session,
    /// Milliseconds since 1970 by the device's clock when it was written; 0 if it does not say.
    pub when: u64,
    /// Lines that this version does not understand: a changed instrument, or damage. Whoever
    /// overwrites the draft keeps them elsewhere first.
    pub unread: Vec<String>,
}

/// Text that is no draft of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// A newer version of the app wrote it.
    #[error("the draft was written by a newer version of the app")]
    Newer,
    /// It does not begin like a draft.
    #[error("this is not a draft")]
    NotADraft,
}

impl Session {
    /// The session as text, with the instant it is written.
    pub fn encode(&self, form: Form, when: u64) -> String {
        let mut lines = vec![
            [NAME, &VERSION.to_string()].concat(),
            ["when ", &when.to_string()].concat(),
            ["step ", &form.code(self.step)].concat(),
        ];
        if self.returning {
            lines.push("returning".to_owned());
        }
        for step in form.steps() {
            if let Some(option) = self.chosen(step).and_then(|at| form.options(step).get(at).copied()) {
                lines.push(["answer ", &form.code(step), " ", option].concat());
            }
        }
        if !self.comment.is_empty() {
            lines.push(["comment ", &escape(&self.comment)].concat());
        }
        lines.join("\n")
    }

    /// Reads what [`Session::encode`] of this or an earlier version wrote.
    ///
    /// # Errors
    /// It is no draft, or a newer one.
    pub fn decode(form: Form, text: &str) -> Result<Draft, DraftError> {
        let mut lines = text.lines();
        let version = lines.next().and_then(|line| line.strip_prefix(NAME)).ok_or(DraftError::NotADraft)?;
        match version.parse::<u32>() {
            Ok(1..=VERSION) => {}
            Ok(0) | Err(_) => return Err(DraftError::NotADraft),
            Ok(_) => return Err(DraftError::Newer),
        }
        let mut draft = Draft { session: Self::new(form), when: 0, unread: Vec::new() };
        for line in lines {
            if !line.is_empty() && draft.read(form, line).is_none() {
                draft.unread.push(line.to_owned());
            }
        }
        // A step that the answers do not lead to (a damaged or changed form) becomes the first open one.
        let (step, returning) = (draft.session.step, draft.session.returning);
        let reached = draft.session.visit(form, step);
        draft.session.returning = returning && reached == step;
        Ok(draft)
    }
}

impl Draft {
    /// Whether there is anything to go on with.
    pub fn is_started(&self) -> bool {
        self.session.step != Step::Notice || !self.session.is_untouched()
    }

    /// Takes in one line; `None` if it is not understood.
    fn read(&mut self, form: Form, line: &str) -> Option<()> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "when" => self.when = rest.parse().ok()?,
            "step" => self.session.step = form.step(rest)?,
            "returning" => self.session.returning = true,
            "comment" => self.session.comment = unescape(rest)?,
            "answer" => {
                let (code, option) = rest.split_once(' ')?;
                let step = form.step(code).filter(|step| self.session.chosen(*step).is_none())?;
                return self.session.choose(form, step, option).then_some(());
            }
            _ => return None,
        }
        Some(())
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        out.push(match letter {
            '\\' => match letters.next()? {
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                _ => return None,
            },
            other => other,
        });
    }
    Some(out)
}
