//! The microphone: asked for, seen as a level, and recorded from.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DomException, EventTarget};

use super::clock;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = EventTarget)]
    #[derive(Debug)]
    type MediaRecorder;

    #[wasm_bindgen(constructor, catch)]
    fn new(stream: &JsValue, options: &Object) -> Result<MediaRecorder, JsValue>;

    #[wasm_bindgen(static_method_of = MediaRecorder, js_name = isTypeSupported, catch)]
    fn is_type_supported(kind: &str) -> Result<bool, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn start(this: &MediaRecorder) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn stop(this: &MediaRecorder) -> Result<(), JsValue>;

    #[wasm_bindgen(method, setter)]
    fn set_ondataavailable(this: &MediaRecorder, call: &Function);

    #[wasm_bindgen(method, setter)]
    fn set_onstop(this: &MediaRecorder, call: &Function);

    #[derive(Debug)]
    type AudioContext;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<AudioContext, JsValue>;

    #[wasm_bindgen(method, js_name = createMediaStreamSource, catch)]
    fn source(this: &AudioContext, stream: &JsValue) -> Result<AudioNode, JsValue>;

    #[wasm_bindgen(method, js_name = createAnalyser, catch)]
    fn analyser(this: &AudioContext) -> Result<AudioNode, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn close(this: &AudioContext) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn resume(this: &AudioContext) -> Result<JsValue, JsValue>;

    #[derive(Debug)]
    type AudioNode;

    #[wasm_bindgen(method, catch)]
    fn connect(this: &AudioNode, to: &AudioNode) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, setter, js_name = fftSize)]
    fn set_fft_size(this: &AudioNode, size: u32);

    #[wasm_bindgen(method, js_name = getByteTimeDomainData)]
    fn wave(this: &AudioNode, into: &mut [u8]);
}

/// What to record, best first: speech in Opus is a tenth of what it is otherwise; Safari packs MPEG-4.
const KINDS: [&str; 3] = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
/// Enough for a voice to be understood well.
const BITS_PER_SECOND: u32 = 24_000;
/// Samples looked at for the level: about 40 milliseconds.
const SAMPLES: usize = 2048;

/// Why there is no microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MicrophoneError {
    /// The person, or the device's settings, said no.
    #[error("the microphone may not be used")]
    Denied,
    /// There is none.
    #[error("there is no microphone")]
    Absent,
    /// Another program has it.
    #[error("another program uses the microphone")]
    InUse,
    /// This browser cannot record, or the page is not served securely.
    #[error("this browser cannot record here")]
    Unsupported,
    /// Anything else.
    #[error("recording failed")]
    Failed,
}

/// An open microphone. The browser shows that it listens until this is dropped.
#[derive(Debug)]
pub struct Microphone {
    stream: JsValue,
    meter: Option<(AudioContext, AudioNode)>,
}

/// A recording that is being made.
#[derive(Debug)]
pub struct Take {
    recorder: MediaRecorder,
    pieces: Array,
    stopped: Promise,
    since: u64,
}

/// Whether this browser can record at all.
pub fn is_available() -> bool {
    media_devices().is_some() && kind().is_some()
}

fn media_devices() -> Option<JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    Reflect::get(&navigator, &"mediaDevices".into()).ok().filter(JsValue::is_object)
}

/// The kind that this browser records; asking a browser without a recorder throws, and that is an answer.
fn kind() -> Option<&'static str> {
    KINDS.into_iter().find(|kind| MediaRecorder::is_type_supported(kind).unwrap_or(false))
}

impl Microphone {
    /// Asks for the microphone; called from a tap. The browser asks the person.
    ///
    /// # Errors
    /// It may not be used, there is none, or another program has it.
    pub async fn open() -> Result<Self, MicrophoneError> {
        let devices = media_devices().filter(|_| kind().is_some()).ok_or(MicrophoneError::Unsupported)?;
        let ask = || -> Result<Promise, JsValue> {
            let wanted = Object::new();
            let audio = Object::new();
            for name in ["echoCancellation", "noiseSuppression", "autoGainControl"] {
                Reflect::set(&audio, &name.into(), &true.into())?;
            }
            Reflect::set(&audio, &"channelCount".into(), &1.into())?;
            Reflect::set(&wanted, &"audio".into(), &audio)?;
            let get: Function = Reflect::get(&devices, &"getUserMedia".into())?.dyn_into()?;
            get.call1(&devices, &wanted)?.dyn_into()
        };
        let promise = ask().map_err(|_| MicrophoneError::Unsupported)?;
        let stream = JsFuture::from(promise).await.map_err(|error| reason(&error))?;
        let meter = meter(&stream).ok();
        Ok(Self { stream, meter })
    }

