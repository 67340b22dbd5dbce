//! What stands on the page after a form, and at its bottom.

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
    assert!(!html(&state).contains(state.text(Text::StatusPoint)));
    state.device.lost_point = true;
    assert!(html(&state).contains(state.text(Text::StatusPoint)));
    assert!(!state.act(Action::Start).is_empty());
}
