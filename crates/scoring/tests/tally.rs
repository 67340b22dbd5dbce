//! Tallies are a commutative monoid, keep facts apart, and refuse what is not theirs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod common;

use common::{any_record, blank, instrument, merged, pulse, record, tally};
use lang_nghe_instrument::{Condition, Factor, Instrument, Item};
use lang_nghe_record::{Mode, Record};
use lang_nghe_scoring::{CAPACITY, Cell, DecodeError, Stratum, Tally, TallyError};
use proptest::prelude::*;

fn some_records() -> impl Strategy<Value = Vec<Record>> {
    prop::collection::vec(any_record(&pulse()), 0..12)
}

proptest! {
    #[test]
    fn merging_is_associative_and_commutative(a in some_records(), b in some_records(), c in some_records()) {
        let [a, b, c] = [a, b, c].map(|records| tally(&pulse(), &records));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &b).encode(), merged(&b, &a).encode());
    }

    #[test]
    fn merging_with_nothing_changes_nothing(a in some_records()) {
        let a = tally(&pulse(), &a);
        let nothing = Tally::new(&pulse());
        prop_assert_eq!(merged(&a, &nothing).encode(), a.encode());
        prop_assert_eq!(merged(&nothing, &a).encode(), a.encode());
    }

    #[test]
    fn order_and_place_of_counting_never_matter(
        (sorted, shuffled) in some_records().prop_flat_map(|records| (Just(records.clone()), Just(records).prop_shuffle())),
        cut: prop::sample::Index,
    ) {
        let whole = tally(&pulse(), &sorted);
        let (here, there) = shuffled.split_at(cut.index(shuffled.len() + 1));
        let parts = merged(&tally(&pulse(), here), &tally(&pulse(), there));
        prop_assert_eq!(parts.encode(), whole.encode());
    }

    #[test]
    fn the_strata_add_up_to_the_total(records in some_records()) {
        let tally = tally(&pulse(), &records);
        let assisted = tally.select(|stratum| stratum.mode == Mode::Assisted);
        let others = tally.select(|stratum| stratum.mode != Mode::Assisted);
        prop_assert_eq!(assisted.plus(&others), Some(tally.total()));
        prop_assert_eq!(tally.records(), records.len() as u64);
        tally.total().check(&pulse()).unwrap();
    }

    #[test]
    fn a_tally_reads_back_as_itself(records in some_records()) {
        let tally = tally(&pulse(), &records);
        prop_assert_eq!(Tally::decode(&tally.encode()), Ok(tally));
    }

    #[test]
    fn any_changed_or_missing_byte_is_noticed(records in some_records(), at: prop::sample::Index, change in 1u8..) {
        let mut bytes = tally(&pulse(), &records).encode();
        let at = at.index(bytes.len());
        prop_assert!(Tally::decode(&bytes[..at]).is_err());
        bytes[at] ^= change;
        prop_assert!(Tally::decode(&bytes).is_err());
    }

    #[test]
    fn bytes_from_anywhere_never_do_harm(bytes: Vec<u8>) {
        prop_assert!(Tally::decode(&bytes).is_err());
    }

    #[test]
    fn bytes_with_a_right_check_sum_are_read_with_the_same_care(
        records in some_records(), at: prop::sample::Index, change in 1u8.., junk: Vec<u8>,
    ) {
        let good = tally(&pulse(), &records).encode();
        let mut body = good[..good.len() - 8].to_vec();
        let at = 1 + at.index(body.len() - 1);
        body[at] ^= change;
        for mut body in [body, [vec![1], junk.clone()].concat(), [vec![2], junk].concat()] {
            let sum = body.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
                (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
            body.extend(sum.to_le_bytes());
            if let Ok(tally) = Tally::decode(&body) {
                // What is read can be used: it adds up, and scores are numbers.
                let scores = lang_nghe_scoring::score(&pulse(), &tally.total());
                prop_assert!(scores.total.figures.iter().all(|figure| figure.value.is_none_or(f64::is_finite)));
            }
        }
    }

    #[test]
    fn a_refused_record_changes_nothing(records in some_records(), extra in any_record(&pulse())) {
        let mut tally = tally(&pulse(), &records);
        let before = tally.encode();
        let mut extra = extra;
        extra.answers.push(("time-1".into(), "6".into()));
        prop_assert!(tally.add(&pulse(), &extra).is_err());
        prop_assert_eq!(tally.encode(), before);
    }
}

