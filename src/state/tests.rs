//! Paths through the survey, without a browser.

use std::sync::Arc;

use lang_nghe_instrument::{
    Block, ChoiceQuestion, ChoiceText, Factor, Formula, Instrument, InstrumentText, Item, ItemText, Kind,
    MissingRule, OptionKind, Pack, Place, Profile, ProfileText, ResponseOption, Scale, Source,
    Status as Validity,
};
use lang_nghe_scoring::{OwnPart, OwnSummary};
use lang_nghe_session::{Step, Violation};

use super::*;
use crate::text::of_survey;

fn words(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// One item and one question before it, in one language.
pub(super) fn pack(lang: &str) -> Arc<Pack> {
    let option = |id: &str, kind| ResponseOption { id: id.into(), kind };
    Arc::new(Pack {
        build: String::new(),
        lang: lang.into(),
        instrument: Instrument {
            id: "small".into(),
            version: "1".into(),
            status: Validity::Draft,
            source: Source { number: "own".into(), date: "2026-01-01".into(), replaced_by: None },
            valid_from: "2026-01-01".into(),
            valid_to: None,
            scales: vec![Scale {
                id: "two".into(),
                options: vec![
                    option("1", OptionKind::Scored { points: 1, satisfied: true }),
                    option("na", OptionKind::NotApplicable),
                ],
            }],
            factors: vec![Factor { id: "all".into(), part: None }],
            items: vec![Item { id: "only".into(), factor: Some(0), ..Item::default() }],
            missing: MissingRule { numerator: 1, denominator: 2 },
            formulas: vec![Formula::TopBox],
            ..Instrument::default()
        },
        text: InstrumentText {
            title: "Thử".into(),
            items: vec![ItemText {
                plain: "Dễ?".into(),
                formal: Some("Có dễ không.".into()),
                short: "Dễ".into(),
                unit: None,
            }],
            factors: words(&["Chung"]),
            options: vec![words(&["Tốt", "Không biết"])],
            ..InstrumentText::default()
        },
        profile: Profile {
            version: "1".into(),
            questions: vec![ChoiceQuestion {
                id: "procedure".into(),
                place: Place::Before,
                options: words(&["birth"]),
            }],
        },
        profile_text: ProfileText {
            questions: vec![ChoiceText {
                question: "Việc gì?".into(),
                hint: None,
                options: words(&["Khai sinh"]),
            }],
        },
        ui: of_survey(lang).iter().map(|text| (*text).to_owned()).collect(),
    })
}

pub(super) fn state() -> State {
    State::new(pack("vi"), Facts { title: "Khảo sát".into(), ..Facts::default() })
}

pub(super) fn choose(state: &mut State, option: &str) -> Vec<Effect> {
    state.act(Action::Choose(option.to_owned()))
}

/// A form filled in up to the check page.
pub(super) fn at_check() -> State {
    let mut state = state();
    state.act(Action::Start);
    choose(&mut state, "birth");
    state.act(Action::Next);
    choose(&mut state, "1");
    state.act(Action::Next);
    state.act(Action::Next);
    assert_eq!(state.session.step(), Step::Check);
    state
}

fn summary() -> Box<OwnSummary> {
    Box::new(OwnSummary { factors: vec![OwnPart::default()], total: OwnPart::default() })
}

#[test]
fn a_tap_is_kept_and_draws_nothing_anew() {
    let mut state = state();
    state.act(Action::Start);
    let face = state.page_face();
    assert_eq!(choose(&mut state, "birth"), [Effect::KeepDraft]);
    assert_eq!(state.page_face(), face);
    assert_eq!(state.saving, Saving::Writing);
    state.act(Action::Kept(Ok(())));
    assert_eq!((state.page_face(), state.saving), (face, Saving::Kept));
}

#[test]
fn going_on_opens_a_page_and_going_on_without_an_answer_says_why_not() {
    let mut state = state();
    let opened = [Effect::Hush, Effect::KeepDraft, Effect::Enter, Effect::Focus(Focus::Heading)];
    assert_eq!(state.act(Action::Start), opened);
    assert_eq!(state.act(Action::Next), [Effect::Focus(Focus::Problem)]);
    assert_eq!(state.fault, Some(Violation::Unanswered(Step::Before(0))));
    assert_eq!(state.title(), "Lỗi: Việc gì? – Khảo sát");
    choose(&mut state, "birth");
    assert_eq!(state.act(Action::Next), opened);
    assert_eq!((state.fault, state.title().as_str()), (None, "Dễ? – Khảo sát"));
}

#[test]
fn a_change_goes_back_in_history_instead_of_growing_it() {
    let mut state = at_check();
    assert!(state.act(Action::Change(Step::Item(0))).contains(&Effect::Enter));
    assert!(state.act(Action::Next).contains(&Effect::GoBack));
    assert_eq!(
        state.act(Action::Visit(Step::Check)),
        [],
        "the browser's answer to going back changes nothing"
    );
    state.act(Action::Change(Step::Item(0)));
    assert!(state.act(Action::Back).contains(&Effect::GoBack));
    assert_eq!(state.session.step(), Step::Check);
}

#[test]
fn switching_the_language_keeps_answers_and_place() {
    let mut state = at_check();
    state.act(Action::Change(Step::Item(0)));
    state.act(Action::Speak(pack("en"), Facts { title: "Survey".into(), ..Facts::default() }));
    assert_eq!((state.session.chosen(Step::Item(0)), state.session.step()), (Some(0), Step::Item(0)));
    assert_eq!(state.text(Text::QuestionContinue), "Continue");
}

#[test]
fn the_official_wording_is_a_switch() {
    let mut state = state();
    assert_eq!(state.question(Step::Item(0)), "Dễ?");
    state.act(Action::Formal);
    assert_eq!(state.question(Step::Item(0)), "Có dễ không.");
}

#[test]
fn after_submitting_nothing_of_the_form_is_left() {
    let mut state = at_check();
    assert_eq!(state.act(Action::Submit), [Effect::Submit]);
    assert_eq!(state.act(Action::Submit), [], "a second tap submits nothing");
    assert_eq!(state.act(Action::Visit(Step::Item(0))), [], "nor does the back button interfere");
    assert_eq!(
        state.act(Action::Submitted(summary(), true)),
        [Effect::LeaveHistory, Effect::Focus(Focus::Heading)]
    );
    assert!(state.session.is_untouched());
    assert_eq!(state.act(Action::Visit(Step::Item(0))), [], "history leads nowhere");
    assert!(state.summary.is_some());
    state.act(Action::Leave);
    assert_eq!((state.page, state.summary.clone()), (Page::Form, None));
}

#[test]
fn saved_is_said_only_of_what_the_storage_said_it_has() {
    let said = |stored, delivery| {
        let mut state = at_check();
        state.act(Action::Submit);
        state.act(Action::Submitted(summary(), stored));
        state.act(Action::Delivered(delivery));
        (html(&state).contains(state.text(Text::ThanksSaved)), state.offers_a_file())
    };
    assert_eq!(said(true, Delivery::Waiting), (true, false));
    assert_eq!(said(false, Delivery::Waiting), (false, true));
    assert_eq!(said(false, Delivery::Sending), (false, false));
    assert_eq!(said(false, Delivery::Sent), (false, false), "the hub has it");
}

#[test]
fn a_failed_submission_keeps_everything_and_can_be_retried() {
    let mut state = at_check();
    state.act(Action::Submit);
    state.act(Action::Kept(Err(Trouble::Full)));
    assert_eq!((state.saving, state.session.chosen(Step::Item(0))), (Saving::Failed(Trouble::Full), Some(0)));
    assert_eq!(state.act(Action::Retry), [Effect::Submit]);
}

#[test]
fn an_abandoned_form_is_asked_about_and_then_erased() {
    let mut state = at_check();
    state.act(Action::Idle(IDLE_WARNING - 1));
    assert_eq!(state.idle, None);
    assert_eq!(state.act(Action::Idle(IDLE_WARNING + 1)), [Effect::Warn(true)]);
    assert_eq!(state.idle, Some(IDLE_LEFT - 1));
    assert_eq!(state.act(Action::Idle(IDLE_WARNING + 2)), [], "the dialog is open already");
    assert_eq!(state.act(Action::Stay), [Effect::Warn(false), Effect::Touched]);
    assert_eq!(state.idle, None);
    let effects = state.act(Action::Idle(IDLE_WARNING + IDLE_LEFT));
    assert!(effects.contains(&Effect::EraseDraft));
    assert!(state.session.is_untouched());
    assert_eq!(state.session.step(), Step::Notice);
}

#[test]
fn a_form_that_another_tab_has_submitted_is_closed_here_and_the_storage_left_alone() {
    let mut state = at_check();
    assert_eq!(state.act(Action::GoneElsewhere), [], "an answer is still on its way to the storage");
    state.act(Action::Kept(Ok(())));
    let effects = state.act(Action::GoneElsewhere);
    assert!(state.session.is_untouched());
    assert_eq!(state.session.step(), Step::Notice);
    assert!(!effects.contains(&Effect::EraseDraft) && !effects.contains(&Effect::KeepDraft));
    assert_eq!(state.act(Action::GoneElsewhere), [], "nothing is open any more");
}

#[test]
fn nobody_is_asked_at_a_clean_start() {
    let mut state = state();
    assert_eq!(state.act(Action::Idle(10_000)), []);
    assert_eq!(state.idle, None);
}

#[test]
fn what_is_known_of_the_device_outlives_a_form() {
    let mut state = at_check();
    state.device.shared = true;
    state.act(Action::Restart);
    assert!(state.device.shared);
}

#[test]
fn a_new_version_is_offered_between_forms_only() {
    let mut state = state();
    assert!(state.between_forms());
    state.act(Action::Start);
    assert!(!state.between_forms());
    let mut state = at_check();
    assert!(!state.between_forms());
    state.act(Action::Submitted(summary(), true));
    assert!(state.between_forms());
}

#[test]
fn days_are_written_as_people_write_them() {
    assert_eq!(readable_day("2026-11-21"), "21/11/2026");
    assert_eq!(readable_day("{{campaign.closes}}"), "{{campaign.closes}}");
}

/// The small form with one item of each further kind behind its only one.
pub(super) fn of_every_kind() -> State {
    let mut pack = Arc::unwrap_or_clone(pack("vi"));
    let away = ResponseOption { id: "na".into(), kind: OptionKind::NotApplicable };
    let free = |id: &str| ResponseOption { id: id.into(), kind: OptionKind::Unscored };
    let channels = ["tv", "net", "talk", "none"].map(free).into_iter().chain([away.clone()]).collect();
    pack.instrument.scales.push(Scale { id: "channels".into(), options: channels });
    pack.instrument.scales.push(Scale { id: "na".into(), options: vec![away] });
    let item = |id: &str, scale, kind| Item { id: id.into(), scale, kind, ..Item::default() };
    pack.instrument.items.extend([
        item("channels", 1, Kind::Several { most: 2, alone: Some(3) }),
        item("visits", 2, Kind::Number { least: 1, most: 30, money: false, usual: (1, 20) }),
        item("why", 2, Kind::Words { most: 10 }),
    ]);
    let words_of = |short: &str, unit: Option<&str>| ItemText {
        plain: short.into(),
        short: short.into(),
        unit: unit.map(str::to_owned),
        ..ItemText::default()
    };
    pack.text.items.extend([
        words_of("Biết qua", None),
        words_of("Mấy lần", Some("lần")),
        words_of("Vì sao", None),
    ]);
    pack.text.options.push(words(&["Tivi", "Mạng", "Người quen", "Không cách nào", "Không biết"]));
    pack.text.options.push(words(&["Không rõ"]));
    let mut state = State::new(Arc::new(pack), Facts::default());
    state.act(Action::Start);
    choose(&mut state, "birth");
    state.act(Action::Next);
    choose(&mut state, "1");
    state.act(Action::Next);
    assert_eq!(state.session.step(), Step::Item(1));
    state
}

#[test]
fn too_many_answers_are_named_with_how_many_are_allowed() {
    let mut state = of_every_kind();
    let step = Step::Item(1);
    assert_eq!(state.act(Action::Next), [Effect::Focus(Focus::Problem)]);
    assert_eq!(state.message(step), state.text(Text::QuestionSeveralNone));
    for option in ["tv", "net", "talk"] {
        assert_eq!(choose(&mut state, option), [Effect::KeepDraft]);
    }
    state.act(Action::Next);
    assert_eq!(state.fault, Some(Violation::TooMany(step)));
    assert!(state.message(step).contains('2'), "{}", state.message(step));
    choose(&mut state, "net");
    state.act(Action::Next);
    assert_eq!((state.fault, state.session.step()), (None, Step::Item(2)));
    assert_eq!(state.answered(step).as_deref(), Some("Tivi; Người quen"));
}

#[test]
fn a_number_is_asked_for_with_its_range_and_read_back_with_its_unit() {
    let mut state = of_every_kind();
    choose(&mut state, "none");
    state.act(Action::Next);
    let step = Step::Item(2);
    let hint = state.hint(step).unwrap();
    assert!(["1", "30", "lần"].iter().all(|part| hint.contains(part)), "{hint}");
    state.act(Action::Write("45".into()));
    state.act(Action::Next);
    assert_eq!(state.fault, Some(Violation::NoNumber(step)));
    state.act(Action::Write("4".into()));
    state.act(Action::Next);
    assert_eq!(state.answered(step).as_deref(), Some("4 lần"));
    state.act(Action::Back);
    state.act(Action::Skip);
    assert_eq!(state.answered(step).as_deref(), Some("Không rõ"));
}

#[test]
fn a_number_that_hardly_is_one_is_asked_about_once_and_then_taken() {
    let mut state = of_every_kind();
    choose(&mut state, "none");
    state.act(Action::Next);
    let step = Step::Item(2);
    state.act(Action::Write("25".into()));
    assert_eq!(state.act(Action::Next), [Effect::Focus(Focus::Problem)]);
    assert_eq!(state.fault, Some(Violation::Unusual(step, 25)));
    assert!(state.message(step).contains("25 lần") && !state.is_wrong(), "{}", state.message(step));
    state.act(Action::Write("24".into()));
    state.act(Action::Next);
    assert_eq!(state.fault, Some(Violation::Unusual(step, 24)), "another number is asked about anew");
    state.act(Action::Next);
    assert_eq!((state.fault, state.session.step()), (None, Step::Item(3)));
    assert_eq!(state.answered(step).as_deref(), Some("24 lần"));
}

#[test]
fn money_is_read_back_in_words_while_one_types() {
    let mut state = of_every_kind();
    let pack = Arc::make_mut(&mut state.pack);
    pack.instrument.items[2].kind =
        Kind::Number { least: 0, most: 100_000_000, money: true, usual: (1_000, 5_000_000) };
    pack.text.items[2].unit = Some("đồng".into());
    choose(&mut state, "none");
    state.act(Action::Next);
    let step = Step::Item(2);
    assert_eq!(state.read_back(step), None);
    for (typed, said) in
        [("50000", "năm mươi nghìn đồng"), ("50.000", "năm mươi nghìn đồng"), ("50", "năm mươi đồng")]
    {
        state.act(Action::Write(typed.into()));
        assert_eq!(state.read_back(step).as_deref(), Some(said), "{typed}");
    }
    state.act(Action::Next);
    assert!(
        state.message(step).starts_with("50 đồng (năm mươi đồng), có đúng không?"),
        "{}",
        state.message(step)
    );
    state.act(Action::Write("50.000".into()));
    state.act(Action::Next);
    assert_eq!(state.session.step(), Step::Item(3));
    assert_eq!(state.answered(step).as_deref(), Some("50.000 đồng"));
}

#[test]
fn a_short_text_warns_like_the_comment_and_can_be_left_out() {
    let mut state = of_every_kind();
    choose(&mut state, "na");
    state.act(Action::Next);
    state.act(Action::Skip);
    let step = Step::Item(3);
    assert!(state.options(step).is_empty());
    assert!(state.hint(step).unwrap().contains(state.text(Text::QuestionCommentHint)));
    state.act(Action::Write("quá lâu, quá lâu".into()));
    state.act(Action::Next);
    assert_eq!(state.fault, Some(Violation::TooLong(step)));
    state.act(Action::Skip);
    assert_eq!((state.session.step(), state.answered(step)), (Step::Comment, None));
}

#[test]
fn the_next_form_on_a_device_draws_its_own_blocks() {
    let mut pack = Arc::unwrap_or_clone(pack("vi"));
    let block = |at: usize| Block { id: format!("b{at}") };
    pack.instrument.blocks = (0..20).map(block).collect();
    pack.instrument.blocks_asked = 1;
    let in_block = |at: usize| Item { id: format!("i{at}"), block: Some(at), ..Item::default() };
    pack.instrument.items.extend((0..20).map(in_block));
    let mut state = State::new(Arc::new(pack), Facts::default());
    let first = state.session.clone();
    state.open(first, Page::Form);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..40 {
        let steps = state.session.steps(state.form());
        assert_eq!(
            steps.len(),
            1 + 1 + 1 + 1 + 2,
            "notice, one before, one item, one of a block, comment, check"
        );
        seen.insert(format!("{:?}", steps[3]));
        state.act(Action::Restart);
    }
    assert!(seen.len() > 10, "{seen:?}");
}

/// The open page as HTML.
pub(super) fn html(state: &State) -> String {
    let mut out = crate::markup::Markup::default();
    crate::pages::current(state, &mut out);
    out.finish()
}
