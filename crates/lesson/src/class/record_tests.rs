//! A class on its way: written, read back, corrected, and refused where it cannot have been held.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use lang_nghe_record::{Kind, PADDING, RecordId, SecretKey};
use proptest::prelude::*;

use super::*;

const DAY: &str = "2026-11-22";

fn id(number: u8) -> RecordId {
    RecordId::from_random([number; 16])
}

fn questions() -> Vec<ClassQuestion> {
    let question = |id: &str, right| ClassQuestion { id: id.to_owned(), options: 3, right };
    vec![question("who", 1), question("when", 0)]
}

fn class(way: Way) -> Class {
    let mut class = Class {
        day: DAY.to_owned(),
        point: "doai".to_owned(),
        campaign: "demo-lop".to_owned(),
        lesson: "otp".to_owned(),
        edition: "2026.1".to_owned(),
        way,
        questions: questions(),
        supports: [3, 0, 0, 1, 0],
        vneid: 2,
        ..Class::default()
    };
    class.hands = class.no_hands();
    class.people[5] = [7, 0, 0];
    class.people[2][1] = 5;
    class
}

fn hands() -> Class {
    let mut class = class(Way::Hands);
    for (round, right) in [(Round::Before, 3), (Round::After, 9)] {
        class.count_hands(round, 0, 1, right);
        class.count_hands(round, 0, 3, 12 - right);
    }
    class
}

fn phone() -> Class {
    let mut class = class(Way::Phone);
    for (person, before) in [[None, Some(2)], [Some(1), Some(0)]].into_iter().enumerate() {
        class.take(Round::Before, person, before.into());
        class.take(Round::After, person, vec![Some(1), Some(0)]);
    }
    class
}

fn read(record: &ClassRecord) -> Class {
    let read = ReadClass::from_json(record.to_json().as_bytes()).unwrap();
    assert!(read.unknown.is_empty(), "{:?}", read.unknown);
    assert_eq!(read.record, *record);
    read.record.class
}

#[test]
fn the_written_form_is_the_agreed_one() {
    let mut class = hands();
    class.corrects = Some(Corrects { first: id(1), number: 2 });
    let expected = "{\"v\":1,\"kind\":\"class\",\"id\":\"02020202020202020202020202020202\",\"campaign\":\"demo-lop\",\
        \"day\":\"2026-11-22\",\"point\":\"doai\",\"lesson\":\"otp\",\"edition\":\"2026.1\",\"way\":\"hands\",\
        \"people\":{\"25-34\":{\"male\":5},\"over-60\":{\"female\":7}},\
        \"questions\":[{\"id\":\"who\",\"options\":3,\"right\":1,\"before\":[0,3,0,9],\"after\":[0,9,0,3]},\
        {\"id\":\"when\",\"options\":3,\"right\":0}],\
        \"supports\":{\"phone\":3,\"shopping\":1},\"vneid\":2,\"services\":0,\
        \"corrects\":{\"record\":\"01010101010101010101010101010101\",\"number\":2},\"app\":\"0.1.0\"}";
    let record = ClassRecord::new(id(2), &class, "0.1.0");
    assert_eq!(record.to_json(), expected);
    assert_eq!(read(&record).corrects, class.corrects);
    assert_eq!(record.chain(), (id(1), 2));
}

#[test]
fn the_hub_reads_the_gain_that_the_class_saw() {
    for class in [hands(), phone()] {
        let mut closed = class.clone();
        closed.close();
        let record = ClassRecord::new(id(1), &class, "0.1.0");
        assert_eq!(read(&record).gain(), closed.gain());
        assert!(closed.gain().is_some());
        assert_eq!(record.chain(), (id(1), 0));
    }
}

#[test]
fn what_a_person_answered_does_not_travel() {
    let json = ClassRecord::new(id(1), &phone(), "0.1.0").to_json();
    assert!(json.contains("\"cells\":[0,0,1,1]") && json.contains("\"pairs\":{\"people\":2"), "{json}");
    assert!(!json.contains("before") && !json.contains("turn"), "{json}");
}

#[test]
fn of_a_place_of_the_campaign_only_its_id_travels() {
    let mut class = hands();
    class.place = "Nhà văn hóa thôn Đoài".to_owned();
    assert!(!ClassRecord::new(id(1), &class, "0.1.0").to_json().contains("place"));
    class.point.clear();
    let record = ClassRecord::new(id(1), &class, "0.1.0");
    assert!(record.to_json().contains("\"place\":\"Nhà văn hóa thôn Đoài\""));
    assert_eq!(read(&record).place, class.place);
}

