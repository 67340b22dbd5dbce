//! How often a 95 % interval holds the truth, counted.
//!
//!     cargo run --release -p lang-nghe-estimate --example coverage [draws] [seed]
//!
//! Whole populations are made up, samples are drawn from them again and again by each design, and
//! the intervals that hold the population's own figure are counted. An honest 95 % interval holds it
//! in 95 of 100 samples. Prints the table of `docs/statistics.md`; the same seed prints the same.
#![allow(clippy::print_stdout, reason = "a tool that prints a table")]

use lang_nghe_estimate::{Answers, DesignError, DesignWritten, Interval, NoEstimate, NoInterval, Stage};

/// SplitMix64 (Steele, Lea and Flood 2014): enough for a simulation, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to 1, 1 left out.
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// Roughly normal, mean 0, deviation 1: twelve parts added up.
    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.part()).sum::<f64>() - 6.0
    }

    /// `n` of `all` positions, each set of them as likely as any other.
    fn draw(&mut self, n: usize, all: usize) -> Vec<usize> {
        let mut positions: Vec<_> = (0..all).collect();
        for at in 0..n {
            let other = at + self.below(all - at);
            positions.swap(at, other);
        }
        positions.truncate(n);
        positions
    }
}

/// Communes of villages of people's answers, from 1 to 5.
type Population = Vec<Vec<Vec<u8>>>;

/// Answers lean to the upper end, as in real surveys; communes and villages have ways of their own.
fn population(chance: &mut Chance, communes: usize, villages: usize) -> Population {
    let village = |chance: &mut Chance, commune: f64| {
        let people = 80 + chance.below(240);
        let way = 3.9 + commune + 0.25 * chance.bell();
        (0..people).map(|_| (way + 0.9 * chance.bell()).round().clamp(1.0, 5.0) as u8).collect()
    };
    (0..communes)
        .map(|_| {
            let commune = 0.35 * chance.bell();
            (0..villages).map(|_| village(chance, commune)).collect()
        })
        .collect()
}

/// How many units a stratum has, and the drawn ones: how many people each has, and the answers of those met.
type Stratum = (u64, Vec<(u64, Vec<u8>)>);

/// One sample.
struct Drawn {
    strata: Vec<Stratum>,
    by_village: bool,
}

fn simple(chance: &mut Chance, all: &[Vec<u8>], n: usize) -> Stratum {
    let people: Vec<u8> = all.concat();
    let drawn = chance.draw(n, people.len()).into_iter().map(|at| (1, vec![people[at]])).collect();
    (people.len() as u64, drawn)
}

fn villages(chance: &mut Chance, all: &[Vec<u8>], (m, n): (usize, usize)) -> Stratum {
    let drawn = chance.draw(m, all.len()).into_iter().map(|at| {
        let people = &all[at];
        let met = chance.draw(n, people.len()).into_iter().map(|at| people[at]).collect();
        (people.len() as u64, met)
    });
    (all.len() as u64, drawn.collect())
}

/// The intervals of one sample: the mean, the share of 4 and 5, and that share on its odds.
fn intervals(drawn: &Drawn) -> Result<[Result<Interval, NoInterval>; 3], Fault> {
    let (mut strata, mut units, mut first, mut second, mut answers) =
        (vec![], vec![], vec![], vec![], vec![]);
    let names: Vec<String> = (0..1000).map(|number| number.to_string()).collect();
    for (stratum, (population, drawn)) in drawn.strata.iter().enumerate() {
        for (unit, (people, met)) in drawn.iter().enumerate() {
            for answer in met {
                strata.push(names[stratum].as_str());
                units.push(names[unit % 1000].as_str());
                first.push(*population);
                second.push(*people);
                answers.push(f64::from(*answer));
            }
        }
    }
    let mut stages = vec![Stage {
        strata: Some(&strata),
        units: drawn.by_village.then_some(&units[..]),
        population: Some(&first),
    }];
    if drawn.by_village {
        stages.push(Stage { population: Some(&second), ..Stage::default() });
    }
    let design = DesignWritten { rows: answers.len(), stages, ..DesignWritten::default() }.check()?;
    let mean = design.mean(&Answers::rows(answers.iter().map(|y| Some(*y))))?;
    let satisfied = answers.iter().map(|y| Some(f64::from(u8::from(*y >= 4.0))));
    let share = design.mean(&Answers::rows(satisfied))?;
    Ok([mean.interval(), share.interval(), share.share_interval()])
}

#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Design(#[from] DesignError),
    #[error(transparent)]
    Estimate(#[from] NoEstimate),
}

fn truth(population: &Population) -> (f64, f64) {
    let (mut n, mut sum, mut satisfied) = (0.0, 0.0, 0.0);
    for y in population.iter().flatten().flatten() {
        n += 1.0;
        sum += f64::from(*y);
        satisfied += f64::from(u8::from(*y >= 4));
    }
    (sum / n, satisfied / n)
}

/// Draws again and again; prints the share of intervals that hold the truth.
fn row(
    name: &str,
    draws: u32,
    population: &Population,
    mut draw: impl FnMut(&Population) -> Drawn,
) -> Result<(), Fault> {
    let (mean, share) = truth(population);
    let mut held = [0u32; 3];
    let mut n = 0;
    for _ in 0..draws {
        let drawn = draw(population);
        n = drawn.strata.iter().flat_map(|stratum| &stratum.1).map(|unit| unit.1.len()).sum();
        for (held, (interval, truth)) in
            held.iter_mut().zip(intervals(&drawn)?.into_iter().zip([mean, share, share]))
        {
            // A sample without an interval does not hold the truth.
            *held += u32::from(interval.is_ok_and(|it| it.low <= truth && truth <= it.high));
        }
    }
    let percent = held.map(|held| 100.0 * f64::from(held) / f64::from(draws));
    println!("| {name} | {n} | {:.1} | {:.1} | {:.1} |", percent[0], percent[1], percent[2]);
    Ok(())
}

fn main() -> Result<(), Fault> {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u32>());
    let draws = arguments.next().and_then(Result::ok).unwrap_or(10_000);
    let seed = arguments.next().and_then(Result::ok).unwrap_or(20_261_122);
    println!("{draws} draws a row, seed {seed}. Intervals that hold the truth, in percent:\n");
    println!("| design | people | mean | share | share, on its odds |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let chance = &mut Chance(seed.into());

    let one = population(chance, 1, 40);
    for n in [30, 60, 100, 385] {
        row("simple", draws, &one, |all| Drawn {
            strata: vec![simple(chance, &all[0], n)],
            by_village: false,
        })?;
    }
    let communes = population(chance, 5, 12);
    for n in [6, 12, 40] {
        row("stratified, 5 communes", draws, &communes, |all| Drawn {
            strata: all.iter().map(|commune| simple(chance, commune, n)).collect(),
            by_village: false,
        })?;
    }
    let many = population(chance, 1, 100);
    for (m, n) in [(6, 10), (10, 10), (15, 10), (30, 10), (30, 31)] {
        row(&format!("clustered, {m} villages × {n}"), draws, &many, |all| Drawn {
            strata: vec![villages(chance, &all[0], (m, n))],
            by_village: true,
        })?;
    }
    let both = population(chance, 4, 25);
    for (m, n) in [(2, 10), (4, 10), (8, 10)] {
        row(&format!("both, 4 communes × {m} villages × {n}"), draws, &both, |all| Drawn {
            strata: all.iter().map(|commune| villages(chance, commune, (m, n))).collect(),
            by_village: true,
        })?;
    }
    Ok(())
}
