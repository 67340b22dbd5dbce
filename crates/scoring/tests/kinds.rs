//! Several answers, numbers, words, blocks and flags: counted exactly, in any order, and told apart from nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod common;

use common::{any_record, blank, kinds, merged, tally};
use lang_nghe_instrument::AnswerFault;
use lang_nghe_quality::Flag;
use lang_nghe_record::Record;
use lang_nghe_scoring::{Cell, Detail, Tally, TallyError, score};
use proptest::prelude::*;

fn some_records() -> impl Strategy<Value = Vec<Record>> {
    prop::collection::vec(any_record(&kinds()), 0..12)
}

/// A record of the blocks water and roads with these answers.
fn with(answers: &[(&str, &str)]) -> Record {
    let pair = |(item, answer): &(&str, &str)| ((*item).to_owned(), (*answer).to_owned());
    Record {
        answers: answers.iter().map(pair).collect(),
        blocks: vec!["water".into(), "roads".into()],
        ..blank(&kinds())
    }
}

proptest! {
    #[test]
    fn every_kind_merges_in_any_order_and_grouping(a in some_records(), b in some_records(), c in some_records()) {
        let [a, b, c] = [a, b, c].map(|records| tally(&kinds(), &records));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &b).encode(), merged(&b, &a).encode());
        prop_assert_eq!(merged(&a, &tally(&kinds(), &[])), a);
    }

    #[test]
    fn order_and_place_of_counting_never_matter(
        (sorted, shuffled) in some_records().prop_flat_map(|records| (Just(records.clone()), Just(records).prop_shuffle())),
        cut: prop::sample::Index,
    ) {
        let (here, there) = shuffled.split_at(cut.index(shuffled.len() + 1));
        prop_assert_eq!(merged(&tally(&kinds(), here), &tally(&kinds(), there)).encode(), tally(&kinds(), &sorted).encode());
    }

    #[test]
    fn a_tally_and_its_cells_read_back_as_themselves(records in some_records()) {
        let tally = tally(&kinds(), &records);
        prop_assert_eq!(Tally::decode(&tally.encode()), Ok(tally.clone()));
        let total = tally.total();
        total.check(&kinds()).unwrap();
        let json = serde_json::to_string(&total).unwrap();
        prop_assert_eq!(serde_json::from_str::<Cell>(&json).unwrap(), total);
    }

    #[test]
    fn every_person_asked_is_counted_once_per_item(records in some_records()) {
        let scores = score(&kinds(), &tally(&kinds(), &records).total());
        for (item, found) in kinds().items.iter().zip(&scores.items).filter(|(item, _)| item.id != "why") {
            let people = found.valid + found.not_applicable + found.unanswered + found.unasked;
            prop_assert_eq!(people, records.len() as u64, "{}", item.id);
            let shares: f64 = found.shares.iter().filter_map(|(_, figure)| figure.value).sum();
            prop_assert!(shares <= 300.0 + 1e-9);
            if let Some((mean, interval)) = found.number.and_then(|number| Some((number.mean?, number.interval.ok()?))) {
                prop_assert!(0.0 <= interval.low && interval.low <= mean && mean <= interval.high && interval.high <= 30.0);
            }
        }
    }

    #[test]
    fn flagged_and_other_forms_add_up_to_all(records in some_records()) {
        let tally = tally(&kinds(), &records);
        let flagged = tally.select(|stratum| stratum.flags.is_some_and(|flags| !flags.is_empty()));
        let others = tally.select(|stratum| stratum.flags.is_none_or(|flags| flags.is_empty()));
        prop_assert_eq!(flagged.plus(&others), Some(tally.total()));
        let fast = records.iter().filter(|record| {
            record.flags.as_ref().is_some_and(|names| names.iter().any(|name| name == "fast"))
        });
        let counted = tally.select(|stratum| stratum.flags.is_some_and(|flags| flags.has(Flag::Fast))).records;
        prop_assert_eq!(counted, fast.count() as u64);
    }
}

#[test]
fn several_answers_of_one_person_are_one_person() {
    let cell = tally(
        &kinds(),
        &[
            with(&[("channels", "radio meeting internet")]),
            with(&[("channels", "internet")]),
            with(&[("channels", "none-of-these")]),
            with(&[("channels", "na")]),
            with(&[]),
        ],
    )
    .total();
    assert_eq!(cell.items[1].options, [1, 1, 2, 0, 1, 1]);
    assert_eq!((cell.items[1].none, cell.items[1].detail), (1, Detail::Several { answered: 3 }));
    let internet = score(&kinds(), &cell).items[1].shares[2].1;
    assert_eq!((internet.n, internet.value), (3, Some(200.0 / 3.0)));
}

