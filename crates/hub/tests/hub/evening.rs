//! How long one person's form takes while somebody else does what was tried against a hub: how the test and the example
//! `honest_evening` measure it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use lang_nghe_hub::connections::Crowd;
use lang_nghe_hub::http::{Allowance, Limits, Proxies};
use lang_nghe_record::{Day, Mode};
use lang_nghe_sync::wire::{Batch, SealedRecord};
use tokio::time::Instant;

use crate::support::*;

/// Connections of the hub that is measured; slow senders ask for twice as many.
const CONNECTIONS: usize = 256;

/// What somebody does meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attack {
    Nothing,
    InventedDays,
    Combinations,
    SlowBodies,
    LargeForms,
    ManyNetworks,
    Recordings,
}

impl Attack {
    pub(crate) const ALL: [Self; 7] = [
        Self::Nothing,
        Self::InventedDays,
        Self::Combinations,
        Self::SlowBodies,
        Self::LargeForms,
        Self::ManyNetworks,
        Self::Recordings,
    ];
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Figures {
    /// Times of the honest forms, shortest first.
    pub(crate) times: Vec<Duration>,
    /// Honest forms that were not taken at once.
    pub(crate) failed: usize,
    /// Requests of the attacker, and how many of them were let through.
    pub(crate) asked: usize,
    pub(crate) let_through: usize,
}

impl Figures {
    /// The time that so many in a hundred stay below.
    pub(crate) fn at(&self, percent: usize) -> Duration {
        let last = self.times.len() - 1;
        self.times[(self.times.len() * percent / 100).min(last)]
    }
}

/// A device's side of HTTP that keeps its connection.
struct Device {
    stream: BufReader<TcpStream>,
    client: String,
}

impl Device {
    fn new(address: SocketAddr, client: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(stream), client: client.into() }
    }

    /// Sends a body and reads the answer's status; 0 if the connection broke.
    fn send(&mut self, method: &str, path: &str, body: &[u8]) -> u16 {
        self.exchange(method, path, body).unwrap_or(0)
    }

    fn exchange(&mut self, method: &str, path: &str, body: &[u8]) -> std::io::Result<u16> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: hub\r\nx-forwarded-for: {}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n",
            self.client,
            body.len()
        );
        let whole = [head.as_bytes(), body].concat();
        self.stream.get_mut().write_all(&whole)?;
        let (mut line, mut status, mut length) = (String::new(), 0, 0);
        while self.stream.read_line(&mut line)? > 2 {
            let lower = line.to_ascii_lowercase();
            if let Some(rest) = lower.strip_prefix("http/1.1 ") {
                status = rest[..3].parse().unwrap();
            } else if let Some(rest) = lower.strip_prefix("content-length:") {
                length = rest.trim().parse().unwrap();
            }
            line.clear();
        }
        std::io::copy(&mut (&mut self.stream).take(length), &mut std::io::sink())?;
        Ok(status)
    }
}

fn batch(records: Vec<SealedRecord>) -> Vec<u8> {
    serde_json::to_vec(&Batch { records, holds: true, pass: None }).unwrap()
}

/// Bodies of the attacker, made before the clock runs.
fn bodies(attack: Attack, requests: u64) -> Vec<Vec<u8>> {
    let number = |request: u64, at: u64| 1_000_000 + request * 100 + at;
    let whole = |request: u64, make: &dyn Fn(u64) -> SealedRecord| {
        batch((0..50).map(|at| make(number(request, at))).collect())
    };
    let days = |n: u64| {
        let mut record = record(n);
        let (year, month, day) = (1 + n % 9_000, 1 + n % 12, 1 + n % 28);
        record.day = Day::parse(&format!("{year:04}-{month:02}-{day:02}")).unwrap();
        on_the_wire(&envelope(&record))
    };
    let combinations = |n: u64| {
        let mut record = record(n);
        record.point = Some((1 + n % 3).to_string());
        record.mode = Mode::ALL[usize::try_from(n / 3).unwrap() % Mode::ALL.len()];
        let procedures = ["land", "residence", "civil-status", "business"];
        record.about[0].1 = procedures[usize::try_from(n / 20).unwrap() % procedures.len()].into();
        record.flags = Some(if n.is_multiple_of(2) { vec!["fast".into()] } else { Vec::new() });
        on_the_wire(&envelope(&record))
    };
    let large = |n: u64| {
        let body = record(n).to_json();
        seal_bytes(
            id(n),
            body.replace("\"app\":", &format!("\"x\":\"{}\",\"app\":", "x".repeat(2_500))).as_bytes(),
        )
    };
    let make: &dyn Fn(u64) -> SealedRecord = match attack {
        Attack::Nothing | Attack::SlowBodies | Attack::Recordings => return Vec::new(),
        Attack::InventedDays | Attack::ManyNetworks => &days,
        Attack::Combinations => &combinations,
        Attack::LargeForms => &large,
    };
    (0..requests).map(|request| whole(request, make)).collect()
}

