//! The browser: the only place that names web-sys, storage, network, clock and randomness.
//!
//! Everything for storing and sending works in pages and in the service worker alike: it asks the
//! global object, never a window.
#![allow(clippy::disallowed_methods, reason = "this is the place that the bans point to")]

pub mod address;
pub mod caches;
pub mod channel;
pub mod clock;
pub mod device_key;
pub mod document;
pub mod event;
pub mod hand_over;
pub mod history;
pub mod indexed_db;
pub mod kept_files;
pub mod locks;
pub mod microphone;
pub mod net;
pub mod notes;
pub mod picture;
pub mod pin;
pub mod random;
pub mod sender;
pub mod signature;
pub mod sound;
pub mod speech;
pub mod storage_status;
pub mod translation;
pub mod worker;
