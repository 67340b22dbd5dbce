//! The index as published and the figures that are known of it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail as tests do")]

mod common;

use common::{any_counts, component, day, index, points, possible, published, read, record, the_25th};
use lang_nghe_index_766::{
    Certainty, Change, Good, History, Index, LARGEST_COUNT, Next, Problem, Record, Step, Unknown, standings,
};
use lang_nghe_sheet::Decimal;
use proptest::prelude::*;

#[track_caller]
fn step(index: &Index, record: &Record, id: &str) -> Step {
    let wanted = component(index, id);
    index.steps(record).unwrap().into_iter().find(|step| step.component == wanted).unwrap()
}

#[test]
fn six_groups_make_a_hundred() {
    let index = index();
    let groups: Vec<_> = index.groups.iter().map(|group| group.points).collect();
    assert_eq!(groups, [18, 20, 12, 22, 10, 18]);
    assert_eq!(index.points(), 100);
    assert_eq!(index.components.len(), 21);
}

#[test]
fn what_is_not_certain_says_so() {
    let (index, texts) = read();
    assert!(index.groups.iter().all(|group| group.certainty == Certainty::Found));
    assert!(index.components.iter().all(|component| component.certainty == Certainty::Reproduced));
    assert!(index.bands.iter().all(|band| band.certainty == Certainty::Unconfirmed));
    assert_eq!(texts["vi"].certainty[Certainty::Unconfirmed as usize], "Chưa xác nhận");
}

#[test]
fn the_page_can_say_that_no_survey_feeds_group_six() {
    let (_, texts) = read();
    assert!(texts["vi"].survey_note.contains("không được tính vào nhóm đó"));
    assert!(texts["en"].survey_note.contains("do not count towards it"));
}

#[test]
fn the_articles_day_is_known_in_part_and_the_rest_is_not_invented() {
    let index = index();
    let outcome = index.outcome(&the_25th()).unwrap();
    assert_eq!(Decimal::nearest_hundredth(outcome.known), points("47.53"));
    assert_eq!(outcome.known_of, 50);
    let total = outcome.total.unwrap();
    assert_eq!((total.points, total.published), (points("94.73"), true));
    assert_eq!(index.bands[outcome.band.unwrap()].id, "excellent");
    for id in ["transparency", "digitised", "payment"] {
        let group = index.groups.iter().position(|group| group.id == id).unwrap();
        assert_eq!((outcome.groups[group].known_of, outcome.groups[group].counted()), (0, None), "{id}");
    }
}

#[test]
fn the_articles_share_of_online_dossiers_comes_out() {
    let index = index();
    let outcome = index.outcome(&the_25th()).unwrap();
    let wanted = component(&index, "filed-online");
    let found = outcome.groups.iter().flat_map(|group| &group.components).find(|one| one.component == wanted);
    let counted = found.unwrap().counted.unwrap();
    let percent = Decimal::nearest_hundredth(100.0 * counted.good as f64 / counted.of as f64);
    assert_eq!((percent, counted.points.fraction()), (points("91.27"), (6, 1)));
}

#[test]
fn from_one_day_to_the_next_only_what_both_know_changes() {
    let index = index();
    let earlier = index.outcome(&published("2025-08-21", "94.25")).unwrap();
    let later = index.outcome(&the_25th()).unwrap();
    let change = Change::between(&index, &earlier, &later);
    assert_eq!(change.total, Some(points("0.48")));
    assert_eq!(change.groups, [None; 6]);
    let same = Change::between(&index, &later, &later);
    assert_eq!(same.groups, [None, Some(0.0), Some(0.0), None, None, Some(0.0)]);
}

#[test]
fn no_data_is_not_zero() {
    let index = index();
    let outcome = index.outcome(&record(&[])).unwrap();
    assert_eq!((outcome.known, outcome.known_of, outcome.high), (0.0, 0, 100.0));
    assert_eq!((outcome.total, outcome.band), (None, None));
    let zero = index.outcome(&record(&[("dossiers-received", 40), ("dossiers-on-time", 0)])).unwrap();
    assert_eq!((zero.known, zero.known_of, zero.high), (0.0, 20, 80.0));
}

