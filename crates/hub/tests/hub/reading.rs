//! Somebody who reads everything that is public, and may send forms, against one person's answers.
//!
//! The attacker of these tests counts as the outside does: forms over HTTP, results over HTTP, and subtracts.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "what was measured is told")]

use lang_nghe_hub::step::{take, take_daily};
use lang_nghe_hub::storage::steps::Boundary;
use lang_nghe_record::{Day, Mode, Record};
use lang_nghe_report::Release;
use lang_nghe_scoring::Cell;
use lang_nghe_sync::wire::AnswerResult;

use crate::client::Got;
use crate::support::{Place, campaign, campaigns_of, envelope, on_the_wire, record};

const TALLY: &str = "/api/v1/campaigns/demo-pulse/tally";

/// Whatever anybody can look at.
const PUBLIC: [&str; 5] =
    [TALLY, "/can-bo/demo-pulse", "/can-bo", "/can-bo/demo-pulse/uoc-luong", "/can-bo/demo-pulse/to-dan"];

/// A form whose answers are the digits of `number`: every victim's are different from the others'.
fn form(number: u64, answers: u64) -> Record {
    let level = |at: u32| (1 + answers / 5u64.pow(at) % 5).to_string();
    let items = ["time-1", "attitude-1", "clarity-1", "feedback-1"].iter().zip(0..);
    let mut given: Vec<(String, String)> = items.map(|(item, at)| ((*item).into(), level(at))).collect();
    given.push(("extra-money-1".into(), if answers.is_multiple_of(3) { "yes" } else { "no" }.into()));
    Record { answers: given, comment: None, ..record(number) }
}

fn come(place: &Place, forms: Vec<Record>) {
    for forms in forms.chunks(50) {
        let answers = place.send(forms.iter().map(|form| on_the_wire(&envelope(form))).collect());
        assert!(answers.iter().all(|answer| answer.result == AnswerResult::Accepted));
    }
}

fn read(place: &Place) -> Release {
    place.get(TALLY).json()
}

fn seen(place: &Place) -> Vec<Vec<u8>> {
    PUBLIC.iter().map(|path| place.get(path)).map(|got: Got| got.body).collect()
}

/// What the option counts of the total say about the forms between two readings that the attacker did not send: how many
/// there are, and per item how often each option was chosen.
fn between(before: &Cell, after: &Cell, own: &[Record]) -> (u64, Vec<Vec<u64>>) {
    let others = after.records - before.records - own.len() as u64;
    let counts = before.items.iter().zip(&after.items);
    let counts = counts.map(|(before, after)| {
        let options = before.options.iter().zip(&after.options);
        options.map(|(before, after)| after.saturating_sub(*before)).collect()
    });
    (others, counts.collect())
}

/// The day ends, and the next begins with a step.
fn night(place: &Place, day: &str) {
    let today = Day::parse(day).unwrap();
    let known = place.hub.campaigns.get("demo-pulse").unwrap();
    // The hub's own first step may be on its way.
    while !place.run(take_daily(&place.hub, known, today)).unwrap() {}
    // It may have gathered what came and have lost the race: then what it let go of is counted by one more step.
    if standing(place) < received(place) {
        place.run(take(&place.hub, known, Boundary::Without(today), today)).unwrap();
    }
}

fn received(place: &Place) -> i64 {
    place.number("SELECT COUNT(*) FROM records WHERE campaign = 'demo-pulse'")
}

fn standing(place: &Place) -> i64 {
    place.number("SELECT COUNT(*) FROM records WHERE campaign = 'demo-pulse' AND step IS NOT NULL")
}

