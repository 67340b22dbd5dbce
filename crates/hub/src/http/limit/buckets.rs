//! Buckets of tokens, one per asker and kind of thing, in memory only.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::network::circles;

/// Most askers remembered at once; beyond it the fullest half is forgotten.
const ASKERS: usize = 200_000;
/// How much more than one address the network around it may ask for.
const AROUND: f64 = 4.0;

/// Buckets of one kind of thing: so many at once, and so many more as time passes. No address is kept: an asker is a
/// number made from it with a secret that lives as long as the process.
#[derive(Debug)]
pub(crate) struct Buckets {
    burst: f64,
    per_second: f64,
    secret: RandomState,
    askers: Mutex<HashMap<u64, Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    burst: f64,
    per_second: f64,
    seen: Instant,
}

impl Bucket {
    fn tokens(self, now: Instant) -> f64 {
        let since = now.saturating_duration_since(self.seen).as_secs_f64();
        (self.tokens + since * self.per_second).min(self.burst)
    }

    /// A full bucket says nothing that a new one would not.
    fn is_full(self, now: Instant) -> bool {
        self.tokens(now) >= self.burst
    }
}

impl Buckets {
    /// `burst` at once, refilled at `per_second`; a burst of 0 limits nothing.
    pub(crate) fn new(burst: f64, per_second: f64) -> Self {
        let per_second = per_second.max(1e-6);
        Self { burst, per_second, secret: RandomState::new(), askers: Mutex::default() }
    }

    /// So many in a day, all at once if need be.
    pub(crate) fn daily(n: f64) -> Self {
        Self::new(n, n / 86_400.0)
    }

    /// Takes `n` tokens of an asker and of the network around it, or says after how long they will be there. What needs
    /// more than a bucket holds waits for a full one.
    pub(crate) fn take(&self, address: IpAddr, n: f64, now: Instant) -> Result<(), Duration> {
        if self.burst < 1.0 {
            return Ok(());
        }
        let mut askers = self.askers.lock().unwrap_or_else(PoisonError::into_inner);
        if askers.len() >= ASKERS {
            forget(&mut askers, now);
        }
        let buckets =
            self.of(address).map(|(asker, new)| (asker, askers.get(&asker).copied().unwrap_or(new(now))));
        let wait = buckets.iter().map(|(_, bucket)| {
            let lacking = n.min(bucket.burst) - bucket.tokens(now);
            lacking.max(0.0) / bucket.per_second
        });
        let wait = wait.fold(0.0, f64::max);
        if wait > 0.0 {
            return Err(Duration::from_secs_f64(wait));
        }
        for (asker, bucket) in buckets {
            let tokens = (bucket.tokens(now) - n).max(0.0);
            askers.insert(asker, Bucket { tokens, seen: now, ..bucket });
        }
        Ok(())
    }

    /// Gives back what was taken for nothing.
    pub(crate) fn give_back(&self, address: IpAddr, n: f64, now: Instant) {
        let mut askers = self.askers.lock().unwrap_or_else(PoisonError::into_inner);
        for (asker, _) in self.of(address) {
            if let Some(bucket) = askers.get_mut(&asker) {
                *bucket = Bucket { tokens: (bucket.tokens(now) + n).min(bucket.burst), seen: now, ..*bucket };
            }
        }
    }

    /// Forgets the askers whose bucket is full again.
    pub(crate) fn sweep(&self, now: Instant) {
        let mut askers = self.askers.lock().unwrap_or_else(PoisonError::into_inner);
        askers.retain(|_, bucket| !bucket.is_full(now));
    }

    /// The askers that an address stands for, each with the bucket of one that was never seen.
    fn of(&self, address: IpAddr) -> [(u64, impl Fn(Instant) -> Bucket); 2] {
        let mut times = 1.0;
        circles(address).map(|circle| {
            let (burst, per_second) = (self.burst * times, self.per_second * times);
            times = AROUND;
            (self.secret.hash_one(circle), move |now| Bucket { tokens: burst, burst, per_second, seen: now })
        })
    }
}

