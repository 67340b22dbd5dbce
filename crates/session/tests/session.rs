//! A person's way through a small form, and what no sequence of actions may do.
#![allow(clippy::unwrap_used, reason = "a helper that fails is a failed test")]

use lang_nghe_instrument::{
    ChoiceQuestion, Condition, Factor, Formula, Instrument, Item, MissingRule, OptionKind, Place, Profile,
    ResponseOption, Scale, Source, Status,
};
use lang_nghe_record::{Day, Mode, RecordId};
use lang_nghe_session::{
    COMMENT_LIMIT, Draft, DraftError, Form, Progress, Session, Step, Submission, Violation,
};
use proptest::prelude::*;

/// Two items of three options, one question before them, two after.
fn small() -> (Instrument, Profile) {
    let option = |id: &str, kind| ResponseOption { id: id.into(), kind };
    let question = |id: &str, place, options: &[&str]| ChoiceQuestion {
        id: id.into(),
        place,
        options: options.iter().map(|option| (*option).into()).collect(),
    };
    let instrument = Instrument {
        id: "small".into(),
        version: "1".into(),
        status: Status::Draft,
        source: Source { number: "own".into(), date: "2026-01-01".into(), replaced_by: None },
        valid_from: "2026-01-01".into(),
        valid_to: None,
        scales: vec![Scale {
            id: "two".into(),
            options: vec![
                option("1", OptionKind::Scored { points: 1, satisfied: false }),
                option("2", OptionKind::Scored { points: 2, satisfied: true }),
                option("na", OptionKind::NotApplicable),
            ],
        }],
        factors: vec![Factor { id: "all".into(), part: None }],
        items: ["first", "second"]
            .map(|id| Item { id: id.into(), factor: Some(0), ..Item::default() })
            .into(),
        missing: MissingRule { numerator: 1, denominator: 2 },
        formulas: vec![Formula::TopBox],
        ..Instrument::default()
    };
    let questions = vec![
        question("procedure", Place::Before, &["birth", "other"]),
        question("mode", Place::After, &["self", "assisted"]),
        question("age", Place::After, &["young", "old"]),
    ];
    (instrument, Profile { version: "1".into(), questions })
}

/// Runs a scenario on the small form.
fn scenario(run: impl FnOnce(Form, &mut Session)) {
    let (instrument, profile) = small();
    let form = Form { instrument: &instrument, profile: &profile };
    run(form, &mut Session::new(form));
}

/// Answers and goes on, down to the check page.
fn fill_in(form: Form, session: &mut Session) {
    for option in ["", "birth", "2", "na", "self", "", ""] {
        session.choose(form, session.step(), option);
        session.next(form).unwrap();
    }
    assert_eq!(session.step(), Step::Check);
}

fn with(id: u8) -> Submission<'static> {
    Submission {
        id: RecordId::from_random([id; 16]),
        campaign: "demo",
        day: Day::new(2026, 11, 21).unwrap(),
        lang: "vi",
        point: Some("1"),
        app: "0.1.0",
        seconds: None,
    }
}

#[test]
fn the_steps_come_in_order() {
    scenario(|form, session| {
        let mut seen = vec![session.step()];
        for option in ["", "other", "1", "2", "assisted", "old", ""] {
            session.choose(form, session.step(), option);
            seen.push(session.next(form).unwrap());
        }
        assert_eq!(seen, form.steps());
        assert_eq!(session.next(form), Ok(Step::Check), "the check page is the last");
    });
}

#[test]
fn an_item_asks_for_an_answer_and_keeps_the_person_there() {
    scenario(|form, session| {
        session.next(form).unwrap();
        assert_eq!(session.next(form), Err(Violation::Unanswered(Step::Before(0))));
        assert_eq!(session.step(), Step::Before(0));
        assert!(!session.choose(form, Step::Before(0), "marriage"), "an option that is not offered");
        assert!(session.choose(form, Step::Before(0), "birth"));
        assert_eq!(session.next(form), Ok(Step::Item(0)));
        assert!(session.choose(form, Step::Item(0), "na"), "not applicable is an answer");
        assert_eq!(session.next(form), Ok(Step::Item(1)));
    });
}