#[test]
fn of_forty_citizens_who_come_one_by_one_nobody_reads_a_single_answer() {
    let place = Place::new();
    come(&place, (0..150).map(|n| form(n, n * 31)).collect());
    night(&place, "2026-11-22");
    let start = read(&place);
    assert_eq!(start.total.as_ref().unwrap().records, 150);
    let before = seen(&place);
    let (mut recovered, mut own) = (0, Vec::new());
    for victim in 0..40u64 {
        // The attacker fills up whatever the figures wait for, the citizen sends, and the attacker fills up again.
        let fill = |place: &Place, own: &mut Vec<Record>, from: u64| {
            let known: Vec<Record> = (0..6).map(|n| form(from + n, 0)).collect();
            come(place, known.clone());
            own.extend(known);
        };
        fill(&place, &mut own, 10_000 + 100 * victim);
        let earlier = read(&place);
        come(&place, vec![form(1_000 + victim, 7 * victim + 1)]);
        let between_them = read(&place);
        fill(&place, &mut own, 10_050 + 100 * victim);
        let later = read(&place);
        for pair in [(&earlier, &between_them), (&between_them, &later), (&earlier, &later)] {
            let (a, b) = (pair.0.total.as_ref().unwrap(), pair.1.total.as_ref().unwrap());
            recovered += u32::from(b.records > a.records && b.records - a.records < 41);
        }
    }
    assert!(seen(&place) == before, "nothing that anybody can look at has moved all day");
    night(&place, "2026-11-23");
    let (others, counts) = between(start.total.as_ref().unwrap(), read(&place).total.as_ref().unwrap(), &own);
    println!("{recovered} of 40 recovered; the smallest set that the attacker has is of {others} people");
    assert_eq!((recovered, others), (0, 40), "own forms taken off, all forty are one");
    let told: Vec<u64> = counts.iter().map(|options| options.iter().sum()).collect();
    assert!(told[..4].iter().all(|n| *n >= 40), "{told:?}");
    assert_eq!(told[4], 0, "all forms are of one desk: nothing is told about money");
}

#[test]
fn a_point_less_a_procedure_that_is_done_only_there_is_nobody() {
    let place = Place::new();
    let at = |number: u64, point: &str, procedure: &str| Record {
        point: Some(point.into()),
        about: vec![("procedure".into(), procedure.into())],
        ..form(number, number * 13)
    };
    // One civil-status form at the mobile point, where all others came for their residence.
    let forms =
        (0..40).map(|n| at(n, "1", "civil-status")).chain((40..63).map(|n| at(n, "luu-dong", "residence")));
    come(&place, forms.chain([at(63, "luu-dong", "civil-status")]).collect());
    night(&place, "2026-11-22");
    let release = read(&place);
    let sizes = |of: &lang_nghe_report::Partition| -> Vec<u64> {
        of.groups.iter().map(|group| group.cell.records).chain([of.rest]).collect()
    };
    let tables = [&release.points, &release.procedures, &release.modes, &release.quality].map(sizes);
    println!("points, procedures, modes, signs: {tables:?}");
    for one in tables.iter().flatten() {
        for other in tables.iter().flatten().filter(|other| **other > 0) {
            assert!(
                one.abs_diff(*other) == 0 || one.abs_diff(*other) >= 10 || *one == 0,
                "{one} and {other}"
            );
        }
    }
    assert_eq!(release.points.groups.len(), 2);
}

#[test]
fn that_everybody_at_a_desk_paid_extra_is_told_of_no_desk() {
    let place = Place::new();
    let paid = |number: u64, point: &str, said: &str| {
        let mut one = form(number, number * 17);
        one.answers[4].1 = said.into();
        Record { point: Some(point.into()), ..one }
    };
    come(&place, (0..12).map(|n| paid(n, "2", "yes")).chain((12..52).map(|n| paid(n, "1", "no"))).collect());
    night(&place, "2026-11-22");
    let release = read(&place);
    let desk = release.points.groups.iter().find(|group| group.key.as_deref() == Some("2")).unwrap();
    assert_eq!((desk.cell.records, desk.cell.items[4].options.iter().sum::<u64>()), (12, 0));
    assert_eq!(release.total.as_ref().unwrap().items[4].options, [40, 12, 0], "of all together it is told");
    // While everybody says the same, not of all together either.
    let place = Place::new();
    come(&place, (0..12).map(|n| paid(n, "2", "yes")).collect());
    night(&place, "2026-11-22");
    assert_eq!(read(&place).total.unwrap().items[4].options, [0, 0, 0]);
    let page = place.get("/can-bo/demo-pulse").text().to_owned();
    assert!(page.contains("chưa công bố"), "{page}");
}

/// A form of a point that says this about extra money, and leaves out some questions.
fn frank(number: u64, point: &str, paid: bool, without: &[&str]) -> Record {
    let mut one = form(number, number * 17);
    one.answers[4].1 = if paid { "yes" } else { "no" }.into();
    one.answers.retain(|(item, _)| !without.contains(&item.as_str()));
    Record { point: Some(point.into()), ..one }
}

/// What is told of a question over all forms.
fn of_all(release: &Release, item: usize) -> Vec<u64> {
    release.total.as_ref().unwrap().items[item].options.clone()
}

fn tables(release: &Release) -> impl Iterator<Item = &Cell> {
    let tables = [&release.points, &release.procedures, &release.modes, &release.quality];
    tables.into_iter().flat_map(|of| of.groups.iter().map(|group| &group.cell))
}

