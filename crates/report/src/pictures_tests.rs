//! Pictures as they come out, where things stand in them, and what must never be in them.

use lang_nghe_estimate::{Difference, Verdict};
use lang_nghe_record::Mode;
use lang_nghe_scoring::{Interval, Tally};
use proptest::prelude::*;

use crate::samples::{instrument, names, record, text, words};
use crate::*;

/// One element a line, so that a change shows where it is.
fn lines(html: &str) -> String {
    html.replace("><", ">\n<")
}

fn reading(value: f64, half: f64, n: u32) -> Reading {
    let interval = (half > 0.0).then_some(Interval { low: value - half, high: value + half });
    Reading {
        value,
        text: format!("{value:.1} %"),
        interval,
        detail: format!("{:.1}–{:.1}", value - half, value + half),
        count: format!("n = {n}"),
        mark: (n < 30).then(|| "mẫu nhỏ".to_owned()),
    }
}

fn bar(name: &str, reading: Result<Reading, String>) -> Bar {
    let spoken = match &reading {
        Ok(reading) => format!("{name}: {}, {}, {}.", reading.text, reading.detail, reading.count),
        Err(why) => format!("{name}: {why}."),
    };
    Bar { name: name.to_owned(), reading, spoken }
}

fn radar(values: &[Option<f64>]) -> Radar {
    let names =
        ["Tiếp cận dịch vụ", "Thủ tục", "Người tiếp nhận và giải quyết công việc", "Kết quả", "Góp ý"];
    let axes = values.iter().enumerate().map(|(at, value)| {
        let n = if at == 3 { 18 } else { 120 };
        bar(names[at % 5], value.map(|value| reading(value, 6.5, n)).ok_or("chưa công bố".to_owned()))
    });
    let words = words();
    Radar {
        title: "Tỷ lệ hài lòng: các nhóm câu hỏi cạnh nhau".into(),
        intro: words.pictures.radar_intro.clone(),
        columns: [words.factor.clone(), words.top_box.clone()],
        axes: axes.collect(),
    }
}

fn point(at: i64, value: Option<(f64, f64, u32)>) -> Point {
    let reading = value.map(|(value, half, n)| reading(value, half, n)).ok_or("chưa công bố".to_owned());
    let short = reading.as_ref().map(|reading| format!("{:.1}", reading.value)).unwrap_or_default();
    let spoken = bar(&at.to_string(), reading.clone()).spoken;
    Point { at, period: at.to_string(), short, reading, spoken }
}

fn trend(points: Vec<Point>, changed: &[i64]) -> Trend {
    let words = words();
    let label = |at: &i64| Break {
        at: *at,
        label: "Đổi cách đo từ năm này".into(),
        spoken: format!("Từ {at} đã đổi cách đo."),
    };
    let figures = points.iter().filter_map(|point| point.reading.as_ref().ok()).flat_map(|reading| {
        let ends = reading.interval.map(|interval| [interval.low, interval.high]);
        [reading.value].into_iter().chain(ends.into_iter().flatten())
    });
    Trend {
        title: "Tỷ lệ hài lòng qua các năm".into(),
        intro: words.pictures.trend_intro.clone(),
        period: "Năm".into(),
        marks: Trend::marks(figures, (0, 100)),
        cut: Some("Trục đứng không bắt đầu từ 0.".into()),
        series: vec![Series { name: "Xã".into(), points }],
        breaks: changed.iter().map(label).collect(),
    }
}

fn years() -> Vec<Point> {
    let values = [
        (2019, Some((78.2, 4.1, 210))),
        (2020, Some((80.4, 3.9, 215))),
        (2021, None),
        (2022, Some((71.3, 4.4, 198))),
        (2023, Some((71.3, 9.0, 22))),
        (2024, Some((76.8, 3.2, 301))),
    ];
    values.map(|(at, value)| point(at, value)).into()
}

