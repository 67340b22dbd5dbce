//! What a browser event says.

use wasm_bindgen::JsCast;
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

/// An attribute of the element that the event is about, or of the nearest one around it.
pub fn attribute(event: &Event, name: &str) -> Option<String> {
    let element: Element = event.target()?.unchecked_into();
    element.closest(&["[", name, "]"].concat()).ok()??.get_attribute(name)
}
