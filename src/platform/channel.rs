//! News between tabs and the service worker: "the queue or its status changed, read again".

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

/// Name of the channel.
const CHANNEL: &str = "lang-nghe";

/// Tells every page, this one too, that the queue or its status changed.
pub fn announce_queue() {
    // A browser without channels reads again when the page is shown.
    let Some(channel) = open() else { return };
    let message = Object::new();
    let _ = Reflect::set(&message, &"type".into(), &"queue".into());
    let _ = channel.post_message(&message);
    channel.close();
}

/// Calls a function whenever the queue or its status changed, until it is dropped.
#[derive(Debug)]
pub struct Listener {
    channel: BroadcastChannel,
    _call: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}

/// Listens for [`announce_queue`]. `None` where the browser has no channels.
pub fn on_queue_change(mut call: impl FnMut() + 'static) -> Option<Listener> {
    let channel = open()?;
    let call = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let kind = Reflect::get(&event.data(), &"type".into()).unwrap_or_default();
        if kind == "queue" {
            call();
        }
    });
    channel.set_onmessage(Some(call.as_ref().unchecked_ref()));
    Some(Listener { channel, _call: call })
}

fn open() -> Option<BroadcastChannel> {
    // Asking first: in a browser without it even naming the class throws.
    let known = Reflect::has(&js_sys::global(), &"BroadcastChannel".into()).ok()?;
    known.then(|| BroadcastChannel::new(CHANNEL).ok()).flatten()
}
