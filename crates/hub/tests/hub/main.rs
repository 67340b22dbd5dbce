//! The hub from outside: over HTTP, as a process, and as a database.

mod pages;
mod process;
mod records;
mod refusals;
mod storage;
mod support;
