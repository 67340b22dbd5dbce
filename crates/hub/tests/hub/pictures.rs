//! Pictures on the officials' page of a campaign.

use lang_nghe_record::Record;

use crate::support::{Place, campaign, campaigns_of, envelope, on_the_wire, record};

#[test]
fn campaigns_of_one_asker_stand_side_by_side_and_nobody_elses_do() {
    let mut earlier = campaign();
    (earlier.id, earlier.opens, earlier.closes) =
        ("earlier".into(), "2025-03-01".into(), "2025-05-31".into());
    let mut foreign = earlier.clone();
    foreign.id = "foreign".into();
    foreign.texts.iter_mut().for_each(|text| text.asker.push('!'));
    let place = Place::with_campaigns(campaigns_of([campaign(), earlier, foreign]), |hub| hub);
    let answer = |number: u64, to: &str| {
        let mut record = record(number);
        record.campaign = to.into();
        record.answers[0].1 = ["1", "3", "5"][number as usize % 3].into();
        on_the_wire(&envelope(&record))
    };
    place.send((0..12).map(|number| answer(number, "demo-pulse")).collect());
    place.send((100..111).map(|number| answer(number, "foreign")).collect());
    place.step();
    let (over_time, change) = ("qua các đợt", "so với đợt trước");
    let alone = place.get("/can-bo/demo-pulse");
    assert!(!alone.text().contains(over_time) && !alone.text().contains(change), "the other is not out");
    place.send((200..211).map(|number| answer(number, "earlier")).collect());
    place.step();
    let page = place.get("/can-bo/demo-pulse");
    for words in
        [over_time, "so với đợt trước (03/2025)", "chưa đủ căn cứ để nói khác nhau", "11 và 12 người"]
    {
        assert!(page.text().contains(words), "{words}");
    }
    let first = place.get("/can-bo/earlier");
    assert!(first.text().contains(over_time) && !first.text().contains(change), "nothing came before");
    assert!(!place.get("/can-bo/foreign").text().contains(over_time));
}

#[test]
fn a_service_point_with_few_forms_is_a_box_without_figures() {
    let place = Place::new();
    let at = |number: u64, point: &str| {
        let mut record = record(number);
        record.point = Some(point.into());
        on_the_wire(&envelope(&record))
    };
    let nowhere = (20..24).map(|number| on_the_wire(&envelope(&Record { point: None, ..record(number) })));
    let places = (0..12).map(|number| at(number, "1")).chain((12..14).map(|number| at(number, "2")));
    place.send(places.chain(nowhere).collect());
    place.step();
    let page = place.get("/can-bo/demo-pulse").text().to_owned();
    let panels =
        page.split("<div class=\"report-panels\">").nth(1).unwrap().split("</figure>").next().unwrap();
    let of = |name: &str| {
        let panel = panels.split("<div class=\"report-panel\">").find(|panel| panel.contains(name)).unwrap();
        let drawing = panel.split("</desc>").nth(1).unwrap().split("</svg></div>").next().unwrap();
        drawing.to_owned()
    };
    for few in ["Quầy 2", "Điểm lưu động"] {
        assert!(of(few).contains("chưa công bố") && !of(few).contains("report-point"), "{few}");
    }
    assert!(of("Quầy 1").contains("report-point"));
    assert_eq!(of("Quầy 2"), of("Điểm lưu động"), "two forms look like none");
}
