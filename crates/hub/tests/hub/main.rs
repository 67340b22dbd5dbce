//! The hub from outside: over HTTP, as a process, and as a database.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something unexpected happens")]

mod attacks;
mod classes;
mod client;
mod days;
mod door;
mod estimate;
mod evening;
mod kinds;
mod pages;
mod pictures;
mod process;
mod records;
mod refusals;
mod safe;
mod speech;
mod sqlite;
mod storage;
mod support;
