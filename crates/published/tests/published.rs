//! Published scores as articles have them, and what does not fit.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

use std::path::{Path, PathBuf};

use lang_nghe_published::source::{read_form, read_reference};
use lang_nghe_published::{
    Action, Certainty, Change, Form, Plan, PlanWords, Problem, Quarter, Score, Series, State,
};
use lang_nghe_record::Day;
use lang_nghe_sheet::{Decimal, Separator};
use proptest::prelude::*;

fn content(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content").join(path)
}

fn form(path: &str) -> Form {
    read_form(&content(path)).unwrap_or_else(|faults| panic!("{faults}")).0
}

fn papi() -> [Form; 2] {
    ["indexes/papi/2018.1", "indexes/papi/2021.1"].map(form)
}

fn points(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// What a press article says of PAPI 2020, and nothing else.
fn the_article() -> Score {
    let mut score = Score::new("papi", "Bắc Kạn", 2020);
    score.total = Some(points("42,72"));
    score.change = Some(points("−1,59"));
    score.rank = Some((32, 63));
    score.quarter = Some(Quarter::UpperMiddle);
    score
}

#[test]
fn the_articles_score_fits_its_form() {
    let forms = papi();
    let form = Form::of_year(&forms, 2020).unwrap();
    assert_eq!(the_article().problems(form), []);
    assert_eq!(the_article().total_before(), Some(points("44.31")));
    assert_eq!(Quarter::of_rank((32, 63)), Some(Quarter::UpperMiddle));
}

#[test]
fn papi_has_eight_dimensions_and_28_or_29_parts_by_year() {
    let forms = papi();
    let of = |year| Form::of_year(&forms, year).map(|form| (form.dimensions.len(), form.parts()));
    assert_eq!(
        [2017, 2018, 2020, 2021, 2030].map(of),
        [None, Some((8, 28)), Some((8, 28)), Some((8, 29)), Some((8, 29))]
    );
    assert!(forms.iter().all(|form| form.years_certainty == Certainty::Unconfirmed));
}

#[test]
fn a_quarter_follows_from_the_rank() {
    let of = |place| Quarter::of_rank((place, 63)).unwrap();
    use Quarter::{Highest, LowerMiddle, Lowest, UpperMiddle};
    assert_eq!(
        [1, 16, 17, 32, 33, 48, 49, 63].map(of),
        [Highest, Highest, UpperMiddle, UpperMiddle, LowerMiddle, LowerMiddle, Lowest, Lowest]
    );
    assert_eq!([(0, 63), (64, 63), (0, 0)].map(Quarter::of_rank), [None; 3]);
}

#[test]
fn what_no_unit_can_have_is_named() {
    let [form, _] = papi();
    let mut score = the_article();
    score.total = Some(points("80.01"));
    score.rank = Some((64, 63));
    score.parts.insert("accountability".to_owned(), points("0.99"));
    // Three parts of a dimension up to 10: at most 3.33 each, four: 2.5.
    score.parts.insert("justice".to_owned(), points("3.34"));
    score.parts.insert("health".to_owned(), points("2.5"));
    score.parts.insert("weather".to_owned(), points("1"));
    let problems = score.problems(&form);
    let names: Vec<_> = problems
        .iter()
        .map(|problem| match problem {
            Problem::OutOfRange { name, .. } | Problem::UnknownName { name } => name.as_str(),
            _ => "rank",
        })
        .collect();
    assert_eq!(names, ["accountability", "weather", "total", "rank"]);
    assert!(problems.iter().all(Problem::is_impossible));
    // 10/3 is rounded outwards, so a published 3.34 is taken and 3.35 is not.
    score.parts.insert("justice".to_owned(), points("3.35"));
    assert_eq!(score.problems(&form).len(), 5);
}

#[test]
fn parts_that_do_not_add_up_are_worth_a_second_look() {
    let [form, _] = papi();
    let mut score = Score::new("papi", "tỉnh thử", 2018);
    let parts = [
        ("civic-knowledge", "0.874"),
        ("opportunities", "1.552"),
        ("elections", "1.145"),
        ("contributions", "0.910"),
    ];
    score.parts = parts.map(|(name, text)| (name.to_owned(), points(text))).into();
    score.parts.insert("participation".to_owned(), points("4.481"));
    assert_eq!(score.problems(&form), []);
    score.parts.insert("participation".to_owned(), points("4.84"));
    let problems = score.problems(&form);
    assert_eq!(
        problems,
        [Problem::Sum { name: "participation".to_owned(), sum: points("4.481"), points: points("4.84") }]
    );
    assert!(!problems[0].is_impossible());
    let mut score = the_article();
    score.quarter = Some(Quarter::Lowest);
    assert!(matches!(score.problems(&form)[..], [Problem::Group { by_rank: Quarter::UpperMiddle, .. }]));
}

#[test]
fn a_change_is_given_only_where_it_can_be() {
    let forms = papi();
    let mut series = Series::default();
    series.put(the_article());
    let change = |series: &Series, year| series.change("Bắc Kạn", year, &forms);
    assert_eq!(change(&series, 2020), Change::Published(points("-1.59")));
    let total = |year, text| Score { total: Some(points(text)), ..Score::new("papi", "Bắc Kạn", year) };
    series.put(total(2019, "44.31"));
    series.put(total(2021, "41"));
    series.put(total(2022, "41.5"));
    assert_eq!(change(&series, 2020), Change::Known(points("-1.59")));
    assert_eq!(change(&series, 2021), Change::OtherForm);
    assert_eq!(change(&series, 2022), Change::Known(points("0.5")));
    assert_eq!(change(&series, 2019), Change::Unknown);
    assert_eq!(series.take("Bắc Kạn", 2019).unwrap().total, Some(points("44.31")));
    assert_eq!(series.of("Bắc Kạn").count(), 3);
}

#[test]
fn a_communes_own_par_index_may_have_parts_of_its_own() {
    let form = form("indexes/par/2026.1");
    let mut score = Score::new("par", "xã thử", 2026);
    score.total = Some(points("88.4"));
    score.parts.insert("Phần do tỉnh đặt ra".to_owned(), points("12.5"));
    assert_eq!(score.problems(&form), []);
    score.total = Some(points("100.5"));
    assert_eq!(score.problems(&form).len(), 1);
}

#[test]
fn no_line_crosses_the_break_of_2022() {
    let (reference, texts) = read_reference(&content("reference/sipas-national/2026.1"))
        .unwrap_or_else(|faults| panic!("{faults}"));
    let years = |only_found| -> Vec<Vec<u16>> {
        let pieces = reference.pieces(only_found);
        pieces.iter().map(|piece| piece.iter().map(|value| value.year).collect()).collect()
    };
    assert_eq!(years(true), [[2022, 2023, 2024]]);
    assert_eq!(years(false), [vec![2017, 2018, 2019, 2020, 2021], vec![2022, 2023, 2024]]);
    let found: Vec<_> = reference.pieces(true).concat().iter().map(|value| value.value.to_string()).collect();
    assert_eq!(found, ["80.08", "82.66", "83.94"]);
    assert!(texts["vi"].not_comparable.contains("không so trực tiếp"));
}

fn plan() -> Plan {
    let action = |weak: &str, by: Option<&str>, done: Option<&str>| Action {
        weak: weak.to_owned(),
        seen_in: "sipas-dv-16".to_owned(),
        action: "=gọi lại, hẹn ngày".to_owned(),
        who: "Trung tâm Phục vụ hành chính công".to_owned(),
        by: by.map(day),
        done: done.map(day),
    };
    Plan {
        unit: "xã thử".to_owned(),
        actions: vec![
            action("Báo kết quả kịp thời", Some("2026-11-21"), None),
            action("Ghế chờ", Some("2026-11-22"), None),
            action("Biển chỉ dẫn", Some("2026-10-01"), Some("2026-10-09")),
            action("Phí đúng", None, None),
        ],
    }
}

#[test]
fn an_action_is_late_from_the_day_after() {
    let states: Vec<_> = plan().actions.iter().map(|action| action.state(day("2026-11-22"))).collect();
    assert_eq!(states, [State::Late, State::Open, State::Done, State::Open]);
    assert_eq!(plan().counts(day("2026-11-22")), [1, 1, 2]);
}

#[test]
fn a_plan_goes_into_a_spreadsheet_as_words() {
    let words = PlanWords {
        columns: ["a", "b", "c", "d", "e", "f", "g"].map(str::to_owned),
        states: ["xong", "trễ", "đang làm"].map(str::to_owned),
    };
    let csv = plan().export(&words, day("2026-11-22"), Separator::Semicolon);
    let sheet = lang_nghe_sheet::read(&csv).unwrap();
    assert_eq!(sheet.head, words.columns);
    let last: Vec<_> = sheet.rows.iter().map(|row| row.cells[6].as_str()).collect();
    assert_eq!(last, ["trễ", "đang làm", "xong", "đang làm"]);
    assert_eq!(
        sheet.rows[2].cells[..6],
        [
            "Biển chỉ dẫn",
            "sipas-dv-16",
            "'=gọi lại, hẹn ngày",
            "Trung tâm Phục vụ hành chính công",
            "2026-10-01",
            "2026-10-09"
        ]
    );
}

#[test]
fn what_a_device_keeps_is_read_back() {
    let text = serde_json::to_string(&plan()).unwrap();
    assert!(text.contains("\"by\":\"2026-11-21\""));
    assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan());
    assert!(serde_json::from_str::<Plan>(&text.replace("2026-11-21", "2026-02-30")).is_err());
    let mut series = Series::default();
    series.put(the_article());
    assert_eq!(serde_json::from_str::<Series>(&serde_json::to_string(&series).unwrap()).unwrap(), series);
}

proptest! {
    #[test]
    fn quarters_are_as_even_as_can_be(of in 4u32..200) {
        let mut sizes = [0u32; 4];
        for place in 1..=of {
            sizes[Quarter::of_rank((place, of)).unwrap() as usize] += 1;
        }
        prop_assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
    }

    #[test]
    fn pieces_hold_every_value_once(breaks in prop::collection::btree_set(2010u16..2030, 0..4), years in prop::collection::btree_set(2010u16..2030, 0..12)) {
        let (mut reference, _) = read_reference(&content("reference/sipas-national/2026.1")).unwrap();
        let value = reference.values[0];
        reference.breaks = breaks.into_iter().collect();
        reference.values = years.into_iter().map(|year| lang_nghe_published::Value { year, ..value }).collect();
        let pieces = reference.pieces(false);
        prop_assert_eq!(pieces.concat(), reference.values.clone());
        for piece in pieces {
            for pair in piece.windows(2) {
                prop_assert_eq!(pair[1].year, pair[0].year + 1);
                prop_assert!(!reference.breaks.contains(&pair[1].year));
            }
        }
    }
}
