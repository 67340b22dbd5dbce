//! Paths through the survey, without a browser.

mod kinds;
mod shown;

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

fn state() -> State {
    State::new(pack("vi"), Facts { title: "Khảo sát".into(), ..Facts::default() })
}

fn choose(state: &mut State, option: &str) -> Vec<Effect> {
    state.act(Action::Choose(option.to_owned()))
}

/// A form filled in up to the check page.
fn at_check() -> State {
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
fn html(state: &State) -> String {
    let mut out = crate::markup::Markup::default();
    crate::pages::current(state, &mut out);
    out.finish()
}

#[test]
fn the_notice_says_at_most_how_many_questions_a_form_asks_and_all_that_is_kept() {
    let mut pack = pack("vi");
    let instrument = &mut Arc::make_mut(&mut pack).instrument;
    let item = |block| Item { id: "one-of-many".into(), factor: Some(0), block, ..Item::default() };
    instrument.items = [None, Some(0), Some(0), Some(1), Some(2)].map(item).into();
    instrument.blocks = ["a", "b", "c"].map(|id| Block { id: id.into() }).into();
    instrument.blocks_asked = 2;
    let state = State::new(pack, Facts::default());
    let page = html(&state);
    // One item of no block, the two of the largest, one of another, and one question about the person.
    assert!(page.contains("Nhiều nhất 5 câu ngắn"), "{page}");
    for kept in
        ["góp ý", "loại thủ tục", "tuổi", "giới tính", "học vấn", "nơi phục vụ", "ngày", "ai bấm", "ngôn ngữ"]
    {
        assert!(page.contains(kept), "{kept} is kept and not said");
    }
    for said in [
        "phiên bản",
        "quá nhanh",
        "một mức ở mọi câu",
        "rút lại đồng ý",
        "hạn chế",
        "phản đối",
        "khởi kiện",
        "bồi thường",
    ] {
        assert!(page.contains(said), "{said}");
    }
}
