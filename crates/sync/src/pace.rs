//! How much at once, and how soon again.

use crate::judge::Failure;
use crate::wire::BATCH_RECORDS;

/// Envelopes in a first batch: about 25 KB, which the weakest lines carry in a quarter of a minute.
const FIRST: usize = 20;
/// A batch that was through faster than this may be followed by a larger one.
const FAST_MS: u64 = 10_000;
/// A batch that took longer than this is followed by a smaller one.
const SLOW_MS: u64 = 40_000;

/// Shortest pause after a failure.
const SHORTEST_MS: u64 = 2_000;
/// Longest pause after failures.
const LONGEST_MS: u64 = 15 * 60 * 1000;
/// Longest pause while a person sees that something waits.
pub const LONGEST_SEEN_MS: u64 = 60_000;
/// Longest first wait for a hub that has lost something of its own.
const HOLD_MS: u64 = 60 * 60 * 1000;
/// Longest wait for it at all.
pub(crate) const LONGEST_HOLD_MS: u64 = 24 * 60 * 60 * 1000;
/// Longest pause that a hub can ask for; a hub that asks for more is not believed.
pub(crate) const PATIENCE_MS: u64 = 60 * 60 * 1000;

/// How many envelopes go into the next batch: small at first, more while it goes well, half after a
/// failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace(usize);

impl Pace {
    /// Goes on at the pace of last time, which may have been written by any version.
    pub fn resume(records: Option<usize>) -> Self {
        Self(records.unwrap_or(FIRST).clamp(1, FIRST))
    }

    /// Most envelopes in the next batch.
    pub fn records(self) -> usize {
        self.0
    }

    /// A batch was answered after so long.
    pub fn answered(&mut self, took_ms: u64) {
        if took_ms < FAST_MS {
            self.0 = (self.0 * 2).min(BATCH_RECORDS);
        } else if took_ms > SLOW_MS {
            self.failed();
        }
    }

    /// A batch failed.
    pub fn failed(&mut self) {
        self.0 = (self.0 / 2).max(1);
    }
}

/// How long to wait for a reply: a minute, and time to carry the bytes at 512 of them a second.
pub fn timeout_ms(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX).saturating_mul(2).saturating_add(60_000)
}

/// How long what the hub cannot take at the moment waits before it is sent again, after so many refusals: an hour, twice
/// as long each time, at most a day, drawn from the upper half.
pub(crate) fn hold_ms(refusals: u32, random: u32) -> u64 {
    let longest = (HOLD_MS << (refusals.clamp(1, 6) - 1)).min(LONGEST_HOLD_MS);
    longest / 2 + (longest / 2 * u64::from(random)) / u64::from(u32::MAX)
}

/// How long to wait before the next try, after this many failures in a row (the last one included).
/// The pause doubles up to a quarter of an hour and is drawn from its upper half, so that the devices
/// of a whole province do not come back in the same second. `random` is any number; `seen` says that somebody looks at
/// the page, who is not left to wait for longer than a minute by anyone but the hub.
pub fn pause_ms(failures: u32, failure: Failure, random: u32, seen: bool) -> u64 {
    let doublings = failures.clamp(1, 16) - 1;
    let longest = (SHORTEST_MS << (doublings + 1)).min(if seen { LONGEST_SEEN_MS } else { LONGEST_MS });
    let own = longest / 2 + (longest / 2 * u64::from(random)) / u64::from(u32::MAX);
    match failure {
        Failure::Busy { retry_after: Some(seconds) } => {
            own.max((u64::from(seconds) * 1000 + own / 2).min(PATIENCE_MS))
        }
        _ => own,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_pace_grows_while_it_goes_well_and_halves_when_it_does_not() {
        let mut pace = Pace::resume(None);
        assert_eq!(pace.records(), 20);
        pace.answered(1_000);
        assert_eq!(pace.records(), 40);
        pace.answered(20_000);
        assert_eq!(pace.records(), 40);
        pace.answered(60_000);
        assert_eq!(pace.records(), 20);
        for expected in [10, 5, 2, 1, 1] {
            pace.failed();
            assert_eq!(pace.records(), expected);
        }
        for _ in 0..9 {
            pace.answered(0);
        }
        assert_eq!(pace.records(), BATCH_RECORDS);
    }

    #[test]
    fn whatever_was_remembered_is_a_pace() {
        assert_eq!(Pace::resume(Some(0)).records(), 1);
        assert_eq!(Pace::resume(Some(3)).records(), 3);
        assert_eq!(Pace::resume(Some(usize::MAX)).records(), 20);
    }

    #[test]
    fn a_slow_line_is_given_the_time_it_needs() {
        assert_eq!(timeout_ms(0), 60_000);
        assert!(timeout_ms(28_000) > 60_000 + 28_000 / 2, "2 KB/s would not do");
        assert_eq!(timeout_ms(usize::MAX), u32::MAX);
    }

    #[test]
    fn a_hub_that_asks_for_patience_gets_it_within_reason() {
        let asks = |seconds| pause_ms(1, Failure::Busy { retry_after: Some(seconds) }, 0, true);
        assert!(asks(30) >= 30_000);
        assert_eq!(asks(u32::MAX), PATIENCE_MS);
        assert!(asks(0) >= SHORTEST_MS);
    }

    #[test]
    fn a_hub_that_lost_something_is_asked_within_the_hour_and_later_every_day() {
        assert_eq!(hold_ms(1, 0), 30 * 60 * 1000);
        assert_eq!(hold_ms(1, u32::MAX), 60 * 60 * 1000);
        for refusals in 1..40 {
            assert!(hold_ms(refusals, 7) <= hold_ms(refusals + 1, 7));
            assert!(hold_ms(refusals, u32::MAX) <= LONGEST_HOLD_MS);
        }
        assert_eq!(hold_ms(u32::MAX, u32::MAX), LONGEST_HOLD_MS);
    }

    proptest! {
        #[test]
        fn a_pause_is_never_shorter_or_longer_than_promised(failures: u32, random: u32) {
            let pause = |seen| pause_ms(failures, Failure::NoConnection, random, seen);
            prop_assert!((SHORTEST_MS..=LONGEST_MS).contains(&pause(false)), "{}", pause(false));
            prop_assert!((SHORTEST_MS..=LONGEST_SEEN_MS).contains(&pause(true)), "{}", pause(true));
        }

        #[test]
        fn pauses_grow_with_the_failures(failures in 1u32..30, random: u32) {
            let pause = |failures, seen| pause_ms(failures, Failure::HubError, random, seen);
            prop_assert!(pause(failures, false) <= pause(failures + 1, false));
            prop_assert!(pause(failures, true) <= pause(failures + 1, true));
        }
    }
}