#[test]
fn nothing_of_something_is_worth_what_the_index_says() {
    let index = index();
    let none = record(&[
        ("petitions", 0),
        ("petitions-on-time", 0),
        ("dossiers-received", 0),
        ("dossiers-on-time", 0),
        ("dossiers-overdue", 0),
        ("dossiers-complained", 0),
    ]);
    let outcome = index.outcome(&none).unwrap();
    let of = |id: &str| {
        let wanted = component(&index, id);
        let all = outcome.groups.iter().flat_map(|group| &group.components);
        all.clone().find(|one| one.component == wanted).unwrap().counted.map(|it| it.points.to_f64())
    };
    assert_eq!(of("petitions-in-time"), Ok(6.0));
    assert_eq!(of("petitions-satisfied"), Err(Unknown::NoData));
    assert_eq!(of("dossiers-satisfied"), Ok(0.0));
    assert_eq!(of("on-time"), Err(Unknown::NothingToMeasure));
    // Whoever has handled nothing yet begins with a full share.
    assert_eq!(step(&index, &none, "dossiers-satisfied").gain.to_f64(), 6.0);
}

#[test]
fn points_follow_the_reproduced_formulas() {
    let index = index();
    let found = |id: &str, counts: &[(&str, u64)]| {
        let wanted = component(&index, id);
        let outcome = index.outcome(&record(counts)).unwrap();
        let all = outcome.groups.iter().flat_map(|group| &group.components);
        all.clone().find(|one| one.component == wanted).unwrap().counted.unwrap().points.fraction()
    };
    // 20 · 3/4; 2 · 0.6/0.8; 4 · 1/2; 6 · 0.4/0.5; cut at 6; 2 · 0.4/0.8.
    assert_eq!(found("on-time", &[("dossiers-received", 40), ("dossiers-on-time", 30)]), (15, 1));
    assert_eq!(found("offered-online", &[("procedures", 10), ("procedures-online", 6)]), (3, 2));
    assert_eq!(found("used-online", &[("procedures-online", 6), ("procedures-online-used", 3)]), (2, 1));
    assert_eq!(found("filed-online", &[("dossiers-received", 10), ("dossiers-online", 4)]), (24, 5));
    assert_eq!(found("filed-online", &[("dossiers-received", 10), ("dossiers-online", 6)]), (6, 1));
    assert_eq!(found("payable-online", &[("procedures-fee", 10), ("procedures-payable", 4)]), (1, 1));
    // 6 · (1 − 0.10 − 0.05) / 0.90.
    let lately = [("dossiers-received", 200), ("dossiers-overdue", 20), ("dossiers-complained", 10)];
    assert_eq!(found("dossiers-satisfied", &lately), (17, 3));
    assert!(matches!(index.components[component(&index, "dossiers-satisfied")].good, Good::AllBut(_)));
}

#[test]
fn the_step_that_gains_most_comes_first() {
    let index = index();
    let record = record(&[
        ("dossiers-received", 100),
        ("dossiers-on-time", 90),
        ("dossiers-online", 20),
        ("dossiers-digitised", 50),
        ("stores", 4),
        ("stores-connected", 3),
    ]);
    let steps = index.steps(&record).unwrap();
    let order: Vec<_> = steps.iter().map(|step| index.components[step.component].id.as_str()).collect();
    assert_eq!(order, ["stores-linked", "filed-online", "papers-digitised", "on-time"]);
    // A store of four: 4/4. A dossier online: 6 · (21/101 − 20/100) / 0.5 = 6 · 80 / (100·101·0.5).
    assert_eq!(steps[0].gain.fraction(), (1, 1));
    assert_eq!((steps[0].next, steps[0].to_full), (Next::Repair, Some(1)));
    assert_eq!(steps[1].gain.fraction(), (48, 505));
    // (20 + k) / (100 + k) ≥ 1/2 from k = 60 on.
    assert_eq!((steps[1].next, steps[1].to_full), (Next::New, Some(60)));
    assert_eq!(index.gain_of(&record, &steps[1], 60), Some(steps[1].missing));
    assert!(index.gain_of(&record, &steps[1], 59).unwrap() < steps[1].missing);
    // 20 · (91/101 − 90/100), and no number of new ones makes up for ten late ones.
    assert_eq!((steps[3].gain.fraction(), steps[3].to_full), ((2, 101), None));
}

