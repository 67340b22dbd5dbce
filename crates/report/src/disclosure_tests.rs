//! Answers to single questions under attack, where not everybody answers everything: by subtraction, across all tables and
//! releases, for every question and group of questions.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

use lang_nghe_instrument::Instrument;
use lang_nghe_record::{Mode, Record};
use lang_nghe_scoring::{Cell, Sums, Tally};
use proptest::prelude::*;

use crate::samples;
use crate::solver::smallest_set;
use crate::{Bounds, Partition, Release, release, release_without};

/// Point, kind of procedure, way of filling in, what was noticed; and which of the five questions are answered.
type Atom = ((u8, u8, u8, u8), u8);

const ITEMS: [&str; 5] = ["access-1", "access-2", "staff-1", "staff-2", "money-1"];

/// A form that answers the questions of its atom: like all others, or as nobody else does.
fn form(((point, procedure, mode, noticed), pattern): Atom, marked: bool) -> Record {
    let answers: Vec<(&str, &str)> = (ITEMS.iter().enumerate())
        .filter(|(at, _)| pattern >> at & 1 == 1)
        .map(|(at, item)| (*item, [["4", "1"], ["no", "yes"]][usize::from(at == 4)][usize::from(marked)]))
        .collect();
    let mode = [Mode::SelfCompleted, Mode::Paper][usize::from(mode)];
    let (point, procedure) = (format!("p{point}"), format!("q{procedure}"));
    let flags = [vec![], vec!["fast".to_owned()]][usize::from(noticed)].clone();
    Record { flags: Some(flags), ..samples::record(Some(&point), Some(&procedure), mode, &answers) }
}

/// What readers get after each batch; the forms of the atom at `marked` answer differently.
fn served(batches: &[Vec<(Atom, u64)>], threshold: u64, marked: Option<usize>) -> Vec<Release> {
    let instrument = samples::instrument();
    let mut tally = Tally::new(&instrument);
    let mut last: Option<Release> = None;
    let mut at = 0;
    let step = |(day, batch): (usize, &Vec<(Atom, u64)>)| {
        for (atom, count) in batch {
            let form = form(*atom, marked == Some(at));
            (0..*count).for_each(|_| tally.add(&instrument, &form).unwrap());
            at += 1;
        }
        let date = format!("2026-11-{:02}", day + 1);
        let next = release(&instrument, last.as_ref(), &tally, threshold, &date).unwrap();
        next.check(&instrument).unwrap();
        let json = serde_json::to_string(&next).unwrap();
        assert_eq!(serde_json::from_str::<Release>(&json).unwrap(), next);
        let served = next.served(&instrument);
        served.check(&instrument).unwrap();
        last = Some(next);
        served
    };
    batches.iter().enumerate().map(step).collect()
}

fn cells(release: &Release) -> impl Iterator<Item = &Cell> {
    let tables = [&release.points, &release.procedures, &release.modes, &release.quality];
    tables.into_iter().flat_map(|of| of.groups.iter().map(|group| &group.cell)).chain(&release.total)
}

/// Of the five questions and three composites: what every cell says about one question or composite.
fn figures(releases: &[Release], of: usize) -> Vec<u128> {
    let figure = |cell: &Cell| match of {
        0..4 => cell.items[of].options[0].into(),
        4 => cell.items[4].options[1].into(),
        _ => cell.composites[of - 5].points.sum.to_u128().unwrap(),
    };
    releases.iter().flat_map(cells).map(figure).collect()
}

/// Whether somebody who answers these questions counts in a question or composite.
fn counts(pattern: u8, of: usize) -> bool {
    match of {
        0..5 => pattern >> of & 1 == 1,
        5 => pattern & 0b11 > 0,
        6 => pattern & 0b1100 > 0,
        _ => (pattern & 0b1111).count_ones() >= 2,
    }
}

