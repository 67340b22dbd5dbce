//! Draws can be repeated by anybody, and are fair.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

use lang_nghe_sampling::draw::{DrawError, Drawn, Village, Villages, by_size, simple, systematic, two_stage};
use proptest::prelude::*;

fn thon(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("Thôn {number}")).collect()
}

fn as_str(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

fn positions(drawn: &Drawn) -> Vec<usize> {
    drawn.units.iter().map(|unit| unit.position).collect()
}

#[test]
fn every_draw_is_that_of_another_program_in_another_language() {
    let names = thon(40);
    let names = as_str(&names);
    let mut sizes: Vec<u64> = (1..=40).map(|number| number * 37 % 211 + 20).collect();
    sizes[6] = 5000;
    let reference = include_str!("../../../tests/reference/draw.csv");
    let mut compared = 0;
    for line in reference.lines().skip(1) {
        let cells: Vec<_> = line.split(',').collect();
        let [kind, seed, n, expected] = cells[..] else { panic!("{line}") };
        let n = n.parse().unwrap();
        let drawn = match kind {
            "simple" => simple(&names, n, seed),
            "systematic" => systematic(&names, n, seed),
            _ => by_size(&names, &sizes, n, seed),
        };
        let drawn = drawn.unwrap();
        assert_eq!(drawn.seed, seed);
        for (unit, expected) in drawn.units.iter().zip(expected.split(' ')) {
            let (position, chance) = expected.split_once(':').unwrap();
            assert_eq!(unit.position.to_string(), position, "{line}");
            assert!((unit.chance - chance.parse::<f64>().unwrap()).abs() < 1e-12, "{line}");
        }
        assert_eq!(drawn.units.len(), expected.split(' ').count());
        compared += 1;
    }
    assert_eq!(compared, 36);
}

#[test]
fn a_list_in_another_order_gives_the_same_simple_draw() {
    let names = thon(30);
    let names = as_str(&names);
    let turned: Vec<_> = names.iter().rev().copied().collect();
    let one: Vec<_> = positions(&simple(&names, 5, "7").unwrap()).iter().map(|at| names[*at]).collect();
    let other: Vec<_> = positions(&simple(&turned, 5, "7").unwrap()).iter().map(|at| turned[*at]).collect();
    assert_eq!(one, other);
}

#[test]
fn a_larger_draw_begins_with_the_smaller_one() {
    let names = thon(30);
    let of = |n| positions(&simple(&as_str(&names), n, "7").unwrap());
    assert_eq!(of(12)[..5], of(5));
}

#[test]
fn what_cannot_be_drawn_is_named() {
    assert_eq!(simple(&[], 1, "7"), Err(DrawError::Nothing));
    assert_eq!(systematic(&["a"], 0, "7"), Err(DrawError::Nothing));
    assert_eq!(simple(&["a", "b"], 3, "7"), Err(DrawError::TooMany { wanted: 3, there: 2 }));
    assert_eq!(simple(&["a", "b", "a"], 1, "7"), Err(DrawError::SameName { first: 1, second: 3 }));
    assert_eq!(systematic(&["a", " "], 1, "7"), Err(DrawError::NoName { place: 2 }));
    assert_eq!(by_size(&["a", "b"], &[4, 0], 1, "7"), Err(DrawError::Size { place: 2 }));
    assert_eq!(by_size(&["a", "b"], &[4], 1, "7"), Err(DrawError::Size { place: 2 }));
    assert_eq!(by_size(&["a", "b"], &[4, u64::MAX], 1, "7"), Err(DrawError::Size { place: 2 }));
    let list = [("Đông", "1"), ("Tây", "1"), ("Đông", "1")];
    assert_eq!(
        two_stage(&list, Villages::Equal, (1, 1), "7"),
        Err(DrawError::SameName { first: 1, second: 3 })
    );
    assert_eq!(two_stage(&[("", "1")], Villages::Equal, (1, 1), "7"), Err(DrawError::NoName { place: 1 }));
    assert_eq!(two_stage(&list[..2], Villages::BySize, (1, 0), "7"), Err(DrawError::Nothing));
}

/// How often each of 20 is drawn over 4,000 seeds.
fn frequencies(draw: impl Fn(&[&str], &str) -> Drawn) -> Vec<f64> {
    let names = thon(20);
    let names = as_str(&names);
    let mut counts = vec![0u32; 20];
    for seed in 0..4000 {
        for position in positions(&draw(&names, &seed.to_string())) {
            counts[position] += 1;
        }
    }
    counts.into_iter().map(|count| f64::from(count) / 4000.0).collect()
}

/// Five standard deviations of a share over 4,000 draws.
fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 5.0 * (expected * (1.0 - expected) / 4000.0).sqrt() + 1e-12
}

