//! Several answers, numbers, words, and blocks drawn by chance.
#![allow(clippy::unwrap_used, reason = "a helper that fails is a failed test")]

use lang_nghe_instrument::{Block, Instrument, Item, Kind, OptionKind, Profile, ResponseOption, Scale};
use lang_nghe_record::{Day, Record, RecordId};
use lang_nghe_session::{DraftError, Form, Session, Step, Submission, Violation};
use proptest::prelude::*;

const TOLD: Step = Step::Item(0);
const CHANNELS: Step = Step::Item(1);
const VISITS: Step = Step::Item(2);
const WHY: Step = Step::Item(3);

fn scale(id: &str, options: &[&str]) -> Scale {
    let option = |id: &&str| ResponseOption { id: (*id).into(), kind: OptionKind::Unscored };
    let mut options: Vec<_> = options.iter().map(option).collect();
    options.push(ResponseOption { id: "na".into(), kind: OptionKind::NotApplicable });
    Scale { id: id.into(), options }
}

/// One item of each kind.
fn every_kind() -> Instrument {
    let item = |id: &str, scale, kind| Item { id: id.into(), scale, kind, ..Item::default() };
    Instrument {
        id: "kinds".into(),
        version: "1".into(),
        scales: vec![
            scale("yes-no", &["no", "yes"]),
            scale("channels", &["tv", "net", "talk", "none"]),
            scale("na", &[]),
        ],
        items: vec![
            item("told", 0, Kind::One),
            item("channels", 1, Kind::Several { most: 2, alone: Some(3) }),
            item("visits", 2, Kind::Number { least: 1, most: 30, money: false, usual: (1, 20) }),
            item("why", 2, Kind::Words { most: 5 }),
        ],
        ..Instrument::default()
    }
}

/// A first item, `count` blocks of two items, of which a form asks `asked`, and a last item.
fn blocks(count: usize, asked: usize) -> Instrument {
    let in_block = |block: usize| {
        ["a", "b"].map(|id| Item { id: format!("{id}-{block}"), block: Some(block), ..Item::default() })
    };
    let alone = |id: &str| Item { id: id.into(), ..Item::default() };
    Instrument {
        scales: vec![scale("yes-no", &["no", "yes"])],
        items: [alone("first")]
            .into_iter()
            .chain((0..count).flat_map(in_block))
            .chain([alone("last")])
            .collect(),
        blocks: (0..count).map(|block| Block { id: format!("block-{block}") }).collect(),
        blocks_asked: asked,
        ..Instrument::default()
    }
}

fn nobody() -> Profile {
    Profile { version: "1".into(), questions: Vec::new() }
}

fn scenario(instrument: &Instrument, run: impl FnOnce(Form, &mut Session)) {
    let profile = nobody();
    let form = Form { instrument, profile: &profile };
    run(form, &mut Session::new(form));
}

fn record(form: Form, session: &Session) -> Result<Record, Vec<Violation>> {
    timed(form, session, None)
}

fn timed(form: Form, session: &Session, seconds: Option<u64>) -> Result<Record, Vec<Violation>> {
    session.to_record(
        form,
        &Submission {
            id: RecordId::from_random([1; 16]),
            campaign: "demo",
            day: Day::new(2026, 11, 21).unwrap(),
            lang: "vi",
            point: None,
            app: "0.1.0",
            seconds,
        },
    )
}

#[test]
fn several_options_are_chosen_and_taken_back() {
    scenario(&every_kind(), |form, session| {
        assert_eq!(session.violation(form, CHANNELS), Some(Violation::Unanswered(CHANNELS)));
        for (option, answer) in
            [("net", "net"), ("tv", "tv net"), ("net", "tv"), ("tv", ""), ("talk", "talk")]
        {
            assert!(session.choose(form, CHANNELS, option));
            assert_eq!(session.answer(form, CHANNELS).unwrap_or_default(), answer);
        }
        assert!(!session.choose(form, CHANNELS, "fax"));
    });
}

#[test]
fn an_option_that_excludes_the_others_stands_alone() {
    scenario(&every_kind(), |form, session| {
        for (option, answer) in
            [("net", "net"), ("none", "none"), ("na", "na"), ("tv", "tv"), ("none", "none"), ("none", "")]
        {
            session.choose(form, CHANNELS, option);
            assert_eq!(session.answer(form, CHANNELS).unwrap_or_default(), answer, "after {option}");
        }
    });
}

