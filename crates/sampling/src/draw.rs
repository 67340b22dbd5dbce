//! Draws from a list. Positions count from 0; the seed comes back with the draw, to be printed.

use std::collections::BTreeMap;

use crate::ticket::{Ticket, ticket};

/// What was drawn from one list.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The seed.
    pub seed: String,
    /// In the order of the draw: who stands later is asked later.
    pub units: Vec<Unit>,
}

/// One unit that was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Its place on the list.
    pub position: usize,
    /// How likely it was to be drawn, above 0 and up to 1; its weight is one over it.
    pub chance: f64,
}

/// Which villages are more likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Villages {
    /// None: weights then differ between villages of different size.
    Equal,
    /// Larger ones, by their households on the list: everybody then has the same chance, except
    /// where a village is so large that it is drawn for certain, or smaller than the number per
    /// village.
    BySize,
}

/// What was drawn in one village.
#[derive(Clone, Debug, PartialEq)]
pub struct Village {
    /// Its name.
    pub name: String,
    /// How likely the village was to be drawn.
    pub chance: f64,
    /// How many households it has on the list.
    pub households: u64,
    /// Places of the drawn ones on the whole list, in the order of the draw.
    pub drawn: Vec<usize>,
    /// How many households of the population each of them stands for.
    pub weight: f64,
}

/// What cannot be drawn. Places count from 1, as on paper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// The list is empty, or nobody is wanted.
    #[error("there is nothing to draw")]
    Nothing,
    /// More are wanted than there are.
    #[error("{wanted} are wanted of {there}")]
    TooMany {
        /// How many are wanted.
        wanted: usize,
        /// How many there are.
        there: usize,
    },
    /// The same name twice: it would have one ticket for two.
    #[error("place {second} has the same name as place {first}")]
    SameName {
        /// The first of them.
        first: usize,
        /// The second of them.
        second: usize,
    },
    /// A name is empty.
    #[error("place {place} has no name")]
    NoName {
        /// The place.
        place: usize,
    },
    /// A size of 0, or sizes that add up to more than 64 bits hold.
    #[error("place {place}: the size cannot be used")]
    Size {
        /// The place.
        place: usize,
    },
}

/// A simple draw: the `wanted` lowest tickets. It does not depend on the order of the list, and who
/// stands after the last one drawn is the next one for somebody who cannot be met.
///
/// # Errors
/// What cannot be drawn.
pub fn simple(names: &[&str], wanted: usize, seed: &str) -> Result<Drawn, DrawError> {
    check(names, wanted)?;
    let chance = wanted as f64 / names.len() as f64;
    let units = lowest(names.iter().copied().enumerate(), seed, "", wanted);
    let units = units.into_iter().map(|position| Unit { position, chance }).collect();
    Ok(Drawn { seed: seed.to_owned(), units })
}

/// A systematic draw: every N/n-th of the list from a random start, so that it spreads over the list
/// as it is ordered. With r = `ticket(seed, "", "start").below(N)` those at ⌊(r + k·N) / n⌋,
/// k = 0, 1, … n−1.
///
/// # Errors
/// What cannot be drawn.
pub fn systematic(names: &[&str], wanted: usize, seed: &str) -> Result<Drawn, DrawError> {
    check(names, wanted)?;
    let (all, n) = (names.len() as u128, wanted as u128);
    let start = u128::from(ticket(seed, "", "start").below(names.len() as u64));
    let chance = wanted as f64 / names.len() as f64;
    let units = (0..n).map(|k| Unit { position: ((start + k * all) / n) as usize, chance }).collect();
    Ok(Drawn { seed: seed.to_owned(), units })
}

