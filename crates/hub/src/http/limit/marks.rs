//! What tells senders of one day apart without saying who they are.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use super::network::circles;

/// A mark per network and day: a number made from the address with a secret that is new every day and with every start
/// and is kept nowhere, so that nobody finds an address by a mark, or the same sender on another day.
#[derive(Debug, Default)]
pub(crate) struct Marks(Mutex<(String, RandomState)>);

impl Marks {
    pub(crate) fn of(&self, address: IpAddr, day: &str) -> String {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != day {
            *kept = (day.to_owned(), RandomState::new());
        }
        format!("{:016x}", kept.1.hash_one(circles(address)[0]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sender_has_one_mark_a_day_and_another_one_tomorrow() {
        let marks = Marks::default();
        let of = |address: &str, day| marks.of(address.parse().unwrap(), day);
        let today = of("2001:db8::1", "2026-11-21");
        assert_eq!(of("2001:db8::2", "2026-11-21"), today, "the same house");
        assert_ne!(of("2001:db8:0:1::1", "2026-11-21"), today);
        assert_ne!(of("2001:db8::1", "2026-11-22"), today);
    }
}
