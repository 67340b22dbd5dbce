//! Forms from a table are counted as records are, estimated as samples are, and faults name row and column.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

use std::path::Path;

use lang_nghe_estimate::{Answers, DesignWritten, Estimate, NoEstimate, Stage};
use lang_nghe_instrument::{AnswerFault, Formula, Instrument, InstrumentText, source};
use lang_nghe_own_forms::{
    Column, Counted, Difference, Fault, FaultKind, Known, MOST_COLUMNS, MOST_FAULTS, MOST_POINTS, OwnForms,
    Sample, SampleFault,
};
use lang_nghe_record::{Day, Mode, Record, RecordId};
use lang_nghe_scoring::{Tally, score};
use lang_nghe_sheet::{Reader, SheetError};
use proptest::prelude::*;

fn instrument(id: &str, version: &str) -> (Instrument, InstrumentText) {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/instruments").join(id).join(version);
    let (instrument, mut texts) =
        source::read_instrument(&folder).unwrap_or_else(|faults| panic!("{faults:?}"));
    (instrument, texts.remove("vi").unwrap())
}

/// Five items: four with points, one without.
fn pulse() -> (Instrument, InstrumentText) {
    instrument("pulse-1", "2026.1")
}

const COLUMNS: [(Column, &str); 2] = [(Column::Group, "Kỳ"), (Column::Cluster, "Thôn")];
const MODES: [(Mode, &str); 2] = [(Mode::Paper, "Phiếu giấy"), (Mode::SelfCompleted, "Tự trả lời")];

fn known(text: &InstrumentText) -> Known<'_> {
    Known { columns: &COLUMNS, modes: &MODES, text: Some(text) }
}

/// Reads a whole table.
fn count<'a>(
    instrument: &'a Instrument,
    known: Known<'_>,
    text: &str,
) -> Result<Counted<'a>, (Vec<Fault>, usize)> {
    let (mut reader, mut cells) = (Reader::new(text), Vec::new());
    let row = reader.row(text, &mut cells).unwrap().unwrap();
    let mut forms = OwnForms::new(instrument, known, (row, &cells)).map_err(|faults| (faults, 0))?;
    loop {
        match reader.row(text, &mut cells) {
            Ok(Some(row)) => forms.row(row, &cells),
            Ok(None) => return forms.finish(),
            Err(fault) => forms.not_a_row(fault),
        }
    }
}

/// All estimates of a sample, as a page asks for them.
fn estimates(sample: &Sample<'_>) -> Result<Vec<Result<Estimate, NoEstimate>>, SampleFault> {
    let design = sample.design()?;
    Ok((0..sample.composites()).map(|composite| sample.estimate(&design, composite)).collect())
}

/// All differences between two groups.
fn differences(
    sample: &Sample<'_>,
    [first, second]: [&str; 2],
) -> Result<Vec<Result<Difference, NoEstimate>>, SampleFault> {
    let pair = sample.pair(first, second)?;
    let design = sample.design()?;
    Ok((0..sample.composites()).map(|composite| sample.difference(&design, pair, composite)).collect())
}

fn head(instrument: &Instrument) -> String {
    instrument.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>().join(";")
}

fn faults(table: &str) -> Vec<(usize, String, FaultKind)> {
    let (pulse, text) = pulse();
    let (faults, more) = count(&pulse, known(&text), table).unwrap_err();
    assert_eq!(more, 0);
    faults.into_iter().map(|fault| (fault.row, fault.column, fault.kind)).collect()
}

#[test]
fn answers_are_read_by_id_by_level_and_by_name() {
    let (pulse, text) = pulse();
    let names = &text.options[pulse.items[0].scale];
    let yes = &text.options[pulse.items[4].scale][1];
    let table = format!(
        "{};MODE;Point\n4;5;;-;na;;\n{};{};1;2;{yes};phiếu giấy;thôn-1\n",
        head(&pulse),
        names[3],
        names[4].to_uppercase()
    );
    let counted = count(&pulse, known(&text), &table).unwrap();
    let cell = counted.tally.total();
    assert_eq!(cell.items[0].options, [0, 0, 0, 2, 0, 0]);
    assert_eq!(cell.items[1].options, [0, 0, 0, 0, 2, 0]);
    assert_eq!((cell.items[2].none, cell.items[3].none), (1, 1));
    assert_eq!(cell.items[4].options, [0, 1, 1]);
    let strata: Vec<_> = counted.tally.strata().map(|(of, _)| (of.point.clone(), of.mode)).collect();
    assert_eq!(strata, [(None, Mode::Unstated), (Some("thôn-1".to_owned()), Mode::Paper)]);
    assert!(counted.sample.is_none());
}

