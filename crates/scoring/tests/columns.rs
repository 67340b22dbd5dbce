//! Packed columns count what is counted form by form, to the last bit.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod common;

use common::{any_record, blank, instrument, kinds, merged, pulse, record, tally};
use lang_nghe_instrument::{Answer, Condition, Counting, Instrument, Part, Total};
use lang_nghe_record::{Mode, Record};
use lang_nghe_scoring::{Columns, OwnValues, Packed, Stratum, Tally, TallyError, score};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

fn in_columns(instrument: &Instrument, records: &[Record]) -> Tally {
    let mut columns = Columns::new(instrument).unwrap();
    records.iter().for_each(|record| columns.add(record).unwrap());
    columns.finish()
}

/// Some records repeated often enough to fill more than a block, in an order of their own.
fn many(some: &[Record], times: usize) -> Vec<Record> {
    (0..times)
        .flat_map(|turn| some.iter().cycle().skip(turn % some.len().max(1)).take(some.len()))
        .cloned()
        .collect()
}

/// Instruments that make every way of counting necessary.
fn every_way() -> Vec<Instrument> {
    let service = instrument("sipas-dv-16", "2026.1");
    let mut weighted = pulse();
    weighted.items[1].weight = 3;
    weighted.items[2].counting = Counting::Reversed;
    let mut conditional = pulse();
    conditional.items[2].relevant = vec![Condition { item: 0, options: vec![0, 1] }];
    let mut alike = service.clone();
    alike.parts = vec![Part { id: "one".into() }, Part { id: "two".into() }];
    for (position, factor) in alike.factors.iter_mut().enumerate() {
        factor.part = Some(position % 2);
    }
    alike.total = Total::Parts;
    let mut parts = alike.clone();
    parts.total = Total::Items;
    let mut right = pulse();
    for item in 0..4 {
        right.items[item].counting = Counting::Right(item);
    }
    vec![pulse(), service, weighted, conditional, alike, parts, right, kinds()]
}

fn of_every_way() -> impl Strategy<Value = (Instrument, Vec<Record>)> {
    let ways = every_way();
    (0..ways.len()).prop_flat_map(move |way| {
        let instrument = ways[way].clone();
        let records = prop::collection::vec(any_record(&instrument), 0..40);
        records.prop_map(move |records| (instrument.clone(), records))
    })
}

proptest! {
    #[test]
    fn columns_count_what_is_counted_form_by_form((instrument, records) in of_every_way()) {
        let expected = tally(&instrument, &records);
        let found = in_columns(&instrument, &records);
        prop_assert_eq!(found.encode(), expected.encode());
        prop_assert_eq!(score(&instrument, &found.total()), score(&instrument, &expected.total()));
    }

    #[test]
    fn order_and_cuts_never_matter(
        (instrument, records) in of_every_way(),
        cut: prop::sample::Index,
        turn: prop::sample::Index,
    ) {
        let mut turned = records.clone();
        turned.rotate_left(turn.index(records.len().max(1)));
        let (here, there) = turned.split_at(cut.index(records.len() + 1));
        let parts = merged(&in_columns(&instrument, here), &in_columns(&instrument, there));
        prop_assert_eq!(parts.encode(), tally(&instrument, &records).encode());
    }

    #[test]
    fn packed_answers_add_up_to_the_cell_of_their_records(
        forms in prop::collection::vec(prop::collection::vec(0u8..=6, 16), 0..300),
    ) {
        let service = instrument("sipas-dv-16", "2026.1");
        let ids = ["-", "1", "2", "3", "4", "5", "na"];
        let mut packed = Packed::new(&service).unwrap();
        let known = |item: usize, code: u8| usize::from(code) <= service.scale_of(&service.items[item]).options.len();
        let records: Vec<Record> = forms
            .iter()
            .map(|codes| {
                packed.push(codes);
                let mut answers = Vec::new();
                for (item, code) in codes.iter().enumerate().filter(|(item, code)| **code > 0 && known(*item, **code)) {
                    let option = service.scale_of(&service.items[item]).options[usize::from(*code) - 1].id.clone();
                    answers.push((service.items[item].id.clone(), option));
                }
                Record { answers, ..blank(&service) }
            })
            .collect();
        packed.settle();
        prop_assert_eq!(ids.len(), 7);
        prop_assert_eq!(packed.cell(), tally(&service, &records).total());
        prop_assert_eq!(packed.levels().items, packed.cell().items);
    }
}

