//! Language packs and the static start of the survey.
fn main() {}
