//! What stands on the page after a form, and at its bottom.

use lang_nghe_instrument::{Block, Item};
use lang_nghe_scoring::{OwnPart, OwnSummary};

use super::tests::{at_check, choose, html, of_every_kind, pack, state};
use super::*;

/// The thank-you page of a device.
fn thanked(shared: bool) -> (State, String) {
    let mut state = at_check();
    state.device.shared = shared;
    state.act(Action::Submit);
    let part = OwnPart { items: 1, answered: 1, points: 1, highest: 1, ..OwnPart::default() };
    state.act(Action::Submitted(Box::new(OwnSummary { factors: vec![part], total: part }), true));
    let page = html(&state);
    (state, page)
}

#[test]
fn a_shared_device_shows_nothing_of_the_answers_and_leads_nowhere_but_to_the_next_person() {
    let (state, page) = thanked(true);
    assert_eq!(state.summary, None);
    assert!(!page.contains("<a ") && !page.contains("1 / 1") && !page.contains("<dl>"), "{page}");
    assert!(page.contains("class=\"go\" data-tap=\"restart\""), "{page}");
}

#[test]
fn on_a_phone_of_ones_own_the_next_person_is_not_the_main_thing() {
    let (_, page) = thanked(false);
    assert!(page.contains("1 / 1") && page.contains("href=\"/ket-qua/"), "{page}");
    assert!(page.contains("class=\"quiet\" data-tap=\"restart\""), "{page}");
    assert!(!page.contains("class=\"go\""), "{page}");
}

/// The bottom of the page as HTML.
fn foot(state: &State) -> String {
    let mut out = crate::markup::Markup::default();
    crate::ui::footer::foot(state, &mut out);
    out.finish()
}

#[test]
fn what_waits_can_be_sent_now_and_what_does_not_wait_cannot() {
    let mut state = state();
    assert!(!foot(&state).contains("data-tap=\"send\""));
    // Written out, the hour is the browser's to say.
    state.act(Action::Status(Status { waiting: 2, ..Status::default() }));
    assert!(foot(&state).contains("data-tap=\"send\""), "{}", foot(&state));
    assert_eq!(state.act(Action::Send), [Effect::Send]);
}

#[test]
fn an_address_of_no_service_point_is_said_and_does_not_stop_anybody() {
    let mut state = state();
    assert!(!foot(&state).contains(state.text(Text::StatusPoint)));
    state.device.lost_point = true;
    assert!(foot(&state).contains(state.text(Text::StatusPoint)));
    assert!(!state.act(Action::Start).is_empty());
}

#[test]
fn each_kind_is_drawn_with_the_browsers_own_fields_tied_to_their_words() {
    let mut state = of_every_kind();
    choose(&mut state, "tv");
    let page = html(&state);
    assert_eq!(page.matches("type=\"checkbox\" name=\"item/channels\"").count(), 5);
    for part in [
        "<fieldset aria-describedby=\"q-channels-hint\"><legend>",
        "data-choices=\"several\"",
        "value=\"tv\" checked>",
        "<label class=\"option apart\"><input type=\"checkbox\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    state.act(Action::Next);
    state.act(Action::Write("45\"".into()));
    state.act(Action::Next);
    let page = html(&state);
    for part in [
        "<label for=\"q-visits\">",
        "<input type=\"text\" inputmode=\"numeric\" id=\"q-visits\" maxlength=\"9\"",
        "aria-describedby=\"q-visits-hint q-left q-visits-error\" aria-invalid=\"true\" data-write value=\"45&quot;\">",
        "<p class=\"error\" id=\"q-visits-error\"><span",
        "data-tap=\"skip\">Không rõ</button>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    state.act(Action::Skip);
    let page = html(&state);
    for part in [
        "<textarea rows=\"5\" id=\"q-why\" maxlength=\"30\"",
        "data-write>\n</textarea>",
        "data-tap=\"skip\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
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
    assert!(page.contains("Nhiều nhất 5 câu hỏi ngắn"), "{page}");
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
