//! Small pictures by subject: as they come out, and where their bars stand.

use proptest::prelude::*;

use super::*;

fn figure(value: f64) -> Reading {
    Reading {
        value,
        text: format!("{value:.2}"),
        interval: None,
        detail: String::new(),
        count: String::new(),
        mark: None,
    }
}

/// Eight dimensions would be too many lines here: two, over three years, with another method from the last on.
fn multiples() -> Multiples {
    let panel = |name: &str, values: [Option<f64>; 3], change: Result<&str, &str>| Multiple {
        name: name.into(),
        scale: (1.0, 10.0),
        bars: values.map(|value| value.map(figure).ok_or("không có số".to_owned())).into(),
        change: change.map(str::to_owned).map_err(str::to_owned),
        spoken: vec![format!("{name}: …")],
    };
    Multiples {
        title: "Điểm từng nội dung, Bắc Kạn, theo năm".into(),
        intro: "Thanh đặc là năm mới nhất.".into(),
        subject: "Nội dung".into(),
        change: "Thay đổi".into(),
        years: ["2019", "2020", "2021"].map(str::to_owned).into(),
        breaks: (vec![2], "Thêm nội dung".into()),
        panels: vec![
            panel("Tham gia của người dân", [Some(5.2), Some(4.81), Some(5.0)], Ok("+0,19")),
            panel("Công khai <minh bạch>", [Some(1.0), None, Some(10.0)], Err("không so được")),
        ],
    }
}

/// Values of an attribute of every element that begins so.
fn places(svg: &str, element: &str, attribute: &str) -> Vec<f64> {
    let marked = [" ", attribute, "=\""].concat();
    let value = |piece: &str| {
        let text = piece.split('>').next()?.split(&marked).nth(1)?.split('"').next()?;
        text.trim_end_matches(['%', 'e', 'm']).parse().ok()
    };
    svg.split(element).skip(1).filter_map(value).collect()
}

#[test]
fn the_pictures_stay_as_they_are() {
    insta::assert_snapshot!("multiples", multiples().figure("m").replace("><", ">\n<"));
}

#[test]
fn every_picture_has_a_title_and_a_description_of_its_own() {
    let page = multiples().figure("m");
    for id in ["m-0", "m-1"] {
        assert_eq!(page.matches(&format!("aria-labelledby=\"{id}-title {id}-desc\"")).count(), 1);
        assert_eq!(page.matches(&format!("<desc id=\"{id}-desc\">")).count(), 1);
    }
    for forbidden in [" style=", "<style", "<script", "href=", "NaN", "inf"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn a_bar_begins_where_its_scale_does_and_its_length_is_its_value() {
    let pictures = multiples();
    let svg = pictures.figure("m");
    let widths = places(&svg, "<rect", "width");
    // 1 is the lowest of the scale: no bar. 10 fills it; 5.2, 4.81 and 5 take their part of nine points.
    let of = |value: f64| 66.0 * (value - 1.0) / 9.0;
    for (found, value) in widths.iter().zip([5.2, 4.81, 5.0, 10.0]) {
        assert!((found - of(value)).abs() < 0.01, "{found} for {value}");
    }
    assert_eq!(widths.len(), 4);
    assert_eq!(svg.matches("class=\"report-bar\"").count(), 2, "the newest year is filled");
    assert_eq!(svg.matches("class=\"report-break\"").count(), 2);
    assert!(svg.contains("Công khai &lt;minh bạch&gt;") && !svg.contains("<minh"));
    let table = pictures.table();
    assert_eq!(table.columns, ["Nội dung", "2019", "2020", "2021 (Thêm nội dung)", "Thay đổi"]);
    assert_eq!(table.rows[1].cells[1].text, "không có số");
}

proptest! {
    #[test]
    fn no_scale_and_no_value_breaks_a_small_picture(
        value in prop_oneof![any::<f64>(), 0.0..12.0f64],
        scale in (0.0..5.0f64, 0.0..12.0f64),
    ) {
        let mut pictures = multiples();
        pictures.panels[0].scale = scale;
        pictures.panels[0].bars[2] = Ok(figure(value));
        let svg = pictures.figure("m");
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}
