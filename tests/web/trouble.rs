//! What only a browser can do to a store: hide it, fill it, take it over, close it.

use lang_nghe::platform::indexed_db::IndexedDb;
use lang_nghe_record::{Envelope, RecordId};
use lang_nghe_store::suite::Bench;
use lang_nghe_store::{Counts, Store, StoreError, Submission, TallyChange};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::faults;
use crate::store::IndexedDbBench;

pub(crate) fn submission(number: u32) -> Submission {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    let id = RecordId::from_random(id);
    let envelope = Envelope { id, campaign: "demo".to_owned(), sealed: vec![7; 600] };
    Submission { envelope, since: 1_000, draft: "demo".to_owned(), tally: None }
}

#[wasm_bindgen_test]
async fn a_browser_without_storage_is_told_apart() {
    for how in ["missing", "forbidden", "private"] {
        faults::hide_storage(how);
        let opened = IndexedDb::open().await;
        faults::hide_storage("given back");
        assert_eq!(opened.err(), Some(StoreError::Unavailable), "{how}");
    }
}

#[wasm_bindgen_test]
async fn a_full_device_is_told_at_the_start_and_can_still_send() {
    faults::set_full(true);
    let writing = IndexedDb::open().await;
    let sending = IndexedDb::open_to_send().await;
    faults::set_full(false);
    assert_eq!(writing.err(), Some(StoreError::Full));
    assert!(sending.is_ok());
}

#[wasm_bindgen_test]
async fn the_write_probe_leaves_nothing() {
    let bench = IndexedDbBench::default();
    bench.empty().await.probe().await.unwrap();
    assert_eq!(faults::everything(&bench.database()).await, "");
}

#[wasm_bindgen_test]
async fn a_log_of_a_newer_app_is_not_touched() {
    let bench = IndexedDbBench::default();
    let log = bench.empty().await;
    log.submit(&submission(1)).await.unwrap();
    // The open connection gives way, or this would wait for ever.
    faults::take_over(&bench.database()).await;
    let before = faults::everything(&bench.database()).await;
    assert_eq!(log.submit(&submission(2)).await, Err(StoreError::Newer));
    assert_eq!(log.counts().await, Err(StoreError::Newer));
    assert_eq!(IndexedDb::open_named(&bench.database()).await.err(), Some(StoreError::Newer));
    assert_eq!(faults::everything(&bench.database()).await, before);
}

#[wasm_bindgen_test]
async fn a_log_cleared_under_an_open_page_is_made_anew() {
    let bench = IndexedDbBench::default();
    let log = bench.empty().await;
    log.submit(&submission(1)).await.unwrap();
    faults::delete_database(&bench.database()).await;
    log.submit(&submission(1)).await.unwrap();
    assert_eq!(log.counts().await.unwrap().waiting, 1);
}

#[wasm_bindgen_test]
async fn a_connection_that_the_browser_closed_is_opened_again() {
    let log = IndexedDbBench::default().empty().await;
    log.submit(&submission(1)).await.unwrap();
    log.close();
    log.submit(&submission(2)).await.unwrap();
    assert_eq!(log.counts().await, Ok(Counts { waiting: 2, sent: 0, refused: 0 }));
}

#[wasm_bindgen_test]
async fn answers_are_on_the_disk_before_anyone_says_saved() {
    let log = IndexedDbBench::default().empty().await;
    faults::watch_durability();
    log.submit(&submission(1)).await.unwrap();
    log.keep_draft("demo", b"half a form").await.unwrap();
    log.erase_draft("demo").await.unwrap();
    log.put_value("sync-status", b"{}").await.unwrap();
    assert_eq!(faults::seen_durability(), "strict strict strict relaxed");
}

#[wasm_bindgen_test]
async fn a_long_queue_comes_whole_and_in_order() {
    let log = IndexedDbBench::default().empty().await;
    let numbers = 0..450;
    for number in numbers.clone() {
        log.submit(&submission(number)).await.unwrap();
    }
    let queue = log.waiting(usize::MAX).await.unwrap().entries;
    let ids: Vec<_> = queue.into_iter().map(|waiting| waiting.envelope.id).collect();
    assert_eq!(ids, numbers.map(|number| submission(number).envelope.id).collect::<Vec<_>>());
    assert_eq!(log.waiting(201).await.unwrap().entries.len(), 201);
}

#[wasm_bindgen_test]
async fn two_tabs_at_the_same_moment_lose_no_tally() {
    let bench = IndexedDbBench::default();
    let tabs = [bench.empty().await, bench.again().await];
    let submits = tabs.into_iter().zip(1..).map(|(log, number)| {
        future_to_promise(async move {
            let tally = TallyChange { name: "tally.demo".to_owned(), from_revision: 0, bytes: vec![1] };
            let result = log.submit(&Submission { tally: Some(tally), ..submission(number) }).await;
            Ok(JsValue::from(result == Err(StoreError::Conflict)))
        })
    });
    let conflicts = JsFuture::from(js_sys::Promise::all(&submits.collect::<js_sys::Array>())).await.unwrap();
    let conflicts = js_sys::Array::from(&conflicts).iter().filter(|conflict| *conflict == true).count();
    assert_eq!(conflicts, 1);
    let log = bench.again().await;
    assert_eq!(log.counts().await.unwrap().waiting, 1);
    assert_eq!(log.value("tally.demo").await.unwrap().unwrap().revision, 1);
}
