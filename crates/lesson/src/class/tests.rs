use lang_nghe_estimate::{Change, NoChange, Share};
use proptest::prelude::*;

use super::*;
use crate::{Check, samples};

fn lesson() -> Lesson {
    let check = |id: &str, right| Check {
        id: id.to_owned(),
        options: ["a", "b", "c"].map(str::to_owned).into(),
        right,
    };
    Lesson { checks: vec![check("who", 1), check("when", 0)], ..samples::pack().lesson }
}

fn class(way: Way) -> Class {
    Class::new("2026-11-22", "  Nhà văn hóa \n thôn Đoài ", &lesson(), way)
}

/// Three people: one learns both, one stays, one who leaves before the end.
fn gone_round() -> Class {
    let mut class = class(Way::Phone);
    for (person, before) in [[None, Some(2)], [Some(1), Some(0)], [Some(0), None]].into_iter().enumerate() {
        assert!(class.take(Round::Before, person, before.into()));
    }
    for (person, after) in [[Some(1), Some(0)], [Some(1), Some(0)]].into_iter().enumerate() {
        assert!(class.take(Round::After, person, after.into()));
    }
    class
}

#[test]
fn a_place_is_one_line() {
    assert_eq!(class(Way::Hands).place, "Nhà văn hóa thôn Đoài");
}

#[test]
fn hands_are_counted_per_option_and_compared_question_by_question() {
    let mut class = class(Way::Hands);
    for (option, hands) in [(0, 5), (1, 3), (2, 0), (3, 4)] {
        assert!(class.count_hands(Round::Before, 0, option, hands));
    }
    assert_eq!(class.gain(), None, "nobody was asked afterwards");
    for (option, hands) in [(0, 2), (1, 9), (3, 1)] {
        assert!(class.count_hands(Round::After, 0, option, hands));
    }
    assert!(!class.count_hands(Round::After, 0, 4, 1) && !class.count_hands(Round::After, 9, 0, 1));
    let gain = class.gain().unwrap();
    let (before, after) = (Share { hits: 3, of: 12 }, Share { hits: 9, of: 12 });
    assert_eq!(gain.questions[0], (before, after, Change::of_shares(before, after)));
    assert_eq!(gain.questions[1].2, None, "the second question was never asked");
    assert_eq!((gain.before, gain.after, gain.change), (before, after, None));
}

#[test]
fn a_phone_that_goes_round_compares_each_person_with_themselves() {
    let gain = gone_round().gain().unwrap();
    assert_eq!((gain.before, gain.after), (Share { hits: 2, of: 4 }, Share { hits: 4, of: 4 }));
    // Gains of 2 and 0 of two questions: mean 1, that is a half.
    let change = gain.change.unwrap();
    assert_eq!(Some(change), Change::of_pairs(2, 2, 4, 2));
    assert_eq!(change.value, 0.5);
}

#[test]
fn turns_go_on_where_somebody_is_missing() {
    let class = gone_round();
    assert_eq!(class.next_turn(Round::Before), Some(3), "one more may come");
    assert_eq!(class.next_turn(Round::After), Some(2));
    assert_eq!((class.turns_taken(Round::Before), class.turns_taken(Round::After)), (3, 2));
}

#[test]
fn answers_that_cannot_be_are_not_taken() {
    let mut class = gone_round();
    assert!(!class.take(Round::Before, 3, vec![Some(1)]), "one answer short");
    assert!(!class.take(Round::Before, 3, vec![Some(3), None]), "no such option");
    assert!(!class.take(Round::Before, 5, vec![None, None]), "two people ahead");
    assert!(!class.take(Round::After, 3, vec![None, None]), "nobody answered before");
}

#[test]
fn closing_forgets_what_each_person_answered_and_keeps_the_figures() {
    let mut class = gone_round();
    let before = class.gain();
    class.close();
    assert!(class.turns.is_empty() && !class.encode().contains("turn"));
    assert_eq!(class.gain(), before);
    assert!(!class.take(Round::After, 0, vec![None, None]), "it is over");
    assert!(!class.count_hands(Round::Before, 0, 0, 1));
    assert_eq!(class.stage, Stage::Result);
    let one = class.clone();
    class.close();
    assert_eq!(class, one, "closing twice takes nothing away");
}

#[test]
fn one_person_has_no_interval() {
    let mut class = class(Way::Phone);
    class.take(Round::Before, 0, vec![None, None]);
    class.take(Round::After, 0, vec![Some(1), None]);
    assert_eq!(class.gain().unwrap().change.unwrap().interval, Err(NoChange::OnePerson));
}

#[test]
fn a_day_is_the_sum_of_its_classes() {
    let mut one = class(Way::Hands);
    one.people[5] = [4, 2, 0];
    one.supports[0] = 3;
    let mut two = class(Way::Phone);
    two.people[0][2] = 1;
    two.supports = [1, 2, 0, 0, 4];
    (two.vneid, two.services) = (2, 5);
    let other = Class { day: "2026-11-21".to_owned(), vneid: 9, ..class(Way::Hands) };
    let day = Daily::of("2026-11-22", [&one, &two, &other]);
    assert_eq!((day.classes, day.heads(), day.supported(), day.vneid, day.services), (2, 7, 10, 2, 5));
    assert_eq!([0, 1, 2].map(|gender| day.of_gender(gender)), [4, 2, 1]);
}

#[test]
fn a_class_is_read_back_at_any_moment() {
    let mut class = gone_round();
    class.people[2] = [1, 0, 2];
    class.supports[4] = 6;
    class.services = 2;
    class.stage = Stage::After;
    assert_eq!(Class::decode(&class.encode()), Ok(class.clone()));
    class.close();
    assert_eq!(Class::decode(&class.encode()), Ok(class));
    let mut hands = self::class(Way::Hands);
    hands.count_hands(Round::After, 1, 3, 40);
    assert_eq!(Class::decode(&hands.encode()), Ok(hands));
}

#[test]
fn what_a_newer_version_wrote_is_kept_or_left_alone() {
    assert_eq!(Class::decode("lang-nghe class 2\nday 2026-11-22"), Err(ClassError::Newer));
    for text in ["", "lang-nghe learner 1", "lang-nghe class 0", "<html>"] {
        assert_eq!(Class::decode(text), Err(ClassError::NotAClass), "{text}");
    }
    let text = [&class(Way::Hands).encode(), "\nweather rain\nday never\nquestion who 3 1"].concat();
    let read = Class::decode(&text).unwrap();
    assert_eq!(read.unread, ["weather rain", "day never", "question who 3 1"]);
    assert_eq!(Class::decode(&read.encode()), Ok(read));
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_written_again_the_same(text in "(lang-nghe class 1\n)?([a-z]{3,8}( [a-z0-9-]{1,4}){0,5}\n){0,9}") {
        if let Ok(class) = Class::decode(&text) {
            let again = Class::decode(&class.encode()).unwrap();
            prop_assert_eq!(again, class);
        }
    }
}