#[test]
fn what_cannot_be_is_named() {
    let index = index();
    let more = Problem::MoreThan {
        parts: vec!["dossiers-online".to_owned()],
        value: 3500,
        whole: "dossiers-received".to_owned(),
        most: 3483,
    };
    assert_eq!(record(&[("dossiers-received", 3483), ("dossiers-online", 3500)]).problems(&index), [more]);
    let both = record(&[("dossiers-received", 10), ("dossiers-on-time", 7), ("dossiers-overdue", 4)]);
    assert!(matches!(&both.problems(&index)[..], [Problem::MoreThan { value: 11, most: 10, .. }]));
    let mut record = record(&[("no-such", 1), ("stores", 200_000_000)]);
    record.published.insert("progress".to_owned(), points("20.01"));
    record.rank = Some((127, 126));
    let problems = record.problems(&index);
    assert_eq!(problems.len(), 4, "{problems:?}");
    assert!(index.outcome(&record).is_err() && index.steps(&record).is_err());
}

#[test]
fn eleven_on_time_of_ten_says_its_fault_once() {
    let index = index();
    let problems = record(&[("dossiers-received", 10), ("dossiers-on-time", 11)]).problems(&index);
    assert!(matches!(&problems[..], [Problem::MoreThan { value: 11, most: 10, .. }]), "{problems:?}");
    let both = record(&[("dossiers-received", 10), ("dossiers-on-time", 11), ("dossiers-overdue", 2)]);
    assert_eq!(both.problems(&index), problems, "a sum with it says nothing new");
    let two = record(&[("dossiers-received", 10), ("dossiers-on-time", 11), ("dossiers-online", 12)]);
    assert_eq!(two.problems(&index).len(), 2, "two faults are two");
}

#[test]
fn a_share_gives_its_points_and_no_step_is_pretended() {
    let index = index();
    let mut record = record(&[("dossiers-received", 62_500), ("dossiers-overdue", 0)]);
    let shares = [("dossiers-online", "64"), ("dossiers-on-time", "98"), ("dossiers-complained", "19")];
    record.shares = shares.map(|(name, share)| (name.to_owned(), points(share))).into();
    let outcome = index.outcome(&record).unwrap();
    let found = |id: &str| {
        let wanted = component(&index, id);
        let mut all = outcome.groups.iter().flat_map(|group| &group.components);
        all.find(|one| one.component == wanted).unwrap().clone()
    };
    // 64 % of half and more; 20 · 0.98; 6 · 0.81/0.90.
    assert_eq!(found("filed-online").points(), Some(6.0));
    assert_eq!(found("on-time").shared.unwrap().points.fraction(), (98, 5));
    assert_eq!(found("dossiers-satisfied").shared.unwrap().points.fraction(), (27, 5));
    assert_eq!((found("on-time").counted, outcome.known_of), (Err(Unknown::NoData), 32));
    assert_eq!(index.steps(&record), Ok(Vec::new()));
    // A count goes before a share, and with it come the steps.
    record.shares.remove("dossiers-online");
    record.counts.insert("dossiers-online".to_owned(), 20_000);
    assert_eq!(index.steps(&record).unwrap().len(), 1);
}

#[test]
fn shares_that_cannot_be_are_named() {
    let index = index();
    let with = |shares: &[(&str, &str)]| {
        let mut record = record(&[]);
        record.shares = shares.iter().map(|(name, share)| ((*name).to_owned(), points(share))).collect();
        record.problems(&index)
    };
    let more = |problems: &[Problem]| matches!(problems, [Problem::SharesMore { .. }]);
    assert!(more(&with(&[("dossiers-online", "100.01")])));
    assert!(more(&with(&[("dossiers-online", "-1")])));
    assert!(more(&with(&[("dossiers-on-time", "98"), ("dossiers-overdue", "3")])));
    assert!(matches!(&with(&[("dossiers-received", "98")])[..], [Problem::NoShare { .. }]));
    assert_eq!(with(&[("dossiers-on-time", "98"), ("dossiers-overdue", "2")]), []);
}

