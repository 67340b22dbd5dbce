//! Published scores and plans to a table and back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

use std::path::Path;

use lang_nghe_published::source::read_form;
use lang_nghe_published::{
    Action, Form, PLAN_COLUMNS, Plan, PlanWords, Problem, Quarter, SCORE_COLUMNS, Score, TableFault,
    export_scores, import_plan, import_scores,
};
use lang_nghe_record::Day;
use lang_nghe_sheet::{Decimal, Separator};
use proptest::prelude::*;

const HEADS: [(&str, &str); 9] = [
    ("unit", "Đơn vị"),
    ("year", "Năm"),
    ("total", "Tổng điểm"),
    ("change", "Thay đổi"),
    ("rank", "Hạng"),
    ("group", "Nhóm"),
    ("source", "Nguồn"),
    ("participation", "Tham gia"),
    ("elections", "Bầu cử"),
];

const GROUPS: [(Quarter, &str); 4] = [
    (Quarter::Highest, "Cao nhất"),
    (Quarter::UpperMiddle, "Trung bình cao"),
    (Quarter::LowerMiddle, "Trung bình thấp"),
    (Quarter::Lowest, "Thấp nhất"),
];

fn papi() -> [Form; 2] {
    ["2018.1", "2021.1"].map(|version| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/indexes/papi").join(version);
        read_form(&folder).unwrap_or_else(|faults| panic!("{faults}")).0
    })
}

fn read(csv: &str) -> (Vec<Score>, Vec<TableFault>) {
    let table = import_scores(&papi(), &HEADS, &GROUPS, csv);
    (table.rows, table.faults)
}

fn points(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

#[test]
fn the_articles_score_is_read_as_people_write_it() {
    let csv = "Đơn vị;Năm;Tổng điểm;Thay đổi;Hạng;Nhóm\nBắc Kạn;2020;42,72;−1,59;32/63;trung bình cao\n";
    let (scores, faults) = read(csv);
    assert_eq!(faults, []);
    let mut expected = Score::new("papi", "Bắc Kạn", 2020);
    (expected.total, expected.change) = (Some(points("42.72")), Some(points("-1.59")));
    (expected.rank, expected.quarter) = (Some((32, 63)), Some(Quarter::UpperMiddle));
    assert_eq!(scores, [expected]);
}

#[test]
fn every_fault_of_a_table_names_its_row_and_what_is_wrong() {
    let csv = "unit,year,total,rank,participation\nA,2020,90,1/63,\nB,2016,40,,\nC,2020,4x,9,11\n,2020,41,,\nE,2020,41,,5\n";
    let (scores, faults) = read(csv);
    assert_eq!(scores.iter().map(|score| score.unit.as_str()).collect::<Vec<_>>(), ["E"]);
    let cell =
        |row, column: &str, text: &str| TableFault::Cell { row, column: column.into(), text: text.into() };
    let too_much = Problem::OutOfRange {
        name: "total".into(),
        points: points("90"),
        low: points("8"),
        high: points("80"),
    };
    assert_eq!(
        faults,
        [
            TableFault::Cannot { row: 2, problem: too_much },
            TableFault::Year { row: 3, year: 2016 },
            cell(4, "total", "4x"),
            cell(4, "rank", "9"),
            cell(5, "unit", ""),
        ]
    );
}

#[test]
fn a_table_of_something_else_is_left_alone() {
    let (scores, faults) = read("unit,weather\nA,rain\n");
    assert!(scores.is_empty());
    assert_eq!(faults, [TableFault::UnknownColumn("weather".into()), TableFault::MissingColumn("year")]);
    assert!(matches!(read("").1[..], [TableFault::NotTable(_)]));
}

fn plan_words() -> PlanWords {
    PlanWords {
        columns: ["Phần yếu", "Thấy ở đâu", "Làm gì", "Ai làm", "Trước ngày", "Xong ngày", "Tình trạng"]
            .map(str::to_owned),
        states: ["Xong", "Trễ", "Đang làm"].map(str::to_owned),
    }
}

#[test]
fn a_plan_that_a_spreadsheet_changed_is_read_back() {
    let words = plan_words();
    let columns: Vec<_> = PLAN_COLUMNS.into_iter().zip(words.columns.iter().map(String::as_str)).collect();
    let csv = "Phần yếu;Làm gì;Trước ngày;Xong ngày\nBiển chỉ dẫn;Thay biển;31/12/2026;\nGhế;;2026-13-01;\n";
    let table = import_plan(&columns, csv);
    assert_eq!(table.rows.len(), 1);
    assert_eq!(table.rows[0].by, Some(Day::new(2026, 12, 31).unwrap()));
    let cell =
        |column: &str, text: &str| TableFault::Cell { row: 3, column: column.into(), text: text.into() };
    assert_eq!(table.faults, [cell("by", "2026-13-01"), cell("action", "")]);
    let mut plan = Plan::default();
    assert_eq!((plan.add(table.rows.clone()), plan.add(table.rows)), (1, 0), "read twice, added once");
}

fn text() -> impl Strategy<Value = String> {
    // Also what CSV has to quote.
    "[a-zđư;,\"\n ]{0,12}".prop_map(|text| format!("x{}", text.trim_end()))
}

proptest! {
    #[test]
    fn scores_come_back_from_their_table(
        unit in text(), source in text(), year in 2018u16..2040, total in 80_000i64..800_000, place in 1u32..=63, comma in any::<bool>(),
    ) {
        let mut score = Score::new("papi", unit, year);
        score.source = source;
        score.total = Some(Decimal::from_parts(total));
        score.change = Some(Decimal::from_parts(total - 400_000));
        score.rank = Some((place, 63));
        score.quarter = Quarter::of_rank((place, 63));
        score.parts.insert("participation".into(), Decimal::from_parts(total / 100 + 10_000));
        let groups = GROUPS.map(|(_, name)| name.to_owned());
        let separator = if comma { Separator::Comma } else { Separator::Semicolon };
        let csv = export_scores([&score], &HEADS, &groups, separator);
        prop_assert_eq!(read(&csv), (vec![score], vec![]));
    }

    #[test]
    fn a_plan_comes_back_from_its_table(weak in text(), seen_in in text(), what in text(), who in text(), days in (1u8..28, 1u8..28)) {
        let action = Action {
            weak, seen_in, action: what, who,
            by: Some(Day::new(2026, 12, days.0).unwrap()),
            done: (days.1 % 2 == 0).then(|| Day::new(2026, 11, days.1).unwrap()),
        };
        let plan = Plan { unit: "Xã".into(), actions: vec![action] };
        let words = plan_words();
        let csv = plan.export(&words, Day::new(2026, 11, 22).unwrap(), Separator::Semicolon);
        let columns: Vec<_> = PLAN_COLUMNS.into_iter().zip(words.columns.iter().map(String::as_str)).collect();
        let table = import_plan(&columns, &csv);
        prop_assert_eq!((table.rows, table.faults), (plan.actions, vec![]));
    }
}

#[test]
fn every_column_of_a_score_has_its_place() {
    assert!(SCORE_COLUMNS.iter().all(|column| HEADS.iter().any(|(id, _)| id == column)));
}
