//! Releases under attack: the attacker solves linear equations and does not know the rule.

use lang_nghe_instrument::Instrument;
use lang_nghe_record::Mode;
use lang_nghe_scoring::Tally;
use proptest::prelude::*;

use super::*;
use crate::samples::{instrument, record};

/// Adds `count` records of a point.
fn arrive(tally: &mut Tally, instrument: &Instrument, point: &str, count: u64) {
    for number in 0..count {
        let answer = ["1", "4", "5", "na"][(number % 4) as usize];
        let record = record(Some(point), None, Mode::SelfCompleted, &[("access-1", answer)]);
        tally.add(instrument, &record).unwrap();
    }
}

/// The releases after each batch; a batch says how many records arrive per point.
fn history(batches: &[Vec<u64>], threshold: u64) -> Vec<Release> {
    let instrument = instrument();
    let mut tally = Tally::new(&instrument);
    let mut releases: Vec<Release> = Vec::new();
    for (day, batch) in batches.iter().enumerate() {
        for (point, count) in batch.iter().enumerate() {
            arrive(&mut tally, &instrument, &point.to_string(), *count);
        }
        let next =
            release(&instrument, releases.last(), &tally, threshold, &format!("2026-11-{:02}", day + 1))
                .unwrap();
        next.check(&instrument).unwrap();
        releases.push(next);
    }
    releases
}

fn shown(release: &Release) -> Vec<(&str, u64)> {
    let groups = release.points.groups.iter();
    groups.map(|group| (group.key.as_deref().unwrap_or("-"), group.cell.records)).collect()
}

#[test]
fn nothing_is_out_below_the_threshold() {
    let releases = history(&[vec![2], vec![2], vec![1]], 5);
    assert_eq!(releases[0].total, None);
    assert_eq!(releases[1].total, None);
    assert_eq!(releases[1].modes, Partition::default());
    assert_eq!(releases[2].total.as_ref().map(|cell| cell.records), Some(5));
}

#[test]
fn a_cell_moves_only_with_enough_new_records() {
    let releases = history(&[vec![6], vec![4], vec![1]], 5);
    let totals: Vec<_> = releases.iter().map(|release| release.total.as_ref().unwrap().records).collect();
    assert_eq!(totals, [6, 6, 11]);
    assert_eq!(releases[1], releases[0], "with too little new even the date stays");
    assert_eq!(releases[2].date, "2026-11-03");
}

#[test]
fn a_long_campaign_takes_larger_steps() {
    let releases = history(&[vec![400], vec![19], vec![1]], 5);
    assert_eq!(releases[1].total, releases[0].total);
    assert_eq!(releases[2].total.as_ref().unwrap().records, 420);
}

#[test]
fn small_groups_are_shown_together() {
    let releases = history(&[vec![7, 2, 3]], 5);
    assert_eq!(shown(&releases[0]), [("0", 7)]);
    assert_eq!(releases[0].points.rest, 5);
}

#[test]
fn a_rest_too_small_takes_the_smallest_group_with_it() {
    let releases = history(&[vec![9, 6, 2]], 5);
    assert_eq!(shown(&releases[0]), [("0", 9)]);
    assert_eq!(releases[0].points.rest, 8);
}

#[test]
fn with_no_small_group_there_is_no_rest() {
    let releases = history(&[vec![9, 6]], 5);
    assert_eq!(shown(&releases[0]), [("0", 9), ("1", 6)]);
    assert_eq!(releases[0].points.rest, 0);
}

#[test]
fn a_group_stays_as_it_was_until_enough_of_it_is_new() {
    let releases = history(&[vec![9, 6], vec![6, 1], vec![0, 6]], 5);
    assert_eq!(shown(&releases[1]), [("0", 9), ("1", 6)], "the one new record of 1 would be the rest");
    assert_eq!(releases[1].points.rest, 7);
    assert_eq!(shown(&releases[2]), [("0", 15), ("1", 13)]);
    assert_eq!(releases[2].points.groups[0].date, "2026-11-03");
}

