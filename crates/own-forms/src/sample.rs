//! The people of a table as a sample.

use std::collections::BTreeMap;

use lang_nghe_estimate::{
    Answers, Design, DesignError, DesignWritten, Difference as Gap, Estimate, NoEstimate, Stage,
};
use lang_nghe_instrument::{Answer, Formula, Instrument};
use lang_nghe_scoring::OwnValues;
use lang_nghe_sheet::Decimal;

use crate::SampleFault;

/// How one person was drawn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) stratum: String,
    pub(crate) cluster: String,
    pub(crate) weight: Option<Decimal>,
    pub(crate) group: Option<String>,
}

/// People drawn alike are added up: of a survey by villages as many rows stay as there are villages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    stratum: usize,
    cluster: usize,
    weight: Decimal,
    group: Option<usize>,
}

/// People drawn alike.
#[derive(Clone, Debug)]
struct Row {
    people: u64,
    /// Per composite.
    answers: Vec<Answers>,
}

/// People, how they were drawn, and their own values of each factor, each part and the total.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    own: OwnValues<'a>,
    formula: Formula,
    composites: usize,
    is_design: bool,
    by_cluster: bool,
    strata: Names,
    /// First row of each stratum in the table.
    first_rows: Vec<usize>,
    clusters: Names,
    groups: Names,
    rows: BTreeMap<Alike, Row>,
}

/// A group or period that the table names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// People in it.
    pub people: u64,
}

/// The second group minus the first, of one composite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The difference.
    pub gap: Gap,
    /// Answers behind the first and behind the second.
    pub n: [u64; 2],
}

/// Two groups of one sample, by their numbers in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair([usize; 2]);

/// Numbers for names, in the order in which they first come.
#[derive(Clone, Debug, Default)]
struct Names {
    numbers: BTreeMap<String, usize>,
    names: Vec<String>,
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let new = self.names.len();
        self.numbers.insert(name.to_owned(), new);
        self.names.push(name.to_owned());
        new
    }

    fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }
}

impl<'a> Sample<'a> {
    pub(crate) fn new(
        instrument: &'a Instrument,
        formula: Formula,
        (is_design, by_cluster): (bool, bool),
    ) -> Self {
        Self {
            own: OwnValues::new(instrument, formula),
            formula,
            composites: instrument.factors.len() + instrument.parts.len() + 1,
            is_design,
            by_cluster,
            strata: Names::default(),
            first_rows: Vec::new(),
            clusters: Names::default(),
            groups: Names::default(),
            rows: BTreeMap::new(),
        }
    }

    pub(crate) fn add(&mut self, row: usize, drawn: &Drawn, answers: &[Option<Answer>]) {
        let stratum = self.strata.number(&drawn.stratum);
        if stratum == self.first_rows.len() {
            self.first_rows.push(row);
        }
        let alike = Alike {
            stratum,
            cluster: self.clusters.number(&drawn.cluster),
            weight: drawn.weight.unwrap_or(Decimal::whole(1)),
            group: drawn.group.as_ref().map(|name| self.groups.number(name)),
        };
        let blank = || Row { people: 0, answers: vec![Answers::NONE; self.composites] };
        let row = self.rows.entry(alike).or_insert_with(blank);
        row.people += 1;
        for (sum, value) in row.answers.iter_mut().zip(self.own.of(answers)) {
            if let Some(value) = value {
                sum.n += 1;
                sum.sum += value;
                sum.squares += value * value;
            }
        }
    }

    /// The formula that its values are worked out by: the instrument's first.
    pub fn formula(&self) -> Formula {
        self.formula
    }

    /// Whether the table says how people were drawn; otherwise it only names groups.
    pub fn is_design(&self) -> bool {
        self.is_design
    }

    /// The groups, in the order in which the table names them.
    pub fn groups(&self) -> Vec<Group> {
        let mut people = vec![0; self.groups.names.len()];
        for (alike, row) in &self.rows {
            if let Some(people) = alike.group.and_then(|group| people.get_mut(group)) {
                *people += row.people;
            }
        }
        let named = self.groups.names.iter().cloned().zip(people);
        named.map(|(name, people)| Group { name, people }).collect()
    }

    /// How the people were drawn: strata, in them clusters or people, and weights; as with replacement, because a
    /// table of forms does not say how many there were to draw from.
    ///
    /// # Errors
    /// A stratum has one unit only.
    pub fn design(&self) -> Result<Design, SampleFault> {
        let people: Vec<u64> = self.rows.values().map(|row| row.people).collect();
        let weights: Vec<f64> = self.rows.keys().map(|alike| alike.weight.to_f64()).collect();
        let strata: Vec<&str> = self.rows.keys().map(|alike| self.strata.name(alike.stratum)).collect();
        let clusters: Vec<&str> = self.rows.keys().map(|alike| self.clusters.name(alike.cluster)).collect();
        let stage = Stage {
            strata: Some(&strata),
            units: self.by_cluster.then_some(clusters.as_slice()),
            population: None,
        };
        let written = DesignWritten {
            rows: people.len(),
            people: Some(&people),
            weights: Some(&weights),
            stages: vec![stage],
        };
        written.check().map_err(|fault| match fault {
            DesignError::SingleUnit { stratum, .. } => {
                let number = self.strata.names.iter().position(|name| *name == stratum);
                let row = number.and_then(|number| self.first_rows.get(number)).copied().unwrap_or_default();
                SampleFault::SingleUnit { stratum, row }
            }
            _ => SampleFault::Design,
        })
    }

    /// How many values each person has: of each factor, each part, then the total.
    pub fn composites(&self) -> usize {
        self.composites
    }

    /// The estimate of a factor, a part or the total, from 0 to 100. `design` is this sample's own; it is asked for one
    /// by one, so that a page can draw in between.
    ///
    /// # Errors
    /// Why there is none.
    pub fn estimate(&self, design: &Design, composite: usize) -> Result<Estimate, NoEstimate> {
        design.mean(&self.answers(composite, |_| true))
    }

    /// Two groups to compare.
    ///
    /// # Errors
    /// There are no two such groups.
    pub fn pair(&self, first: &str, second: &str) -> Result<Pair, SampleFault> {
        let number = |name: &str| self.groups.numbers.get(name).copied();
        let (Some(first), Some(second)) = (number(first), number(second)) else {
            return Err(SampleFault::NoGroups);
        };
        if first == second {
            return Err(SampleFault::NoGroups);
        }
        Ok(Pair([first, second]))
    }

    /// The second group minus the first, of a factor, a part or the total. `design` is this sample's own.
    ///
    /// # Errors
    /// Why there is none.
    pub fn difference(
        &self,
        design: &Design,
        Pair(pair): Pair,
        composite: usize,
    ) -> Result<Difference, NoEstimate> {
        let [a, b] = pair.map(|group| self.answers(composite, |of| of == Some(group)));
        let n = [&a, &b].map(|answers| answers.iter().map(|answers| answers.n).sum());
        Ok(Difference { gap: design.difference(&a, &b)?, n })
    }

    /// The answers of the people in the wanted groups; everybody else was drawn and is left out.
    fn answers(&self, composite: usize, wanted: impl Fn(Option<usize>) -> bool) -> Vec<Answers> {
        let of = |(alike, row): (&Alike, &Row)| match row.answers.get(composite) {
            Some(answers) if wanted(alike.group) => *answers,
            _ => Answers::NONE,
        };
        self.rows.iter().map(of).collect()
    }
}
