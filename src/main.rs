//! The survey.
fn main() {}
