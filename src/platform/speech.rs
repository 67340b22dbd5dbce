//! Reading aloud, where the device has a voice for the language.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

/// How reading or a recording ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was heard to its end.
    Heard,
    /// This device cannot read or play it.
    Failed,
}

/// The browser's voices, if it has any; asking a browser that has none must not throw.
fn synthesis() -> Option<SpeechSynthesis> {
    let found = Reflect::get(&js_sys::global(), &"speechSynthesis".into()).ok()?;
    found.is_object().then(|| found.unchecked_into())
}

/// Whether there is a voice for a language.
pub fn has_voice(lang: &str) -> bool {
    let voices = synthesis().map(|synthesis| synthesis.get_voices()).unwrap_or_default();
    voices.iter().any(|voice| voice.unchecked_into::<SpeechSynthesisVoice>().lang().starts_with(lang))
}

/// Calls a function when the list of voices has changed: browsers load it late.
pub fn on_voices(call: impl Fn() + 'static) {
    if let Some(synthesis) = synthesis() {
        super::document::listen_on(synthesis.unchecked_ref(), "voiceschanged", move |_| call());
    }
}

/// Reads a text aloud and calls a function at its end, however that came.
pub fn speak(text: &str, lang: &str, ended: impl Fn() + 'static) {
    speak_at(text, lang, 1.0, move |_| ended());
}

/// Like [`speak`], at a speed: 1 is the voice's own, 0.5 half of it.
pub fn speak_at(text: &str, lang: &str, rate: f32, ended: impl Fn(End) + 'static) {
    let (Some(synthesis), Ok(utterance)) = (synthesis(), SpeechSynthesisUtterance::new_with_text(text))
    else {
        return ended(End::Failed);
    };
    utterance.set_lang(lang);
    utterance.set_rate(rate);
    let ended = std::rc::Rc::new(ended);
    let failed = ended.clone();
    super::document::listen_on(&utterance, "end", move |_| ended(End::Heard));
    super::document::listen_on(&utterance, "error", move |event| {
        // Whoever stops it, or has something else read, knows that it ended.
        let reason = Reflect::get(&event, &"error".into()).ok().and_then(|reason| reason.as_string());
        if !matches!(reason.as_deref(), Some("canceled" | "interrupted")) {
            failed(End::Failed);
        }
    });
    synthesis.cancel();
    synthesis.speak(&utterance);
}

/// Stops reading.
pub fn hush() {
    if let Some(synthesis) = synthesis() {
        synthesis.cancel();
    }
}