/// Runs one attack beside so many honest forms. `requests` of the attacker carry something new.
pub(crate) fn measure(attack: Attack, honest: u64, requests: u64) -> Figures {
    let place = Place::with(|mut hub| {
        hub.proxies = Proxies::new(vec!["127.0.0.1".parse().unwrap()]);
        // What a hub has without flags.
        hub.limit = Limits::new(Allowance {
            burst: 4_000,
            per_second: 60,
            forms: 4_000,
            megabytes: 64,
            recordings: 300,
        });
        hub.crowd = Crowd::new(CONNECTIONS, 0);
        hub
    });
    let prepared = bodies(attack, requests);
    let forms: Vec<Vec<u8>> = (0..honest).map(|n| batch(vec![sent(n)])).collect();
    let (stop, asked, passed) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let mut figures = Figures { times: Vec::new(), failed: 0, asked: 0, let_through: 0 };
    std::thread::scope(|scope| {
        let halves = prepared.chunks(prepared.len().div_ceil(2).max(1));
        for (half, bodies) in halves.enumerate() {
            let (place, stop, asked, passed) = (&place, &stop, &asked, &passed);
            scope.spawn(move || {
                let mut device = Device::new(place.address, "203.0.113.7");
                for (n, body) in bodies.iter().cycle().enumerate() {
                    if attack == Attack::ManyNetworks {
                        device.client = format!("{}.{}.{half}.7", 100 + n % 100, n / 100 % 200);
                    }
                    let status = device.send("POST", "/api/v1/records", body);
                    asked.fetch_add(1, Ordering::Relaxed);
                    passed.fetch_add(usize::from(status == 200), Ordering::Relaxed);
                    if status == 0 {
                        device = Device::new(place.address, "203.0.113.7");
                    }
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                }
            });
        }
        if attack == Attack::SlowBodies {
            scope.spawn(|| slow_bodies(place.address, &stop, &asked));
        }
        if attack == Attack::Recordings {
            scope.spawn(|| recordings(place.address, &stop, &asked, &passed));
        }
        for (n, form) in forms.iter().enumerate() {
            let began = Instant::now();
            let client = format!("198.51.{}.{}", n / 200, 1 + n % 200);
            let status = Device::new(place.address, &client).send("POST", "/api/v1/records", form);
            figures.times.push(began.elapsed());
            figures.failed += usize::from(status != 200);
        }
        stop.store(true, Ordering::Relaxed);
    });
    figures.times.sort_unstable();
    (figures.asked, figures.let_through) = (asked.into_inner(), passed.into_inner());
    figures
}

/// Twice as many sockets as the hub has places, each with the beginning of a body, opened again when closed.
fn slow_bodies(address: SocketAddr, stop: &AtomicBool, asked: &AtomicUsize) {
    let mut held = std::collections::VecDeque::new();
    while !stop.load(Ordering::Relaxed) {
        let Ok(mut stream) = TcpStream::connect(address) else { continue };
        let head = "POST /api/v1/records HTTP/1.1\r\nhost: hub\r\nx-forwarded-for: 203.0.113.7\r\n\
                    content-type: application/json\r\ncontent-length: 100000\r\n\r\n{";
        let _ = stream.write_all(head.as_bytes());
        asked.fetch_add(1, Ordering::Relaxed);
        held.push_back(stream);
        if held.len() > 2 * CONNECTIONS {
            held.pop_front();
        }
    }
}

fn recordings(address: SocketAddr, stop: &AtomicBool, asked: &AtomicUsize, passed: &AtomicUsize) {
    let mut device = Device::new(address, "203.0.113.7");
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        number += 1;
        let fake = crate::speech::spoken(number, 60);
        let path = format!("{}/{}", lang_nghe_lesson::speech::PATH, fake.hash);
        let status = device.send("PUT", &path, &fake.bytes);
        asked.fetch_add(1, Ordering::Relaxed);
        passed.fetch_add(usize::from(status == 200), Ordering::Relaxed);
        if status == 0 {
            device = Device::new(address, "203.0.113.7");
        }
    }
}
