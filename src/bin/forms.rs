//! A table of filled-in forms: counted, scored and compared on the device.

fn main() {
    lang_nghe::pages::forms::start();
}
