//! Where a person finds themselves when the app arrives: the draft on the device, and what they did
//! on the prerendered page meanwhile.

use lang_nghe_session::{Draft, DraftError, Form, Session};

use super::{Page, Trouble};

/// A form left for longer than this may be someone else's.
const FRESH_MS: u64 = 30 * 60 * 1000;

/// How the survey opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The form to go on with, or an empty one.
    pub session: Session,
    /// The form itself, or the question whether to go on with it.
    pub page: Page,
    /// Something in the draft was not understood: keep a copy before it is overwritten.
    pub trouble: Option<Trouble>,
}

/// Decides how the survey opens. `draft` is what the device kept, `early` what the page's first lines
/// of script wrote, `now` the device's clock.
pub fn arrive(form: Form<'_>, draft: Option<&str>, early: Option<&str>, now: u64) -> Arrival {
    let read = |text: Option<&str>| text.map(|text| Session::decode(form, text));
    let draft = read(draft);
    let trouble = match &draft {
        Some(Err(DraftError::Newer)) => Some(Trouble::Newer),
        Some(Err(DraftError::NotADraft)) => Some(Trouble::Unreadable),
        Some(Ok(draft)) if !draft.unread.is_empty() => Some(Trouble::Unreadable),
        _ => None,
    };
    let started =
        |read: Option<Result<Draft, DraftError>>| read.and_then(Result::ok).filter(Draft::is_started);
    // Whoever stands before the page now is who touched it last.
    let newest = match (started(draft), started(read(early))) {
        (Some(draft), Some(early)) => Some(if early.when >= draft.when { early } else { draft }),
        (draft, early) => draft.or(early),
    };
    match newest {
        None => Arrival { session: Session::new(form), page: Page::Form, trouble },
        Some(draft) => {
            // A clock that was set back makes every age a guess: ask.
            let fresh = now.checked_sub(draft.when).is_some_and(|age| age <= FRESH_MS);
            Arrival { session: draft.session, page: if fresh { Page::Form } else { Page::Resume }, trouble }
        }
    }
}

#[cfg(test)]
mod tests {
    use lang_nghe_session::Step;

    use super::super::tests::pack;
    use super::*;

    const NOON: u64 = 1_795_219_200_000;

    fn check(draft: Option<&str>, early: Option<&str>, now: u64) -> (Step, Page, Option<Trouble>) {
        let pack = pack("vi");
        let form = Form { instrument: &pack.instrument, profile: &pack.profile };
        let arrival = arrive(form, draft, early, now);
        (arrival.session.step(), arrival.page, arrival.trouble)
    }

    fn draft(when: u64) -> String {
        format!("lang-nghe draft 1\nwhen {when}\nstep item/only\nanswer before/procedure birth")
    }

    #[test]
    fn a_first_visit_starts_at_the_notice() {
        assert_eq!(check(None, None, NOON), (Step::Notice, Page::Form, None));
        let untouched = format!("lang-nghe draft 1\nwhen {NOON}\nstep notice");
        assert_eq!(check(Some(&untouched), None, NOON), (Step::Notice, Page::Form, None));
    }

    #[test]
    fn a_fresh_form_goes_on_and_an_old_one_is_asked_about() {
        assert_eq!(check(Some(&draft(NOON)), None, NOON + FRESH_MS), (Step::Item(0), Page::Form, None));
        assert_eq!(check(Some(&draft(NOON)), None, NOON + FRESH_MS + 1).1, Page::Resume);
        assert_eq!(check(Some(&draft(NOON)), None, NOON - 1).1, Page::Resume, "the clock was set back");
    }

    #[test]
    fn what_was_tapped_before_the_app_arrived_is_taken_over() {
        assert_eq!(check(None, Some(&draft(NOON)), NOON + 5000), (Step::Item(0), Page::Form, None));
        let older = format!("lang-nghe draft 1\nwhen {}\nstep before/procedure", NOON - 1000);
        assert_eq!(check(Some(&older), Some(&draft(NOON)), NOON).0, Step::Item(0));
        assert_eq!(check(Some(&draft(NOON)), Some(&older), NOON).0, Step::Item(0));
    }

    #[test]
    fn a_draft_that_is_not_understood_is_reported() {
        assert_eq!(check(Some("xyz"), None, NOON).2, Some(Trouble::Unreadable));
        assert_eq!(check(Some("lang-nghe draft 7"), None, NOON).2, Some(Trouble::Newer));
        let changed = draft(NOON) + "\nanswer item/gone 3";
        assert_eq!(check(Some(&changed), None, NOON), (Step::Item(0), Page::Form, Some(Trouble::Unreadable)));
    }
}
