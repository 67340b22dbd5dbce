//! Numbers and what was noticed, as released: never less than the threshold, whatever is subtracted.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

use lang_nghe_instrument::{
    Instrument, InstrumentText, Item, ItemText, Kind, OptionKind, ResponseOption, Scale,
};
use lang_nghe_record::{Mode, Record};
use lang_nghe_scoring::{Detail, Moments, Tally};
use proptest::prelude::*;

use crate::samples::{self, names, record, words};
use crate::{Release, Report, release};

/// The sample with one item that asks for a number and one that takes several answers.
fn instrument() -> Instrument {
    let mut instrument = samples::instrument();
    let away = ResponseOption { id: "na".into(), kind: OptionKind::NotApplicable };
    let several = |id: &str| ResponseOption { id: id.into(), kind: OptionKind::Unscored };
    let channels = ["tv", "net"].map(several).into_iter().chain([away.clone()]).collect();
    instrument.scales.push(Scale { id: "channels".into(), options: channels });
    instrument.scales.push(Scale { id: "na".into(), options: vec![away] });
    let item = |id: &str, scale, kind| Item { id: id.into(), scale, kind, ..Item::default() };
    instrument.items.push(item("channels", 2, Kind::Several { most: 2, alone: None }));
    instrument.items.push(item(
        "visits",
        3,
        Kind::Number { least: 0, most: 30, money: false, usual: (0, 30) },
    ));
    instrument
}

fn text() -> InstrumentText {
    let mut text = samples::text();
    let item = |short: &str, unit: Option<&str>| ItemText {
        plain: short.into(),
        short: short.into(),
        unit: unit.map(str::to_owned),
        ..ItemText::default()
    };
    text.items.extend([item("Biết qua", None), item("Số lần đi lại", Some("lần"))]);
    text.options.push(["Tivi", "Mạng", "Không biết"].map(str::to_owned).into());
    text.options.push(vec!["Không biết".to_owned()]);
    text
}

fn form(answers: &[(&str, &str)], flags: Option<&[&str]>) -> Record {
    let flags = flags.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    Record { flags, ..record(Some("1"), None, Mode::SelfCompleted, answers) }
}

/// The releases after each batch of forms, and the tallies behind them.
fn history(batches: &[Vec<Record>]) -> Vec<(Release, Tally)> {
    let instrument = instrument();
    let mut tally = Tally::new(&instrument);
    let mut releases: Vec<(Release, Tally)> = Vec::new();
    for (day, batch) in batches.iter().enumerate() {
        batch.iter().for_each(|record| tally.add(&instrument, record).unwrap());
        let last = releases.last().map(|(release, _)| release);
        let next = release(&instrument, last, &tally, 5, &format!("2026-11-{:02}", day + 1)).unwrap();
        next.check(&instrument).unwrap();
        let json = serde_json::to_string(&next).unwrap();
        assert_eq!(serde_json::from_str::<Release>(&json).unwrap(), next);
        releases.push((next, tally.clone()));
    }
    releases
}

/// The sums of the number item in a tally.
fn sums(tally: &Tally) -> (u64, Moments) {
    match tally.total().items[6].detail {
        Detail::Number { answered, moments } => (answered, moments),
        _ => (0, Moments::default()),
    }
}

#[test]
fn a_number_is_shown_once_enough_people_wrote_one_and_in_no_group() {
    let visits =
        |n: usize, count: usize| vec![form(&[("visits", &n.to_string()), ("access-1", "4")], None); count];
    let silent = |count: usize| vec![form(&[("access-1", "4")], None); count];
    let releases = history(&[
        [visits(3, 4), silent(9)].concat(),
        [visits(9, 1), silent(5)].concat(),
        [visits(30, 4), silent(2)].concat(),
    ]);
    assert_eq!(releases[0].0.numbers, [], "four are too few, though thirteen forms are out");
    let shown = &releases[1].0.numbers[0];
    assert_eq!((shown.answered, shown.moments.sum.to_u128()), (5, Some(21)));
    assert_eq!(releases[2].0.numbers, releases[1].0.numbers, "four more would show the sum of these four");
    for (release, _) in &releases {
        let groups = [&release.points, &release.modes].into_iter().flat_map(|partition| &partition.groups);
        for cell in groups.map(|group| &group.cell).chain(&release.total) {
            let Detail::Number { moments, .. } = cell.items[6].detail else { panic!("no number") };
            assert_eq!(moments, Moments::default());
        }
    }
}

#[test]
fn a_release_with_invented_sums_is_refused() {
    let forms = vec![form(&[("visits", "3")], None); 6];
    let good = history(&[forms])[0].0.clone();
    let changes: [fn(&mut Release); 3] = [
        |release| release.numbers[0].answered = 7,
        |release| release.numbers[0].moments.sum = 181u128.into(),
        |release| release.numbers[0].item = 0,
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut twisted = good.clone();
        change(&mut twisted);
        assert!(twisted.check(&instrument()).is_err(), "change {number}");
    }
}

