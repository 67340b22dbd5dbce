//! Reading a class's record: on the hub and in tests, never on the page.

use std::collections::BTreeMap;
use std::fmt;

use lang_nghe_record::{Day, RecordId};
use serde::Deserialize;

use super::{
    AGES, CLASS_FORMAT, Class, ClassQuestion, ClassRecord, Corrects, GENDERS, Kept, SUPPORTS, Stage, Way,
};

/// A class's record as read, with the fields that a newer app may have added.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadClass {
    /// What this version knows.
    pub record: ClassRecord,
    /// Fields of a newer app, kept as they came.
    pub unknown: serde_json::Map<String, serde_json::Value>,
}

/// Bytes that are no class's record.
#[derive(Debug, thiserror::Error)]
pub enum ReadClassError {
    /// The bytes are no JSON object of a class's shape.
    #[error("the class is not well-formed: {0}")]
    Malformed(String),
    /// The record is written in a form that only a newer hub reads.
    #[error("the class has form {0}; this hub reads form {CLASS_FORMAT}")]
    Form(u32),
}

impl ReadClass {
    /// Reads what [`ClassRecord::to_json`] of this or a newer version wrote. What is read is a shape, and not yet a
    /// class that can have been held: [`Class::check`] says that.
    ///
    /// # Errors
    /// The bytes are no JSON object of a class's shape, or of a form that came later.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ReadClassError> {
        // The form is looked at first: the shape of a later one is not this version's to judge.
        let Form { v } = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
        if v != CLASS_FORMAT {
            return Err(ReadClassError::Form(v));
        }
        let written: Written = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
        if written.kind != "class" {
            return Err(malformed(&"not a class"));
        }
        let id = RecordId::parse(&written.id).map_err(|error| malformed(&error))?;
        let (app, unknown) = (written.app.clone(), written.unknown.clone());
        Ok(Self { record: ClassRecord { id, class: written.class()?, app }, unknown })
    }
}

fn malformed(error: &dyn fmt::Display) -> ReadClassError {
    ReadClassError::Malformed(error.to_string())
}

#[derive(Deserialize)]
struct Form {
    v: u32,
}

/// The record as written.
#[derive(Deserialize)]
struct Written {
    #[serde(rename = "v")]
    _form: u32,
    kind: String,
    id: String,
    campaign: String,
    day: String,
    #[serde(default)]
    point: String,
    #[serde(default)]
    place: String,
    lesson: String,
    edition: String,
    way: String,
    people: BTreeMap<String, BTreeMap<String, u16>>,
    questions: Vec<Asked>,
    #[serde(default)]
    pairs: Option<Pairs>,
    supports: BTreeMap<String, u16>,
    vneid: u16,
    services: u16,
    #[serde(default)]
    corrects: Option<Correction>,
    app: String,
    #[serde(flatten)]
    unknown: serde_json::Map<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Asked {
    id: String,
    options: u8,
    right: u8,
    #[serde(default)]
    before: Vec<u16>,
    #[serde(default)]
    after: Vec<u16>,
    #[serde(default)]
    cells: Option<[u32; 4]>,
}

#[derive(Deserialize)]
struct Pairs {
    people: u32,
    sum: i64,
    squares: u64,
}

#[derive(Deserialize)]
struct Correction {
    record: String,
    number: u16,
}

impl Written {
    fn class(self) -> Result<Class, ReadClassError> {
        let day = Day::parse(&self.day).map_err(|error| malformed(&error))?;
        let way = Way::parse(&self.way).ok_or_else(|| malformed(&"unknown way"))?;
        let corrects = self.corrects.map(Correction::read).transpose()?;
        let mut people = [[0; 3]; 6];
        for (age, row) in self.people {
            let at = AGES.iter().position(|known| *known == age);
            let place = at.and_then(|at| people.get_mut(at)).ok_or_else(|| malformed(&"unknown age"))?;
            *place = counts(row, &GENDERS)?;
        }
        let questions: Vec<ClassQuestion> =
            self.questions.iter().map(|asked| question(asked.id.clone(), asked)).collect();
        let kept = self.pairs.map(|pairs| {
            let cells = self.questions.iter().map(|asked| asked.cells.unwrap_or_default()).collect();
            Kept { people: pairs.people, sum: pairs.sum, squares: pairs.squares, questions: cells }
        });
        // Nobody raised a hand: written as nothing.
        let hands = |counts: &[u16], options: u8| match counts {
            [] => vec![0; usize::from(options) + 1],
            counts => counts.to_vec(),
        };
        let before = self.questions.iter().map(|asked| hands(&asked.before, asked.options)).collect();
        let after = self.questions.iter().map(|asked| hands(&asked.after, asked.options)).collect();
        Ok(Class {
            day: day.to_string(),
            place: self.place,
            point: self.point,
            campaign: self.campaign,
            corrects,
            lesson: self.lesson,
            edition: self.edition,
            way,
            stage: Stage::Result,
            closed: true,
            people,
            questions,
            hands: [before, after],
            turns: Vec::new(),
            kept,
            supports: counts(self.supports, &SUPPORTS)?,
            vneid: self.vneid,
            services: self.services,
            unread: Vec::new(),
        })
    }
}

impl Correction {
    fn read(self) -> Result<Corrects, ReadClassError> {
        let first = RecordId::parse(&self.record).map_err(|error| malformed(&error))?;
        match self.number {
            0 => Err(malformed(&"a correction counts from 1")),
            number => Ok(Corrects { first, number }),
        }
    }
}

fn question(id: String, asked: &Asked) -> ClassQuestion {
    ClassQuestion { id, options: asked.options, right: asked.right }
}

/// Counts by name in their places.
fn counts<const N: usize>(
    written: BTreeMap<String, u16>,
    names: &[&str; N],
) -> Result<[u16; N], ReadClassError> {
    let mut counts = [0; N];
    for (name, count) in written {
        let at = names.iter().position(|known| *known == name);
        *at.and_then(|at| counts.get_mut(at)).ok_or_else(|| malformed(&"an unknown group"))? = count;
    }
    Ok(counts)
}
