//! Records from files and to files, with faults that name row and column.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod common;

use common::{any_counts, index, points, possible, published, read, the_25th};
use lang_nghe_index_766::{Fault, export, head, import};
use lang_nghe_sheet::{Separator, SheetError};
use proptest::prelude::*;

#[test]
fn a_file_is_read_with_the_words_of_any_language() {
    let (index, texts) = read();
    let both = [&texts["vi"], &texts["en"]];
    let file = "Đơn vị;Ngày;Số hồ sơ tiếp nhận;dossiers-online;Handling in time;Tổng điểm đã công bố;Thứ hạng đã công bố\n\
                Phú Xuyên, Hà Nội;25/8/2025;3.483;3.179;19,53;94,73;1/126\n\
                Phú Xuyên, Hà Nội;2025-08-21;;-;;94,25;\n";
    let found = import(&index, &both, file);
    assert_eq!(found.faults, []);
    let [first, second] = &found.records[..] else { panic!("{found:?}") };
    assert_eq!(first.counts["dossiers-online"], 3179);
    assert_eq!((first.published["progress"], first.rank), (points("19.53"), Some((1, 126))));
    assert_eq!(second, &published("2025-08-21", "94.25"));
}

#[test]
fn the_head_of_an_empty_file_is_read_back() {
    let (index, texts) = read();
    for texts in texts.values() {
        let csv = lang_nghe_sheet::write([head(&index, texts)], Separator::Semicolon);
        assert_eq!(import(&index, &[texts], &csv).faults, []);
        assert_eq!(head(&index, texts).len(), 4 + index.counts.len() + 6 + 21);
    }
}

#[test]
fn faults_of_a_file_name_row_and_column_and_the_other_rows_are_read() {
    let (index, texts) = read();
    let file = "unit,day,dossiers-received,dossiers-online,petitions,progress,note,Number of petitions received,rank\n\
                A,2025-08-25,10,11,,,,,\n\
                B,2025-08-25,10,ten,,20.5,,,\n\
                ,2025-02-30,10,5,,nhiều,,,3/2\n\
                C,2025-08-25,10,5,,,,,9\n\
                D,2025-08-25,10,5,,,,,\n\
                D,2025-08-25,12,5,,,,,\n";
    let found = import(&index, &[&texts["en"]], file);
    assert_eq!(found.records.iter().map(|record| record.unit.as_str()).collect::<Vec<_>>(), ["D"]);
    let said: Vec<_> = found.faults.iter().map(|fault| texts["en"].fault(&index, fault)).collect();
    assert_eq!(
        said,
        [
            "Column “note”: it is not clear what this counts. Rename or remove it.",
            "Column “Number of petitions received”: it is there twice. Remove one.",
            "Row 2: “Number of dossiers filed online” is 11, more than “Number of dossiers received”, which is 10. Check both.",
            "Row 3, column “dossiers-online”: “ten” is neither a whole number nor a share. Write a number from 0 on, or a share such as 98%, or leave it empty if there are no data.",
            "Row 4, column “day”: “2025-02-30” is not a day. Write it like 2025-08-25.",
            "Row 4, column “unit”: the unit has no name. Write it.",
            "Row 4, column “progress”: “nhiều” is not a number of points. Write it like 19.53, or leave it empty if there are no data.",
            "Row 5, column “rank”: “9” is not a rank. Write it like 1/126.",
            "Row 7: this unit already has figures for this day in row 6. Keep one of them.",
        ]
    );
    let vietnamese: Vec<_> = found.faults.iter().map(|fault| texts["vi"].fault(&index, fault)).collect();
    assert_eq!(
        vietnamese[2],
        "Dòng 2: “Số hồ sơ nộp trực tuyến” là 11, lớn hơn “Số hồ sơ tiếp nhận” là 10. Xin xem lại hai số này."
    );
}

#[test]
fn a_share_in_a_file_is_read_and_written_again() {
    let (index, texts) = read();
    let file = "unit;day;dossiers-online;dossiers-received\nTuy Hòa;2022-12-31;64 %;\nA;2022-12-31;;98%\nB;2022-12-31;104%;\n";
    let found = import(&index, &[], file);
    let [one] = &found.records[..] else { panic!("{found:?}") };
    assert_eq!(one.shares["dossiers-online"], points("64"));
    let said: Vec<_> = found.faults.iter().map(|fault| texts["vi"].fault(&index, fault)).collect();
    assert_eq!(
        said,
        [
            "Dòng 3, cột “Số hồ sơ tiếp nhận”: ở đây cần số đếm, không nhận tỷ lệ.",
            "Dòng 4: “Số hồ sơ nộp trực tuyến” là 104%. Tỷ lệ phải từ 0% đến 100%. Xin xem lại."
        ]
    );
    let csv = export(&index, &texts["vi"], &found.records, Separator::Semicolon);
    assert_eq!(import(&index, &[&texts["vi"]], &csv).records, found.records);
}

#[test]
fn a_file_that_is_no_table_of_this_index_is_refused_whole() {
    let index = index();
    assert_eq!(import(&index, &[], "").faults, [Fault::Sheet(SheetError::Empty)]);
    let found = import(&index, &[], "xã,điểm\nA,1\n");
    assert_eq!((found.records.len(), found.faults.len()), (0, 4));
}

proptest! {
    #[test]
    fn records_written_are_read_back(values in any_counts(), semicolon in any::<bool>()) {
        let (index, texts) = read();
        let records = [the_25th(), possible(&index, &values)];
        let separator = if semicolon { Separator::Semicolon } else { Separator::Comma };
        let csv = export(&index, &texts["vi"], &records, separator);
        let found = import(&index, &[&texts["vi"]], &csv);
        prop_assert_eq!((found.records, found.faults), (records.to_vec(), Vec::new()));
    }

    #[test]
    fn no_file_does_harm(text in "[a-z0-9,;\"\n/.-]{0,80}") {
        let file = format!("unit,day,dossiers-received,total,rank\n{text}");
        let found = import(&index(), &[], &file);
        prop_assert!(found.records.len() <= text.lines().count() + 1);
    }
}