/// If full buckets are not enough (someone plays with addresses), those that asked least are forgotten too.
fn forget(askers: &mut HashMap<u64, Bucket>, now: Instant) {
    askers.retain(|_, bucket| !bucket.is_full(now));
    for share in [0.5, 0.1] {
        if askers.len() >= ASKERS {
            askers.retain(|_, bucket| bucket.tokens(now) < bucket.burst * share);
        }
    }
    if askers.len() >= ASKERS {
        askers.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_gets_its_burst_and_then_its_rate() {
        let limit = Buckets::new(3.0, 2.0);
        let start = Instant::now();
        let home = address("203.0.113.7");
        assert!((0..3).all(|_| limit.take(home, 1.0, start).is_ok()));
        assert_eq!(limit.take(home, 1.0, start), Err(Duration::from_millis(500)));
        assert!(limit.take(address("203.0.113.8"), 1.0, start).is_ok());
        let later = start + Duration::from_millis(600);
        assert!(limit.take(home, 1.0, later).is_ok());
        assert!(limit.take(home, 1.0, later).is_err());
        limit.give_back(home, 1.0, later);
        assert!(limit.take(home, 1.0, later).is_ok());
    }

    #[test]
    fn a_limit_of_zero_limits_nothing() {
        let limit = Buckets::new(0.0, 1.0);
        let now = Instant::now();
        assert!((0..10_000).all(|_| limit.take(address("203.0.113.7"), 1.0, now).is_ok()));
    }

    #[test]
    fn whoever_changes_addresses_within_a_network_gets_four_times_as_much_and_no_more() {
        let now = Instant::now();
        let passed = |addresses: &dyn Fn(u32) -> IpAddr| {
            let limit = Buckets::new(10.0, 1.0);
            (0..1_000).filter(|n| limit.take(addresses(*n), 1.0, now).is_ok()).count()
        };
        assert_eq!(passed(&|_| address("2001:db8:1:1::1")), 10);
        assert_eq!(passed(&|n| address(&format!("2001:db8:1:{n:x}::1"))), 40, "another /64 each time");
        assert_eq!(passed(&|n| address(&format!("203.0.113.{}", n % 256))), 40, "another address each time");
        assert_eq!(passed(&|n| address(&format!("203.{}.113.7", n % 256))), 1_000);
    }

    #[test]
    fn what_is_larger_than_a_bucket_passes_when_it_is_full() {
        let limit = Buckets::new(10.0, 1.0);
        let now = Instant::now();
        assert!(limit.take(address("203.0.113.7"), 25.0, now).is_ok());
        let wait = limit.take(address("203.0.113.7"), 1.0, now).unwrap_err();
        assert_eq!(wait, Duration::from_secs(1));
    }

    #[test]
    fn a_village_of_two_thousand_forms_a_day_behind_one_address_passes() {
        let limit = Buckets::daily(4_000.0);
        let start = Instant::now();
        let village = address("203.0.113.7");
        for day in 0..30 {
            let evening = start + Duration::from_secs(day * 86_400);
            assert!((0..100).all(|_| limit.take(village, 20.0, evening).is_ok()), "day {day}");
        }
    }

    #[test]
    fn askers_are_forgotten_when_their_bucket_is_full_again() {
        let limit = Buckets::new(2.0, 1.0);
        let now = Instant::now();
        limit.take(address("203.0.113.7"), 1.0, now).unwrap();
        limit.sweep(now + Duration::from_secs(10));
        assert!(limit.askers.lock().unwrap().is_empty());
    }

    #[test]
    fn the_map_of_askers_has_an_end() {
        let limit = Buckets::new(2.0, 1.0);
        let now = Instant::now();
        for number in 0..u32::try_from(ASKERS).unwrap() + 10 {
            limit.take(IpAddr::V4((number << 8).into()), 1.0, now).unwrap();
        }
        assert!(limit.askers.lock().unwrap().len() <= ASKERS + 2);
    }
}