#[test]
fn scores_with_and_without_flagged_forms_stand_side_by_side() {
    let happy = vec![
        form(
            &[("access-1", "5"), ("access-2", "5"), ("staff-1", "5"), ("staff-2", "5")],
            Some(&["fast"])
        );
        6
    ];
    let others =
        vec![
            form(&[("access-1", "2"), ("access-2", "2"), ("staff-1", "2"), ("staff-2", "2")], Some(&[]));
            14
        ];
    let release = history(&[[happy, others].concat()])[0].0.clone();
    let (instrument, text, words, names) = (instrument(), text(), words(), names());
    let table = Report::new(&instrument, &text, &release, &words, &names).quality();
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| (row.head.as_str(), row.cells[0].text.as_str(), row.cells[1].text.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            (words.quality_all.as_str(), "20", "30,0%"),
            (&words.quality_clear, "14", "0,0%"),
            (&words.quality_fast, "6", "100,0%"),
        ]
    );
    assert_eq!(table.rows[2].cells[0].detail.as_deref(), Some("30,0%"));
}

#[test]
fn too_few_flagged_forms_are_not_told_apart_from_the_others() {
    let flagged = vec![form(&[("access-1", "5")], Some(&["straight-lining"])); 3];
    let clear = vec![form(&[("access-1", "2")], Some(&[])); 20];
    let release = history(&[[flagged, clear].concat()])[0].0.clone();
    assert_eq!(release.quality.groups, [], "20 of 23 shown alone would tell of the three");
    assert_eq!(release.quality.rest, 23);
}

#[test]
fn a_campaign_whose_devices_did_not_look_has_no_such_table_until_one_does() {
    let old = vec![form(&[("access-1", "5")], None); 8];
    let new = vec![form(&[("access-1", "5")], Some(&[])); 8];
    let releases = history(&[old, new]);
    let (instrument, text, words, names) = (instrument(), text(), words(), names());
    let rows =
        |release: &Release| Report::new(&instrument, &text, release, &words, &names).quality().rows.len();
    assert_eq!(rows(&releases[0].0), 0);
    assert!(!serde_json::to_string(&releases[0].0).unwrap().contains("quality"));
    assert_eq!(rows(&releases[1].0), 3);
}

#[test]
fn a_number_is_written_with_its_unit_and_interval() {
    let forms = (0..12u32).map(|n| form(&[("visits", &(n % 4 + 1).to_string())], None)).collect();
    let release = history(&[forms])[0].0.clone();
    let (instrument, text, words, names) = (instrument(), text(), words(), names());
    let report = Report::new(&instrument, &text, &release, &words, &names);
    let row = &report.numbers().rows[0];
    assert_eq!((row.head.as_str(), row.cells[0].text.as_str()), ("Số lần đi lại (lần)", "2,5"));
    // R: t.test(rep(1:4, 3)) gives 1.758048 and 3.241952.
    assert_eq!(row.cells[0].detail.as_deref(), Some("1,8–3,2"));
    assert_eq!(row.cells[1].text, "12");
    assert!(report.notes().iter().any(|note| **note == words.several_note));
}

proptest! {
    #[test]
    fn what_is_new_in_a_shown_sum_is_nothing_or_the_numbers_of_enough_people(
        batches in prop::collection::vec((0usize..9, 0usize..9, 0u32..=30), 1..8),
    ) {
        let batches: Vec<Vec<Record>> = batches
            .iter()
            .map(|(written, silent, number)| {
                let written = vec![form(&[("visits", &number.to_string())], None); *written];
                [written, vec![form(&[], None); *silent]].concat()
            })
            .collect();
        let mut before = 0;
        for (release, tally) in history(&batches) {
            let shown = release.numbers.first().map_or(0, |shown| shown.answered);
            prop_assert!(shown == before || shown >= before + 5, "{before} and then {shown}");
            if shown != before {
                let shown = &release.numbers[0];
                prop_assert_eq!((shown.answered, shown.moments), sums(&tally));
            }
            before = shown;
        }
    }

    #[test]
    fn with_and_without_differ_by_nobody_or_by_enough(
        batches in prop::collection::vec((0usize..12, 0usize..7, 0usize..7), 1..8),
    ) {
        let batches: Vec<Vec<Record>> = batches
            .iter()
            .map(|(clear, fast, straight)| {
                [
                    vec![form(&[("access-1", "2")], Some(&[])); *clear],
                    vec![form(&[("access-1", "5")], Some(&["fast"])); *fast],
                    vec![form(&[("access-1", "5")], Some(&["straight-lining"])); *straight],
                ]
                .concat()
            })
            .collect();
        for (release, _) in history(&batches) {
            let all = release.total.as_ref().map_or(0, |cell| cell.records);
            let shown: u64 = release.quality.groups.iter().map(|group| group.cell.records).sum();
            prop_assert_eq!(shown + release.quality.rest, all);
            prop_assert!(release.quality.rest == 0 || release.quality.rest >= 5);
            prop_assert!(release.quality.groups.iter().all(|group| group.cell.records >= 5));
        }
    }
}