/// Records without chance: the same on every machine.
fn some_records(instrument: &Instrument) -> Vec<Record> {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let any = prop::collection::vec(any_record(instrument), 40);
    any.new_tree(&mut runner).unwrap().current()
}

#[test]
fn forms_that_fill_a_block_and_part_of_the_next_are_all_counted() {
    for instrument in every_way() {
        // 4,800 forms of one stratum: a block holds 4,096.
        let mut one_stratum = many(&some_records(&instrument), 120);
        for record in &mut one_stratum {
            (record.point, record.about, record.flags) = (None, Vec::new(), None);
            record.mode = Mode::Paper;
        }
        assert_eq!(
            in_columns(&instrument, &one_stratum),
            tally(&instrument, &one_stratum),
            "{}",
            instrument.id
        );
    }
}

#[test]
fn more_strata_than_stay_open_are_all_counted() {
    let pulse = pulse();
    // More than are packed together of each, and never two of one stratum after the other.
    let records: Vec<Record> = (0..12_000)
        .map(|number| Record {
            point: Some(format!("p{}", number % 150)),
            ..record(&pulse, &["4", if number % 3 == 0 { "-" } else { "2" }, "na", "5", "yes"])
        })
        .collect();
    assert_eq!(in_columns(&pulse, &records), tally(&pulse, &records));
}

#[test]
fn answers_by_position_count_as_those_by_name() {
    let pulse = pulse();
    let named = record(&pulse, &["4", "-", "2", "na", "no"]);
    let answers = read(&pulse, &named);
    let mut columns = Columns::new(&pulse).unwrap();
    columns.push(&Stratum::of(&named), &answers).unwrap();
    assert_eq!(columns.records(), 1);
    assert_eq!(columns.finish(), tally(&pulse, &[named]));
}

/// The answers of a record by position.
fn read(instrument: &Instrument, record: &Record) -> Vec<Option<Answer>> {
    let answer = |item: &lang_nghe_instrument::Item| {
        let (_, text) = record.answers.iter().find(|(id, _)| *id == item.id)?;
        instrument.answer(item, text).ok()
    };
    instrument.items.iter().map(answer).collect()
}

#[test]
fn the_mean_of_own_values_is_the_score() {
    for instrument in every_way() {
        let records = some_records(&instrument);
        let scores = score(&instrument, &tally(&instrument, &records).total());
        for (position, formula) in instrument.formulas.iter().enumerate() {
            let own = OwnValues::new(&instrument, *formula);
            let values: Vec<_> = records.iter().map(|record| own.of(&read(&instrument, record))).collect();
            let composites = scores.factors.iter().chain(&scores.parts).chain([&scores.total]);
            for (at, composite) in composites.enumerate() {
                let known: Vec<f64> = values.iter().filter_map(|values| values[at]).collect();
                let mean = known.iter().sum::<f64>() / known.len() as f64;
                match composite.figures[position].value {
                    Some(value) => assert!((value - mean).abs() < 1e-9, "{}: {value}, {mean}", instrument.id),
                    None => assert!(known.is_empty(), "{}", instrument.id),
                }
            }
        }
    }
}

#[test]
fn what_fits_no_item_is_refused_and_changes_nothing() {
    let pulse = pulse();
    let stratum = Stratum::of(&blank(&pulse));
    let mut columns = Columns::new(&pulse).unwrap();
    let mut five = [None, None, None, None, Some(Answer::One(3))];
    assert!(matches!(columns.push(&stratum, &five), Err(TallyError::Unfit { .. })));
    five[4] = Some(Answer::Number(3));
    assert!(matches!(columns.push(&stratum, &five), Err(TallyError::Unfit { .. })));
    assert_eq!(columns.push(&stratum, &five[..4]), Err(TallyError::OtherShape));
    let other = Record { version: "2027.1".into(), ..blank(&pulse) };
    assert!(matches!(columns.add(&other), Err(TallyError::OtherInstrument { .. })));
    assert_eq!(columns.finish(), Tally::new(&pulse));
    let drawn = kinds();
    assert_eq!(Columns::new(&drawn).unwrap().push(&stratum, &[]), Err(TallyError::Blocks));
    assert!(Packed::new(&drawn).is_none());
}