/// The smallest set of answers to a question, or of people in a composite, that is known from what is served.
fn smallest(batches: &[Vec<(Atom, u64)>], threshold: u64) -> Option<(usize, u64)> {
    let atoms: Vec<(Atom, u64)> = batches.concat();
    let plain = served(batches, threshold, None);
    let marked: Vec<_> = (0..atoms.len()).map(|at| served(batches, threshold, Some(at))).collect();
    (0..8).find_map(|of| {
        let there: Vec<usize> = (0..atoms.len()).filter(|at| counts(atoms[*at].0.1, of)).collect();
        let before = figures(&plain, of);
        // A cell holds all or nothing of an atom, so it either changes with the atom's answers or does not.
        let columns: Vec<Vec<i128>> = there
            .iter()
            .map(|at| {
                let after = figures(&marked[*at], of);
                assert_eq!(after.len(), before.len(), "what is shown does not depend on what is answered");
                let changes: Vec<u128> = after.iter().zip(&before).map(|(a, b)| a.abs_diff(*b)).collect();
                let most = changes.iter().max().copied().unwrap_or_default();
                assert!(changes.iter().all(|change| [0, most].contains(change)), "{of}: {changes:?}");
                changes.iter().map(|change| i128::from(*change > 0)).collect()
            })
            .collect();
        let rows: Vec<Vec<i128>> =
            (0..before.len()).map(|cell| columns.iter().map(|column| column[cell]).collect()).collect();
        let sizes: Vec<u64> = there.iter().map(|at| atoms[*at].1).collect();
        Some((of, smallest_set(&sizes, &rows, threshold)?))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn of_no_question_a_few_answers_are_worked_out_from_all_tables_of_all_releases(
        (batches, threshold) in (1usize..=3).prop_flat_map(|steps| {
            let few = prop_oneof![2 => 1u64..4, 4 => 2u64..14];
            let pattern = prop_oneof![2 => Just(31u8), 3 => 0u8..32];
            let atom = ((0u8..2, 0u8..2, 0u8..2, 0u8..2), pattern);
            let batch = prop::collection::btree_map(atom, few, 1..=(8 / steps).min(5))
                .prop_map(|atoms| atoms.into_iter().collect::<Vec<_>>());
            (prop::collection::vec(batch, steps), 2u64..=6)
        })
    ) {
        prop_assert_eq!(smallest(&batches, threshold), None);
    }
}

const EVERYTHING: u8 = 0b11111;

fn at(point: u8, pattern: u8, forms: u64) -> (Atom, u64) {
    (((point, 0, 0, 0), pattern), forms)
}

#[test]
fn a_question_that_few_newly_answer_stays_as_it_was_last_told() {
    let batches = [vec![at(1, EVERYTHING, 30)], vec![at(2, 0b11101, 11), at(2, EVERYTHING, 1)]];
    let releases = served(&batches, 10, None);
    let total = releases[1].total.as_ref().unwrap();
    assert_eq!((total.records, total.composites[2].n), (42, 42));
    assert_eq!(total.items[1].options[3], 30, "one new answer would be that of one person");
    assert_eq!(total.items[0].options[3], 30, "nor is it what the group of questions less the others leaves");
    assert_eq!(total.items[2].options[3], 42);
    assert_eq!(releases[1].late, [(0, 12), (1, 12)]);
    assert_eq!(smallest(&batches, 10), None);
    let instrument = samples::instrument();
    let (text, words, names) = (samples::text(), samples::words(), samples::names());
    let items = crate::Report::new(&instrument, &text, &releases[1], &words, &names).items();
    assert_eq!(items.rows[1].cells[0].text, "30");
    assert_eq!(items.rows[1].cells[5].text, "0", "who came later is not counted as having left it out");
}

#[test]
fn a_score_that_too_few_of_a_point_have_keeps_its_forms_back() {
    // Ten forms are enough, but only four of them answered the questions about the staff.
    let batches = [vec![at(1, EVERYTHING, 40)], vec![at(2, 0b00011, 8), at(2, EVERYTHING, 4)]];
    let releases = served(&batches, 10, None);
    assert_eq!(releases[1], releases[0]);
    let more = [&batches[..], &[vec![at(2, EVERYTHING, 6)]]].concat();
    let last = served(&more, 10, None).pop().unwrap();
    assert_eq!(
        last.points.groups[1].cell.composites.iter().map(|sums| sums.n).collect::<Vec<_>>(),
        [18, 10, 18]
    );
    assert_eq!(smallest(&more, 10), None);
}

#[test]
fn a_score_that_most_people_leave_out_holds_nothing_up_and_is_told_of_no_group() {
    let batches = [vec![at(1, 0b00011, 30), at(1, EVERYTHING, 3), at(2, EVERYTHING, 12)]];
    let release = &served(&batches, 10, None)[0];
    assert_eq!(release.total.as_ref().unwrap().records, 45);
    assert_eq!(release.total.as_ref().unwrap().composites[1].n, 15);
    assert!(release.points.groups.iter().all(|group| group.cell.composites[1] == Sums::default()));
    assert!(release.points.groups.iter().all(|group| group.hidden.contains(&6)));
    assert_eq!(smallest(&batches, 10), None);
}

/// The sample with a sensitive question beside the scores, and two that are a score.
fn sensitive() -> Instrument {
    let mut instrument = samples::instrument();
    instrument.id = "papi-soi-8".into();
    for (item, id) in instrument.items.iter_mut().zip(["access-1", "access-2", "honesty-1", "honesty-2"]) {
        item.id = id.into();
    }
    instrument
}

fn frank(point: &str, mark: &str) -> Record {
    let answers = [("access-1", "4"), ("access-2", "4"), ("honesty-1", mark), ("honesty-2", mark)];
    let record = samples::record(Some(point), Some("land"), Mode::SelfCompleted, &answers);
    Record { instrument: "papi-soi-8".into(), ..record }
}

/// The releases, as stored, after each batch of forms of point and mark.
fn frankly(batches: &[&[(&str, &str, u64)]], single_point: bool) -> Vec<Release> {
    let instrument = sensitive();
    let mut tally = Tally::new(&instrument);
    let mut releases: Vec<Release> = Vec::new();
    for (day, batch) in batches.iter().enumerate() {
        for (point, mark, count) in *batch {
            (0..*count).for_each(|_| tally.add(&instrument, &frank(point, mark)).unwrap());
        }
        let (date, bounds) = (format!("2026-11-{:02}", day + 1), Bounds { threshold: 10, single_point });
        let counts = (&tally, &Tally::new(&instrument));
        releases.push(release_without(&instrument, releases.last(), counts, bounds, &date).unwrap());
    }
    releases
}

fn marks(release: &Release) -> Vec<u64> {
    release.served(&sensitive()).total.unwrap().items[2].options.clone()
}

#[test]
fn a_score_of_sensitive_questions_is_told_of_no_group_and_moves_with_them() {
    let releases = frankly(&[&[("1", "5", 30), ("2", "1", 12)], &[("1", "2", 12)], &[("2", "4", 12)]], false);
    for release in &releases {
        let served = release.served(&sensitive());
        let tables = [&served.points, &served.procedures, &served.modes, &served.quality];
        for group in tables.into_iter().flat_map(|of: &Partition| &of.groups) {
            assert_eq!(
                group.cell.composites[1..],
                [Sums::default(); 2],
                "the score, and the total with it in it"
            );
            assert!(group.cell.composites[0].n >= 10);
            assert!(group.cell.items.iter().all(|item| item.options.iter().sum::<u64>() == 0));
        }
    }
    assert_eq!(marks(&releases[0]), [12, 0, 0, 0, 30, 0]);
    assert_eq!(marks(&releases[1]), marks(&releases[0]), "twelve of one point, who all said the same");
    let [first, second, third] =
        [0, 1, 2].map(|at| releases[at].served(&sensitive()).total.unwrap().composites);
    assert_eq!((first[1].n, first[2].n), (42, 42));
    assert_eq!(second[1..], first[1..], "the score and the total with it stay as well");
    assert_eq!((second[0].n, third[1].n, third[2].n), (54, 66, 66));
    assert_eq!(marks(&releases[2]), [12, 12, 0, 12, 30, 0]);
}

#[test]
fn what_is_sensitive_is_not_told_of_one_desk_unless_there_is_only_one() {
    let mixed: &[(&str, &str, u64)] = &[("1", "5", 20), ("1", "1", 20)];
    assert_eq!(marks(&frankly(&[mixed], false)[0]), [0; 6]);
    assert_eq!(marks(&frankly(&[mixed], true)[0]), [20, 0, 0, 0, 20, 0]);
    let nearly: &[(&str, &str, u64)] = &[("1", "1", 39), ("2", "5", 11)];
    assert_eq!(marks(&frankly(&[nearly], false)[0]), [39, 0, 0, 0, 11, 0]);
    // Two forms of a second desk would be told apart from nobody, so they have to wait, and the first desk is alone.
    assert_eq!(marks(&frankly(&[&[("1", "1", 39), ("2", "5", 2)]], false)[0]), [0; 6]);
    // Nobody at all in the better half.
    assert_eq!(marks(&frankly(&[&[("1", "1", 20), ("2", "2", 20)]], false)[0]), [0; 6]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn no_two_releases_tell_that_a_desk_agreed_about_what_is_sensitive(
        batches in prop::collection::vec(prop::collection::vec((0usize..3, 0usize..3, 1u64..25), 1..5), 1..5),
    ) {
        let named = |batch: &Vec<(usize, usize, u64)>| -> Vec<(&str, &str, u64)> {
            batch.iter().map(|(point, mark, n)| (["1", "2", "3"][*point], ["1", "2", "5"][*mark], *n)).collect()
        };
        let batches: Vec<_> = batches.iter().map(named).collect();
        let releases = frankly(&batches.iter().map(Vec::as_slice).collect::<Vec<_>>(), false);
        // What is told at a step is of all forms that are out then, or what was told before.
        let mut told: Vec<(Vec<u64>, Vec<u64>)> = vec![(vec![0; 6], vec![0; 3])];
        for release in releases.iter().filter(|release| release.total.is_some()) {
            let marks = marks(release);
            if marks != told[told.len() - 1].0 {
                let out = &release.ledger.as_ref().unwrap().published.0;
                let at = |point: &str| out.part(|of| of.point.as_deref() == Some(point)).records();
                prop_assert_eq!(marks.iter().sum::<u64>(), out.records());
                told.push((marks, ["1", "2", "3"].map(at).into()));
            }
        }
        for (later, (marks, points)) in told.iter().enumerate() {
            for (before, at) in &told[..later] {
                let new: Vec<u64> = marks.iter().zip(before).map(|(now, before)| now - before).collect();
                let points: Vec<u64> = points.iter().zip(at).map(|(now, before)| now - before).collect();
                let (all, largest) = (new.iter().sum::<u64>(), points.iter().max().unwrap());
                prop_assert!(all - largest >= 10, "{points:?}");
                prop_assert!(new[4] > 0 && new[4] < all, "{new:?}");
            }
        }
    }
}

#[test]
fn a_release_of_the_second_form_is_read_and_gone_on_from() {
    let instrument = sensitive();
    let stored = frankly(&[&[("1", "5", 30), ("2", "1", 12)]], false).remove(0);
    let mut json = serde_json::to_value(&stored).unwrap();
    json["release"] = 2.into();
    json.as_object_mut().unwrap().remove("told");
    let ledger = json["ledger"].as_object_mut().unwrap();
    ledger.remove("graphs");
    ledger.extend([("nodes".to_owned(), 0.into()), ("edges".to_owned(), serde_json::json!([]))]);
    ledger.insert("pool".to_owned(), serde_json::json!([]));
    let old: Release = serde_json::from_value(json).unwrap();
    old.check(&instrument).unwrap();
    let read = old.served(&instrument);
    assert_eq!(marks(&old), [12, 0, 0, 0, 30, 0], "what everybody saw stays");
    assert!(read.points.groups.iter().all(|group| group.cell.composites[1] == Sums::default()));
    let mut tally = Tally::new(&instrument);
    (0..30).for_each(|_| tally.add(&instrument, &frank("1", "5")).unwrap());
    (0..24).for_each(|_| tally.add(&instrument, &frank("2", "1")).unwrap());
    let next = release(&instrument, Some(&old), &tally, 10, "2026-11-02").unwrap();
    next.check(&instrument).unwrap();
    assert_eq!((next.release, next.total.as_ref().unwrap().records), (3, 54));
    assert_eq!(marks(&next), [12, 0, 0, 0, 30, 0], "twelve who agree");
    (0..24).for_each(|_| tally.add(&instrument, &frank("1", "4")).unwrap());
    let last = release(&instrument, Some(&next), &tally, 10, "2026-11-03").unwrap();
    assert_eq!(marks(&last), [24, 0, 0, 24, 30, 0]);
}

#[test]
fn what_few_of_the_forms_set_aside_had_answered_is_hidden_until_enough_others_have() {
    let instrument = samples::instrument();
    let tally = |atoms: &[(Atom, u64)]| {
        let mut tally = Tally::new(&instrument);
        for (atom, count) in atoms {
            (0..*count).for_each(|_| tally.add(&instrument, &form(*atom, false)).unwrap());
        }
        tally
    };
    let bounds = Bounds { threshold: 10, single_point: false };
    let genuine = [at(1, EVERYTHING, 40), at(2, EVERYTHING, 30)];
    let fake = [at(1, 0b11101, 30), at(1, EVERYTHING, 1)];
    let first = release(&instrument, None, &tally(&genuine), 10, "2026-11-01").unwrap();
    let both = tally(&[&genuine[..], &fake].concat());
    let second = release(&instrument, Some(&first), &both, 10, "2026-11-02").unwrap();
    assert_eq!(second.total.as_ref().unwrap().records, 101);
    let counts = (&tally(&genuine), &tally(&fake));
    let cleared = release_without(&instrument, Some(&second), counts, bounds, "2026-11-03").unwrap();
    let of_all = |release: &Release| -> Vec<u64> {
        let served = release.served(&instrument);
        served.check(&instrument).unwrap();
        served.total.unwrap().items[..4].iter().map(|item| item.options[3]).collect()
    };
    assert_eq!(of_all(&first), [70; 4]);
    assert_eq!(
        of_all(&cleared),
        [70, 0, 70, 70],
        "one of the forms that left had answered the second question"
    );
    let more = tally(&[&genuine[..], &[at(2, EVERYTHING, 12)]].concat());
    let last = release(&instrument, Some(&cleared), &more, 10, "2026-11-04").unwrap();
    assert_eq!(of_all(&last), [82; 4]);
}

#[test]
fn what_is_asked_after_a_sensitive_answer_is_sensitive_too() {
    let mut instrument = sensitive();
    instrument.items[4].relevant = vec![lang_nghe_instrument::Condition { item: 2, options: vec![0] }];
    let mut tally = Tally::new(&instrument);
    for number in 0..60 {
        // Ten of sixty are asked, all at the first point.
        let mut one = frank(if number % 2 == 0 { "1" } else { "2" }, if number % 6 == 0 { "1" } else { "5" });
        let answer = if number % 12 == 0 { "yes" } else { "no" };
        one.answers.extend((number % 6 == 0).then(|| ("money-1".into(), answer.into())));
        tally.add(&instrument, &one).unwrap();
    }
    let served = release(&instrument, None, &tally, 10, "2026-11-01").unwrap().served(&instrument);
    assert_eq!(served.total.as_ref().unwrap().items[2].options[0], 10);
    assert!(served.hidden.contains(&4), "who is asked said it at the first desk: {:?}", served.hidden);
}
