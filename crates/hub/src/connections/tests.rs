//! Crowds, without a network.

use super::*;

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn has_to_go(place: &Place) -> bool {
    let mut leaving = std::pin::pin!(place.0.shown_out());
    leaving.as_mut().poll(&mut Context::from_waker(std::task::Waker::noop())).is_ready()
}

/// All that came, all old enough to be looked at.
fn crowd(most: usize, most_of_one: usize, peers: &[&str]) -> (Crowd, Vec<Place>) {
    let crowd = Crowd::new(most, most_of_one);
    let places = peers.iter().map(|peer| crowd.enter(address(peer), false)).collect();
    (crowd, places)
}

#[test]
fn a_newcomer_gets_the_place_of_who_moved_least_in_the_largest_network() {
    let (crowd, places) = crowd(4, 0, &["203.0.113.7", "203.0.113.7", "203.0.113.7", "198.51.100.1"]);
    places[0].0.moved(4_000);
    places[1].0.moved(3);
    places[2].0.moved(4_000);
    let newcomer = crowd.enter(address("192.0.2.9"), false);
    let gone: Vec<bool> = places.iter().map(has_to_go).collect();
    assert_eq!(gone, [false, true, false, false], "the one who sits alone and idle in another network stays");
    assert!(!has_to_go(&newcomer));
    assert_eq!(crowd.0.inside().lines.len(), 4);
}

#[test]
fn one_network_has_its_number_and_replaces_its_own() {
    let (crowd, places) = crowd(100, 2, &["203.0.113.7", "203.0.113.7", "203.0.113.8"]);
    places[0].0.moved(10);
    let third = crowd.enter(address("203.0.113.7"), false);
    assert_eq!(places.iter().map(has_to_go).collect::<Vec<_>>(), [false, true, false]);
    assert!(!has_to_go(&third));
    drop(places);
    drop(third);
    assert!(crowd.0.inside().lines.is_empty() && crowd.0.inside().groups.is_empty());
}

#[test]
fn a_proxy_speaks_for_many_and_each_of_them_has_its_number() {
    let crowd = Crowd::new(100, 2);
    let places: Vec<Place> = (0..50).map(|_| crowd.enter(address("127.0.0.1"), true)).collect();
    assert!(!places.iter().any(has_to_go), "the proxy itself is not limited");
    for place in places.iter().take(3) {
        place.0.is_of(address("203.0.113.7"));
    }
    places[4].0.is_of(address("203.0.113.8"));
    assert_eq!(places.iter().filter(|place| has_to_go(place)).count(), 1);
}

#[test]
fn who_sends_a_byte_now_and_then_goes_and_who_is_slow_stays() {
    let (crowd, places) = crowd(10, 0, &["203.0.113.7", "203.0.113.8"]);
    let start = Instant::now();
    for second in 1..=160_u32 {
        places[0].0.moved(usize::from(second % 20 == 0));
        // A village of twenty devices that share 2 KB/s.
        places[1].0.moved(100);
        crowd.look(start + Duration::from_secs(second.into()));
    }
    assert!(has_to_go(&places[0]));
    assert!(!has_to_go(&places[1]));
}

#[test]
fn what_moved_once_is_forgotten_and_who_moves_now_stays() {
    let (crowd, places) = crowd(2, 0, &["203.0.113.7", "203.0.113.7"]);
    places[0].0.moved(1_000_000);
    let start = Instant::now();
    for look in 1..=30_u32 {
        places[1].0.moved(2_000);
        crowd.look(start + LOOK * look);
    }
    let _newcomer = crowd.enter(address("192.0.2.9"), false);
    assert_eq!(places.iter().map(has_to_go).collect::<Vec<_>>(), [true, false]);
}

/// Whether a body that brings so many bytes in each of these seconds is read for ten minutes, by the rule for connections
/// and by the one for bodies.
fn is_read(bytes: impl Fn(u32) -> usize) -> (bool, bool) {
    let (crowd, places) = crowd(10, 0, &["203.0.113.7"]);
    let start = Instant::now();
    let mut pace = Pace::new(start);
    let mut keeps_up = true;
    for second in 1..=600_u32 {
        let now = start + Duration::from_secs(second.into());
        let bytes = bytes(second);
        places[0].0.moved(bytes);
        if bytes > 0 {
            keeps_up &= pace.keeps_up(bytes, now);
        }
        crowd.look(now);
    }
    (!has_to_go(&places[0]), keeps_up)
}

#[test]
fn a_body_of_a_village_passes_both_rules_and_one_that_only_takes_a_place_passes_neither() {
    assert_eq!(is_read(|_| 2_048 / 31), (true, true), "one of 31 devices that share 2 KB/s");
    assert_eq!(is_read(|_| 2_048), (true, true));
    let in_turns = |second: u32| if second.is_multiple_of(25) { 1_700 } else { 0 };
    assert_eq!(is_read(in_turns), (true, true), "68 bytes a second, in pieces with 25 seconds between them");
    assert_eq!(is_read(|_| 50), (false, false));
    assert_eq!(
        is_read(|second| usize::from(second.is_multiple_of(20))),
        (false, false),
        "a byte now and then"
    );
}

#[test]
fn a_body_is_not_looked_at_before_its_first_minute_and_may_catch_up() {
    let start = Instant::now();
    let after = |seconds| start + Duration::from_secs(seconds);
    let mut pace = Pace::new(start);
    assert!(pace.keeps_up(1, after(60)));
    assert!(pace.keeps_up(6_400, after(160)), "100 seconds' worth beyond the first minute");
    assert!(!pace.keeps_up(1, after(162)));
}
