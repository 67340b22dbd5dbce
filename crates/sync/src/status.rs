//! What the sender last did, for the status line of every page and for its own next round.

use serde::{Deserialize, Serialize};

/// In which state the queue is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing waits.
    #[default]
    Idle,
    /// A batch is on its way.
    Sending,
    /// Something waits, and is tried again.
    WaitingRetry,
    /// Nothing waits, but the hub refused something that is kept here.
    RefusedSome,
    /// Something waits for a connection.
    Offline,
}

/// The device value `sync-status`, as JSON. Fields are added, never changed: pages of an older and a
/// newer version may be open at the same time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Status {
    /// Envelopes that wait.
    pub waiting: u64,
    /// When the oldest of them was submitted, in milliseconds since 1970.
    pub since: Option<u64>,
    /// In which state the queue is.
    pub state: State,
    /// When the next try should be.
    pub next: Option<u64>,
    /// Why the last try failed: the code of a [`Failure`](crate::judge::Failure), or `storage`.
    pub error: Option<String>,
    /// Envelopes that the hub took from this device, ever.
    pub sent_total: u64,
    /// When the hub last answered as it should.
    pub last_success: Option<u64>,
    /// Envelopes that the hub refused; they are kept here.
    pub refused: u64,
    /// Entries of the queue that cannot be read; they are kept here.
    pub unreadable: u64,
    /// How far this device's clock is from the hub's, in milliseconds (more than a day only).
    pub clock_off: Option<i64>,
    /// When this was written.
    pub at: u64,
    /// Failures in a row.
    pub failures: u32,
    /// Until when the hub asked to be left alone.
    pub not_before: Option<u64>,
    /// Size of the next batch.
    pub batch: Option<usize>,
    /// When the hub was last asked what it lacks.
    pub last_check: Option<u64>,
    /// Ids of those that wait because the hub cannot take them at the moment.
    pub held: Vec<String>,
    /// When they are sent again.
    pub held_next: Option<u64>,
    /// How often they were sent in vain.
    pub held_times: u32,
    /// Ids that the hub would not settle the last time: their turn comes after all others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub put_off: Vec<String>,
}

impl Status {
    /// Reads what any version wrote; what cannot be read is as if nothing had been sent yet.
    pub fn read(json: &[u8]) -> Self {
        serde_json::from_slice(json).unwrap_or_default()
    }

    /// The status as JSON.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_form_is_the_agreed_one() {
        let status = Status {
            waiting: 3,
            since: Some(5),
            state: State::WaitingRetry,
            error: Some("hub-busy".to_owned()),
            ..Status::default()
        };
        let json = String::from_utf8(status.to_json()).unwrap();
        let start = r#"{"waiting":3,"since":5,"state":"waiting-retry","next":null,"error":"hub-busy","sent_total":0,"last_success":null,"#;
        assert!(json.starts_with(start), "{json}");
    }

    #[test]
    fn what_was_written_can_be_read_and_damage_does_no_harm() {
        let status = Status { waiting: 3, clock_off: Some(-5), batch: Some(7), ..Status::default() };
        assert_eq!(Status::read(&status.to_json()), status);
        assert_eq!(Status::read(b"{\"waiting\":"), Status::default());
        assert_eq!(Status::read(br#"{"waiting":1,"new":[]}"#).waiting, 1);
    }
}
