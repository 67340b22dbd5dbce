//! Web Locks: one tab (or worker) at a time.
//!
//! The lock falls when its holder is gone, whatever the reason: a closed tab can hold nothing up.
//! Browsers offer it only to securely served pages; elsewhere the caller decides what to do without.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What became of asking for a lock.
#[derive(Debug)]
pub enum Hold {
    /// It is held until this is dropped.
    Held(Lock),
    /// Someone else holds it.
    Busy,
    /// This browser has no locks.
    Unsupported,
}

/// A held lock.
#[derive(Debug)]
pub struct Lock {
    release: Function,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Resolving a promise does not throw.
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// Waits until the lock is free and takes it.
pub async fn wait_for(name: &str) -> Hold {
    request(name, false).await.unwrap_or(Hold::Unsupported)
}

/// Takes the lock if it is free.
pub async fn take_if_free(name: &str) -> Hold {
    request(name, true).await.unwrap_or(Hold::Unsupported)
}

async fn request(name: &str, if_available: bool) -> Result<Hold, JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
    let locks = Reflect::get(&navigator, &"locks".into())?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &if_available.into())?;

    let mut release = None;
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let release = release.ok_or(JsValue::UNDEFINED)?;
    let mut answer = None;
    let answered = Promise::new(&mut |resolve, _| answer = Some(resolve));
    let answer = answer.ok_or(JsValue::UNDEFINED)?;
    // The browser holds the lock for as long as the promise that this gives it is pending.
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let got = lock.is_object();
        let _ = answer.call1(&JsValue::UNDEFINED, &got.into());
        if got { held.into() } else { JsValue::UNDEFINED }
    });
    let request = request.call3(&locks, &name.into(), &options, &granted)?;
    // The request itself settles first only if it fails.
    let first = Promise::race(&Array::of2(&answered, &request));
    let got = JsFuture::from(first).await?;
    Ok(if got == true { Hold::Held(Lock { release }) } else { Hold::Busy })
}
