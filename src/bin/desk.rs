//! Everything besides the survey.
fn main() {}