#[test]
fn several_answers_may_stand_in_one_cell() {
    let (sipas, text) = instrument("sipas-39", "2026.2");
    let several = sipas.items.iter().position(|item| item.kind != lang_nghe_instrument::Kind::One).unwrap();
    let mut row = vec![""; sipas.items.len()];
    row[several] = "\"meeting, internet\"";
    let table = format!("{}\n{}\n", head(&sipas).replace(';', ","), row.join(","));
    let counted = count(&sipas, known(&text), &table).unwrap();
    assert_eq!(counted.tally.total().items[several].options.iter().sum::<u64>(), 2);
}

#[test]
fn whatever_is_wrong_is_named_by_row_and_column() {
    let (pulse, _) = pulse();
    let items: Vec<&str> = pulse.items.iter().map(|item| item.id.as_str()).collect();
    let table = format!(
        "instrument;version;mode;day;weight;stratum;{}\n\
         pulse-1;2026.1;self;22/11/2026;1,5;A;1;2;3;4;no\n\
         \n\
         pulse-1;2025.1;robot;31/02/2026;0;;6;2;3;4;4\n",
        items.join(";")
    );
    let cell = |column, text: &str| FaultKind::Cell { column, text: text.to_owned() };
    let answer = |text: &str| FaultKind::Answer { text: text.to_owned(), fault: AnswerFault::UnknownOption };
    let other = FaultKind::OtherInstrument { text: "2025.1".into(), expected: "2026.1".into() };
    let expected = [
        ("version", other),
        ("mode", cell(Column::Mode, "robot")),
        ("day", cell(Column::Day, "31/02/2026")),
        ("weight", cell(Column::Weight, "0")),
        ("stratum", cell(Column::Stratum, "")),
        (items[0], answer("6")),
        (items[4], answer("4")),
    ];
    assert_eq!(faults(&table), expected.map(|(column, kind)| (4, column.to_owned(), kind)));
}

#[test]
fn a_head_that_fits_no_instrument_is_named_column_by_column() {
    let (pulse, _) = pulse();
    let items: Vec<&str> = pulse.items.iter().map(|item| item.id.as_str()).collect();
    let table = format!("{};{};tuổi;{}\n", items[1..].join(";"), items[1], "Kỳ;group");
    let found = faults(&table);
    let expected = [
        (items[1], FaultKind::TwiceColumn),
        ("tuổi", FaultKind::UnknownColumn),
        ("group", FaultKind::TwiceColumn),
        (items[0], FaultKind::MissingColumn),
    ];
    assert_eq!(found, expected.map(|(column, kind)| (1, column.to_owned(), kind)));
}

#[test]
fn rows_that_are_too_long_and_open_quotes_are_named() {
    let (pulse, _) = pulse();
    let table = format!("{}\n1;2;3;4;no;7\n1;\"2\n", head(&pulse));
    let none = String::new();
    let long = FaultKind::NotTable(SheetError::Cells { row: 2, found: 6, expected: 5 });
    let quote = FaultKind::NotTable(SheetError::OpenQuote { row: 3 });
    assert_eq!(faults(&table), [(2, none.clone(), long), (3, none, quote)]);
}

#[test]
fn a_text_that_ends_in_a_row_is_named_where_it_ends() {
    let (pulse, text) = pulse();
    let items: Vec<&str> = pulse.items.iter().map(|item| item.id.as_str()).collect();
    let mut forms =
        OwnForms::new(&pulse, known(&text), (1, &items.iter().map(ToString::to_string).collect::<Vec<_>>()));
    let forms = forms.as_mut().unwrap();
    forms.not_text((7, 2));
    forms.not_text((8, 9));
    let (faults, _) = forms.clone().finish().unwrap_err();
    let found: Vec<_> = faults.into_iter().map(|fault| (fault.row, fault.column, fault.kind)).collect();
    assert_eq!(found, [(7, items[1].to_owned(), FaultKind::NotText), (8, String::new(), FaultKind::NotText)]);
}

