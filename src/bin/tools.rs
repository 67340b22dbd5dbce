//! The officials' tools: index 766, whom to ask.

fn main() {
    lang_nghe::pages::tools::start();
}
