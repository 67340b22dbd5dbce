//! What waits on this device, as the sender last reported it.

use crate::text::Text;

/// What waits to be sent, and how it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Envelopes that wait.
    pub waiting: u64,
    /// Envelopes that the hub refused, kept here.
    pub refused: u64,
    /// When the oldest of them was submitted.
    pub since: Option<u64>,
    /// When the sender tries again.
    pub next: Option<u64>,
    /// What it is doing.
    pub trying: Trying,
    /// Whether the hub was asked, and when, if it still has what it took.
    pub checked: Option<u64>,
}

/// How long what the hub said about the forms it has is believed: a hub may be restored from a backup.
const CHECK_AFTER_MS: u64 = 24 * 60 * 60 * 1000;

/// What the sender is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trying {
    /// Nothing went wrong.
    #[default]
    Idle,
    /// Sending this moment.
    Sending,
    /// It failed for this reason, in words.
    Failed(Text),
}

impl Status {
    /// Reads the sender's report (`sync-status`). A few fields of a flat object written by this same
    /// app: a JSON reader would weigh more than all the rest of the page's own code.
    pub fn read(json: &str) -> Self {
        Self {
            waiting: number(json, "waiting").unwrap_or(0),
            refused: 0,
            since: number(json, "since"),
            next: number(json, "next"),
            trying: match (text(json, "state"), text(json, "error")) {
                (Some("sending"), _) => Trying::Sending,
                (_, Some("no-connection")) | (Some("offline"), _) => Trying::Failed(Text::StatusNoConnection),
                (_, Some("not-the-hub")) => Trying::Failed(Text::StatusNotTheHub),
                (_, Some("hub-busy")) => Trying::Failed(Text::StatusHubBusy),
                (_, Some("storage")) => Trying::Failed(Text::StatusStorage),
                (_, Some(_)) => Trying::Failed(Text::StatusOther),
                // The hub lacks a file of its own at the moment.
                _ if json.contains(r#""held":[""#) => Trying::Failed(Text::StatusOther),
                _ => Trying::Idle,
            },
            checked: number(json, "last_check"),
        }
    }

    /// Whether it is time to ask the hub if it still has the forms that it took, and if it takes by now what it
    /// refused; so many of both are still here.
    pub fn check_is_due(&self, kept: u64, now: u64) -> bool {
        let fresh = |last: u64| last <= now && now - last < CHECK_AFTER_MS;
        kept > 0 && !self.checked.is_some_and(fresh)
    }
}

/// What stands after `"key":`.
fn after<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = json.split_once(&["\"", key, "\":"].concat())?;
    Some(rest.trim_start())
}

fn number(json: &str, key: &str) -> Option<u64> {
    let rest = after(json, key)?;
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

fn text<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    after(json, key)?.strip_prefix('"')?.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_senders_report_is_understood() {
        let json = r#"{"waiting":3,"since":1795219200000,"state":"waiting-retry","next":1795219260000,"error":"hub-busy","sent_total":9,"last_success":null,"last_check":7}"#;
        let status = Status::read(json);
        assert_eq!(
            status,
            Status {
                waiting: 3,
                refused: 0,
                since: Some(1_795_219_200_000),
                next: Some(1_795_219_260_000),
                trying: Trying::Failed(Text::StatusHubBusy),
                checked: Some(7),
            }
        );
    }

    #[test]
    fn what_the_hub_cannot_take_at_the_moment_is_told_as_waiting() {
        let json = r#"{"waiting":1,"state":"waiting-retry","error":null,"held":["00"],"held_next":9}"#;
        assert_eq!(Status::read(json).trying, Trying::Failed(Text::StatusOther));
        assert_eq!(Status::read(r#"{"waiting":1,"error":null,"held":[]}"#).trying, Trying::Idle);
    }

    #[test]
    fn the_hub_is_asked_once_a_day_whether_it_still_has_what_it_took() {
        let asked = |checked| Status { checked, ..Status::default() };
        assert!(asked(None).check_is_due(1, 0));
        assert!(!asked(None).check_is_due(0, 0), "nothing was sent from here");
        assert!(!asked(Some(5)).check_is_due(1, 5 + CHECK_AFTER_MS - 1));
        assert!(asked(Some(5)).check_is_due(1, 5 + CHECK_AFTER_MS));
        assert!(asked(Some(6)).check_is_due(1, 5), "the clock was set back");
    }

    #[test]
    fn absent_values_stay_absent() {
        let status = Status::read(r#"{"waiting":0,"since":null,"state":"idle","next":null,"error":null}"#);
        assert_eq!(status, Status::default());
        assert_eq!(Status::read("<html>"), Status::default());
    }

    #[test]
    fn an_unknown_reason_has_words_too() {
        assert_eq!(Status::read(r#"{"error":"moon"}"#).trying, Trying::Failed(Text::StatusOther));
    }
}