#[test]
fn more_options_than_allowed_are_kept_but_nobody_goes_on_with_them() {
    scenario(&every_kind(), |form, session| {
        session.choose(form, TOLD, "yes");
        session.visit(form, CHANNELS);
        for option in ["tv", "net", "talk"] {
            session.choose(form, CHANNELS, option);
        }
        assert_eq!(session.next(form), Err(Violation::TooMany(CHANNELS)));
        assert_eq!(session.answer(form, CHANNELS).as_deref(), Some("tv net talk"));
        session.choose(form, CHANNELS, "net");
        assert_eq!(session.next(form), Ok(VISITS));
    });
}

#[test]
fn a_number_is_digits_within_its_range() {
    scenario(&every_kind(), |form, session| {
        for (text, violation) in [
            ("", Some(Violation::Unanswered(VISITS))),
            ("  ", Some(Violation::Unanswered(VISITS))),
            ("0", Some(Violation::NoNumber(VISITS))),
            ("31", Some(Violation::NoNumber(VISITS))),
            ("-2", Some(Violation::NoNumber(VISITS))),
            ("2,5", Some(Violation::NoNumber(VISITS))),
            ("hai", Some(Violation::NoNumber(VISITS))),
            ("99999999999999999999", Some(Violation::NoNumber(VISITS))),
            ("1", None),
            (" 30 ", None),
            ("07", None),
        ] {
            session.write(VISITS, text);
            assert_eq!(session.violation(form, VISITS), violation, "{text:?}");
        }
        assert_eq!(session.answer(form, VISITS).as_deref(), Some("7"), "as records write it");
    });
}

#[test]
fn a_number_beyond_what_is_usual_is_told_apart_and_stands_in_nobodys_way() {
    scenario(&every_kind(), |form, session| {
        for (text, unusual) in
            [("1", None), ("20", None), ("21", Some(21)), ("30", Some(30)), ("31", None), ("x", None)]
        {
            session.write(VISITS, text);
            assert_eq!(session.unusual(form, VISITS), unusual, "{text:?}");
        }
        session.write(VISITS, "21");
        assert_eq!((session.violation(form, VISITS), session.unusual(form, WHY)), (None, None));
    });
}

#[test]
fn money_is_written_with_separators_and_recorded_in_whole_dong() {
    let mut instrument = every_kind();
    instrument.items[2].kind =
        Kind::Number { least: 0, most: 100_000_000, money: true, usual: (1_000, 5_000_000) };
    scenario(&instrument, |form, session| {
        session.choose(form, TOLD, "yes");
        session.choose(form, CHANNELS, "tv");
        for (text, unusual) in
            [("50", Some(50)), ("0", None), ("50.000", None), ("7.500.000 đ", Some(7_500_000))]
        {
            session.write(VISITS, text);
            assert_eq!(
                (session.violation(form, VISITS), session.unusual(form, VISITS)),
                (None, unusual),
                "{text}"
            );
        }
        session.write(VISITS, "50.000");
        let read = Session::decode(form, &session.encode(form, 7)).unwrap().session;
        assert_eq!(read.answer(form, VISITS).as_deref(), Some("50000"));
        let answers = record(form, &read).unwrap().answers;
        assert!(answers.contains(&("visits".into(), "50000".into())), "{answers:?}");
        session.write(VISITS, "100.000.001");
        assert_eq!(session.violation(form, VISITS), Some(Violation::NoNumber(VISITS)));
    });
}

#[test]
fn not_knowing_a_number_is_one_tap_and_a_number_takes_its_place() {
    scenario(&every_kind(), |form, session| {
        session.choose(form, TOLD, "no");
        session.choose(form, CHANNELS, "na");
        session.visit(form, VISITS);
        session.write(VISITS, "12");
        assert_eq!(session.skip(form), Ok(WHY));
        assert_eq!((session.answer(form, VISITS).as_deref(), session.written(VISITS)), (Some("na"), ""));
        session.write(VISITS, "3");
        assert_eq!(session.answer(form, VISITS).as_deref(), Some("3"));
    });
}

#[test]
fn words_can_be_left_out_and_have_an_end() {
    scenario(&every_kind(), |form, session| {
        session.write(WHY, "  lâu  ");
        assert_eq!(session.violation(form, WHY), None);
        assert_eq!(session.answer(form, WHY).as_deref(), Some("lâu"));
        session.write(WHY, "quá lâu");
        assert_eq!(session.violation(form, WHY), Some(Violation::TooLong(WHY)));
        session.write(WHY, " ");
        assert_eq!((session.violation(form, WHY), session.answer(form, WHY)), (None, None));
    });
}

