//! The officials' tools: index 766, whom to ask, published scores, the plan.

fn main() {
    lang_nghe::pages::tools::start();
}
