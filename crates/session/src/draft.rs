//! A session as a few lines of text, so that a closed page goes on where it was.
//!
//! ```text
//! lang-nghe draft 1
//! when 1795219200000
//! step item/access-2
//! returning
//! answer before/procedure birth
//! answer item/access-1 4
//! answer item/channels radio meeting
//! blocks water roads
//! comment nhanh\ngọn
//! ```
//!
//! The blocks that this form asks stand in their order, so that a closed page goes on with the same ones. A line of
//! a kind that an older version does not know is kept by it as unread.
//!
//! Answers are written by name, not by position: a draft stays readable when lists grow. The page's
//! first lines of script (`public/early.js`) write the same form before the app has arrived. A line
//! that is not understood is handed back, never dropped in silence.

use lang_nghe_instrument::Kind;

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
    /// Ids of the blocks that this form asks, in their order.
    pub(crate) fn asked_blocks<'f>(&self, form: Form<'f>) -> Vec<&'f str> {
        self.blocks.iter().filter_map(|at| Some(form.instrument.blocks.get(*at)?.id.as_str())).collect()
    }

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
        if !self.blocks.is_empty() {
            lines.push(["blocks ", &self.asked_blocks(form).join(" ")].concat());
        }
        for step in form.steps() {
            if let Some(answer) = self.answer(form, step) {
                lines.push(["answer ", &form.code(step), " ", &escape(&answer)].concat());
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
            "comment" => self.session.write(Step::Comment, &unescape(rest)?),
            "blocks" => {
                self.session.blocks = blocks(form, rest).filter(|_| self.session.blocks.is_empty())?
            }
            "answer" => {
                let (code, answer) = rest.split_once(' ')?;
                let step = form.step(code).filter(|step| self.session.answer(form, *step).is_none())?;
                return self.take(form, step, answer);
            }
            _ => return None,
        }
        Some(())
    }
}

impl Draft {
    /// Takes in one answer; `None` if the form does not offer it.
    fn take(&mut self, form: Form, step: Step, answer: &str) -> Option<()> {
        let session = &mut self.session;
        match form.kind(step) {
            Kind::Several { .. } => {
                let options = form.options(step);
                // Named twice, an option would be taken back again.
                let known = |id: &str, at: usize| {
                    options.contains(&id) && !answer.split(' ').take(at).any(|other| other == id)
                };
                if !answer.split(' ').enumerate().all(|(at, id)| known(id, at)) {
                    return None;
                }
                answer.split(' ').all(|id| session.choose(form, step, id)).then_some(())
            }
            Kind::Number { .. } | Kind::Words { .. } if !session.choose(form, step, answer) => {
                session.write(step, &unescape(answer)?);
                Some(())
            }
            Kind::Number { .. } | Kind::Words { .. } => Some(()),
            Kind::One => session.choose(form, step, answer).then_some(()),
        }
    }
}

/// The blocks of these names, if a form could ask just them.
fn blocks(form: Form, names: &str) -> Option<Vec<usize>> {
    let position = |name: &str| form.instrument.blocks.iter().position(|block| block.id == name);
    let blocks = names.split(' ').map(position).collect::<Option<Vec<_>>>()?;
    let each_once = (1..blocks.len()).all(|at| !blocks[..at].contains(&blocks[at]));
    (each_once && blocks.len() == form.instrument.blocks_asked).then_some(blocks)
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
