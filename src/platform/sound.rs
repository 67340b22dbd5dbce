//! Sound that is here as bytes, played.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, EventTarget, Url};

use super::document;
use super::speech::End;

#[wasm_bindgen]
extern "C" {
    /// `HTMLAudioElement`, as far as it is needed here.
    #[wasm_bindgen(extends = EventTarget)]
    #[derive(Clone, Debug)]
    type Audio;

    #[wasm_bindgen(constructor, catch)]
    fn new(address: &str) -> Result<Audio, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn play(this: &Audio) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method)]
    fn pause(this: &Audio);

    #[wasm_bindgen(method, setter, js_name = playbackRate)]
    fn set_playback_rate(this: &Audio, rate: f64);

    #[wasm_bindgen(method, setter, js_name = defaultPlaybackRate)]
    fn set_default_playback_rate(this: &Audio, rate: f64);

    #[wasm_bindgen(method, getter)]
    fn ended(this: &Audio) -> bool;
}

/// Sound being played, until it ends or this is dropped.
#[derive(Debug)]
pub struct Sound {
    audio: Audio,
    address: String,
}

impl Sound {
    /// Plays bytes of this media type at a speed (1 is as it was spoken; voices keep their pitch), and
    /// calls a function once at its end. `None` if the browser plays no sound.
    pub fn play(bytes: &[u8], media_type: &str, rate: f64, ended: impl Fn(End) + 'static) -> Option<Self> {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        let parts = Array::of1(&Uint8Array::from(bytes));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
        let address = Url::create_object_url_with_blob(&blob).ok()?;
        let audio = Audio::new(&address).ok()?;
        // Both: a browser goes back to the default speed when it begins to load.
        audio.set_default_playback_rate(rate);
        audio.set_playback_rate(rate);
        let done = std::rc::Rc::new(ended);
        let (heard, failed, refused) = (done.clone(), done.clone(), done);
        document::listen_on(&audio, "ended", move |_| heard(End::Heard));
        document::listen_on(&audio, "error", move |_| failed(End::Failed));
        let playing = audio.play().ok()?;
        let silent = audio.clone();
        spawn_local(async move {
            // Stopping rejects the promise too; then nobody waits for the end any more.
            if wasm_bindgen_futures::JsFuture::from(playing).await.is_err() && !silent.ended() {
                refused(End::Failed);
            }
        });
        Some(Self { audio, address })
    }

    /// Goes on at another speed.
    pub fn set_rate(&self, rate: f64) {
        self.audio.set_playback_rate(rate);
    }
}

impl Drop for Sound {
    fn drop(&mut self) {
        self.audio.pause();
        let _ = Url::revoke_object_url(&self.address);
    }
}
