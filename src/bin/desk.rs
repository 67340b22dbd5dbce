//! Everything besides the survey: home, results, this device, about.

fn main() {
    lang_nghe::pages::desk::start();
}