#[test]
fn questions_about_the_person_can_be_skipped_and_skipping_takes_an_answer_back() {
    scenario(|form, session| {
        fill_in(form, session);
        session.change(form, Step::After(2));
        assert_eq!(session.chosen(Step::After(2)), None);
        session.skip(form).unwrap();
        session.choose(form, Step::After(2), "old");
        session.change(form, Step::After(2));
        assert_eq!(session.skip(form), Ok(Step::Check));
        assert_eq!(session.chosen(Step::After(2)), None);
    });
}

#[test]
fn a_change_from_the_check_page_returns_there() {
    scenario(|form, session| {
        fill_in(form, session);
        assert_eq!(session.change(form, Step::Item(0)), Step::Item(0));
        session.choose(form, Step::Item(0), "1");
        assert_eq!(session.next(form), Ok(Step::Check));
        session.change(form, Step::Item(1));
        assert_eq!(session.back(form), Step::Check);
        assert_eq!(session.back(form), Step::Comment, "and then back goes one step");
        assert_eq!(
            session.change(form, Step::Item(0)),
            Step::Comment,
            "changing is offered on the check page only"
        );
    });
}

#[test]
fn history_never_leads_past_an_open_question() {
    scenario(|form, session| {
        assert_eq!(session.visit(form, Step::Check), Step::Before(0));
        session.choose(form, Step::Before(0), "birth");
        assert_eq!(session.visit(form, Step::After(1)), Step::Item(0));
        assert_eq!(session.visit(form, Step::Item(99)), Step::Item(0), "an unknown step changes nothing");
    });
}

#[test]
fn progress_counts_items_and_steps() {
    scenario(|form, session| {
        assert_eq!(session.progress(form), Progress { item: None, done: 0, of: 7 });
        session.choose(form, Step::Before(0), "birth");
        session.choose(form, Step::Item(0), "1");
        session.visit(form, Step::Item(1));
        assert_eq!(session.progress(form), Progress { item: Some((2, 2)), done: 3, of: 7 });
    });
}

#[test]
fn a_comment_that_is_too_long_is_kept_but_not_sent() {
    scenario(|form, session| {
        fill_in(form, session);
        session.change(form, Step::Comment);
        let long = "ệ".repeat(COMMENT_LIMIT + 1);
        session.write(Step::Comment, &long);
        assert_eq!(session.next(form), Err(Violation::TooLong(Step::Comment)));
        assert_eq!(session.comment(), long);
        assert_eq!(session.to_record(form, &with(1)), Err(vec![Violation::TooLong(Step::Comment)]));
        session.write(Step::Comment, &"ệ".repeat(COMMENT_LIMIT));
        assert_eq!(session.next(form), Ok(Step::Check));
    });
}

#[test]
fn a_record_says_what_was_chosen_and_nothing_else() {
    scenario(|form, session| {
        fill_in(form, session);
        session.change(form, Step::Comment);
        session.write(Step::Comment, "  nhanh \n");
        session.next(form).unwrap();
        let record = session.to_record(form, &with(1)).unwrap();
        let pair = |question: &str, option: &str| (question.to_owned(), option.to_owned());
        assert_eq!(record.answers, [pair("first", "2"), pair("second", "na")]);
        assert_eq!(record.about, [pair("procedure", "birth")]);
        assert_eq!((record.mode, record.comment.as_deref()), (Mode::SelfCompleted, Some("nhanh")));
        assert_eq!(
            (record.instrument.as_str(), record.version.as_str(), record.profile.as_str()),
            ("small", "1", "1")
        );
        assert_eq!((record.campaign.as_str(), record.point.as_deref()), ("demo", Some("1")));
    });
}

#[test]
fn a_form_that_lacks_answers_lists_all_of_them() {
    scenario(|form, session| {
        session.choose(form, Step::Item(0), "1");
        let missing = session.to_record(form, &with(1)).unwrap_err();
        assert_eq!(missing, [Violation::Unanswered(Step::Before(0)), Violation::Unanswered(Step::Item(1))]);
    });
}

#[test]
fn a_draft_is_readable_text() {
    scenario(|form, session| {
        fill_in(form, session);
        session.write(Step::Comment, "một\nhai \\");
        session.change(form, Step::Item(1));
        let text = session.encode(form, 42);
        assert_eq!(
            text,
            "lang-nghe draft 1\nwhen 42\nstep item/second\nreturning\nanswer before/procedure birth\n\
             answer item/first 2\nanswer item/second na\nanswer after/mode self\ncomment một\\nhai \\\\"
        );
        let draft = Session::decode(form, &text).unwrap();
        assert_eq!(draft, Draft { session: session.clone(), when: 42, unread: Vec::new() });
        assert!(draft.is_started());
    });
}

