//! Changes over several classes, held to what R says of the same counts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use lang_nghe_estimate::{Change, Groups, NoChange, Share};
use proptest::prelude::*;

fn of(classes: &[[u32; 4]]) -> Groups {
    let mut groups = Groups::default();
    for [a, b, c, d] in classes {
        groups.add(Share { hits: *a, of: *b }, Share { hits: *c, of: *d });
    }
    groups
}

#[test]
fn changes_over_classes_are_what_r_says() {
    let reference = include_str!("../../../tests/reference/groups.csv");
    let mut seen = 0;
    for line in reference.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let class = |text: &str| -> [u32; 4] {
            text.split(' ').map(|n| n.parse().unwrap()).collect::<Vec<_>>().try_into().unwrap()
        };
        let change = of(&cells[1].split(';').map(class).collect::<Vec<_>>()).change().unwrap();
        let interval = change.interval.unwrap();
        for (found, at) in [(change.value, 2), (interval.low, 3), (interval.high, 4)] {
            let expected: f64 = cells[at].parse().unwrap();
            assert!((found - expected).abs() <= 1e-9, "{line}: {found}, not {expected}");
        }
        seen += 1;
    }
    assert_eq!(seen, 5);
}

#[test]
fn one_class_or_equal_ones_have_no_interval_and_half_asked_ones_do_not_count() {
    assert_eq!(Groups::default().change(), None);
    assert_eq!(of(&[[3, 12, 0, 0], [0, 0, 4, 4]]), Groups::default());
    let one = of(&[[3, 12, 9, 12]]).change().unwrap();
    assert_eq!((one.value, one.interval), (0.5, Err(NoChange::OneGroup)));
    let equal = of(&[[3, 12, 9, 12]; 7]).change().unwrap();
    assert_eq!(equal, Change { value: 0.5, interval: Err(NoChange::AllEqual) });
}

fn class() -> impl Strategy<Value = [u32; 4]> {
    (0u32..90, 0u32..90, 0u32..90, 0u32..90).prop_map(|(a, b, c, d)| [a, a + b, c, c + d])
}

proptest! {
    #[test]
    fn classes_add_up_in_any_order_and_in_any_parts(
        classes in prop::collection::vec(class(), 0..12), at in 0usize..12,
    ) {
        let whole = of(&classes);
        let mut reversed = classes.clone();
        reversed.reverse();
        prop_assert_eq!(of(&reversed), whole);
        let (one, two) = classes.split_at(at.min(classes.len()));
        let mut merged = of(two);
        merged.merge(&of(one));
        prop_assert_eq!(merged, whole);
        prop_assert_eq!(Groups::of_parts(whole.parts()), whole);
    }

    #[test]
    fn an_interval_holds_its_change_and_stays_on_the_scale(classes in prop::collection::vec(class(), 2..12)) {
        if let Some(Change { value, interval: Ok(interval) }) = of(&classes).change() {
            prop_assert!(interval.low <= value && value <= interval.high);
            prop_assert!((-1.0..=1.0).contains(&interval.low) && (-1.0..=1.0).contains(&interval.high));
        }
    }
}