/// A systematic draw in which a unit is the more likely the larger it is: sizes are laid end to end,
/// and every T/n-th point from a random start is hit, with r = `ticket(seed, "", "start").below(T)` the
/// points (r + k·T) / n. Units as large as the distance between points are taken for certain first,
/// and the rest is drawn from the others. Units come in the order of the list.
///
/// # Errors
/// What cannot be drawn.
pub fn by_size(names: &[&str], sizes: &[u64], wanted: usize, seed: &str) -> Result<Drawn, DrawError> {
    check(names, wanted)?;
    if let Some(position) = (0..names.len()).find(|at| sizes.get(*at).is_none_or(|size| *size == 0)) {
        return Err(DrawError::Size { place: position + 1 });
    }
    let mut total = 0u64;
    for (position, size) in sizes.iter().enumerate() {
        total = total.checked_add(*size).ok_or(DrawError::Size { place: position + 1 })?;
    }
    let mut certain = vec![false; names.len()];
    let mut left = wanted;
    // Taking the largest out shortens the distance for the others, so look again until none is left.
    loop {
        let large = |at: &usize| !certain[*at] && u128::from(sizes[*at]) * left as u128 >= u128::from(total);
        let Some(position) = (0..names.len()).find(large) else { break };
        certain[position] = true;
        total -= sizes[position];
        left -= 1;
        if left == 0 {
            break;
        }
    }
    let start = u128::from(ticket(seed, "", "start").below(total));
    let mut next = 0u128;
    let mut end = 0u128;
    let mut units = Vec::with_capacity(wanted);
    for (position, size) in sizes.iter().enumerate().take(names.len()) {
        if certain[position] {
            units.push(Unit { position, chance: 1.0 });
            continue;
        }
        end += u128::from(*size) * left as u128;
        if next < left as u128 && start + next * u128::from(total) < end {
            next += 1;
            units.push(Unit { position, chance: *size as f64 * left as f64 / total as f64 });
        }
    }
    Ok(Drawn { seed: seed.to_owned(), units })
}

/// Villages first, then in each village `per_village` households by their tickets (list: the
/// village); all of a village that has no more. `list` holds (village, household), in any order;
/// villages are taken in the order of their names.
///
/// # Errors
/// What cannot be drawn; places of households are those on the whole list, of villages those among
/// their names.
pub fn two_stage(
    list: &[(&str, &str)],
    how: Villages,
    (villages, per_village): (usize, usize),
    seed: &str,
) -> Result<Vec<Village>, DrawError> {
    if per_village == 0 {
        return Err(DrawError::Nothing);
    }
    let mut by_village: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (position, (village, household)) in list.iter().enumerate() {
        if village.trim().is_empty() || household.trim().is_empty() {
            return Err(DrawError::NoName { place: position + 1 });
        }
        if let Some(first) = by_village.entry(village).or_default().insert(household, position) {
            return Err(DrawError::SameName { first: first + 1, second: position + 1 });
        }
    }
    let names: Vec<&str> = by_village.keys().copied().collect();
    let sizes: Vec<u64> = by_village.values().map(|households| households.len() as u64).collect();
    let drawn = match how {
        Villages::Equal => simple(&names, villages, seed)?,
        Villages::BySize => by_size(&names, &sizes, villages, seed)?,
    };
    let in_village = |unit: &Unit| {
        let (name, all) = (names[unit.position], sizes[unit.position]);
        let households = by_village.get(name).into_iter().flatten();
        let of = households.map(|(household, position)| (*position, *household));
        let drawn = lowest(of, seed, name, per_village);
        let weight = all as f64 / drawn.len() as f64 / unit.chance;
        Village { name: name.to_owned(), chance: unit.chance, households: all, drawn, weight }
    };
    Ok(drawn.units.iter().map(in_village).collect())
}

/// Positions of the lowest tickets, lowest first.
fn lowest<'n>(
    names: impl Iterator<Item = (usize, &'n str)>,
    seed: &str,
    list: &str,
    wanted: usize,
) -> Vec<usize> {
    let mut tickets: Vec<(Ticket, usize)> =
        names.map(|(position, name)| (ticket(seed, list, name), position)).collect();
    tickets.sort_unstable();
    tickets.truncate(wanted);
    tickets.into_iter().map(|(_, position)| position).collect()
}

fn check(names: &[&str], wanted: usize) -> Result<(), DrawError> {
    if wanted == 0 || names.is_empty() {
        return Err(DrawError::Nothing);
    }
    if wanted > names.len() {
        return Err(DrawError::TooMany { wanted, there: names.len() });
    }
    let mut seen = BTreeMap::new();
    for (position, name) in names.iter().enumerate() {
        if name.trim().is_empty() {
            return Err(DrawError::NoName { place: position + 1 });
        }
        if let Some(first) = seen.insert(*name, position) {
            return Err(DrawError::SameName { first: first + 1, second: position + 1 });
        }
    }
    Ok(())
}
