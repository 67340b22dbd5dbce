//! The two functions that server functions would stream with, for an app that has none.
//!
//! Whoever adds server functions to this app removes the patch from `Cargo.toml`; until then calling these is a
//! mistake, and says so.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A stream between Rust and JavaScript.
#[derive(Debug)]
pub struct ReadableStream {
    raw: web_sys::ReadableStream,
}

impl ReadableStream {
    /// A JavaScript stream, seen from Rust.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self { raw }
    }

    /// A Rust stream, for JavaScript.
    ///
    /// # Panics
    /// Always: see the crate's description.
    pub fn from_stream<S>(stream: S) -> Self
    where
        S: Stream<Item = Result<JsValue, JsValue>> + 'static,
    {
        drop(stream);
        panic!("this app was built without streams for server functions");
    }

    /// The JavaScript stream.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.raw
    }

    /// Its chunks.
    pub fn into_stream(self) -> IntoStream<'static> {
        drop(self.raw);
        IntoStream { life: PhantomData }
    }
}

/// The chunks of a JavaScript stream.
#[derive(Debug)]
pub struct IntoStream<'life> {
    life: PhantomData<&'life ()>,
}

impl Stream for IntoStream<'_> {
    type Item = Result<JsValue, JsValue>;

    /// One error, always: see the crate's description.
    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Err(JsValue::from_str("this app was built without streams for server functions"))))
    }
}
