//! Prints how long one person's form takes while nothing happens, and while somebody does what was tried against a hub:
//! `cargo run -p lang-nghe-hub --example honest_evening [forms [requests [already there]]]`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "it ends where something unexpected happens")]
#![allow(clippy::print_stdout, reason = "it prints figures")]
#![allow(dead_code, unused_imports, reason = "the tests use the rest")]

#[path = "../tests/hub/client.rs"]
mod client;
#[path = "../tests/hub/evening.rs"]
mod evening;
#[path = "../tests/hub/speech.rs"]
mod speech;
#[path = "../tests/hub/support.rs"]
mod support;

use evening::{Attack, Evening};

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|number| number.parse().ok());
    let (forms, requests) = (numbers.next().unwrap_or(400), numbers.next().unwrap_or(100));
    let there = numbers.next().unwrap_or(3_000);
    println!(
        "{:<14} {:>9} {:>9} {:>9}  {:>6}  attacker: requests, let through, answered with 5xx",
        "", "p50 ms", "p99 ms", "max ms", "failed"
    );
    for attack in Attack::ALL {
        let mut evening = Evening::new();
        evening.fill(there);
        let figures = evening.measure(attack, forms, requests);
        let ms = |percent| figures.at(percent).as_secs_f64() * 1_000.0;
        println!(
            "{:<14} {:>9.1} {:>9.1} {:>9.1}  {:>6}  {}, {}, {}",
            format!("{attack:?}"),
            ms(50),
            ms(99),
            ms(100),
            figures.failed,
            figures.asked,
            figures.let_through,
            figures.broken
        );
    }
}