#[test]
fn a_newer_form_is_told_apart_and_new_fields_are_kept() {
    let json = ClassRecord::new(id(1), &hands(), "0.1.0").to_json();
    let newer = json.replace("\"v\":1", "\"v\":2");
    assert!(matches!(ReadClass::from_json(newer.as_bytes()), Err(ReadClassError::Form(2))));
    let more = json.replace("\"vneid\":2", "\"weather\":\"rain\",\"vneid\":2");
    assert_eq!(ReadClass::from_json(more.as_bytes()).unwrap().unknown["weather"], "rain");
    for (part, other) in
        [("\"class\"", "\"form\""), ("over-60", "over-99"), ("\"hands\"", "\"feet\""), (DAY, "2026-02-30")]
    {
        let wrong = json.replace(part, other);
        assert!(
            matches!(ReadClass::from_json(wrong.as_bytes()), Err(ReadClassError::Malformed(_))),
            "{other}"
        );
    }
}

#[test]
fn a_sealed_class_opens_as_a_class_only_and_is_padded() {
    let key = SecretKey::derive([3; 32]);
    let record = ClassRecord::new(id(1), &hands(), "0.1.0");
    let envelope = record.plain().seal(&key.public(), [5; 32]).unwrap();
    assert_eq!(key.open_as(Kind::Class, &envelope).unwrap(), record.to_json().into_bytes());
    assert!(key.open(&envelope).is_err());
    assert_eq!((envelope.sealed.len() - 48) % PADDING, 0);
}

#[test]
fn a_correction_keeps_what_a_phone_collected_and_changes_what_was_miscounted() {
    let mut class = phone();
    class.close();
    let gain = class.gain();
    class.correct(id(1));
    assert_eq!(class.corrects, Some(Corrects { first: id(1), number: 1 }));
    assert!(!class.take(Round::Before, 0, vec![None, None]), "nobody's answers are there to be changed");
    class.people[5] = [9, 0, 0];
    class.close();
    assert_eq!((class.gain(), class.heads()), (gain, 14));
    class.correct(id(2));
    assert_eq!(
        class.corrects,
        Some(Corrects { first: id(1), number: 2 }),
        "the first record names the class"
    );
    assert_eq!(Class::decode(&class.encode()), Ok(class));
    let mut raised = hands();
    raised.close();
    raised.correct(id(1));
    assert!(raised.count_hands(Round::After, 0, 1, 10));
}