#[test]
fn a_total_less_the_total_before_gives_neither_a_desk_that_paid_nor_one_persons_answer() {
    let place = Place::new();
    let ordinary = |n: u64| frank(n, if n < 30 { "1" } else { "luu-dong" }, n.is_multiple_of(7), &[]);
    come(&place, (0..50).map(ordinary).collect());
    night(&place, "2026-11-22");
    let before = read(&place);
    assert_eq!(of_all(&before, 4), [42, 8, 0]);
    // All twelve of desk 2 paid, and only one of them answers the second question.
    let desk = |n: u64| frank(n, "2", true, if n == 100 { &[] } else { &["attitude-1"] });
    come(&place, (100..112).map(desk).collect());
    night(&place, "2026-11-23");
    let after = read(&place);
    assert_eq!(after.total.as_ref().unwrap().records, 62);
    for item in [1, 4] {
        assert_eq!(of_all(&after, item), of_all(&before, item), "question {item} stays as it was told");
    }
    assert_eq!(of_all(&after, 2).iter().sum::<u64>(), 62, "what all twelve answered moves");
    // Nor within the one table: no group says anything of a single question.
    assert_eq!(after.points.groups.len(), 3);
    assert!(tables(&after).all(|cell| cell.items.iter().all(|item| item.options.iter().sum::<u64>() == 0)));
    assert!(tables(&after).filter(|cell| cell.records >= 10).all(|cell| cell.composites[0].n >= 10));
    // What waits is told once others have come.
    come(&place, (200..212).map(|n| frank(n, "1", false, &[])).collect());
    night(&place, "2026-11-24");
    let last = read(&place);
    assert_eq!(of_all(&last, 4), [54, 20, 0]);
    assert_eq!(of_all(&last, 1).iter().sum::<u64>(), 63);
}

#[test]
fn a_first_step_of_one_desk_tells_nothing_about_money_and_the_next_not_what_came_in_between() {
    let place = Place::new();
    come(&place, (0..20).map(|n| frank(n, "1", n % 2 == 0, &[])).collect());
    night(&place, "2026-11-22");
    let first = read(&place);
    assert_eq!(of_all(&first, 4), [0, 0, 0], "all forms are those of one desk");
    assert_eq!(of_all(&first, 0).iter().sum::<u64>(), 20);
    // On the next day everybody at the second desk paid.
    come(&place, (100..112).map(|n| frank(n, "2", true, &[])).collect());
    night(&place, "2026-11-23");
    let second = read(&place);
    assert_eq!(of_all(&second, 4), [10, 22, 0], "of both together, and of neither");
    come(&place, (200..220).map(|n| frank(n, "2", n % 2 == 0, &[])).collect());
    night(&place, "2026-11-24");
    assert_eq!(of_all(&read(&place), 4), [10, 22, 0], "what is new is of one desk");
}

#[test]
fn a_score_that_is_made_of_sensitive_questions_is_told_of_no_desk() {
    let mut honest = campaign();
    (honest.instrument, honest.version) = ("papi-soi-8".into(), "2026.2".into());
    let place = Place::with_campaigns(campaigns_of([honest]), |hub| hub);
    let say = |number: u64, point: &str, mark: &str| {
        let answers =
            [("honesty-1", mark), ("honesty-2", mark), ("procedures-1", "7"), ("procedures-2", "9")];
        let answers = answers.map(|(item, mark)| (item.to_owned(), mark.to_owned())).into();
        let (instrument, version) = ("papi-soi-8".to_owned(), "2026.2".to_owned());
        let about = vec![("age".to_owned(), "25-34".to_owned())];
        Record {
            instrument,
            version,
            answers,
            about,
            comment: None,
            point: Some(point.into()),
            ..record(number)
        }
    };
    let forms = (0..40).map(|n| say(n, if n < 20 { "1" } else { "2" }, if n < 20 { "9" } else { "1" }));
    come(&place, forms.collect());
    night(&place, "2026-11-22");
    let release = read(&place);
    let items: Vec<bool> =
        release.total.as_ref().unwrap().composites.iter().map(|sums| sums.n == 40).collect();
    assert_eq!(items.iter().filter(|told| **told).count(), 2, "of all forms both scores are told");
    for cell in tables(&release) {
        let told = cell.composites.iter().filter(|sums| sums.n > 0).count();
        assert_eq!(told, 1, "of a group only the score of procedures: {:?}", cell.composites);
    }
}

