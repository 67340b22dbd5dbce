//! The hub from outside: over HTTP, as a process, and as a database.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where something unexpected happens")]

mod classes;
mod client;
mod door;
mod estimate;
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