#[test]
fn declined_is_not_the_lowest_answer_and_not_silence() {
    let pulse = pulse();
    let cell = tally(
        &pulse,
        &[record(&pulse, &["na", "-", "1", "4", "-"]), record(&pulse, &["na", "-", "1", "4", "-"])],
    )
    .total();
    assert_eq!((cell.items[0].options.as_slice(), cell.items[0].none), ([0, 0, 0, 0, 0, 2].as_slice(), 0));
    assert_eq!((cell.items[1].options.as_slice(), cell.items[1].none), ([0; 6].as_slice(), 2));
    assert_eq!((cell.items[2].options.as_slice(), cell.items[2].none), ([2, 0, 0, 0, 0, 0].as_slice(), 0));
    // Own mean of the two answered items is (1 + 4) / 2, in units of 1/12.
    assert_eq!(cell.composites[0].points.sum.to_string(), "60");
    assert_eq!(cell.composites[0].points.squares.to_string(), "1800");
    assert_eq!(cell.composites[0].satisfied.sum.to_string(), "12");
}

#[test]
fn an_answer_without_points_leaves_every_composite_as_it_is() {
    let pulse = pulse();
    let without = tally(&pulse, &[record(&pulse, &["4", "5", "2", "na", "-"])]).total();
    for answer in ["no", "yes", "na"] {
        let with = tally(&pulse, &[record(&pulse, &["4", "5", "2", "na", answer])]).total();
        assert_eq!(with.composites, without.composites);
    }
}

#[test]
fn the_missing_rule_is_met_at_half_and_not_below() {
    let pulse = pulse();
    let n = |answers: &[&str]| tally(&pulse, &[record(&pulse, answers)]).total().composites[0].n;
    assert_eq!(n(&["3", "3", "-", "na", "yes"]), 1);
    assert_eq!(n(&["3", "na", "-", "na", "yes"]), 0);
    assert_eq!(n(&["-", "-", "-", "-", "-"]), 0);
}

#[test]
fn a_stratum_is_point_procedure_and_mode() {
    let pulse = pulse();
    let mut record = record(&pulse, &["4", "4", "4", "4", "no"]);
    record.point = Some("point-2".into());
    record.about = vec![("age".into(), "35-49".into()), ("procedure".into(), "land".into())];
    record.mode = Mode::Paper;
    let expected = Stratum {
        point: Some("point-2".into()),
        procedure: Some("land".into()),
        mode: Mode::Paper,
        flags: None,
    };
    assert_eq!(
        tally(&pulse, &[record]).strata().map(|(stratum, _)| stratum).collect::<Vec<_>>(),
        [&expected]
    );
}

#[test]
fn what_is_not_of_this_instrument_is_named() {
    let pulse = pulse();
    let mut counting = Tally::new(&pulse);
    let answered = |pairs: &[(&str, &str)]| Record {
        answers: pairs.iter().map(|(item, option)| ((*item).to_owned(), (*option).to_owned())).collect(),
        ..blank(&pulse)
    };
    let mut error = |record: &Record| counting.add(&pulse, record).unwrap_err().to_string();
    assert_eq!(error(&answered(&[("time-9", "4")])), "the instrument has no item time-9");
    assert_eq!(
        error(&answered(&[("time-1", "4"), ("extra-money-1", "4")])),
        "item extra-money-1 has no option 4"
    );
    assert_eq!(error(&answered(&[("time-1", "4"), ("time-1", "4")])), "item time-1 is answered twice");
    let other = Record { version: "2027.1".into(), ..blank(&pulse) };
    assert_eq!(error(&other), "this tally counts pulse-1@2026.1, not pulse-1@2027.1");
    assert_eq!(counting, Tally::new(&pulse));
}

#[test]
fn tallies_of_different_instruments_do_not_mix() {
    let (pulse, service) = (pulse(), instrument("sipas-dv-16", "2026.1"));
    let mut counting = Tally::new(&pulse);
    assert!(matches!(counting.merge(&Tally::new(&service)), Err(TallyError::OtherInstrument { .. })));
    assert!(matches!(counting.add(&service, &blank(&service)), Err(TallyError::OtherInstrument { .. })));
    let mut changed = pulse.clone();
    changed.items.pop();
    assert_eq!(counting.merge(&Tally::new(&changed)), Err(TallyError::OtherShape));
    assert_eq!(counting.add(&changed, &blank(&changed)), Err(TallyError::OtherShape));
}

#[test]
fn answers_in_another_order_count_the_same() {
    let pulse = pulse();
    let straight = record(&pulse, &["4", "5", "2", "1", "no"]);
    let mut reversed = straight.clone();
    reversed.answers.reverse();
    assert_eq!(tally(&pulse, &[straight]), tally(&pulse, &[reversed]));
}

/// An instrument with one factor of `count` items.
fn long(count: usize) -> Instrument {
    let pulse = pulse();
    let item = |number| Item {
        id: format!("item-{number}"),
        scale: pulse.items[0].scale,
        factor: Some(0),
        ..Item::default()
    };
    Instrument {
        items: (0..count).map(item).collect(),
        factors: vec![Factor { id: "all".into(), part: None }],
        ..pulse
    }
}