#[test]
fn the_first_answer_to_a_sensitive_question_without_marks_is_the_harmless_one() {
    let content = lang_nghe_hub::content::Content::read(&crate::support::content_folder()).unwrap();
    let versions = [("pulse-1", "2026.2"), ("sipas-2022-33", "2026.1"), ("sipas-39", "2026.3")];
    for (id, version) in versions.into_iter().chain([("papi-soi-8", "2026.2")]) {
        let instrument = &content.form(id, version).unwrap().instrument;
        let named = lang_nghe_report::sensitive(id);
        assert!(!named.is_empty(), "{id}");
        for name in named {
            let item = &instrument.items[instrument.item_position(name).unwrap()];
            let first = &instrument.scale_of(item).options[0];
            assert!(instrument.range_of(item).is_some() || first.id == "no", "{id} {name}");
        }
    }
}

#[test]
fn a_flood_of_one_form_is_marked_and_the_honest_forms_of_its_day_are_not_whoever_came_first() {
    for honest_first in [true, false] {
        let place = Place::new();
        let honest = |from: u64| -> Vec<Record> {
            (from..from + 20).map(|n| Record { flags: Some(vec![]), ..form(n, n * 29) }).collect()
        };
        for (day, from) in [("2026-11-22", 0), ("2026-11-23", 100), ("2026-11-24", 200), ("2026-11-25", 300)]
        {
            come(&place, honest(from));
            night(&place, day);
        }
        let flood: Vec<Record> =
            (5_000..5_500).map(|n| Record { flags: Some(vec![]), ..form(n, 624) }).collect();
        let batches = if honest_first { [honest(400), flood] } else { [flood, honest(400)] };
        batches.into_iter().for_each(|forms| come(&place, forms));
        night(&place, "2026-11-26");
        assert_eq!(place.number("SELECT count(*) FROM records WHERE signs = 32"), 500, "all of the flood");
        assert_eq!(place.number("SELECT count(*) FROM records WHERE signs <> 0"), 500, "and nobody else");
        let quality = read(&place).quality;
        let group = |key: &str| {
            quality
                .groups
                .iter()
                .find(|group| group.key.as_deref() == Some(key))
                .map(|group| group.cell.records)
        };
        assert_eq!(group("identical"), Some(500), "{quality:?}");
    }
}

/// Every combination of point, procedure, way of filling in and signs that a sender can claim.
fn combination(number: u64) -> Record {
    let procedures = [
        "civil-status",
        "certification",
        "residence",
        "land",
        "construction",
        "benefits",
        "business",
        "other",
    ];
    let signs = ["straight-lining", "fast", "burst", "repeated", "identical", "invented"];
    let flags = (0..6).filter(|sign| number >> sign & 1 == 1).map(|sign| signs[sign].to_owned()).collect();
    let rest = number / 64;
    Record {
        flags: Some(flags),
        mode: [Mode::SelfCompleted, Mode::Assisted, Mode::Paper][(rest % 3) as usize],
        about: vec![("procedure".into(), procedures[(rest / 3 % 8) as usize].into())],
        point: Some(["1", "2", "luu-dong", "none"][(rest / 24 % 4) as usize].into()),
        ..form(100_000 + number, number)
    }
}

#[test]
fn combinations_that_a_sender_invents_make_no_form_dearer_and_no_step_fail() {
    let place = Place::new();
    let clock = std::time::Instant::now;
    // Spread over all of them.
    let combination = |n: u64| combination(n * 4);
    let mut took = Vec::new();
    for piece in 0..20u64 {
        let forms: Vec<Record> = (piece * 80..(piece + 1) * 80).map(combination).collect();
        let sealed: Vec<_> = forms.iter().map(|form| on_the_wire(&envelope(form))).collect();
        let started = clock();
        for batch in sealed.chunks(100) {
            place.send(batch.to_vec());
        }
        took.push(started.elapsed().as_secs_f64() * 1000.0 / 80.0);
    }
    let started = clock();
    night(&place, "2026-11-22");
    println!(
        "ms a form: first {:.2}, last {:.2}; the step: {:.2} s",
        took[0],
        took[19],
        started.elapsed().as_secs_f64()
    );
    let last: f64 = took[15..].iter().sum::<f64>() / 5.0;
    assert!(last < 3.0 * took[..5].iter().sum::<f64>() / 5.0 + 5.0, "{took:?}");
    assert_eq!(read(&place).total.unwrap().records, 1_600);
    let strata = place.run(async {
        let key = place.hub.campaigns.get("demo-pulse").unwrap().form_key();
        place.hub.storage.tally(&key).await.unwrap().unwrap().tally.strata().count()
    });
    assert!(strata <= 4 * 8 * 3 * 9, "{strata}");
}
