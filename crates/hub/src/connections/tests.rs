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