#[test]
fn a_record_carries_every_kind_and_a_draft_gives_it_back() {
    scenario(&every_kind(), |form, session| {
        session.choose(form, TOLD, "yes");
        session.choose(form, CHANNELS, "talk");
        session.choose(form, CHANNELS, "tv");
        session.write(VISITS, "3");
        session.write(WHY, "a\\b c");
        let text = session.encode(form, 7);
        assert!(
            text.contains("\nanswer item/channels tv talk\nanswer item/visits 3\nanswer item/why a\\\\b c"),
            "{text}"
        );
        let read = Session::decode(form, &text).unwrap();
        assert_eq!((read.session.answer(form, WHY), read.unread.len()), (Some("a\\b c".to_owned()), 0));
        let record = record(form, &read.session).unwrap();
        let answers: Vec<_> =
            record.answers.iter().map(|(item, answer)| (item.as_str(), answer.as_str())).collect();
        assert_eq!(answers, [("told", "yes"), ("channels", "tv talk"), ("visits", "3"), ("why", "a\\b c")]);
        assert_eq!((record.blocks.len(), record.flags), (0, Some(Vec::new())));
    });
}

#[test]
fn answers_that_contradict_themselves_are_not_taken_from_a_draft() {
    scenario(&every_kind(), |form, _| {
        let text = "lang-nghe draft 1\nanswer item/channels tv tv\nanswer item/channels tv fax\n\
                    answer item/visits 3\nanswer item/visits 4\nblocks a";
        let read = Session::decode(form, text).unwrap();
        assert_eq!(
            read.unread,
            ["answer item/channels tv tv", "answer item/channels tv fax", "answer item/visits 4", "blocks a"]
        );
        assert_eq!(read.session.answer(form, VISITS).as_deref(), Some("3"));
    });
}

#[test]
fn what_is_written_keeps_the_form_from_being_taken_for_an_untouched_one() {
    for fill in [
        |form: Form, session: &mut Session| _ = session.choose(form, CHANNELS, "tv"),
        |_: Form, session: &mut Session| session.write(WHY, "x"),
    ] {
        scenario(&every_kind(), |form, session| {
            assert!(session.is_untouched());
            fill(form, session);
            assert!(!session.is_untouched());
        });
    }
}

#[test]
fn a_form_asks_its_blocks_whole_and_in_their_order() {
    scenario(&blocks(3, 2), |form, session| {
        session.draw(form, 5);
        let codes: Vec<_> = session.steps(form).into_iter().map(|step| form.code(step)).collect();
        assert_eq!(codes.len(), 1 + 6 + 2, "{codes:?}");
        assert_eq!((codes[1].as_str(), codes[6].as_str()), ("item/first", "item/last"));
        for pair in codes[2..6].chunks(2) {
            assert_eq!(pair[0].replace("a-", "b-"), pair[1]);
        }
        session.draw(form, 6);
        assert_eq!(session.steps(form).into_iter().map(|step| form.code(step)).collect::<Vec<_>>(), codes);
        assert_eq!(session.progress(form).of, 8);
    });
}

#[test]
fn a_reload_keeps_the_blocks_and_a_record_names_them() {
    scenario(&blocks(4, 2), |form, session| {
        session.draw(form, 77);
        let steps = session.steps(form);
        for step in &steps[1..] {
            session.choose(form, *step, "yes");
        }
        session.visit(form, steps[3]);
        let read = Session::decode(form, &session.encode(form, 1)).unwrap();
        assert_eq!(read.session, *session);
        assert_eq!((read.session.steps(form), read.session.step()), (steps, session.step()));
        let record = record(form, &read.session).unwrap();
        assert_eq!(record.answers.len(), 2 + 4);
        assert_eq!(record.blocks.len(), 2);
        let place = |id: &str| record.answers.iter().position(|(item, _)| item == id).unwrap();
        let first = |block: &str| place(&block.replace("block", "a"));
        assert!(first(&record.blocks[0]) < first(&record.blocks[1]), "they stand in the order asked");
    });
}

