//! How long one person's form takes while somebody else does what was tried against a hub: how the test and the example
//! `honest_evening` measure it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use lang_nghe_hub::connections::Crowd;
use lang_nghe_hub::http::{Allowance, Limits, Proxies};
use lang_nghe_hub::storage::{Arrival, FormKey, SoundRecord};
use lang_nghe_record::{Day, Mode, Record};
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
    /// The very same answers again and again.
    Stuffing,
    SlowBodies,
    LargeForms,
    ManyNetworks,
    Recordings,
}

impl Attack {
    pub(crate) const ALL: [Self; 8] = [
        Self::Nothing,
        Self::InventedDays,
        Self::Combinations,
        Self::Stuffing,
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
    /// Requests of anybody that the hub failed at: answered with 5xx.
    pub(crate) broken: usize,
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

/// A form on a day that no campaign has.
fn on_an_invented_day(n: u64) -> Record {
    let (year, month, day) = (1 + n % 9_000, 1 + n % 12, 1 + n % 28);
    Record { day: Day::parse(&format!("{year:04}-{month:02}-{day:02}")).unwrap(), ..record(n) }
}

/// Another combination of point, procedure, way of filling in and signs than that of its neighbours.
fn combined(n: u64, mut record: Record) -> Record {
    let at = |n: u64, of: usize| usize::try_from(n).unwrap() % of;
    record.point = Some((1 + n % 3).to_string());
    record.mode = Mode::ALL[at(n / 3, Mode::ALL.len())];
    let procedures = ["land", "residence", "civil-status", "business"];
    record.about[0].1 = procedures[at(n / 20, procedures.len())].into();
    record.flags = Some(if n.is_multiple_of(2) { vec!["fast".into()] } else { Vec::new() });
    record
}

/// Bodies of the attacker, made before the clock runs.
fn bodies(attack: Attack, requests: u64, from: u64) -> Vec<Vec<u8>> {
    let sealed = |record: &Record| on_the_wire(&envelope(record));
    let large = |n: u64| {
        let body = record(n).to_json();
        seal_bytes(
            id(n),
            body.replace("\"app\":", &format!("\"x\":\"{}\",\"app\":", "x".repeat(2_500))).as_bytes(),
        )
    };
    let make: &dyn Fn(u64) -> SealedRecord = match attack {
        Attack::Nothing | Attack::SlowBodies | Attack::Recordings => return Vec::new(),
        Attack::InventedDays | Attack::ManyNetworks => &|n| sealed(&on_an_invented_day(n)),
        Attack::Combinations => &|n| sealed(&combined(n, record(n))),
        Attack::Stuffing => &|n| sealed(&record(n)),
        Attack::LargeForms => &large,
    };
    (0..requests).map(|at| batch((from + at * 50..from + at * 50 + 50).map(make).collect())).collect()
}

/// A hub with what it has without flags, and evenings at it.
pub(crate) struct Evening {
    place: Place,
    /// How much was measured, so that forms and networks are new each time.
    round: u64,
}

impl Evening {
    pub(crate) fn new() -> Self {
        let place = Place::with(|mut hub| {
            hub.proxies = Proxies::new(vec!["127.0.0.1".parse().unwrap()]);
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
        Self { place, round: 0 }
    }

    /// Puts so many forms of invented days and combinations into the database, and has them counted.
    pub(crate) fn fill(&self, forms: u64) {
        let form = |n: u64| {
            let record = combined(n, on_an_invented_day(n));
            let form = FormKey {
                campaign: record.campaign.clone(),
                instrument: record.instrument.clone(),
                version: record.version.clone(),
            };
            let mut hash = [7; 32];
            hash[..8].copy_from_slice(&n.to_le_bytes());
            let (id, body) = (record.id, record.to_json());
            Arrival::Sound(Box::new(SoundRecord { id, hash, sealed: Vec::new(), form, outside: true, body }))
        };
        for piece in 0..forms.div_ceil(100) {
            let batch = (10_000_000 + piece * 100..10_000_100 + piece * 100).map(form).collect();
            self.place.run(self.place.hub.storage.receive(today(), batch)).unwrap();
        }
        self.place.step();
    }

    /// How long one request of an attack takes while nobody else asks; nothing for those that are no requests.
    pub(crate) fn alone(&mut self, attack: Attack) -> Duration {
        self.round += 1;
        let mut device = Device::new(self.place.address, &format!("203.0.{}.7", self.round % 256));
        let prepared = bodies(attack, 2, 20_000_000 + self.round * 100_000);
        let times = prepared.iter().map(|body| {
            let began = Instant::now();
            assert_eq!(device.send("POST", "/api/v1/records", body), 200, "{attack:?}");
            began.elapsed()
        });
        times.max().unwrap_or_default()
    }

    /// Runs one attack beside so many honest forms. `requests` of the attacker carry something new.
    pub(crate) fn measure(&mut self, attack: Attack, honest: u64, requests: u64) -> Figures {
        self.round += 1;
        let (place, round) = (&self.place, self.round);
        let attacker = format!("203.0.{}.7", round % 256);
        let prepared = bodies(attack, requests, 20_000_000 + round * 100_000);
        let forms: Vec<Vec<u8>> = (0..honest).map(|n| batch(vec![sent(round * 10_000 + n)])).collect();
        let [asked, passed, broken] = [const { AtomicUsize::new(0) }; 3];
        let stop = AtomicBool::new(false);
        let note = |status: u16| {
            asked.fetch_add(1, Ordering::Relaxed);
            passed.fetch_add(usize::from(status == 200), Ordering::Relaxed);
            broken.fetch_add(usize::from(status >= 500), Ordering::Relaxed);
        };
        let (mut times, mut failed) = (Vec::new(), 0);
        std::thread::scope(|scope| {
            for (half, bodies) in prepared.chunks(prepared.len().div_ceil(2).max(1)).enumerate() {
                let (stop, note, attacker) = (&stop, &note, &attacker);
                scope.spawn(move || floods(place.address, (attack, half), (attacker, bodies), stop, note));
            }
            if attack == Attack::SlowBodies {
                scope.spawn(|| slow_bodies(place.address, &stop, &note));
            }
            if attack == Attack::Recordings {
                scope.spawn(|| recordings(place.address, &attacker, &stop, &note));
            }
            for (n, form) in forms.iter().enumerate() {
                let began = Instant::now();
                let client = format!("198.{}.{}.{}", 18 + round % 200, n / 200, 1 + n % 200);
                let status = Device::new(place.address, &client).send("POST", "/api/v1/records", form);
                times.push(began.elapsed());
                failed += usize::from(status != 200);
                broken.fetch_add(usize::from(status >= 500), Ordering::Relaxed);
            }
            stop.store(true, Ordering::Relaxed);
        });
        times.sort_unstable();
        let (asked, let_through, broken) = (asked.into_inner(), passed.into_inner(), broken.into_inner());
        Figures { times, failed, asked, let_through, broken }
    }
}

/// What is told of every answer to the attacker.
type Note<'a> = dyn Fn(u16) + Sync + 'a;

/// Sends these bodies again and again.
fn floods(
    address: SocketAddr,
    (attack, half): (Attack, usize),
    (attacker, bodies): (&str, &[Vec<u8>]),
    stop: &AtomicBool,
    note: &Note<'_>,
) {
    let mut device = Device::new(address, attacker);
    for (n, body) in bodies.iter().cycle().enumerate() {
        if attack == Attack::ManyNetworks {
            device.client = format!("{}.{}.{half}.7", 100 + n % 100, n / 100 % 200);
        }
        let status = device.send("POST", "/api/v1/records", body);
        note(status);
        if status == 0 {
            device = Device::new(address, attacker);
        }
        if stop.load(Ordering::Relaxed) {
            break;
        }
    }
}

/// Twice as many sockets as the hub has places, each with the beginning of a body, opened again when closed.
fn slow_bodies(address: SocketAddr, stop: &AtomicBool, note: &Note<'_>) {
    let mut held = std::collections::VecDeque::new();
    while !stop.load(Ordering::Relaxed) {
        let Ok(mut stream) = TcpStream::connect(address) else { continue };
        let head = "POST /api/v1/records HTTP/1.1\r\nhost: hub\r\nx-forwarded-for: 203.0.113.7\r\n\
                    content-type: application/json\r\ncontent-length: 100000\r\n\r\n{";
        let _ = stream.write_all(head.as_bytes());
        note(0);
        held.push_back(stream);
        if held.len() > 2 * CONNECTIONS {
            held.pop_front();
        }
    }
}

fn recordings(address: SocketAddr, attacker: &str, stop: &AtomicBool, note: &Note<'_>) {
    let mut device = Device::new(address, attacker);
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        number += 1;
        let fake = crate::speech::spoken(number, 60);
        let path = format!("{}/{}", lang_nghe_lesson::speech::PATH, fake.hash);
        let status = device.send("PUT", &path, &fake.bytes);
        note(status);
        if status == 0 {
            device = Device::new(address, attacker);
        }
    }
}
