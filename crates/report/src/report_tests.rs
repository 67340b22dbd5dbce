//! Tables and pictures as they come out, and what must never be in them.

use lang_nghe_instrument::{Band, Instrument, InstrumentText, Part, TopBoxText, Total};
use lang_nghe_record::Mode;
use lang_nghe_scoring::Tally;

use super::*;
use crate::release;
use crate::samples::{instrument, names, record, text, words};

/// Forty-six people at two points; the second factor is answered by few.
fn campaign(instrument: &Instrument, count: u64) -> Tally {
    let mut tally = Tally::new(instrument);
    for number in 0..count {
        let level = ["5", "4", "4", "3", "5", "2", "4", "1"][(number % 8) as usize];
        let staff = if number % 3 == 0 { level } else { "na" };
        let money = ["no", "no", "yes", "na"][(number % 4) as usize];
        let point = ["một-cửa", "nhà-văn-hóa"][usize::from(number % 5 == 0)];
        let procedure = (number % 7 != 0).then_some("land");
        let mode = if number % 4 == 0 { Mode::Assisted } else { Mode::SelfCompleted };
        let answers = [
            ("access-1", level),
            ("access-2", "4"),
            ("staff-1", staff),
            ("staff-2", staff),
            ("money-1", money),
        ];
        tally.add(instrument, &record(Some(point), procedure, mode, &answers)).unwrap();
    }
    tally
}

