//! The hub from outside: over HTTP, as a process, and as a database.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something unexpected happens")]

mod aside;
mod attacks;
mod classes;
mod client;
#[cfg(unix)]
mod clocks;
mod days;
mod devices;
mod door;
mod estimate;
mod evening;
mod kinds;
mod pages;
mod pictures;
mod process;
mod reading;
mod records;
mod refusals;
mod safe;
mod speech;
mod sqlite;
mod storage;
mod support;
