//! The survey: the citizen's page.

fn main() {
    lang_nghe::survey::begin();
}