#[test]
fn a_column_of_too_many_places_is_named_and_so_is_a_head_of_too_many_columns() {
    let (pulse, text) = pulse();
    let places: String = (0..=MOST_POINTS).map(|place| format!("xã {place};4;4;4;4;no\n")).collect();
    let table = format!("point;{}\n{places}xã 0;4;4;4;4;no\n", head(&pulse));
    assert_eq!(faults(&table), [(MOST_POINTS + 2, "point".to_owned(), FaultKind::ManyPoints)]);
    let enough = table.replace(&format!("xã {MOST_POINTS};"), "xã 0;");
    assert_eq!(count(&pulse, known(&text), &enough).unwrap().tally.records(), MOST_POINTS as u64 + 2);
    let wide = format!("{}{}\n1\n", head(&pulse), ";x".repeat(MOST_COLUMNS));
    let many = FaultKind::ManyColumns { found: MOST_COLUMNS + 5 };
    assert_eq!(faults(&wide), [(1, String::new(), many)]);
}

#[test]
fn a_thousand_faults_are_counted_and_the_first_are_kept() {
    let (pulse, text) = pulse();
    let table = format!("{}\n{}", head(&pulse), "9;9;9;9;9\n".repeat(1000));
    let (kept, more) = count(&pulse, known(&text), &table).unwrap_err();
    assert_eq!((kept.len(), more), (MOST_FAULTS, 5000 - MOST_FAULTS));
}

/// A record as one of the forms of a table.
fn record(instrument: &Instrument, point: &str, answers: &[&str]) -> Record {
    let given = instrument.items.iter().zip(answers).filter(|(_, answer)| !answer.is_empty());
    Record {
        id: RecordId::from_random([1; 16]),
        campaign: "own".into(),
        instrument: instrument.id.clone(),
        version: instrument.version.clone(),
        profile: "1".into(),
        day: Day::new(2026, 11, 22).unwrap(),
        mode: Mode::Unstated,
        lang: "vi".into(),
        point: Some(point.to_owned()),
        answers: given.map(|(item, answer)| (item.id.clone(), (*answer).to_owned())).collect(),
        about: Vec::new(),
        comment: None,
        blocks: Vec::new(),
        flags: None,
        app: "0.1.0".into(),
    }
}

const LEVELS: [&str; 7] = ["", "1", "2", "3", "4", "5", "na"];
const MONEY: [&str; 4] = ["", "no", "yes", "na"];

/// Rows: stratum, cluster, weight, group, and five answers.
fn rows() -> impl Strategy<Value = Vec<([usize; 4], [usize; 5])>> {
    let drawn = [0usize..2, 0..3, 1..4, 0..3];
    let answers = [0usize..7, 0..7, 0..7, 0..7, 0..4];
    prop::collection::vec((drawn, answers), 12..60)
}

fn texts(answers: &[usize; 5]) -> Vec<&'static str> {
    answers
        .iter()
        .enumerate()
        .map(|(item, code)| if item < 4 { LEVELS[*code] } else { MONEY[*code] })
        .collect()
}