#[test]
fn every_unit_is_drawn_as_often_as_it_should_be() {
    let sizes: Vec<u64> = (1..=20).map(|number| if number == 20 { 900 } else { 10 + number }).collect();
    for found in frequencies(|names, seed| simple(names, 6, seed).unwrap()) {
        assert!(near(found, 0.3), "{found}");
    }
    for found in frequencies(|names, seed| systematic(names, 6, seed).unwrap()) {
        assert!(near(found, 0.3), "{found}");
    }
    let found = frequencies(|names, seed| by_size(names, &sizes, 6, seed).unwrap());
    let others: u64 = sizes[..19].iter().sum();
    for (found, size) in found.iter().zip(&sizes[..19]) {
        assert!(near(*found, 5.0 * *size as f64 / others as f64), "{found} {size}");
    }
    assert_eq!(found[19], 1.0);
}

#[test]
fn two_units_are_drawn_together_as_often_as_they_should_be() {
    let names = thon(10);
    let names = as_str(&names);
    let both = (0..4000).filter(|seed: &u32| {
        let drawn = positions(&simple(&names, 3, &seed.to_string()).unwrap());
        drawn.contains(&0) && drawn.contains(&1)
    });
    assert!(near(both.count() as f64 / 4000.0, 3.0 * 2.0 / 90.0));
}

#[test]
fn villages_by_size_give_every_household_the_same_weight() {
    let names: Vec<(String, String)> = (0..12)
        .flat_map(|village| {
            (0..10 + village).map(move |house| (format!("Thôn {village}"), format!("Hộ {house}")))
        })
        .collect();
    let list: Vec<_> =
        names.iter().map(|(village, household)| (village.as_str(), household.as_str())).collect();
    let drawn = two_stage(&list, Villages::BySize, (4, 5), "7").unwrap();
    assert_eq!(drawn.iter().map(|village| village.drawn.len()).collect::<Vec<_>>(), [5; 4]);
    for Village { name, drawn, weight, .. } in &drawn {
        assert!((weight - list.len() as f64 / 20.0).abs() < 1e-9, "{weight}");
        assert!(drawn.iter().all(|at| list[*at].0 == name));
    }
    let equal = two_stage(&list, Villages::Equal, (4, 5), "7").unwrap();
    for village in &equal {
        assert!((village.weight - 12.0 / 4.0 * village.households as f64 / 5.0).abs() < 1e-9);
    }
}

proptest! {
    #[test]
    fn so_many_different_ones_are_drawn(
        sizes in prop::collection::vec(1u64..500, 1..40), part in 0.0f64..1.0, seed in "[0-9a-z]{0,8}"
    ) {
        let names = thon(sizes.len());
        let names = as_str(&names);
        let wanted = 1 + (part * (sizes.len() - 1) as f64) as usize;
        for drawn in [simple(&names, wanted, &seed), systematic(&names, wanted, &seed), by_size(&names, &sizes, wanted, &seed)] {
            let drawn = drawn.unwrap();
            let mut found = positions(&drawn);
            found.sort_unstable();
            found.dedup();
            prop_assert_eq!(found.len(), wanted);
            prop_assert!(drawn.units.iter().all(|unit| unit.chance > 0.0 && unit.chance <= 1.0));
        }
    }
}
