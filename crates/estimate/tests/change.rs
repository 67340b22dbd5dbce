//! Changes of a class, held to what R says of the same counts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use lang_nghe_estimate::{Change, NoChange, Share};
use proptest::prelude::*;

fn share(hits: u32, of: u32) -> Share {
    Share { hits, of }
}

#[test]
fn changes_are_what_r_says() {
    let reference = include_str!("../../../tests/reference/change.csv");
    let mut seen = [0, 0];
    for line in reference.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let whole = |at: usize| cells[at].parse::<u32>().unwrap();
        let change = match cells[0] {
            "shares" => Change::of_shares(share(whole(1), whole(2)), share(whole(3), whole(4))),
            "pairs" => {
                Change::of_pairs(whole(1), cells[2].parse().unwrap(), cells[3].parse().unwrap(), whole(4))
            }
            other => panic!("{other}"),
        }
        .unwrap();
        seen[usize::from(cells[0] == "pairs")] += 1;
        let interval = change.interval.unwrap();
        for (found, at) in [(change.value, 5), (interval.low, 6), (interval.high, 7)] {
            let expected: f64 = cells[at].parse().unwrap();
            assert!((found - expected).abs() <= 1e-9, "{line}: {found}, not {expected}");
        }
    }
    assert_eq!(seen, [9, 4]);
}

#[test]
fn newcombes_own_example_comes_out() {
    // His table II, contrast (a): 56/70 − 48/80, method 10: 0.0524 to 0.3339.
    let change = Change::of_shares(share(48, 80), share(56, 70)).unwrap();
    let interval = change.interval.unwrap();
    assert!((change.value - 0.2).abs() < 1e-12);
    assert!((interval.low - 0.0524).abs() < 5e-5 && (interval.high - 0.3339).abs() < 5e-5, "{interval:?}");
}

#[test]
fn where_nothing_can_be_said_nothing_is_said() {
    assert_eq!(Change::of_shares(share(0, 0), share(3, 4)), None);
    assert_eq!(Change::of_pairs(0, 0, 0, 3), None);
    assert_eq!(Change::of_pairs(1, 2, 4, 3).unwrap().interval, Err(NoChange::OnePerson));
    let same = Change::of_pairs(5, 5, 5, 2).unwrap();
    assert_eq!((same.value, same.interval), (0.5, Err(NoChange::AllEqual)));
}

proptest! {
    #[test]
    fn an_interval_of_shares_holds_the_change_and_stays_on_the_scale(
        a in 0u32..50, more in 0u32..50, b in 0u32..50, rest in 0u32..50,
    ) {
        prop_assume!(a + more > 0 && b + rest > 0);
        let change = Change::of_shares(share(a, a + more), share(b, b + rest)).unwrap();
        let interval = change.interval.unwrap();
        prop_assert!(interval.low <= change.value && change.value <= interval.high);
        prop_assert!(interval.low >= -1.0 - 1e-12 && interval.high <= 1.0 + 1e-12);
        let back = Change::of_shares(share(b, b + rest), share(a, a + more)).unwrap().interval.unwrap();
        prop_assert!((back.low + interval.high).abs() < 1e-12, "the other way round it is its mirror image");
    }
}
