//! How often one network may ask: a bucket of tokens per address, in memory only.
//!
//! A commune house, a village or a whole mobile operator's cell stands behind one address, so the
//! numbers are generous: a meeting of 300 people who scan the poster in the same minute loads about
//! 300 × 12 files = 3,600 requests. The default bucket of 4,000, refilled at 60 a second, lets them
//! all in at once and still keeps one address from taking the hub for itself. Addresses live in this
//! map for as long as their bucket is not full again (about a minute), and nowhere else.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Extension, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use super::problem::Problem;
use crate::Hub;

/// Most addresses remembered at once; beyond it the fullest half is forgotten.
const ADDRESSES: usize = 100_000;

/// The address that a connection came from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Addresses of proxies whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default)]
pub struct Proxies(pub Vec<Network>);

/// An address, or a range like `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: u128,
    bits: u8,
}

/// Text that is no network.
#[derive(Debug, thiserror::Error)]
#[error("write an address such as 127.0.0.1 or a range such as 10.0.0.0/8")]
pub struct NetworkError;

/// IPv4 within IPv6, so that one comparison serves both.
fn wide(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().map_err(|_| NetworkError)?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NetworkError)?;
        let offset = if address.is_ipv4() { 96 } else { 0 };
        let bits = bits.map_or(Some(128), |bits| bits.checked_add(offset)).filter(|bits| *bits <= 128);
        Ok(Self { address: wide(address), bits: bits.ok_or(NetworkError)? })
    }
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
        wide(address) & mask == self.address & mask
    }
}

impl Proxies {
    /// Whether this address is a proxy that is believed.
    pub(crate) fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }

    /// Who asked: the connection's own address, or, if that is a trusted proxy, the last address in
    /// its list that is none.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.trusts(peer) {
            return peer;
        }
        let lists = headers.get_all("x-forwarded-for").into_iter().filter_map(|list| list.to_str().ok());
        let hops: Vec<IpAddr> =
            lists.flat_map(|list| list.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
        hops.into_iter().rev().find(|hop| !self.trusts(*hop)).unwrap_or(peer)
    }
}

/// The buckets.
#[derive(Debug)]
pub struct RateLimit {
    burst: f64,
    per_second: f64,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    seen: Instant,
}

impl RateLimit {
    /// Buckets of `burst` requests that refill at `per_second`; a burst of 0 limits nothing.
    pub fn new(burst: u32, per_second: u32) -> Self {
        Self { burst: f64::from(burst), per_second: f64::from(per_second.max(1)), buckets: Mutex::default() }
    }

    /// Takes one token, or says after how long one will be there.
    fn take(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        if self.burst < 1.0 {
            return Ok(());
        }
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= ADDRESSES {
            self.forget(&mut buckets, now);
        }
        let bucket = buckets.entry(house(address)).or_insert(Bucket { tokens: self.burst, seen: now });
        let tokens = self.tokens(*bucket, now);
        let enough = tokens >= 1.0;
        *bucket = Bucket { tokens: if enough { tokens - 1.0 } else { tokens }, seen: now };
        if enough { Ok(()) } else { Err(Duration::from_secs_f64((1.0 - tokens) / self.per_second)) }
    }

    fn tokens(&self, bucket: Bucket, now: Instant) -> f64 {
        let since = now.saturating_duration_since(bucket.seen).as_secs_f64();
        (bucket.tokens + since * self.per_second).min(self.burst)
    }

    /// A full bucket says nothing that a new one would not. If that is not enough (someone plays
    /// with addresses), those that asked least are forgotten too.
    fn forget(&self, buckets: &mut HashMap<IpAddr, Bucket>, now: Instant) {
        buckets.retain(|_, bucket| self.tokens(*bucket, now) < self.burst);
        if buckets.len() >= ADDRESSES {
            buckets.retain(|_, bucket| self.tokens(*bucket, now) < self.burst / 2.0);
        }
        if buckets.len() >= ADDRESSES {
            buckets.clear();
        }
    }

    /// Forgets the addresses whose bucket is full again.
    pub fn sweep(&self) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        buckets.retain(|_, bucket| self.tokens(*bucket, now) < self.burst);
    }
}

/// One household or device gets a whole /64 of IPv6, so that is what counts as one.
fn house(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => address.into(),
            None => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        },
    }
}

pub(crate) async fn limit(
    State(hub): State<Arc<Hub>>,
    peer: Option<Extension<Peer>>,
    request: Request,
    next: Next,
) -> Response {
    if let Some(Extension(Peer(peer))) = peer {
        let client = hub.proxies.client(peer, request.headers());
        if let Err(wait) = hub.limit.take(client, Instant::now()) {
            return Problem::TooOften(wait.as_secs() + 1).into_response();
        }
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_gets_its_burst_and_then_its_rate() {
        let limit = RateLimit::new(3, 2);
        let start = Instant::now();
        let home = address("203.0.113.7");
        assert!((0..3).all(|_| limit.take(home, start).is_ok()));
        assert_eq!(limit.take(home, start), Err(Duration::from_millis(500)));
        assert!(limit.take(address("203.0.113.8"), start).is_ok());
        let later = start + Duration::from_millis(600);
        assert!(limit.take(home, later).is_ok());
        assert!(limit.take(home, later).is_err());
    }

    #[test]
    fn a_limit_of_zero_limits_nothing() {
        let limit = RateLimit::new(0, 1);
        let now = Instant::now();
        assert!((0..10_000).all(|_| limit.take(address("203.0.113.7"), now).is_ok()));
    }

    #[test]
    fn addresses_are_forgotten_when_their_bucket_is_full_again() {
        let limit = RateLimit::new(2, 1);
        let long_ago = Instant::now() - Duration::from_secs(10);
        limit.take(address("203.0.113.7"), long_ago).unwrap();
        limit.sweep();
        assert!(limit.buckets.lock().unwrap().is_empty());
    }

    #[test]
    fn the_map_of_addresses_has_an_end() {
        let limit = RateLimit::new(2, 1);
        let now = Instant::now();
        for number in 0..u32::try_from(ADDRESSES).unwrap() + 10 {
            limit.take(IpAddr::V4(number.into()), now).unwrap();
        }
        assert!(limit.buckets.lock().unwrap().len() <= ADDRESSES);
    }

    #[test]
    fn one_household_is_one_address() {
        assert_eq!(house(address("2001:db8:1:2:3:4:5:6")), address("2001:db8:1:2::"));
        assert_eq!(house(address("::ffff:203.0.113.7")), address("203.0.113.7"));
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxies = Proxies(vec!["127.0.0.1".parse().unwrap(), "10.0.0.0/8".parse().unwrap()]);
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "198.51.100.1, 203.0.113.7, 10.1.2.3".parse().unwrap());
        assert_eq!(proxies.client(address("127.0.0.1"), &headers), address("203.0.113.7"));
        assert_eq!(proxies.client(address("192.0.2.1"), &headers), address("192.0.2.1"));
        assert_eq!(proxies.client(address("10.0.0.1"), &HeaderMap::new()), address("10.0.0.1"));
    }

    #[test]
    fn networks_are_read_or_refused() {
        for good in ["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8", "0.0.0.0/0"] {
            assert!(good.parse::<Network>().is_ok(), "{good}");
        }
        for bad in ["", "localhost", "10.0.0.0/33", "10.0.0.0/x", "::/129", "10.0.0.0/250"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }
}
