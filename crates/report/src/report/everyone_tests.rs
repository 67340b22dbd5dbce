//! Points weighed by the people they served, and pairs of groups, against R's `survey` and `t.test`.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use lang_nghe_record::Mode;
use lang_nghe_scoring::Tally;
use proptest::prelude::*;

use super::*;
use crate::samples::{instrument, names, record, text, words};
use crate::{Names, Release, Words, release};

const FORMS: &str = include_str!("../../../../tests/reference/points/forms.csv");
const EXPECTED: &str = include_str!("../../../../tests/reference/points/expected.csv");

fn said() -> EveryoneWords {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content/ui/vi.toml");
    let file: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    file["hub"]["estimate"]["table"].clone().try_into().unwrap()
}

/// The release of the forms of the reference, and how many people each point served.
fn reference() -> (Release, BTreeMap<String, u64>) {
    let instrument = instrument();
    let items = ["access-1", "access-2", "staff-1", "staff-2"];
    let mut tally = Tally::new(&instrument);
    let mut served = BTreeMap::new();
    for line in FORMS.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        served.insert(cells[0].to_owned(), cells[1].parse().unwrap());
        let given =
            items.into_iter().zip(cells[3..].iter().copied()).filter(|(_, answer)| !answer.is_empty());
        let mode = if cells[2] == "self" { Mode::SelfCompleted } else { Mode::Assisted };
        let record = record(Some(cells[0]), None, mode, &given.collect::<Vec<_>>());
        tally.add(&instrument, &record).unwrap();
    }
    (release(&instrument, None, &tally, 5, "2026-11-22").unwrap(), served)
}

fn with_report<T>(release: &Release, look: impl FnOnce(Report<'_>) -> T) -> T {
    let (instrument, text, words, names): (_, _, Words, Names) = (instrument(), text(), words(), names());
    look(Report::new(&instrument, &text, release, &words, &names))
}

/// The figures of the reference: of this kind, about this.
fn expected(kind: &str, what: &str) -> (String, Vec<f64>) {
    let row = EXPECTED.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let row = row.into_iter().find(|row| row[..2] == [kind, what]).unwrap();
    (
        row[2].to_owned(),
        row[3..].iter().filter(|cell| !cell.is_empty()).map(|cell| cell.parse().unwrap()).collect(),
    )
}

fn same(place: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{place}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
            "{place}: {found}, not {expected}"
        );
    }
}

#[test]
fn the_weighted_figures_are_those_of_the_reference() {
    let (release, served) = reference();
    with_report(&release, |report| {
        let points = report.points_of(&served);
        let rows = report.estimates(&points, Formula::TopBox).unwrap();
        for ((.., estimate), what) in rows.into_iter().zip(["total", "access", "staff"]) {
            let (n, figures) = expected("everybody", what);
            let estimate = estimate.unwrap();
            let interval = estimate.interval().unwrap();
            assert_eq!(estimate.n.to_string(), n, "{what}");
            let effect = estimate.design_effect.unwrap();
            same(what, &[estimate.value, estimate.error, interval.low, interval.high, effect], &figures);
        }
    });
}

#[test]
fn differences_of_points_and_of_ways_of_filling_in_are_those_of_the_reference() {
    let (release, _) = reference();
    with_report(&release, |report| {
        for (kind, first, second) in
            [("point", "p.mot-cua", "p.nha-van-hoa"), ("mode", "m.assisted", "m.self")]
        {
            let differences = report.compare((first, second), &said()).unwrap();
            for (row, what) in differences.rows.iter().zip(["total", "access", "staff"]) {
                let reading = row.reading.as_ref().unwrap();
                let interval = reading.interval.unwrap();
                let figures = expected(kind, what).1;
                let place = [kind, " ", what].concat();
                same(
                    &place,
                    &[reading.value, interval.low, interval.high],
                    &[figures[0], figures[2], figures[3]],
                );
                let apart = figures[2] > 0.0 || figures[3] < 0.0;
                assert_eq!(reading.verdict_text == words().pictures.verdict_not_enough, !apart, "{place}");
            }
        }
    });
}

#[test]
fn the_table_stands_beside_the_plain_figures_and_says_when_everybody_was_asked() {
    let (release, served) = reference();
    with_report(&release, |report| {
        let table = report.everyone(&served, &said()).unwrap();
        assert_eq!(table.rows.len(), 3);
        let total = &table.rows[0];
        assert!(total.total && total.cells[1].text != total.cells[2].text, "{total:?}");
        let small: BTreeMap<_, _> = [("luu-dong".to_owned(), 9)].into();
        let table = report.everyone(&small, &said()).unwrap();
        assert_eq!(table.rows[0].cells[2].detail.as_deref(), Some(said().all_asked.as_str()));
        assert_eq!(
            table.rows[0].cells[1].text, table.rows[0].cells[2].text,
            "nobody stands for anybody else"
        );
    });
}

#[test]
fn fewer_people_than_forms_and_no_point_at_all_are_refused_by_name() {
    let (release, mut served) = reference();
    served.insert("luu-dong".into(), 8);
    served.insert("mot-cua".into(), 0);
    with_report(&release, |report| {
        let too_few =
            |point: &str, people, forms| ServedError::FewerThanForms { point: point.into(), people, forms };
        let faults = report.everyone(&served, &said()).unwrap_err();
        assert_eq!(faults.len(), 2);
        assert!(faults.contains(&too_few("luu-dong", 8, 9)) && faults.contains(&too_few("mot-cua", 0, 44)));
        let nowhere = [("chợ".to_owned(), 100)].into();
        assert_eq!(report.everyone(&nowhere, &said()), Err(vec![ServedError::Nothing]));
        assert_eq!(report.everyone(&BTreeMap::new(), &said()), Err(vec![ServedError::Nothing]));
    });
}

#[test]
fn only_two_groups_of_one_kind_are_compared() {
    let (release, _) = reference();
    with_report(&release, |report| {
        for pair in [("p.mot-cua", "p.mot-cua"), ("p.mot-cua", "m.self"), ("p.x", "p.mot-cua"), ("", "p.")] {
            assert_eq!(report.compare(pair, &said()), None, "{pair:?}");
        }
        let [points, modes] = report.comparable();
        assert_eq!((points.len(), modes.len()), (3, 2));
    });
}

proptest! {
    #[test]
    fn whatever_numbers_are_given_no_figure_is_nan(
        people in prop::collection::vec(prop::option::of(prop_oneof![0u64..200, Just(u64::MAX)]), 3),
    ) {
        let (release, _) = reference();
        let points = ["mot-cua", "nha-van-hoa", "luu-dong"].map(str::to_owned);
        let served = points.into_iter().zip(people).filter_map(|(point, people)| Some((point, people?))).collect();
        with_report(&release, |report| {
            if let Ok(table) = report.everyone(&served, &said()) {
                let html = table.html("t");
                assert!(!html.contains("NaN") && !html.contains("inf"), "{html}");
            }
        });
    }
}