#[test]
fn a_record_kept_before_shares_existed_is_read_and_written_as_it_was() {
    let kept =
        r#"{"unit":"A","day":"2025-08-25","counts":{"petitions":0},"published":{},"total":null,"rank":null}"#;
    let record: Record = serde_json::from_str(kept).unwrap();
    assert!(record.shares.is_empty());
    assert!(!serde_json::to_string(&record).unwrap().contains("shares"));
}

#[test]
fn a_total_that_its_parts_cannot_reach_is_refused() {
    let index = index();
    let mut record = the_25th();
    record.total = Some(points("97.6"));
    let problems = record.problems(&index);
    let [Problem::TotalOutOfReach { low, high, .. }] = &problems[..] else { panic!("{problems:?}") };
    assert_eq!((*low, *high), (points("47.51"), points("97.55")));
    record.total = Some(points("97.53"));
    assert_eq!(record.problems(&index), []);
}

#[test]
fn of_126_communes_the_highest_is_first_and_equals_share_a_place() {
    let index = index();
    let mut history = History::default();
    history.put(the_25th());
    for number in 2..=126u32 {
        let mut other = Record::new(format!("đơn vị {number}"), day("2025-08-25"));
        other.total = Some(Decimal::from_parts(i64::from(9_000 - number / 2) * 100));
        history.put(other);
    }
    history.put(Record::new("chưa có số liệu", day("2025-08-25")));
    history.put(published("2025-08-21", "94.25"));
    let outcomes: Vec<_> = history
        .on(day("2025-08-25"))
        .map(|record| (record.unit.as_str(), index.outcome(record).unwrap()))
        .collect();
    let (ranked, unranked) = standings(outcomes.iter().map(|(unit, outcome)| (*unit, outcome)));
    assert_eq!((ranked[0].unit.as_str(), ranked[0].place, ranked[0].of), ("Phú Xuyên, Hà Nội", 1, 126));
    let places: Vec<_> = ranked[1..6].iter().map(|standing| standing.place).collect();
    assert_eq!(places, [2, 2, 4, 4, 6]);
    assert_eq!(unranked, ["chưa có số liệu"]);
    assert_eq!(history.of("Phú Xuyên, Hà Nội").count(), 2);
    let kept = serde_json::to_string(&history).unwrap();
    assert_eq!(serde_json::from_str::<History>(&kept).unwrap(), history);
    assert_eq!(history.take("Phú Xuyên, Hà Nội", day("2025-08-25")), Some(the_25th()));
}

proptest! {
    #[test]
    fn points_stay_within_their_bounds(values in any_counts()) {
        let index = index();
        let record = possible(&index, &values);
        let outcome = index.outcome(&record).unwrap();
        prop_assert!(outcome.known >= 0.0 && outcome.known <= f64::from(outcome.known_of) + 1e-9);
        prop_assert!(outcome.known <= outcome.high && outcome.high <= 100.0 + 1e-9);
        for step in index.steps(&record).unwrap() {
            prop_assert!(step.gain <= step.missing && step.missing.to_f64() > 0.0);
        }
    }

    #[test]
    fn a_step_gains_what_the_points_say(values in any_counts()) {
        let index = index();
        let before = possible(&index, &values);
        for step in index.steps(&before).unwrap() {
            let component = &index.components[step.component];
            let (good, lacking) = match &component.good {
                Good::Count(count) => (Some(*count), vec![]),
                Good::AllBut(counts) => (None, counts.clone()),
            };
            // The component by itself: other counts are left out, so that a shared whole does not matter.
            let mut after = record(&[]);
            for position in [component.of].into_iter().chain(good).chain(lacking) {
                let name = &index.counts[position];
                let more = position == component.of && step.next == Next::New || Some(position) == good;
                after.counts.insert(name.clone(), before.counts[name] + u64::from(more));
            }
            if after.counts.values().any(|count| *count > LARGEST_COUNT) {
                continue;
            }
            let points = |record: &Record| {
                let outcome = index.outcome(record).unwrap();
                let mut all = outcome.groups.iter().flat_map(|group| &group.components);
                all.find(|one| one.component == step.component).and_then(|one| one.points()).unwrap()
            };
            prop_assert!((points(&after) - points(&before) - step.gain.to_f64()).abs() < 1e-9);
        }
    }
}