#[test]
fn a_draft_with_impossible_blocks_is_drawn_anew_and_opens_where_something_is_missing() {
    scenario(&blocks(3, 2), |form, _| {
        for line in ["block-0", "block-0 block-0", "block-0 block-7", "block-0 block-1 block-2", ""] {
            let text = format!("lang-nghe draft 1\nstep item/a-1\nblocks {line}\nanswer item/first yes");
            let mut read = Session::decode(form, &text).unwrap();
            assert_eq!(read.unread, [format!("blocks {line}")]);
            assert_eq!(read.session.step(), Step::Item(7), "{line}");
            read.session.draw(form, 1);
            assert_eq!(read.session.steps(form).len(), 9);
        }
        assert_eq!(Session::decode(form, "lang-nghe draft 2"), Err(DraftError::Newer));
    });
}

/// Which blocks a form of this seed asks, in order.
fn drawn(instrument: &Instrument, seed: u32) -> Vec<String> {
    let profile = nobody();
    let form = Form { instrument, profile: &profile };
    let mut session = Session::new(form);
    session.draw(form, seed);
    for step in session.steps(form).into_iter().skip(1) {
        session.choose(form, step, "no");
    }
    record(form, &session).unwrap().blocks
}

#[test]
fn over_seeds_every_block_is_asked_and_stands_first_equally_often() {
    let (count, asked, forms) = (6, 2, 6_000u32);
    let instrument = blocks(count, asked);
    let mut seen = vec![(0u32, 0u32); count];
    for seed in 0..forms {
        for (place, block) in drawn(&instrument, seed).iter().enumerate() {
            let at: usize = block.trim_start_matches("block-").parse().unwrap();
            seen[at].0 += 1;
            seen[at].1 += u32::from(place == 0);
        }
    }
    // Five standard deviations of a binomial count: by chance beyond them once in 1.7 million counts.
    let within = |count: u32, share: f64| {
        let n = f64::from(forms);
        (f64::from(count) - n * share).abs() <= 5.0 * (n * share * (1.0 - share)).sqrt()
    };
    for (block, (any, first)) in seen.into_iter().enumerate() {
        assert!(within(any, 2.0 / 6.0), "block {block} asked {any} times");
        assert!(within(first, 1.0 / 6.0), "block {block} first {first} times");
    }
}

proptest! {
    #[test]
    fn the_same_seed_gives_the_same_form(seed: u32, count in 2usize..8, part in 0usize..8) {
        let instrument = blocks(count, 1 + part % count);
        let first = drawn(&instrument, seed);
        prop_assert_eq!(&first, &drawn(&instrument, seed));
        let mut each_once = first.clone();
        each_once.sort();
        each_once.dedup();
        prop_assert_eq!(each_once.len(), instrument.blocks_asked);
    }

    #[test]
    fn whatever_is_ticked_and_written_a_complete_form_fits_its_instrument(
        ticks in prop::collection::vec(prop::sample::select(vec!["tv", "net", "talk", "none", "na", "x"]), 0..8),
        number in "[ 0-9x]{0,4}", words in ".{0,7}",
    ) {
        scenario(&every_kind(), |form, session| {
            session.choose(form, TOLD, "yes");
            for option in &ticks {
                session.choose(form, CHANNELS, option);
            }
            session.write(VISITS, &number);
            session.write(WHY, &words);
            let read = Session::decode(form, &session.encode(form, 1)).unwrap();
            assert!(read.unread.is_empty(), "{:?}", read.unread);
            assert_eq!(read.session.violations(form), session.violations(form));
            let Ok(record) = record(form, session) else { return };
            for (id, answer) in &record.answers {
                let item = form.instrument.items.iter().find(|item| item.id == *id).unwrap();
                assert!(form.instrument.answer(item, answer).is_ok(), "{id} {answer:?}");
            }
        });
    }
}

#[test]
fn a_record_names_what_was_noticed_and_not_how_long_it_took() {
    scenario(&blocks(3, 2), |form, session| {
        session.draw(form, 3);
        for step in session.steps(form).into_iter().skip(1) {
            session.choose(form, step, "yes");
        }
        let fast = timed(form, session, Some(5)).unwrap();
        assert_eq!(fast.flags, Some(vec!["fast".to_owned()]));
        let slow = Record { flags: Some(Vec::new()), ..fast.clone() };
        assert_eq!(
            slow,
            timed(form, session, Some(5_000)).unwrap(),
            "nothing else in it depends on the time"
        );
        for seconds in [Some(6), None] {
            assert_eq!(timed(form, session, seconds).unwrap().flags, Some(Vec::new()), "{seconds:?}");
        }
    });
}
