//! What was tried against a hub, in numbers that a test can afford.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use lang_nghe_hub::connections::Crowd;
use lang_nghe_hub::http::{Allowance, Limits, Proxies};
use lang_nghe_hub::room::Room;
use lang_nghe_sync::wire::{AnswerResult, SealedRecord};

use crate::client::{Got, post_as};
use crate::evening::{Attack, Evening};
use crate::support::*;

const FREE: Allowance = Allowance { burst: 1_000_000, per_second: 1, forms: 0, megabytes: 0, recordings: 0 };

/// A hub behind a proxy that is believed, so that a test can speak for many networks.
fn behind_a_proxy(allowance: Allowance) -> Place {
    Place::with(move |mut hub| {
        hub.proxies = Proxies::new(vec!["127.0.0.1".parse().unwrap()]);
        hub.limit = Limits::new(allowance);
        hub
    })
}

fn send_as(place: &Place, client: &str, records: Vec<SealedRecord>) -> Got {
    let body = serde_json::json!({ "records": records }).to_string();
    post_as(place.address, client, "/api/v1/records", body)
}

fn many(from: u64, n: u64) -> Vec<SealedRecord> {
    (from..from + n).map(sent).collect()
}

#[test]
fn forms_are_counted_and_not_requests() {
    let place = behind_a_proxy(Allowance { forms: 60, ..FREE });
    assert_eq!(send_as(&place, "203.0.113.7", many(0, 50)).status, 200);
    let refused = send_as(&place, "203.0.113.7", many(50, 50));
    assert_eq!((refused.status, place.problem(&refused)), (429, "too-often".to_owned()));
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 60);
    assert_eq!(send_as(&place, "203.0.113.8", many(50, 50)).status, 200, "somebody else in the same /24");
    assert_eq!(place.number("SELECT COUNT(*) FROM records"), 100);
}

#[test]
fn a_device_that_did_not_hear_the_answer_pays_a_tenth_of_each_further_time() {
    let place = behind_a_proxy(Allowance { forms: 40, ..FREE });
    for _ in 0..10 {
        assert_eq!(send_as(&place, "203.0.113.7", many(0, 10)).status, 200);
    }
    assert_eq!(send_as(&place, "203.0.113.7", many(10, 20)).status, 200, "10 + 9 + 20 of 40");
    assert_eq!(send_as(&place, "203.0.113.7", many(30, 2)).status, 429);
}

#[test]
fn one_network_fills_no_disk() {
    let place = behind_a_proxy(Allowance { megabytes: 1, ..FREE });
    let large = |n: u64| {
        let body =
            record(n).to_json().replace("\"app\":", &format!("\"x\":\"{}\",\"app\":", "x".repeat(8_000)));
        seal_bytes(id(n), body.as_bytes())
    };
    let mut statuses = Vec::new();
    for request in 0..6 {
        let batch = (0..30).map(|at| large(request * 30 + at)).collect();
        statuses.push(send_as(&place, "203.0.113.7", batch).status);
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    assert!(place.number("SELECT SUM(length(body)) FROM records") < 1024 * 1024);
    assert_eq!(send_as(&place, "198.51.100.1", many(9_000, 20)).status, 200);
}

/// What stands in the header at the n-th request.
type Forged = fn(u32) -> String;

#[test]
fn forged_addresses_get_nobody_past_the_limit() {
    let entries: [(&str, Forged); 5] = [
        ("with a port", |n| format!("198.51.100.{n}, 203.0.113.7:{}", 1_000 + n)),
        ("in brackets", |n| format!("198.51.100.{n}, [2001:db8::7]")),
        ("unknown", |n| format!("198.51.100.{n}, unknown")),
        ("a made-up name", |n| format!("198.51.100.{n}, _x{n}")),
        ("another /64 of a /48", |n| format!("2001:db8:1:{n:x}::1")),
    ];
    for (name, entry) in entries {
        let place = behind_a_proxy(Allowance { burst: 5, ..FREE });
        let passed = (0..60)
            .filter(|n| place.get_with("/healthz", &[("x-forwarded-for", &entry(*n))]).status == 200)
            .count();
        let most = if name.contains("/48") { 22 } else { 7 };
        assert!((5..=most).contains(&passed), "{name}: {passed} of 60");
    }
}

#[test]
fn a_disk_that_is_nearly_full_takes_nothing_and_goes_on_telling() {
    let place = Place::with(|mut hub| {
        hub.room = Room::new(&std::env::temp_dir(), u64::MAX);
        hub
    });
    let body = serde_json::json!({ "records": [sent(1)] }).to_string();
    let got = place.post("/api/v1/records", "application/json", body);
    assert_eq!((got.status, place.problem(&got)), (503, "no-room".to_owned()));
    assert_eq!(got.header("retry-after"), "600");
    assert_eq!(place.get("/api/v1/campaigns/demo-pulse/tally").status, 200);
    assert_eq!(place.get("/readyz").status, 503);
    assert_eq!(place.number("SELECT COUNT(*) FROM records"), 0);
}

#[test]
fn slow_bodies_take_no_place_from_anybody() {
    let place = Place::with(|mut hub| {
        hub.crowd = Crowd::new(40, 0);
        hub
    });
    let head = "POST /api/v1/records HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\n\
                content-length: 100000\r\n\r\n{";
    let slow = || {
        let mut stream = TcpStream::connect(place.address).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream
    };
    let mut sockets: Vec<TcpStream> = (0..200).map(|_| slow()).collect();
    for number in 0..20 {
        assert_eq!(place.outcome(sent(number)).0, AnswerResult::Accepted);
        sockets.push(slow());
    }
    let closed = sockets.iter().filter(|socket| {
        let mut socket: &TcpStream = socket;
        socket.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
        let read = socket.read(&mut [0; 1]);
        matches!(read, Ok(0)) || read.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset)
    });
    let closed = closed.count();
    assert!(closed >= 180, "{closed} of 220 were closed for 40 places");
}

