//! A lesson pack: one lesson in one language with all it needs, compiled at build time.

use lang_nghe_instrument::Status;
use lang_nghe_instrument::wire::Reader;
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Block, Check, Choice, Fact, Kind, Lesson, LessonSource, LessonText, Picture, Practice, Question,
    Run, Screen, Step, Task, Way, Words,
};

/// One lesson in one language. It needs no other file, so it can be kept, removed and handed on alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonPack {
    /// Language tag: `vi`, `en`.
    pub lang: String,
    /// The lesson.
    pub lesson: Lesson,
    /// Its words.
    pub text: LessonText,
    /// The drawings its blocks name.
    pub pictures: Vec<Drawing>,
    /// The practices its blocks name.
    pub practices: Vec<Practice>,
}

/// A drawing as SVG, checked to hold shapes only: safe to put into a page as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// Its name.
    pub id: String,
    /// `<svg …>…</svg>`.
    pub svg: String,
}

/// A pack that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// A newer version of the app wrote it.
    #[error("the lesson was packed by a newer version (form {0}); update to open it")]
    Newer(u8),
    /// Cut short, changed, or never a pack.
    #[error("the lesson pack cannot be read: it is damaged")]
    Damaged,
}

/// The form written by this version. Packs outlive a build on a device: they are downloaded once and
/// kept, so the form is told before anything else.
const FORM: u8 = 1;

/// Writes a value behind the number of its form (postcard).
pub(crate) fn write<T: Serialize>(form: u8, value: &T) -> Result<Vec<u8>, PackError> {
    postcard::to_extend(value, vec![form]).map_err(|_| PackError::Damaged)
}

/// Reads what [`write`] wrote, to the last byte.
pub(crate) fn read<T>(
    form: u8,
    bytes: &[u8],
    read: impl FnOnce(&mut Reader) -> Option<T>,
) -> Result<T, PackError> {
    match bytes.split_first() {
        Some((first, rest)) if *first == form => {
            let mut reader = Reader::new(rest);
            read(&mut reader).filter(|_| reader.is_at_end()).ok_or(PackError::Damaged)
        }
        Some((first, _)) if *first > form => Err(PackError::Newer(*first)),
        _ => Err(PackError::Damaged),
    }
}

impl LessonPack {
    /// Bytes for the build's output folder.
    ///
    /// # Errors
    /// Never in practice: only if memory runs out.
    pub fn encode(&self) -> Result<Vec<u8>, PackError> {
        write(FORM, self)
    }

    /// Reads what [`LessonPack::encode`] of this version wrote.
    ///
    /// # Errors
    /// The bytes are damaged or of a newer form.
    pub fn decode(bytes: &[u8]) -> Result<Self, PackError> {
        read(FORM, bytes, pack)
    }

    /// The drawing with this name.
    pub fn drawing(&self, id: &str) -> Option<&Drawing> {
        self.pictures.iter().find(|drawing| drawing.id == id)
    }

    /// The practice with this id.
    pub fn practice(&self, id: &str) -> Option<&Practice> {
        self.practices.iter().find(|practice| practice.id == id)
    }
}

fn pack(from: &mut Reader) -> Option<LessonPack> {
    let lang = from.text()?;
    let lesson = lesson(from)?;
    let text = LessonText {
        title: from.text()?,
        summary: words(from)?,
        keywords: from.texts()?,
        blocks: from.list(|from| block(from, &lesson.checks))?,
    };
    Some(LessonPack {
        lang,
        lesson,
        text,
        pictures: from.list(|from| Some(Drawing { id: from.text()?, svg: from.text()? }))?,
        practices: from.list(practice)?,
    })
}

fn lesson(from: &mut Reader) -> Option<Lesson> {
    Some(Lesson {
        id: from.text()?,
        edition: from.text()?,
        status: [Status::Current, Status::Archived, Status::Draft].get(from.number()?).copied()?,
        order: u16::try_from(from.number()?).ok()?,
        minutes: from.byte()?,
        audience: from.texts()?,
        skills: from.texts()?,
        sources: from
            .list(|from| Some(LessonSource { name: from.text()?, date: from.maybe(Reader::text)? }))?,
        checked: from.text()?,
        review_by: from.text()?,
        checks: from.list(|from| {
            let check = Check { id: from.text()?, options: from.texts()?, right: from.number()? };
            (check.right < check.options.len()).then_some(check)
        })?,
    })
}

fn words(from: &mut Reader) -> Option<Words> {
    from.list(|from| Some(Run { strong: from.truth()?, text: from.text()? })).map(Words)
}

fn picture(from: &mut Reader) -> Option<Picture> {
    Some(Picture { id: from.text()?, alt: from.text()? })
}

fn block(from: &mut Reader, checks: &[Check]) -> Option<Block> {
    Some(match from.number()? {
        0 => Block::Heading(words(from)?),
        1 => Block::Step(Step {
            number: from.byte()?,
            action: words(from)?,
            notes: from.list(words)?,
            picture: from.maybe(picture)?,
        }),
        2 => Block::Paragraph(words(from)?),
        3 => Block::List(from.list(words)?),
        4 => Block::Picture(picture(from)?),
        5 => Block::Why(from.list(words)?),
        6 => Block::Wrong(from.list(words)?),
        7 => Block::Practice(from.text()?),
        8 => {
            let question = Question {
                check: from.number()?,
                ask: from.text()?,
                options: from.list(|from| Some(Answer { words: from.text()?, because: from.text()? }))?,
            };
            // A question without its right answer, or with another number of options, has no meaning.
            let check = checks.get(question.check)?;
            (check.options.len() == question.options.len()).then_some(Block::Question(question))?
        }
        _ => return None,
    })
}

fn practice(from: &mut Reader) -> Option<Practice> {
    Some(Practice {
        id: from.text()?,
        kind: Kind::ALL.get(from.number()?).copied()?,
        title: from.text()?,
        lead: from.text()?,
        screens: from.list(|from| {
            Some(Screen {
                id: from.text()?,
                title: from.text()?,
                lines: from.texts()?,
                facts: from.list(|from| Some(Fact { label: from.text()?, value: from.text()? }))?,
                tasks: from
                    .list(|from| Some(Task { id: from.text()?, ask: from.text()?, way: way(from)? }))?,
            })
        })?,
    })
}

fn way(from: &mut Reader) -> Option<Way> {
    match from.number()? {
        0 => {
            let options = from
                .list(|from| Some(Choice { id: from.text()?, words: from.text()?, because: from.text()? }))?;
            let right = from.number().filter(|right| *right < options.len())?;
            Some(Way::Choose { options, right })
        }
        1 => Some(Way::Type { text: from.text()?, right: from.text()?, wrong: from.text()? }),
        _ => None,
    }
}

#[cfg(test)]
#[path = "pack_tests.rs"]
mod tests;
