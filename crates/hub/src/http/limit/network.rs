//! Who asks: networks, proxies that are believed, and what they say about whom they speak for.

use std::net::{IpAddr, Ipv6Addr, SocketAddrV4};
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::HeaderMap;

/// The address that a connection came from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The address of whoever asks: the connection's, or the one that a trusted proxy gives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Client(pub(crate) IpAddr);

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

/// What counts as one asker: the address itself and the network around it. A household or a device gets a whole /64 of
/// IPv6 and may get a /48; of IPv4 it gets one address, and a provider's pool lies within a /24.
pub(crate) fn circles(address: IpAddr) -> [(u128, u8); 2] {
    let wide = wide(address);
    let is_v4 = matches!(address, IpAddr::V4(_)) || Ipv6Addr::from_bits(wide).to_ipv4_mapped().is_some();
    let bits = if is_v4 { [128, 96 + 24] } else { [64, 48] };
    bits.map(|bits| (wide & (u128::MAX << (128 - u32::from(bits))), bits))
}

/// Addresses of proxies whose `X-Forwarded-For` is believed.
#[derive(Debug, Default)]
pub struct Proxies {
    trusted: Vec<Network>,
    /// Whether it was said that somebody speaks for others who is not on the list.
    told: AtomicBool,
}

impl Proxies {
    /// These are believed, and nobody else.
    pub fn new(trusted: Vec<Network>) -> Self {
        Self { trusted, told: AtomicBool::new(false) }
    }

    /// Whether this address is a proxy that is believed.
    pub(crate) fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.holds(address))
    }

    /// Who asked: the connection's own address, or, if that is a trusted proxy, the last address in its list that is
    /// none. An entry that is no address (`unknown`, a made-up name) speaks for nobody, and neither does anything left
    /// of it, which whoever asked may have written: then it is the proxy that asks.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.trusts(peer) {
            self.tell_once(peer, headers);
            return peer;
        }
        // Later lines were added after earlier ones.
        let lines = headers.get_all("x-forwarded-for").into_iter().collect::<Vec<_>>();
        for line in lines.into_iter().rev() {
            let Ok(line) = line.to_str() else { return peer };
            for entry in line.rsplit(',') {
                match hop(entry.trim()) {
                    Some(address) if self.trusts(address) => {}
                    Some(address) => return address,
                    None => return peer,
                }
            }
        }
        peer
    }

    /// Behind a proxy that is not on the list everybody has one address, and with it one limit: whoever runs the hub
    /// should know, once.
    fn tell_once(&self, peer: IpAddr, headers: &HeaderMap) {
        let speaks =
            ["x-forwarded-for", "forwarded", "x-real-ip"].iter().any(|name| headers.contains_key(*name));
        // Where a list is given, anybody from elsewhere may send such a header; a proxy stands near.
        let is_near = match peer {
            IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
            IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
        };
        if speaks && (self.trusted.is_empty() || is_near) && !self.told.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "requests come through a proxy that is not named by --trusted-proxy, so all who come through it share one \
                 limit and lock each other out. what to do: start the hub with --trusted-proxy and the proxy's address"
            );
        }
    }
}

/// The address in one entry of `X-Forwarded-For`, as proxies write them: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`,
/// `[2001:db8::1]`, `[2001:db8::1]:4711`.
fn hop(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim_matches('"');
    if let Some(rest) = entry.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let is_port =
            port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
        return address.parse::<Ipv6Addr>().ok().filter(|_| is_port).map(IpAddr::V6);
    }
    entry.parse().ok().or_else(|| entry.parse::<SocketAddrV4>().ok().map(|socket| IpAddr::V4(*socket.ip())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn forwarded(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", axum::http::HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        headers
    }

    fn proxies() -> Proxies {
        Proxies::new(vec!["127.0.0.1".parse().unwrap(), "10.0.0.0/8".parse().unwrap()])
    }

    #[test]
    fn one_household_is_one_asker() {
        let within = |one, other| {
            circles(address(one)).iter().zip(circles(address(other))).map(|(a, b)| *a == b).collect()
        };
        let same = |one, other| -> Vec<bool> { within(one, other) };
        assert_eq!(same("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9"), [true, true]);
        assert_eq!(same("2001:db8:1:2::", "2001:db8:1:3::"), [false, true], "another /64 of the same /48");
        assert_eq!(same("2001:db8:1::", "2001:db8:2::"), [false, false]);
        assert_eq!(same("::ffff:203.0.113.7", "203.0.113.7"), [true, true]);
        assert_eq!(same("203.0.113.7", "203.0.113.8"), [false, true]);
        assert_eq!(same("203.0.113.7", "203.0.114.7"), [false, false]);
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let headers = forwarded(&["198.51.100.1, 203.0.113.7, 10.1.2.3"]);
        assert_eq!(proxies().client(address("127.0.0.1"), &headers), address("203.0.113.7"));
        assert_eq!(proxies().client(address("192.0.2.1"), &headers), address("192.0.2.1"));
        assert_eq!(proxies().client(address("10.0.0.1"), &HeaderMap::new()), address("10.0.0.1"));
        let two = forwarded(&["198.51.100.1", "203.0.113.7"]);
        assert_eq!(
            proxies().client(address("127.0.0.1"), &two),
            address("203.0.113.7"),
            "the last line is the proxy's"
        );
    }

    #[test]
    fn addresses_are_read_as_proxies_write_them() {
        for (entry, read) in [
            ("203.0.113.7", "203.0.113.7"),
            ("203.0.113.7:51234", "203.0.113.7"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("[2001:db8::7]:443", "2001:db8::7"),
            ("\"[2001:db8::7]:443\"", "2001:db8::7"),
        ] {
            let headers = forwarded(&[&format!("198.51.100.66, {entry}")]);
            assert_eq!(proxies().client(address("127.0.0.1"), &headers), address(read), "{entry}");
        }
    }

    #[test]
    fn what_is_no_address_is_the_proxy_and_never_what_a_forger_wrote_before_it() {
        for entry in [
            "unknown",
            "_hidden",
            "",
            "203.0.113",
            "203.0.113.7:x",
            "[v6]",
            "[::1",
            "[2001:db8::7]x",
            "2001:db8::7%eth0",
            "é",
        ] {
            let headers = forwarded(&[&format!("198.51.100.66, {entry}")]);
            assert_eq!(proxies().client(address("127.0.0.1"), &headers), address("127.0.0.1"), "{entry}");
        }
        let two = forwarded(&["198.51.100.66", "unknown"]);
        assert_eq!(proxies().client(address("127.0.0.1"), &two), address("127.0.0.1"));
    }

    #[test]
    fn a_proxy_that_is_not_named_is_told_about_once() {
        let proxies = Proxies::default();
        proxies.client(address("127.0.0.1"), &HeaderMap::new());
        assert!(!proxies.told.load(Ordering::Relaxed));
        proxies.client(address("127.0.0.1"), &forwarded(&["203.0.113.7"]));
        assert!(proxies.told.load(Ordering::Relaxed));
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