#[test]
fn guesses_at_the_password_are_few_and_cost_others_nothing() {
    let place = Place::with(|mut hub| {
        hub.proxies = Proxies::new(vec!["127.0.0.1".parse().unwrap()]);
        hub
    });
    let shown = |client: &str, password: &str| {
        let key = authorization(password);
        place.get_with("/can-bo/tieng-doc", &[("x-forwarded-for", client), ("authorization", &key)]).status
    };
    let statuses: Vec<u16> = (0..40).map(|n| shown("203.0.113.7", &format!("guess {n}"))).collect();
    assert!(statuses.iter().filter(|status| **status == 401).count() <= 22, "{statuses:?}");
    assert_eq!(shown("203.0.113.7", PASSWORD), 429, "or the guesser would still learn it");
    for _ in 0..60 {
        assert_eq!(shown("198.51.100.1", PASSWORD), 200, "who knows it is not counted");
    }
    // Whoever works behind the same address reads what it is, and where the page opens meanwhile.
    let key = authorization(PASSWORD);
    let headers = [("x-forwarded-for", "203.0.113.7"), ("authorization", &key), ("accept", "text/html")];
    let page = place.get_with("/can-bo", &headers);
    assert_eq!(page.status, 429);
    for words in ["Có quá nhiều lần gõ sai mật khẩu", "từ mạng khác", "trên chính máy chủ"]
    {
        assert!(page.text().contains(words), "{words} in {}", page.text());
    }
    assert!(!page.header("refresh").is_empty());
}

#[test]
fn a_host_of_five_thousand_letters_is_no_address() {
    let place = Place::new();
    let key = authorization(PASSWORD);
    let path = "/can-bo/demo-pulse/to-dan";
    for host in ["h".repeat(5_000), "h".repeat(256)] {
        let got = place.get_with(path, &[("host", &host), ("authorization", &key)]);
        assert_eq!(got.status, 400, "{} letters", host.len());
    }
    assert_eq!(place.get_with(path, &[("host", &"h".repeat(255)), ("authorization", &key)]).status, 200);
}

/// Beside three thousand forms that are there already, and against what the same hub takes in the same minute without an
/// attack, so that a busy machine is no fault: three times that, 50 ms, and one request of the attacker that is being
/// taken, as long as it takes where nothing is held yet. `cargo run -p lang-nghe-hub --example honest_evening` prints the
/// figures of a program as it is used.
#[test]
fn an_honest_form_is_taken_whatever_others_do() {
    let mut evening = Evening::new();
    let attacks = Attack::ALL.map(|attack| (attack, evening.alone(attack)));
    evening.fill(3_000);
    for (attack, alone) in attacks.into_iter().filter(|(attack, _)| *attack != Attack::Nothing) {
        // A machine that does something else for a moment is told apart from a hub that is slow.
        let mut seen = Vec::new();
        let is_near = |(quiet, busy, failed): &(Duration, Duration, usize)| {
            *failed == 0 && *busy <= *quiet * 3 + Duration::from_millis(50) + alone
        };
        while seen.len() < 3 && !seen.last().is_some_and(is_near) {
            let quiet = evening.measure(Attack::Nothing, 12, 0);
            let busy = evening.measure(attack, 12, 4);
            assert_eq!((quiet.failed, quiet.broken, busy.broken), (0, 0, 0), "{attack:?}");
            assert!(busy.asked > 0 && busy.let_through <= busy.asked, "{attack:?}");
            seen.push((quiet.at(99), busy.at(99), busy.failed));
        }
        assert!(seen.last().is_some_and(is_near), "{attack:?}, alone {alone:?}: {seen:?}");
    }
}