fn differences() -> Differences {
    let words = words();
    let row = |name: &str, value: f64, error: f64| {
        DifferenceRow::new(name, &Difference { value, error, degrees: 120 }, [64, 71], &words)
    };
    let rows = vec![
        row("Tiếp cận dịch vụ", 8.4, 2.6),
        row("Người tiếp nhận và giải quyết công việc của ông/bà", -3.1, 4.0),
        DifferenceRow::without("Thủ tục", "chưa công bố", &words),
        row("Kết quả", 0.0, 0.0),
    ];
    Differences::new("Tỷ lệ hài lòng: so với đợt trước".into(), rows, &words)
}

/// A campaign at three points, of which the last has few forms, as a release of the first form showed it: the second point
/// was held back, so that nothing tells of the few.
fn campaign(few: u64) -> Release {
    let instrument = instrument();
    let mut tally = Tally::new(&instrument);
    for number in 0..60 + few {
        let level = ["5", "4", "4", "3", "5", "2", "4", "1"][(number % 8) as usize];
        let staff = if number % 3 == 0 { level } else { "na" };
        let point = match number {
            0..35 => "một-cửa",
            35..60 => "nhà-văn-hóa",
            _ => "thôn-xa",
        };
        let answers = [("access-1", level), ("access-2", "4"), ("staff-1", staff), ("staff-2", staff)];
        tally.add(&instrument, &record(Some(point), None, Mode::SelfCompleted, &answers)).unwrap();
    }
    let mut release = release(&instrument, None, &tally, 5, "2026-11-21").unwrap();
    release.total = Some(tally.total());
    release.points.groups.retain(|group| group.key.as_deref() == Some("một-cửa"));
    release.points.rest = 25 + few;
    release
}

fn with_panels(release: &Release, check: impl FnOnce(&Panels)) {
    let (instrument, text, words, mut names) = (instrument(), text(), words(), names());
    names.points.insert("thôn-xa".into(), "Thôn xa".into());
    check(&Report::new(&instrument, &text, release, &words, &names).panels(0).unwrap());
}

/// Values of an attribute of every element that begins so.
fn places(svg: &str, element: &str, attribute: &str) -> Vec<f64> {
    let marked = format!(" {attribute}=\"");
    let value = |piece: &str| {
        let head = piece.split('>').next()?;
        let text = head.split(&marked).nth(1)?.split('"').next()?;
        text.trim_end_matches(['%', 'e', 'm']).parse().ok()
    };
    svg.split(element).skip(1).filter_map(value).collect()
}

/// Places of the points of a picture in percent and em.
fn points(svg: &str) -> Vec<(f64, f64)> {
    let nested = svg
        .split("<svg x=")
        .skip(1)
        .filter(|piece| piece.contains("report-point\"") || piece.contains("report-point "));
    let own = nested.filter(|piece| {
        piece.split("<g class=\"").nth(1).is_some_and(|class| class.starts_with("report-point"))
    });
    own.map(|piece| {
        let mut quoted = piece.split('"').skip(1).step_by(2);
        let number = |text: &str| text.trim_end_matches(['%', 'e', 'm']).parse::<f64>().unwrap();
        (number(quoted.next().unwrap()), number(quoted.next().unwrap()))
    })
    .collect()
}

#[test]
fn every_picture_stays_as_it_is() {
    insta::assert_snapshot!(
        "radar",
        lines(&radar(&[Some(81.5), Some(72.0), None, Some(64.0), Some(90.0)]).figure("r"))
    );
    insta::assert_snapshot!("trend", lines(&trend(years(), &[2022]).figure("t")));
    insta::assert_snapshot!("differences", lines(&differences().figure("d")));
    with_panels(&campaign(3), |panels| insta::assert_snapshot!("panels", lines(&panels.figure("p"))));
}