fn with_report(count: u64, check: impl FnOnce(&Report<'_>)) {
    let instrument = instrument();
    let release = release(&instrument, None, &campaign(&instrument, count), 5, "2026-11-21").unwrap();
    check(&Report::new(&instrument, &text(), &release, &words(), &names()));
}

fn page(report: &Report<'_>) -> String {
    let mut tables = vec![report.factors(), report.items()];
    tables.extend(report.choices());
    tables.extend([report.modes(), report.points(), report.procedures()]);
    let tables = tables.iter().zip(1..).map(|(table, number)| table.html(&format!("table-{number}")));
    let charts =
        (0..2).filter_map(|position| Some(report.chart(position)?.figure(&format!("chart-{position}"))));
    let notes = report.notes().into_iter().map(|note| format!("<p>{note}</p>"));
    [format!("<p>{}</p>", report.basis())]
        .into_iter()
        .chain(charts)
        .chain(tables)
        .chain(notes)
        .collect::<Vec<_>>()
        .join("\n")
}

/// One element a line, so that a change shows where it is.
fn lines(html: &str) -> String {
    html.replace("><", ">\n<")
}

#[test]
fn tables_and_pictures_of_a_campaign() {
    with_report(46, |report| insta::assert_snapshot!(lines(&page(report))));
}

#[test]
fn a_campaign_with_too_few_forms_shows_no_figure() {
    with_report(4, |report| {
        let page = page(report);
        insta::assert_snapshot!(lines(&report.chart(0).unwrap().svg("chart")));
        assert!(page.contains("Chưa đủ 5 phiếu"));
        assert!(!page.contains("report-bar") && !page.contains("4 người"), "{page}");
        assert!(report.factors().rows.iter().flat_map(|row| &row.cells).all(|cell| !cell.figure));
    });
}

#[test]
fn a_figure_with_too_few_answers_is_not_shown() {
    let instrument = instrument();
    let mut tally = Tally::new(&instrument);
    for number in 0..8 {
        let staff = if number < 3 { "5" } else { "na" };
        let answers = [("access-1", "4"), ("access-2", "2"), ("staff-1", staff), ("staff-2", staff)];
        tally.add(&instrument, &record(None, None, Mode::Unstated, &answers)).unwrap();
    }
    let release = release(&instrument, None, &tally, 5, "2026-11-21").unwrap();
    let (text, words, names) = (text(), words(), names());
    let report = Report::new(&instrument, &text, &release, &words, &names);
    let chart = report.chart(0).unwrap();
    assert_eq!(chart.bars[2].reading, Err("chưa công bố".to_owned()));
    assert_eq!(chart.bars[1].reading.as_ref().unwrap().detail, "các câu trả lời như nhau");
    assert_eq!(chart.bars[1].reading.as_ref().unwrap().mark.as_deref(), Some("mẫu nhỏ"));
}

#[test]
fn a_name_with_markup_stays_a_name() {
    with_report(46, |report| {
        let page = page(report);
        assert!(!page.contains("<dịch"));
        assert!(page.contains("Tiếp cận &lt;dịch vụ&gt;"));
    });
}

#[test]
fn nothing_asks_for_an_inline_style_or_script() {
    with_report(46, |report| {
        let page = page(report);
        for forbidden in [" style=", "<style", "<script", " onclick", "href="] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    });
}

#[test]
fn every_row_has_a_cell_for_every_column() {
    for count in [0, 4, 46] {
        with_report(count, |report| {
            let mut tables =
                vec![report.factors(), report.items(), report.modes(), report.points(), report.procedures()];
            tables.extend(report.choices());
            for table in tables {
                assert!(
                    table.rows.iter().all(|row| row.cells.len() + 1 == table.columns.len()),
                    "{}",
                    table.caption
                );
            }
        });
    }
}

#[test]
fn the_picture_says_in_words_what_it_shows() {
    with_report(46, |report| {
        let chart = report.chart(0).unwrap();
        let svg = chart.svg("c");
        assert!(svg.contains("role=\"img\"") && svg.contains("aria-labelledby=\"c-title c-desc\""));
        for bar in &chart.bars {
            assert!(svg.contains(&crate::words::escape(&bar.spoken)));
        }
    });
}

/// Writes a page with the sample pictures to look at: `REPORT_SAMPLE=<file> cargo test`.
#[test]
fn a_sample_to_look_at() {
    let Some(path) = std::env::var_os("REPORT_SAMPLE") else { return };
    let mut body = String::new();
    for count in [46, 203, 4] {
        with_report(count, |report| {
            body += &page(report)
                .replace("chart-", &format!("c{count}-"))
                .replace("table-", &format!("t{count}-"))
        });
    }
    let style = include_str!("../report.css");
    let head = "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">";
    let base = "body{font:16px/1.5 system-ui,sans-serif;margin:1rem;max-width:44rem;color-scheme:light dark;background:Canvas;color:CanvasText}";
    std::fs::write(path, format!("{head}<style>{base}{style}</style>{body}")).unwrap();
}

/// The sample with its two factors as two parts, and what it asks of the total.
fn grown(total: Total) -> (Instrument, InstrumentText) {
    let (mut instrument, mut text) = (instrument(), text());
    instrument.parts = ["place", "people"].map(|id| Part { id: id.into() }).into();
    for (position, factor) in instrument.factors.iter_mut().enumerate() {
        factor.part = Some(position);
    }
    text.parts = ["Nơi chốn", "Con người"].map(str::to_owned).into();
    instrument.total = total;
    (instrument, text)
}

#[test]
fn parts_stand_between_the_total_and_the_factors() {
    let (instrument, text) = grown(Total::Parts);
    let release = release(&instrument, None, &campaign(&instrument, 46), 5, "2026-11-21").unwrap();
    let (words, names) = (words(), names());
    let report = Report::new(&instrument, &text, &release, &words, &names);
    let table = report.factors();
    let heads: Vec<_> = table.rows.iter().map(|row| (row.head.as_str(), row.total)).collect();
    assert_eq!(heads[..3], [("Tất cả các nhóm", true), ("Nơi chốn", false), ("Con người", false)]);
    assert_eq!(table.rows[1].cells, table.rows[3].cells, "a part of one factor is that factor");
}

#[test]
fn where_there_is_no_total_none_is_shown() {
    let (instrument, text) = grown(Total::None);
    let release = release(&instrument, None, &campaign(&instrument, 46), 5, "2026-11-21").unwrap();
    let (words, names) = (words(), names());
    let report = Report::new(&instrument, &text, &release, &words, &names);
    assert!(!page(&report).contains("Tất cả các nhóm"));
    assert!(report.factors().rows.iter().all(|row| !row.total));
    for table in [report.points(), report.procedures()] {
        assert_eq!(table.columns.len(), 3, "name, forms, day");
        assert!(table.rows.iter().all(|row| row.cells.len() == 2));
    }
}

#[test]
fn a_band_is_named_only_with_its_total() {
    let (mut instrument, mut text) = (instrument(), text());
    let band = |id: &str, numerator| Band { id: id.into(), numerator, denominator: 2 };
    instrument.bands = vec![band("high", 1), band("low", 0)];
    text.bands = ["Cao", "Thấp"].map(str::to_owned).into();
    let (words, names) = (words(), names());
    let note = |count| {
        let release = release(&instrument, None, &campaign(&instrument, count), 5, "2026-11-21").unwrap();
        Report::new(&instrument, &text, &release, &words, &names).notes().first().unwrap().to_string()
    };
    assert!(note(46).starts_with("Xếp loại theo bộ câu hỏi này: "), "{}", note(46));
    assert!(!note(4).contains("Xếp loại"), "{}", note(4));
}

#[test]
fn a_figure_can_have_the_name_that_fits_the_questions() {
    let (instrument, mut text) = (instrument(), text());
    text.top_box = Some(TopBoxText {
        name: "Tỷ lệ tự làm được".into(), note: "Tự làm được là.".into()
    });
    let release = release(&instrument, None, &campaign(&instrument, 46), 5, "2026-11-21").unwrap();
    let (words, names) = (words(), names());
    let page = page(&Report::new(&instrument, &text, &release, &words, &names));
    assert!(page.contains("Tỷ lệ tự làm được") && page.contains("Tự làm được là."));
    assert!(!page.contains("Tỷ lệ hài lòng"));
}

#[test]
fn results_after_the_last_day_of_the_method_say_so() {
    let mut instrument = instrument();
    instrument.valid_to = Some("2026-11-20".into());
    let words = words();
    let say = |instrument: &Instrument, day| super::validity(instrument, day, &words);
    assert_eq!(say(&instrument, "2026-11-20"), None);
    let first = "Cách đo theo own hết hiệu lực sau ngày 20/11/2026.";
    assert_eq!(say(&instrument, "2026-11-21").as_deref(), Some(first));
    instrument.source.replaced_by = Some("118/2025/NĐ-CP".into());
    let both = [first, " Được thay thế bởi 118/2025/NĐ-CP."].concat();
    assert_eq!(say(&instrument, "2026-11-21"), Some(both.clone()));
    let release = release(&instrument, None, &campaign(&instrument, 46), 5, "2026-11-21").unwrap();
    let (text, names) = (text(), names());
    assert_eq!(Report::new(&instrument, &text, &release, &words, &names).notes()[0], both);
}
