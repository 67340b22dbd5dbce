//! The courier: the one sender, for every page and for the service worker.
//!
//! It is a program of its own, loaded when there is something to send, because the page on which a
//! person answers needs none of it.

use std::cell::Cell;

use lang_nghe::platform::indexed_db::IndexedDb;
use lang_nghe::platform::locks::{self, Hold};
use lang_nghe::platform::{channel, clock, net, random};
use lang_nghe_record::{Envelope, RecordId};
use lang_nghe_store::Outcome;
use lang_nghe_sync::judge::{Failure, Reply};
use lang_nghe_sync::{Line, Round, State, Status};
use wasm_bindgen::prelude::*;

/// One sender at a time across tabs and worker.
const SEND_LOCK: &str = "lang-nghe-send";

thread_local! {
    /// Whether this page or worker sends at the moment: where there are no locks between tabs, at
    /// least nobody sends against itself. Tabs that do are sorted out by the hub.
    static SENDING: Cell<bool> = const { Cell::new(false) };
}

/// Nothing happens until [`send`] is called.
fn main() {}

/// Sends what waits, until nothing does or something fails. Gives the status as it is in the store
/// (`sync-status`), with `state` telling how it ended; `sending` if another tab is at it.
#[wasm_bindgen]
pub async fn send() -> JsValue {
    let lock = locks::take_if_free(SEND_LOCK).await;
    if matches!(lock, Hold::Busy) || SENDING.replace(true) {
        return report(&Status { state: State::Sending, ..Status::default() });
    }
    let status = send_alone().await;
    SENDING.set(false);
    report(&status)
}

async fn send_alone() -> Status {
    match IndexedDb::open_to_send().await {
        Ok(log) => {
            let status = Round::run(&log, &Network).await;
            log.close();
            status
        }
        Err(_) => {
            let error = Some("storage".to_owned());
            Status { state: State::WaitingRetry, error, ..Status::default() }
        }
    }
}

/// Hands one envelope over directly, for a browser that gives the page no storage (or none any more).
/// `state` is `idle` if the hub has it and `refused-some` if it will never take it; otherwise it is
/// still in the hands of the page, which may try again, and `error` says why.
#[wasm_bindgen]
pub async fn deliver(id: String, campaign: String, sealed: Vec<u8>) -> JsValue {
    let mut status = Status { state: State::WaitingRetry, waiting: 1, ..Status::default() };
    let outcome = match RecordId::parse(&id) {
        Ok(id) => lang_nghe_sync::hand_over(&Envelope { id, campaign, sealed }, &Network).await,
        Err(_) => Err(Failure::BadRequest),
    };
    match outcome {
        Ok(Outcome::Sent) => (status.state, status.waiting) = (State::Idle, 0),
        Ok(Outcome::Refused(reason)) => (status.state, status.error) = (State::RefusedSome, Some(reason)),
        Err(failure) => status.error = Some(failure.code().to_owned()),
    }
    report(&status)
}

/// A status as a JavaScript object.
fn report(status: &Status) -> JsValue {
    let json = String::from_utf8(status.to_json()).unwrap_or_default();
    js_sys::JSON::parse(&json).unwrap_or_default()
}

/// The hub that this page came from.
struct Network;

impl Line for Network {
    async fn post(&self, path: &str, body: Vec<u8>, timeout_ms: u32) -> Option<Reply> {
        let reply = net::post_json(path, &body, timeout_ms).await.ok()?;
        let net::Reply { status, content_type, retry_after, date, body } = reply;
        Some(Reply { status, content_type, retry_after, date, body })
    }

    fn now(&self) -> u64 {
        clock::now()
    }

    fn random(&self) -> u32 {
        random::number()
    }

    fn announce(&self) {
        channel::announce_queue();
    }
}
