//! Tests that need a real browser: the store on IndexedDB, the device's key, locks, channels, requests.
//!
//! Run by `wasm-bindgen-test-runner` in headless Chromium.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a helper that fails is a failed test")]

mod device_key;
mod faults;
mod platform;
mod store;
mod trouble;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