#[test]
fn lines_that_are_not_understood_are_handed_back() {
    scenario(|form, _| {
        let text = "lang-nghe draft 1\nstep item/gone\nanswer before/procedure birth\nanswer item/first 9\n\
                    answer before/procedure other\ncomment a\\x\nmood good\nanswer";
        let draft = Session::decode(form, text).unwrap();
        assert_eq!(
            draft.unread,
            [
                "step item/gone",
                "answer item/first 9",
                "answer before/procedure other",
                "comment a\\x",
                "mood good",
                "answer"
            ]
        );
        assert_eq!(draft.session.chosen(Step::Before(0)), Some(0), "what is understood is taken");
        assert_eq!(draft.session.step(), Step::Notice);
    });
}

#[test]
fn a_newer_or_foreign_text_is_told_apart() {
    scenario(|form, _| {
        assert_eq!(Session::decode(form, "lang-nghe draft 2\nstep x"), Err(DraftError::Newer));
        for text in ["", "lang-nghe draft", "lang-nghe draft 0", "lang-nghe draft x", "{}"] {
            assert_eq!(Session::decode(form, text), Err(DraftError::NotADraft), "{text:?}");
        }
    });
}

#[test]
fn a_draft_that_stands_beyond_an_open_question_opens_there() {
    scenario(|form, _| {
        let draft =
            Session::decode(form, "lang-nghe draft 1\nstep check\nreturning\nanswer before/procedure birth");
        assert_eq!(draft.unwrap().session.step(), Step::Item(0));
    });
}

/// Anything a person or a browser can cause.
#[derive(Clone, Debug)]
enum Action {
    Choose(Step, String),
    Write(String),
    Next,
    Skip,
    Back,
    Change(Step),
    Visit(Step),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Notice),
        (0usize..4).prop_map(Step::Before),
        (0usize..4).prop_map(Step::Item),
        (0usize..4).prop_map(Step::After),
        Just(Step::Comment),
        Just(Step::Check),
    ]
}

fn any_action() -> impl Strategy<Value = Action> {
    let option = prop::sample::select(vec!["1", "2", "na", "birth", "other", "self", "old", "", "x"]);
    prop_oneof![
        4 => (any_step(), option).prop_map(|(step, option)| Action::Choose(step, option.to_owned())),
        1 => any::<String>().prop_map(Action::Write),
        4 => Just(Action::Next),
        1 => Just(Action::Skip),
        2 => Just(Action::Back),
        1 => any_step().prop_map(Action::Change),
        1 => any_step().prop_map(Action::Visit),
    ]
}

fn act(form: Form, session: &mut Session, action: &Action) {
    match action {
        Action::Choose(step, option) => _ = session.choose(form, *step, option),
        Action::Write(text) => session.write(Step::Comment, text),
        Action::Next => _ = session.next(form),
        Action::Skip => _ = session.skip(form),
        Action::Back => _ = session.back(form),
        Action::Change(step) => _ = session.change(form, *step),
        Action::Visit(step) => _ = session.visit(form, *step),
    }
}

proptest! {
    #[test]
    fn no_sequence_of_actions_panics_or_leaves_the_form(actions in prop::collection::vec(any_action(), 0..60)) {
        scenario(|form, session| {
            for action in &actions {
                act(form, session, action);
                assert!(form.steps().contains(&session.step()), "{action:?}");
                assert!(session.progress(form).done <= session.progress(form).of);
            }
            let complete = session.violations(form).is_empty();
            assert_eq!(session.to_record(form, &with(2)).is_ok(), complete);
        });
    }

    #[test]
    fn a_draft_gives_back_the_session(actions in prop::collection::vec(any_action(), 0..60), when: u64) {
        scenario(|form, session| {
            for action in &actions {
                act(form, session, action);
            }
            // Choosing out of turn can leave a gap behind the step; a draft then opens at the gap.
            session.visit(form, session.step());
            let draft = Session::decode(form, &session.encode(form, when)).unwrap();
            assert_eq!(draft, Draft { session: session.clone(), when, unread: Vec::new() });
        });
    }

    #[test]
    fn any_text_can_be_offered_as_a_draft(text: String, lines in prop::collection::vec("(step|answer|comment|when|returning)? ?[ -~]{0,20}", 0..8)) {
        scenario(|form, _| {
            let _ = Session::decode(form, &text);
            let draft = Session::decode(form, &format!("lang-nghe draft 1\n{}", lines.join("\n"))).unwrap();
            assert!(draft.unread.iter().all(|line| lines.contains(line)));
        });
    }
}

