//! The survey: the citizen's page.

fn main() {
    wasm_bindgen_futures::spawn_local(lang_nghe::survey::start());
}