proptest! {
    #[test]
    fn a_table_counts_and_estimates_as_its_people_one_by_one(rows in rows()) {
        let (pulse, text) = pulse();
        let mut table = format!("stratum;Thôn;weight;kỳ;point;{}\n", head(&pulse));
        let mut tally = Tally::new(&pulse);
        for ([stratum, cluster, weight, group], answers) in &rows {
            let texts = texts(answers);
            let group = ["", "T1", "T2"][*group];
            table += &format!("s{stratum};c{cluster};{weight},5;{group};p{cluster};{}\n", texts.join(";"));
            tally.add(&pulse, &record(&pulse, &format!("p{cluster}"), &texts)).unwrap();
        }
        let counted = count(&pulse, known(&text), &table).unwrap();
        prop_assert_eq!(counted.tally.encode(), tally.encode());

        // The same people one by one, values from scores of one person each.
        let values: Vec<Option<f64>> = rows.iter().map(|(_, answers)| {
            let mut one = Tally::new(&pulse);
            one.add(&pulse, &record(&pulse, "p", &texts(answers))).unwrap();
            score(&pulse, &one.total()).total.figures[0].value
        }).collect();
        let name = |letter: char, number: usize| format!("{letter}{number}");
        let strata: Vec<String> = rows.iter().map(|(drawn, _)| name('s', drawn[0])).collect();
        let clusters: Vec<String> = rows.iter().map(|(drawn, _)| name('c', drawn[1])).collect();
        let weights: Vec<f64> = rows.iter().map(|(drawn, _)| drawn[2] as f64 + 0.5).collect();
        let (strata, clusters): (Vec<&str>, Vec<&str>) =
            (strata.iter().map(String::as_str).collect(), clusters.iter().map(String::as_str).collect());
        let stage = Stage { strata: Some(&strata), units: Some(&clusters), population: None };
        let written = DesignWritten { rows: rows.len(), weights: Some(&weights), stages: vec![stage], ..DesignWritten::default() };
        let sample = counted.sample.unwrap();
        prop_assert!(sample.is_design());
        prop_assert_eq!(sample.formula(), Formula::TopBox);
        let Ok(design) = written.check() else {
            let single = matches!(estimates(&sample), Err(SampleFault::SingleUnit { .. }));
            prop_assert!(single);
            return Ok(());
        };
        let found = estimates(&sample).unwrap();
        match (design.mean(&Answers::rows(values.clone())), found.last().unwrap()) {
            (Ok(expected), Ok(found)) => {
                prop_assert!((expected.value - found.value).abs() < 1e-9);
                prop_assert!((expected.error - found.error).abs() < 1e-7, "{expected:?} {found:?}");
                prop_assert_eq!((expected.n, expected.degrees), (found.n, found.degrees));
            }
            (expected, found) => prop_assert_eq!(expected.err(), found.err()),
        }
        let of = |group: usize| {
            let values = rows.iter().zip(&values).map(|((drawn, _), value)| value.filter(|_| drawn[3] == group));
            Answers::rows(values)
        };
        if let Ok(differences) = differences(&sample, ["T1", "T2"]) {
            match (design.difference(&of(1), &of(2)), differences.last().unwrap()) {
                (Ok(expected), Ok(found)) => {
                    prop_assert!((expected.value - found.gap.value).abs() < 1e-9);
                    prop_assert!((expected.error - found.gap.error).abs() < 1e-7);
                    prop_assert_eq!(expected.degrees, found.gap.degrees);
                }
                (expected, found) => prop_assert_eq!(expected.err(), found.err()),
            }
        }
    }

    #[test]
    fn no_text_does_harm(text in "[\\PC\\n;,\"]{0,200}") {
        let (pulse, words) = pulse();
        let table = format!("weight;cluster;{}\n{text}", head(&pulse));
        if let Ok(counted) = count(&pulse, known(&words), &table) {
            let scores = score(&pulse, &counted.tally.total());
            prop_assert!(scores.total.figures.iter().all(|figure| figure.value.is_none_or(f64::is_finite)));
        }
    }
}

#[test]
fn a_stratum_of_one_village_is_named_with_its_first_row() {
    let (pulse, text) = pulse();
    let row = "4;4;4;4;no";
    let table = format!("stratum;cluster;{}\nA;1;{row}\nA;2;{row}\nB;1;{row}\nB;1;{row}\n", head(&pulse));
    let sample = count(&pulse, known(&text), &table).unwrap().sample.unwrap();
    let expected = SampleFault::SingleUnit { stratum: "B".into(), row: 4 };
    assert_eq!(estimates(&sample).err(), Some(expected.clone()));
    assert_eq!(differences(&sample, ["x", "y"]).err(), Some(SampleFault::NoGroups));
}

#[test]
fn groups_alone_are_no_design_and_can_be_compared() {
    let (pulse, text) = pulse();
    let group = |name: &str, rows: [&str; 4]| rows.map(|row| format!("{name};{row}\n")).concat();
    let table = ["kỳ;".to_owned(), head(&pulse), "\n".to_owned()].concat()
        + &group("T9", ["4;4;4;4;no", "3;3;3;3;no", "2;2;2;2;no", "3;4;3;3;no"])
        + &group("T10", ["5;5;5;5;no", "5;4;5;4;no", "4;4;4;4;no", "4;3;5;4;no"]);
    let sample = count(&pulse, known(&text), &table).unwrap().sample.unwrap();
    assert!(!sample.is_design());
    let groups: Vec<_> = sample.groups().into_iter().map(|group| (group.name, group.people)).collect();
    assert_eq!(groups, [("T9".to_owned(), 4), ("T10".to_owned(), 4)]);
    let found = differences(&sample, ["T9", "T10"]).unwrap();
    // Shares satisfied: 100, 0, 0, 25, then 100, 100, 100, 75.
    let total = found.last().unwrap().as_ref().unwrap();
    assert!((total.gap.value - 62.5).abs() < 1e-9, "{total:?}");
    assert_eq!(total.n, [4, 4]);
    assert_eq!(sample.pair("T9", "T9").err(), Some(SampleFault::NoGroups));
}
