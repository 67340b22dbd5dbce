//! What a learner has done stays what it was, and nothing that was written gets lost.

use proptest::prelude::*;

use super::*;

fn learner() -> Learner {
    let mut learner = Learner::new("buffalo", "teal");
    learner.pin = Some(Pin { salt: [0x1a; 16], hash: [0xf0; 32] });
    learner.lessons.insert(
        "otp".to_owned(),
        Progress {
            edition: "2026.1".to_owned(),
            block: 7,
            done: Some("2026-11-22".to_owned()),
            before: Some(Marks { right: 1, asked: 3 }),
            after: Some(Marks { right: 3, asked: 3 }),
        },
    );
    learner.answered("otp", "who", false, 100);
    learner
}

#[test]
fn a_learner_is_read_as_written() {
    assert_eq!(Learner::decode(&learner().encode()), Ok(learner()));
    let text = learner().encode();
    assert!(text.starts_with("lang-nghe learner 1\nprofile buffalo teal\npin 1a1a"), "{text}");
    assert!(text.ends_with("\ncard otp who 0 100"), "{text}");
}

#[test]
fn what_is_not_understood_is_kept_and_written_again() {
    let text = [learner().encode().as_str(), "\nvoice slow\ncard otp who 9 x\ndone gone 2026-11-22"].concat();
    let read = Learner::decode(&text).unwrap();
    assert_eq!(read.unread, ["voice slow", "card otp who 9 x", "done gone 2026-11-22"]);
    assert_eq!(read.lessons, learner().lessons);
    assert_eq!(read.encode(), text);
}

#[test]
fn a_practice_left_in_the_middle_is_kept_and_an_older_app_passes_it_on() {
    let mut learner = learner();
    learner.practices.insert("filing".to_owned(), "5c2f91aa:1:1s1".to_owned());
    let text = learner.encode();
    assert!(text.ends_with("\npractice filing 5c2f91aa:1:1s1"), "{text}");
    assert_eq!(Learner::decode(&text), Ok(learner));
}

#[test]
fn what_is_no_learner_is_refused() {
    assert_eq!(Learner::decode(""), Err(LearnerError::NotALearner));
    assert_eq!(Learner::decode("lang-nghe draft 1"), Err(LearnerError::NotALearner));
    assert_eq!(Learner::decode("lang-nghe learner 0"), Err(LearnerError::NotALearner));
    assert_eq!(Learner::decode("lang-nghe learner 2\nprofile a b"), Err(LearnerError::Newer));
}

#[test]
fn a_missed_question_comes_back_tomorrow_and_a_known_one_never_does() {
    let mut learner = Learner::new("a", "b");
    learner.answered("otp", "known", true, 100);
    learner.answered("otp", "missed", false, 100);
    assert!(learner.due(100).is_empty());
    assert_eq!(learner.due(101), [("otp", "missed")]);
}

#[test]
fn answering_again_at_once_does_not_count_as_remembering() {
    let mut learner = Learner::new("a", "b");
    learner.answered("otp", "missed", false, 100);
    learner.answered("otp", "missed", true, 100);
    assert_eq!(learner.due(101), [("otp", "missed")], "still in the first box");
    learner.answered("otp", "missed", true, 101);
    assert!(learner.due(102).is_empty());
    assert_eq!(learner.due(103), [("otp", "missed")], "two days in the second box");
}

#[test]
fn what_is_forgotten_most_is_asked_first() {
    let mut learner = Learner::new("a", "b");
    let card = |number| ReviewCard { place: LeitnerBox::new(number).unwrap(), asked: 0 };
    learner.cards.insert(("a".to_owned(), "old".to_owned()), card(3));
    learner.cards.insert(("z".to_owned(), "new".to_owned()), card(0));
    assert_eq!(learner.due(50), [("z", "new"), ("a", "old")]);
}

fn any_learner() -> impl Strategy<Value = Learner> {
    let id = "[a-z]{1,6}";
    let marks = (0u16..5, 0u16..5).prop_map(|(right, more)| Marks { right, asked: right + more });
    let progress = (
        "[0-9]{4}\\.[1-9]",
        any::<u16>(),
        proptest::option::of(Just("2026-11-22".to_owned())),
        proptest::option::of(marks.clone()),
        proptest::option::of(marks),
    );
    let progress = progress.prop_map(|(edition, block, done, before, after)| Progress {
        edition,
        block,
        done,
        before,
        after,
    });
    let card = (0u8..5, any::<u32>())
        .prop_map(|(place, asked)| ReviewCard { place: LeitnerBox::new(place).unwrap(), asked });
    let pin = (any::<[u8; 16]>(), any::<[u8; 32]>()).prop_map(|(salt, hash)| Pin { salt, hash });
    (
        id,
        id,
        proptest::option::of(pin),
        proptest::collection::btree_map(id, progress, 0..4),
        proptest::collection::btree_map((id, id), card, 0..4),
        proptest::collection::btree_map(id, "[0-9a-f]{8}:[0-9]:[01os.,-]{1,9}", 0..3),
    )
        .prop_map(|(picture, colour, pin, lessons, cards, practices)| Learner {
            picture,
            colour,
            pin,
            lessons,
            cards,
            practices,
            unread: Vec::new(),
        })
}

proptest! {
    #[test]
    fn every_learner_survives_being_written(learner in any_learner()) {
        prop_assert_eq!(Learner::decode(&learner.encode()), Ok(learner));
    }

    #[test]
    fn damage_never_panics_and_never_loses_a_line(
        learner in any_learner(), at in any::<prop::sample::Index>(), letter in "[ a-z0-9\n.]",
    ) {
        let text = learner.encode();
        let at = at.index(text.len());
        let damaged = [&text[..at], &letter, &text[at + 1..]].concat();
        if let Ok(read) = Learner::decode(&damaged) {
            let mut before: Vec<&str> = damaged.lines().filter(|line| !line.is_empty()).collect();
            let written = read.encode();
            let mut after: Vec<&str> = written.lines().collect();
            before.sort_unstable();
            after.sort_unstable();
            // A profile line that was damaged stands among the lines kept; an empty one takes its place.
            after.retain(|line| *line != "profile  ");
            prop_assert_eq!(before, after);
        }
    }
}
