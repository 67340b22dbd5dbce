//! The samples that tests/reference/survey.R reads, read again.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::path::Path;

use lang_nghe_estimate::{Answers, Design, DesignWritten, Stage};

pub(crate) type Line = BTreeMap<String, String>;

/// The lines of a file of tests/reference/survey, by the names in its head.
pub(crate) fn read(name: &str) -> Vec<Line> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/reference/survey");
    let text = std::fs::read_to_string(folder.join(format!("{name}.csv"))).unwrap();
    let mut lines = text.lines();
    let head: Vec<_> = lines.next().unwrap().split(',').map(str::to_owned).collect();
    lines.map(|line| head.iter().cloned().zip(line.split(',').map(str::to_owned)).collect()).collect()
}

pub(crate) fn number(text: &str) -> Option<f64> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

/// One dataset and how it was drawn.
pub(crate) struct Sample {
    pub(crate) uses: Line,
    pub(crate) lines: Vec<Line>,
}

impl Sample {
    pub(crate) fn read(name: &str) -> Self {
        let uses = read("designs").into_iter().find(|line| line["dataset"] == name).unwrap();
        Self { uses, lines: read(name) }
    }

    pub(crate) fn uses(&self, what: &str) -> bool {
        self.uses[what] == "TRUE"
    }

    pub(crate) fn labels(&self, column: &str) -> Vec<&str> {
        self.lines.iter().map(|line| line[column].as_str()).collect()
    }

    fn whole(&self, column: &str) -> Vec<u64> {
        self.lines.iter().map(|line| line[column].parse().unwrap_or(0)).collect()
    }

    pub(crate) fn design(&self) -> Design {
        let (strata, villages) = (self.labels("stratum"), self.labels("village"));
        let (first, second) = (self.whole("population1"), self.whole("population2"));
        let weights: Vec<f64> =
            self.lines.iter().map(|line| number(&line["weight"]).unwrap_or(1.0)).collect();
        let mut stages = vec![Stage {
            strata: self.uses("strata").then_some(&strata[..]),
            units: self.uses("villages").then_some(&villages[..]),
            population: self.uses("population1").then_some(&first[..]),
        }];
        if self.uses("population2") {
            stages.push(Stage { population: Some(&second), ..Stage::default() });
        }
        let weights = self.uses("weights").then_some(&weights[..]);
        DesignWritten { rows: self.lines.len(), people: None, weights, stages }.check().unwrap()
    }

    /// The answers of a group, with nothing for everybody else.
    pub(crate) fn answers(&self, column: &str, group: &str) -> Vec<Answers> {
        let answer = |line: &Line| {
            let is_asked = group == "all" || line["group"] == group;
            let answer = if column == "one" { Some(1.0) } else { number(&line[column]) };
            answer.filter(|_| is_asked)
        };
        Answers::rows(self.lines.iter().map(answer))
    }
}