#[test]
fn a_tally_that_lost_records_changes_nothing() {
    let instrument = instrument();
    let mut tally = Tally::new(&instrument);
    arrive(&mut tally, &instrument, "0", 8);
    let first = release(&instrument, None, &tally, 5, "2026-11-01").unwrap();
    let mut restored = Tally::new(&instrument);
    arrive(&mut restored, &instrument, "0", 3);
    arrive(&mut restored, &instrument, "1", 40);
    assert_eq!(release(&instrument, Some(&first), &restored, 5, "2026-11-02").unwrap(), first);
    assert_eq!(release(&instrument, Some(&first), &Tally::new(&instrument), 5, "2026-11-02").unwrap(), first);
}

#[test]
fn going_on_needs_the_stored_release() {
    let instrument = instrument();
    let mut tally = Tally::new(&instrument);
    arrive(&mut tally, &instrument, "0", 8);
    let first = release(&instrument, None, &tally, 5, "2026-11-01").unwrap();
    let error = release(&instrument, Some(&first.served()), &tally, 5, "2026-11-02").unwrap_err();
    assert_eq!(error, ReleaseError::NoSteps);
    first.served().check(&instrument).unwrap();
}

#[test]
fn a_release_of_another_kind_is_refused() {
    let instrument = instrument();
    let mut tally = Tally::new(&instrument);
    arrive(&mut tally, &instrument, "0", 8);
    let good = release(&instrument, None, &tally, 5, "2026-11-01").unwrap();
    let newer = Release { release: 2, ..good.clone() };
    assert_eq!(newer.check(&instrument), Err(ReleaseError::Newer));
    let other = Release { version: "2027.1".into(), ..good.clone() };
    assert_eq!(other.check(&instrument), Err(ReleaseError::OtherInstrument));
    let mut twisted = good.clone();
    twisted.points.rest = 3;
    assert_eq!(twisted.check(&instrument), Err(ReleaseError::Damaged));
    let mut padded = good;
    padded.total.as_mut().unwrap().items[0].options[0] += 1;
    assert_eq!(padded.check(&instrument), Err(ReleaseError::Damaged));
}

#[test]
fn the_json_of_a_release_stays_as_it_is() {
    let releases = history(&[vec![7, 5]], 5);
    insta::assert_snapshot!(serde_json::to_string_pretty(&releases[0]).unwrap());
}

#[test]
fn a_release_reads_back_as_itself() {
    let releases = history(&[vec![7, 5, 1], vec![3, 3, 3]], 5);
    let json = serde_json::to_string(&releases[1]).unwrap();
    assert_eq!(serde_json::from_str::<Release>(&json).unwrap(), releases[1]);
}

/// Rows of exact fractions would grow; a large prime field finds the same spans with certainty
/// that is practical (coefficients of such small systems are 0 and ±1).
const PRIME: i128 = 2_147_483_647;

/// The kernel of the equations `rows` over `width` unknowns.
fn kernel(rows: &[Vec<i128>], width: usize) -> Vec<Vec<i128>> {
    let mut rows = rows.to_vec();
    let mut pivots = Vec::new();
    for column in 0..width {
        let Some(found) = (pivots.len()..rows.len()).find(|&row| rows[row][column] != 0) else {
            continue;
        };
        let place = pivots.len();
        rows.swap(place, found);
        let inverse = power(rows[place][column], PRIME - 2);
        rows[place].iter_mut().for_each(|value| *value = *value * inverse % PRIME);
        let pivot = rows[place].clone();
        for (row, values) in rows.iter_mut().enumerate() {
            let factor = values[column];
            if row != place && factor != 0 {
                for (value, pivot) in values.iter_mut().zip(&pivot) {
                    *value = (*value - factor * pivot).rem_euclid(PRIME);
                }
            }
        }
        pivots.push(column);
    }
    let free = (0..width).filter(|column| !pivots.contains(column));
    free.map(|free| {
        let mut vector = vec![0; width];
        vector[free] = 1;
        for (row, &pivot) in pivots.iter().enumerate() {
            vector[pivot] = (PRIME - rows[row][free]) % PRIME;
        }
        vector
    })
    .collect()
}

fn power(base: i128, exponent: i128) -> i128 {
    let (mut result, mut base, mut exponent) = (1, base, exponent);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent /= 2;
    }
    result
}

