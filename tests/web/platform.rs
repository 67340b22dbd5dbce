//! Locks, channels, requests, randomness and the clock.

use std::cell::Cell;
use std::rc::Rc;

use lang_nghe::platform::locks::{self, Hold};
use lang_nghe::platform::net::{self, NetError};
use lang_nghe::platform::{channel, clock, random, storage_status};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::faults;

#[wasm_bindgen_test]
async fn a_lock_has_one_holder_and_falls_with_it() {
    let first = locks::take_if_free("test-one").await;
    assert!(matches!(first, Hold::Held(_)));
    assert!(matches!(locks::take_if_free("test-one").await, Hold::Busy));
    assert!(matches!(locks::take_if_free("test-other").await, Hold::Held(_)));
    drop(first);
    assert!(matches!(locks::wait_for("test-one").await, Hold::Held(_)));
}

#[wasm_bindgen_test]
async fn a_browser_without_locks_is_told_apart() {
    faults::hide_locks(true);
    let hold = locks::take_if_free("test-none").await;
    faults::hide_locks(false);
    assert!(matches!(hold, Hold::Unsupported), "{hold:?}");
}

#[wasm_bindgen_test]
async fn news_of_the_queue_reach_whoever_listens() {
    let heard = Rc::new(Cell::new(0));
    let counter = heard.clone();
    let listener = channel::on_queue_change(move || counter.set(counter.get() + 1)).unwrap();
    channel::announce_queue();
    // A second listener is told in the same round, so that nothing here depends on time.
    let (told, tell) = (Rc::new(Cell::new(None)), Rc::new(Cell::new(None)));
    let resolve = tell.clone();
    let promise = js_sys::Promise::new(&mut |done, _| resolve.set(Some(done)));
    told.set(channel::on_queue_change(move || {
        if let Some(done) = tell.take() {
            done.call0(&wasm_bindgen::JsValue::UNDEFINED).unwrap();
        }
    }));
    channel::announce_queue();
    wasm_bindgen_futures::JsFuture::from(promise).await.unwrap();
    assert_eq!(heard.get(), 2);
    drop(listener);
}

#[wasm_bindgen_test]
async fn a_reply_is_given_as_it_came() {
    let reply = net::get("/", 10_000).await.unwrap();
    assert_eq!(reply.status, 200);
    assert!(reply.content_type.starts_with("text/html"), "{reply:?}");
    assert!(!reply.body.is_empty());
    assert_eq!(net::get("/no-such-page", 10_000).await.unwrap().status, 404);
}

#[wasm_bindgen_test]
async fn a_server_that_is_not_there_is_no_connection() {
    let posted = net::post_json("http://127.0.0.1:9/", b"{}", 10_000).await;
    assert_eq!(posted, Err(NetError::NoConnection));
}

#[wasm_bindgen_test]
async fn a_request_that_takes_too_long_is_given_up() {
    assert_eq!(net::get("/", 0).await, Err(NetError::TimedOut));
}

#[wasm_bindgen_test]
fn random_bytes_differ() {
    let one: [u8; 32] = random::bytes().unwrap();
    assert_ne!(one, random::bytes().unwrap());
    assert_ne!(one, [0; 32]);
}

#[wasm_bindgen_test]
async fn the_clock_goes_forward() {
    let before = clock::now();
    clock::sleep(1).await;
    assert!(clock::now() > before);
    assert!(clock::today().unwrap().parts().0 >= 2026);
}

#[wasm_bindgen_test]
async fn the_browser_says_how_much_room_there_is() {
    let room = storage_status::room().await.unwrap();
    assert!(room.allowed > room.used && !room.is_scarce());
    storage_status::ask_to_persist().await;
}
