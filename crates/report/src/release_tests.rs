//! Releases under attack: the attacker solves linear equations and does not know the rule.

use std::collections::BTreeMap;

use lang_nghe_instrument::Instrument;
use lang_nghe_record::Mode;
use lang_nghe_scoring::Tally;
use proptest::prelude::*;

use super::*;
use crate::samples::{instrument, record};
use crate::solver::{kernel, smallest_set};

const BOUNDS: Bounds = Bounds { threshold: 10, single_point: false };

/// Adds `count` records of a point.
fn arrive(tally: &mut Tally, instrument: &Instrument, point: &str, count: u64) {
    for number in 0..count {
        let answer = ["1", "4", "5", "2"][(number % 4) as usize];
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
fn small_groups_are_shown_together_where_the_total_would_lag_behind() {
    let releases = history(&[vec![7, 2, 3], vec![6, 1, 0], vec![0, 3, 1]], 5);
    assert_eq!(shown(&releases[0]), [("0", 7)]);
    assert_eq!(releases[0].points.rest, 5);
    assert_eq!(releases[1].total.as_ref().unwrap().records, 18, "one form waits, and is in no figure");
    assert_eq!(releases[2].total.as_ref().unwrap().records, 18, "four of one point and one of another");
}

#[test]
fn a_point_with_too_few_forms_waits_and_is_not_in_the_total() {
    let releases = history(&[vec![9, 6, 2], vec![0, 1, 3]], 5);
    assert_eq!(shown(&releases[0]), [("0", 9), ("1", 6)]);
    assert_eq!((releases[0].total.as_ref().unwrap().records, releases[0].points.rest), (15, 0));
    assert_eq!(shown(&releases[1]), [("0", 9), ("1", 6), ("2", 5)]);
}

#[test]
fn a_group_stays_as_it_was_until_enough_of_it_is_new() {
    let releases = history(&[vec![9, 6], vec![6, 1], vec![0, 6]], 5);
    assert_eq!(shown(&releases[1]), [("0", 15), ("1", 6)]);
    assert_eq!(releases[1].points.groups[1].date, "2026-11-01");
    assert_eq!(shown(&releases[2]), [("0", 15), ("1", 13)]);
    assert_eq!(releases[2].total.as_ref().unwrap().records, 28);
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
    let error = release(&instrument, Some(&first.served(&instrument)), &tally, 5, "2026-11-02").unwrap_err();
    assert_eq!(error, ReleaseError::NoSteps);
    first.served(&instrument).check(&instrument).unwrap();
}

#[test]
fn a_release_of_another_kind_is_refused() {
    let instrument = instrument();
    let mut tally = Tally::new(&instrument);
    arrive(&mut tally, &instrument, "0", 8);
    let good = release(&instrument, None, &tally, 5, "2026-11-01").unwrap();
    let newer = Release { release: 4, ..good.clone() };
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
fn readers_get_no_more_than_they_need() {
    let served = history(&[vec![7, 5]], 5)[0].served(&instrument());
    let json = serde_json::to_value(&served).unwrap();
    let names: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    let all =
        ["date", "instrument", "modes", "points", "procedures", "release", "threshold", "total", "version"];
    assert!(all.iter().all(|name| names.contains(name)), "{names:?}");
    assert!(names.iter().all(|name| all.contains(name) || *name == "hidden"), "{names:?}");
    assert_eq!((json["release"].as_u64(), json["total"]["records"].as_u64()), (Some(3), Some(12)));
    assert_eq!(
        json["points"]["groups"][1]["cell"]["items"][0]["options"],
        serde_json::json!([0, 0, 0, 0, 0, 0]),
        "single questions are told of no group"
    );
}

/// What a hub of the first form had stored after seven records of one point and five of another, at a threshold of five.
fn first_form() -> Release {
    let snapshot =
        include_str!("snapshots/lang_nghe_report__release__tests__the_json_of_a_release_stays_as_it_is.snap");
    let json = snapshot.splitn(3, "---").nth(2).unwrap();
    serde_json::from_str(json).unwrap()
}

#[test]
fn a_release_of_the_first_form_is_read_and_gone_on_from() {
    let instrument = instrument();
    let old = first_form();
    old.check(&instrument).unwrap();
    let mut tally = Tally::new(&instrument);
    arrive(&mut tally, &instrument, "0", 8);
    arrive(&mut tally, &instrument, "1", 6);
    let next = release(&instrument, Some(&old), &tally, 5, "2026-11-02").unwrap();
    next.check(&instrument).unwrap();
    assert_eq!(shown(&next), [("0", 7), ("1", 5)], "two records more are too few, and stay in no figure");
    arrive(&mut tally, &instrument, "1", 5);
    let after = release(&instrument, Some(&next), &tally, 5, "2026-11-03").unwrap();
    after.check(&instrument).unwrap();
    assert_eq!(shown(&after), [("0", 7), ("1", 10)]);
    assert_eq!(after.total.as_ref().unwrap().records, 17);
    let other = release(&instrument, Some(&Release { steps: Vec::new(), ..old }), &tally, 5, "2026-11-03");
    assert_eq!(other.unwrap_err(), ReleaseError::NoSteps, "as it was served");
}

#[test]
fn a_release_reads_back_as_itself() {
    let releases = history(&[vec![7, 5, 1], vec![3, 3, 3]], 5);
    let json = serde_json::to_string(&releases[1]).unwrap();
    assert_eq!(serde_json::from_str::<Release>(&json).unwrap(), releases[1]);
}

/// What a form is: point, kind of procedure, way of filling in, what was noticed.
type Atom = (u8, u8, u8, u8);

fn atom_record(atom: Atom) -> lang_nghe_record::Record {
    let mode = [Mode::SelfCompleted, Mode::Paper][usize::from(atom.2)];
    let flags = [vec![], vec!["fast".to_owned()]][usize::from(atom.3)].clone();
    let (point, procedure) = (format!("p{}", atom.0), format!("q{}", atom.1));
    let mut record = record(Some(&point), Some(&procedure), mode, &[("access-1", "4")]);
    record.flags = Some(flags);
    record
}

/// The releases after each batch of forms.
fn crossed(batches: &[Vec<(Atom, u64)>], threshold: u64) -> Vec<Release> {
    let instrument = instrument();
    let mut tally = Tally::new(&instrument);
    let mut releases: Vec<Release> = Vec::new();
    for (day, batch) in batches.iter().enumerate() {
        for (atom, count) in batch {
            for _ in 0..*count {
                tally.add(&instrument, &atom_record(*atom)).unwrap();
            }
        }
        let date = format!("2026-11-{:02}", day + 1);
        let next = release(&instrument, releases.last(), &tally, threshold, &date).unwrap();
        next.check(&instrument).unwrap();
        let json = serde_json::to_string(&next).unwrap();
        assert_eq!(serde_json::from_str::<Release>(&json).unwrap(), next);
        releases.push(next);
    }
    releases
}

/// Which atoms the cells of a release hold, for an attacker who knows the rule and how many forms of what came when: of
/// every cell, how many records of each (atom, batch).
fn cells(batches: &[Vec<(Atom, u64)>], threshold: u64) -> (Vec<u64>, Vec<Vec<i128>>) {
    // Each atom of each batch gets answers of its own, so that the cells themselves say what is in them.
    let width: usize = batches.iter().map(Vec::len).sum();
    let mut sizes = Vec::new();
    let mut marks: Vec<Vec<i128>> = Vec::new();
    for marked in 0..width {
        let instrument = instrument();
        let mut tally = Tally::new(&instrument);
        let mut previous: Option<Release> = None;
        let mut at = 0;
        let mut row = Vec::new();
        for (day, batch) in batches.iter().enumerate() {
            for (atom, count) in batch {
                let mut form = atom_record(*atom);
                if at == marked {
                    form.answers[0].1 = "1".into();
                    sizes.push(*count);
                }
                at += 1;
                for _ in 0..*count {
                    tally.add(&instrument, &form).unwrap();
                }
            }
            let date = format!("2026-11-{:02}", day + 1);
            let next = release(&instrument, previous.as_ref(), &tally, threshold, &date).unwrap();
            let groups = [&next.points, &next.procedures, &next.modes, &next.quality];
            let cells = groups.into_iter().flat_map(|of| of.groups.iter().map(|group| &group.cell));
            row.extend(cells.chain(&next.total).map(|cell| i128::from(cell.items[0].options[0])));
            previous = Some(next);
        }
        marks.push(row);
    }
    let equations = (0..marks[0].len()).map(|cell| marks.iter().map(|row| row[cell]).collect()).collect();
    (sizes, equations)
}

/// The smallest set of forms that adding and subtracting the cells of all releases leaves, of 1 to threshold − 1; with
/// differences of sets too. A cell holds all or nothing of an (atom, batch).
fn smallest(batches: &[Vec<(Atom, u64)>], threshold: u64) -> Option<u64> {
    let (sizes, equations) = cells(batches, threshold);
    let there: Vec<usize> = (0..sizes.len()).filter(|at| sizes[*at] > 0).collect();
    let rows: Vec<Vec<i128>> = equations
        .iter()
        .map(|row: &Vec<i128>| {
            there
                .iter()
                .map(|at| {
                    assert!(
                        row[*at] == 0 || row[*at] == i128::from(sizes[*at]),
                        "a cell holds a part of an atom"
                    );
                    i128::from(row[*at] > 0)
                })
                .collect()
        })
        .collect();
    let sizes: Vec<u64> = there.iter().map(|at| sizes[*at]).collect();
    smallest_set(&sizes, &rows, threshold)
}

#[test]
fn a_desk_within_a_procedure_gives_nobody_away() {
    // A mobile point where thirteen came for their residence and one for civil status, and a desk that does only the latter.
    let batches = [vec![((1, 0, 0, 0), 20), ((2, 1, 0, 0), 13), ((2, 0, 0, 0), 1)]];
    let releases = crossed(&batches, 5);
    let groups: Vec<_> = releases[0].procedures.groups.iter().map(|group| group.cell.records).collect();
    assert!(!groups.contains(&21), "21 of civil status less 20 at the desk is one person: {groups:?}");
    assert_eq!(smallest(&batches, 5), None);
}

#[test]
fn tables_that_say_the_same_are_shown_side_by_side() {
    let batches = [vec![((1, 0, 0, 0), 20), ((2, 1, 0, 0), 13)]];
    let release = &crossed(&batches, 5)[0];
    assert_eq!(release.procedures.groups.len(), 2, "each desk does one thing");
    assert_eq!(
        (release.procedures.rest, release.modes.groups.len(), release.quality.groups.len()),
        (0, 1, 1)
    );
}

#[test]
fn the_attacker_of_these_tests_finds_what_a_careless_release_gives_away() {
    let batches = [vec![((1, 0, 0, 0), 20), ((2, 1, 0, 0), 13), ((2, 0, 0, 0), 1)]];
    let (sizes, mut equations) = cells(&batches, 5);
    // The procedures as they are counted.
    equations.extend([vec![20, 0, 1], vec![0, 13, 0]]);
    let rows: Vec<Vec<i128>> =
        equations.iter().map(|row| row.iter().map(|n| i128::from(*n > 0)).collect()).collect();
    assert_eq!(sizes[2], 1);
    assert!(!kernel(&rows, 3).iter().any(|vector| vector[2] != 0), "one form is known for certain");
}

#[test]
fn forms_that_are_set_aside_leave_nothing_behind_and_come_back_the_same() {
    let instrument = instrument();
    let mut genuine = Tally::new(&instrument);
    for (atom, count) in [((1, 0, 0, 0), 80), ((2, 1, 0, 1), 40), ((2, 0, 1, 0), 30)] {
        (0..count).for_each(|_| genuine.add(&instrument, &atom_record(atom)).unwrap());
    }
    let first = release(&instrument, None, &genuine, 10, "2026-11-01").unwrap();
    let mut fake = Tally::new(&instrument);
    let mut form = atom_record((1, 1, 0, 0));
    form.answers[0].1 = "1".into();
    (0..500).for_each(|_| fake.add(&instrument, &form).unwrap());
    let mut flooded = genuine.clone();
    flooded.merge(&fake).unwrap();
    let second = release(&instrument, Some(&first), &flooded, 10, "2026-11-02").unwrap();
    assert_eq!(second.total.as_ref().unwrap().records, 650);
    let cleared =
        release_without(&instrument, Some(&second), (&genuine, &fake), BOUNDS, "2026-11-03").unwrap();
    cleared.check(&instrument).unwrap();
    assert_eq!(cleared.total, first.total);
    let cells = |of: &Partition| {
        of.groups.iter().map(|group| (group.key.clone(), group.cell.clone())).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(cells(&cleared.points), cells(&first.points));
    assert_eq!(cells(&cleared.modes), cells(&first.modes));
    let back = release(&instrument, Some(&cleared), &flooded, 10, "2026-11-04").unwrap();
    assert_eq!(back.total, second.total);
    let few = Tally::new(&instrument);
    let mut one = genuine.clone();
    let mut gone = few;
    gone.add(&instrument, &atom_record((2, 1, 0, 1))).unwrap();
    assert!(one.take_out(&gone));
    let held = release_without(&instrument, Some(&first), (&one, &gone), BOUNDS, "2026-11-05").unwrap();
    assert_eq!(held.total, first.total, "one form less would tell of that one");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn nobody_works_out_a_few_forms_from_all_tables_of_all_releases(
        (batches, threshold) in (1usize..=3).prop_flat_map(|steps| {
            let few = prop_oneof![3 => 1u64..4, 3 => 2u64..14];
            let atom = (0u8..3, 0u8..3, 0u8..2, 0u8..2);
            let batch = prop::collection::btree_map(atom, few, 1..=(12 / steps).min(6))
                .prop_map(|atoms| atoms.into_iter().collect::<Vec<_>>());
            (prop::collection::vec(batch, steps), 2u64..=6)
        })
    ) {
        crossed(&batches, threshold);
        prop_assert_eq!(smallest(&batches, threshold), None);
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

#[test]
fn counts_of_few_people_are_not_in_the_json() {
    let instrument = instrument();
    let mut tally = Tally::new(&instrument);
    for number in 0..30 {
        let answers = [("access-1", "4"), ("staff-1", if number % 2 == 0 { "5" } else { "3" })];
        let answers = if number < 2 { &answers[..] } else { &answers[1..] };
        tally.add(&instrument, &record(Some("1"), None, Mode::SelfCompleted, answers)).unwrap();
    }
    let whole = release(&instrument, None, &tally, 10, "2026-11-01").unwrap();
    let served = whole.served(&instrument);
    served.check(&instrument).unwrap();
    let items = &served.total.as_ref().unwrap().items;
    assert_eq!(items[0].options.iter().sum::<u64>(), 0, "two of thirty answered");
    assert!(served.hidden.contains(&0) && !served.hidden.contains(&2));
    let json = serde_json::to_string(&served).unwrap();
    assert!(!json.contains("ledger"), "{json}");
}

#[test]
fn in_small_cells_no_sum_of_squares_is_exact_and_no_interval_is_narrower() {
    let instrument = instrument();
    for n in [10u64, 17, 29, 30] {
        let mut tally = Tally::new(&instrument);
        for number in 0..n {
            let level = ["1", "2", "4", "5", "5"][(number * 7 % 5) as usize];
            let answers = ["access-1", "access-2", "staff-1", "staff-2"].map(|item| (item, level));
            tally.add(&instrument, &record(Some("1"), None, Mode::SelfCompleted, &answers)).unwrap();
        }
        let whole = release(&instrument, None, &tally, 10, "2026-11-01").unwrap();
        let served = whole.served(&instrument);
        served.check(&instrument).unwrap();
        let [exact, blurred] = [&whole, &served].map(|release| {
            lang_nghe_scoring::score(&instrument, release.total.as_ref().unwrap()).total.figures
        });
        for (exact, blurred) in exact.iter().zip(&blurred) {
            assert_eq!((exact.n, exact.value), (blurred.n, blurred.value));
            let (before, after) = (exact.error.unwrap(), blurred.error.unwrap());
            assert!(
                if n < 30 { after >= before - 1e-9 && after < before + 1.3 } else { after == before },
                "{n}: {before} {after}"
            );
        }
        assert_eq!(whole.total == served.total, n >= 30, "{n}");
    }
}
