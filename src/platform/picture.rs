//! A drawing as a picture file: SVG drawn once on a canvas.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use super::document::document;

/// The SVG as PNG, this many pixels wide and high; `None` where the browser cannot draw it.
pub async fn png(svg: &str, width: u32, height: u32) -> Option<Vec<u8>> {
    let options = BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&svg.into()), &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let drawn = draw(&address, width, height).await;
    let _ = Url::revoke_object_url(&address);
    let canvas = drawn?;
    let made = Promise::new(&mut |resolve, _| {
        let _ = canvas.to_blob_with_type(&resolve, "image/png");
    });
    let made: Blob = JsFuture::from(made).await.ok()?.dyn_into().ok()?;
    let bytes = JsFuture::from(made.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}

async fn draw(address: &str, width: u32, height: u32) -> Option<HtmlCanvasElement> {
    let picture = HtmlImageElement::new_with_width_and_height(width, height).ok()?;
    picture.set_src(address);
    JsFuture::from(picture.decode()).await.ok()?;
    let canvas: HtmlCanvasElement = document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: Object = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    context
        .draw_image_with_html_image_element_and_dw_and_dh(&picture, 0.0, 0.0, width.into(), height.into())
        .ok()?;
    Some(canvas)
}

/// Opens the browser's dialog for printing.
pub fn print() {
    let print = Reflect::get(&js_sys::global(), &"print".into()).unwrap_or_default();
    if let Some(print) = print.dyn_ref::<js_sys::Function>() {
        let _ = print.call0(&JsValue::UNDEFINED);
    }
}