#[test]
fn the_longest_form_stays_exact() {
    let long = long(60);
    let counted = tally(&long, &[record(&long, &["5"; 60]), record(&long, &["4"; 59])]);
    counted.total().check(&long).unwrap();
    let scores = lang_nghe_scoring::score(&long, &counted.total());
    assert_eq!(scores.total.figures[1].value, Some(90.0));
}

#[test]
fn a_form_too_long_for_exact_sums_is_refused() {
    let long = long(61);
    assert_eq!(Tally::new(&long).add(&long, &blank(&long)), Err(TallyError::CompositeTooLong));
}

#[test]
fn a_full_tally_says_so_and_stays_right() {
    let long = long(60);
    let mut full = tally(&long, &[record(&long, &["5"; 60])]);
    // Doubling: 2³⁹ records, then all the smaller powers, makes 2⁴⁰ − 1.
    let mut powers = vec![full.clone()];
    while full.records() < 1 << 39 {
        full = merged(&full, &full);
        powers.push(full.clone());
    }
    powers.pop();
    let mut full = powers.iter().fold(full, |sum, power| merged(&sum, power));
    assert_eq!(full.records(), CAPACITY);
    full.total().check(&long).unwrap();
    let before = full.clone();
    assert_eq!(full.add(&long, &blank(&long)), Err(TallyError::Full));
    assert_eq!(full.merge(&powers[0]), Err(TallyError::Full));
    assert_eq!(full, before);
    assert_eq!(Tally::decode(&full.encode()), Ok(full.clone()));
    let figure = lang_nghe_scoring::score(&long, &full.total()).total.figures[1];
    assert_eq!(figure.value, Some(100.0));
    assert_eq!(figure.interval, Err(lang_nghe_scoring::NoInterval::AllEqual));
}

#[test]
fn tallies_written_by_the_first_form_stay_readable() {
    let pulse = pulse();
    let kept = include_bytes!("fixtures/pulse-1.form-1.tally");
    let mut second = record(&pulse, &["na", "3", "2", "-", "-"]);
    second.point = Some("một-cửa".into());
    second.about = vec![("procedure".into(), "land".into())];
    second.mode = Mode::Assisted;
    let expected = tally(&pulse, &[record(&pulse, &["4", "5", "2", "1", "no"]), second]);
    assert_eq!(Tally::decode(kept), Ok(expected));
}

#[test]
fn a_newer_form_is_told_apart_from_damage() {
    let mut bytes = Tally::new(&pulse()).encode();
    bytes.truncate(bytes.len() - 8);
    bytes[0] = 3;
    let sum = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    bytes.extend(sum.to_le_bytes());
    assert_eq!(Tally::decode(&bytes), Err(DecodeError::Newer(3)));
    assert_eq!(Tally::decode(b""), Err(DecodeError::Damaged));
}

#[test]
fn a_cell_that_contradicts_itself_is_refused() {
    let pulse = pulse();
    let good = tally(&pulse, &[record(&pulse, &["4", "5", "2", "1", "no"])]).total();
    let changes: [fn(&mut Cell); 6] = [
        |cell| cell.records += 1,
        |cell| cell.items[0].none += 1,
        |cell| cell.items[0].options[0] = u64::MAX,
        |cell| cell.composites[0].n = 2,
        |cell| cell.composites[0].points.sum = 1u128.into(),
        |cell| drop(cell.items.pop()),
    ];
    good.check(&pulse).unwrap();
    for (number, change) in changes.into_iter().enumerate() {
        let mut cell = good.clone();
        change(&mut cell);
        assert!(cell.check(&pulse).is_err(), "change {number}");
    }
}

#[test]
fn what_was_not_asked_is_not_counted_and_not_missing() {
    let mut pulse = pulse();
    // Three of the four scored items are asked only of those whom the first one left unhappy.
    for item in 1..4 {
        pulse.items[item].relevant = vec![Condition { item: 0, options: vec![0, 1] }];
    }
    let short = tally(&pulse, &[record(&pulse, &["5", "-", "-", "-", "no"])]).total();
    assert_eq!(short.composites[0].n, 1, "one answer of one asked is enough");
    let forged = tally(&pulse, &[record(&pulse, &["5", "1", "1", "1", "no"])]).total();
    assert_eq!(forged, short, "answers to what was not asked change nothing");
    let long = tally(&pulse, &[record(&pulse, &["1", "-", "-", "-", "no"])]).total();
    assert_eq!(long.composites[0].n, 0, "one answer of four asked is too few");
}