    /// How loud it is now, from 0 (silence) to 100; `None` where the browser cannot tell.
    pub fn level(&self) -> Option<u8> {
        let (_, analyser) = self.meter.as_ref()?;
        let mut wave = [128; SAMPLES];
        analyser.wave(&mut wave);
        let peak = wave.iter().map(|sample| sample.abs_diff(128)).max().unwrap_or_default();
        Some(u8::try_from(u32::from(peak) * 100 / 128).unwrap_or(100))
    }

    /// Begins to record.
    ///
    /// # Errors
    /// The browser's recorder fails.
    pub fn record(&self) -> Result<Take, MicrophoneError> {
        let failed = |_| MicrophoneError::Failed;
        let options = Object::new();
        let set = |name: &str, value: JsValue| Reflect::set(&options, &name.into(), &value).map_err(failed);
        set("mimeType", kind().ok_or(MicrophoneError::Unsupported)?.into())?;
        set("audioBitsPerSecond", BITS_PER_SECOND.into())?;
        let recorder = MediaRecorder::new(&self.stream, &options).map_err(failed)?;
        let pieces = Array::new();
        let into = pieces.clone();
        let take = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            into.push(&Reflect::get(&event, &"data".into()).unwrap_or_default());
        });
        recorder.set_ondataavailable(take.into_js_value().unchecked_ref());
        let stopped = Promise::new(&mut |resolve, _| recorder.set_onstop(&resolve));
        recorder.start().map_err(failed)?;
        Ok(Take { recorder, pieces, stopped, since: clock::now() })
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        if let Some((context, _)) = &self.meter {
            let _ = context.close();
        }
        let stop = || -> Result<(), JsValue> {
            let tracks: Function = Reflect::get(&self.stream, &"getTracks".into())?.dyn_into()?;
            let tracks: Array = tracks.call0(&self.stream)?.dyn_into()?;
            for track in tracks.iter() {
                let stop: Function = Reflect::get(&track, &"stop".into())?.dyn_into()?;
                stop.call0(&track)?;
            }
            Ok(())
        };
        // A stream that cannot be stopped ends with the page.
        let _ = stop();
    }
}

impl Take {
    /// Milliseconds so far.
    pub fn millis(&self) -> u32 {
        u32::try_from(clock::now().saturating_sub(self.since)).unwrap_or(u32::MAX)
    }

    /// Ends it. Gives the sound and its length in milliseconds.
    ///
    /// # Errors
    /// The browser's recorder fails, or gives nothing.
    pub async fn finish(self) -> Result<(Vec<u8>, u32), MicrophoneError> {
        let failed = |_| MicrophoneError::Failed;
        let millis = self.millis();
        // It may have ended by itself, when the microphone was pulled out.
        let _ = self.recorder.stop();
        JsFuture::from(self.stopped).await.map_err(failed)?;
        let blob = Blob::new_with_blob_sequence(&self.pieces).map_err(failed)?;
        let buffer = JsFuture::from(blob.array_buffer()).await.map_err(failed)?;
        let bytes = Uint8Array::new(&buffer).to_vec();
        if bytes.is_empty() { Err(MicrophoneError::Failed) } else { Ok((bytes, millis)) }
    }
}

fn meter(stream: &JsValue) -> Result<(AudioContext, AudioNode), JsValue> {
    let context = AudioContext::new()?;
    // Some browsers begin it asleep; we were called from a tap, so it may wake.
    context.resume()?;
    let analyser = context.analyser()?;
    analyser.set_fft_size(u32::try_from(SAMPLES).unwrap_or(2048));
    context.source(stream)?.connect(&analyser)?;
    Ok((context, analyser))
}

fn reason(error: &JsValue) -> MicrophoneError {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("NotAllowedError" | "SecurityError") => MicrophoneError::Denied,
        Some("NotFoundError" | "OverconstrainedError") => MicrophoneError::Absent,
        Some("NotReadableError" | "AbortError") => MicrophoneError::InUse,
        _ => MicrophoneError::Failed,
    }
}
