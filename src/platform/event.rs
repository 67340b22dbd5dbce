//! What a browser event says.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
pub use web_sys::Event;
use web_sys::{Element, File, HtmlInputElement, MouseEvent};

/// Takes an event over from the browser: it does nothing of its own with it.
pub fn take(event: &Event) {
    event.prevent_default();
}

/// Takes an event over from everybody.
pub fn swallow(event: &Event) {
    event.prevent_default();
    event.stop_immediate_propagation();
}

/// Where on the screen a finger or a mouse clicked; nothing for a click that a key made.
pub fn spot(click: &Event) -> Option<(i32, i32)> {
    let click: &MouseEvent = click.unchecked_ref();
    (click.detail() > 0).then(|| (click.client_x(), click.client_y()))
}

/// Whether the event is about a link or a button.
pub fn is_on_control(event: &Event) -> bool {
    event
        .target()
        .is_some_and(|target| matches!(target.unchecked_into::<Element>().closest("a, button"), Ok(Some(_))))
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

/// Like [`file()`], as bytes; `None` if it has more than `most`.
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

/// A file that somebody chose, still where it lies.
#[derive(Clone, Debug)]
pub struct ChosenFile(File);

/// The file that was chosen in the field that the event is about; `None` where the choice was taken back. Afterwards the
/// field is empty again.
pub fn chosen_file(event: &Event) -> Option<ChosenFile> {
    let field: HtmlInputElement = event.target()?.unchecked_into();
    let file = field.files()?.get(0)?;
    field.set_value("");
    Some(ChosenFile(file))
}

impl ChosenFile {
    /// How many bytes it has.
    pub fn bytes(&self) -> u64 {
        self.0.size() as u64
    }

    /// The bytes between two places; `None` if they cannot be read, also because the file has changed meanwhile.
    pub async fn piece(&self, from: u64, to: u64) -> Option<Vec<u8>> {
        let piece = self.0.slice_with_f64_and_f64(from as f64, to as f64).ok()?;
        let bytes = JsFuture::from(piece.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&bytes).to_vec())
    }
}

/// Letters put together as one code each (NFC): the same name typed on two systems is the same name.
pub fn composed(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}