#[test]
fn every_picture_has_a_title_a_description_and_no_inline_style() {
    let mut all = vec![
        radar(&[Some(81.5), None, Some(90.0)]).figure("r"),
        trend(years(), &[2022]).figure("t"),
        differences().figure("d"),
    ];
    with_panels(&campaign(3), |panels| all.push(panels.figure("p")));
    let page = all.concat();
    let frames: Vec<_> = page.split("role=\"img\"").skip(1).collect();
    assert_eq!(frames.len(), 6, "one each, and three panels");
    for frame in frames {
        let id = frame.split("aria-labelledby=\"").nth(1).unwrap().split("-title ").next().unwrap();
        assert_eq!(page.matches(&format!("<title id=\"{id}-title\">")).count(), 1);
        assert_eq!(page.matches(&format!("<desc id=\"{id}-desc\">")).count(), 1);
    }
    for forbidden in [" style=", "<style", "<script", "href=", "NaN", "inf"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn a_table_has_the_figures_of_its_picture() {
    let (radar, trend) = (radar(&[Some(81.5), Some(72.0), None]), trend(years(), &[2022]));
    let mut tables = vec![(radar.figure("r"), radar.table()), (trend.figure("t"), trend.table())];
    tables.push((differences().figure("d"), differences().table()));
    with_panels(&campaign(3), |panels| tables.push((panels.figure("p"), panels.table())));
    for (picture, table) in tables {
        assert!(table.rows.iter().all(|row| row.cells.len() + 1 == table.columns.len()), "{}", table.caption);
        for row in &table.rows {
            assert!(
                picture.contains(&crate::words::escape(row.head.split(" (").next().unwrap())),
                "{}",
                row.head
            );
            for cell in row.cells.iter().filter(|cell| cell.figure && cell.detail.is_some()) {
                assert!(picture.contains(&cell.text), "{}: {}", row.head, cell.text);
            }
        }
    }
}

#[test]
fn an_axis_shows_its_figure_as_far_out_as_it_is_large() {
    let values = [81.5, 40.0, 40.0, 100.0, 0.0];
    let svg = radar(&values.map(Some)).svg("r");
    let (x, y) = (
        places(&svg, "<circle class=\"report-point", "cx"),
        places(&svg, "<circle class=\"report-point", "cy"),
    );
    let far: Vec<_> = x.iter().zip(&y).map(|(x, y)| (x * x + y * y).sqrt()).collect();
    assert_eq!(far.len(), values.len());
    for (far, value) in far.iter().zip(values) {
        assert!((far - value * 10.0).abs() < 1.0, "{far} for {value}");
    }
    assert_eq!((x[0], y[0]), (0.0, -815.0), "the first axis goes up");
}

#[test]
fn no_outline_is_drawn_to_an_axis_without_a_figure() {
    let all = radar(&[Some(80.0), Some(70.0), Some(60.0), Some(50.0)]).svg("r");
    assert_eq!(all.matches("class=\"report-line\"").count(), 4);
    assert!(all.contains("<polygon"));
    let one_less = radar(&[Some(80.0), Some(70.0), None, Some(50.0)]).svg("r");
    assert_eq!(one_less.matches("class=\"report-line\"").count(), 2);
    assert!(!one_less.contains("<polygon"), "an area needs all its corners");
    assert_eq!(one_less.matches("class=\"report-withheld\"").count(), 1);
}

#[test]
fn no_line_crosses_a_break_a_hole_or_a_missing_period() {
    let joined = |points: Vec<Point>, changed: &[i64]| {
        trend(points, changed).svg("t").matches("class=\"report-line\"").count()
    };
    assert_eq!(joined(years(), &[]), 3, "2021 is not shown");
    assert_eq!(joined(years(), &[2022]), 3, "the break is beside the hole");
    assert_eq!(joined(years(), &[2023]), 2);
    assert_eq!(joined(years(), &[2019]), 3, "before the first nothing can break");
    let sparse = [2019, 2021, 2022].map(|at| point(at, Some((50.0, 2.0, 99)))).into();
    assert_eq!(joined(sparse, &[]), 1, "2020 is missing");
    let svg = trend(years(), &[2022]).svg("t");
    assert!(svg.contains(">Đổi cách đo từ<") && svg.contains(">năm này<"), "the break is said in words");
    assert!(svg.contains("Từ 2022 đã đổi cách đo."));
}

#[test]
fn a_period_that_may_not_be_shown_is_the_same_line_whatever_its_neighbours_are() {
    let column = |points: Vec<Point>| {
        let mut trend = trend(points, &[]);
        trend.marks = vec![0, 50, 100];
        lines(&trend.svg("t")).lines().find(|line| line.contains("report-withheld")).unwrap().to_owned()
    };
    let mut other = years();
    other[1] = point(2020, Some((12.0, 1.0, 99)));
    other[3] = point(2022, Some((99.0, 0.5, 99)));
    assert_eq!(column(years()), column(other));
}

#[test]
fn a_difference_that_says_nothing_says_so_and_is_hollow() {
    let differences = differences();
    let verdicts: Vec<_> =
        differences.rows.iter().map(|row| row.reading.as_ref().ok().map(|reading| reading.verdict)).collect();
    let (yes, no) = (Some(Verdict::Different), Some(Verdict::NotEnoughEvidence));
    assert_eq!(verdicts, [yes, no, None, no]);
    let svg = differences.svg("d");
    assert_eq!(svg.matches("report-point-open").count(), 2);
    assert_eq!(svg.matches(">chưa đủ căn cứ để nói khác nhau<").count(), 2);
    assert_eq!(differences.table().rows[1].cells[1].text, "chưa đủ căn cứ để nói khác nhau");
    assert_eq!(points(&svg)[2].0, 50.0, "no difference stands on the line at zero");
    let signs = points(&svg);
    assert!(signs[0].0 > 50.0 && signs[1].0 < 50.0);
}

#[test]
fn a_place_with_few_forms_has_the_same_picture_however_few() {
    let picture = |few| {
        let mut picture = String::new();
        with_panels(&campaign(few), |panels| {
            let figure = panels.figure("p");
            let from = figure.find("Thôn xa").unwrap();
            let until = figure[from..].find("</svg></div>").unwrap();
            picture = figure[from..from + until].to_owned();
            assert_eq!(panels.table().rows.last().unwrap().head, "Thôn xa");
            assert!(panels.table().rows.last().unwrap().cells.iter().all(|cell| cell.text == "chưa công bố"));
        });
        picture
    };
    assert_eq!(picture(0), picture(4));
    assert!(picture(3).contains("chưa công bố") && !picture(3).contains("n = "));
    assert!(points(&picture(3)).is_empty());
}

#[test]
fn the_same_figure_stands_at_the_same_place_in_every_panel() {
    let row = |value: f64| bar("Thủ tục", Ok(reading(value, 5.0, 90)));
    let panel = |name: &str, value: f64| Panel {
        name: name.into(),
        figures: Ok(PanelFigures {
            forms: "90".into(),
            count: "n = 90".into(),
            rows: vec![row(value), row(37.0)],
        }),
        spoken: name.into(),
    };
    let panels = Panels {
        title: "t".into(),
        intro: "i".into(),
        place: "Nơi".into(),
        forms: "Số phiếu".into(),
        total: None,
        rows: vec!["a".into(), "b".into()],
        panels: vec![panel("A", 61.0), panel("B", 61.0), panel("C", 12.0)],
    };
    let points = points(&panels.figure("p"));
    assert_eq!(points[0], points[2]);
    assert_eq!(points[1], points[3]);
    assert!(points[4].0 < points[0].0 && points[4].1 == points[0].1);
}

#[test]
fn nothing_that_is_not_out_has_a_radar_or_panels() {
    let (instrument, text, words, names) = (instrument(), text(), words(), names());
    let tally = Tally::new(&instrument);
    let nothing = release(&instrument, None, &tally, 5, "2026-11-21").unwrap();
    let report = Report::new(&instrument, &text, &nothing, &words, &names);
    assert!(report.radar(0).is_none() && report.panels(0).is_none());
    let some = campaign(3);
    let report = Report::new(&instrument, &text, &some, &words, &names);
    assert!(report.radar(0).is_none(), "two groups of questions enclose nothing");
    assert!(report.panels(0).is_some() && report.panels(9).is_none());
}

proptest! {
    #[test]
    fn points_over_time_stay_in_the_plot_and_equal_figures_are_level(
        values in prop::collection::vec((0.0f64..100.0, 0.1f64..30.0), 1..30),
        first in -5i64..2100,
    ) {
        let figures = values.iter().zip(first..).map(|((value, half), at)| point(at, Some((*value, *half, 50))));
        let mut figures: Vec<_> = figures.collect();
        // The last repeats the first.
        let again = Point { at: figures.last().unwrap().at + 1, ..figures[0].clone() };
        figures.push(again);
        let trend = trend(figures, &[]);
        prop_assert!(trend.marks.len() >= 2 && trend.marks.is_sorted(), "{:?}", trend.marks);
        prop_assert!(trend.marks.iter().all(|mark| (0..=100).contains(mark)), "{:?}", trend.marks);
        let points = points(&trend.svg("t"));
        prop_assert_eq!(points.len(), values.len() + 1);
        prop_assert!(points.iter().all(|(x, y)| (13.0..=99.0).contains(x) && (1.2..=11.71).contains(y)), "{:?}", points);
        prop_assert!(points.is_sorted_by(|a, b| a.0 < b.0));
        prop_assert_eq!(points.first().unwrap().1, points.last().unwrap().1);
    }

    #[test]
    fn a_radar_holds_everything_within_its_outer_ring(values in prop::collection::vec(-20.0f64..140.0, 3..12)) {
        let svg = radar(&values.iter().copied().map(Some).collect::<Vec<_>>()).svg("r");
        for (x, y) in places(&svg, "<circle class=\"report-point", "cx").iter().zip(places(&svg, "<circle class=\"report-point", "cy")) {
            prop_assert!((x * x + y * y).sqrt() <= 1001.0);
        }
    }

    #[test]
    fn differences_keep_their_order_and_stay_in_the_plot(values in prop::collection::vec((-100.0f64..100.0, 0.0f64..20.0), 1..8)) {
        let words = words();
        let row = |(value, error): &(f64, f64)| {
            DifferenceRow::new("a", &Difference { value: *value, error: *error, degrees: 9 }, [50, 60], &words)
        };
        let rows = values.iter().map(row).collect();
        let points = points(&Differences::new("t".into(), rows, &words).svg("d"));
        prop_assert_eq!(points.len(), values.len());
        prop_assert!(points.iter().all(|(x, _)| (4.0..=96.0).contains(x)));
        for ((a, (x, _)), (b, (other, _))) in values.iter().zip(&points).zip(values.iter().zip(&points).skip(1)) {
            prop_assert!((a.0 <= b.0) == (x <= other) || (x - other).abs() < 0.02);
        }
    }
}

/// Writes a page with all pictures to look at: `PICTURES_SAMPLE=<file> cargo test`.
#[test]
fn pictures_to_look_at() {
    let Some(path) = std::env::var_os("PICTURES_SAMPLE") else { return };
    let radar = radar(&[Some(81.5), Some(72.0), None, Some(64.0), Some(90.0)]);
    let full = Radar {
        axes: radar
            .axes
            .iter()
            .cloned()
            .map(|axis| match axis.reading {
                Err(_) => bar(&axis.name, Ok(reading(77.0, 5.0, 90))),
                Ok(_) => axis,
            })
            .collect(),
        ..radar.clone()
    };
    let trend = trend(years(), &[2022]);
    let mut parts = vec![
        full.figure("r0"),
        radar.figure("r"),
        radar.table().html("rt"),
        trend.figure("t"),
        trend.table().html("tt"),
        differences().figure("d"),
        differences().table().html("dt"),
    ];
    with_panels(&campaign(3), |panels| parts.extend([panels.figure("p"), panels.table().html("pt")]));
    let tokens = include_str!("../../../style/tokens.css");
    let base = include_str!("../../../style/base.css");
    let officials = include_str!("../../../style/officials.css");
    let head = "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">";
    std::fs::write(path, format!("{head}<style>{tokens}{base}{officials}{STYLE}</style><main><section class=\"results\">{}</section></main>", parts.concat())).unwrap();
}
