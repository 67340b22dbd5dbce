//! This machine's place in its network, and the code that phones scan.

use std::io::IsTerminal as _;
use std::net::{IpAddr, TcpListener, UdpSocket};

use anyhow::{Context, Result};
use qrcode::render::unicode::Dense1x2;

/// The first free port from the wanted one on.
pub(crate) fn free_port(wanted: u16) -> Result<u16> {
    (wanted..=wanted.saturating_add(50))
        .find(|port| TcpListener::bind(("0.0.0.0", *port)).is_ok())
        .with_context(|| format!("no port from {wanted} on is free"))
}

/// The address that other machines in the network know this one by.
pub(super) fn address() -> Option<IpAddr> {
    // Connecting a datagram socket sends nothing; it only makes the system choose its own address.
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

/// The address as a QR code of block characters. On a terminal the colours are set too: drawn in the terminal's
/// own, a code would be a negative wherever the background is dark, and some cameras do not read negatives.
pub(super) fn qr(url: &str) -> Option<String> {
    let code = qrcode::QrCode::new(url).ok()?;
    let drawn = code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Dark)
        .light_color(Dense1x2::Light)
        .quiet_zone(true)
        .build();
    if !std::io::stdout().is_terminal() {
        return Some(drawn);
    }
    Some(drawn.lines().map(|line| format!("  \x1b[30;107m{line}\x1b[0m\n")).collect())
}

#[cfg(test)]
mod tests {
    use super::{free_port, qr};

    #[test]
    fn a_taken_port_is_passed_over() {
        let taken = std::net::TcpListener::bind("0.0.0.0:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(free_port(port).unwrap() > port);
    }

    #[test]
    fn an_address_fits_a_small_code() {
        let code = qr("http://192.168.100.100:8080/").unwrap();
        assert!(code.lines().count() <= 20);
    }
}