/// The small form, its second item asked only of those who gave the first one point.
fn skipping(run: impl FnOnce(Form, &mut Session)) {
    let (mut instrument, profile) = small();
    instrument.items[1].relevant = vec![Condition { item: 0, options: vec![0] }];
    let form = Form { instrument: &instrument, profile: &profile };
    run(form, &mut Session::new(form));
}

fn answer_all(form: Form, session: &mut Session, answers: &[&str]) {
    for option in answers {
        session.choose(form, session.step(), option);
        session.next(form).unwrap();
    }
    assert_eq!(session.step(), Step::Check);
}

#[test]
fn an_item_that_does_not_apply_is_neither_asked_nor_handed_in() {
    skipping(|form, session| {
        answer_all(form, session, &["", "birth", "2", "self", "", ""]);
        let record = session.to_record(form, &with(1)).unwrap();
        assert_eq!(record.answers, [("first".to_owned(), "2".to_owned())]);
        assert!(!session.steps(form).contains(&Step::Item(1)));
        session.change(form, Step::After(1));
        assert_eq!(session.back(form), Step::Check);
        assert_eq!(session.change(form, Step::Item(1)), Step::Check, "it cannot be changed either");
    });
}

#[test]
fn going_back_passes_over_what_is_not_asked() {
    skipping(|form, session| {
        for option in ["", "birth", "2"] {
            session.choose(form, session.step(), option);
            session.next(form).unwrap();
        }
        assert_eq!(session.step(), Step::After(1));
        assert_eq!(session.back(form), Step::Item(0));
    });
}

#[test]
fn a_change_that_opens_a_question_leads_there_before_the_check_page() {
    skipping(|form, session| {
        answer_all(form, session, &["", "birth", "2", "self", "", ""]);
        session.change(form, Step::Item(0));
        session.choose(form, Step::Item(0), "1");
        assert_eq!(session.next(form), Ok(Step::Item(1)));
        session.choose(form, Step::Item(1), "2");
        assert_eq!(session.next(form), Ok(Step::Check));
        assert_eq!(session.to_record(form, &with(1)).unwrap().answers.len(), 2);
    });
}

#[test]
fn a_change_that_closes_a_question_keeps_its_answer_here_but_does_not_hand_it_in() {
    skipping(|form, session| {
        answer_all(form, session, &["", "birth", "1", "2", "self", "", ""]);
        session.change(form, Step::Item(0));
        session.choose(form, Step::Item(0), "na");
        assert_eq!(session.next(form), Ok(Step::Check));
        assert_eq!(session.to_record(form, &with(1)).unwrap().answers.len(), 1);
        assert_eq!(session.chosen(Step::Item(1)), Some(1), "for the case that it opens again");
    });
}

#[test]
fn a_draft_at_a_question_that_is_not_asked_goes_on_after_it() {
    skipping(|form, session| {
        answer_all(form, session, &["", "birth", "2", "self", "", ""]);
        session.show(Step::Item(1));
        let draft = Session::decode(form, &session.encode(form, 5)).unwrap();
        assert_eq!(draft.session.step(), Step::After(1));
        assert!(draft.unread.is_empty());
    });
}

#[test]
fn a_question_that_an_instrument_leaves_out_is_not_asked() {
    let (mut instrument, profile) = small();
    instrument.without = vec!["procedure".into()];
    let form = Form { instrument: &instrument, profile: &profile };
    assert_eq!(form.steps()[1], Step::Item(0));
    let mut session = Session::new(form);
    answer_all(form, &mut session, &["", "1", "2", "self", "", ""]);
    assert!(session.to_record(form, &with(1)).unwrap().about.is_empty());
}
