//! What the hub cannot take at the moment through a fault of its own: it waits, is sent again after growing pauses,
//! and holds up nothing else. And what was put away for such a reason is asked about once a day.

use lang_nghe_record::RecordId;
use lang_nghe_store::Refused;

use crate::Status;
use crate::pace::{LONGEST_HOLD_MS, hold_ms};
use crate::wire::Reason;

impl Status {
    /// Whether what is held may be sent at this instant. A date beyond any pause comes from a clock that was set
    /// back.
    pub(crate) fn hold_is_over(&self, now: u64) -> bool {
        let left = self.held_next.unwrap_or(0).saturating_sub(now);
        !(1..=LONGEST_HOLD_MS).contains(&left)
    }

    /// The ids of what is held.
    pub(crate) fn held_ids(&self) -> Vec<RecordId> {
        self.held.iter().filter_map(|id| RecordId::parse(id).ok()).collect()
    }

    /// Plans the next try. `tried` tells whether all that was held was sent again, `whole` whether the round came
    /// to its end.
    pub(crate) fn plan_held(&mut self, (tried, whole): (bool, bool), now: u64, random: u32) {
        if self.held.is_empty() {
            self.held_next = None;
            if whole {
                self.held_times = 0;
            }
        } else if tried {
            self.held_times = self.held_times.saturating_add(1);
            self.held_next = Some(now + hold_ms(self.held_times, random));
        }
    }
}

/// Those of the refused ones that the hub may take by now.
pub(crate) fn worth_asking(refused: &[Refused]) -> Vec<RecordId> {
    let may_pass = refused.iter().filter(|one| Reason::parse(&one.reason).may_pass());
    may_pass.map(|one| one.envelope.id).collect()
}