/// What is wrong, how to make it so, and what is said.
type Case = (&'static str, fn(&mut Class), Unsound);

#[test]
fn counts_that_cannot_be_are_told_apart() {
    let cases: [Case; 9] = [
        ("no place", |class| class.point.clear(), Unsound::NoPlace),
        ("a long place", |class| class.place = "á".repeat(121), Unsound::TooLong("place")),
        ("a long lesson", |class| class.lesson = "x".repeat(65), Unsound::TooLong("lesson")),
        ("a crowd", |class| class.people[0][0] = 1_000, Unsound::TooMany),
        (
            "more hands than people",
            |class| class.people[2][1] = 4,
            Unsound::MoreThanPeople { question: 1, answered: 12, heads: 11 },
        ),
        ("a question twice", |class| class.questions[1].id = "who".into(), Unsound::Question),
        ("no right answer", |class| class.questions[1].right = 3, Unsound::Question),
        ("options that are not there", |class| class.hands[0][1].clear(), Unsound::Question),
        ("no day", |class| class.day = "22/11/2026".into(), Unsound::Day),
    ];
    assert_eq!(hands().check(), Ok(()));
    for (name, change, expected) in cases {
        let mut class = hands();
        change(&mut class);
        assert_eq!(class.check(), Err(expected), "{name}");
    }
    let mut nobody = class(Way::Hands);
    (nobody.people, nobody.supports, nobody.vneid) = ([[0; 3]; 6], [0; 5], 0);
    assert_eq!(nobody.check(), Err(Unsound::Nobody));
    nobody.services = 1;
    assert_eq!(nobody.check(), Ok(()), "help alone is a class too");
}

#[test]
fn a_phones_counts_prove_themselves() {
    let mut sound = phone();
    sound.close();
    assert_eq!(sound.check(), Ok(()));
    let kept = sound.kept.clone().unwrap();
    assert_eq!((kept.people, kept.sum, kept.squares), (2, 2, 4));
    let wrong: [fn(&mut Kept); 6] = [
        |kept| kept.sum = 1,
        |kept| kept.squares = 3,
        |kept| kept.squares = 10,
        |kept| kept.squares = 0,
        |kept| kept.questions[0] = [2, 0, 1, 1],
        |kept| kept.questions.truncate(1),
    ];
    for change in wrong {
        let mut class = sound.clone();
        change(class.kept.as_mut().unwrap());
        assert_eq!(class.check(), Err(Unsound::NoSum));
    }
    sound.people = [[0; 3]; 6];
    let found = sound.check();
    assert_eq!(found, Err(Unsound::MoreThanPeople { question: 1, answered: 2, heads: 0 }));
}

#[test]
fn only_the_lessons_own_questions_were_asked() {
    let lesson = |options: &[&str], right| Lesson {
        checks: vec![crate::Check {
            id: "who".to_owned(),
            options: options.iter().map(|option| (*option).to_owned()).collect(),
            right,
        }],
        ..crate::samples::pack().lesson
    };
    let mut class = hands();
    assert_eq!(
        class.check_questions(&lesson(&["a", "b", "c"], 1)),
        Err(Unsound::Question),
        "`when` is no question"
    );
    class.questions.pop();
    assert_eq!(class.check_questions(&lesson(&["a", "b", "c"], 1)), Ok(()));
    assert_eq!(class.check_questions(&lesson(&["a", "b"], 1)), Err(Unsound::Question));
    assert_eq!(class.check_questions(&lesson(&["a", "b", "c"], 2)), Err(Unsound::Question));
}

#[test]
fn totals_of_lessons_are_sums_and_one_class_of_its_own_has_no_interval() {
    let (one, mut two) = (hands(), phone());
    two.close();
    two.lesson = "qr".to_owned();
    let totals = Totals::of([&one, &one, &two]);
    let (otp, qr) = (&totals.lessons["otp"], &totals.lessons["qr"]);
    assert_eq!((otp.classes, otp.hands, otp.heads(), otp.vneid, otp.supports[0]), (2, 2, 24, 4, 6));
    assert_eq!(otp.shares().0, lang_nghe_estimate::Share { hits: 6, of: 24 });
    assert_eq!(otp.change().unwrap().value, 0.5);
    assert_eq!(qr.change().unwrap().interval, Err(lang_nghe_estimate::NoChange::OneGroup));
    assert_eq!((totals.whole().classes, totals.whole().heads(), totals.whole().change()), (3, 36, None));
    let kept = serde_json::to_string(&totals).unwrap();
    assert!(!kept.contains("doai") && !kept.contains(DAY), "{kept}");
    assert_eq!(serde_json::from_str::<Totals>(&kept).unwrap(), totals);
}

/// Classes as they can have been held, with the phone or by hands.
fn held() -> impl Strategy<Value = Class> {
    let turn = || prop::collection::vec(prop::option::of(0u8..3), 2);
    let turns = prop::collection::vec((turn(), prop::option::of(turn())), 0..20);
    let raised = prop::collection::vec((0u16..6, 0u16..6), 8);
    (any::<bool>(), turns, raised, 0u16..999, "[a-zđ \\\"]{1,30}").prop_map(
        |(way, turns, raised, more, place)| {
            let mut class = class(if way { Way::Phone } else { Way::Hands });
            class.people[1][2] = more.max(24);
            class.point.clear();
            class.place = place.trim().to_owned() + "x";
            if way {
                for (person, (before, after)) in turns.into_iter().enumerate() {
                    class.take(Round::Before, person, before);
                    if let Some(after) = after {
                        class.take(Round::After, person, after);
                    }
                }
            } else {
                for (at, (before, after)) in raised.into_iter().enumerate() {
                    class.count_hands(Round::Before, at / 4, at % 4, before);
                    class.count_hands(Round::After, at / 4, at % 4, after);
                }
            }
            class
        },
    )
}

proptest! {
    #[test]
    fn every_class_that_was_held_is_sound_and_read_back_as_it_was_sent(class in held()) {
        let record = ClassRecord::new(id(9), &class, "0.1.0");
        prop_assert_eq!(record.class.check(), Ok(()));
        let back = ReadClass::from_json(record.to_json().as_bytes()).unwrap().record;
        prop_assert_eq!(&back, &record);
        let mut closed = class;
        closed.close();
        prop_assert_eq!(back.class.gain(), closed.gain());
    }

    #[test]
    fn totals_do_not_depend_on_the_order_of_the_classes(
        classes in prop::collection::vec(held(), 0..8), at in 0usize..8,
    ) {
        let closed: Vec<Class> = classes.into_iter().map(|mut class| { class.close(); class }).collect();
        let whole = Totals::of(&closed);
        let (one, two) = closed.split_at(at.min(closed.len()));
        let mut merged = Totals::of(two);
        merged.merge(&Totals::of(one));
        prop_assert_eq!(merged, whole);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = ReadClass::from_json(&bytes);
        let _ = Parcel::decode(&String::from_utf8_lossy(&bytes));
    }
}
