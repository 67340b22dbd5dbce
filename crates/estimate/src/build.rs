//! A design as written down, checked into a design as meant.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::design::{Design, Level, Stratum};

/// A design as written: one entry per row in every list.
#[derive(Clone, Debug, Default)]
pub struct DesignWritten<'a> {
    /// How many rows there are.
    pub rows: usize,
    /// People drawn per row; `None`: one each. They count whether they answered or not.
    pub people: Option<&'a [u64]>,
    /// How many people of the population each person of the row stands for; any positive scale will
    /// do for means and ratios. `None`: from the populations of the stages (N/n of each, multiplied),
    /// and 1 where a stage has none.
    pub weights: Option<&'a [f64]>,
    /// The stages of drawing, first to last; none at all is one simple draw of people. Stages below
    /// one without a population are read for the labels only: then the first stage alone carries the
    /// error, as if its units were drawn with replacement.
    pub stages: Vec<Stage<'a>>,
}

/// One stage: in each stratum some of its units were drawn, each as likely as the others.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stage<'a> {
    /// The stratum of each row; `None`: one stratum (below the first stage: one in each unit above).
    pub strata: Option<&'a [&'a str]>,
    /// The unit, such as the village, of each row; `None`: people are the units, and this is the last
    /// stage. The same name in two strata, or in two units above, is two units.
    pub units: Option<&'a [&'a str]>,
    /// How many units there were to draw from, in the stratum of each row; `None`: so many that
    /// having drawn some makes no difference.
    pub population: Option<&'a [u64]>,
}

/// Why these rows are no design. `stage` and `row` count from 1; `stratum` is its name as written,
/// below the first stage after those of the units above it (`A / Thôn 3`).
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DesignError {
    /// Nobody was drawn.
    #[error("there are no rows")]
    Empty,
    /// A list is shorter or longer than the rows.
    #[error("a list has {found} entries for {rows} rows")]
    Length {
        /// Rows of the design.
        rows: usize,
        /// Entries of the list.
        found: usize,
    },
    /// A weight is not a positive number.
    #[error("row {row}: the weight is not a positive number")]
    Weight {
        /// The row.
        row: usize,
    },
    /// A row has no people.
    #[error("row {row}: no people were drawn")]
    NoPeople {
        /// The row.
        row: usize,
    },
    /// People are the units of a stage, and another stage follows.
    #[error("stage {stage}: nothing is left to draw from, people are the units of the stage above")]
    BelowPeople {
        /// The stage that cannot be.
        stage: usize,
    },
    /// Two rows of a stratum name different populations.
    #[error("stratum `{stratum}`, stage {stage}: row {row} names another population than the rows above")]
    Population {
        /// The stage.
        stage: usize,
        /// The stratum.
        stratum: String,
        /// The row that differs.
        row: usize,
    },
    /// More units were drawn than there are.
    #[error("stratum `{stratum}`, stage {stage}: {drawn} units drawn from {population}")]
    MoreThanThere {
        /// The stage.
        stage: usize,
        /// The stratum.
        stratum: String,
        /// Units drawn.
        drawn: u64,
        /// Units there are.
        population: u64,
    },
    /// One unit says nothing about how units differ, so no error can be estimated. Join the stratum
    /// to a similar one. (Fine only where that unit is the whole stratum.)
    #[error("stratum `{stratum}`, stage {stage}: only one unit was drawn")]
    SingleUnit {
        /// The stage.
        stage: usize,
        /// The stratum.
        stratum: String,
    },
}

impl DesignWritten<'_> {
    /// Checks a design.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self) -> Result<Design, DesignError> {
        if self.rows == 0 {
            return Err(DesignError::Empty);
        }
        self.check_lists()?;
        let people = self.people.map_or_else(|| vec![1; self.rows], <[u64]>::to_vec);
        let simple = [Stage::default()];
        let stages = if self.stages.is_empty() { &simple[..] } else { &self.stages[..] };
        let mut above = Above::new(self.rows);
        let mut levels = Vec::new();
        for (position, stage) in stages.iter().enumerate() {
            levels.push(above.level(position + 1, stage, &people)?);
        }
        let weights = self.weights.map_or(above.weights, <[f64]>::to_vec);
        Ok(Design { people, weights, levels })
    }

    fn check_lists(&self) -> Result<(), DesignError> {
        let rows = self.rows;
        let of = |list: Option<usize>| match list {
            Some(found) if found != rows => Err(DesignError::Length { rows, found }),
            _ => Ok(()),
        };
        of(self.people.map(<[_]>::len))?;
        of(self.weights.map(<[_]>::len))?;
        for stage in &self.stages {
            of(stage.strata.map(<[_]>::len))?;
            of(stage.units.map(<[_]>::len))?;
            of(stage.population.map(<[_]>::len))?;
        }
        let bad = |weight: &f64| !(weight.is_finite() && *weight > 0.0);
        if let Some(row) = self.weights.and_then(|weights| weights.iter().position(bad)) {
            return Err(DesignError::Weight { row: row + 1 });
        }
        if let Some(row) = self.people.and_then(|people| people.iter().position(|people| *people == 0)) {
            return Err(DesignError::NoPeople { row: row + 1 });
        }
        Ok(())
    }
}

