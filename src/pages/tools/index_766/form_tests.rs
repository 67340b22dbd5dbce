//! What the form makes of what is typed.

use lang_nghe_index_766::{Problem, Record};
use lang_nghe_record::Day;
use lang_nghe_sheet::Decimal;

use super::content::content;
use super::form::{Fault, Form, RANK, TOTAL, sections};

fn form(typed: &[(&str, &str)]) -> Form {
    let mut form = Form::new("Phú Xuyên, Hà Nội", Day::new(2025, 8, 25).ok());
    for (field, text) in typed {
        form.put(field, (*text).to_owned());
    }
    form
}

fn record(typed: &[(&str, &str)]) -> Result<Record, Vec<Fault>> {
    form(typed).record(&content().unwrap().index)
}

#[test]
fn the_figures_of_the_article_give_its_share_and_its_points() {
    let typed = [
        ("dossiers-received", "3.483"),
        ("dossiers-online", "3179"),
        ("progress", "19,53"),
        ("online", "10"),
        ("satisfaction", "18"),
        (TOTAL, "94,73"),
        (RANK, "1/126"),
    ];
    let record = record(&typed).unwrap();
    assert_eq!((record.counts["dossiers-received"], record.rank), (3483, Some((1, 126))));
    let outcome = content().unwrap().index.outcome(&record).unwrap();
    assert_eq!(outcome.known_of, 20 + 12 + 18);
    assert!((outcome.known - 47.53).abs() < 1e-9 && (outcome.high - 97.53).abs() < 1e-9);
    assert!(outcome.total.unwrap().published);
}

#[test]
fn an_empty_field_and_a_dash_are_unknown_and_a_zero_is_zero() {
    let record = record(&[("petitions", "0"), ("petitions-on-time", "-"), ("dossiers-online", "")]).unwrap();
    assert_eq!(record.counts.into_iter().collect::<Vec<_>>(), [("petitions".to_owned(), 0)]);
}

#[test]
fn everything_unreadable_is_told_at_once_with_what_was_typed() {
    let mut form = form(&[("dossiers-online", "nhiều"), ("progress", "hai"), (RANK, "nhất")]);
    form.put("unit", "  ".to_owned());
    form.put("day", String::new());
    let faults = form.record(&content().unwrap().index).unwrap_err();
    let fields: Vec<&str> = faults.iter().map(Fault::field).collect();
    assert_eq!(fields, ["unit", "day", "dossiers-online", "progress", "rank"]);
    assert!(faults.contains(&Fault::NotWhole("dossiers-online".to_owned(), "nhiều".to_owned())));
}

#[test]
fn more_online_than_received_is_a_fault_of_the_part() {
    let faults = record(&[("dossiers-received", "10"), ("dossiers-online", "11")]).unwrap_err();
    assert_eq!(faults.iter().map(Fault::field).collect::<Vec<_>>(), ["dossiers-online"]);
    assert!(matches!(&faults[0], Fault::Cannot(Problem::MoreThan { value: 11, most: 10, .. })));
}

#[test]
fn shares_of_reports_are_taken_where_counts_are_not_known() {
    let index = &content().unwrap().index;
    let record = record(&[
        ("dossiers-on-time", "100%"),
        ("dossiers-paid-online", "98 %"),
        ("dossiers-online", "64 %"),
    ])
    .unwrap();
    assert_eq!(record.shares["dossiers-paid-online"], Decimal::whole(98));
    assert!(record.counts.is_empty() && index.steps(&record).unwrap().is_empty());
    let outcome = index.outcome(&record).unwrap();
    assert!((outcome.known - (20.0 + 5.88 + 6.0)).abs() < 1e-9 && outcome.known_of == 32);
    assert_eq!(Form::of(index, &record, ",").record(index), Ok(record));
}

#[test]
fn a_share_of_what_is_no_part_is_a_fault_of_its_field() {
    let faults = record(&[("dossiers-received", "98%")]).unwrap_err();
    assert_eq!(faults.iter().map(Fault::field).collect::<Vec<_>>(), ["dossiers-received"]);
    let faults = record(&[("dossiers-received", "10"), ("dossiers-on-time", "11")]).unwrap_err();
    assert_eq!(faults.iter().map(Fault::field).collect::<Vec<_>>(), ["dossiers-on-time"]);
}

#[test]
fn points_above_the_groups_most_and_a_total_out_of_reach_are_faults_of_their_fields() {
    let field = |typed: &[(&str, &str)]| record(typed).unwrap_err()[0].field().to_owned();
    assert_eq!(field(&[("progress", "20,01")]), "progress");
    assert_eq!(field(&[("progress", "20"), (TOTAL, "19")]), TOTAL);
    assert_eq!(field(&[(RANK, "127/126")]), RANK);
}

#[test]
fn a_record_opened_in_the_form_comes_back_as_it_was() {
    let index = &content().unwrap().index;
    let mut record =
        record(&[("dossiers-received", "3483"), ("progress", "19,53"), (TOTAL, "94,73")]).unwrap();
    record.published.insert("filed-online".to_owned(), Decimal::whole(6));
    for decimal in [",", "."] {
        assert_eq!(Form::of(index, &record, decimal).record(index), Ok(record.clone()));
    }
}

#[test]
fn every_count_is_asked_for_once() {
    let index = &content().unwrap().index;
    let (common, own) = sections(index);
    let mut all: Vec<usize> = common.iter().chain(own.iter().flatten()).copied().collect();
    all.sort_unstable();
    assert_eq!(all, (0..index.counts.len()).collect::<Vec<_>>());
    let names: Vec<&str> = common.iter().map(|count| index.count(*count)).collect();
    assert!(names.contains(&"dossiers-received") && names.contains(&"procedures"), "{names:?}");
}
