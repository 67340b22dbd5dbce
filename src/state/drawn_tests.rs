//! Pages of the survey as they are drawn from the state.

use std::sync::Arc;

use lang_nghe_instrument::{Block, Item};

use super::tests::{choose, of_every_kind, pack};
use super::*;

/// The open page as HTML.
fn html(state: &State) -> String {
    let mut out = crate::markup::Markup::default();
    crate::pages::current(state, &mut out);
    out.finish()
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
        "<textarea rows=\"5\" id=\"q-why\" maxlength=\"10\"",
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
