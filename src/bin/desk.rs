//! Everything besides the survey: home, results, this device, about.

fn main() {
    leptos::task::spawn_local(lang_nghe::pages::desk::start());
}
