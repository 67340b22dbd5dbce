//! The one sender.
fn main() {}