/// What an attacker derives: the sizes of all sets of (group, step) that the releases determine,
/// among sets of fewer than `threshold` and more than 0 records.
fn derived(batches: &[Vec<u64>], releases: &[Release], threshold: u64) -> Vec<u64> {
    let width = batches[0].len();
    // Only steps count: between two equal releases nothing new is known.
    let mut ends: Vec<usize> = Vec::new();
    for (batch, release) in releases.iter().enumerate() {
        let records = |release: &Release| release.total.as_ref().map(|cell| cell.records);
        if records(release) != batch.checked_sub(1).and_then(|before| records(&releases[before])) {
            ends.push(batch);
        }
    }
    let starts = [0].into_iter().chain(ends.iter().map(|end| end + 1));
    let new: Vec<Vec<u64>> = starts
        .zip(&ends)
        .map(|(start, &end)| {
            (0..width).map(|group| (start..=end).map(|batch| batches[batch][group]).sum()).collect()
        })
        .collect();
    let atoms: Vec<u64> = new.concat();
    let mut equations = Vec::new();
    for (step, &end) in ends.iter().enumerate() {
        let upto = |group: Option<usize>| -> Vec<i128> {
            let cell = |atom: usize| atom / width <= step && group.is_none_or(|group| atom % width == group);
            (0..atoms.len()).map(|atom| i128::from(cell(atom))).collect()
        };
        equations.push(upto(None));
        for group in &releases[end].points.groups {
            if group.date == releases[end].date {
                equations.push(upto(Some(group.key.as_deref().unwrap().parse().unwrap())));
            }
        }
    }
    // Sets found to be empty are known atom by atom; that may determine more, so look again.
    loop {
        let kernel = kernel(&equations, atoms.len());
        let mut small = Vec::new();
        let mut empty = 0u32;
        let mut sums = vec![0i128; kernel.len()];
        let mut size = 0;
        let mut set = 0u32;
        for count in 1u32..1 << atoms.len() {
            // Gray code: one atom enters or leaves at a time.
            let atom = count.trailing_zeros() as usize;
            set ^= 1 << atom;
            let enters = set >> atom & 1 == 1;
            let sign = if enters { 1 } else { -1 };
            sums.iter_mut().zip(&kernel).for_each(|(sum, vector)| *sum += sign * vector[atom]);
            size = if enters { size + atoms[atom] } else { size - atoms[atom] };
            if sums.iter().all(|sum| sum % PRIME == 0) {
                match size {
                    0 => empty |= set,
                    size if size < threshold => small.push(size),
                    _ => {}
                }
            }
        }
        let known = equations.len();
        for atom in (0..atoms.len()).filter(|atom| empty >> atom & 1 == 1) {
            let single: Vec<_> = (0..atoms.len()).map(|other| i128::from(other == atom)).collect();
            if !equations.contains(&single) {
                equations.push(single);
            }
        }
        if equations.len() == known || !small.is_empty() {
            return small;
        }
    }
}

#[test]
fn the_attacker_of_these_tests_finds_what_a_careless_release_gives_away() {
    let batches = [vec![9, 6], vec![6, 1]];
    let mut releases = history(&batches, 5);
    assert!(derived(&batches, &releases, 5).is_empty());
    // Moving group 0 as well leaves the one new record of group 1 as the rest.
    releases[1].points.groups[0].date = releases[1].date.clone();
    assert!(derived(&batches, &releases, 5).contains(&1));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn nobody_derives_a_small_cell_from_all_releases(
        (batches, threshold) in (1usize..=4, 1usize..=4).prop_flat_map(|(groups, steps)| {
            let few = prop_oneof![3 => 0u64..4, 2 => 0u64..12, 1 => Just(0)];
            (prop::collection::vec(prop::collection::vec(few, groups), steps), 2u64..=6)
        })
    ) {
        let releases = history(&batches, threshold);
        let small = derived(&batches, &releases, threshold);
        prop_assert!(small.is_empty(), "{:?}", small);
    }

    #[test]
    fn every_release_fits_its_total_and_only_grows(
        batches in prop::collection::vec(prop::collection::vec(0u64..9, 3), 1..8),
        threshold in 1u64..=8,
    ) {
        let releases = history(&batches, threshold);
        for pair in releases.windows(2) {
            for (before, after) in pair[0].points.groups.iter().zip(&pair[1].points.groups) {
                prop_assert_eq!(&before.key, &after.key);
                let growth = after.cell.records - before.cell.records;
                prop_assert!(growth == 0 || growth >= threshold);
            }
            prop_assert!(pair[1].points.rest == 0 || pair[1].points.rest >= threshold);
        }
    }
}