/// What the stages read so far say about each row.
struct Above {
    /// The unit drawn last, per row; `None` once people were drawn.
    unit: Option<Vec<u32>>,
    /// Names of those units.
    names: Vec<String>,
    /// Product of n/N over the stages above, per row: what a variance below counts for. 0 once a
    /// stage has no population.
    fraction: Vec<f64>,
    /// Product of N/n, per row.
    weights: Vec<f64>,
}

impl Above {
    fn new(rows: usize) -> Self {
        Self {
            unit: Some(vec![0; rows]),
            names: vec![String::new()],
            fraction: vec![1.0; rows],
            weights: vec![1.0; rows],
        }
    }

    fn level<'a>(&mut self, number: usize, stage: &Stage<'a>, people: &[u64]) -> Result<Level, DesignError> {
        let rows = people.len();
        let above = self.unit.take().ok_or(DesignError::BelowPeople { stage: number })?;
        let label = |labels: Option<&[&'a str]>, row: usize| {
            labels.and_then(|labels| labels.get(row)).copied().unwrap_or_default()
        };
        let mut strata = Codes::default();
        let stratum: Vec<u32> =
            (0..rows).map(|row| strata.code(above[row], label(stage.strata, row)).0).collect();
        let names: Vec<String> =
            strata.keys.iter().map(|(unit, label)| joined(&self.names[*unit as usize], label)).collect();
        let mut counted: Vec<Option<Stratum>> = vec![None; names.len()];
        let mut units = Codes::default();
        let mut unit = Vec::new();
        for row in 0..rows {
            let at = stratum[row] as usize;
            let population = stage.population.map(|population| population[row]);
            let fraction = self.fraction[row];
            let counts = counted[at].get_or_insert(Stratum { drawn: 0, population, fraction });
            if counts.population != population {
                return Err(DesignError::Population {
                    stage: number,
                    stratum: names[at].clone(),
                    row: row + 1,
                });
            }
            if stage.units.is_some() {
                let (code, is_new) = units.code(stratum[row], label(stage.units, row));
                unit.push(code);
                counts.drawn += u64::from(is_new);
            } else {
                counts.drawn = counts.drawn.saturating_add(people[row]);
            }
        }
        let counted: Vec<Stratum> = counted.into_iter().flatten().collect();
        check_strata(number, &counted, &names)?;
        for row in 0..rows {
            let sampled = counted[stratum[row] as usize].sampled();
            self.fraction[row] *= sampled.unwrap_or(0.0);
            self.weights[row] /= sampled.unwrap_or(1.0);
        }
        let mut level = Level { stratum, strata: counted, unit: None, unit_stratum: Vec::new() };
        if stage.units.is_some() {
            self.names =
                units.keys.iter().map(|(stratum, label)| joined(&names[*stratum as usize], label)).collect();
            level.unit_stratum = units.keys.iter().map(|(stratum, _)| *stratum).collect();
            level.unit = Some(unit.clone());
            self.unit = Some(unit);
        }
        Ok(level)
    }
}

fn check_strata(stage: usize, strata: &[Stratum], names: &[String]) -> Result<(), DesignError> {
    for (counts, name) in strata.iter().zip(names) {
        match counts.population {
            Some(population) if counts.drawn > population => {
                let (stratum, drawn) = (name.clone(), counts.drawn);
                return Err(DesignError::MoreThanThere { stage, stratum, drawn, population });
            }
            // Below a stage drawn with replacement nothing is estimated from this one.
            _ if counts.drawn == 1 && counts.population != Some(1) && counts.fraction > 0.0 => {
                return Err(DesignError::SingleUnit { stage, stratum: name.clone() });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Numbers for labels within something, in the order in which they first appear.
#[derive(Default)]
struct Codes<'a> {
    numbers: BTreeMap<(u32, &'a str), u32>,
    keys: Vec<(u32, &'a str)>,
}

impl<'a> Codes<'a> {
    /// The number of this label, and whether it is new.
    fn code(&mut self, within: u32, label: &'a str) -> (u32, bool) {
        match self.numbers.entry((within, label)) {
            Entry::Occupied(known) => (*known.get(), false),
            Entry::Vacant(new) => {
                let code = self.keys.len() as u32;
                self.keys.push(*new.key());
                new.insert(code);
                (code, true)
            }
        }
    }
}

fn joined(above: &str, label: &str) -> String {
    match (above, label) {
        ("", label) => label.to_owned(),
        (above, "") => above.to_owned(),
        (above, label) => format!("{above} / {label}"),
    }
}