#[test]
fn of_numbers_only_sums_are_kept_and_of_words_nothing() {
    let cell =
        tally(&kinds(), &[with(&[("visits", "3"), ("why", "ông A")]), with(&[("visits", "30")])]).total();
    let Detail::Number { answered, moments } = cell.items[2].detail else { panic!("no number") };
    assert_eq!((answered, moments.sum.to_u128(), moments.squares.to_u128()), (2, Some(33), Some(909)));
    assert_eq!((cell.items[3].options.len(), cell.items[3].none), (0, 0));
}

#[test]
fn answers_that_do_not_fit_are_refused_with_the_reason_and_nothing_changes() {
    let unfit = |item: &str, fault| TallyError::Unfit { item: item.into(), fault };
    let cases = [
        (with(&[("visits", "31")]), unfit("visits", AnswerFault::OutOfRange)),
        (with(&[("visits", "x")]), unfit("visits", AnswerFault::NoNumber)),
        (with(&[("channels", "radio radio")]), unfit("channels", AnswerFault::Twice)),
        (with(&[("channels", "radio meeting internet relatives")]), unfit("channels", AnswerFault::TooMany)),
        (with(&[("channels", "radio none-of-these")]), unfit("channels", AnswerFault::NotTogether)),
        (with(&[("why", &"x".repeat(201))]), unfit("why", AnswerFault::Length)),
        (
            with(&[("channels", "radio fax")]),
            TallyError::UnknownOption { item: "channels".into(), option: "radio fax".into() },
        ),
        (with(&[("power-1", "low")]), TallyError::NotAsked { item: "power-1".into() }),
    ];
    let mut tally = tally(&kinds(), &[with(&[("visits", "3")])]);
    let before = tally.encode();
    for (record, error) in cases {
        assert_eq!(tally.add(&kinds(), &record), Err(error));
    }
    for blocks in [&[][..], &["water"], &["water", "water"], &["water", "air"], &["water", "roads", "power"]]
    {
        let blocks = blocks.iter().map(|block| (*block).to_owned()).collect();
        let record = Record { blocks, ..with(&[]) };
        assert_eq!(tally.add(&kinds(), &record), Err(TallyError::Blocks), "{:?}", record.blocks);
    }
    assert_eq!(tally.encode(), before);
}

#[test]
fn what_a_form_did_not_ask_is_neither_declined_nor_the_lowest() {
    let low = [("water-1", "low"), ("water-2", "low"), ("roads-1", "-")];
    let cell = tally(&kinds(), &[with(&low[..2])]).total();
    let power = kinds().item_position("power-1").unwrap();
    assert_eq!((cell.items[power].unasked, cell.items[power].none), (1, 0));
    let roads = kinds().item_position("roads-1").unwrap();
    assert_eq!((cell.items[roads].unasked, cell.items[roads].none), (0, 1));
    assert_eq!(score(&kinds(), &cell).items[power].valid, 0);
}

#[test]
fn counts_of_a_kind_that_contradict_each_other_are_refused() {
    let good = tally(&kinds(), &[with(&[("channels", "radio meeting"), ("visits", "3")])]).total();
    let changes: [fn(&mut Cell); 7] = [
        |cell| cell.items[1].options[0] = 2,
        |cell| cell.items[1].detail = Detail::Several { answered: 2 },
        |cell| cell.items[1].detail = Detail::One,
        |cell| cell.items[2].detail = Detail::Number { answered: 0, moments: Default::default() },
        |cell| {
            let moments = lang_nghe_scoring::Moments { sum: 31u128.into(), squares: 961u128.into() };
            cell.items[2].detail = Detail::Number { answered: 1, moments };
        },
        |cell| cell.items[3].none = 1,
        |cell| (cell.items[0].none, cell.items[0].unasked) = (0, 1),
    ];
    good.check(&kinds()).unwrap();
    for (number, change) in changes.into_iter().enumerate() {
        let mut cell = good.clone();
        change(&mut cell);
        assert!(cell.check(&kinds()).is_err(), "change {number}");
    }
}

#[test]
fn tallies_written_by_the_second_form_stay_readable() {
    let kept =
        std::fs::read(common::content().join("../crates/scoring/tests/fixtures/kinds-11.form-2.tally"));
    let fast = Record {
        flags: Some(vec!["fast".into()]),
        point: Some("một-cửa".into()),
        ..with(&[("channels", "radio meeting"), ("visits", "3"), ("water-1", "high")])
    };
    let expected = tally(
        &kinds(),
        &[with(&[("told", "yes"), ("channels", "na"), ("visits", "30"), ("why", "lâu")]), fast],
    );
    assert_eq!(Tally::decode(&kept.unwrap()), Ok(expected));
}
