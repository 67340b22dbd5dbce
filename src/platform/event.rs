//! What a browser event says.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlInputElement};

/// Takes an event over from the browser: it does nothing of its own with it.
pub fn take(event: &Event) {
    event.prevent_default();
}

/// The value of the field that the event is about.
pub fn chosen(event: &Event) -> Option<String> {
    // A text area answers to the same property.
    Some(event.target()?.unchecked_into::<HtmlInputElement>().value())
}

/// Marks the check boxes beside the one that the event is about, by their positions.
pub fn mark(event: &Event, marked: impl Fn(usize) -> bool) {
    let _ = try_mark(event, &marked);
}

fn try_mark(event: &Event, marked: &dyn Fn(usize) -> bool) -> Option<()> {
    let field: Element = event.target()?.unchecked_into();
    let boxes = field.closest(".options").ok()??.query_selector_all("input").ok()?;
    for at in 0..boxes.length() {
        boxes.get(at)?.unchecked_into::<HtmlInputElement>().set_checked(marked(at as usize));
    }
    Some(())
}

/// An attribute of the element that the event is about, or of the nearest one around it.
pub fn attribute(event: &Event, name: &str) -> Option<String> {
    let element: Element = event.target()?.unchecked_into();
    element.closest(&["[", name, "]"].concat()).ok()??.get_attribute(name)
}

/// The text of the file that was chosen in the field that the event is about. Afterwards the field is
/// empty again, so that the same file can be chosen once it has been corrected.
pub async fn file(event: &Event) -> Option<String> {
    let field: HtmlInputElement = event.target()?.unchecked_into();
    let text = field.files()?.get(0)?.text();
    let text = JsFuture::from(text).await.ok()?.as_string();
    field.set_value("");
    text
}

/// Like [`file`], as bytes; `None` if it has more than `most`.
pub async fn file_bytes(event: &Event, most: usize) -> Option<Vec<u8>> {
    let field: HtmlInputElement = event.target()?.unchecked_into();
    let file = field.files()?.get(0)?;
    // Looked at before it is read: reading alone could take all of the device's memory.
    let fits = file.size() <= most as f64;
    let buffer = if fits { JsFuture::from(file.array_buffer()).await.ok() } else { None };
    field.set_value("");
    Some(js_sys::Uint8Array::new(&buffer?).to_vec())
}

/// Whether the box that the event is about is ticked.
pub fn is_ticked(event: &Event) -> bool {
    event.target().is_some_and(|target| target.unchecked_into::<HtmlInputElement>().checked())
}

/// Letters put together as one code each (NFC): the same name typed on two systems is the same name.
pub fn composed(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}
