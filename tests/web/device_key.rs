//! What rests on a shared device cannot be read from its storage.

use lang_nghe::platform::device_key::{
    self, DeviceKey, KeyError, Tallied, TallyTrouble, read_tally, submit_with_tally,
};
use lang_nghe::platform::random;
use lang_nghe_record::{Day, Mode, PublicKey, Record, RecordId, seal};
use lang_nghe_store::suite::{Bench, Spot};
use lang_nghe_store::{Store, Submission};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::faults;
use crate::store::IndexedDbBench;
use crate::trouble::submission;

const TALLY: &str = "tally.demo";

/// A tally that counts to 255.
fn one_more(last: Option<Vec<u8>>) -> Result<Vec<u8>, String> {
    Ok(vec![last.map_or(0, |bytes| bytes[0]) + 1])
}

#[wasm_bindgen_test]
async fn a_sealed_value_opens_under_its_own_name_only() {
    let bench = IndexedDbBench::default();
    let key = DeviceKey::get(&bench.empty().await).await.unwrap();
    let sealed = key.seal_value("tally.a", b"three people").await.unwrap();
    assert_eq!(key.open_value("tally.a", &sealed).await, Ok(b"three people".to_vec()));
    assert_eq!(key.open_value("tally.b", &sealed).await, Err(KeyError::Damaged));
    assert_eq!(key.open_value("tally.a", &sealed[..11]).await, Err(KeyError::Damaged));
    let mut changed = sealed.clone();
    changed[20] ^= 1;
    assert_eq!(key.open_value("tally.a", &changed).await, Err(KeyError::Damaged));
    let again = key.seal_value("tally.a", b"three people").await.unwrap();
    assert_ne!(again, sealed, "a nonce was used twice");
}

#[wasm_bindgen_test]
async fn every_tab_of_a_device_has_the_same_key_and_no_other_device_has_it() {
    let bench = IndexedDbBench::default();
    let first = DeviceKey::get(&bench.empty().await).await.unwrap();
    let second = DeviceKey::get(&bench.again().await).await.unwrap();
    let sealed = first.seal_value(TALLY, b"x").await.unwrap();
    assert_eq!(second.open_value(TALLY, &sealed).await, Ok(b"x".to_vec()));
    let other_device = DeviceKey::get(&bench.empty().await).await.unwrap();
    assert_eq!(other_device.open_value(TALLY, &sealed).await, Err(KeyError::Damaged));
}

#[wasm_bindgen_test]
async fn the_key_cannot_be_taken_out_of_the_browser() {
    let bench = IndexedDbBench::default();
    DeviceKey::get(&bench.empty().await).await.unwrap();
    assert_eq!(faults::key_can_be_exported(&bench.database()).await, false);
}

#[wasm_bindgen_test]
async fn a_page_without_keys_is_told_apart() {
    let log = IndexedDbBench::default().empty().await;
    assert!(device_key::is_available());
    faults::hide_keys(true);
    let (available, key) = (device_key::is_available(), DeviceKey::get(&log).await);
    faults::hide_keys(false);
    assert!(!available);
    assert_eq!(key.err(), Some(KeyError::Insecure));
}

#[wasm_bindgen_test]
async fn submissions_add_up_in_the_tally() {
    let log = IndexedDbBench::default().empty().await;
    assert_eq!(read_tally(&log, TALLY).await, Ok(None));
    for number in 1..=3 {
        let tallied = submit_with_tally(&log, submission(number), TALLY, one_more).await;
        assert_eq!(tallied, Ok(Tallied::Added));
    }
    assert_eq!(read_tally(&log, TALLY).await, Ok(Some(vec![3])));
    assert_eq!(log.counts().await.unwrap().waiting, 3);
}

async fn four_tabs_submit() {
    let bench = IndexedDbBench::default();
    let mut tabs = vec![bench.empty().await];
    for _ in 1..4 {
        tabs.push(bench.again().await);
    }
    let submits = tabs.into_iter().zip(1..).map(|(log, number)| {
        future_to_promise(async move {
            let tallied = submit_with_tally(&log, submission(number), TALLY, one_more).await;
            Ok(JsValue::from(tallied == Ok(Tallied::Added)))
        })
    });
    let added = JsFuture::from(js_sys::Promise::all(&submits.collect::<js_sys::Array>())).await.unwrap();
    assert!(js_sys::Array::from(&added).iter().all(|added| added == true));
    assert_eq!(read_tally(&bench.again().await, TALLY).await, Ok(Some(vec![4])));
}

#[wasm_bindgen_test]
async fn four_tabs_at_the_same_moment_add_up_to_four() {
    four_tabs_submit().await;
}

#[wasm_bindgen_test]
async fn four_tabs_add_up_without_locks_too() {
    faults::hide_locks(true);
    four_tabs_submit().await;
    faults::hide_locks(false);
}

#[wasm_bindgen_test]
async fn answers_are_kept_when_the_tally_cannot_be() {
    let bench = IndexedDbBench::default();
    let log = bench.empty().await;
    submit_with_tally(&log, submission(1), TALLY, one_more).await.unwrap();
    bench.damage(&log, Spot::Value(TALLY)).await;
    let tallied = submit_with_tally(&log, submission(2), TALLY, one_more).await.unwrap();
    assert!(matches!(tallied, Tallied::Left(TallyTrouble::Key(KeyError::Store(_)))), "{tallied:?}");
    let refused = submit_with_tally(&log, submission(3), "tally.other", |_| Err("no such item")).await;
    assert_eq!(refused, Ok(Tallied::Left(TallyTrouble::Change("no such item"))));
    assert_eq!(log.counts().await.unwrap().waiting, 3);
}

#[wasm_bindgen_test]
async fn nobody_reads_answers_from_the_storage_of_the_device() {
    let bench = IndexedDbBench::default();
    let log = bench.empty().await;
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let record = Record {
        id: RecordId::from_random(random::bytes().unwrap()),
        campaign: "demo".to_owned(),
        instrument: "sipas-dv-16".to_owned(),
        version: "2026.1".to_owned(),
        profile: "1".to_owned(),
        day: Day::new(2026, 11, 21).unwrap(),
        mode: Mode::Assisted,
        lang: "vi".to_owned(),
        point: Some("cong-a".to_owned()),
        answers: vec![pair("access-1", "4"), pair("staff-2", "na")],
        about: vec![pair("procedure", "birth"), pair("age", "over-60")],
        comment: Some("Chờ từ sáng đến trưa".to_owned()),
        blocks: Vec::new(),
        flags: None,
        app: "0.1.0".to_owned(),
    };
    let tells_all = ["access-1", "staff-2", "over-60", "birth", "Chờ từ sáng", "assisted", "cong-a"];
    log.keep_draft("demo", record.to_json().as_bytes()).await.unwrap();
    let before = faults::everything(&bench.database()).await.as_string().unwrap();
    assert!(tells_all.iter().all(|secret| before.contains(secret)), "this test looks in the wrong place");

    let key = PublicKey([9; 32]);
    let submission = Submission {
        envelope: seal(&record, &key, random::bytes().unwrap()).unwrap(),
        since: 1_000,
        draft: "demo".to_owned(),
        tally: None,
    };
    let plain = record.to_json().into_bytes();
    submit_with_tally(&log, submission, TALLY, |_| Ok::<_, String>(plain.clone())).await.unwrap();
    let after = faults::everything(&bench.database()).await.as_string().unwrap();
    assert!(after.contains("waiting.sealed") && after.contains("values.bytes"), "{after}");
    for secret in tells_all {
        assert!(!after.contains(secret), "{secret} can be read from the storage of the device");
    }
}
