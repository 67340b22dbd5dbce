//! The page as a document: what the hub wrote into it, its title, its focus, its files.

use js_sys::{Array, Date, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, Document, Element, Event, EventTarget, HtmlAnchorElement, HtmlDialogElement, HtmlElement,
    HtmlScriptElement, Response, Url, Window,
};

pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

pub(super) fn document() -> Option<Document> {
    window()?.document()
}

fn element(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Content of `<meta name="…">`.
pub fn meta(name: &str) -> Option<String> {
    document()?.query_selector(&["meta[name=", name, "]"].concat()).ok()??.get_attribute("content")
}

/// Language of the page.
pub fn language() -> String {
    document().and_then(|document| document.document_element()?.get_attribute("lang")).unwrap_or_default()
}

/// Sets the language of the page.
pub fn set_language(lang: &str) {
    let _ = document().and_then(|document| document.document_element()?.set_attribute("lang", lang).ok());
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// A parameter of the page's address.
pub fn parameter(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    let pairs = search.strip_prefix('?').unwrap_or(&search).split('&');
    pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// What stands behind the `#` of the page's address; nothing of it ever reaches a server.
pub fn fragment() -> Option<String> {
    let hash = window()?.location().hash().ok()?;
    hash.strip_prefix('#').filter(|rest| !rest.is_empty()).map(str::to_owned)
}

/// Scheme, host and port of the page's address.
pub fn origin() -> String {
    window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// What the page's first lines of script kept while the app was on its way; also where the browser
/// gave them no storage.
pub fn early(storage_key: &str) -> Option<String> {
    let here = document().and_then(|document| document.document_element()?.get_attribute("data-early"));
    here.or_else(|| super::notes::Notes::Device.get(storage_key))
}

/// Whether a finger or a button is down on the page, as its first lines of script noted.
pub fn is_pressed() -> bool {
    let root = document().and_then(|document| document.document_element());
    root.and_then(|root| root.get_attribute("data-press")).as_deref() == Some("pointerdown")
}

/// Takes the prerendered start away and gives the focus to the element of the same id, in the same
/// task as the app is drawn: nothing flashes, nothing jumps.
pub fn take_over(draw: impl FnOnce()) {
    let focused = document().and_then(|document| document.active_element()).map(|element| selector(&element));
    let top = window().and_then(|window| window.scroll_y().ok()).unwrap_or_default();
    for name in ["start", "cannot"] {
        if let Some(before) = element(name) {
            before.remove();
        }
    }
    // The first answers live on in the draft; the page's own note of them would outlast the form.
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.remove_attribute("data-early");
    }
    draw();
    if let Some(focused) = focused {
        focus(&focused, false);
    }
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, top);
    }
}

/// What an element is called in the prerendered page and in the app alike.
fn selector(element: &Element) -> String {
    match element.id() {
        id if id.is_empty() => [
            &element.local_name(),
            &element
                .get_attribute("class")
                .map_or(String::new(), |class| [".", &class.replace(' ', ".")].concat()),
        ]
        .map(String::as_str)
        .concat(),
        id => ["#", &id].concat(),
    }
}

/// Calls a function right before the next frame is painted.
pub fn before_paint(call: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let call = Closure::once_into_js(call);
        let _ = window.request_animation_frame(call.unchecked_ref());
    }
}

/// Puts the focus on the first element that a selector names; `show` also scrolls it into view.
pub fn focus(selector: &str, show: bool) {
    let Some(element) = place(selector) else { return };
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(!show);
    let _ = element.focus_with_options(&options);
}

/// Whether the focus is on the first element that a selector names.
pub fn is_at(selector: &str) -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|element| element.matches(selector).unwrap_or_default())
}

/// Shows the page from its top.
pub fn scroll_to_top() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// The first element that a selector names, to draw into.
pub fn place(selector: &str) -> Option<HtmlElement> {
    document()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// Opens or closes the dialog of this id.
pub fn show_dialog(id: &str, open: bool) {
    let Some(dialog) = element(id) else { return };
    let dialog: HtmlDialogElement = dialog.unchecked_into();
    if !open {
        dialog.close();
    } else if !dialog.open() {
        let _ = dialog.show_modal();
    }
}

/// Writes HTML into the first element that a selector names, in place of what it holds.
pub fn set_html(selector: &str, html: &str) {
    if let Some(element) = place(selector) {
        element.set_inner_html(html);
    }
}

/// Writes text into the element of this id, if it is on the page and says something else.
pub fn set_text(id: &str, text: impl FnOnce() -> String) {
    if let Some(element) = element(id) {
        let text = text();
        if element.text_content().as_deref() != Some(&text) {
            element.set_text_content(Some(&text));
        }
    }
}

/// Calls a function at every event of this name anywhere on the page, for as long as it lives; also of events that
/// do not rise from their element.
pub fn listen(name: &str, call: impl FnMut(Event) + 'static) {
    if let Some(window) = window() {
        listen_on(&window, name, call);
    }
}

/// Has the browser ask before the page is left, for as long as this says so.
pub fn stay_while(stay: impl Fn() -> bool + 'static) {
    listen("beforeunload", move |event| {
        if stay() {
            event.prevent_default();
        }
    });
}

/// Like [`listen`], on another target.
pub(super) fn listen_on(target: &EventTarget, name: &str, call: impl FnMut(Event) + 'static) {
    let call = Closure::<dyn FnMut(Event)>::new(call).into_js_value();
    let _ = target.add_event_listener_with_callback_and_bool(name, call.unchecked_ref(), true);
}

/// Whether the page can be seen.
pub fn is_visible() -> bool {
    document().is_some_and(|document| !document.hidden())
}

/// An hour of today, or a day: `14:05`, `21/11 14:05`.
pub fn readable_time(instant: u64) -> String {
    let then = Date::new(&JsValue::from_f64(instant as f64));
    let now = Date::new_0();
    let two =
        |number: u32| if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() };
    let hour = [two(then.get_hours()), ":".to_owned(), two(then.get_minutes())].concat();
    if then.get_date() == now.get_date() && then.get_month() == now.get_month() {
        return hour;
    }
    [then.get_date().to_string(), "/".to_owned(), (then.get_month() + 1).to_string(), " ".to_owned(), hour]
        .concat()
}

/// Loads another program of this build; `failed` is called if it does not come.
pub fn load_program(script: &str, failed: impl Fn() + 'static) {
    let Some(document) = document() else { return };
    let Ok(element) = document.create_element("script") else { return failed() };
    let element: HtmlScriptElement = element.unchecked_into();
    element.set_type("module");
    element.set_src(script);
    listen_on(&element, "error", move |_| failed());
    if let Some(head) = document.head() {
        let _ = head.append_child(&element);
    }
}

/// Starts fetching a file of this build. The request leaves at once; the answer can be awaited later.
pub fn fetch(address: &str) -> Option<Promise> {
    Some(window()?.fetch_with_str(address))
}

/// The bytes of an answer; `None` if it failed.
pub async fn bytes(answer: Promise) -> Option<Vec<u8>> {
    let response: Response = JsFuture::from(answer).await.ok()?.unchecked_into();
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Hands a file to the person.
pub fn download(name: &str, bytes: &[u8]) {
    let _ = try_download(name, bytes);
}

fn try_download(name: &str, bytes: &[u8]) -> Option<()> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence(&parts).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document()?.create_element("a").ok()?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Some(())
}
