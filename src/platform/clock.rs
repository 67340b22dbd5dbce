//! The clock of the device, which may be wrong by years, and waiting.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use js_sys::{Date, Function, Promise, Reflect};
use lang_nghe_record::Day;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Milliseconds since 1970, by this device's clock.
pub fn now() -> u64 {
    Date::now().max(0.0) as u64
}

/// Today where the device is, by its clock; `None` if it shows a year that no calendar has.
pub fn today() -> Option<Day> {
    let now = Date::new_0();
    let part = |number: u32| u8::try_from(number).ok();
    let year = u16::try_from(now.get_full_year()).ok()?;
    Day::new(year, part(now.get_month() + 1)?, part(now.get_date())?).ok()
}

/// Milliseconds on a clock that nobody can set; it runs since the page was opened.
pub fn ticks() -> f64 {
    super::document::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// The instant in an HTTP `Date` header.
pub(super) fn parse_http_date(text: &str) -> Option<u64> {
    let instant = Date::parse(text);
    (instant >= 0.0).then_some(instant as u64)
}

/// Has the browser call a function later; in pages and workers alike.
pub fn call_later(call: &Function, after_ms: u32) {
    let global = js_sys::global();
    let timer = Reflect::get(&global, &"setTimeout".into()).ok();
    if let Some(timer) = timer.and_then(|timer| timer.dyn_into::<Function>().ok()) {
        // It gives back a number that nobody needs; it does not throw for a function.
        let _ = timer.call2(&global, call, &after_ms.into());
    }
}

/// Waits for this work, but not longer than this: then the work is given up and there is nothing.
pub async fn within<T>(ms: u32, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut late) = (pin!(work), pin!(sleep(ms)));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => late.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Waits.
pub async fn sleep(ms: u32) {
    let later = Promise::new(&mut |resolve, _| call_later(&resolve, ms));
    // A timer never rejects.
    let _ = JsFuture::from(later).await;
}
