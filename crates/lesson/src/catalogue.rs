//! The catalogue: what lessons there are, in one language, small enough to be there before any of them.

use lang_nghe_instrument::wire::Reader;
use serde::{Deserialize, Serialize};

use crate::pack::{PackError, read, write};

/// All lessons of one language, in their order, with what it takes to list and to find them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Language tag.
    pub lang: String,
    /// The lessons.
    pub lessons: Vec<Card>,
    /// The commonest needs, for the first screen.
    pub needs: Vec<Need>,
    /// What people come to an office for, so that its name finds the lesson that helps with it.
    pub procedures: Vec<Procedure>,
    /// The groups of people that lessons name.
    pub audiences: Vec<Named>,
    /// The skills that lessons name.
    pub skills: Vec<Named>,
}

/// One lesson in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// Its title.
    pub title: String,
    /// What the learner can do afterwards.
    pub summary: String,
    /// How long it takes, in minutes.
    pub minutes: u8,
    /// Ids of the groups of people it is for.
    pub audience: Vec<String>,
    /// Ids of the skills it teaches.
    pub skills: Vec<String>,
    /// Last day until which it is trusted, `YYYY-MM-DD`.
    pub review_by: String,
    /// Size of its pack in bytes, as it lies on the device.
    pub bytes: u32,
    /// Its first drawing, as SVG.
    pub picture: Option<String>,
    /// Words that people search with.
    pub keywords: Vec<String>,
    /// Its headings.
    pub headings: Vec<String>,
    /// Further words of its body, as search folds them, each once.
    pub terms: Vec<String>,
}

/// Something a person wants, in their own words, and the lesson that helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Stable name.
    pub id: String,
    /// What follows “Tôi muốn…”.
    pub words: String,
    /// Id of the lesson.
    pub lesson: String,
}

/// Something people come to an office for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedure {
    /// Stable name.
    pub id: String,
    /// Its name.
    pub words: String,
    /// Other words that people search with.
    pub also: Vec<String>,
    /// Who handles it and where to ask, if that is worth saying; empty otherwise.
    pub note: String,
    /// Id of the lesson that helps.
    pub lesson: String,
}

/// A name for people behind an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The id.
    pub id: String,
    /// The name.
    pub words: String,
}

/// The form written by this version. Since 2 with procedures, since 3 with notes on them.
const FORM: u8 = 3;

impl Catalogue {
    /// Bytes for the build's output folder.
    ///
    /// # Errors
    /// Never in practice: only if memory runs out.
    pub fn encode(&self) -> Result<Vec<u8>, PackError> {
        write(FORM, self)
    }

    /// Reads what [`Catalogue::encode`] of this version wrote.
    ///
    /// # Errors
    /// The bytes are damaged or of a newer form.
    pub fn decode(bytes: &[u8]) -> Result<Self, PackError> {
        read(FORM, bytes, |from| {
            Some(Self {
                lang: from.text()?,
                lessons: from.list(card)?,
                needs: from.list(|from| {
                    Some(Need { id: from.text()?, words: from.text()?, lesson: from.text()? })
                })?,
                procedures: from.list(procedure)?,
                audiences: from.list(named)?,
                skills: from.list(named)?,
            })
        })
    }

    /// The lesson with this id.
    pub fn lesson(&self, id: &str) -> Option<&Card> {
        self.lessons.iter().find(|card| card.id == id)
    }
}

fn procedure(from: &mut Reader) -> Option<Procedure> {
    Some(Procedure {
        id: from.text()?,
        words: from.text()?,
        also: from.texts()?,
        note: from.text()?,
        lesson: from.text()?,
    })
}

fn named(from: &mut Reader) -> Option<Named> {
    Some(Named { id: from.text()?, words: from.text()? })
}

fn card(from: &mut Reader) -> Option<Card> {
    Some(Card {
        id: from.text()?,
        edition: from.text()?,
        title: from.text()?,
        summary: from.text()?,
        minutes: from.byte()?,
        audience: from.texts()?,
        skills: from.texts()?,
        review_by: from.text()?,
        bytes: u32::try_from(from.number()?).ok()?,
        picture: from.maybe(Reader::text)?,
        keywords: from.texts()?,
        headings: from.texts()?,
        terms: from.texts()?,
    })
}
