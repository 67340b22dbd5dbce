//! The courier: seals a form when it is submitted, and is the one sender, for every page and for the service
//! worker.
//!
//! It is a program of its own, because the page on which a person answers needs none of it before the last tap.

use std::cell::Cell;

use js_sys::Uint8Array;
use lang_nghe::platform::indexed_db::IndexedDb;
use lang_nghe::platform::locks::{self, Hold};
use lang_nghe::platform::{channel, clock, document, net, random};
use lang_nghe::submitting::{Filled, SubmitError};
use lang_nghe_record::{Envelope, Kind, Plain, PublicKey, RecordId};
use lang_nghe_store::{Outcome, TallyChange};
use lang_nghe_sync::judge::{Failure, Reply};
use lang_nghe_sync::wire::Batch;
use lang_nghe_sync::{Line, Round, State, Status, last_status};
use wasm_bindgen::prelude::*;

/// One sender at a time across tabs and worker.
const SEND_LOCK: &str = "lang-nghe-send";

/// How often a sender looks whether another one has finished, each time after twice as long: 25
/// seconds in all.
const LOOKS: u32 = 8;
const FIRST_LOOK_MS: u32 = 100;
/// A sender that has written nothing for so long is asleep with its page, lock in hand. The longest
/// request is shorter.
const ASLEEP_MS: u64 = 20 * 60 * 1000;

thread_local! {
    /// Whether this page or worker sends at the moment: where there are no locks between tabs, at
    /// least nobody sends against itself. Tabs that do are sorted out by the hub.
    static SENDING: Cell<bool> = const { Cell::new(false) };
    /// Whether it was asked to meanwhile: something may have been submitted after the last look.
    static AGAIN: Cell<bool> = const { Cell::new(false) };
}

/// Nothing happens until one of the functions is called.
fn main() {}

/// Sends what waits, until nothing does or something fails. Gives the status as it is in the store
/// (`sync-status`), with `state` telling how it ended; `sending` if someone else is still at it. `asked` tells that a
/// person wants it now: what the hub could not take a while ago is sent again before its time.
#[wasm_bindgen]
pub async fn send(asked: Option<bool>) -> JsValue {
    if SENDING.replace(true) {
        AGAIN.set(true);
        return report(&Status { state: State::Sending, ..Status::default() });
    }
    let mut status = send_in_turn(asked == Some(true)).await;
    while AGAIN.replace(false) && status.error.is_none() {
        status = send_in_turn(false).await;
    }
    SENDING.set(false);
    report(&status)
}

async fn send_in_turn(asked: bool) -> Status {
    let mut hold = locks::take_if_free(SEND_LOCK).await;
    let alone = !matches!(hold, Hold::Busy);
    for look in 0..LOOKS {
        if !matches!(hold, Hold::Busy) {
            break;
        }
        clock::sleep(FIRST_LOOK_MS << look).await;
        hold = locks::take_if_free(SEND_LOCK).await;
    }
    let Ok(log) = IndexedDb::open_to_send().await else {
        let error = Some("storage".to_owned());
        return Status { state: State::WaitingRetry, error, ..Status::default() };
    };
    let last = last_status(&log).await;
    let silent = clock::now().saturating_sub(last.at) > ASLEEP_MS;
    let status = match hold {
        Hold::Busy if !silent => Status { state: State::Sending, ..last },
        // Whoever was at it has failed a moment ago: trying the same again would only double the load.
        _ if !alone && !silent && last.error.is_some() => last,
        _ if asked => Round::run_now(&log, &Network).await,
        _ => Round::run(&log, &Network).await,
    };
    log.close();
    status
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

/// Envelopes as the body of a batch: a file that whoever runs the hub can hand in as it is. `words` are the id and the
/// campaign of each.
#[wasm_bindgen]
pub fn file(words: Vec<String>, sealed: Vec<Uint8Array>) -> Vec<u8> {
    let envelope = |(words, sealed): (&[String], &Uint8Array)| match words {
        [id, campaign] => {
            let id = RecordId::parse(id).ok()?;
            Some(Envelope { id, campaign: campaign.clone(), sealed: sealed.to_vec() })
        }
        _ => None,
    };
    let envelopes: Vec<_> = words.chunks(2).zip(&sealed).filter_map(envelope).collect();
    // Strings and lists always have a JSON form.
    serde_json::to_vec(&Batch::of(envelopes.iter())).unwrap_or_default()
}

/// Seals a form and keeps it; on a shared device in one step with the tally that it adds to. `words` are the
/// record's id, the campaign, the service point (or nothing), the form as a draft and for how many seconds it was
/// open (or nothing). Gives nothing when it is kept, and otherwise why not: a code of [`SubmitError`].
#[wasm_bindgen]
pub async fn submit(words: Vec<String>, key: Vec<u8>, pack: Vec<u8>, shared: bool) -> Option<String> {
    let kept = match filled(words, &key, pack) {
        Ok(filled) => lang_nghe::submitting::submit(&filled, shared).await,
        Err(error) => Err(error),
    };
    kept.err().map(|error| error.code().to_owned())
}

/// Seals a form for a page without storage, with the same arguments. Nothing if it cannot be sealed.
#[wasm_bindgen]
pub fn sealed(words: Vec<String>, key: Vec<u8>, pack: Vec<u8>) -> Option<Vec<u8>> {
    filled(words, &key, pack).and_then(|filled| lang_nghe::submitting::sealed(&filled)).ok()
}

/// Seals a class's record, given as JSON, and keeps it in one step with a device value. `words` are the record's id,
/// the campaign, the value's name and the revision it was made from. Gives what [`submit`] gives.
#[wasm_bindgen]
pub async fn keep(words: Vec<String>, key: Vec<u8>, json: Vec<u8>, value: Vec<u8>) -> Option<String> {
    let kept = match class(words, &key, value) {
        Ok((id, campaign, key, value)) => {
            let plain = Plain { kind: Kind::Class, id, campaign: &campaign, json };
            let kept = lang_nghe::submitting::keep(plain, &key, value).await;
            if kept.is_ok() {
                lang_nghe::submitting::show_pass_beside(&campaign).await;
            }
            kept
        }
        Err(error) => Err(error),
    };
    kept.err().map(|error| error.code().to_owned())
}

type Class = (RecordId, String, PublicKey, TallyChange);

fn class(words: Vec<String>, key: &[u8], bytes: Vec<u8>) -> Result<Class, SubmitError> {
    let [id, campaign, name, revision] = <[String; 4]>::try_from(words).map_err(|_| SubmitError::Form)?;
    let id = RecordId::parse(&id).map_err(|_| SubmitError::Form)?;
    let key = PublicKey(key.try_into().map_err(|_| SubmitError::Seal)?);
    let from_revision = revision.parse().map_err(|_| SubmitError::Form)?;
    Ok((id, campaign, key, TallyChange { name, from_revision, bytes }))
}

fn filled(words: Vec<String>, key: &[u8], pack: Vec<u8>) -> Result<Filled, SubmitError> {
    let [id, campaign, point, draft, seconds] =
        <[String; 5]>::try_from(words).map_err(|_| SubmitError::Form)?;
    let id = RecordId::parse(&id).map_err(|_| SubmitError::Form)?;
    let key = PublicKey(key.try_into().map_err(|_| SubmitError::Seal)?);
    let point = Some(point).filter(|point| !point.is_empty());
    Ok(Filled { id, campaign, point, draft, seconds: seconds.parse().ok(), key, pack })
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

    fn is_seen(&self) -> bool {
        document::is_visible()
    }

    fn announce(&self) {
        channel::announce_queue();
    }
}
