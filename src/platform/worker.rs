//! The service worker, seen from a page: is everything here, and is there a new version?

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MessageChannel, MessageEvent, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration,
};

use super::document::{listen_on, window};

/// Where the worker is served.
const ADDRESS: &str = "/sw.js";
/// Name under which the browser is asked to send when it has a connection.
const SYNC_TAG: &str = "lang-nghe-send";

/// Some in-app browsers have no workers, and insecure pages get none.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator: JsValue = window()?.navigator().into();
    let found = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    found.is_object().then(|| found.unchecked_into())
}

/// What a worker can tell a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Everything that the survey needs is on this device.
    Offline,
    /// A new version is here and waits.
    Update,
}

/// Registers the worker and reports what it says, now and later.
pub async fn start(tell: impl Fn(News) + Clone + 'static) {
    let _ = try_start(tell).await;
}

async fn try_start(tell: impl Fn(News) + Clone + 'static) -> Option<()> {
    let container = container()?;
    let registration: ServiceWorkerRegistration =
        JsFuture::from(container.register(ADDRESS)).await.ok()?.unchecked_into();
    // A worker that waits beside an active one is a new version; without an active one it is the first.
    let told = tell.clone();
    let look = move |registration: &ServiceWorkerRegistration| {
        if registration.waiting().is_some() && registration.active().is_some() {
            told(News::Update);
        }
    };
    look(&registration);
    let found = registration.clone();
    listen_on(&registration, "updatefound", move |_| {
        let (registration, look) = (found.clone(), look.clone());
        if let Some(worker) = registration.installing() {
            listen_on(&worker, "statechange", move |_| look(&registration));
        }
    });
    let ready = container.ready().ok()?;
    let ready: ServiceWorkerRegistration = JsFuture::from(ready).await.ok()?.unchecked_into();
    ask_ready(&ready.active()?, tell)
}

/// Asks the worker whether everything is here; only its yes counts.
fn ask_ready(worker: &ServiceWorker, tell: impl Fn(News) + 'static) -> Option<()> {
    let channel = MessageChannel::new().ok()?;
    let answer = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if Reflect::get(&event.data(), &"ready".into()).is_ok_and(|ready| ready == true) {
            tell(News::Offline);
        }
    });
    channel.port1().set_onmessage(Some(answer.into_js_value().unchecked_ref()));
    let message = message("ready?");
    let address = window()?.location().href().ok()?;
    Reflect::set(&message, &"url".into(), &address.into()).ok()?;
    worker.post_message_with_transferable(&message, &js_sys::Array::of1(&channel.port2())).ok()
}

fn message(kind: &str) -> Object {
    let message = Object::new();
    // Setting a field of a plain object cannot fail.
    let _ = Reflect::set(&message, &"type".into(), &kind.into());
    message
}

/// Lets the waiting version take over, and opens the page again with it.
pub async fn use_update() {
    let _ = try_use_update().await;
}

async fn try_use_update() -> Option<()> {
    let container = container()?;
    listen_on(&container, "controllerchange", |_| {
        let _ = window().map(|window| window.location().reload());
    });
    let registration = JsFuture::from(container.get_registration()).await.ok()?;
    let registration: ServiceWorkerRegistration = registration.dyn_into().ok()?;
    registration.waiting()?.post_message(&message("activate")).ok()
}

/// Asks the browser to send as soon as it has a connection, with the page closed if need be. Most
/// browsers cannot; then the page sends when it is next opened.
pub async fn send_later() {
    let _ = try_send_later().await;
}

async fn try_send_later() -> Option<()> {
    let registration = JsFuture::from(container()?.ready().ok()?).await.ok()?;
    let sync = Reflect::get(&registration, &"sync".into()).ok()?;
    let register: js_sys::Function = Reflect::get(&sync, &"register".into()).ok()?.dyn_into().ok()?;
    let asked: js_sys::Promise = register.call1(&sync, &SYNC_TAG.into()).ok()?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok().map(drop)
}
